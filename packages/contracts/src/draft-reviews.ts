// Reviewing a course written in the studio: all of it on one page, comments at their place, what changed,
// the checklist, and publishing at a time.
import { Type, type Static } from 'typebox';
import { ChangedFile } from './course-versions.ts';
import {
  closed,
  endpoint,
  Id,
  Instant,
  LessonKind,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  Prose,
} from './shared.ts';

const LessonId = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const PlaceKey = Type.String({ pattern: '^[A-Za-z0-9_-]{1,80}$' });

/** A piece of a lesson as learners will see it, with answers; what has a key can be commented on. */
export const ReviewedPart = closed({ key: nullable(PlaceKey), html: Type.String() });
export type ReviewedPart = Static<typeof ReviewedPart>;

export const ReviewedLesson = closed({
  id: LessonId,
  kind: LessonKind,
  title: LocalText,
  required: Type.Boolean(),
  parts: Type.Array(ReviewedPart),
});
export type ReviewedLesson = Static<typeof ReviewedLesson>;

export const DraftReview = closed({
  id: Id,
  title: LocalText,
  summary: LocalText,
  state: oneOf(['draft', 'submitted', 'published'] as const),
  submittedBy: nullable(Type.String()),
  submittedAt: nullable(Instant),
  /** The version of which it is a small correction; null where it is more. */
  corrects: nullable(Type.Integer()),
  schedule: nullable(closed({ publishAt: Instant, by: Type.String() })),
  /** Whether the caller may comment, settle, publish and give back. */
  mayDecide: Type.Boolean(),
  /** Whether the caller may call a scheduled publication back. */
  mayCallBack: Type.Boolean(),
  /** How many things are to be mended; while there are any, the lessons cannot be shown. */
  faults: Type.Integer(),
  /** Whether "not applicable" is no answer about picture and sound. */
  hasLecture: Type.Boolean(),
  lessons: Type.Array(ReviewedLesson),
  /** Since the version that learners have; null where there is none, or its files are not kept. */
  changes: nullable(
    closed({
      from: Type.Integer(),
      files: Type.Array(ChangedFile),
      unchanged: Type.Integer(),
    }),
  ),
});
export type DraftReview = Static<typeof DraftReview>;

export const DraftComment = closed({
  id: Id,
  /** null: about the course as a whole. */
  lessonId: nullable(Type.String()),
  place: nullable(Type.String()),
  excerpt: nullable(Type.String()),
  text: Type.String(),
  by: Type.String(),
  at: Instant,
  /** 'done': an author says that it is mended; settled by a reviewer only. */
  state: oneOf(['open', 'done', 'settled'] as const),
  settledBy: nullable(Type.String()),
  isMine: Type.Boolean(),
  replies: Type.Array(closed({ text: Type.String(), by: Type.String(), at: Instant })),
});
export type DraftComment = Static<typeof DraftComment>;

const author = { tag: 'drafts', access: 'author' } as const;
const one = { ...author, params: closed({ id: Id }) } as const;
const ofComment = { ...author, params: closed({ id: Id, commentId: Id }) } as const;
const changed = [400, 401, 403, 404, 409] as const;

export const readDraftReview = endpoint({
  ...one,
  method: 'GET',
  url: '/api/v1/drafts/:id/review',
  summary: 'All of a course being written as learners will see it, and what changed in it',
  ok: { status: 200, schema: DraftReview },
  problems: [401, 403, 404],
});

export const listDraftComments = endpoint({
  ...one,
  method: 'GET',
  url: '/api/v1/drafts/:id/comments',
  summary: 'What reviewers said about a course being written, the oldest first',
  ok: { status: 200, schema: closed({ items: Type.Array(DraftComment) }) },
  problems: [401, 403, 404],
});

export const addDraftComment = endpoint({
  ...one,
  method: 'POST',
  url: '/api/v1/drafts/:id/comments',
  summary: 'Comment on a submitted course, a lesson, or a part of it; never on one’s own',
  body: closed({ lessonId: nullable(LessonId), place: nullable(PlaceKey), text: Prose }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: changed,
});

export const replyToDraftComment = endpoint({
  ...ofComment,
  method: 'POST',
  url: '/api/v1/drafts/:id/comments/:commentId/replies',
  summary: 'Answer a comment; an author may say with it that it is mended',
  body: closed({ text: Prose, done: Type.Boolean() }),
  ok: { status: 204, schema: Nothing },
  problems: changed,
});

export const settleDraftComment = endpoint({
  ...ofComment,
  method: 'PUT',
  url: '/api/v1/drafts/:id/comments/:commentId/settlement',
  summary: 'Settle a comment, for who may decide about the course',
  ok: { status: 204, schema: Nothing },
  problems: changed,
});

export const callBackDraft = endpoint({
  ...one,
  method: 'DELETE',
  url: '/api/v1/drafts/:id/schedule',
  summary: 'Call a scheduled publication back; the course stays submitted',
  ok: { status: 204, schema: Nothing },
  problems: changed,
});
