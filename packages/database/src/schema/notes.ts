import { id, index, instant, integer, json, table, text, uniqueIndex } from '../dialect.sqlite.ts';
import { courses, type LocalText } from './catalogue.ts';
import { people } from './people.ts';

/** What a learner wrote for themselves at a place of a course; nobody else reads it. */
export const notes = table(
  'notes',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    courseId: id('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    /** A lesson is known by its key: the note stays when a new version of the course is published. */
    lessonKey: text('lesson_key').notNull(),
    /** The lesson's title when the note was written, in case a later version has it no more. */
    lessonTitle: json<LocalText>('lesson_title').notNull(),
    /** The place in a lecture, ms of media time; null for the lesson as a whole. */
    atMs: integer('at_ms'),
    /** The paragraph of a reading, from 1; null for the lesson as a whole. */
    paragraph: integer('paragraph'),
    /** The paragraph's first words, so that the note can be read without the reading. */
    excerpt: text('excerpt'),
    text: text('text').notNull(),
    /** Raised with every change; a change names the version that it was made on. */
    version: integer('version').notNull(),
    /** Given by the page: sent twice over a poor line, a note is written once. */
    requestId: text('request_id').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('notes_request').on(t.personId, t.requestId),
    index('notes_lesson').on(t.personId, t.courseId, t.lessonKey),
  ],
);
