import {
  flag,
  id,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../dialect.sqlite.ts';
import { courses, type LocalText } from './catalogue.ts';
import { people } from './people.ts';

/** A question asked in a course; what was written stands in its posts. */
export const courseQuestions = table(
  'course_questions',
  {
    id: id('id').primaryKey(),
    courseId: id('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    askedBy: id('asked_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    lessonKey: text('lesson_key'),
    /** The lesson's title when the question was asked. */
    lessonTitle: json<LocalText>('lesson_title'),
    /** The place in a lecture, ms of media time. */
    atMs: integer('at_ms'),
    /** Written in the discussion of a case, for those who have finished it; stays so. */
    isAfterCase: flag('is_after_case').notNull().default(false),
    askedAt: instant('asked_at').notNull(),
    lastPostAt: instant('last_post_at').notNull(),
    /** Since when the asker waits for an instructor; null where they do not. */
    waitingSince: instant('waiting_since'),
  },
  (t) => [
    index('course_questions_course').on(t.courseId, t.lastPostAt),
    index('course_questions_asker').on(t.askedBy),
    index('course_questions_waiting').on(t.waitingSince),
  ],
);

/** A question's text and what was written under it. Hidden posts are kept. */
export const questionPosts = table(
  'question_posts',
  {
    id: id('id').primaryKey(),
    questionId: id('question_id')
      .notNull()
      .references(() => courseQuestions.id, { onDelete: 'restrict' }),
    position: integer('position').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** Written as an instructor of the course, as their roles were then. */
    byInstructor: flag('by_instructor').notNull(),
    text: text('text').notNull(),
    postedAt: instant('posted_at').notNull(),
    hiddenAt: instant('hidden_at'),
    hiddenBy: id('hidden_by'),
    hiddenReason: text('hidden_reason'),
  },
  (t) => [
    uniqueIndex('question_posts_position').on(t.questionId, t.position),
    index('question_posts_person').on(t.personId, t.postedAt),
  ],
);

/** How far the asker has read the answers to a question. */
export const questionReads = table(
  'question_reads',
  {
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    questionId: id('question_id')
      .notNull()
      .references(() => courseQuestions.id, { onDelete: 'restrict' }),
    /** Position of the last post that was shown. */
    position: integer('position').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.questionId] })],
);
