import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';

const { enrolments, lessonProgress, lessons } = schema;

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

export async function enrolmentsOf(db: Reader, personId: string): Promise<Enrolment[]> {
  return db
    .select()
    .from(enrolments)
    .where(eq(enrolments.personId, personId))
    .orderBy(desc(enrolments.lastActiveAt));
}

export async function findEnrolment(db: Reader, enrolmentId: string): Promise<Enrolment | null> {
  const [row] = await db.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  return row ?? null;
}

export async function insertEnrolment(tx: Tx, row: Enrolment): Promise<void> {
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
  return db.select().from(lessonProgress).where(eq(lessonProgress.enrolmentId, enrolmentId));
}

export async function lessonProgressOf(
  db: Reader,
  enrolmentId: string,
  lessonId: string,
): Promise<LessonProgress | null> {
  const [row] = await db
    .select()
    .from(lessonProgress)
    .where(and(eq(lessonProgress.enrolmentId, enrolmentId), eq(lessonProgress.lessonId, lessonId)));
  return row ?? null;
}

/** How many lessons of each enrolment are complete. */
export async function lessonsDone(
  db: Reader,
  enrolmentIds: readonly string[],
): Promise<Map<string, number>> {
  if (enrolmentIds.length === 0) return new Map();
  const rows = await db
    .select({ enrolmentId: lessonProgress.enrolmentId, done: sql<number>`count(*)` })
    .from(lessonProgress)
    .innerJoin(lessons, eq(lessons.id, lessonProgress.lessonId))
    .where(
      and(
        inArray(lessonProgress.enrolmentId, [...enrolmentIds]),
        isNotNull(lessonProgress.completedAt),
      ),
    )
    .groupBy(lessonProgress.enrolmentId);
  return new Map(rows.map((row) => [row.enrolmentId, row.done]));
}

/** Begins a lesson's progress, or leaves the one there is. */
export async function beginProgress(
  tx: Tx,
  enrolmentId: string,
  lessonId: string,
  now: Date,
): Promise<LessonProgress> {
  await tx
    .insert(lessonProgress)
    .values({ enrolmentId, lessonId, startedAt: now, watched: [], watchedMs: 0, resumeMs: 0 })
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
    Pick<LessonProgress, 'watched' | 'watchedMs' | 'resumeMs' | 'completedAt' | 'bestPercent'>
  >,
): Promise<void> {
  await tx
    .update(lessonProgress)
    .set(change)
    .where(and(eq(lessonProgress.enrolmentId, enrolmentId), eq(lessonProgress.lessonId, lessonId)));
}
