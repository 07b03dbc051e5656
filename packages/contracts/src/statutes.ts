// Laws and regulations by article and edition, and which courses cite what.
import { Type, type Static } from 'typebox';
import { closed, endpoint, Id, LocalText, nullable, oneOf, Slug, text } from './shared.ts';

/** The most characters of a statute that is taken in: the civil code has 110,000. */
export const STATUTE_MOST = 400_000;
/** The body that carries them, bytes. */
export const STATUTE_BODY_BYTES = 1_500_000;

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Title = text(80);
const ArticleNumber = Type.String({ minLength: 1, maxLength: 20 });

export const EDITION_STATES = ['in_force', 'to_come', 'superseded', 'repealed'] as const;
export const ARTICLE_STATES = ['same', 'moved', 'changed', 'gone', 'new'] as const;

/** One edition of a statute without its text. */
export const StatuteEditionHead = closed({
  /** Which edition it is: the day of its passing, or 'undated'. */
  key: Type.String(),
  adoptedOn: nullable(Day),
  change: oneOf(['adopted', 'amended', 'revised'] as const),
  issuer: nullable(Type.String()),
  documentNumber: nullable(Type.String()),
  inForceFrom: nullable(Day),
  /** The first day on which the next edition holds; null while none is known. */
  supersededOn: nullable(Day),
  repealedOn: nullable(Day),
  /** On the day that was asked about. */
  state: oneOf(EDITION_STATES),
});
export type StatuteEditionHead = Static<typeof StatuteEditionHead>;

const hit = {
  article: ArticleNumber,
  /** Words around what was looked for. */
  snippet: Type.String(),
};

export const StatuteCard = closed({
  title: Title,
  fullTitle: Type.String(),
  edition: StatuteEditionHead,
  editions: Type.Integer(),
  articles: Type.Integer(),
  /** Articles in which all words occur; at most three. */
  hits: Type.Array(closed(hit)),
  /** How many there are in all. */
  hitCount: Type.Integer(),
});
export type StatuteCard = Static<typeof StatuteCard>;

export const FoundArticle = closed({
  statute: Title,
  article: ArticleNumber,
  text: Type.String(),
  inForceFrom: nullable(Day),
});
export type FoundArticle = Static<typeof FoundArticle>;

export const StatuteArticle = closed({
  number: ArticleNumber,
  paragraphs: Type.Array(closed({ text: Type.String(), items: Type.Array(Type.String()) })),
});
export type StatuteArticle = Static<typeof StatuteArticle>;

/** The headings in reading order, each with how deep it is and the articles directly below it. */
export const StatuteSection = closed({
  title: nullable(Type.String()),
  /** From 1. */
  depth: Type.Integer(),
  articles: Type.Array(StatuteArticle),
});
export type StatuteSection = Static<typeof StatuteSection>;

export const StatuteView = closed({
  title: Title,
  fullTitle: Type.String(),
  notes: Type.Array(Type.String()),
  partial: Type.Boolean(),
  /** The day that was asked about. */
  on: Day,
  edition: StatuteEditionHead,
  /** From the newest to the oldest. */
  editions: Type.Array(StatuteEditionHead),
  sections: Type.Array(StatuteSection),
  /** Published courses that cite it. */
  citedBy: Type.Array(
    closed({ slug: Slug, title: LocalText, articles: Type.Array(Type.String()) }),
  ),
});
export type StatuteView = Static<typeof StatuteView>;

export const TextPart = closed({
  kind: oneOf(['same', 'removed', 'added'] as const),
  text: Type.String(),
});
const Side = nullable(closed({ number: ArticleNumber, text: Type.String() }));

export const ArticleDifference = closed({
  state: oneOf(ARTICLE_STATES),
  before: Side,
  after: Side,
  /** Both texts as one, with what went and what came; empty where only one side is. */
  parts: Type.Array(TextPart),
});
export type ArticleDifference = Static<typeof ArticleDifference>;

export const StatuteDifferences = closed({
  title: Title,
  fullTitle: Type.String(),
  before: StatuteEditionHead,
  after: StatuteEditionHead,
  editions: Type.Array(StatuteEditionHead),
  articles: Type.Array(ArticleDifference),
});
export type StatuteDifferences = Static<typeof StatuteDifferences>;

/** A citation whose article is no longer what it was when it was cited. */
export const StatuteFlag = closed({
  statute: Title,
  article: ArticleNumber,
  /** The year that the citation names. */
  year: nullable(Type.Integer()),
  lessonKey: nullable(Type.String()),
  lessonTitle: nullable(LocalText),
  itemId: nullable(Type.String()),
  difference: ArticleDifference,
  before: StatuteEditionHead,
  after: StatuteEditionHead,
});
export type StatuteFlag = Static<typeof StatuteFlag>;

