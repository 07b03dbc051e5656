// The members of a programme: how far they are, who is reminded, and who is given more time or exempted.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { MEMBER_STATES } from './programmes.ts';
import {
  closed,
  Day,
  endpoint,
  Hundredths,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  Slug,
  text,
} from './shared.ts';

/** What a list of members can be sorted by: every column of it. */
export const MEMBER_SORTS = [
  'name',
  'unit',
  'state',
  'required',
  'elective',
  'missing',
  'active',
  'due',
] as const;

export const ProgrammeMember = closed({
  personId: Id,
  name: Type.String(),
  unitName: nullable(Type.String()),
  state: oneOf(MEMBER_STATES),
  requiredDone: Type.Integer(),
  electiveDone: Type.Integer(),
  electiveHundredths: Hundredths,
  /** What somebody still has to do who has not completed it: compulsory courses by name, and electives. */
  missing: closed({
    courses: Type.Array(
      closed({ slug: Slug, title: LocalText, dueOn: Day, isAvailable: Type.Boolean() }),
    ),
    electiveCourses: Type.Integer(),
    electiveHundredths: Hundredths,
  }),
  /** When they last studied one of its courses; null: never. */
  lastActiveAt: nullable(Instant),
  joinedAt: Instant,
  completedAt: nullable(Instant),
  /** The last day for this person. */
  dueOn: Day,
  isExtended: Type.Boolean(),
  isOverdue: Type.Boolean(),
  remindedOn: nullable(Day),
  /** Why it was extended or exempted, and who granted it; null where nothing was, or it was taken back. */
  exception: nullable(
    closed({ reason: Type.String(), approvedBy: Type.String(), approvedAt: Instant }),
  ),
});
export type ProgrammeMember = Static<typeof ProgrammeMember>;

export const listProgrammeMembers = endpoint({
  method: 'GET',
  url: '/api/v1/programmes/:id/members',
  summary: 'The members of a programme with their progress',
  tag: 'programmes',
  access: 'unit_reader',
  params: closed({ id: Id }),
  query: closed({
    state: Type.Optional(oneOf(MEMBER_STATES)),
    query: Type.Optional(text(60, 0)),
    /** Only people of this unit's subtree; it must be the programme's unit or lie below it. */
    unitId: Type.Optional(Id),
    sort: Type.Optional(oneOf(MEMBER_SORTS)),
    descending: Type.Optional(Type.Boolean()),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(ProgrammeMember),
      /** The units the list can be cut to: the way down to the one chosen, then those right below it. */
      way: Type.Array(OrgUnitRef),
      below: Type.Array(OrgUnitRef),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const remindMembers = endpoint({
  method: 'POST',
  url: '/api/v1/programmes/:id/reminders',
  summary: 'Remind whoever has not completed it, each at most once a day',
  tag: 'programmes',
  access: 'unit_reminder',
  params: closed({ id: Id }),
  body: closed({ personId: nullable(Id) }),
  /** How many are reminded now. */
  ok: { status: 200, schema: closed({ people: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409],
});

const exception = {
  method: 'POST',
  tag: 'programmes',
  access: 'training_officer',
  params: closed({ id: Id, personId: Id }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
} as const;

export const extendMember = endpoint({
  ...exception,
  url: '/api/v1/programmes/:id/members/:personId/extension',
  summary: 'Give a member more time, with the reason',
  body: closed({ until: Day, reason: text(300, 4) }),
});

export const exemptMember = endpoint({
  ...exception,
  url: '/api/v1/programmes/:id/members/:personId/exemption',
  summary: 'Exempt a member, with the reason',
  body: closed({ reason: text(300, 4) }),
});

export const withdrawException = endpoint({
  ...exception,
  url: '/api/v1/programmes/:id/members/:personId/withdrawal',
  summary: 'Take an extension or an exemption of a member back, with the reason',
  body: closed({ kind: oneOf(['extension', 'exemption'] as const), reason: text(300, 4) }),
});
