// Statements over many rows at once, for the writes where building them as queries would cost more
// than the write. SQLite's dialect (DESIGN.md decision 10).
import type { InStatement, InValue } from '@libsql/client';

/** SQLite binds at most 32,766 values in a statement. */
const MOST_ROWS = 1000;

export function pieces<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < rows.length; from += MOST_ROWS)
    parts.push(rows.slice(from, from + MOST_ROWS));
  return parts;
}

/** Heartbeats come in groups of some dozen rows, hundreds of times a second: their marks are put together once. */
const MOST_REMEMBERED_ROWS = 64;
const remembered = new Map<number, string>();

function marks(rows: number, width: number): string {
  const key = width * (MOST_REMEMBERED_ROWS + 1) + rows;
  const known = rows <= MOST_REMEMBERED_ROWS ? remembered.get(key) : undefined;
  if (known !== undefined) return known;
  const row = `(${Array<string>(width).fill('?').join(',')})`;
  const made = Array<string>(rows).fill(row).join(',');
  if (rows <= MOST_REMEMBERED_ROWS) remembered.set(key, made);
  return made;
}

/** One statement for many rows; `sql` gets the rows' marks, `(?,?),(?,?)`. */
export function statement<T>(
  rows: readonly T[],
  width: number,
  sql: (values: string) => string,
  values: (row: T) => InValue[],
): InStatement {
  return { sql: sql(marks(rows.length, width)), args: rows.flatMap(values) };
}
