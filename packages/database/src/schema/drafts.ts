import {
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
import { people } from './people.ts';

/** A course being written in the studio: facts and outline; what its lessons say is beside it. */
export const courseDrafts = table(
  'course_drafts',
  {
    id: id('id').primaryKey(),
    /** The name of the course's folder, and its slug for ever once it is published. */
    slug: text('slug').notNull(),
    /** CourseOutline of packages/formats without its revision. */
    outline: json<unknown>('outline').notNull(),
    /** The revision of the version that is published next. */
    revision: integer('revision').notNull(),
    /** Rises with every change of facts or outline: who saves an older one is told. */
    version: integer('version').notNull(),
    /** 'draft', 'submitted' or 'published'. */
    state: text('state').notNull(),
    submittedBy: id('submitted_by').references(() => people.id, { onDelete: 'restrict' }),
    submittedAt: instant('submitted_at'),
    /** The revision of which what was submitted is a small correction; null: it is more, or nothing is submitted. */
    corrects: integer('corrects'),
    /** What the reviewer said when it was given back; null once it is submitted again. */
    comment: text('comment'),
    createdBy: id('created_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    createdAt: instant('created_at').notNull(),
    savedBy: id('saved_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [uniqueIndex('course_drafts_slug').on(t.slug), index('course_drafts_saved').on(t.savedAt)],
);

/** The text of a lesson of a draft, as the source form has it: Markdown or YAML. */
export const draftTexts = table(
  'draft_texts',
  {
    draftId: id('draft_id')
      .notNull()
      .references(() => courseDrafts.id, { onDelete: 'cascade' }),
    lessonId: text('lesson_id').notNull(),
    text: text('text').notNull(),
    version: integer('version').notNull(),
    savedBy: id('saved_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.lessonId] })],
);

/** How a text read before: states to look back at and to return to; the oldest go. */
export const draftTextStates = table(
  'draft_text_states',
  {
    id: id('id').primaryKey(),
    draftId: id('draft_id')
      .notNull()
      .references(() => courseDrafts.id, { onDelete: 'cascade' }),
    lessonId: text('lesson_id').notNull(),
    text: text('text').notNull(),
    savedBy: id('saved_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [index('draft_text_states_lesson').on(t.draftId, t.lessonId, t.savedAt)],
);
