// What a learner did in a lesson goes over to the lesson that stands in its place. Each of these tables
// knows a lesson by its enrolment; the evidence goes with the progress that rests on it, so a report that
// comes late counts where it belongs.
import { numberOfEnrolment, schema, type Tx } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';

const {
  caseRuns,
  coursewareLaunches,
  coursewareUnits,
  flagEffects,
  flags,
  lessonProgress,
  offlinePermissions,
  playbackSessions,
  questionStandings,
  quizAttempts,
  xapiDocuments,
  xapiStatements,
} = schema;

/** With `lessonProgress` every table that has both an enrolment and a lesson; a test holds the schema against it. */
export const BY_ENROLMENT_AND_LESSON = [
  playbackSessions,
  caseRuns,
  quizAttempts,
  questionStandings,
  offlinePermissions,
  flagEffects,
  coursewareUnits,
  coursewareLaunches,
  xapiStatements,
  xapiDocuments,
] as const;

/** Ids of lessons: of the version before, and of the one in whose place it stands. */
export type LessonIds = ReadonlyMap<string, string>;

export async function carryLessons(
  tx: Tx,
  of: { readonly enrolmentId: string; readonly personId: string },
  ids: LessonIds,
): Promise<void> {
  for (const [from, to] of ids) {
    await tx
      .update(lessonProgress)
      .set({ lessonId: to })
      .where(
        and(
          eq(lessonProgress.enrolmentNumber, numberOfEnrolment(of.enrolmentId)),
          eq(lessonProgress.lessonId, from),
        ),
      );
    for (const table of BY_ENROLMENT_AND_LESSON)
      await tx
        .update(table)
        .set({ lessonId: to })
        .where(and(eq(table.enrolmentId, of.enrolmentId), eq(table.lessonId, from)));
  }
  await carryFlags(tx, of, ids);
}

/** A flag names the lessons that it is about; upholding it must still find them. */
async function carryFlags(
  tx: Tx,
  { enrolmentId, personId }: { readonly enrolmentId: string; readonly personId: string },
  ids: LessonIds,
): Promise<void> {
  for (const flag of await tx.select().from(flags).where(eq(flags.personId, personId))) {
    if (!flag.lessons.some((one) => one.enrolmentId === enrolmentId)) continue;
    const lessons = flag.lessons.map((one) =>
      one.enrolmentId === enrolmentId
        ? { ...one, lessonId: ids.get(one.lessonId) ?? one.lessonId }
        : one,
    );
    await tx.update(flags).set({ lessons }).where(eq(flags.id, flag.id));
  }
}
