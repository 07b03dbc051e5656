// Textbooks (教材): held by a unit and offered to its subtree, named by courses, and read online.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import {
  closed,
  endpoint,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  text,
} from './shared.ts';

/** The most bytes of a file; a form of a page carries no more. */
export const TEXTBOOK_FILE_BYTES = 32 * 1024 * 1024;
/** Of one course. */
export const MOST_TEXTBOOKS = 20;
export const TEXTBOOK_STATES = ['empty', 'preparing', 'ready', 'refused'] as const;
export const TEXTBOOK_FORMATS = ['pdf', 'epub'] as const;

/** What courses name a textbook by. */
export const TextbookCode = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });

const head = {
  code: TextbookCode,
  title: Type.String(),
  authors: Type.String(),
  publisher: Type.String(),
  /** Edition or year, as it is printed. */
  edition: Type.String(),
  /** null: no file came yet. */
  format: nullable(oneOf(TEXTBOOK_FORMATS)),
  state: oneOf(TEXTBOOK_STATES),
  /** Pages of a PDF, chapters of an EPUB; 0 until it is ready. */
  parts: Type.Integer(),
};

export const TextbookCard = closed({
  ...head,
  unit: OrgUnitRef,
  /** null: still offered. */
  retiredAt: nullable(Instant),
  /** Published courses that name it. */
  courses: Type.Integer(),
  /** Whether the caller may change the entry. */
  mayEdit: Type.Boolean(),
});
export type TextbookCard = Static<typeof TextbookCard>;

/** What a course page says of a textbook. */
export const CourseTextbook = closed(head);
export type CourseTextbook = Static<typeof CourseTextbook>;

export const TextbookChoice = closed({
  code: TextbookCode,
  title: Type.String(),
  authors: Type.String(),
  edition: Type.String(),
});
export type TextbookChoice = Static<typeof TextbookChoice>;

/** What is typed about a textbook; ISBN may be empty, with hyphens or without. */
export const TextbookForm = closed({
  title: text(120),
  authors: text(120),
  publisher: text(80),
  edition: text(40),
  isbn: text(40, 0),
  rights: text(500),
});
export type TextbookForm = Static<typeof TextbookForm>;

export const TextbookEntry = closed({
  code: TextbookCode,
  version: Type.Integer(),
  unit: OrgUnitRef,
  form: TextbookForm,
  state: head.state,
  format: head.format,
  parts: head.parts,
  /** How far preparing has come, per cent. */
  percent: Type.Integer(),
  /** Why its file is of no use: a reason, and words where there are more. */
  problem: nullable(Type.String()),
  problemDetail: nullable(LocalText),
  fileName: nullable(Type.String()),
  bytes: nullable(Type.Integer()),
  /** Whether another file may take its place: no published course named it yet. */
  maySendFile: Type.Boolean(),
  retiredAt: nullable(Instant),
  savedAt: Instant,
  savedBy: nullable(Type.String()),
});
export type TextbookEntry = Static<typeof TextbookEntry>;

const Number = Type.Integer({ minimum: 1, maximum: 9_999 });

/** A textbook as it is read. */
export const TextbookView = closed({
  ...head,
  rights: Type.String(),
  isbn: Type.String(),
  unitName: Type.String(),
  language: oneOf(['zh-CN', 'en'] as const),
  percent: Type.Integer(),
  /** Headings with the page or chapter that each begins at. */
  outline: Type.Array(
    closed({ title: Type.String(), level: Type.Integer(), number: Type.Integer() }),
  ),
  /** Where the caller stopped reading; 1 for who did not begin. */
  place: Type.Integer(),
  mayEdit: Type.Boolean(),
});
export type TextbookView = Static<typeof TextbookView>;

/** A page as a picture with its words, or a chapter. */
export const TextbookPart = closed({
  number: Type.Integer(),
  /** A chapter's heading; empty for a page. */
  title: Type.String(),
  page: nullable(
    closed({
      url: Type.String(),
      width: Type.Integer(),
      height: Type.Integer(),
      /** Line by line; empty for a scan. */
      text: Type.String(),
    }),
  ),
  /** Of a chapter: from Markdown, made safe. */
  html: nullable(Type.String()),
});
export type TextbookPart = Static<typeof TextbookPart>;

export const TextbookMatches = closed({
  /** The first place of each page or chapter, in their order. */
  items: Type.Array(
    closed({
      number: Type.Integer(),
      title: Type.String(),
      before: Type.String(),
      found: Type.String(),
      after: Type.String(),
    }),
  ),
  /** Whether there are more than are listed. */
  hasMore: Type.Boolean(),
});
export type TextbookMatches = Static<typeof TextbookMatches>;

