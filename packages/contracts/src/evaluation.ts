import { Type, type Static } from 'typebox';
import { closed, endpoint, Instant, LocalText, nullable, Prose, Slug } from './shared.ts';

const Mark = Type.Integer({ minimum: 1, maximum: 5 });

/** Averages in tenths, 10 to 50; there are none while fewer than `threshold` have answered. */
export const EvaluationSummary = closed({
  count: Type.Integer(),
  contentTenths: Type.Integer(),
  teachingTenths: Type.Integer(),
  usefulnessTenths: Type.Integer(),
});
export type EvaluationSummary = Static<typeof EvaluationSummary>;

export const OwnEvaluation = closed({
  content: Mark,
  teaching: Mark,
  usefulness: Mark,
  comment: nullable(Type.String()),
  updatedAt: Instant,
});
export type OwnEvaluation = Static<typeof OwnEvaluation>;

export const CourseEvaluation = closed({
  /** Whether the caller completed the course. */
  mayEvaluate: Type.Boolean(),
  own: nullable(OwnEvaluation),
  summary: nullable(EvaluationSummary),
  threshold: Type.Integer(),
});
export type CourseEvaluation = Static<typeof CourseEvaluation>;

const courseParams = closed({ slug: Slug });

export const readEvaluation = endpoint({
  method: 'GET',
  url: '/api/v1/courses/:slug/evaluation',
  summary: 'What learners think of a course, from five answers on, and the caller’s own answer',
  tag: 'evaluation',
  access: 'signed_in',
  params: courseParams,
  ok: { status: 200, schema: CourseEvaluation },
  problems: [400, 401, 404],
});

export const evaluateCourse = endpoint({
  method: 'PUT',
  url: '/api/v1/courses/:slug/evaluation',
  summary: 'Say what one thinks of a course one has completed, or change it',
  tag: 'evaluation',
  access: 'signed_in',
  params: courseParams,
  body: closed({ content: Mark, teaching: Mark, usefulness: Mark, comment: nullable(Prose) }),
  ok: { status: 200, schema: CourseEvaluation },
  problems: [400, 401, 403, 404, 409],
});

export const EvaluationResult = closed({
  courseSlug: Slug,
  courseTitle: LocalText,
  summary: nullable(EvaluationSummary),
  /** In no order of time and without names; empty below the threshold. */
  comments: Type.Array(Type.String()),
});
export type EvaluationResult = Static<typeof EvaluationResult>;

export const listEvaluations = endpoint({
  method: 'GET',
  url: '/api/v1/studio/evaluations',
  summary: 'For each published course: averages and comments, from five answers on',
  tag: 'evaluation',
  access: 'author',
  ok: {
    status: 200,
    schema: closed({ items: Type.Array(EvaluationResult), threshold: Type.Integer() }),
  },
  problems: [401, 403],
});
