// Ready statements for filling tables with very many rows, for Turn.batch.
import type { InStatement, InValue } from '@libsql/client';
import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { statement } from './bulk-statement.ts';

/** SQLite binds at most 32,766 values in a statement; far fewer keep a statement short. */
const MOST_VALUES = 8_000;

/**
 * Statements that insert `rows` into `table`; all rows have the keys of the first, and columns without
 * a key get their defaults. Nothing is replaced: a row that is there already is an error.
 */
export function insertStatements<T extends Table>(
  table: T,
  rows: readonly T['$inferInsert'][],
): InStatement[] {
  const [first] = rows;
  if (!first) return [];
  const columns = getTableColumns(table);
  const keys = Object.keys(first).filter((key) => key in columns);
  const names = keys.map((key) => `"${columns[key]?.name ?? ''}"`).join(', ');
  const size = Math.max(1, Math.floor(MOST_VALUES / keys.length));
  const statements: InStatement[] = [];
  for (let from = 0; from < rows.length; from += size) {
    statements.push(
      statement(
        rows.slice(from, from + size),
        keys.length,
        (values) => `INSERT INTO "${getTableName(table)}" (${names}) VALUES ${values}`,
        (row) =>
          keys.map((key) => {
            const value: unknown = row[key as keyof typeof row];
            return value === null || value === undefined
              ? null
              : (columns[key]?.mapToDriverValue(value) as InValue);
          }),
      ),
    );
  }
  return statements;
}
