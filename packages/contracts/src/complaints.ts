import { Type, type Static } from 'typebox';
import {
  closed,
  endpoint,
  Id,
  Instant,
  LocalText,
  Ms,
  nullable,
  oneOf,
  Prose,
  Slug,
  text,
} from './shared.ts';

export const ComplaintKinds = [
  'complaint',
  'suggestion',
  'lecture_fault',
  'hours_question',
] as const;
export const ComplaintStates = ['open', 'in_work', 'answered', 'closed'] as const;
export const ComplaintKind = oneOf(ComplaintKinds);
export type ComplaintKind = Static<typeof ComplaintKind>;
export const ComplaintState = oneOf(ComplaintStates);
export type ComplaintState = Static<typeof ComplaintState>;

const Place = closed({
  courseSlug: Slug,
  courseTitle: LocalText,
  lessonKey: nullable(Slug),
  lessonTitle: nullable(LocalText),
  atMs: nullable(Ms),
});

const complaintBase = {
  id: Id,
  kind: ComplaintKind,
  state: ComplaintState,
  filedAt: Instant,
  /** Whole days since it was filed. */
  ageDays: Type.Integer(),
  /** Who sees to it. */
  ownerName: nullable(Type.String()),
  place: nullable(Place),
};

export const ComplaintRow = closed({
  ...complaintBase,
  filerName: Type.String(),
  unitName: nullable(Type.String()),
  /** Its first words. */
  beginning: Type.String(),
  isOwner: Type.Boolean(),
  /** Waits for an answer longer than `overdueDays`. */
  isOverdue: Type.Boolean(),
});
export type ComplaintRow = Static<typeof ComplaintRow>;

export const OwnComplaintRow = closed({
  ...complaintBase,
  beginning: Type.String(),
  /** How often it was answered. */
  answers: Type.Integer(),
});
export type OwnComplaintRow = Static<typeof OwnComplaintRow>;

const messages = Type.Array(
  closed({
    id: Id,
    writerName: Type.String(),
    byFiler: Type.Boolean(),
    text: Type.String(),
    writtenAt: Instant,
  }),
);

export const OwnComplaint = closed({
  ...complaintBase,
  contact: nullable(Type.String()),
  device: nullable(Type.String()),
  messages,
});
export type OwnComplaint = Static<typeof OwnComplaint>;

export const ComplaintView = closed({
  ...OwnComplaint.properties,
  filerName: Type.String(),
  unitName: nullable(Type.String()),
  isOwner: Type.Boolean(),
  isOverdue: Type.Boolean(),
  /** To whom it may be given. */
  entitled: Type.Array(
    closed({ personId: Id, name: Type.String(), unitName: nullable(Type.String()) }),
  ),
  ownerId: nullable(Id),
});
export type ComplaintView = Static<typeof ComplaintView>;

const page = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 }));
const complaintParams = closed({ id: Id });

export const fileComplaint = endpoint({
  method: 'POST',
  url: '/api/v1/me/complaints',
  summary: 'File a complaint, a suggestion, a fault of a lecture or a question about hours',
  tag: 'complaints',
  access: 'signed_in',
  body: closed({
    kind: ComplaintKind,
    text: Prose,
    contact: nullable(text(200)),
    /** Not to reach the nearest administrators, whom it may be about; the next above see to it. */
    above: Type.Boolean(),
    place: nullable(closed({ slug: Slug, lessonKey: nullable(Slug), atMs: nullable(Ms) })),
    device: nullable(text(500)),
  }),
  ok: { status: 201, schema: OwnComplaint },
  problems: [400, 401, 403, 404, 429],
});

export const listOwnComplaints = endpoint({
  method: 'GET',
  url: '/api/v1/me/complaints',
  summary: 'What the caller has filed, newest first',
  tag: 'complaints',
  access: 'signed_in',
  query: closed({ page }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(OwnComplaintRow),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401],
});

export const readOwnComplaint = endpoint({
  method: 'GET',
  url: '/api/v1/me/complaints/:id',
  summary: 'One entry that the caller filed, with state and answers',
  tag: 'complaints',
  access: 'signed_in',
  params: complaintParams,
  ok: { status: 200, schema: OwnComplaint },
  problems: [400, 401, 404],
});

export const addToComplaint = endpoint({
  method: 'POST',
  url: '/api/v1/me/complaints/:id/messages',
  summary: 'Add to one’s entry; one that was answered is open again',
  tag: 'complaints',
  access: 'signed_in',
  params: complaintParams,
  body: closed({ text: Prose }),
  ok: { status: 201, schema: OwnComplaint },
  problems: [400, 401, 403, 404, 409, 429],
});

export const listComplaints = endpoint({
  method: 'GET',
  url: '/api/v1/complaints',
  summary: 'Entries that the caller answers for: their subtree’s, their own work, lecture faults',
  tag: 'complaints',
  access: 'staff',
  query: closed({
    state: Type.Optional(oneOf(['unfinished', ...ComplaintStates] as const)),
    kind: Type.Optional(ComplaintKind),
    own: Type.Optional(Type.Boolean()),
    page,
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(ComplaintRow),
      total: Type.Integer(),
      /** How many of all that the caller answers for are overdue. */
      overdue: Type.Integer(),
      overdueDays: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403],
});

export const readComplaint = endpoint({
  method: 'GET',
  url: '/api/v1/complaints/:id',
  summary: 'One entry that the caller answers for',
  tag: 'complaints',
  access: 'staff',
  params: complaintParams,
  ok: { status: 200, schema: ComplaintView },
  problems: [400, 401, 403, 404],
});

export const answerComplaint = endpoint({
  method: 'POST',
  url: '/api/v1/complaints/:id/answers',
  summary: 'Answer an entry; its state becomes answered',
  tag: 'complaints',
  access: 'staff',
  params: complaintParams,
  body: closed({ text: Prose }),
  ok: { status: 201, schema: ComplaintView },
  problems: [400, 401, 403, 404, 409],
});

export const setComplaintState = endpoint({
  method: 'PUT',
  url: '/api/v1/complaints/:id/state',
  summary: 'Take an entry into work, close it, or open it again',
  tag: 'complaints',
  access: 'staff',
  params: complaintParams,
  body: closed({ state: oneOf(['open', 'in_work', 'closed'] as const) }),
  ok: { status: 200, schema: ComplaintView },
  problems: [400, 401, 403, 404],
});

export const reassignComplaint = endpoint({
  method: 'PUT',
  url: '/api/v1/complaints/:id/owner',
  summary: 'Give an entry to another person who is entitled to see to it',
  tag: 'complaints',
  access: 'staff',
  params: complaintParams,
  body: closed({ personId: Id }),
  ok: { status: 200, schema: ComplaintView },
  problems: [400, 401, 403, 404, 409],
});
