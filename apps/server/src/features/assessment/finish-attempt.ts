import type { CompletionNews } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { gradeQuiz, type QuizGrade } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { completeLesson, lessonProgressOf, updateProgress } from '../learning/service.ts';
import type { Attempt } from './attempt.ts';
import { forgetDeadline } from './close-overdue.job.ts';
import { keyOf, paperOf } from './paper.ts';
import { keepForPractice } from './practice-store.ts';
import { answersOf, hundredthsOf, marksOf, type AttemptRow } from './store.ts';

const { quizAttempts, quizItemResults } = schema;

interface Finished {
  readonly row: AttemptRow;
  readonly grade: QuizGrade;
  readonly news: CompletionNews | null;
}

/** Closes an attempt and grades what it holds, in the caller's transaction. */
export async function finishAttempt(
  platform: Platform,
  tx: Tx,
  attempt: Attempt,
  { now, closedBy }: { now: Date; closedBy: 'learner' | 'time' },
): Promise<Finished> {
  const { row } = attempt;
  if (row.deadlineAt) await forgetDeadline(tx, row.id);
  const submittedAt = closedBy === 'time' ? (row.deadlineAt ?? now) : now;
  const closed = { ...attempt, row: { ...row, submittedAt, closedBy } };
  const finished = await gradeAttempt(platform, tx, closed, now);
  const { content, enrolment, lesson } = attempt;
  const byHand = new Set(
    content.items.filter(({ kind }) => kind === 'short_answer').map(({ id }) => id),
  );
  await keepForPractice(
    tx,
    { personId: enrolment.personId, lessonId: lesson.id, now },
    finished.grade.perItem.filter(({ id }) => !byHand.has(id)),
  );
  return finished;
}

/**
 * Grades an attempt that is handed in on its answers and marks. Passing completes the lesson; while
 * a short answer that may decide waits for its mark, there is neither a percentage nor a verdict.
 */
export async function gradeAttempt(
  platform: Platform,
  tx: Tx,
  attempt: Attempt,
  now: Date,
): Promise<Finished> {
  const { enrolment, lesson, content } = attempt;
  const paper = paperOf(content, attempt.row);
  const grade = gradeQuiz(
    paper.map(({ item }) => keyOf(item)),
    await answersOf(tx, attempt.row.id),
    content.passMark,
    hundredthsOf(await marksOf(tx, attempt.row.id)),
  );
  const row = {
    ...attempt.row,
    correct: grade.correct,
    earnedHundredths: grade.earnedHundredths,
    worthHundredths: grade.worthHundredths,
    percent: grade.pending > 0 ? null : grade.percent,
    passed: grade.passed,
    pendingMarks: grade.pending,
  };
  await tx.update(quizAttempts).set(row).where(eq(quizAttempts.id, row.id));
  await keepItemResults(tx, row.id, grade);
  if (row.percent !== null) {
    const progress = await lessonProgressOf(tx, enrolment.id, lesson.id);
    const bestPercent = Math.max(progress?.bestPercent ?? 0, row.percent);
    await updateProgress(tx, enrolment.id, lesson.id, { bestPercent });
  }
  const news = grade.passed ? await completeLesson(platform, tx, { enrolment, lesson, now }) : null;
  return { row, grade, news };
}

async function keepItemResults(tx: Tx, attemptId: string, grade: QuizGrade): Promise<void> {
  const decided = grade.perItem.filter(({ isPending }) => !isPending);
  if (decided.length === 0) return;
  await tx
    .insert(quizItemResults)
    .values(
      decided.map(({ id, earnedHundredths, worthHundredths }) => ({
        attemptId,
        itemId: id,
        earnedHundredths,
        worthHundredths,
      })),
    )
    .onConflictDoNothing();
}
