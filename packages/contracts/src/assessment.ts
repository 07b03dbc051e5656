import {
  MOST_BLANK_CHARACTERS,
  MOST_SHORT_ANSWER_CHARACTERS,
  QUIZ_ITEM_KINDS,
} from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { CompletionNews } from './completion.ts';
import { closed, endpoint, Id, Instant, nullable, oneOf, Slug, text } from './shared.ts';

export const QuizItemKind = oneOf(QUIZ_ITEM_KINDS);

/** at_once, when_done (passed, or no attempt left): answers and explanations; score_only: never. */
export const ReviewPolicy = oneOf(['at_once', 'when_done', 'score_only'] as const);

/**
 * true or false; letters of options chosen, of steps in order, or one a left-hand side ('' for open);
 * one text a blank; the text of a short answer.
 */
export const QuizAnswer = Type.Union([
  Type.Boolean(),
  text(MOST_SHORT_ANSWER_CHARACTERS, 0),
  Type.Array(text(MOST_BLANK_CHARACTERS, 0), { maxItems: 12 }),
]);
export type QuizAnswer = Static<typeof QuizAnswer>;

const AttemptState = oneOf(['open', 'marking', 'submitted'] as const);

export const AttemptSummary = closed({
  id: Id,
  number: Type.Integer(),
  state: AttemptState,
  startedAt: Instant,
  submittedAt: nullable(Instant),
  percent: nullable(Type.Integer()),
  passed: nullable(Type.Boolean()),
});

/** Told when it may be told, never before. */
export const QuizItemResult = closed({
  right: Type.Boolean(),
  /** A short answer that waits for its mark. */
  isPending: Type.Boolean(),
  /** Hundredths of a point. */
  earnedHundredths: Type.Integer(),
  /** As answers are given; null for a short answer. The first of the accepted wordings of a blank. */
  rightAnswer: nullable(QuizAnswer),
  explanationHtml: Type.String(),
  statute: nullable(
    closed({ statute: Type.String(), article: Type.String(), textHtml: Type.String() }),
  ),
  /** What the marker wrote. */
  comment: nullable(Type.String()),
});
export type QuizItemResult = Static<typeof QuizItemResult>;

/** An item as it is asked: nothing in it tells the answer. */
export const AskedItem = closed({
  id: Type.String(),
  kind: QuizItemKind,
  points: Type.Integer(),
  /** The case-set whose text it asks about. */
  group: nullable(Type.String()),
  stemHtml: Type.String(),
  options: Type.Array(closed({ id: Type.String(), text: Type.String() })),
  lefts: Type.Array(Type.String()),
  blanks: Type.Integer(),
});
export type AskedItem = Static<typeof AskedItem>;

export const QuizAttempt = closed({
  id: Id,
  number: Type.Integer(),
  courseSlug: Slug,
  lessonKey: Slug,
  state: AttemptState,
  passMark: Type.Integer(),
  deadlineAt: nullable(Instant),
  /** By the server's clock; null without a limit or once handed in. */
  secondsLeft: nullable(Type.Integer()),
  /** Who handed it in. */
  closedBy: nullable(oneOf(['learner', 'time'] as const)),
  groups: Type.Array(closed({ id: Type.String(), html: Type.String() })),
  /** Empty once handed in where the review policy shows the score only. */
  items: Type.Array(
    closed({
      ...AskedItem.properties,
      answer: nullable(QuizAnswer),
      result: nullable(QuizItemResult),
    }),
  ),
  itemCount: Type.Integer(),
  correct: nullable(Type.Integer()),
  earnedHundredths: nullable(Type.Integer()),
  worthHundredths: nullable(Type.Integer()),
  percent: nullable(Type.Integer()),
  passed: nullable(Type.Boolean()),
  attemptsLeft: nullable(Type.Integer()),
  review: ReviewPolicy,
  news: nullable(CompletionNews),
});
export type QuizAttempt = Static<typeof QuizAttempt>;

/** A quiz's own items have short ids; those of a bank bear its name before theirs. */
export const ItemId = text(80);
const attemptParams = closed({ id: Id });
const answersByItem = Type.Record(
  Type.String({ pattern: '^[A-Za-z0-9_-]{1,80}$' }),
  nullable(QuizAnswer),
  { additionalProperties: false },
);

export const startQuiz = endpoint({
  method: 'POST',
  url: '/api/v1/quiz-attempts',
  summary: 'Begin an attempt, or go on with the open one; the time of a limited one runs from here',
  tag: 'learning',
  access: 'signed_in',
  body: closed({ slug: Slug, lessonKey: Slug }),
  ok: { status: 200, schema: QuizAttempt },
  problems: [400, 401, 403, 404, 409],
});

export const readQuizAttempt = endpoint({
  method: 'GET',
  url: '/api/v1/quiz-attempts/:id',
  summary: 'One of the caller’s attempts',
  tag: 'learning',
  access: 'signed_in',
  params: attemptParams,
  ok: { status: 200, schema: QuizAttempt },
  problems: [400, 401, 404],
});

export const answerQuizItem = endpoint({
  method: 'PUT',
  url: '/api/v1/quiz-attempts/:id/answers/:itemId',
  summary: 'Save one answer of an open attempt',
  tag: 'learning',
  access: 'signed_in',
  params: closed({ id: Id, itemId: ItemId }),
  body: closed({ answer: nullable(QuizAnswer) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
});

export const submitQuiz = endpoint({
  method: 'POST',
  url: '/api/v1/quiz-attempts/:id/submission',
  summary: 'Hand in an attempt; answers given here are saved first, unless the time is over',
  tag: 'learning',
  access: 'signed_in',
  params: attemptParams,
  body: closed({ answers: Type.Optional(answersByItem) }),
  ok: { status: 200, schema: QuizAttempt },
  problems: [400, 401, 403, 404, 409],
});

/** An item one got wrong, to be tried again for oneself: no credit, no record. */
export const PracticeItem = closed({
  lessonId: Id,
  courseSlug: Slug,
  courseTitle: closed({ 'zh-CN': Type.String(), en: Type.String() }),
  groupHtml: nullable(Type.String()),
  item: AskedItem,
  /** How often it was right in a row; at 2 it leaves the list. */
  rightInRow: Type.Integer(),
});
export type PracticeItem = Static<typeof PracticeItem>;

export const readPractice = endpoint({
  method: 'GET',
  url: '/api/v1/me/practice',
  summary: 'Items the caller got wrong, longest untried first; where answers may be seen',
  tag: 'learning',
  access: 'signed_in',
  ok: {
    status: 200,
    schema: closed({ total: Type.Integer(), items: Type.Array(PracticeItem) }),
  },
  problems: [401],
});

export const practise = endpoint({
  method: 'POST',
  url: '/api/v1/me/practice/answers',
  summary: 'Try one of one’s wrong items; says at once whether it is right, and why',
  tag: 'learning',
  access: 'signed_in',
  body: closed({ lessonId: Id, itemId: ItemId, answer: QuizAnswer }),
  ok: {
    status: 200,
    schema: closed({
      practised: PracticeItem,
      answer: QuizAnswer,
      result: QuizItemResult,
      isDone: Type.Boolean(),
    }),
  },
  problems: [400, 401, 403, 404],
});
