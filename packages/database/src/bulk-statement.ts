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

const marks = (rows: number, width: number) => {
  const row = `(${Array<string>(width).fill('?').join(',')})`;
  return Array<string>(rows).fill(row).join(',');
};

/** One statement for many rows; `sql` gets the rows' marks, `(?,?),(?,?)`. */
export function statement<T>(
  rows: readonly T[],
  width: number,
  sql: (values: string) => string,
  values: (row: T) => InValue[],
): InStatement {
  return { sql: sql(marks(rows.length, width)), args: rows.flatMap(values) };
}
