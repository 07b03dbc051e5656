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
import type { LocalText } from './catalogue.ts';
import { lessons } from './catalogue.ts';
import { quizAttempts } from './learning.ts';
import { people } from './people.ts';

/** What each item of an attempt that was handed in earned; what analysis and practice go by. */
export const quizItemResults = table(
  'quiz_item_results',
  {
    attemptId: id('attempt_id')
      .notNull()
      .references(() => quizAttempts.id, { onDelete: 'restrict' }),
    itemId: text('item_id').notNull(),
    earnedHundredths: integer('earned_hundredths').notNull(),
    worthHundredths: integer('worth_hundredths').notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.itemId] })],
);

/** Marks that people gave to short answers. */
export const quizMarks = table(
  'quiz_marks',
  {
    attemptId: id('attempt_id')
      .notNull()
      .references(() => quizAttempts.id, { onDelete: 'restrict' }),
    itemId: text('item_id').notNull(),
    hundredths: integer('hundredths').notNull(),
    comment: text('comment'),
    markerId: id('marker_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    markedAt: instant('marked_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.itemId] })],
);

/** Items that a person got wrong, until they were right twice in a row. */
export const practiceItems = table(
  'practice_items',
  {
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    itemId: text('item_id').notNull(),
    wrongAt: instant('wrong_at').notNull(),
    practisedAt: instant('practised_at'),
    rightInRow: integer('right_in_row').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.lessonId, t.itemId] }),
    index('practice_items_due').on(t.personId, t.rightInRow),
  ],
);

/** A question bank that authors keep in the studio; those that are files are in no row of it. */
export const questionBanks = table(
  'question_banks',
  {
    id: id('id').primaryKey(),
    /** What rules of quizzes call it by, for ever. */
    name: text('name').notNull(),
    title: json<LocalText>('title').notNull(),
    area: text('area').notNull(),
    /** Where its items come from, unless they say otherwise. */
    source: text('source').notNull(),
    /** The texts that case-sets share. */
    groups: json<{ id: string; text: string }[]>('groups').notNull(),
    /** Rises with every change of the facts above: who saves older ones is told. */
    version: integer('version').notNull(),
    createdBy: id('created_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    createdAt: instant('created_at').notNull(),
    savedBy: id('saved_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [uniqueIndex('question_banks_name').on(t.name)],
);

/** An item of such a bank, with any fault that its editor can hold. Published quizzes have copies of their own. */
export const questionBankItems = table(
  'question_bank_items',
  {
    bankId: id('bank_id')
      .notNull()
      .references(() => questionBanks.id, { onDelete: 'restrict' }),
    itemId: text('item_id').notNull(),
    position: integer('position').notNull(),
    /** ItemForm of packages/formats. */
    form: json<unknown>('form').notNull(),
    version: integer('version').notNull(),
    /** Nothing is deleted: what is retired is drawn no more. */
    retiredAt: instant('retired_at'),
    savedBy: id('saved_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.bankId, t.itemId] }),
    uniqueIndex('question_bank_items_position').on(t.bankId, t.position),
  ],
);

/** Every item that authors may look up: of question banks, and of the published courses' quizzes. */
export const bankItems = table(
  'bank_items',
  {
    id: text('id').primaryKey(),
    /** 'bank' or 'course'. */
    origin: text('origin').notNull(),
    /** The bank's name or the course's slug. */
    originName: text('origin_name').notNull(),
    originTitle: json<LocalText>('origin_title').notNull(),
    kind: text('kind').notNull(),
    area: text('area').notNull(),
    difficulty: integer('difficulty').notNull(),
    tags: json<string[]>('tags').notNull(),
    source: text('source'),
    statute: text('statute'),
    article: text('article'),
    /** What a search looks in: stem, options, explanation, statute and tags as plain text. */
    words: text('words').notNull(),
    position: integer('position').notNull(),
    /** The item as quizzes keep it. */
    content: json<unknown>('content').notNull(),
    /** The bank in the studio that it is an item of; null: it came with a file or a course. */
    bankId: id('bank_id').references(() => questionBanks.id, { onDelete: 'restrict' }),
    /** 'ready', 'unfinished' (it has faults) or 'retired'. */
    state: text('state').notNull().default('ready'),
  },
  (t) => [index('bank_items_origin').on(t.origin, t.originName, t.position)],
);
