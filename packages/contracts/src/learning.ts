import { Type, type Static } from 'typebox';
import { AttemptSummary, ReviewPolicy } from './assessment.ts';
import { ChoiceShares, ReflectionSharing } from './case-studies.ts';
import { LessonOutline } from './catalogue.ts';
import { CompletionNews } from './completion.ts';
import { CoursewareStandard } from './courseware.ts';
import { QuestionMark } from './lecture-questions.ts';
import {
  closed,
  endpoint,
  Id,
  LessonKind,
  LocalText,
  Ms,
  nullable,
  oneOf,
  ProgressState,
  Slug,
  text,
} from './shared.ts';

const lessonBase = {
  courseSlug: Slug,
  courseTitle: LocalText,
  key: Slug,
  title: LocalText,
  state: ProgressState,
  lessons: Type.Array(LessonOutline),
};

export const WatchedRange = Type.Tuple([Ms, Ms]);

export const LectureView = closed({
  kind: Type.Literal('lecture'),
  ...lessonBase,
  media: closed({
    state: oneOf(['waiting', 'packaging', 'ready', 'failed'] as const),
    percent: Type.Integer(),
    durationMs: Ms,
    playlistUrl: nullable(Type.String()),
    audioPlaylistUrl: nullable(Type.String()),
    posterUrl: nullable(Type.String()),
    thumbnailsUrl: nullable(Type.String()),
    subtitles: Type.Array(
      closed({ lang: Type.String(), label: Type.String(), url: Type.String() }),
    ),
  }),
  chapters: Type.Array(closed({ startMs: Ms, title: LocalText })),
  slides: Type.Array(
    closed({ startMs: Ms, imageUrl: Type.String(), title: Type.String(), text: Type.String() }),
  ),
  watched: Type.Array(WatchedRange),
  watchedMs: Ms,
  resumeMs: Ms,
  coveragePercent: Type.Integer(),
  maxRate: Type.Number(),
  /** The first time: anywhere, or forwards only to where one has been. */
  seeking: oneOf(['free', 'watched'] as const),
  /** In order; none where this installation asks for no presence checks. */
  questions: Type.Array(QuestionMark),
});
export type LectureView = Static<typeof LectureView>;

export const ReadingView = closed({
  kind: Type.Literal('reading'),
  ...lessonBase,
  /** Its paragraphs have the ids paragraph-1, paragraph-2 and so on. */
  html: Type.String(),
  /** The first words of each paragraph, in order. */
  paragraphs: Type.Array(Type.String()),
  minutes: Type.Integer(),
  /** Seconds after the first opening before the reading can be marked as read. */
  minimumSeconds: Type.Integer(),
  secondsLeft: Type.Integer(),
});
export type ReadingView = Static<typeof ReadingView>;

export const CaseRun = closed({
  id: Id,
  steps: Type.Array(
    closed({
      nodeId: Type.String(),
      textHtml: Type.String(),
      question: Type.String(),
      options: Type.Array(closed({ id: Type.String(), text: Type.String() })),
      chosen: nullable(
        closed({
          optionId: Type.String(),
          consequenceHtml: Type.String(),
          /** Told when the case has ended. */
          judgement: nullable(oneOf(['sound', 'arguable', 'poor'] as const)),
          /** What others chose; null while fewer than five others did. */
          peers: nullable(ChoiceShares),
        }),
      ),
    }),
  ),
  ending: nullable(closed({ id: Type.String(), title: Type.String(), textHtml: Type.String() })),
  /** Told when the case has ended. */
  commentaryHtml: nullable(Type.String()),
  statutes: Type.Array(
    closed({
      statute: Type.String(),
      article: Type.String(),
      note: Type.String(),
      textHtml: Type.String(),
    }),
  ),
  reflectionQuestion: nullable(Type.String()),
  reflection: nullable(Type.String()),
  /** Of a case that is discussed, once it has ended; null before, and where it is not. */
  discussion: nullable(oneOf(['after_reflection', 'open'] as const)),
  sharing: ReflectionSharing,
  news: nullable(CompletionNews),
});
export type CaseRun = Static<typeof CaseRun>;

