import { COURSEWARE_STANDARDS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { CompletionNews } from './completion.ts';
import { closed, endpoint, Id, nullable, oneOf, Slug } from './shared.ts';

/** A unit of courseware, and what it said of the learner: its word, not a proof. */
export const CoursewareUnitView = closed({
  /** From 1, in the order of the package. */
  unit: Type.Integer({ minimum: 1 }),
  title: Type.String(),
  state: oneOf(['not_started', 'in_progress', 'satisfied'] as const),
  success: nullable(oneOf(['passed', 'failed'] as const)),
  /** Whole per cent; null where it told none. */
  scorePercent: nullable(Type.Integer()),
});
export type CoursewareUnitView = Static<typeof CoursewareUnitView>;

/** How far a learner is with courseware. */
export const CoursewareProgress = closed({
  units: Type.Array(CoursewareUnitView),
  /** How long it has been open, by the server's clock, and how long it must have been. */
  timedSeconds: Type.Integer(),
  neededSeconds: Type.Integer(),
});
export type CoursewareProgress = Static<typeof CoursewareProgress>;

export const CoursewareStandard = oneOf(COURSEWARE_STANDARDS);

/** What a page with courseware begins with. */
export const CoursewareLaunch = closed({
  launchId: Id,
  /** Where the frame is: on an origin of its own. */
  frameUrl: Type.String(),
  /** How often the page reports that it is open, in ms. */
  beatMs: Type.Integer(),
});
export type CoursewareLaunch = Static<typeof CoursewareLaunch>;

export const CoursewareBeatAnswer = closed({
  /** Whether time goes on: false once something else is studied, here or elsewhere. */
  isCurrent: Type.Boolean(),
  progress: CoursewareProgress,
  news: CompletionNews,
});
export type CoursewareBeatAnswer = Static<typeof CoursewareBeatAnswer>;

export const CoursewareStanding = closed({
  progress: CoursewareProgress,
  /** Where frames with courseware come from; null: this installation has no such place, and plays none. */
  origin: nullable(Type.String()),
});
export type CoursewareStanding = Static<typeof CoursewareStanding>;

const lessonParams = closed({ slug: Slug, lessonKey: Slug });

export const readCourseware = endpoint({
  method: 'GET',
  url: '/api/v1/courses/:slug/lessons/:lessonKey/courseware',
  summary: 'How far the caller is with courseware',
  tag: 'learning',
  access: 'signed_in',
  params: lessonParams,
  ok: { status: 200, schema: CoursewareStanding },
  problems: [400, 401, 404, 409],
});

export const launchCourseware = endpoint({
  method: 'POST',
  url: '/api/v1/courses/:slug/lessons/:lessonKey/courseware-launches',
  summary: 'Open a unit of courseware: the server’s clock starts',
  tag: 'learning',
  access: 'signed_in',
  params: lessonParams,
  body: closed({ unit: Type.Integer({ minimum: 1, maximum: 2_000 }) }),
  ok: { status: 201, schema: CoursewareLaunch },
  problems: [400, 401, 403, 404, 409],
});

export const reportCourseware = endpoint({
  method: 'POST',
  url: '/api/v1/courseware-launches/:id/beats',
  summary: 'Say that courseware is open: time goes by the server’s clock',
  tag: 'learning',
  access: 'signed_in',
  params: closed({ id: Id }),
  body: closed({
    /** Whether the page was shown since the report before: while it lay behind others no time goes on. */
    wasShown: Type.Boolean(),
    /** Whether the unit was left with this report. */
    closes: Type.Optional(Type.Boolean()),
  }),
  ok: { status: 200, schema: CoursewareBeatAnswer },
  problems: [400, 401, 403, 404, 409],
});

export const tryCourseware = endpoint({
  method: 'POST',
  url: '/api/v1/drafts/:id/files/:fileId/courseware-trials',
  summary: 'Try a unit of a package of a draft; nothing is kept of it',
  tag: 'drafts',
  access: 'author',
  params: closed({ id: Id, fileId: Id }),
  body: closed({ unit: Type.Integer({ minimum: 1, maximum: 2_000 }) }),
  ok: { status: 201, schema: closed({ frameUrl: Type.String() }) },
  problems: [400, 401, 403, 404, 409],
});
