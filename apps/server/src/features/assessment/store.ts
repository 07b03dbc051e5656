import type { QuizAnswer } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { isAnswered } from '@xueshi/domain';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';

const { quizAnswers, quizAttempts, quizMarks } = schema;

export type AttemptRow = typeof quizAttempts.$inferSelect;

export async function attemptRows(
  db: Reader,
  enrolmentId: string,
  lessonId: string,
): Promise<AttemptRow[]> {
  return db
    .select()
    .from(quizAttempts)
    .where(and(eq(quizAttempts.enrolmentId, enrolmentId), eq(quizAttempts.lessonId, lessonId)))
    .orderBy(asc(quizAttempts.number));
}

export async function findAttempt(db: Reader, attemptId: string): Promise<AttemptRow | null> {
  const [row] = await db.select().from(quizAttempts).where(eq(quizAttempts.id, attemptId));
  return row ?? null;
}

export type StoredAnswers = Readonly<Record<string, QuizAnswer>>;

/** Answers by item, in the letters of the source. */
export async function answersOf(db: Reader, attemptId: string): Promise<StoredAnswers> {
  const rows = await db.select().from(quizAnswers).where(eq(quizAnswers.attemptId, attemptId));
  return Object.fromEntries(rows.map((row) => [row.itemId, row.answer]));
}

/** Saves answers; what is open is taken back. */
export async function saveAnswers(
  tx: Tx,
  attemptId: string,
  answers: ReadonlyMap<string, QuizAnswer | null>,
  now: Date,
): Promise<void> {
  const given = [...answers].flatMap(([itemId, answer]) =>
    answer !== null && isAnswered(answer) ? [{ attemptId, itemId, answer, answeredAt: now }] : [],
  );
  const open = [...answers.keys()].filter((id) => !given.some(({ itemId }) => itemId === id));
  if (open.length > 0)
    await tx
      .delete(quizAnswers)
      .where(and(eq(quizAnswers.attemptId, attemptId), inArray(quizAnswers.itemId, open)));
  if (given.length === 0) return;
  await tx
    .insert(quizAnswers)
    .values(given)
    .onConflictDoUpdate({
      target: [quizAnswers.attemptId, quizAnswers.itemId],
      set: { answer: sql`excluded.answer`, answeredAt: sql`excluded.answered_at` },
    });
}

export interface StoredMark {
  readonly hundredths: number;
  readonly comment: string | null;
}

export async function marksOf(db: Reader, attemptId: string): Promise<Map<string, StoredMark>> {
  const rows = await db.select().from(quizMarks).where(eq(quizMarks.attemptId, attemptId));
  return new Map(rows.map((row) => [row.itemId, row]));
}

export const hundredthsOf = (marks: ReadonlyMap<string, StoredMark>): Record<string, number> =>
  Object.fromEntries([...marks].map(([itemId, mark]) => [itemId, mark.hundredths]));
