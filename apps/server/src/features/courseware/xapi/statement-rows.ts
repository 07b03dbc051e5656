import { schema, type Reader, type Tx } from '@xueshi/database';
import type { XapiStatement } from '@xueshi/formats/xapi';
import { and, asc, desc, eq, gt, inArray, lte, max, or, sql, type SQL } from 'drizzle-orm';
import type { LaunchRow, OfLesson } from '../store.ts';

const { xapiStatements } = schema;

export type StatementRow = typeof xapiStatements.$inferSelect;

const statementsOf = ({ enrolmentId, lessonId }: OfLesson) =>
  and(eq(xapiStatements.enrolmentId, enrolmentId), eq(xapiStatements.lessonId, lessonId));

/** Of whoever they are: an id is taken once in all the world. */
export async function statementsById(db: Reader, ids: readonly string[]): Promise<StatementRow[]> {
  return db
    .select()
    .from(xapiStatements)
    .where(inArray(xapiStatements.id, [...ids]));
}

export async function statementOf(db: Reader, of: OfLesson, id: string) {
  const [row] = await db
    .select()
    .from(xapiStatements)
    .where(and(statementsOf(of), eq(xapiStatements.id, id)));
  return row ?? null;
}

export async function statementsWithVerbs(
  db: Reader,
  of: OfLesson,
  { launchId, verbs }: { readonly launchId?: string; readonly verbs: readonly string[] },
): Promise<StatementRow[]> {
  return db
    .select()
    .from(xapiStatements)
    .where(
      and(
        statementsOf(of),
        inArray(xapiStatements.verb, [...verbs]),
        launchId === undefined ? undefined : eq(xapiStatements.launchId, launchId),
      ),
    );
}

export const countStatements = (db: Reader, of: OfLesson): Promise<number> =>
  db.$count(xapiStatements, statementsOf(of));

/** When the last statement of a launch, by anybody, was stored. */
export async function lastStoredOf(db: Reader, launch: LaunchRow): Promise<Date | null> {
  const [row] = await db
    .select({ at: max(xapiStatements.storedAt) })
    .from(xapiStatements)
    .where(and(statementsOf(launch), eq(xapiStatements.launchId, launch.id)));
  return row?.at ?? null;
}

export interface StatementToKeep {
  readonly statement: XapiStatement;
  readonly sentHash: string;
}

const activityIn = ({ object }: XapiStatement): string | null =>
  'id' in object && (object.objectType ?? 'Activity') === 'Activity' ? object.id : null;

/**
 * Appends statements in their order. No two of a lesson are stored at the same instant: so an instant is a
 * place in the list, from which a page of it goes on.
 */
export async function appendStatements(
  tx: Tx,
  launch: LaunchRow,
  statements: readonly StatementToKeep[],
  now: Date,
): Promise<void> {
  const { enrolmentId, lessonId } = launch;
  const [last] = await tx
    .select({ at: max(xapiStatements.storedAt) })
    .from(xapiStatements)
    .where(statementsOf(launch));
  const firstMs = Math.max(now.getTime(), (last?.at?.getTime() ?? 0) + 1);
  const rows = statements.map(({ statement, sentHash }, index): StatementRow => {
    const storedAt = new Date(firstMs + index);
    return {
      id: statement.id,
      launchId: launch.id,
      enrolmentId,
      lessonId,
      verb: statement.verb.id,
      activity: activityIn(statement),
      sentHash,
      statement: { ...statement, stored: storedAt.toISOString() },
      storedAt,
    };
  });
  if (rows.length > 0) await tx.insert(xapiStatements).values(rows);
}

export interface StatementFilter {
  readonly verb?: string;
  readonly activity?: string;
  /** Also as an activity of the context. */
  readonly related: boolean;
  /** Exclusive. */
  readonly since?: Date;
  /** Inclusive. */
  readonly until?: Date;
  readonly ascending: boolean;
  readonly limit: number;
}

/** Ids in the lists of the context's activities, and nothing that lies deeper in them. */
const inContext = (activity: string): SQL => sql`EXISTS (
  SELECT 1 FROM json_tree(${xapiStatements.statement}, '$.context.contextActivities') AS part
  WHERE part.key = 'id' AND part.value = ${activity} AND part.path NOT LIKE '%].%'
)`;

/** In the order of storing; the last first, unless they are to ascend. */
export async function findStatements(
  db: Reader,
  of: OfLesson,
  filter: StatementFilter,
): Promise<StatementRow[]> {
  const { verb, activity, related, since, until, ascending, limit } = filter;
  const isObject = activity === undefined ? undefined : eq(xapiStatements.activity, activity);
  return db
    .select()
    .from(xapiStatements)
    .where(
      and(
        statementsOf(of),
        verb === undefined ? undefined : eq(xapiStatements.verb, verb),
        activity !== undefined && related ? or(isObject, inContext(activity)) : isObject,
        since && gt(xapiStatements.storedAt, since),
        until && lte(xapiStatements.storedAt, until),
      ),
    )
    .orderBy(ascending ? asc(xapiStatements.storedAt) : desc(xapiStatements.storedAt))
    .limit(limit);
}