const tag = 'textbooks';
const one = { tag, params: closed({ code: TextbookCode }) } as const;
const nothing = { status: 204, schema: Nothing } as const;
const changed = [400, 401, 403, 404, 409] as const;

export const listTextbooks = endpoint({
  tag,
  access: 'staff',
  method: 'GET',
  url: '/api/v1/textbooks',
  summary: 'Textbooks as far as the caller sees them: of their units, above and below',
  query: closed({
    query: Type.Optional(text(60, 0)),
    /** Those that are not offered any more, instead of the others. */
    retired: Type.Optional(Type.Boolean()),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(TextbookCard),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
      /** Units at which the caller can add one; none: they only look. */
      mayAddAt: Type.Array(OrgUnitRef),
    }),
  },
  problems: [400, 401, 403],
});

export const listTextbookChoices = endpoint({
  tag,
  access: 'author',
  method: 'GET',
  url: '/api/v1/textbook-choices',
  summary: 'Textbooks that the caller may name in a course',
  ok: { status: 200, schema: closed({ items: Type.Array(TextbookChoice) }) },
  problems: [401, 403],
});

export const addTextbook = endpoint({
  tag,
  access: 'staff',
  method: 'POST',
  url: '/api/v1/textbooks',
  summary: 'Add a textbook that a unit holds; its code is made from the title, its file comes next',
  body: closed({ unitId: Id, form: TextbookForm }),
  ok: { status: 201, schema: closed({ code: TextbookCode }) },
  problems: changed,
});

export const readTextbookEntry = endpoint({
  ...one,
  access: 'staff',
  method: 'GET',
  url: '/api/v1/textbooks/:code/entry',
  summary: 'A textbook as those who keep it change it',
  ok: { status: 200, schema: TextbookEntry },
  problems: [400, 401, 403, 404],
});

export const saveTextbook = endpoint({
  ...one,
  access: 'staff',
  method: 'PUT',
  url: '/api/v1/textbooks/:code/entry',
  summary: 'Change what is said of a textbook; version is that of the entry as it was read',
  body: closed({ version: Type.Integer(), form: TextbookForm }),
  ok: nothing,
  problems: changed,
});

export const sendTextbookFile = endpoint({
  ...one,
  access: 'staff',
  method: 'POST',
  url: '/api/v1/textbooks/:code/file',
  summary:
    'Set the file: a PDF’s or EPUB’s bytes as application/octet-stream. Refused once a published course names it',
  query: closed({ name: Type.Optional(text(200, 0)) }),
  ok: nothing,
  problems: [...changed, 413, 415, 507],
});

export const setTextbookRetired = endpoint({
  ...one,
  access: 'staff',
  method: 'PUT',
  url: '/api/v1/textbooks/:code/retirement',
  summary: 'Offer a textbook no longer, or again; courses that name it stay as they are',
  body: closed({ retired: Type.Boolean() }),
  ok: nothing,
  problems: changed,
});

export const readTextbook = endpoint({
  ...one,
  access: 'signed_in',
  method: 'GET',
  url: '/api/v1/textbooks/:code',
  summary: 'A textbook to read, for whoever may see a course that names it',
  ok: { status: 200, schema: TextbookView },
  problems: [400, 401, 404],
});

export const readTextbookPart = endpoint({
  ...one,
  access: 'signed_in',
  method: 'GET',
  url: '/api/v1/textbooks/:code/part',
  summary: 'One page of a PDF, or one chapter of an EPUB',
  query: closed({ number: Number }),
  ok: { status: 200, schema: TextbookPart },
  problems: [400, 401, 404, 409],
});

export const searchTextbook = endpoint({
  ...one,
  access: 'signed_in',
  method: 'GET',
  url: '/api/v1/textbooks/:code/matches',
  summary: 'Pages or chapters that have some words',
  query: closed({ query: text(60) }),
  ok: { status: 200, schema: TextbookMatches },
  problems: [400, 401, 404, 409],
});

export const rememberTextbookPlace = endpoint({
  ...one,
  access: 'signed_in',
  method: 'PUT',
  url: '/api/v1/textbooks/:code/place',
  summary: 'Note where the caller reads, to go on there',
  body: closed({ number: Number }),
  ok: nothing,
  problems: [400, 401, 404, 409],
});
