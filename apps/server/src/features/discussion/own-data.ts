import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { courseQuestions, courses, questionPosts, questionReads } = schema;

const questionColumns = {
  course: courses.slug,
  id: courseQuestions.id,
  lessonKey: courseQuestions.lessonKey,
  atMs: courseQuestions.atMs,
  isAfterCase: courseQuestions.isAfterCase,
  askedAt: courseQuestions.askedAt,
};
const postColumns = {
  questionId: questionPosts.questionId,
  byInstructor: questionPosts.byInstructor,
  text: questionPosts.text,
  postedAt: questionPosts.postedAt,
  hiddenAt: questionPosts.hiddenAt,
  hiddenReason: questionPosts.hiddenReason,
};
const readColumns = {
  questionId: questionReads.questionId,
  position: questionReads.position,
};

/** What a person asked and wrote, with what became of it, and what they have read. */
export const ownDiscussion: readonly OwnDataPart[] = [
  ownPart('questions-asked', questionColumns, (db, personId, { limit, offset }) =>
    db
      .select(questionColumns)
      .from(courseQuestions)
      .innerJoin(courses, eq(courses.id, courseQuestions.courseId))
      .where(eq(courseQuestions.askedBy, personId))
      .orderBy(asc(courseQuestions.askedAt), asc(courseQuestions.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('question-posts', postColumns, (db, personId, { limit, offset }) =>
    db
      .select(postColumns)
      .from(questionPosts)
      .where(eq(questionPosts.personId, personId))
      .orderBy(asc(questionPosts.postedAt), asc(questionPosts.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('questions-read', readColumns, (db, personId, { limit, offset }) =>
    db
      .select(readColumns)
      .from(questionReads)
      .where(eq(questionReads.personId, personId))
      .orderBy(asc(questionReads.questionId))
      .limit(limit)
      .offset(offset),
  ),
];
