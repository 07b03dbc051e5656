// The dry run: every row is read, compared with what is known and staged; nothing takes effect.
import type { RosterErrorCode, RosterField } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { readSheet, SpreadsheetError } from '@xueshi/formats/spreadsheet';
import { sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { identityIndexOf, sameFacts, sealIdentity } from '../people/service.ts';
import {
  beginCheckAnew,
  concludeCheck,
  errorAt,
  fileOfImport,
  keepErrors,
  MOST_ERRORS,
  refuseFile,
  updateImport,
  type ImportRow,
} from '../sheet-imports/service.ts';
import { holdersOf, peopleByCode, UnitsByCode, type KnownPerson, type KnownUnit } from './known.ts';
import { readRow, type CellError, type Columns, type RosterRow } from './read-row.ts';
import type { Wanted } from './store.ts';

const { rosterImportRows } = schema;

const repeated = alias(rosterImportRows, 'r');

/** Rows looked up and staged together: a write of some 20 ms. */
const BATCH = 250;
type Staged = typeof rosterImportRows.$inferInsert;

interface Checking {
  readonly platform: Platform;
  readonly run: ImportRow;
  readonly scopePath: string;
  readonly units: UnitsByCode;
  readonly columns: Columns;
}

interface Judged {
  readonly staged: Staged;
  readonly errors: readonly CellError[];
}

const kept = <T>(wanted: T | null | undefined, known: T | null): T | null =>
  wanted === undefined ? known : wanted;

function wantedOf(
  { platform }: Checking,
  row: RosterRow,
  subject: {
    id: string;
    known: KnownPerson | undefined;
    unit: KnownUnit;
    manager: KnownUnit | null;
  },
): Wanted {
  const { person, membership } = subject.known ?? { person: null, membership: null };
  const index =
    typeof row.identityNumber === 'string'
      ? identityIndexOf(platform.secret, row.identityNumber)
      : kept(row.identityNumber, person?.identityIndex ?? null);
  const isNew = index !== null && index !== person?.identityIndex;
  return {
    person: {
      name: row.name,
      code: row.code,
      politicalStatus: kept(row.politicalStatus, person?.politicalStatus ?? null),
      identityIndex: index,
      identitySealed:
        isNew && typeof row.identityNumber === 'string'
          ? sealIdentity(platform.secret, subject.id, row.identityNumber)
          : index === null
            ? null
            : (person?.identitySealed ?? null),
    },
    facts: {
      orgUnitId: subject.unit.id,
      audienceCategory: kept(row.category, membership?.audienceCategory ?? null),
      post: kept(row.post, membership?.post ?? null),
      managingUnitId:
        row.managingUnitCode === undefined
          ? (membership?.managingUnitId ?? null)
          : (subject.manager?.id ?? null),
      positionLevel: kept(row.positionLevel, membership?.positionLevel ?? null),
      rank: kept(row.rank, membership?.rank ?? null),
    },
    from: row.from ?? null,
  };
}

function changes(known: KnownPerson, wanted: Wanted): boolean {
  const { person, membership } = known;
  return (
    person.name !== wanted.person.name ||
    person.politicalStatus !== wanted.person.politicalStatus ||
    person.identityIndex !== wanted.person.identityIndex ||
    !membership ||
    !sameFacts(membership, wanted.facts)
  );
}

/** What is wrong with a row when it is held against what is known. */
function conflictsOf(
  { scopePath, units, columns }: Checking,
  row: RosterRow,
  known: KnownPerson | undefined,
): { errors: CellError[]; unit: KnownUnit | null; manager: KnownUnit | null } {
  const errors: CellError[] = [];
  const wrong = (field: RosterField, code: RosterErrorCode, value: string) =>
    errors.push(errorAt(columns, { row: row.number, field, code, value }));
  const unit = units.within(row.unitCode, scopePath);
  if (row.unitCode !== '') {
    if (!unit) wrong('unitCode', 'unit-unknown', row.unitCode);
    else if (!unit.open) wrong('unitCode', 'unit-closed', row.unitCode);
  }
  const manager = row.managingUnitCode ? units.any(row.managingUnitCode) : null;
  if (row.managingUnitCode && !manager) {
    wrong('managingUnitCode', 'unit-unknown', row.managingUnitCode);
  }
  if (known && !known.unitPath?.startsWith(scopePath)) wrong('code', 'code-elsewhere', row.code);
  else if (known?.person.closedAt) wrong('code', 'person-closed', row.code);
  return { errors, unit, manager };
}

function judge(
  checking: Checking,
  { row, errors: cellErrors }: { row: RosterRow; errors: readonly CellError[] },
  known: KnownPerson | undefined,
  holders: ReadonlyMap<string, string>,
): Judged {
  const { errors: conflicts, unit, manager } = conflictsOf(checking, row, known);
  const errors = [...cellErrors, ...conflicts];
  const subjectId = known?.person.id ?? newId();
  const base = { importId: checking.run.id, rowNumber: row.number, code: row.code || null };
  const wanted = unit && wantedOf(checking, row, { id: subjectId, known, unit, manager });
  const holder = wanted?.person.identityIndex && holders.get(wanted.person.identityIndex);
  if (holder && holder !== subjectId) {
    const at = {
      row: row.number,
      field: 'identityNumber',
      code: 'identity-known',
      value: '',
    } as const;
    errors.push(errorAt(checking.columns, at));
  }
  if (!wanted || errors.length > 0) {
    const identityIndex = wanted?.person.identityIndex ?? null;
    return { staged: { ...base, action: 'wrong', wanted: {}, identityIndex }, errors };
  }
  const action = !known ? 'add' : changes(known, wanted) ? 'update' : 'same';
  const { identityIndex } = wanted.person;
  return { staged: { ...base, action, subjectId, wanted, identityIndex }, errors };
}

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
  const byCode = new Map(known.map((one) => [one.person.code ?? '', one]));
  const indexes = rows.flatMap(({ row }) =>
    row.identityNumber ? [identityIndexOf(platform.secret, row.identityNumber)] : [],
  );
  const holders = await holdersOf(platform.db, indexes);
  return rows.map((one) => judge(checking, one, byCode.get(one.row.code), holders));
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
    const { wanted, errors: found } = readRow(sheetRow, columns, today);
    batch.push({ row: wanted, errors: found });
    if (batch.length === BATCH) await flush();
    if (errors > MOST_ERRORS) break;
  }
  if (batch.length > 0) await flush();
}

/** Checks a whole roster; begun anew after a restart. The import is then 'checked' or 'refused'. */
export async function checkWholeRoster(
  platform: Platform,
  run: ImportRow,
  scopePath: string,
  job: { signal: AbortSignal; progress(fraction: number): void },
): Promise<void> {
  await beginCheckAnew(platform, run.id, job.signal);
  const units = new UnitsByCode(platform.db);
  const checking = { platform, run, scopePath, units, columns: run.columns ?? {} };
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
