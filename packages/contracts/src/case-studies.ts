import { Type, type Static } from 'typebox';
import { closed, endpoint, Id, Instant, LocalText, nullable, Slug, text } from './shared.ts';

/** Shares of what others chose when they first met the case, in whole per cent. */
export const ChoiceShares = Type.Array(
  closed({ optionId: Type.String(), percent: Type.Integer({ minimum: 0, maximum: 100 }) }),
);

/** Whether one's reflection is shown to others, and why an author hid it if one did. */
export const ReflectionSharing = closed({
  isShared: Type.Boolean(),
  hiddenReason: nullable(Type.String()),
});

export const listOthersReflections = endpoint({
  method: 'GET',
  url: '/api/v1/case-runs/:id/reflections',
  summary: 'The newest reflections that others share on this case, without names; after one’s own',
  tag: 'learning',
  access: 'signed_in',
  params: closed({ id: Id }),
  ok: {
    status: 200,
    schema: closed({ items: Type.Array(closed({ id: Id, text: Type.String() })) }),
  },
  problems: [400, 401, 404, 409],
});

export const SharedReflection = closed({
  id: Id,
  courseSlug: Slug,
  lessonKey: Slug,
  courseTitle: LocalText,
  lessonTitle: LocalText,
  text: Type.String(),
  sharedAt: Instant,
  hiddenReason: nullable(Type.String()),
});
export type SharedReflection = Static<typeof SharedReflection>;

export const listSharedReflections = endpoint({
  method: 'GET',
  url: '/api/v1/studio/reflections',
  summary: 'Reflections that learners share, newest first, without names',
  tag: 'studio',
  access: 'author',
  query: closed({ after: Type.Optional(Id) }),
  ok: {
    status: 200,
    schema: closed({ items: Type.Array(SharedReflection), next: nullable(Id) }),
  },
  problems: [400, 401, 403],
});

export const hideReflection = endpoint({
  method: 'PUT',
  url: '/api/v1/studio/reflections/:id/hiding',
  summary: 'Hide a shared reflection with a reason that its writer sees',
  tag: 'studio',
  access: 'author',
  params: closed({ id: Id }),
  body: closed({ reason: text(200) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});

export const unhideReflection = endpoint({
  method: 'DELETE',
  url: '/api/v1/studio/reflections/:id/hiding',
  summary: 'Show a hidden reflection again',
  tag: 'studio',
  access: 'author',
  params: closed({ id: Id }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});
