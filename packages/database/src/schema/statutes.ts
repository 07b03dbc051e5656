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
import { courseVersions } from './catalogue.ts';
import { courseDrafts } from './drafts.ts';
import { people } from './people.ts';

/** A law or regulation; its text is that of its editions. */
export const statutes = table(
  'statutes',
  {
    id: id('id').primaryKey(),
    /** The short title that citations use: 信访工作条例. */
    title: text('title').notNull(),
    fullTitle: text('full_title').notNull(),
    /** Pinyin initials of the short title, lower case. */
    initials: text('initials').notNull(),
  },
  (t) => [uniqueIndex('statutes_title').on(t.title)],
);

/** The text of a statute as it was passed or amended on a day. Days are 'YYYY-MM-DD'. */
export const statuteEditions = table(
  'statute_editions',
  {
    id: id('id').primaryKey(),
    statuteId: id('statute_id')
      .notNull()
      .references(() => statutes.id, { onDelete: 'restrict' }),
    /** The day of its passing; 'undated' where the text does not say it. */
    key: text('key').notNull(),
    adoptedOn: text('adopted_on'),
    /** 'adopted', 'amended' or 'revised'. */
    change: text('change').notNull(),
    issuer: text('issuer'),
    documentNumber: text('document_number'),
    inForceFrom: text('in_force_from'),
    repealedOn: text('repealed_on'),
    notes: json<string[]>('notes').notNull(),
    /** The headings with the numbers of the articles below them, as a tree. */
    contents: json<unknown[]>('contents').notNull(),
    /** Only one book of a larger code. */
    partial: flag('partial').notNull(),
    /** 'folder' or 'studio'. */
    origin: text('origin').notNull(),
    markdown: text('markdown').notNull(),
    textHash: text('text_hash').notNull(),
    takenBy: id('taken_by').references(() => people.id, { onDelete: 'restrict' }),
    takenAt: instant('taken_at').notNull(),
  },
  (t) => [uniqueIndex('statute_editions_key').on(t.statuteId, t.key)],
);

export const statuteArticles = table(
  'statute_articles',
  {
    editionId: id('edition_id')
      .notNull()
      .references(() => statuteEditions.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    /** As written: 第十七条. */
    number: text('number').notNull(),
    text: text('text').notNull(),
  },
  (t) => [primaryKey({ columns: [t.editionId, t.number] })],
);

/** Where an article is cited; written anew with what cites it. The statute need not be in the library. */
export const statuteCitations = table(
  'statute_citations',
  {
    id: id('id').primaryKey(),
    /** A lesson of a published version … */
    courseVersionId: id('course_version_id').references(() => courseVersions.id, {
      onDelete: 'cascade',
    }),
    /** … or of a draft … */
    draftId: id('draft_id').references(() => courseDrafts.id, { onDelete: 'cascade' }),
    /** … by its key; or an item of a question bank. */
    lessonKey: text('lesson_key'),
    bank: text('bank'),
    itemId: text('item_id'),
    /** The title as it is cited, short or full, without white space. */
    statute: text('statute').notNull(),
    article: text('article').notNull(),
    /** The year of the edition, where one is named. */
    year: integer('year'),
    /** The edition that the citation meant when it was made, as far as the library had it. */
    editionId: id('edition_id').references(() => statuteEditions.id, { onDelete: 'set null' }),
  },
  (t) => [
    index('statute_citations_version').on(t.courseVersionId),
    index('statute_citations_draft').on(t.draftId, t.lessonKey),
    index('statute_citations_bank').on(t.bank),
    index('statute_citations_statute').on(t.statute),
  ],
);
