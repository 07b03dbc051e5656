// The dry run: every row is read, compared with what is known and staged; nothing takes effect.
import { schema, type Tx } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { readSheet, SpreadsheetError } from '@xueshi/formats/spreadsheet';
import { sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { heldRoles } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { knownCategories } from '../audience-categories/service.ts';
import { knownKeyGroups } from '../key-groups/service.ts';
import { identityIndexOf, reserveScope } from '../people/service.ts';
import {
  beginCheckAnew,
  concludeCheck,
  fileOfImport,
  keepErrors,
  MOST_ERRORS,
  refuseFile,
  updateImport,
  type ImportRow,
} from '../sheet-imports/service.ts';
import { dictionaryOf } from './group-words.ts';
import { judge, type Checking, type Judged, type KnownBatch } from './judge.ts';
import { groupsOf, holdersOf, peopleByCode, statusesOf, UnitsByCode } from './known.ts';
import { readRow, type CellError, type RosterRow } from './read-row.ts';

const { rosterImportRows } = schema;

const repeated = alias(rosterImportRows, 'r');

/** Rows looked up and staged together: a write of some 20 ms. */
const BATCH = 250;

async function judgeBatch(
  checking: Checking,
  rows: readonly { row: RosterRow; errors: readonly CellError[] }[],
): Promise<Judged[]> {
  const { platform, units } = checking;
  const codes = rows.map(({ row }) => row.code).filter((code) => code !== '');
  await units.learn(
    rows.flatMap(({ row }) => [row.unitCode, row.managingUnitCode ?? '']).filter(Boolean),
  );
  const known = await peopleByCode(platform.db, codes);
  const indexes = rows.flatMap(({ row }) =>
    row.identityNumber ? [identityIndexOf(platform.secret, row.identityNumber)] : [],
  );
  const ids = known.map(({ person }) => person.id);
  const { status, keyGroups } = checking.columns;
  const batch: KnownBatch = {
    people: new Map(known.map((one) => [one.person.code ?? '', one])),
    holders: await holdersOf(platform.db, indexes),
    statuses: await statusesOf(platform.db, status === undefined ? [] : ids),
    groups: await groupsOf(platform.db, keyGroups === undefined ? [] : ids),
  };
  return rows.map((one) => judge(checking, one, batch));
}

async function stage(tx: Tx, run: ImportRow, judged: readonly Judged[], read: number) {
  await tx.insert(rosterImportRows).values(judged.map(({ staged }) => staged));
  const errors = judged.flatMap((one) => one.errors);
  await keepErrors(tx, run.id, errors);
  await updateImport(tx, run.id, { rowsRead: read });
  return errors.length;
}

/** What stands in the file twice: an error at every row but the first. */
async function markRepeated(tx: Tx, { run, columns }: Checking): Promise<void> {
  const repeats = [
    { of: 'code', code: 'code-repeated', field: 'code' },
    { of: 'identityIndex', code: 'identity-repeated', field: 'identityNumber' },
  ] as const;
  for (const { of, code, field } of repeats) {
    const value = rosterImportRows[of];
    await tx.run(sql`
      INSERT INTO roster_import_errors (import_id, row_number, column_number, code, value, params)
      SELECT r.import_id, r.row_number, ${columns[field] ?? 0}, ${code},
        CASE WHEN ${code} = 'code-repeated' THEN r.code ELSE '' END, json_object('row', f.first)
      FROM (SELECT ${value} AS value, min(row_number) AS first FROM roster_import_rows
            WHERE import_id = ${run.id} AND ${value} IS NOT NULL GROUP BY ${value} HAVING count(*) > 1) f
      JOIN roster_import_rows r ON r.import_id = ${run.id} AND ${repeated[of]} = f.value AND r.row_number <> f.first
      WHERE true LIMIT ${MOST_ERRORS}
      ON CONFLICT DO NOTHING`);
  }
  await tx.run(sql`
    UPDATE roster_import_rows SET action = 'wrong' WHERE import_id = ${run.id} AND action <> 'wrong'
      AND row_number IN (SELECT row_number FROM roster_import_errors WHERE import_id = ${run.id})`);
}

async function stageAll(checking: Checking, signal: AbortSignal, progress: (done: number) => void) {
  const { platform, run, columns } = checking;
  const today = trainingDayOf(platform.clock.now());
  const dictionary = dictionaryOf(checking.keyGroups);
  const categories = dictionaryOf(checking.categories);
  let batch: { row: RosterRow; errors: readonly CellError[] }[] = [];
  let read = 0;
  let errors = 0;
  const flush = async () => {
    signal.throwIfAborted();
    const judged = await judgeBatch(checking, batch);
    read += batch.length;
    batch = [];
    errors += await platform.write((tx) => stage(tx, run, judged, read));
    progress(read);
    await othersTurn();
  };
  for await (const sheetRow of readSheet(fileOfImport(platform, run.id))) {
    if (sheetRow.number <= (run.headingRow ?? 0)) continue;
    const { wanted, errors: found } = readRow(sheetRow, columns, { today, dictionary, categories });
    batch.push({ row: wanted, errors: found });
    if (batch.length === BATCH) await flush();
    if (errors > MOST_ERRORS) break;
  }
  if (batch.length > 0) await flush();
}

/**
 * Checks a whole roster for whoever asked; begun anew after a restart. The import is then 'checked' or
 * 'refused'.
 */
export async function checkWholeRoster(
  platform: Platform,
  run: ImportRow,
  { scopePath, by }: { scopePath: string; by: string },
  job: { signal: AbortSignal; progress(fraction: number): void },
): Promise<void> {
  await beginCheckAnew(platform, run.id, job.signal);
  const units = new UnitsByCode(platform.db);
  const mayKnow = await reserveScope(platform.db, await heldRoles(platform, by));
  const keyGroups = await knownKeyGroups(platform.db);
  const categories = await knownCategories(platform.db);
  const columns = run.columns ?? {};
  const checking = { platform, run, scopePath, units, columns, mayKnow, keyGroups, categories };
  try {
    await stageAll(checking, job.signal, () => job.progress(0.5));
  } catch (error) {
    if (!(error instanceof SpreadsheetError)) throw error;
    await refuseFile(platform, run.id, error);
    return;
  }
  await platform.write((tx) => markRepeated(tx, checking));
  await concludeCheck(platform, run.id);
}
