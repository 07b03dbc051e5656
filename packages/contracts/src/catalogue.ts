import { ATTRIBUTIONS, PARTIALS, REPEATS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { KeyGroupCode, NamedKeyGroup } from './key-groups.ts';
import { LecturerBlock } from './lecturers.ts';
import { CoveredPoint } from './syllabuses.ts';
import { CourseTextbook } from './textbooks.ts';
import {
  Area,
  closed,
  endpoint,
  Hundredths,
  Id,
  Instant,
  LessonKind,
  LocalText,
  Ms,
  nullable,
  oneOf,
  ProgressState,
  Slug,
  text,
  Year,
} from './shared.ts';

export const CourseProgress = closed({
  state: ProgressState,
  lessonsDone: Type.Integer(),
  lessonsTotal: Type.Integer(),
});

export const CourseCard = closed({
  slug: Slug,
  title: LocalText,
  summary: LocalText,
  area: Area,
  tags: Type.Array(Type.String()),
  valueHundredths: Hundredths,
  materialSeconds: Type.Integer(),
  lessonKinds: Type.Array(LessonKind),
  posterUrl: nullable(Type.String()),
  progress: CourseProgress,
});
export type CourseCard = Static<typeof CourseCard>;

/** How a course's value was arrived at (DOMAIN rule 5.8): what "why this value?" shows. */
export const ValueExplanation = closed({
  kind: oneOf(['linear', 'tiers', 'authored'] as const),
  materialSeconds: Type.Integer(),
  academicHourMinutes: Type.Integer(),
  /** Before rounding down to the step, in hundredths. */
  unroundedHundredths: Type.Number(),
  stepHundredths: Type.Integer(),
  hundredths: Hundredths,
});
export type ValueExplanation = Static<typeof ValueExplanation>;

export const LessonOutline = closed({
  key: Slug,
  kind: LessonKind,
  title: LocalText,
  required: Type.Boolean(),
  state: ProgressState,
  /** Length of the material in seconds, as the valuation counts it. */
  materialSeconds: Type.Integer(),
  /** Only a lecture whose video is still being packaged is not ready. */
  ready: Type.Boolean(),
});
export type LessonOutline = Static<typeof LessonOutline>;

/** What a lesson asks of a learner, and how far they are; null where it does not apply. */
export const LessonNeed = closed({
  key: Slug,
  kind: LessonKind,
  title: LocalText,
  required: Type.Boolean(),
  done: Type.Boolean(),
  /** Distinct time of a lecture that completes it, and how much of that is there. */
  watchMs: nullable(Ms),
  watchedMs: nullable(Ms),
  /** From opening a reading until it can be marked as read. */
  minimumSeconds: nullable(Type.Integer()),
  /** Time that courseware must have been open. */
  openSeconds: nullable(Type.Integer()),
  /** What passes a quiz, and the best result so far. */
  passPercent: nullable(Type.Integer()),
  bestPercent: nullable(Type.Integer()),
  /** How often a quiz may be tried; null: as often as wanted. */
  attempts: nullable(Type.Integer()),
  /** How long an attempt may take, by the server's clock; null: without a limit. */
  timeLimitMinutes: nullable(Type.Integer()),
  /** How a lecture is gone through the first time: anywhere, or forwards only to where one has been. */
  seeking: nullable(oneOf(['free', 'watched'] as const)),
  /** Questions of its author's own that a lecture asks; all have to be answered right. */
  questionCount: Type.Integer(),
});
export type LessonNeed = Static<typeof LessonNeed>;

/** The rules under which a course's hours are credited to the caller, and what they rest on. */
export const CreditTerms = closed({
  /** null: no hour policy was adopted for the caller's unit, and the defaults hold. */
  policy: nullable(
    closed({
      title: LocalText,
      version: Type.String(),
      scopeUnitName: Type.String(),
      basis: closed({
        title: Type.String(),
        number: nullable(Type.String()),
        date: nullable(Type.String()),
      }),
    }),
  ),
  coveragePercent: Type.Integer(),
  /** The fastest play of its lectures that counts; 1 is real time. */
  maxRate: Type.Number(),
  /** The credit that another course with the same content brought this year, if one did. */
  equivalent: nullable(
    closed({
      title: LocalText,
      hundredths: Hundredths,
      year: Year,
      /** Whether finishing this course takes its place; else it adds nothing. */
      giveWay: Type.Boolean(),
    }),
  ),
  /** What of the hours counts towards the requirement; null: no policy was adopted. The record keeps all of them. */
  counting: nullable(
    closed({
      /** Most of one day's online study; null: all. */
      dailyCapHundredths: nullable(Hundredths),
      /** Most of each clause that online study makes up, and what elective online study is worth; 100: all. */
      onlineSharePercent: Type.Integer(),
      electiveWeightPercent: Type.Integer(),
    }),
  ),
  /** What of it counts before it is finished. */
  partial: oneOf(PARTIALS),
  /** To which year it belongs where it lasts over New Year. */
  attribution: oneOf(ATTRIBUTIONS),
  /** Whether lectures watched without a link can count, and how much of a year at most. */
  offlineStudy: closed({ credited: Type.Boolean(), maxYearSharePercent: Type.Integer() }),
  /** Whether lectures ask now and then who is there. */
  presenceChecks: Type.Boolean(),
  lessons: Type.Array(LessonNeed),
});
export type CreditTerms = Static<typeof CreditTerms>;

export const CourseDetail = closed({
  slug: Slug,
  /** Whether it may be begun; a withdrawn course is seen by those who began it. */
  isOpen: Type.Boolean(),
  revision: Type.Integer(),
  title: LocalText,
  summary: LocalText,
  area: Area,
  tags: Type.Array(Type.String()),
  /** As the course says it; `entry` where the lecturer register has who is meant. */
  lecturer: closed({
    name: Type.String(),
    title: Type.String(),
    entry: nullable(LecturerBlock),
  }),
  /** Whom it is meant for: these categories and those who hold one of these key groups; none of both: everybody. */
  audience: Type.Array(AudienceCategory),
  keyGroups: Type.Array(NamedKeyGroup),
  /** Courses that are better learned before, as far as they are known here; nobody is kept from anything. */
  prerequisites: Type.Array(closed({ slug: Slug, title: LocalText, state: ProgressState })),
  /** Points that it covers of syllabuses that are in force where the caller belongs. */
  syllabusPoints: Type.Array(CoveredPoint),
  /** Textbooks that it names and that can be read here. */
  textbooks: Type.Array(CourseTextbook),
  sources: Type.Array(
    closed({
      title: Type.String(),
      issuer: nullable(Type.String()),
      date: nullable(Type.String()),
      url: nullable(Type.String()),
    }),
  ),
  repeat: oneOf(REPEATS),
  value: ValueExplanation,
  posterUrl: nullable(Type.String()),
  terms: CreditTerms,
  lessons: Type.Array(LessonOutline),
  nextLessonKey: nullable(Slug),
  enrolment: nullable(
    closed({
      id: Id,
      startedAt: Instant,
      completedAt: nullable(Instant),
      /** The value pinned when the learner started. */
      valueHundredths: Hundredths,
      /** What of it was credited in parts. */
      partHundredths: Hundredths,
    }),
  ),
  /** The credit already posted for this course that a new completion would not add to. */
  credited: nullable(closed({ entryId: Id, year: Year, hundredths: Hundredths })),
});
export type CourseDetail = Static<typeof CourseDetail>;

export const listCourses = endpoint({
  method: 'GET',
  url: '/api/v1/courses',
  summary: 'The catalogue: published courses, searched by words or pinyin initials',
  tag: 'catalogue',
  access: 'signed_in',
  query: closed({
    query: Type.Optional(text(80, 0)),
    area: Type.Optional(Area),
    /** Only those that are meant for whoever holds it. */
    keyGroup: Type.Optional(KeyGroupCode),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(CourseCard),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
      areas: Type.Array(closed({ area: Area, count: Type.Integer() })),
      /** Those that a published course is meant for, with how many of the found courses each. */
      keyGroups: Type.Array(closed({ ...NamedKeyGroup.properties, count: Type.Integer() })),
    }),
  },
  problems: [400, 401],
});

