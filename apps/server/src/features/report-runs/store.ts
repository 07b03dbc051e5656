import type { ReportOrder, ReportRun } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import type { Locale } from '@xueshi/messages';
import { eq, inArray } from 'drizzle-orm';
import type { OrgUnit } from '../../platform/authorisation.ts';
import { refOf } from '../organisations/service.ts';

const { people, reportRuns, savedReports } = schema;

export type RunRow = typeof reportRuns.$inferSelect;
export type SavedRow = typeof savedReports.$inferSelect;

const DAY_MS = 86_400_000;
/** So long the file of a report is kept. */
export const KEPT_MS = 30 * DAY_MS;

/** An order as it was checked when it was asked for. */
export const orderOf = ({ order }: Pick<RunRow, 'order'>) =>
  order as unknown as ReportOrder & { readonly locale: Locale };

export async function findRun(db: Reader, id: string): Promise<RunRow | null> {
  const [row] = await db.select().from(reportRuns).where(eq(reportRuns.id, id));
  return row ?? null;
}

export async function findSaved(db: Reader, id: string | null): Promise<SavedRow | null> {
  if (id === null) return null;
  const [row] = await db.select().from(savedReports).where(eq(savedReports.id, id));
  return row ?? null;
}

export const updateRun = (tx: Tx, id: string, change: Partial<RunRow>) =>
  tx.update(reportRuns).set(change).where(eq(reportRuns.id, id));

/** Names of people by their ids. */
export async function namesOf(
  db: Reader,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string | null, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, wanted));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function viewsOf(
  db: Reader,
  runs: readonly RunRow[],
  unit: OrgUnit,
): Promise<ReportRun[]> {
  const names = await namesOf(
    db,
    runs.map(({ createdBy }) => createdBy),
  );
  const savedIds = runs.flatMap(({ savedId }) => (savedId === null ? [] : [savedId]));
  const saved = await db
    .select({ id: savedReports.id, name: savedReports.name })
    .from(savedReports)
    .where(inArray(savedReports.id, savedIds));
  return runs.map((run) => {
    const { kind, format } = orderOf(run);
    return {
      id: run.id,
      unit: refOf(unit),
      savedName: saved.find(({ id }) => id === run.savedId)?.name ?? null,
      kind,
      format,
      year: run.year,
      createdAt: run.createdAt.toISOString(),
      createdBy: names.get(run.createdBy) ?? null,
      state: run.state as ReportRun['state'],
      fault: run.fault as ReportRun['fault'],
      rowsDone: run.rowsDone,
      rowsTotal: run.rowsTotal,
      rowsWritten: run.rowsWritten,
      fileName: run.fileName,
      sizeBytes: run.sizeBytes,
      sha256: run.sha256,
      readyAt: run.readyAt?.toISOString() ?? null,
      keptUntil: new Date(run.createdAt.getTime() + KEPT_MS).toISOString(),
    };
  });
}
