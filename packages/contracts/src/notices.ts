import { Type, type Static } from 'typebox';
import { closed, endpoint, Id, Instant, nullable, oneOf } from './shared.ts';

export const NOTICE_KINDS = [
  'attempt-marked',
  'credit-reversed',
  'credit-reinstated',
  'credit-reduced',
  'credit-supplemented',
  'correction-confirmed',
  'correction-declined',
  'weekly-reminder',
  'programme-assigned',
  'programme-due',
  'programme-course-due',
  'programme-reminder',
  'programme-extended',
  'programme-exempted',
  'programme-extension-withdrawn',
  'programme-exemption-withdrawn',
  'programme-changed',
  'programme-next-run',
  'programme-responsible',
  'programme-ending',
  'programme-over',
  'programme-offered',
  'programme-offer-due',
  'person-merged',
  'report-ready',
  'report-failed',
  'year-reminder',
  'requirement-adjusted',
  'requirement-adjustment-withdrawn',
  'requirement-adjustment-declined',
  'adjustment-approved',
  'adjustment-declined',
  'hour-policy-gave-way',
  'hour-policy-applies-again',
  'webhook-suspended',
  'disk-nearly-full',
  'year-closing-soon',
  'year-closing-due',
  'role-granted',
  'role-handed-on',
  'role-ended',
  'statute-changed',
  'course-revised',
  'course-moved',
  'course-published',
  'course-given-back',
  'course-scheduled',
  'course-schedule-stopped',
] as const;

/** Something that happened and concerns the caller; the page says it in words. */
export const Notice = closed({
  id: Id,
  kind: oneOf(NOTICE_KINDS),
  /** What its sentence needs, by kind. */
  params: closed({
    title: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    hours: Type.Optional(Type.Number()),
    /** What the hours were corrected to. */
    now: Type.Optional(Type.Number()),
    perWeek: Type.Optional(Type.Number()),
    percent: Type.Optional(Type.Integer()),
    /** How many courses. */
    count: Type.Optional(Type.Integer()),
    days: Type.Optional(Type.Integer()),
    year: Type.Optional(Type.Integer()),
    /** YYYY-MM-DD. */
    date: Type.Optional(Type.String()),
    /** HH:MM in China. */
    time: Type.Optional(Type.String()),
    course: Type.Optional(Type.String()),
    /** A role by its code. */
    role: Type.Optional(Type.String()),
    /** Who did it, by name. */
    name: Type.Optional(Type.String()),
  }),
  link: nullable(Type.String()),
  createdAt: Instant,
  isRead: Type.Boolean(),
});
export type Notice = Static<typeof Notice>;

export const listNotices = endpoint({
  method: 'GET',
  url: '/api/v1/me/notices',
  summary: 'What happened that concerns the caller, newest first',
  tag: 'planning',
  access: 'signed_in',
  query: closed({
    /** Only those that were not read yet. */
    unread: Type.Optional(Type.Boolean()),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(Notice),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401],
});

export const readNotice = endpoint({
  method: 'POST',
  url: '/api/v1/me/notices/:id/reading',
  summary: 'Mark a notice as read',
  tag: 'planning',
  access: 'signed_in',
  params: closed({ id: Id }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});

export const readAllNotices = endpoint({
  method: 'POST',
  url: '/api/v1/me/notices/readings',
  summary: 'Mark all of the caller’s notices as read, up to one that was seen',
  tag: 'planning',
  access: 'signed_in',
  /** The newest one that was shown: what came since stays unread. */
  body: closed({ upToId: Id }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});
