import { numberOfEnrolment, preparedQuery, schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';

const { coursewareLaunches, enrolments, lessonProgress, lessons } = schema;

export type Enrolment = typeof enrolments.$inferSelect;
export type LessonProgress = typeof lessonProgress.$inferSelect;

export async function latestEnrolment(
  db: Reader,
  personId: string,
  courseId: string,
): Promise<Enrolment | null> {
  const [row] = await db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.personId, personId), eq(enrolments.courseId, courseId)))
    .orderBy(desc(enrolments.startedAt))
    .limit(1);
  return row ?? null;
}

/** Whether a person ever started a course, in whichever version and year. */
export async function hasStarted(db: Reader, personId: string, courseId: string): Promise<boolean> {
  return (await latestEnrolment(db, personId, courseId)) !== null;
}

/** Whether a person ever completed a course, in whichever version and year. */
export async function hasCompleted(
  db: Reader,
  personId: string,
  courseId: string,
): Promise<boolean> {
  const [row] = await db
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.personId, personId),
        eq(enrolments.courseId, courseId),
        isNotNull(enrolments.completedAt),
      ),
    )
    .limit(1);
  return row !== undefined;
}

export async function enrolmentsOf(db: Reader, personId: string): Promise<Enrolment[]> {
  return enrolmentsQuery(db).all({ personId });
}

const enrolmentsQuery = preparedQuery((db) =>
  db
    .select()
    .from(enrolments)
    .where(eq(enrolments.personId, sql.placeholder('personId')))
    .orderBy(desc(enrolments.lastActiveAt))
    .prepare(),
);

export async function findEnrolment(db: Reader, enrolmentId: string): Promise<Enrolment | null> {
  const [row] = await db.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  return row ?? null;
}

export async function insertEnrolment(tx: Tx, row: Omit<Enrolment, 'number'>): Promise<void> {
  await tx.insert(enrolments).values(row).onConflictDoNothing();
}

export async function touchEnrolment(tx: Tx, enrolmentId: string, now: Date): Promise<void> {
  await tx.update(enrolments).set({ lastActiveAt: now }).where(eq(enrolments.id, enrolmentId));
}

export async function closeEnrolment(tx: Tx, enrolmentId: string, now: Date): Promise<void> {
  await tx
    .update(enrolments)
    .set({ completedAt: now, lastActiveAt: now })
    .where(eq(enrolments.id, enrolmentId));
}

export async function progressOf(db: Reader, enrolmentId: string): Promise<LessonProgress[]> {
  return progressQuery(db).all({ enrolmentId });
}

const progressQuery = preparedQuery((db) =>
  db
    .select()
    .from(lessonProgress)
    .where(eq(lessonProgress.enrolmentNumber, numberOfEnrolment(sql.placeholder('enrolmentId'))))
    .prepare(),
);

const ofLesson = (enrolmentId: string, lessonId: string) =>
  and(
    eq(lessonProgress.enrolmentNumber, numberOfEnrolment(enrolmentId)),
    eq(lessonProgress.lessonId, lessonId),
  );

export async function lessonProgressOf(
  db: Reader,
  enrolmentId: string,
  lessonId: string,
): Promise<LessonProgress | null> {
  const [row] = await db.select().from(lessonProgress).where(ofLesson(enrolmentId, lessonId));
  return row ?? null;
}

/** How many lessons of each enrolment are complete. */
export async function lessonsDone(db: Reader, personId: string): Promise<Map<string, number>> {
  const rows = await lessonsDoneQuery(db).all({ personId });
  return new Map(rows.map((row) => [row.enrolmentId, row.done]));
}

const lessonsDoneQuery = preparedQuery((db) =>
  db
    .select({ enrolmentId: enrolments.id, done: sql<number>`count(*)` })
    .from(enrolments)
    .innerJoin(lessonProgress, eq(lessonProgress.enrolmentNumber, enrolments.number))
    // What was done in a version that the enrolment has left, and did not go over, counts no more.
    .innerJoin(
      lessons,
      and(
        eq(lessons.id, lessonProgress.lessonId),
        eq(lessons.courseVersionId, enrolments.courseVersionId),
      ),
    )
    .where(
      and(
        eq(enrolments.personId, sql.placeholder('personId')),
        isNotNull(lessonProgress.completedAt),
      ),
    )
    .groupBy(enrolments.id)
    .prepare(),
);

/** Begins a lesson's progress, or leaves the one there is. */
export async function beginProgress(
  tx: Tx,
  enrolmentId: string,
  lessonId: string,
  now: Date,
): Promise<LessonProgress> {
  await tx
    .insert(lessonProgress)
    .values({
      enrolmentNumber: numberOfEnrolment(enrolmentId),
      lessonId,
      startedAt: now,
      watched: [],
      watchedMs: 0,
      unproven: [],
      resumeMs: 0,
    })
    .onConflictDoNothing();
  const row = await lessonProgressOf(tx, enrolmentId, lessonId);
  if (!row) throw new Error('progress just begun cannot be read');
  return row;
}

export async function updateProgress(
  tx: Tx,
  enrolmentId: string,
  lessonId: string,
  change: Partial<
    Pick<
      LessonProgress,
      'watched' | 'watchedMs' | 'resumeMs' | 'completedAt' | 'bestPercent' | 'unproven'
    >
  >,
): Promise<void> {
  await tx.update(lessonProgress).set(change).where(ofLesson(enrolmentId, lessonId));
}

/** How long courseware was open, in ms, by its lesson. */
export async function coursewareOpenMs(
  db: Reader,
  enrolmentId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({
      lessonId: coursewareLaunches.lessonId,
      ms: sql<number>`sum(${coursewareLaunches.timedMs})`,
    })
    .from(coursewareLaunches)
    .where(eq(coursewareLaunches.enrolmentId, enrolmentId))
    .groupBy(coursewareLaunches.lessonId);
  return new Map(rows.map(({ lessonId, ms }) => [lessonId, ms]));
}
