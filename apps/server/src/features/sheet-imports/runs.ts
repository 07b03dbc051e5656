// Imports of spreadsheets: sent, matched, checked, brought into effect as a whole, and taken back within
// a day. What their rows are is the subject's.
import type { SheetImport } from '@xueshi/contracts';
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
import { fileOfImport, forgetFile, keepFile } from './import-file.ts';
import { FORGET_IMPORTS } from './job-names.ts';
import { errorsOf, findImport, updateImport, type ImportRow } from './store.ts';
import type { SheetSubject } from './subject.ts';
import { UNDOABLE_MS } from './undoable.ts';

const { rosterColumnChoices, rosterImportErrors, rosterImports } = schema;

/** Who does something with imports of a kind. */
export interface Doing<F extends string> {
  readonly platform: Platform;
  readonly jobs: Pick<JobRunner, 'wake'>;
  readonly actor: Actor;
  readonly subject: SheetSubject<F>;
}
/** An import as its kind's contract has it. */
type ImportOf<F extends string> = Omit<SheetImport, 'columns'> & {
  columns: { field: F; column: number }[];
};

const NEWEST = 20;
const ERRORS_A_PAGE = 100;

const undoableUntil = (run: ImportRow) =>
  run.state === 'applied' && run.appliedAt
    ? new Date(run.appliedAt.getTime() + UNDOABLE_MS).toISOString()
    : null;

async function viewOf<F extends string>(
  { platform, subject }: Pick<Doing<F>, 'platform' | 'subject'>,
  run: ImportRow,
  unit: OrgUnit,
): Promise<ImportOf<F>> {
  return {
    id: run.id,
    unit: refOf(unit),
    fileName: run.fileName,
    sizeBytes: run.sizeBytes,
    createdAt: run.createdAt.toISOString(),
    state: run.state as SheetImport['state'],
    fault: run.fault,
    faultRow: run.faultParams?.['row'] ?? null,
    headingRow: run.headingRow,
    headings: run.headings ?? [],
    columns: subject.fields.flatMap((field) => {
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
async function ownImport<F extends string>(
  { platform, actor, subject }: Doing<F>,
  id: string,
): Promise<{ run: ImportRow; unit: OrgUnit }> {
  const run = await findImport(platform.db, id, subject.name);
  if (!run) throw new Refused('not-found');
  return { run, unit: await administeredUnit(platform.db, actor, run.orgUnitId, subject.duty) };
}

export async function listImports<F extends string>(doing: Doing<F>, unitId: string) {
  const { platform, actor, subject } = doing;
  const unit = await administeredUnit(platform.db, actor, unitId, subject.duty);
  const rows = await platform.db
    .select()
    .from(rosterImports)
    .where(and(eq(rosterImports.orgUnitId, unit.id), eq(rosterImports.subject, subject.name)))
    .orderBy(desc(rosterImports.createdAt))
    .limit(NEWEST);
  const items = await Promise.all(rows.map((run) => viewOf(doing, run, unit)));
  return { unit: refOf(unit), items };
}

/** Keeps the file and reads its headings; the columns are proposed and nothing else is read yet. */
export async function uploadFile<F extends string>(
  doing: Doing<F>,
  unitId: string,
  file: { name: string; content: Readable },
): Promise<{ id: string }> {
  const { platform, jobs, actor, subject } = doing;
  const unit = await administeredUnit(platform.db, actor, unitId, subject.duty);
  const id = newId();
  const sizeBytes = await keepFile(platform, id, file.content);
  const read = await readHeadings(doing, id);
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    await tx.insert(rosterImports).values({
      id,
      subject: subject.name,
      orgUnitId: unit.id,
      createdBy: actor.personId,
      createdAt: now,
      fileName: file.name,
      sizeBytes,
      ...read,
    });
    await enqueueJob(tx, { name: FORGET_IMPORTS, uniqueKey: FORGET_IMPORTS, payload: {}, now });
  });
  jobs.wake();
  return { id };
}

async function readHeadings<F extends string>({ platform, actor, subject }: Doing<F>, id: string) {
  try {
    const { row, headings } = await findHeadings(
      fileOfImport(platform, id),
      subject.fieldOfHeading,
    );
    const chosen = await platform.db
      .select()
      .from(rosterColumnChoices)
      .where(
        and(
          eq(rosterColumnChoices.personId, actor.personId),
          eq(rosterColumnChoices.subject, subject.name),
          inArray(rosterColumnChoices.heading, [...headings]),
        ),
      );
    const remembered = new Map(chosen.map(({ heading, field }) => [heading, field]));
    const columns = proposeColumns(subject, headings, remembered);
    return { state: 'uploaded', headingRow: row, headings: [...headings], columns };
  } catch (error) {
    if (!(error instanceof SpreadsheetError)) throw error;
    await forgetFile(platform, id);
    return { state: 'refused', fault: error.fault, faultParams: { ...error.params } };
  }
}

export async function readImport<F extends string>(doing: Doing<F>, id: string) {
  const { run, unit } = await ownImport(doing, id);
  return viewOf(doing, run, unit);
}

type Move = Partial<ImportRow> & { readonly state: string };

/** Moves an import on and enqueues the work, in one transaction; refuses if it moved meanwhile. */
async function begin<F extends string>(
  doing: Doing<F>,
  { run, unit }: { run: ImportRow; unit: OrgUnit },
  { job, ...change }: Move & { job: string },
): Promise<ImportOf<F>> {
  const { platform, jobs, actor } = doing;
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
      // Who asked for it, and from where: for what is written down when it is done.
      payload: { importId: run.id, personId: actor.personId, address: actor.address },
      now: platform.clock.now(),
    });
  });
  jobs.wake();
  return viewOf(doing, { ...run, ...change }, unit);
}

