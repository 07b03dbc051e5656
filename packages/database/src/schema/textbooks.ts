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
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';

export interface StoredHeading {
  readonly title: string;
  /** 1 for the topmost. */
  readonly level: number;
  /** The page or chapter, from 1. */
  readonly number: number;
}

/** One edition of a textbook (教材), held by a unit and offered to its subtree (DOMAIN R18). */
export const textbooks = table(
  'textbooks',
  {
    id: id('id').primaryKey(),
    /** What courses name it by; never changes. */
    code: text('code').notNull(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    title: text('title').notNull(),
    authors: text('authors').notNull(),
    publisher: text('publisher').notNull(),
    /** Edition or year, as it is printed: 2026, 第二版. */
    edition: text('edition').notNull(),
    /** Without hyphens; empty where it has none. */
    isbn: text('isbn').notNull(),
    /** Who allows it to be read here. */
    rights: text('rights').notNull(),
    /** 'empty': no file yet, 'preparing', 'ready', 'refused'. */
    state: text('state').notNull(),
    /** Why its file is of no use; `problemDetail` in words where there are more. */
    problem: text('problem'),
    problemDetail: json<LocalText>('problem_detail'),
    /** 'pdf' or 'epub'; null before a file came. */
    format: text('format'),
    fileName: text('file_name'),
    /** The file lies under it in the data folder, and what was made of it. */
    sha256: text('sha256'),
    bytes: integer('bytes'),
    /** Pages or chapters. */
    parts: integer('parts').notNull(),
    outline: json<StoredHeading[]>('outline').notNull(),
    /** 'zh-CN' or 'en'. */
    language: text('language').notNull(),
    /** Not offered any more; courses that name it show it still. */
    retiredAt: instant('retired_at'),
    /** Counts savings; a change to one that was read before is refused. */
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    savedAt: instant('saved_at').notNull(),
    savedBy: id('saved_by').references(() => people.id, { onDelete: 'restrict' }),
  },
  (t) => [
    uniqueIndex('textbooks_code').on(t.code),
    index('textbooks_unit').on(t.orgUnitId),
    index('textbooks_file').on(t.sha256),
  ],
);

/** A page of a PDF, or a chapter of an EPUB, as it is read. */
export const textbookParts = table(
  'textbook_parts',
  {
    textbookId: id('textbook_id')
      .notNull()
      .references(() => textbooks.id, { onDelete: 'cascade' }),
    /** From 1. */
    number: integer('number').notNull(),
    /** A chapter's heading; empty for a page. */
    title: text('title').notNull(),
    /** What a page says, line by line; a chapter's Markdown. */
    text: text('text').notNull(),
    /** The same as it is searched: without spaces, in small letters. */
    words: text('words').notNull(),
    /** A page's picture, in pixels; null for a chapter. */
    width: integer('width'),
    height: integer('height'),
  },
  (t) => [primaryKey({ columns: [t.textbookId, t.number] })],
);

/** How far a person has read in a textbook. */
export const textbookPlaces = table(
  'textbook_places',
  {
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    textbookId: id('textbook_id')
      .notNull()
      .references(() => textbooks.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    readAt: instant('read_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.textbookId] })],
);
