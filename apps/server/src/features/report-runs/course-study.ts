// What people have to do with courses in a year: begun, completed, and how their quizzes went.
import { listed, oneOf, schema } from '@xueshi/database';
import { startOfTrainingDay, type CourseState } from '@xueshi/domain';
import { and, eq, gte, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Making } from './walk.ts';

const { courses, enrolments, quizAttempts } = schema;

/** One person with one course, as it is at the end of the year or now. */
export interface Study {
  readonly personId: string;
  readonly courseId: string;
  readonly startedAt: Date;
  /** In the year; null for whoever was not done by its end. */
  readonly completedAt: Date | null;
  /** Their best result of the year in each of its quizzes, per cent. */
  readonly results: readonly number[];
}

/** Begun before the year ended, and not done before it began. One study each, whatever it was begun again. */
export async function studiesOf(
  making: Making,
  personIds: readonly string[],
  slug: string | null = null,
): Promise<Study[]> {
  const { db, year } = making;
  const [from, to] = [startOf(year), startOf(year + 1)];
  const inYear = and(
    oneOf(enrolments.personId, 'people'),
    lt(enrolments.startedAt, to),
    or(isNull(enrolments.completedAt), gte(enrolments.completedAt, from)),
    slug === null ? undefined : eq(courses.slug, slug),
  );
  const people = { people: listed(personIds) };
  const begun = await db
    .select({
      personId: enrolments.personId,
      courseId: enrolments.courseId,
      startedAt: enrolments.startedAt,
      completedAt: enrolments.completedAt,
    })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(inYear)
    .prepare()
    .all(people);
  const results = await db
    .select({
      personId: enrolments.personId,
      courseId: enrolments.courseId,
      best: sql<number>`max(${quizAttempts.percent})`,
    })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .innerJoin(quizAttempts, eq(quizAttempts.enrolmentId, enrolments.id))
    .where(
      and(
        inYear,
        isNotNull(quizAttempts.percent),
        gte(quizAttempts.submittedAt, from),
        lt(quizAttempts.submittedAt, to),
      ),
    )
    .groupBy(enrolments.personId, enrolments.courseId, quizAttempts.lessonId)
    .prepare()
    .all(people);
  const keyOf = (one: { personId: string; courseId: string }) => `${one.personId} ${one.courseId}`;
  const best = Map.groupBy(results, keyOf);
  return [...Map.groupBy(begun, keyOf)].flatMap(([key, rows]) => {
    const [first] = rows.toSorted(
      (one, other) => one.startedAt.getTime() - other.startedAt.getTime(),
    );
    const done = rows
      .flatMap(({ completedAt }) => (completedAt !== null && completedAt < to ? [completedAt] : []))
      .sort((one, other) => one.getTime() - other.getTime());
    if (!first) return [];
    const { personId, courseId, startedAt } = first;
    const own = (best.get(key) ?? []).map((row) => row.best);
    return [{ personId, courseId, startedAt, completedAt: done[0] ?? null, results: own }];
  });
}

const startOf = (year: number): Date => startOfTrainingDay(`${year}-01-01`) ?? new Date(0);

export const courseStateOf = (study: Study | undefined): CourseState => {
  if (!study) return 'not_begun';
  return study.completedAt === null ? 'under_way' : 'completed';
};

/** Results in per cent, as what their mean is reckoned from. */
export interface Results {
  sum: number;
  count: number;
}

export const sumOf = (results: readonly number[]): Results => ({
  sum: results.reduce((sum, one) => sum + one, 0),
  count: results.length,
});

/** The mean of results in per cent as a share, to a thousandth; null without one. */
export const meanShare = ({ sum, count }: Results): number | null =>
  count === 0 ? null : Math.round((sum * 10) / count) / 1000;