export const CourseChoice = closed({ slug: Slug, title: LocalText, area: Area });
export type CourseChoice = Static<typeof CourseChoice>;

export const listCourseChoices = endpoint({
  method: 'GET',
  url: '/api/v1/course-choices',
  summary: 'Published courses, as somebody who writes a course names one that comes before it',
  tag: 'catalogue',
  access: 'author',
  ok: { status: 200, schema: closed({ items: Type.Array(CourseChoice) }) },
  problems: [401, 403],
});

export const readCourse = endpoint({
  method: 'GET',
  url: '/api/v1/courses/:slug',
  summary: 'One course with the caller’s progress',
  tag: 'catalogue',
  access: 'signed_in',
  params: closed({ slug: Slug }),
  ok: { status: 200, schema: CourseDetail },
  problems: [400, 401, 404],
});

export const startCourse = endpoint({
  method: 'POST',
  url: '/api/v1/courses/:slug/enrolment',
  summary: 'Start a course; its version and value are pinned. Starting again changes nothing',
  tag: 'catalogue',
  access: 'signed_in',
  params: closed({ slug: Slug }),
  ok: { status: 200, schema: CourseDetail },
  problems: [400, 401, 403, 404],
});

export const ImportResult = closed({
  folder: Type.String(),
  slug: nullable(Type.String()),
  title: nullable(LocalText),
  revision: nullable(Type.Integer()),
  state: oneOf(['published', 'unchanged', 'refused'] as const),
  importedAt: Instant,
  errors: Type.Array(
    closed({
      file: Type.String(),
      line: nullable(Type.Integer()),
      column: nullable(Type.Integer()),
      code: Type.String(),
      message: LocalText,
    }),
  ),
  media: Type.Array(
    closed({
      lessonKey: Type.String(),
      state: oneOf(['waiting', 'packaging', 'ready', 'failed'] as const),
      percent: Type.Integer(),
      problem: nullable(Type.String()),
      durationMs: Ms,
      jobId: nullable(Id),
    }),
  ),
});
export type ImportResult = Static<typeof ImportResult>;

export const listImports = endpoint({
  method: 'GET',
  url: '/api/v1/course-imports',
  summary:
    'The course folders as last imported: published, unchanged or refused with located errors',
  tag: 'catalogue',
  access: 'author',
  ok: { status: 200, schema: closed({ items: Type.Array(ImportResult) }) },
  problems: [401, 403],
});

export const retryPackaging = endpoint({
  method: 'POST',
  url: '/api/v1/jobs/:id/retry',
  summary: 'Try a failed packaging job again',
  tag: 'media',
  access: 'author',
  params: closed({ id: Id }),
  ok: { status: 204, schema: Type.Null() },
  problems: [401, 403, 404],
});
