// Rosters: sent, matched, checked, brought into effect as a whole, and taken back within a day.
import {
  RequiredRosterFields,
  RosterFields,
  type RosterErrorCode,
  type RosterField,
  type RosterImport,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { cellAddress, SpreadsheetError } from '@xueshi/formats/spreadsheet';
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Readable } from 'node:stream';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import { enqueueJob, type JobRunner } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { refOf } from '../organisations/service.ts';
import { findHeadings, proposeColumns } from './headings.ts';
import { APPLY_ROSTER, CHECK_ROSTER, FORGET_ROSTERS, UNDO_ROSTER } from './job-names.ts';
import { forgetFile, keepFile, fileOfImport } from './roster-file.ts';
import { UNDOABLE_MS } from './undoable.ts';
import { errorsOf, findImport, updateImport, type ImportRow } from './store.ts';

export {
  APPLY_ROSTER,
  CHECK_ROSTER,
  FORGET_ROSTERS,
  MAKE_ROSTER_EXPORT,
  UNDO_ROSTER,
} from './job-names.ts';
export { makeRosterExportHandler } from './export.handlers.ts';
export { forgetRostersHandler } from './forget.handler.ts';
export { applyRosterHandler, checkRosterHandler, undoRosterHandler } from './roster.handlers.ts';

const { rosterColumnChoices, rosterImportErrors, rosterImports } = schema;

type Jobs = Pick<JobRunner, 'wake'>;

const NEWEST = 20;
const ERRORS_A_PAGE = 100;

const undoableUntil = (run: ImportRow) =>
  run.state === 'applied' && run.appliedAt
    ? new Date(run.appliedAt.getTime() + UNDOABLE_MS).toISOString()
    : null;

async function viewOf(platform: Platform, run: ImportRow, unit: OrgUnit): Promise<RosterImport> {
  return {
    id: run.id,
    unit: refOf(unit),
    fileName: run.fileName,
    sizeBytes: run.sizeBytes,
    createdAt: run.createdAt.toISOString(),
    state: run.state as RosterImport['state'],
    fault: run.fault,
    faultRow: run.faultParams?.['row'] ?? null,
    headingRow: run.headingRow,
    headings: run.headings ?? [],
    columns: RosterFields.flatMap((field) => {
      const column = run.columns?.[field];
      return column === undefined ? [] : [{ field, column }];
    }),
    rowsRead: run.rowsRead,
    rowsAdding: run.rowsAdding,
    rowsUpdating: run.rowsUpdating,
    rowsSame: run.rowsSame,
    rowsWrong: run.rowsWrong,
    rowsDone: run.rowsDone,
    rowsKept: run.rowsKept,
    errors: await errorsOf(platform.db, run.id),
    appliedAt: run.appliedAt?.toISOString() ?? null,
    undoableUntil: undoableUntil(run),
  };
}

/** The import, if the actor administers the unit at which it was made. */
async function ownImport(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<{ run: ImportRow; unit: OrgUnit; by: string }> {
  const run = await findImport(platform.db, id);
  if (!run) throw new Refused('not-found');
  const unit = await administeredUnit(platform.db, actor, run.orgUnitId, 'keep_roster');
  return { run, unit, by: actor.personId };
}

export async function listRosterImports(platform: Platform, actor: Actor, unitId: string) {
  const unit = await administeredUnit(platform.db, actor, unitId, 'keep_roster');
  const rows = await platform.db
    .select()
    .from(rosterImports)
    .where(eq(rosterImports.orgUnitId, unit.id))
    .orderBy(desc(rosterImports.createdAt))
    .limit(NEWEST);
  const items = await Promise.all(rows.map((run) => viewOf(platform, run, unit)));
  return { unit: refOf(unit), items };
}

/** Keeps the file and reads its headings; the columns are proposed and nothing else is read yet. */
export async function uploadRoster(
  platform: Platform,
  jobs: Jobs,
  actor: Actor,
  unitId: string,
  file: { name: string; content: Readable },
): Promise<{ id: string }> {
  const unit = await administeredUnit(platform.db, actor, unitId, 'keep_roster');
  const id = newId();
  const sizeBytes = await keepFile(platform, id, file.content);
  const read = await readHeadings(platform, actor, id);
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    await tx.insert(rosterImports).values({
      id,
      orgUnitId: unit.id,
      createdBy: actor.personId,
      createdAt: now,
      fileName: file.name,
      sizeBytes,
      ...read,
    });
    await enqueueJob(tx, { name: FORGET_ROSTERS, uniqueKey: FORGET_ROSTERS, payload: {}, now });
  });
  jobs.wake();
  return { id };
}

