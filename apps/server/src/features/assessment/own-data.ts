import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { enrolments, lessons, practiceItems, quizAnswers, quizAttempts, quizMarks } = schema;

const attemptColumns = {
  id: quizAttempts.id,
  enrolmentId: quizAttempts.enrolmentId,
  lesson: lessons.key,
  number: quizAttempts.number,
  startedAt: quizAttempts.startedAt,
  submittedAt: quizAttempts.submittedAt,
  deadlineAt: quizAttempts.deadlineAt,
  closedBy: quizAttempts.closedBy,
  correct: quizAttempts.correct,
  earnedHundredths: quizAttempts.earnedHundredths,
  worthHundredths: quizAttempts.worthHundredths,
  percent: quizAttempts.percent,
  passed: quizAttempts.passed,
};
const answerColumns = {
  attemptId: quizAnswers.attemptId,
  itemId: quizAnswers.itemId,
  answer: quizAnswers.answer,
  answeredAt: quizAnswers.answeredAt,
};

// Who marked is about somebody else.
const markColumns = {
  attemptId: quizMarks.attemptId,
  itemId: quizMarks.itemId,
  hundredths: quizMarks.hundredths,
  comment: quizMarks.comment,
  markedAt: quizMarks.markedAt,
};
const practiceColumns = {
  lesson: lessons.key,
  itemId: practiceItems.itemId,
  wrongAt: practiceItems.wrongAt,
  practisedAt: practiceItems.practisedAt,
  rightInRow: practiceItems.rightInRow,
};

/** Quizzes taken, what was answered and how it was marked, and what is practised. */
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
  ownPart('quiz-marks', markColumns, (db, personId, { limit, offset }) =>
    db
      .select(markColumns)
      .from(quizMarks)
      .innerJoin(quizAttempts, eq(quizAttempts.id, quizMarks.attemptId))
      .innerJoin(enrolments, eq(enrolments.id, quizAttempts.enrolmentId))
      .where(eq(enrolments.personId, personId))
      .orderBy(asc(quizMarks.attemptId), asc(quizMarks.itemId))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('practice-items', practiceColumns, (db, personId, { limit, offset }) =>
    db
      .select(practiceColumns)
      .from(practiceItems)
      .innerJoin(lessons, eq(lessons.id, practiceItems.lessonId))
      .where(eq(practiceItems.personId, personId))
      .orderBy(asc(practiceItems.lessonId), asc(practiceItems.itemId))
      .limit(limit)
      .offset(offset),
  ),
];
