// Imports as they are kept: their steps, what their rows would do, and what is wrong in them.
import { schema, type Reader, type Tx } from '@xueshi/database';
import type { SpreadsheetError } from '@xueshi/formats/spreadsheet';
import { and, count, eq, sql } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Platform } from '../../platform/platform.ts';
import type { CellError } from './row-reader.ts';

const { rosterImportErrors, rosterImportRows, rosterImports } = schema;

export type ImportRow = typeof rosterImports.$inferSelect;
export type StagedRow = typeof rosterImportRows.$inferSelect;

export async function findImport(
  db: Reader,
  id: string,
  subject: 'people' | 'units',
): Promise<ImportRow | null> {
  const [row] = await db
    .select()
    .from(rosterImports)
    .where(and(eq(rosterImports.id, id), eq(rosterImports.subject, subject)));
  return row ?? null;
}

/** The import that a job is about, if it is still in the state in which the job was asked for. */
export async function importIn(
  db: Reader,
  payload: unknown,
  { subject, state }: { subject: 'people' | 'units'; state: string },
): Promise<ImportRow | null> {
  const run = await findImport(db, (payload as { importId: string }).importId, subject);
  return run?.state === state ? run : null;
}

export const updateImport = (tx: Tx, id: string, change: Partial<ImportRow>) =>
  tx.update(rosterImports).set(change).where(eq(rosterImports.id, id));

export async function errorsOf(db: Reader, id: string): Promise<number> {
  const [row] = await db
    .select({ errors: count() })
    .from(rosterImportErrors)
    .where(eq(rosterImportErrors.importId, id));
  return row?.errors ?? 0;
}

/** How many rows of an import would do what. */
async function countActions(db: Reader, id: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ action: rosterImportRows.action, rows: count() })
    .from(rosterImportRows)
    .where(eq(rosterImportRows.importId, id))
    .groupBy(rosterImportRows.action);
  return new Map(rows.map(({ action, rows: number }) => [action, number]));
}

/** Removes what an earlier attempt staged, some at a time. */
export async function forgetStaged(tx: Tx, id: string, most: number): Promise<boolean> {
  const some = sql`(SELECT row_number FROM roster_import_rows WHERE import_id = ${id} LIMIT ${most})`;
  await tx
    .delete(rosterImportErrors)
    .where(
      and(
        eq(rosterImportErrors.importId, id),
        sql`rowid IN (SELECT rowid FROM roster_import_errors WHERE import_id = ${id} LIMIT ${most})`,
      ),
    );
  const gone = await tx
    .delete(rosterImportRows)
    .where(and(eq(rosterImportRows.importId, id), sql`row_number IN ${some}`))
    .returning({ row: rosterImportRows.rowNumber });
  return gone.length === most || (await errorsOf(tx, id)) > 0;
}

/** Errors beyond this help nobody: the file is the wrong one. */
export const MOST_ERRORS = 2_000;

/** Writes errors down, each at its cell. */
export async function keepErrors(
  tx: Tx,
  importId: string,
  errors: readonly CellError[],
): Promise<void> {
  if (errors.length === 0) return;
  const rows = errors.map(({ row, column, ...rest }) => ({
    importId,
    rowNumber: row,
    columnNumber: column,
    ...rest,
  }));
  await tx.insert(rosterImportErrors).values(rows).onConflictDoNothing();
}

/** Counts what was staged: the import is then checked. */
export async function concludeCheck(platform: Platform, id: string): Promise<void> {
  const actions = await countActions(platform.db, id);
  await platform.write((tx) =>
    updateImport(tx, id, {
      state: 'checked',
      checkedAt: platform.clock.now(),
      rowsAdding: actions.get('add') ?? 0,
      rowsUpdating: actions.get('update') ?? 0,
      rowsSame: actions.get('same') ?? 0,
      rowsWrong: actions.get('wrong') ?? 0,
      rowsDone: 0,
    }),
  );
}

const FORGET_AT_ONCE = 1_000;

/** Removes what an earlier check staged. */
export async function beginCheckAnew(
  platform: Platform,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  while (await platform.write((tx) => forgetStaged(tx, id, FORGET_AT_ONCE))) {
    signal.throwIfAborted();
    await othersTurn();
  }
}

/** The file as a whole cannot be read. */
export const refuseFile = (platform: Platform, id: string, error: SpreadsheetError) =>
  platform.write((tx) =>
    updateImport(tx, id, {
      state: 'refused',
      fault: error.fault,
      faultParams: { ...error.params },
    }),
  );