export const CaseView = closed({
  kind: Type.Literal('case'),
  ...lessonBase,
  minutes: Type.Integer(),
  situationHtml: Type.String(),
  roles: Type.Array(closed({ name: Type.String(), text: Type.String() })),
  materials: Type.Array(closed({ title: Type.String(), html: Type.String() })),
  timeline: Type.Array(closed({ when: Type.String(), what: Type.String() })),
  run: nullable(CaseRun),
});
export type CaseView = Static<typeof CaseView>;

export const QuizView = closed({
  kind: Type.Literal('quiz'),
  ...lessonBase,
  itemCount: Type.Integer(),
  passMark: Type.Integer(),
  /** null: as many as wanted. */
  attemptsAllowed: nullable(Type.Integer()),
  timeLimitMinutes: nullable(Type.Integer()),
  /** Whether each attempt draws items of its own from a bank. */
  isDrawn: Type.Boolean(),
  hasShortAnswers: Type.Boolean(),
  review: ReviewPolicy,
  attempts: Type.Array(AttemptSummary),
});
export type QuizView = Static<typeof QuizView>;

export const CoursewareView = closed({
  kind: Type.Literal('courseware'),
  ...lessonBase,
  standard: CoursewareStandard,
  minutes: Type.Integer(),
});
export type CoursewareView = Static<typeof CoursewareView>;

export const LessonView = Type.Union([
  LectureView,
  ReadingView,
  CaseView,
  CoursewareView,
  QuizView,
]);
export type LessonView = Static<typeof LessonView>;

const lessonParams = closed({ slug: Slug, lessonKey: Slug });
const runParams = closed({ id: Id });

export const readLesson = endpoint({
  method: 'GET',
  url: '/api/v1/courses/:slug/lessons/:lessonKey',
  summary: 'One lesson of a course the caller has started',
  tag: 'learning',
  access: 'signed_in',
  params: lessonParams,
  ok: { status: 200, schema: LessonView },
  problems: [400, 401, 404, 409],
});

export const openReading = endpoint({
  method: 'POST',
  url: '/api/v1/courses/:slug/lessons/:lessonKey/opening',
  summary: 'Start the server’s clock for a reading',
  tag: 'learning',
  access: 'signed_in',
  params: lessonParams,
  ok: { status: 200, schema: closed({ secondsLeft: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409],
});

export const finishReading = endpoint({
  method: 'POST',
  url: '/api/v1/courses/:slug/lessons/:lessonKey/reading-completion',
  summary: 'Mark a reading as read',
  tag: 'learning',
  access: 'signed_in',
  params: lessonParams,
  ok: { status: 200, schema: CompletionNews },
  problems: [400, 401, 403, 404, 409],
});

export const startCase = endpoint({
  method: 'POST',
  url: '/api/v1/case-runs',
  summary: 'Begin a case study, or begin it anew',
  tag: 'learning',
  access: 'signed_in',
  body: closed({ slug: Slug, lessonKey: Slug }),
  ok: { status: 200, schema: CaseRun },
  problems: [400, 401, 403, 404, 409],
});

export const decideCase = endpoint({
  method: 'POST',
  url: '/api/v1/case-runs/:id/decisions',
  summary: 'Choose an option at the present decision point',
  tag: 'learning',
  access: 'signed_in',
  params: runParams,
  body: closed({ nodeId: text(64), optionId: text(64) }),
  ok: { status: 200, schema: CaseRun },
  problems: [400, 401, 403, 404, 409],
});

export const reflectOnCase = endpoint({
  method: 'PUT',
  url: '/api/v1/case-runs/:id/reflection',
  summary:
    'Write down one’s reflection; others see it, without a name, only where isShared is true',
  tag: 'learning',
  access: 'signed_in',
  params: runParams,
  body: closed({ text: text(2000), isShared: Type.Optional(Type.Boolean()) }),
  ok: { status: 200, schema: CaseRun },
  problems: [400, 401, 403, 404, 409],
});

export const LessonKindSchema = LessonKind;
