import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { enrolments } from './schema/learning.ts';

/** The number that large tables know an enrolment by, asked for in the statement that needs it. */
export const numberOfEnrolment = (id: string | SQLWrapper): SQL<number> =>
  sql<number>`(SELECT ${sql.identifier('number')} FROM ${enrolments} WHERE ${sql.identifier('id')} = ${id})`;
