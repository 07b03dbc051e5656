import { sql, type AnyColumn, type SQL } from 'drizzle-orm';

/** Whether a column has what was typed in it, in capitals or not; signs that LIKE takes for wildcards are letters. */
export function contains(column: AnyColumn, typed: string): SQL {
  return sql`${column} LIKE ${`%${typed.replaceAll(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`;
}
