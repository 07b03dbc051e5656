import { getTableColumns, sql, type Column, type Table } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Tx } from './connection.ts';

type Cell = string | number | boolean | null;

const isCell = (value: unknown): value is Cell =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/**
 * As the driver would keep it. Half a character becomes the sign for one that is unknown: JSON would carry it into the
 * file, and the driver ends the process when it reads such a text.
 */
function kept(column: Column | undefined, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  const driven: unknown = column?.mapToDriverValue(value);
  return typeof driven === 'string' ? driven.toWellFormed() : driven;
}

/** The rows as cells in the order of the keys; null where they are not all of one shape, or not of plain values. */
function cellsOf(table: Table, keys: readonly string[], rows: readonly object[]): Cell[][] | null {
  const columns = getTableColumns(table);
  const found: Cell[][] = [];
  for (const row of rows) {
    const own = row as Readonly<Record<string, unknown>>;
    if (Object.keys(own).length !== keys.length) return null;
    const cells = keys.map((key) => kept(columns[key], own[key]));
    if (!cells.every(isCell)) return null;
    found.push(cells);
  }
  return found;
}

/**
 * Inserts some hundreds of rows by one statement that has one value, whatever their number: to make, bind and
 * prepare thousands of values takes longer than to write them. Rows of different shapes, and bytes, are inserted the
 * usual way. Nothing is replaced: a row that is there already is an error.
 */
export async function insertMany<T extends SQLiteTable>(
  tx: Tx,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = getTableColumns(table);
  const keys = Object.keys(first).filter((key) => key in columns);
  const cells = cellsOf(table, keys, rows);
  if (cells === null) {
    await tx.insert(table).values([...rows]);
    return;
  }
  const names = keys.map((key) => sql.identifier(columns[key]?.name ?? ''));
  // By path: the driver binds numbers as floats, and no cell is at 0.0.
  const picked = keys.map((_, at) => sql`value ->> ${`$[${at}]`}`);
  await tx.run(
    sql`INSERT INTO ${table} (${sql.join(names, sql`, `)}) SELECT ${sql.join(picked, sql`, `)} FROM json_each(${JSON.stringify(cells)})`,
  );
}
