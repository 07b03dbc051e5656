import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { courses, notes } = schema;

const columns = {
  course: courses.slug,
  lessonKey: notes.lessonKey,
  atMs: notes.atMs,
  paragraph: notes.paragraph,
  excerpt: notes.excerpt,
  text: notes.text,
  createdAt: notes.createdAt,
  updatedAt: notes.updatedAt,
};

/** Everything a person noted. */
export const ownNotes: readonly OwnDataPart[] = [
  ownPart('notes', columns, (db, personId, { limit, offset }) =>
    db
      .select(columns)
      .from(notes)
      .innerJoin(courses, eq(courses.id, notes.courseId))
      .where(eq(notes.personId, personId))
      .orderBy(asc(notes.createdAt), asc(notes.id))
      .limit(limit)
      .offset(offset),
  ),
];
