// The published versions of a course: what changed between them, to take out as a package, to withdraw.
import { REVIEW_POINTS, REVISION_KINDS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import {
  BinaryFile,
  closed,
  endpoint,
  Hundredths,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  Prose,
  Slug,
  text,
} from './shared.ts';

export const COURSE_STATES = ['published', 'withdrawn'] as const;

export const CHECK_ANSWERS = ['done', 'not_applicable'] as const;
/** What a reviewer looked at before publishing, point by point. */
export const Checklist = Type.Array(
  closed({
    point: oneOf(REVIEW_POINTS),
    answer: oneOf(CHECK_ANSWERS),
    remark: text(500, 0),
  }),
  { maxItems: REVIEW_POINTS.length },
);
export type Checklist = Static<typeof Checklist>;

export const CourseVersionCard = closed({
  revision: Type.Integer(),
  title: LocalText,
  hundredths: Hundredths,
  publishedAt: Instant,
  isCurrent: Type.Boolean(),
  /** What it is to the version before. */
  kind: oneOf(REVISION_KINDS),
  /** Who began it and has not completed it; who completed it. */
  learning: Type.Integer(),
  completed: Type.Integer(),
  /** Whether the files that it was made from are kept: versions from before 2026-11 have none. */
  hasFiles: Type.Boolean(),
  /** Who reviewed it in the studio, and how; null for versions that came as folders. */
  review: nullable(closed({ by: Type.String(), at: Instant, checklist: Checklist })),
});
export type CourseVersionCard = Static<typeof CourseVersionCard>;

export const CourseVersions = closed({
  slug: Slug,
  title: LocalText,
  state: oneOf(COURSE_STATES),
  /** Why and when it was withdrawn; null while it may be begun. */
  withdrawn: nullable(closed({ reason: Type.String(), at: Instant, by: Type.String() })),
  /** Whether the caller may withdraw it and put it back. */
  mayWithdraw: Type.Boolean(),
  /** The draft that it is worked on in; null where nobody works on it in the studio. */
  draftId: nullable(Id),
  /** The newest first. */
  items: Type.Array(CourseVersionCard),
});
export type CourseVersions = Static<typeof CourseVersions>;

/**
 * Lines that follow each other; `line` is where they begin in the file that has them, from 1: of course.yaml and
 * timelines as the studio lays them out.
 */
export const ChangedLines = closed({
  kind: oneOf(['same', 'added', 'removed'] as const),
  line: Type.Integer(),
  lines: Type.Array(Type.String()),
});
export type ChangedLines = Static<typeof ChangedLines>;

export const ChangedFile = closed({
  name: Type.String(),
  change: oneOf(['added', 'removed', 'changed'] as const),
  bytesBefore: nullable(Type.Integer()),
  bytesAfter: nullable(Type.Integer()),
  /** What changed, each with the lines around it; null where it is no text. */
  parts: nullable(Type.Array(Type.Array(ChangedLines))),
});
export type ChangedFile = Static<typeof ChangedFile>;

export const CourseDifferences = closed({
  slug: Slug,
  title: LocalText,
  from: Type.Integer(),
  to: Type.Integer(),
  files: Type.Array(ChangedFile),
  /** How many files are the same in both. */
  unchanged: Type.Integer(),
});
export type CourseDifferences = Static<typeof CourseDifferences>;

const author = { tag: 'course-versions', access: 'author' } as const;
const ofCourse = { ...author, params: closed({ slug: Slug }) } as const;
const Revision = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });
/** As it stands in an address. */
const RevisionText = Type.String({ pattern: '^[1-9]\\d{0,8}$' });
const ofVersion = { ...author, params: closed({ slug: Slug, revision: RevisionText }) } as const;

export const listCourseVersions = endpoint({
  ...ofCourse,
  method: 'GET',
  url: '/api/v1/courses/:slug/versions',
  summary: 'All published versions of a course, the newest first',
  ok: { status: 200, schema: CourseVersions },
  problems: [401, 403, 404],
});

export const readCourseDifferences = endpoint({
  ...ofVersion,
  method: 'GET',
  url: '/api/v1/courses/:slug/versions/:revision/differences',
  summary: 'What changed to this version, file by file; from the version before, or another',
  query: closed({ from: Type.Optional(Revision) }),
  ok: { status: 200, schema: CourseDifferences },
  problems: [400, 401, 403, 404, 409],
});

export const fetchCoursePackage = endpoint({
  ...ofVersion,
  method: 'GET',
  url: '/api/v1/courses/:slug/versions/:revision/package',
  summary: 'A version as a course package: a zip with all its files and their hashes',
  ok: { status: 200, schema: BinaryFile },
  problems: [401, 403, 404, 409],
});

export const withdrawCourse = endpoint({
  ...ofCourse,
  method: 'PUT',
  url: '/api/v1/courses/:slug/withdrawal',
  summary: 'Withdraw a course: nobody begins it any more, who began may finish',
  body: closed({ reason: Prose }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

export const restoreCourse = endpoint({
  ...ofCourse,
  method: 'DELETE',
  url: '/api/v1/courses/:slug/withdrawal',
  summary: 'Put a withdrawn course back into the catalogue',
  ok: { status: 204, schema: Nothing },
  problems: [401, 403, 404, 409],
});
