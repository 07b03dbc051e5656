// How the text of a lesson of a draft read before.
import { Type, type Static } from 'typebox';
import { ChangedFile } from './course-versions.ts';
import { DRAFT_STATES, DraftLesson } from './drafts.ts';
import { closed, endpoint, Id, Instant, LocalText, oneOf } from './shared.ts';

export const DraftTextHistory = closed({
  draft: closed({ id: Id, title: LocalText, state: oneOf(DRAFT_STATES) }),
  lesson: DraftLesson,
  /** Of the text as it reads now. */
  version: Type.Integer(),
  /** The newest first; the text as it reads now is not among them. */
  items: Type.Array(
    closed({ id: Id, savedAt: Instant, savedBy: Type.String(), characters: Type.Integer() }),
  ),
});
export type DraftTextHistory = Static<typeof DraftTextHistory>;

export const DraftTextState = closed({
  id: Id,
  savedAt: Instant,
  savedBy: Type.String(),
  text: Type.String(),
  /** What has changed since; none: it reads like that again. */
  changes: Type.Array(ChangedFile),
});
export type DraftTextState = Static<typeof DraftTextState>;

const author = { tag: 'drafts', access: 'author' } as const;
const LessonId = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const ofLesson = { ...author, params: closed({ id: Id, lessonId: LessonId }) } as const;
const ofState = { ...author, params: closed({ id: Id, lessonId: LessonId, stateId: Id }) } as const;

export const listDraftTextHistory = endpoint({
  ...ofLesson,
  method: 'GET',
  url: '/api/v1/drafts/:id/lessons/:lessonId/history',
  summary: 'How the text of a lesson read before, the newest first',
  ok: { status: 200, schema: DraftTextHistory },
  problems: [401, 403, 404],
});

export const readDraftTextState = endpoint({
  ...ofState,
  method: 'GET',
  url: '/api/v1/drafts/:id/lessons/:lessonId/history/:stateId',
  summary: 'The text of a lesson as it read then, and what has changed since',
  ok: { status: 200, schema: DraftTextState },
  problems: [401, 403, 404],
});

export const restoreDraftText = endpoint({
  ...ofState,
  method: 'POST',
  url: '/api/v1/drafts/:id/lessons/:lessonId/history/:stateId/restoration',
  summary: 'Let the text read as it did then; as it reads now is kept beside the others',
  body: closed({ version: Type.Integer() }),
  ok: { status: 200, schema: closed({ version: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409],
});