export const FlaggedPlace = closed({
  kind: oneOf(['course', 'draft', 'bank'] as const),
  /** Slug of the course, id of the draft, name of the bank. */
  id: Type.String(),
  title: LocalText,
  flags: Type.Array(StatuteFlag),
});
export type FlaggedPlace = Static<typeof FlaggedPlace>;

/** What somebody says of the edition that they give in; what is empty is read from the text. */
export const StatuteSubmission = closed({
  title: Type.String({ maxLength: 80 }),
  text: Type.String({ maxLength: STATUTE_MOST }),
  adoptedOn: Type.String({ maxLength: 10 }),
  inForceFrom: Type.String({ maxLength: 10 }),
  issuer: Type.String({ maxLength: 80 }),
  documentNumber: Type.String({ maxLength: 80 }),
});
export type StatuteSubmission = Static<typeof StatuteSubmission>;

export const StatuteFault = closed({
  /** null: about the text as a whole, or a field. */
  line: nullable(Type.Integer()),
  field: nullable(oneOf(['title', 'text', 'adoptedOn', 'inForceFrom'] as const)),
  message: LocalText,
});
export type StatuteFault = Static<typeof StatuteFault>;

/** What the text is read as, and what hinders taking it. */
export const StatutePreview = closed({
  submission: StatuteSubmission,
  fullTitle: Type.String(),
  change: oneOf(['adopted', 'amended', 'revised'] as const),
  notes: Type.Array(Type.String()),
  sections: Type.Array(StatuteSection),
  articles: Type.Integer(),
  faults: Type.Array(StatuteFault),
  /** The editions that are there already. */
  editions: Type.Array(StatuteEditionHead),
  /** An edition passed on the same day would be replaced. */
  replaces: Type.Boolean(),
});
export type StatutePreview = Static<typeof StatutePreview>;

const reader = { tag: 'statutes', access: 'signed_in' } as const;
const author = { tag: 'statutes', access: 'author' } as const;
const reviewer = { tag: 'statutes', access: 'reviewer', bodyBytes: STATUTE_BODY_BYTES } as const;
const ofStatute = { params: closed({ title: Title }) } as const;

export const listStatutes = endpoint({
  ...reader,
  method: 'GET',
  url: '/api/v1/statutes',
  summary: 'The statute library: all, or those whose title, initials or articles have the words',
  query: closed({ query: Type.Optional(Type.String({ maxLength: 80 })) }),
  ok: { status: 200, schema: closed({ items: Type.Array(StatuteCard) }) },
  problems: [400, 401],
});

export const readStatute = endpoint({
  ...reader,
  ...ofStatute,
  method: 'GET',
  url: '/api/v1/statutes/:title',
  summary: 'A statute as in force on a day (today where none is given), or in one of its editions',
  query: closed({ on: Type.Optional(Day), edition: Type.Optional(Type.String({ maxLength: 10 })) }),
  ok: { status: 200, schema: StatuteView },
  problems: [400, 401, 404],
});

export const compareStatute = endpoint({
  ...reader,
  ...ofStatute,
  method: 'GET',
  url: '/api/v1/statutes/:title/differences',
  summary: 'What changed from one edition to another, article by article',
  query: closed({
    before: Type.Optional(Type.String({ maxLength: 10 })),
    after: Type.Optional(Type.String({ maxLength: 10 })),
  }),
  ok: { status: 200, schema: StatuteDifferences },
  problems: [400, 401, 404],
});

export const findArticles = endpoint({
  ...author,
  method: 'GET',
  url: '/api/v1/statute-articles',
  summary: 'Articles in force that fit what is typed: title or initials, number, words; at most 20',
  query: closed({ query: Type.String({ maxLength: 80 }) }),
  ok: { status: 200, schema: closed({ items: Type.Array(FoundArticle) }) },
  problems: [400, 401, 403],
});

export const listStatuteFlags = endpoint({
  ...author,
  method: 'GET',
  url: '/api/v1/statute-flags',
  summary: 'Courses, drafts and banks that cite articles which have changed, moved or gone since',
  query: closed({ draft: Type.Optional(Id) }),
  ok: { status: 200, schema: closed({ items: Type.Array(FlaggedPlace) }) },
  problems: [400, 401, 403],
});

export const previewStatute = endpoint({
  ...reviewer,
  method: 'POST',
  url: '/api/v1/statute-previews',
  summary: 'Read a text as an edition of a statute, and say what is to be mended; nothing is kept',
  body: StatuteSubmission,
  ok: { status: 200, schema: StatutePreview },
  problems: [400, 401, 403, 413],
});

export const takeStatute = endpoint({
  ...reviewer,
  method: 'POST',
  url: '/api/v1/statutes',
  summary: 'Take a text into the library as an edition; for reviewers and system administrators',
  body: StatuteSubmission,
  ok: { status: 201, schema: closed({ title: Title, key: Type.String() }) },
  problems: [400, 401, 403, 409, 413],
});
