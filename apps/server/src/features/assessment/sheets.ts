// Papers as they were handed in, item by item: for whoever looks for answers that were passed on.
import { schema, type Reader } from '@xueshi/database';
import { gradeQuiz, type QuizSheet } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { findLessonById } from '../catalogue/service.ts';
import { keyOf, paperOf } from './paper.ts';

const { enrolments, quizAnswers, quizAttempts } = schema;

/** The paper of an attempt, and which quiz it is of; null while it is not handed in. */
export async function sheetOf(
  db: Reader,
  attemptId: string,
): Promise<{ lessonId: string; enrolmentId: string; sheet: QuizSheet } | null> {
  const [row] = await db
    .select({ attempt: quizAttempts, personId: enrolments.personId })
    .from(quizAttempts)
    .innerJoin(enrolments, eq(enrolments.id, quizAttempts.enrolmentId))
    .where(eq(quizAttempts.id, attemptId));
  const submittedAt = row?.attempt.submittedAt;
  const lesson = row && (await findLessonById(db, row.attempt.lessonId));
  if (!row || !submittedAt || lesson?.content.kind !== 'quiz') return null;
  const answers = await db.select().from(quizAnswers).where(eq(quizAnswers.attemptId, attemptId));
  const { perItem } = gradeQuiz(
    paperOf(lesson.content, row.attempt).map(({ item }) => keyOf(item)),
    Object.fromEntries(answers.map(({ itemId, answer }) => [itemId, answer])),
    lesson.content.passMark,
  );
  const right = new Map(perItem.map((item) => [item.id, item.right]));
  return {
    lessonId: lesson.id,
    enrolmentId: row.attempt.enrolmentId,
    sheet: {
      personId: row.personId,
      attemptId,
      submittedMs: submittedAt.getTime(),
      items: answers.map(({ itemId, answeredAt }) => ({
        itemId,
        right: right.get(itemId) ?? false,
        answeredMs: answeredAt.getTime(),
      })),
    },
  };
}
