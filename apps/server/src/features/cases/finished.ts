// Who has finished a case: their own choices made to an ending, and their reflection written.
import type { CaseRun } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { CaseContent, Lesson } from '../catalogue/service.ts';
import type { Enrolment } from '../learning/service.ts';

const { caseRuns, enrolments, lessons } = schema;

/** The cases of a course that a person has finished, by their keys, in whichever version and year. */
export async function finishedCases(
  db: Reader,
  personId: string,
  courseId: string,
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ key: lessons.key })
    .from(enrolments)
    .innerJoin(caseRuns, eq(caseRuns.enrolmentId, enrolments.id))
    .innerJoin(lessons, eq(lessons.id, caseRuns.lessonId))
    .where(
      and(
        eq(enrolments.personId, personId),
        eq(enrolments.courseId, courseId),
        isNotNull(caseRuns.endedAt),
        isNotNull(caseRuns.reflection),
      ),
    );
  return rows.map(({ key }) => key);
}

/** Whether whoever walks a case may discuss it; null where it is not discussed, and before an ending. */
export async function discussionOf(
  db: Reader,
  {
    run,
    enrolment,
    lesson,
    content,
  }: {
    run: { endedAt: Date | null };
    enrolment: Enrolment;
    lesson: Lesson;
    content: CaseContent;
  },
): Promise<CaseRun['discussion']> {
  if (!content.discussion || run.endedAt === null) return null;
  const finished = await finishedCases(db, enrolment.personId, enrolment.courseId);
  return finished.includes(lesson.key) ? 'open' : 'after_reflection';
}
