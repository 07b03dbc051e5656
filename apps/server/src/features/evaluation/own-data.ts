import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { courseEvaluations, courses } = schema;

const columns = {
  course: courses.slug,
  content: courseEvaluations.content,
  teaching: courseEvaluations.teaching,
  usefulness: courseEvaluations.usefulness,
  comment: courseEvaluations.comment,
  createdAt: courseEvaluations.createdAt,
  updatedAt: courseEvaluations.updatedAt,
};

/** How a person rated courses. */
export const ownEvaluations: readonly OwnDataPart[] = [
  ownPart('evaluations', columns, (db, personId, { limit, offset }) =>
    db
      .select(columns)
      .from(courseEvaluations)
      .innerJoin(courses, eq(courses.id, courseEvaluations.courseId))
      .where(eq(courseEvaluations.personId, personId))
      .orderBy(asc(courseEvaluations.createdAt), asc(courseEvaluations.courseId))
      .limit(limit)
      .offset(offset),
  ),
];
