// What unfinished courses would bring where a policy credits their completed lessons (DOMAIN 5.8).
import { schema, type Reader } from '@xueshi/database';
import { partOfValue, trainingYearOf, type HourPolicy } from '@xueshi/domain';
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { AccountedSum } from '../requirements/service.ts';

const { courseVersions, creditEntries, enrolments, lessonProgress, lessons } = schema;

/** A course under way of which something was learned. */
export interface Unfinished {
  readonly personId: string;
  readonly area: string;
  readonly valueHundredths: number;
  /** Of several courses with the same content one counts whole. */
  readonly hasEquivalents: boolean;
  /** Length of what is required and of what of it is complete, seconds. */
  readonly seconds: number;
  readonly secondsDone: number;
  /** The same, with what was watched of lectures that are not complete. */
  readonly secondsLearned: number;
  readonly startedAt: Date;
  /** Credited in parts by now. */
  readonly givenHundredths: number;
}

/** By person; at most 1,000 people. */
export async function unfinishedCourses(
  db: Reader,
  personIds: readonly string[],
): Promise<Map<string, Unfinished[]>> {
  const done = sql`${lessonProgress.completedAt} IS NOT NULL`;
  const required = sql`${lessons.required} = 1`;
  const secondsDone = sql<number>`sum(CASE WHEN ${required} AND ${done} THEN ${lessons.materialSeconds} ELSE 0 END)`;
  const watched = sql`coalesce(${lessonProgress.watchedMs}, 0) / 1000`;
  const secondsLearned = sql<number>`sum(CASE WHEN NOT (${required}) THEN 0 WHEN ${done}
    THEN ${lessons.materialSeconds} ELSE CAST(${watched} AS INTEGER) END)`;
  const rows = await db
    .select({
      personId: enrolments.personId,
      area: courseVersions.area,
      valueHundredths: enrolments.valueHundredths,
      group: courseVersions.equivalenceGroup,
      seconds: sql<number>`sum(CASE WHEN ${required} THEN ${lessons.materialSeconds} ELSE 0 END)`,
      secondsDone,
      secondsLearned,
      startedAt: enrolments.startedAt,
      givenHundredths: sql<number>`(SELECT coalesce(sum(e.hundredths), 0) FROM ${creditEntries} e
        WHERE e.person_id = ${enrolments.personId} AND e.source_type = 'course'
          AND instr(e.source_key, ${enrolments.courseId} || '/' || ${enrolments.id} || '/') = 1)`,
    })
    .from(enrolments)
    .innerJoin(courseVersions, eq(courseVersions.id, enrolments.courseVersionId))
    .innerJoin(lessons, eq(lessons.courseVersionId, enrolments.courseVersionId))
    .leftJoin(
      lessonProgress,
      and(
        eq(lessonProgress.enrolmentNumber, enrolments.number),
        eq(lessonProgress.lessonId, lessons.id),
      ),
    )
    .where(
      and(
        inArray(enrolments.personId, [...personIds]),
        isNull(enrolments.completedAt),
        gt(enrolments.valueHundredths, 0),
      ),
    )
    .groupBy(enrolments.id)
    .having(gt(secondsLearned, 0));
  const courses = rows.map(({ group, ...row }) => ({ ...row, hasEquivalents: group !== null }));
  return Map.groupBy(courses, ({ personId }) => personId);
}

type Rules = Pick<HourPolicy, 'partial' | 'equivalence' | 'stepHundredths'>;

/** What a course would be credited with its next lesson for those that are complete by now, hundredths. */
export function pendingOf(course: Unfinished, { partial, equivalence, stepHundredths }: Rules) {
  if (partial === 'none' || (course.hasEquivalents && equivalence !== 'both')) return 0;
  const value = { valueHundredths: course.valueHundredths, stepHundredths };
  const earned = partOfValue(value, course.secondsDone, course.seconds);
  return Math.max(0, earned - course.givenHundredths);
}

/**
 * What of a course begun in a year would count there instead of in the next, if it were finished then:
 * hundredths, beside what was credited of it in parts.
 */
export function accruingOf(course: Unfinished, year: number, rules: Rules & AccrualRule): number {
  const isWhole = course.hasEquivalents && rules.equivalence !== 'both';
  const isOfYear = trainingYearOf(course.startedAt) === year;
  if (rules.attribution === 'completion' || isWhole || !isOfYear) return 0;
  const { valueHundredths, givenHundredths, secondsLearned, seconds } = course;
  const { stepHundredths } = rules;
  const learned = partOfValue({ valueHundredths, stepHundredths }, secondsLearned, seconds);
  return Math.max(0, learned - givenHundredths - pendingOf(course, rules));
}

type AccrualRule = Pick<HourPolicy, 'attribution'>;

/** The same as sums of a year's account; electives, as long as no programme is known to ask for them. */
export const pendingSums = (
  courses: readonly Unfinished[],
  rules: Rules,
  year: number,
): AccountedSum[] =>
  courses.flatMap((course) => {
    const hundredths = pendingOf(course, rules);
    const kind = { year, mode: 'online', intensity: 'regular', area: course.area };
    return hundredths === 0 ? [] : [{ ...kind, hundredths, halfDays: 0 }];
  });
