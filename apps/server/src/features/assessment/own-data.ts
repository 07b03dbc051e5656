import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { enrolments, lessons, quizAnswers, quizAttempts } = schema;

const attemptColumns = {
  id: quizAttempts.id,
  enrolmentId: quizAttempts.enrolmentId,
  lesson: lessons.key,
  number: quizAttempts.number,
  startedAt: quizAttempts.startedAt,
  submittedAt: quizAttempts.submittedAt,
  correct: quizAttempts.correct,
  percent: quizAttempts.percent,
  passed: quizAttempts.passed,
};
const answerColumns = {
  attemptId: quizAnswers.attemptId,
  itemId: quizAnswers.itemId,
  answer: quizAnswers.answer,
  answeredAt: quizAnswers.answeredAt,
};

/** Quizzes taken and what was answered. */
export const ownQuizzes: readonly OwnDataPart[] = [
  ownPart('quiz-attempts', attemptColumns, (db, personId, { limit, offset }) =>
    db
      .select(attemptColumns)
      .from(quizAttempts)
      .innerJoin(enrolments, eq(enrolments.id, quizAttempts.enrolmentId))
      .innerJoin(lessons, eq(lessons.id, quizAttempts.lessonId))
      .where(eq(enrolments.personId, personId))
      .orderBy(asc(quizAttempts.startedAt), asc(quizAttempts.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('quiz-answers', answerColumns, (db, personId, { limit, offset }) =>
    db
      .select(answerColumns)
      .from(quizAnswers)
      .innerJoin(quizAttempts, eq(quizAttempts.id, quizAnswers.attemptId))
      .innerJoin(enrolments, eq(enrolments.id, quizAttempts.enrolmentId))
      .where(eq(enrolments.personId, personId))
      .orderBy(asc(quizAnswers.attemptId), asc(quizAnswers.itemId))
      .limit(limit)
      .offset(offset),
  ),
];