/** Says which column is what, remembers it for the next file, and checks the whole file. */
export async function checkFile<F extends string>(
  doing: Doing<F>,
  id: string,
  chosen: readonly { field: F; column: number }[],
): Promise<ImportOf<F>> {
  const { platform, actor, subject } = doing;
  const own = await ownImport(doing, id);
  const { run } = own;
  if (!['uploaded', 'checked'].includes(run.state)) throw new Refused('import-running');
  const columns = Object.fromEntries(chosen.map(({ field, column }) => [field, column]));
  if (subject.required.some((field) => columns[field] === undefined)) {
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
        .values({ personId: actor.personId, subject: subject.name, heading, field })
        .onConflictDoUpdate({
          target: [
            rosterColumnChoices.personId,
            rosterColumnChoices.subject,
            rosterColumnChoices.heading,
          ],
          set: { field },
        });
    }
    await updateImport(tx, run.id, { columns });
  });
  const zero = { rowsRead: 0, rowsAdding: 0, rowsUpdating: 0, rowsSame: 0, rowsWrong: 0 };
  return begin(doing, own, { job: subject.jobs.check, state: 'checking', columns, ...zero });
}

/** What is wrong in a file; `E` is what its kind can find. */
export async function listErrors<F extends string, E extends string>(
  doing: Doing<F>,
  id: string,
  page = 1,
) {
  const { platform } = doing;
  const { run } = await ownImport(doing, id);
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
      code: row.code as E,
      otherRow: typeof row.params?.['row'] === 'number' ? row.params['row'] : null,
    })),
    total: await errorsOf(platform.db, run.id),
    page,
    pageSize: ERRORS_A_PAGE,
  };
}

export async function applyImport<F extends string>(doing: Doing<F>, id: string) {
  const own = await ownImport(doing, id);
  if (own.run.state !== 'checked') throw new Refused('import-not-checked');
  const errors = await errorsOf(doing.platform.db, own.run.id);
  if (errors > 0) throw new Refused('import-has-errors', { count: errors });
  const job = doing.subject.jobs.apply;
  return begin(doing, own, { job, state: 'applying', rowsDone: 0 });
}

export async function undoImport<F extends string>(doing: Doing<F>, id: string) {
  const own = await ownImport(doing, id);
  const until = undoableUntil(own.run);
  if (until === null || doing.platform.clock.now() > new Date(until)) {
    throw new Refused('import-not-undoable');
  }
  return begin(doing, own, {
    job: doing.subject.jobs.undo,
    state: 'undoing',
    undoneBy: doing.actor.personId,
  });
}
