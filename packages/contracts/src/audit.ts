// The audit trail: who did what to whom, before and after, from where.
import { AUDIT_ACTIONS, AUDIT_FORMATS, AUDIT_GROUPS, AUDIT_SUBJECT_KINDS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { BinaryFile, closed, Day, endpoint, Id, Instant, nullable, oneOf, text } from './shared.ts';

export const AuditActions = Object.values(AUDIT_ACTIONS).flat();

/** What a search of the trail is narrowed to. */
const filter = {
  group: Type.Optional(oneOf(AUDIT_GROUPS)),
  /** One kind of action. */
  action: Type.Optional(Type.Enum(AuditActions)),
  /** From which network address; one that ends with a dot or colon means all that begin so. */
  address: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f.:]{1,45}$' })),
  /** Name or account of whoever did it. */
  who: Type.Optional(text(60)),
  /** Name of the person or unit to whom it was done, or an account. */
  whom: Type.Optional(text(60)),
  person: Type.Optional(Id),
  /** Events of this unit’s subtree, as it was when each was written down. */
  unit: Type.Optional(Id),
  from: Type.Optional(Day),
  until: Type.Optional(Day),
};
export const AuditFilter = closed(filter);
export type AuditFilter = Static<typeof AuditFilter>;

export const AuditSubjectView = closed({
  /** Null for what is not known, as in a sign-in with an unknown name. */
  kind: nullable(oneOf(AUDIT_SUBJECT_KINDS)),
  id: nullable(Type.String()),
  name: nullable(Type.String()),
});

const row = {
  id: Id,
  /** Place in the chain. */
  sequence: Type.Integer(),
  at: Instant,
  action: Type.Enum(AuditActions),
  group: oneOf(AUDIT_GROUPS),
  /** Null where no person did it: the calendar, or whoever tried to sign in. */
  actor: nullable(closed({ id: Id, name: Type.String() })),
  subject: AuditSubjectView,
  address: Type.String(),
};
export const AuditRow = closed(row);
export type AuditRow = Static<typeof AuditRow>;

/** What was written down of one thing: after a change, or as it was said; before it, where it changed. */
export const AuditField = closed({
  name: Type.String(),
  before: nullable(Type.String()),
  after: nullable(Type.String()),
  isChange: Type.Boolean(),
});
export type AuditField = Static<typeof AuditField>;

export const AuditHeadView = closed({ sequence: Type.Integer(), hash: Type.String() });

const CURSOR = '^\\d{1,15}-\\d{1,15}$';
const shared = { tag: 'audit', access: 'audit_reader' } as const;

export const listAuditEvents = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/audit/events',
  summary: 'What was done in the subtrees the caller may look into, newest first',
  query: closed({
    ...filter,
    /** `next` of the page before. */
    before: Type.Optional(Type.String({ pattern: CURSOR })),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(AuditRow),
      /** Where the next page begins; null at the end. */
      next: nullable(Type.String()),
      /** Where a long search stopped for now, though the page is not full; null otherwise. */
      searchedBackTo: nullable(Instant),
      head: AuditHeadView,
      /** The person or unit that the list is about, by name. */
      about: nullable(Type.String()),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const readAuditEvent = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/audit/events/:id',
  summary: 'One event with what was before and after, and its place in the chain',
  params: closed({ id: Id }),
  ok: {
    status: 200,
    schema: closed({
      ...row,
      fields: Type.Array(AuditField),
      userAgent: nullable(Type.String()),
      requestId: nullable(Type.String()),
      hash: Type.String(),
      previousHash: Type.String(),
    }),
  },
  problems: [401, 403, 404],
});

export const AuditExport = closed({
  id: Id,
  createdAt: Instant,
  filter: AuditFilter,
  format: oneOf(AUDIT_FORMATS),
  state: oneOf(['waiting', 'running', 'ready', 'failed', 'forgotten'] as const),
  rowsDone: Type.Integer(),
  rowsTotal: Type.Integer(),
  rowsWritten: Type.Integer(),
  sizeBytes: nullable(Type.Integer()),
  sha256: nullable(Type.String()),
  head: nullable(AuditHeadView),
});
export type AuditExport = Static<typeof AuditExport>;

export const exportAudit = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/audit/exports',
  summary: 'Have a file made of the events the caller may read; that is written down as well',
  body: closed({ filter: AuditFilter, format: oneOf(AUDIT_FORMATS) }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: [400, 401, 403, 404, 503],
});

export const listAuditExports = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/audit/exports',
  summary: 'The caller’s newest files of the trail, with their progress',
  ok: { status: 200, schema: closed({ items: Type.Array(AuditExport) }) },
  problems: [401, 403],
});

export const fetchAuditExport = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/audit/exports/:id/file',
  summary: 'A file of the trail that the caller had made',
  params: closed({ id: Id }),
  ok: { status: 200, schema: BinaryFile },
  problems: [401, 403, 404],
});
