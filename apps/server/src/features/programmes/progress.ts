// Where members stand: counted when they join and whenever a course is completed, never for a page.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { programmeStanding, type ProgrammeStanding } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import {
  coursesOf,
  doneCourses,
  updateMember,
  type CourseRow,
  type ProgrammeRecord,
} from './store.ts';

const { programmeCourses, programmeMembers, programmes } = schema;

/** The year whose study counts: that of the programme's last day. */
export const yearOf = ({ endsOn }: Pick<ProgrammeRecord, 'endsOn'>) => Number(endsOn.slice(0, 4));

/** Where each of some people stands in a programme. */
export async function standingsIn(
  db: Reader,
  programme: ProgrammeRecord,
  courses: readonly CourseRow[],
  personIds: readonly string[],
): Promise<(personId: string) => ProgrammeStanding> {
  const ids = courses.map(({ courseId }) => courseId);
  const done = await doneCourses(db, personIds, ids, yearOf(programme));
  return (personId) =>
    programmeStanding(
      courses.map(({ courseId, required, hundredths }) => ({
        required,
        hundredths,
        isDone: done.get(personId)?.has(courseId) ?? false,
      })),
      programme.rule,
    );
}

export const countersOf = (standing: ProgrammeStanding) => ({
  requiredDone: standing.requiredDone,
  electiveDone: standing.electiveDone,
  electiveHundredths: standing.electiveHundredths,
});

/**
 * Called in the transaction that completes a course: whoever is a member of a programme with it comes
 * on, and has completed the programme once its rule is met. That is written down once, with its instant.
 */
export async function noteCourseCompleted(
  tx: Tx,
  { personId, courseId, now }: { personId: string; courseId: string; now: Date },
): Promise<void> {
  const rows = await tx
    .select({ programme: programmes, state: programmeMembers.state })
    .from(programmeMembers)
    .innerJoin(
      programmeCourses,
      and(
        eq(programmeCourses.programmeId, programmeMembers.programmeId),
        eq(programmeCourses.courseId, courseId),
      ),
    )
    .innerJoin(programmes, eq(programmes.id, programmeMembers.programmeId))
    .where(and(eq(programmeMembers.personId, personId), eq(programmes.state, 'published')));
  for (const { programme, state } of rows) {
    const courses = await coursesOf(tx, [programme.id]);
    const standing = (await standingsIn(tx, programme, courses, [personId]))(personId);
    const completes = state === 'open' && standing.isComplete;
    await updateMember(
      tx,
      { programmeId: programme.id, personId },
      { ...countersOf(standing), ...(completes && { state: 'completed', completedAt: now }) },
    );
  }
}
