// Courses written in the studio: facts, outline and texts, checked as the import checks a folder,
// published by somebody else than who submitted them.
import { MAX_RATES, REPEATS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { CaseForm, QuizForm } from './draft-forms.ts';
import { Checklist } from './course-versions.ts';
import { KeyGroupCode } from './key-groups.ts';
import { LecturerCode } from './lecturers.ts';
import { MOST_SYLLABUS_POINTS, SyllabusReference } from './syllabuses.ts';
import { MOST_TEXTBOOKS, TextbookCode } from './textbooks.ts';
import {
  Area,
  closed,
  endpoint,
  Hundredths,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  Slug,
  text,
} from './shared.ts';

export const DRAFT_STATES = ['draft', 'submitted', 'published'] as const;
export const WRITTEN_KINDS = ['lecture', 'reading', 'case', 'courseware', 'quiz'] as const;

const typed = (most: number) => text(most, 0);
const inBoth = (most: number) => closed({ 'zh-CN': typed(most), en: typed(most) });

/** As far as they are written: what is still missing is said by the check. */
export const DraftFacts = closed({
  title: inBoth(120),
  summary: inBoth(1000),
  area: Area,
  tags: Type.Array(typed(12), { maxItems: 8 }),
  /** `register`: the code of an entry of the lecturer register; name and title then come from there. */
  lecturer: closed({
    name: typed(60),
    title: typed(60),
    register: Type.Optional(LecturerCode),
  }),
  repeat: oneOf(REPEATS),
  /** Whom it is meant for: these categories and those who hold one of these key groups. Both left out: everybody. */
  audience: Type.Optional(Type.Array(AudienceCategory, { maxItems: 30, uniqueItems: true })),
  keyGroups: Type.Optional(Type.Array(KeyGroupCode, { maxItems: 30, uniqueItems: true })),
  /** Courses that are better learned before. */
  prerequisites: Type.Optional(Type.Array(Slug, { maxItems: 10 })),
  /** The picture that stands for it, by its name among those of the texts. Left out: that of its first lecture. */
  cover: Type.Optional(typed(200)),
  /** The first time: anywhere, or forwards only to where one has been. Left out: anywhere. */
  seeking: Type.Optional(oneOf(['free', 'watched'] as const)),
  /** The fastest play of a lecture that counts. Left out: real time. */
  maxRate: Type.Optional(Type.Enum([...MAX_RATES])),
  /** Courses that name the same have the same content. */
  equivalence: Type.Optional(typed(40)),
  /** Points of syllabuses that it covers. */
  syllabusPoints: Type.Optional(Type.Array(SyllabusReference, { maxItems: MOST_SYLLABUS_POINTS })),
  /** Textbooks by their codes. */
  textbooks: Type.Optional(Type.Array(TextbookCode, { maxItems: MOST_TEXTBOOKS })),
  /** How its hours are found. Left out or `linear`: by its material. */
  valuation: Type.Optional(
    Type.Union([
      Type.Literal('linear'),
      closed({
        kind: Type.Literal('authored'),
        hundredths: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
      }),
    ]),
  ),
  sources: Type.Array(closed({ title: typed(200), issuer: typed(200), date: typed(10) }), {
    maxItems: 50,
  }),
});
export type DraftFacts = Static<typeof DraftFacts>;

const LessonId = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const lesson = { id: LessonId, title: inBoth(120), required: Type.Boolean() };
export const DraftLesson = closed({ ...lesson, kind: oneOf(WRITTEN_KINDS) });
export type DraftLesson = Static<typeof DraftLesson>;

/** What is to be mended, and where: `lessonId` null is the course itself. */
export const DraftFault = closed({
  lessonId: nullable(Type.String()),
  /** null where it is about the file as a whole. */
  line: nullable(Type.Integer()),
  /**
   * Which of the facts, of what the outline says of the lesson (`summary.en`), or of the quiz or case
   * (`items.2.options.0`); null: the text.
   */
  field: nullable(Type.String()),
  message: LocalText,
});
export type DraftFault = Static<typeof DraftFault>;

const Saved = { savedAt: Instant, savedBy: Type.String() };

export const DraftCard = closed({
  id: Id,
  slug: Slug,
  title: LocalText,
  state: oneOf(DRAFT_STATES),
  /** When a submitted course is to be published; null where no time is set. */
  scheduledFor: nullable(Instant),
  lessons: Type.Integer(),
  ...Saved,
});
export type DraftCard = Static<typeof DraftCard>;

/** A picture for texts: `![…](name)` shows it. */
export const DraftPicture = closed({
  file: Id,
  /** As it was called where it came from. */
  fileName: Type.String(),
  state: oneOf(['checking', 'usable', 'refused'] as const),
  /** What a text calls it by; null while it cannot be used. */
  name: nullable(Type.String()),
});
export type DraftPicture = Static<typeof DraftPicture>;

export const CourseDraft = closed({
  id: Id,
  slug: Slug,
  state: oneOf(DRAFT_STATES),
  version: Type.Integer(),
  revision: Type.Integer(),
  facts: DraftFacts,
  lessons: Type.Array(DraftLesson),
  /** Of which its texts show some, and one may be its cover. */
  pictures: Type.Array(DraftPicture),
  submittedBy: nullable(Type.String()),
  submittedAt: nullable(Instant),
  /** When it is to be published; null where no time is set. */
  scheduledFor: nullable(Instant),
  /** The version of which what was submitted is a small correction; null where it is more. */
  corrects: nullable(Type.Integer()),
  /** What the reviewer said when it was given back. */
  comment: nullable(Type.String()),
  ...Saved,
  /** What hinders publishing; none: it may be submitted. */
  faults: Type.Array(DraftFault),
  /** Hours that it would be worth as it is; null while something is to be mended. */
  hundredths: nullable(Hundredths),
  /** Whether the caller may decide about what was submitted. */
  mayDecide: Type.Boolean(),
});
export type CourseDraft = Static<typeof CourseDraft>;

/** What a lecture asks, as it came with the course folder: shown, and kept. */
export const KeptQuestion = closed({
  /** Minutes and seconds, or h:mm:ss, as it was written. */
  at: Type.String(),
  /** Its stem; null for a question of a bank. */
  stem: nullable(Type.String()),
  /** Where a bank's is found; null for one of its own. */
  bankItem: nullable(closed({ bank: Type.String(), id: Type.String() })),
});
export type KeptQuestion = Static<typeof KeptQuestion>;

export const DraftText = closed({
  draft: closed({ id: Id, title: LocalText, state: oneOf(DRAFT_STATES) }),
  lesson: DraftLesson,
  text: Type.String(),
  version: Type.Integer(),
  ...Saved,
  faults: Type.Array(DraftFault),
  /** A reading as learners see it; null for what is no Markdown. */
  previewHtml: nullable(Type.String()),
  /** What was sent for the texts of the draft, the newest first. */
  pictures: Type.Array(DraftPicture),
  /** What a lecture asks; none for other kinds of lesson. */
  questions: Type.Array(KeptQuestion),
  /** For the editors; null for other kinds of lesson, and for what no field of theirs could hold. */
  quiz: nullable(QuizForm),
  study: nullable(CaseForm),
});
export type DraftText = Static<typeof DraftText>;

const author = { tag: 'drafts', access: 'author' } as const;
const one = { ...author, params: closed({ id: Id }) } as const;
const ofLesson = { ...author, params: closed({ id: Id, lessonId: LessonId }) } as const;
const changed = [400, 401, 403, 404, 409] as const;

export const listDrafts = endpoint({
  ...author,
  method: 'GET',
  url: '/api/v1/drafts',
  summary: 'Courses being written, the one saved last first',
  ok: { status: 200, schema: closed({ items: Type.Array(DraftCard) }) },
  problems: [401, 403],
});

export const beginDraft = endpoint({
  ...author,
  method: 'POST',
  url: '/api/v1/drafts',
  summary: 'Begin a course',
  body: closed({ title: text(120), area: Area }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: [400, 401, 403],
});

const Told = closed({ file: Type.String(), line: nullable(Type.Integer()), message: LocalText });

/** A course that was taken into the studio; a draft, or what hinders it. */
export const TakenCourse = closed({
  /** null exactly where there are faults: then nothing was kept. */
  id: nullable(Id),
  faults: Type.Array(Told),
  /** What of a course of another platform did not come along, item by item. */
  notCarried: Type.Array(Told),
});
export type TakenCourse = Static<typeof TakenCourse>;

export const beginDraftFromVersion = endpoint({
  ...author,
  method: 'POST',
  url: '/api/v1/courses/:slug/versions/:revision/draft',
  summary: 'Work on a published version in the studio: a draft of the course, which has none yet',
  params: closed({ slug: Slug, revision: Type.String({ pattern: '^[1-9]\\d{0,8}$' }) }),
  ok: { status: 200, schema: TakenCourse },
  problems: [401, 403, 404, 409],
});

export const beginDraftFromPackage = endpoint({
  ...author,
  method: 'POST',
  url: '/api/v1/drafts/packages',
  summary:
    'Begin a course from a course package, or a Common Cartridge: the zip’s bytes as application/octet-stream',
  ok: { status: 200, schema: TakenCourse },
  problems: [400, 401, 403, 413, 415, 507],
});

export const readDraft = endpoint({
  ...one,
  method: 'GET',
  url: '/api/v1/drafts/:id',
  summary: 'A course being written, with all that is to be mended',
  ok: { status: 200, schema: CourseDraft },
  problems: [401, 403, 404],
});

export const saveDraftFacts = endpoint({
  ...one,
  method: 'PUT',
  url: '/api/v1/drafts/:id/facts',
  summary: 'Save what the course is about; version is that of the draft as it was read',
  body: closed({ version: Type.Integer(), facts: DraftFacts }),
  ok: { status: 204, schema: Nothing },
  problems: changed,
});

export const saveDraftLessons = endpoint({
  ...one,
  method: 'PUT',
  url: '/api/v1/drafts/:id/lessons',
  summary:
    'Save order, titles and which are compulsory; a lesson left out is removed with its text',
  body: closed({
    version: Type.Integer(),
    lessons: Type.Array(closed(lesson), { maxItems: 200 }),
  }),
  ok: { status: 204, schema: Nothing },
  problems: changed,
});

export const addDraftLesson = endpoint({
  ...one,
  method: 'POST',
  url: '/api/v1/drafts/:id/lessons',
  summary: 'Add a lesson at the end, with a text to begin from',
  body: closed({ kind: oneOf(WRITTEN_KINDS), title: text(120) }),
  ok: { status: 201, schema: closed({ lessonId: LessonId }) },
  problems: changed,
});

export const readDraftText = endpoint({
  ...ofLesson,
  method: 'GET',
  url: '/api/v1/drafts/:id/lessons/:lessonId/text',
  summary: 'The text of a lesson, with what is to be mended in it',
  ok: { status: 200, schema: DraftText },
  problems: [400, 401, 403, 404],
});

export const saveDraftText = endpoint({
  ...ofLesson,
  method: 'PUT',
  url: '/api/v1/drafts/:id/lessons/:lessonId/text',
  summary: 'Save the text of a lesson; version is that of the text as it was read',
  // As many characters of Chinese, three bytes each.
  bodyBytes: 1_250_000,
  body: closed({ version: Type.Integer(), text: text(400_000, 0) }),
  ok: { status: 200, schema: closed({ version: Type.Integer() }) },
  problems: [...changed, 413],
});

export const submitDraft = endpoint({
  ...one,
  method: 'PUT',
  url: '/api/v1/drafts/:id/submission',
  summary: 'Submit the course for review; it cannot be changed meanwhile',
  /** Whether it is a small correction of the version that learners have. */
  body: closed({ correction: Type.Boolean() }),
  ok: { status: 204, schema: Nothing },
  problems: changed,
});

export const withdrawDraft = endpoint({
  ...one,
  method: 'DELETE',
  url: '/api/v1/drafts/:id/submission',
  summary: 'Take a submitted course back, to go on writing',
  ok: { status: 204, schema: Nothing },
  problems: changed,
});

export const decideDraft = endpoint({
  ...one,
  method: 'POST',
  url: '/api/v1/drafts/:id/decision',
  summary: 'Publish a submitted course, or give it back with a comment; never one’s own',
  body: closed({
    publish: Type.Boolean(),
    comment: text(2_000, 0),
    /** Whole, where it is to be published. */
    checklist: Type.Optional(Checklist),
    /** Publish at this time instead of now: in the future, within a year. */
    publishAt: Type.Optional(Instant),
    /** Of the submission that was looked at; another one is not decided about. */
    submittedAt: Type.Optional(Instant),
  }),
  ok: { status: 204, schema: Nothing },
  problems: changed,
});

export const discardDraft = endpoint({
  ...one,
  method: 'DELETE',
  url: '/api/v1/drafts/:id',
  summary: 'Throw a draft away; a version that is published stays',
  ok: { status: 204, schema: Nothing },
  problems: changed,
});
