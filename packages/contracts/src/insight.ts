// How a course is learned, for its authors: figures alone, nobody's name.
import { Type, type Static } from 'typebox';
import { EvaluationSummary } from './evaluation.ts';
import { closed, endpoint, LocalText, nullable, oneOf, Slug } from './shared.ts';

export const AttentionStretch = closed({
  fromMs: Type.Integer(),
  toMs: Type.Integer(),
  /** Learners who watched it, further playbacks of it by the same learners, and learners who stopped here. */
  watched: Type.Integer(),
  again: Type.Integer(),
  left: Type.Integer(),
});
export type AttentionStretch = Static<typeof AttentionStretch>;

export const LectureInsight = closed({
  lessonKey: Slug,
  title: LocalText,
  durationMs: Type.Integer(),
  /** Whom the curve is about: the newest who watched, at most `most`. */
  learners: Type.Integer(),
  most: Type.Integer(),
  completed: Type.Integer(),
  /** null while there are too few learners. */
  curve: nullable(Type.Array(AttentionStretch)),
});
export type LectureInsight = Static<typeof LectureInsight>;

/** Courseware, unit by unit: what it said of its learners, and how many opened it. */
export const CoursewareInsight = closed({
  lessonKey: Slug,
  title: LocalText,
  learners: Type.Integer(),
  completed: Type.Integer(),
  /** null while there are too few learners. */
  units: nullable(
    Type.Array(
      closed({
        title: Type.String(),
        opened: Type.Integer(),
        satisfied: Type.Integer(),
        failed: Type.Integer(),
        /** null while too few have a mark. */
        averagePercent: nullable(Type.Integer()),
      }),
    ),
  ),
});
export type CoursewareInsight = Static<typeof CoursewareInsight>;

/** In the order of what to look at first. */
export const IMPROVEMENTS = [
  'wrong_key',
  'fault',
  'left',
  'question_missed',
  'too_hard',
  'rating',
  'repeated',
  'unanswered',
] as const;

export const Improvement = closed({
  kind: oneOf(IMPROVEMENTS),
  /** null where it is about the course as a whole. */
  lessonKey: nullable(Slug),
  lessonTitle: nullable(LocalText),
  /** A place in a lecture; null elsewhere. */
  atMs: nullable(Type.Integer()),
  /** The item's place in its quiz, from 1; null elsewhere. */
  number: nullable(Type.Integer()),
  /** What the finding rests on: a share in per cent, tenths of a mark for 'rating', otherwise a count. */
  figure: Type.Integer(),
});
export type Improvement = Static<typeof Improvement>;

export const CourseInsight = closed({
  slug: Slug,
  title: LocalText,
  revision: Type.Integer(),
  /** From how many learners on figures are shown. */
  threshold: Type.Integer(),
  improvements: Type.Array(Improvement),
  lectures: Type.Array(LectureInsight),
  courseware: Type.Array(CoursewareInsight),
  quizzes: Type.Array(closed({ lessonKey: Slug, title: LocalText })),
  evaluation: nullable(EvaluationSummary),
});
export type CourseInsight = Static<typeof CourseInsight>;

export const readCourseInsight = endpoint({
  method: 'GET',
  url: '/api/v1/courses/:slug/insight',
  summary: 'How a course is learned, and what to improve first',
  tag: 'insight',
  access: 'author',
  params: closed({ slug: Slug }),
  ok: { status: 200, schema: CourseInsight },
  problems: [401, 403, 404],
});