async function readHeadings(platform: Platform, actor: Actor, id: string) {
  try {
    const { row, headings } = await findHeadings(fileOfImport(platform, id));
    const chosen = await platform.db
      .select()
      .from(rosterColumnChoices)
      .where(
        and(
          eq(rosterColumnChoices.personId, actor.personId),
          inArray(rosterColumnChoices.heading, [...headings]),
        ),
      );
    const remembered = new Map(chosen.map(({ heading, field }) => [heading, field]));
    const columns = proposeColumns(headings, remembered) as Record<string, number>;
    return { state: 'uploaded', headingRow: row, headings: [...headings], columns };
  } catch (error) {
    if (!(error instanceof SpreadsheetError)) throw error;
    await forgetFile(platform, id);
    return { state: 'refused', fault: error.fault, faultParams: { ...error.params } };
  }
}

export async function readRosterImport(platform: Platform, actor: Actor, id: string) {
  const { run, unit } = await ownImport(platform, actor, id);
  return viewOf(platform, run, unit);
}

type Move = Partial<ImportRow> & { readonly state: string };

/** Moves an import on and enqueues the work, in one transaction; refuses if it moved meanwhile. */
async function begin(
  platform: Platform,
  jobs: Jobs,
  { run, unit, by }: { run: ImportRow; unit: OrgUnit; by: string },
  { job, ...change }: Move & { job: string },
): Promise<RosterImport> {
  await platform.write(async (tx) => {
    const [moved] = await tx
      .update(rosterImports)
      .set(change)
      .where(and(eq(rosterImports.id, run.id), eq(rosterImports.state, run.state)))
      .returning({ id: rosterImports.id });
    if (!moved) throw new Refused('import-running');
    await enqueueJob(tx, {
      name: job,
      uniqueKey: `${job}:${run.id}`,
      payload: { importId: run.id, by },
      now: platform.clock.now(),
    });
  });
  jobs.wake();
  return viewOf(platform, { ...run, ...change }, unit);
}

/** Says which column is what, remembers it for the next file, and checks the whole file. */
export async function checkRoster(
  platform: Platform,
  jobs: Jobs,
  actor: Actor,
  id: string,
  chosen: readonly { field: RosterField; column: number }[],
): Promise<RosterImport> {
  const own = await ownImport(platform, actor, id);
  const { run } = own;
  if (!['uploaded', 'checked'].includes(run.state)) throw new Refused('import-running');
  const columns = Object.fromEntries(chosen.map(({ field, column }) => [field, column]));
  if (RequiredRosterFields.some((field) => columns[field] === undefined)) {
    throw new Refused('import-column-missing');
  }
  const choices = (run.headings ?? []).flatMap((heading, column) =>
    heading === ''
      ? []
      : [{ heading, field: chosen.find((one) => one.column === column)?.field ?? '' }],
  );
  await platform.write(async (tx) => {
    for (const { heading, field } of choices) {
      await tx
        .insert(rosterColumnChoices)
        .values({ personId: actor.personId, heading, field })
        .onConflictDoUpdate({
          target: [rosterColumnChoices.personId, rosterColumnChoices.heading],
          set: { field },
        });
    }
    await updateImport(tx, run.id, { columns });
  });
  const zero = { rowsRead: 0, rowsAdding: 0, rowsUpdating: 0, rowsSame: 0, rowsWrong: 0 };
  return begin(platform, jobs, own, { job: CHECK_ROSTER, state: 'checking', columns, ...zero });
}

export async function listRosterErrors(platform: Platform, actor: Actor, id: string, page = 1) {
  const { run } = await ownImport(platform, actor, id);
  const rows = await platform.db
    .select()
    .from(rosterImportErrors)
    .where(eq(rosterImportErrors.importId, run.id))
    .orderBy(asc(rosterImportErrors.rowNumber), asc(rosterImportErrors.columnNumber))
    .limit(ERRORS_A_PAGE)
    .offset((page - 1) * ERRORS_A_PAGE);
  return {
    items: rows.map((row) => ({
      row: row.rowNumber,
      cell: cellAddress(row.rowNumber, row.columnNumber),
      heading: run.headings?.[row.columnNumber] ?? '',
      value: row.value,
      code: row.code as RosterErrorCode,
      otherRow: typeof row.params?.['row'] === 'number' ? row.params['row'] : null,
    })),
    total: await errorsOf(platform.db, run.id),
    page,
    pageSize: ERRORS_A_PAGE,
  };
}

export async function applyRoster(platform: Platform, jobs: Jobs, actor: Actor, id: string) {
  const own = await ownImport(platform, actor, id);
  if (own.run.state !== 'checked') throw new Refused('import-not-checked');
  const errors = await errorsOf(platform.db, own.run.id);
  if (errors > 0) throw new Refused('import-has-errors', { count: errors });
  return begin(platform, jobs, own, { job: APPLY_ROSTER, state: 'applying', rowsDone: 0 });
}

export async function undoRoster(platform: Platform, jobs: Jobs, actor: Actor, id: string) {
  const own = await ownImport(platform, actor, id);
  const until = undoableUntil(own.run);
  if (until === null || platform.clock.now() > new Date(until)) {
    throw new Refused('import-not-undoable');
  }
  return begin(platform, jobs, own, {
    job: UNDO_ROSTER,
    state: 'undoing',
    undoneBy: actor.personId,
  });
}
