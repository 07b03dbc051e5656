import { Type, type Static } from 'typebox';
import { closed, endpoint, Id, LocalText, Ms, nullable, oneOf, Slug } from './shared.ts';

/** Where a lecture asks a question of its author's own (课中问题). What it asks is told when it is asked. */
export const QuestionMark = closed({
  atMs: Ms,
  /** Answered right: it is not asked again. */
  isAnswered: Type.Boolean(),
});
export type QuestionMark = Static<typeof QuestionMark>;

/** A question of the author's own while it waits for its answer: nothing in it tells which is right. */
export const QuestionCheck = closed({
  id: Id,
  kind: Type.Literal('question'),
  atMs: Ms,
  form: oneOf(['single', 'multiple', 'true_false'] as const),
  stemHtml: Type.String(),
  /** In the order shown; answers name places from 0. For true or false none: 0 is true, 1 is false. */
  options: Type.Array(Type.String()),
  /** By the server's clock; after it the question is asked anew. */
  secondsLeft: Type.Integer(),
  attemptsLeft: Type.Integer(),
});
export type QuestionCheck = Static<typeof QuestionCheck>;

/** Told once a question was answered right, never before. */
export const QuestionExplanation = closed({
  html: Type.String(),
  statute: nullable(
    closed({ statute: Type.String(), article: Type.String(), textHtml: Type.String() }),
  ),
});
export type QuestionExplanation = Static<typeof QuestionExplanation>;

export const listLectureQuestions = endpoint({
  method: 'GET',
  url: '/api/v1/studio/lecture-questions',
  summary: 'What the lectures of the published courses ask, and how many knew it at the first try',
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
          questionId: Type.String(),
          atMs: Ms,
          stemHtml: Type.String(),
          /** People who have answered, right or wrong. */
          answered: Type.Integer(),
          /** Those of them whose first answer was right. */
          rightAtFirst: Type.Integer(),
        }),
      ),
    }),
  },
  problems: [401, 403],
});
