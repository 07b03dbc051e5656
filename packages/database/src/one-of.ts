// A list of any length as one value of a prepared query. SQLite's dialect (DESIGN.md decision 10).
import { sql, type AnyColumn, type SQL } from 'drizzle-orm';

/**
 * Whether `column` is one of the values under this placeholder, which is filled with `listed(values)`. As fast by
 * an index as a list of marks, and the same statement however many there are.
 */
export function oneOf(column: AnyColumn | SQL, placeholder: string): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${sql.placeholder(placeholder)}))`;
}

/** The same of values that are known. */
export const amongst = (column: AnyColumn | SQL, values: readonly (string | number)[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${listed(values)}))`;

/** What fills such a placeholder: strings or finite numbers. */
export const listed = (values: readonly (string | number)[]): string => JSON.stringify(values);
