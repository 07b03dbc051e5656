import { id, index, instant, integer, primaryKey, table, text } from '../dialect.sqlite.ts';
import { courses } from './catalogue.ts';
import { people } from './people.ts';

/** What somebody who completed a course thinks of it: one answer a person, which may be changed. */
export const courseEvaluations = table(
  'course_evaluations',
  {
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    courseId: id('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    /** 1 to 5 each. */
    content: integer('content').notNull(),
    teaching: integer('teaching').notNull(),
    usefulness: integer('usefulness').notNull(),
    comment: text('comment'),
    /** Drawn anew with every change: comments are shown in this order, which tells no time. */
    shuffle: id('shuffle').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.courseId] }),
    index('course_evaluations_course').on(t.courseId),
  ],
);
