import { Type, type Static } from 'typebox';
import { ItemId, QuizItemKind } from './assessment.ts';
import {
  Area,
  closed,
  endpoint,
  Id,
  Instant,
  LocalText,
  nullable,
  oneOf,
  Slug,
  text,
} from './shared.ts';

/** An attempt with short answers that wait for a mark. Whose it is, is not told to the marker. */
const WaitingAttempt = closed({
  id: Id,
  courseSlug: Slug,
  courseTitle: LocalText,
  lessonTitle: LocalText,
  submittedAt: Instant,
  pendingMarks: Type.Integer(),
  /** The caller's own attempt is marked by somebody else. */
  isOwn: Type.Boolean(),
});

export const listMarking = endpoint({
  method: 'GET',
  url: '/api/v1/studio/marking',
  summary: 'Attempts that wait to be marked, oldest first',
  tag: 'assessment',
  access: 'author',
  query: closed({ after: Type.Optional(Id) }),
  ok: {
    status: 200,
    schema: closed({
      total: Type.Integer(),
      items: Type.Array(WaitingAttempt),
      /** Where to go on; null at the end. */
      next: nullable(Id),
    }),
  },
  problems: [400, 401, 403],
});

export const MarkingSheet = closed({
  ...WaitingAttempt.properties,
  passMark: Type.Integer(),
  answers: Type.Array(
    closed({
      itemId: Type.String(),
      groupHtml: nullable(Type.String()),
      stemHtml: Type.String(),
      guideHtml: Type.String(),
      explanationHtml: Type.String(),
      points: Type.Integer(),
      answer: Type.String(),
      /** Hundredths of a point; null until it is marked. */
      hundredths: nullable(Type.Integer()),
      comment: nullable(Type.String()),
    }),
  ),
});
export type MarkingSheet = Static<typeof MarkingSheet>;

export const readMarkingSheet = endpoint({
  method: 'GET',
  url: '/api/v1/studio/marking/:id',
  summary: 'The short answers of one attempt, with the guide for marking them',
  tag: 'assessment',
  access: 'author',
  params: closed({ id: Id }),
  ok: { status: 200, schema: MarkingSheet },
  problems: [400, 401, 403, 404],
});

export const markAttempt = endpoint({
  method: 'PUT',
  url: '/api/v1/studio/marking/:id/marks',
  summary: 'Mark short answers; with the last mark the result stands and the learner sees it',
  tag: 'assessment',
  access: 'author',
  params: closed({ id: Id }),
  body: closed({
    marks: Type.Array(
      closed({
        itemId: ItemId,
        /** Hundredths of a point, in halves of a point. */
        hundredths: Type.Integer({ minimum: 0, maximum: 10_000, multipleOf: 50 }),
        comment: nullable(text(1000)),
      }),
      { minItems: 1, maxItems: 200 },
    ),
  }),
  ok: { status: 200, schema: closed({ pendingMarks: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409],
});

export const listQuizzes = endpoint({
  method: 'GET',
  url: '/api/v1/studio/quizzes',
  summary: 'Quizzes of the published courses, with how they went',
  tag: 'assessment',
  access: 'author',
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(
        closed({
          courseSlug: Slug,
          courseTitle: LocalText,
          lessonKey: Slug,
          lessonTitle: LocalText,
          asked: Type.Integer(),
          pool: Type.Integer(),
          attempts: Type.Integer(),
          passed: Type.Integer(),
          pendingMarks: Type.Integer(),
        }),
      ),
    }),
  },
  problems: [401, 403],
});

const Share = nullable(Type.Integer());

export const AnalysedItem = closed({
  id: Type.String(),
  kind: QuizItemKind,
  stemHtml: Type.String(),
  difficulty: Type.Integer(),
  attempts: Type.Integer(),
  facilityPercent: Share,
  discriminationHundredths: Share,
  advice: nullable(oneOf(['wrong_key', 'too_hard', 'too_easy', 'weak'] as const)),
  /** How often each answer was given, in the whole, in the best and in the weakest quarter. */
  options: Type.Array(
    closed({
      text: Type.String(),
      isRight: Type.Boolean(),
      percent: Share,
      topPercent: Share,
      bottomPercent: Share,
    }),
  ),
});
export type AnalysedItem = Static<typeof AnalysedItem>;

export const analyseQuiz = endpoint({
  method: 'GET',
  url: '/api/v1/studio/quizzes/:slug/:lessonKey',
  summary: 'Item analysis of a quiz over the newest first attempts',
  tag: 'assessment',
  access: 'author',
  params: closed({ slug: Slug, lessonKey: Slug }),
  ok: {
    status: 200,
    schema: closed({
      courseTitle: LocalText,
      lessonTitle: LocalText,
      passMark: Type.Integer(),
      /** First attempts counted; at most `most`. */
      attempts: Type.Integer(),
      most: Type.Integer(),
      averagePercent: Share,
      passedPercent: Share,
      items: Type.Array(AnalysedItem),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const BankItem = closed({
  id: Type.String(),
  origin: oneOf(['bank', 'course'] as const),
  originName: Type.String(),
  originTitle: LocalText,
  /** It is kept in the studio, where it can be edited. */
  isKept: Type.Boolean(),
  state: oneOf(['ready', 'unfinished', 'retired'] as const),
  itemId: Type.String(),
  kind: QuizItemKind,
  area: Area,
  difficulty: Type.Integer(),
  tags: Type.Array(Type.String()),
  source: nullable(Type.String()),
  statute: nullable(Type.String()),
  article: nullable(Type.String()),
  groupHtml: nullable(Type.String()),
  stemHtml: Type.String(),
  /** Options, steps, pairs or accepted wordings as lines of text; which of them are right. */
  lines: Type.Array(closed({ text: Type.String(), isRight: Type.Boolean() })),
  explanationHtml: Type.String(),
});
export type BankItem = Static<typeof BankItem>;

export const searchBank = endpoint({
  method: 'GET',
  url: '/api/v1/studio/bank',
  summary: 'Items of the question banks and of the courses’ quizzes',
  tag: 'assessment',
  access: 'author',
  query: closed({
    search: Type.Optional(text(80, 0)),
    origin: Type.Optional(text(80, 0)),
    kind: Type.Optional(QuizItemKind),
    area: Type.Optional(Area),
    difficulty: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    tag: Type.Optional(text(40, 0)),
    statute: Type.Optional(text(80, 0)),
    /** Left out: all that are not retired. */
    state: Type.Optional(oneOf(['ready', 'unfinished', 'retired', 'all'] as const)),
    /** Of banks only, and only what can be asked within a lecture. */
    forLecture: Type.Optional(oneOf(['yes'] as const)),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      total: Type.Integer(),
      page: Type.Integer(),
      pages: Type.Integer(),
      origins: Type.Array(closed({ name: Type.String(), title: LocalText, items: Type.Integer() })),
      items: Type.Array(BankItem),
    }),
  },
  problems: [400, 401, 403],
});
