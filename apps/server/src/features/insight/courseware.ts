import type { CoursewareInsight } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { FEWEST_LEARNERS } from '@xueshi/domain';
import { and, avg, count, countDistinct, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { findCourseLessons, type LessonHead, type PublishedCourse } from '../catalogue/service.ts';

const { coursewareLaunches, coursewareUnits, lessonProgress } = schema;

/**
 * One piece of courseware, unit by unit, over all versions of the course that play the same package: how many
 * opened it, how many it was done for, and the marks that it gave. That is its own word of them.
 */
export async function coursewareInsight(
  { db }: Platform,
  { course }: PublishedCourse,
  head: LessonHead,
): Promise<CoursewareInsight> {
  const versions = await findCourseLessons(db, course.id, head.key);
  const content = versions.find(({ id }) => id === head.id)?.content;
  if (content?.kind !== 'courseware') throw new Error(`${head.key} is no courseware`);
  const { packedAs, courseware } = content;
  const lessonIds = versions.flatMap((lesson) =>
    lesson.content.kind === 'courseware' && lesson.content.packedAs === packedAs ? lesson.id : [],
  );
  const [whole] = await db
    .select({ learners: countDistinct(coursewareLaunches.enrolmentId) })
    .from(coursewareLaunches)
    .where(inArray(coursewareLaunches.lessonId, lessonIds));
  const [done] = await db
    .select({ completed: count() })
    .from(lessonProgress)
    .where(and(inArray(lessonProgress.lessonId, lessonIds), isNotNull(lessonProgress.completedAt)));
  const learners = whole?.learners ?? 0;
  const base = {
    lessonKey: head.key,
    title: head.title,
    learners,
    completed: done?.completed ?? 0,
  };
  if (learners < FEWEST_LEARNERS) return { ...base, units: null };
  const opened = await openedByUnit(db, lessonIds);
  const said = await saidByUnit(db, lessonIds);
  return {
    ...base,
    units: courseware.units.map(({ title }, index) => ({
      title,
      opened: opened.get(index + 1) ?? 0,
      satisfied: said.get(index + 1)?.satisfied ?? 0,
      failed: said.get(index + 1)?.failed ?? 0,
      // Of so few a mean would tell one person's mark.
      averagePercent:
        (said.get(index + 1)?.scored ?? 0) < FEWEST_LEARNERS
          ? null
          : Math.round(Number(said.get(index + 1)?.average)),
    })),
  };
}

async function openedByUnit(db: Platform['db'], lessonIds: readonly string[]) {
  const { enrolmentId, lessonId, unit } = coursewareLaunches;
  const rows = await db
    .select({ unit, opened: countDistinct(enrolmentId) })
    .from(coursewareLaunches)
    .where(inArray(lessonId, [...lessonIds]))
    .groupBy(unit);
  return new Map(rows.map((row) => [row.unit, row.opened]));
}

async function saidByUnit(db: Platform['db'], lessonIds: readonly string[]) {
  const { lessonId, unit, satisfiedAt, scorePercent, success } = coursewareUnits;
  const rows = await db
    .select({
      unit,
      satisfied: count(satisfiedAt),
      failed: sql<number>`count(CASE WHEN ${success} = 'failed' THEN 1 END)`,
      scored: count(scorePercent),
      average: avg(scorePercent),
    })
    .from(coursewareUnits)
    .where(inArray(lessonId, [...lessonIds]))
    .groupBy(unit);
  return new Map(rows.map((row) => [row.unit, row]));
}
