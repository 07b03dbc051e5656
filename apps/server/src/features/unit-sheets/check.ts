// The dry run: every row is read, held against the tree and staged; nothing takes effect.
import { schema, type Tx } from '@xueshi/database';
import { readSheet, SpreadsheetError } from '@xueshi/formats/spreadsheet';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
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
import { judgeRows, type Judgement } from './judge.ts';
import { readTree } from './known.ts';
import { readRow, type CellError, type UnitRow } from './read-row.ts';
import type { StagedUnit } from './staged.ts';
import type { Wish } from './wishes.ts';

const { rosterImportRows } = schema;

/** Rows staged by one write. */
const BATCH = 250;
/** More units than any province has; they are held in memory, to be judged together. */
const MOST_ROWS = 100_000;
/** Changes of one import: they are one transaction, and nobody else writes until it ends (some 2 ms each). */
const MOST_CHANGES = 20_000;
/** Every so many rows the page hears how far it is. */
const TELL_EVERY = 1_000;

interface Checking {
  readonly platform: Platform;
  readonly run: ImportRow;
  readonly signal: AbortSignal;
}

async function readRows({ platform, run, signal }: Checking) {
  const rows: UnitRow[] = [];
  const errors: CellError[] = [];
  for await (const sheetRow of readSheet(fileOfImport(platform, run.id))) {
    if (sheetRow.number <= (run.headingRow ?? 0)) continue;
    const read = readRow(sheetRow, run.columns ?? {});
    rows.push(read.row);
    errors.push(...read.errors);
    if (rows.length > MOST_ROWS) throw new SpreadsheetError('too-much');
    if (errors.length > MOST_ERRORS) break;
    if (rows.length % TELL_EVERY === 0) {
      signal.throwIfAborted();
      await platform.write((tx) => updateImport(tx, run.id, { rowsRead: rows.length }));
      await othersTurn();
    }
  }
  return { rows, errors };
}

type Staged = typeof rosterImportRows.$inferInsert;

function stagedOf(run: ImportRow, rows: readonly UnitRow[], judged: Judgement): Staged[] {
  const wrong = new Set(judged.errors.map(({ row }) => row));
  const wishes = new Map<number, Wish>(judged.wishes.map((wish) => [wish.row.number, wish]));
  return rows.map((row) => {
    const wish = wishes.get(row.number);
    const wanted: StagedUnit = { row, seen: wish?.unit?.changedAt?.getTime() ?? null };
    return {
      importId: run.id,
      rowNumber: row.number,
      action: !wish || wrong.has(row.number) ? 'wrong' : wish.action,
      code: row.code ?? null,
      subjectId: wish?.unit?.id ?? null,
      wanted,
    };
  });
}

const stage = async (tx: Tx, staged: readonly Staged[]) => {
  await tx.insert(rosterImportRows).values([...staged]);
};

/** Checks a whole file; begun anew after a restart. The import is then 'checked' or 'refused'. */
export async function checkUnits(
  platform: Platform,
  { run, root, actor }: { run: ImportRow; root: OrgUnit; actor: Actor },
  job: { signal: AbortSignal; progress(fraction: number): void },
): Promise<void> {
  const checking = { platform, run, signal: job.signal };
  await beginCheckAnew(platform, run.id, job.signal);
  try {
    const { rows, errors: unread } = await readRows(checking);
    job.progress(0.5);
    const columns = run.columns ?? {};
    const tree = await readTree(platform.db, root);
    const now = platform.clock.now();
    const judging = { db: platform.db, actor, tree, columns, now };
    const judged = await judgeRows(judging, rows, unread);
    const changes = judged.wishes.filter(({ action }) => action !== 'same').length;
    if (changes > MOST_CHANGES) throw new SpreadsheetError('too-much');
    const staged = stagedOf(run, rows, judged);
    for (let at = 0; at < staged.length; at += BATCH) {
      job.signal.throwIfAborted();
      await platform.write((tx) => stage(tx, staged.slice(at, at + BATCH)));
      await othersTurn();
    }
    await platform.write(async (tx) => {
      await keepErrors(tx, run.id, judged.errors.slice(0, MOST_ERRORS));
      await updateImport(tx, run.id, { rowsRead: rows.length });
    });
  } catch (error) {
    if (!(error instanceof SpreadsheetError)) throw error;
    await refuseFile(platform, run.id, error);
    return;
  }
  await concludeCheck(platform, run.id);
}
