import { preparedQuery, schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, count, desc, eq, inArray, isNull, like, or, sql, type SQL } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';

const { courseVersions, flagEffects, flags, flagSteps, lessons, memberships, orgUnits, people } =
  schema;

export type FlagRowStored = typeof flags.$inferSelect;
export type FlagStepRow = typeof flagSteps.$inferSelect;
export type FlagEffectRow = typeof flagEffects.$inferSelect;
export type FlagStepName =
  | 'asked'
  | 'answered'
  | 'cleared'
  | 'upheld'
  | 'appealed'
  | 'confirmed'
  | 'overturned';

export async function findFlag(db: Reader, id: string): Promise<FlagRowStored | null> {
  const [row] = await db.select().from(flags).where(eq(flags.id, id));
  return row ?? null;
}

/** Everybody's flags below the paths, but the actor's own. */
export function flagsBelow(paths: readonly string[], wanted: SQL | undefined) {
  return and(
    or(...paths.map((path) => like(orgUnits.path, `${path}%`))),
    isNull(memberships.endsAt),
    wanted,
  );
}

export async function pageOfFlags(
  db: Reader,
  where: SQL | undefined,
  { limit, offset }: { limit: number; offset: number },
) {
  return db
    .select({ flag: flags, name: people.name, unitName: orgUnits.name })
    .from(flags)
    .innerJoin(people, eq(people.id, flags.personId))
    .innerJoin(memberships, eq(memberships.personId, flags.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(where)
    .orderBy(desc(flags.day), desc(flags.raisedAt), asc(flags.id))
    .limit(limit)
    .offset(offset);
}

/** How many flags there are, by state. */
export async function countFlags(
  db: Reader,
  where: SQL | undefined,
): Promise<{ state: string; flags: number }[]> {
  return db
    .select({ state: flags.state, flags: count() })
    .from(flags)
    .innerJoin(people, eq(people.id, flags.personId))
    .innerJoin(memberships, eq(memberships.personId, flags.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(where)
    .groupBy(flags.state);
}

/** Asked for with every home page. */
export async function flagsOfPerson(
  db: Reader,
  personId: string,
  states: readonly string[],
): Promise<FlagRowStored[]> {
  const rows = await flagsQuery(db).all({ personId });
  return rows.filter((row) => states.includes(row.state));
}

const flagsQuery = preparedQuery((db) =>
  db
    .select()
    .from(flags)
    .where(eq(flags.personId, sql.placeholder('personId')))
    .orderBy(desc(flags.day), asc(flags.id))
    .prepare(),
);

export async function changeFlag(
  tx: Tx,
  id: string,
  change: Partial<Pick<FlagRowStored, 'state' | 'decidedBy' | 'decidedAt' | 'appealPath'>>,
): Promise<void> {
  await tx.update(flags).set(change).where(eq(flags.id, id));
}

export async function addStep(
  tx: Tx,
  step: { flagId: string; at: Date; actorId: string; step: FlagStepName; text: string | null },
): Promise<void> {
  const before = await tx
    .select({ steps: count() })
    .from(flagSteps)
    .where(eq(flagSteps.flagId, step.flagId));
  await tx.insert(flagSteps).values({ id: newId(), number: (before[0]?.steps ?? 0) + 1, ...step });
}

export async function stepsOf(db: Reader, flagIds: readonly string[]) {
  if (flagIds.length === 0) return [];
  return db
    .select({ step: flagSteps, name: people.name })
    .from(flagSteps)
    .leftJoin(people, eq(people.id, flagSteps.actorId))
    .where(inArray(flagSteps.flagId, [...flagIds]))
    .orderBy(asc(flagSteps.flagId), asc(flagSteps.number));
}

export async function effectsOf(db: Reader, flagIds: readonly string[]): Promise<FlagEffectRow[]> {
  if (flagIds.length === 0) return [];
  return db
    .select()
    .from(flagEffects)
    .where(inArray(flagEffects.flagId, [...flagIds]));
}

export async function addEffect(tx: Tx, row: typeof flagEffects.$inferInsert): Promise<void> {
  await tx.insert(flagEffects).values(row);
}

export async function undoEffect(tx: Tx, row: FlagEffectRow, at: Date): Promise<void> {
  await tx
    .update(flagEffects)
    .set({ undoneAt: at })
    .where(
      and(
        eq(flagEffects.flagId, row.flagId),
        eq(flagEffects.enrolmentId, row.enrolmentId),
        eq(flagEffects.lessonId, row.lessonId),
      ),
    );
}

export interface LessonTitles {
  readonly course: { 'zh-CN': string; en: string };
  readonly lesson: { 'zh-CN': string; en: string };
}

export const titlesKey = (of: { enrolmentId: string; lessonId: string }) =>
  `${of.enrolmentId}/${of.lessonId}`;

/** Titles of lessons as their own versions have them. */
export async function titlesOf(
  db: Reader,
  lessonIds: readonly { enrolmentId: string; lessonId: string }[],
): Promise<Map<string, LessonTitles>> {
  const ids = [...new Set(lessonIds.map((one) => one.lessonId))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: lessons.id, lesson: lessons.title, course: courseVersions.title })
    .from(lessons)
    .innerJoin(courseVersions, eq(courseVersions.id, lessons.courseVersionId))
    .where(inArray(lessons.id, ids));
  const titles = new Map(rows.map(({ id, ...both }) => [id, both]));
  return new Map(
    lessonIds.flatMap((of): [string, LessonTitles][] => {
      const found = titles.get(of.lessonId);
      return found ? [[titlesKey(of), found]] : [];
    }),
  );
}

/** Appeals go where the unit went whose administrators decide them. */
export async function rewriteAppealPaths(tx: Tx, from: string, to: string): Promise<void> {
  await tx
    .update(flags)
    .set({ appealPath: sql`${to} || substr(${flags.appealPath}, ${from.length + 1})` })
    .where(sql`substr(${flags.appealPath}, 1, ${from.length}) = ${from}`);
}
