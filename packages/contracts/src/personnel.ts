// What is kept about a person beside learning: codes, appointments, key groups, status.
import { PERSON_STATUSES, POLITICAL_STATUSES, POSITION_LEVELS, RANKS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { PersonnelCode } from './accounts.ts';
import { AudienceCategory } from './audience-categories.ts';
import { KeyGroupCode } from './key-groups.ts';
import { OrgUnitRef } from './organisations.ts';
import { closed, Day, endpoint, Id, Instant, nullable, oneOf, text } from './shared.ts';

/** How a unit is named: by its code, its full name, or the id of one chosen from a list. */
const UnitName = text(64);
const unitRef = closed({ id: Id, name: Type.String() });

export const Appointment = closed({
  id: Id,
  unit: unitRef,
  managingUnit: nullable(unitRef),
  category: nullable(AudienceCategory),
  post: nullable(Type.String()),
  positionLevel: nullable(oneOf(POSITION_LEVELS)),
  rank: nullable(oneOf(RANKS)),
  startsAt: Instant,
  endsAt: nullable(Instant),
});

export const AccountState = oneOf(['active', 'suspended'] as const);
export type AccountState = Static<typeof AccountState>;

export const Personnel = closed({
  personId: Id,
  name: Type.String(),
  code: nullable(Type.String()),
  politicalStatus: nullable(oneOf(POLITICAL_STATUSES)),
  /** 330***********123X; null where none is kept. */
  identityMasked: nullable(Type.String()),
  status: oneOf(PERSON_STATUSES),
  /** Newest first; the first is the present one unless it has ended. */
  appointments: Type.Array(Appointment),
  concurrentPosts: Type.Array(
    closed({
      id: Id,
      unit: unitRef,
      post: Type.String(),
      startsAt: Instant,
      endsAt: nullable(Instant),
    }),
  ),
  /** Without `reserve` for whoever may not know of it. */
  keyGroups: Type.Array(
    closed({ id: Id, group: KeyGroupCode, startsAt: Instant, endsAt: nullable(Instant) }),
  ),
  /** Whether the caller may set and see the tag of reserve cadres. */
  mayKnowReserve: Type.Boolean(),
  /** Whether the caller may change any of this. */
  mayKeepRoster: Type.Boolean(),
  /** Null where they have none. */
  account: nullable(closed({ state: AccountState })),
  /** Whether the caller may suspend the account and open it again, as far as its roles let them. */
  mayCloseAccount: Type.Boolean(),
  /** Whether the caller may see the whole identity number. */
  mayLookAtIdentity: Type.Boolean(),
  statuses: Type.Array(
    closed({ id: Id, status: oneOf(PERSON_STATUSES), startsAt: Instant, reason: Type.String() }),
  ),
});
export type Personnel = Static<typeof Personnel>;

const personParams = closed({ id: Id });
const shared = { tag: 'people', access: 'unit_clerk', params: personParams } as const;
const nothing = { status: 204, schema: Type.Null() } as const;

export const readPersonnel = endpoint({
  ...shared,
  access: 'unit_reader',
  method: 'GET',
  url: '/api/v1/people/:id/personnel',
  summary: 'Codes, appointments, key groups and status of a person of the caller’s subtree',
  ok: { status: 200, schema: Personnel },
  problems: [401, 403, 404],
});

export const setPersonFacts = endpoint({
  ...shared,
  method: 'PUT',
  url: '/api/v1/people/:id/personnel',
  summary: 'Name, personnel code and political status of a person',
  body: closed({
    name: text(60, 2),
    code: nullable(PersonnelCode),
    politicalStatus: nullable(oneOf(POLITICAL_STATUSES)),
  }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const setIdentityNumber = endpoint({
  ...shared,
  method: 'PUT',
  url: '/api/v1/people/:id/identity-number',
  summary: 'Keep a person’s identity number, sealed, or remove it',
  body: closed({ number: nullable(text(40)) }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const lookAtIdentityNumber = endpoint({
  ...shared,
  access: 'unit_admin',
  method: 'POST',
  url: '/api/v1/people/:id/identity-number/looks',
  summary: 'See a person’s whole identity number; the look and its reason go into the audit trail',
  body: closed({ reason: text(200, 4) }),
  ok: { status: 201, schema: closed({ number: Type.String() }) },
  problems: [400, 401, 403, 404],
});

export const appoint = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/people/:id/appointments',
  summary: 'Let another unit, post or category hold for a person from a day on',
  body: closed({
    /** Code, full name or id of a unit of the caller’s subtree; left out, it stays what it is. */
    unit: Type.Optional(UnitName),
    /**
     * Code or full name of who manages the person, in whatever line it lies; null for nobody of another
     * line, left out: as it is.
     */
    managingUnit: Type.Optional(nullable(UnitName)),
    category: nullable(AudienceCategory),
    post: nullable(text(60)),
    positionLevel: nullable(oneOf(POSITION_LEVELS)),
    rank: nullable(oneOf(RANKS)),
    from: Day,
  }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

const correctionReason = text(200, 4);
const heldAs = {
  category: nullable(AudienceCategory),
  post: nullable(text(60)),
  positionLevel: nullable(oneOf(POSITION_LEVELS)),
  rank: nullable(oneOf(RANKS)),
  managingUnit: Type.Optional(nullable(UnitName)),
  from: Day,
};

export const addPastAppointment = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/people/:id/past-appointments',
  summary: 'An appointment that a person held from one day to another, entered afterwards',
  body: closed({ ...heldAs, unit: UnitName, until: Day, reason: correctionReason }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

const appointmentParams = closed({ id: Id, appointmentId: Id });

export const correctAppointment = endpoint({
  ...shared,
  method: 'PUT',
  url: '/api/v1/people/:id/appointments/:appointmentId',
  summary:
    'Correct an appointment as it was written down: its days, unit, post, level, rank, category',
  params: appointmentParams,
  body: closed({
    ...heldAs,
    /** Left out, it stays what it is. */
    unit: Type.Optional(UnitName),
    /** The last day; null for the present appointment alone. */
    until: nullable(Day),
    reason: correctionReason,
  }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const removeAppointment = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/people/:id/appointments/:appointmentId/removal',
  summary: 'Remove a past appointment that never was, with a reason',
  params: appointmentParams,
  body: closed({ reason: correctionReason }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const setPersonStatus = endpoint({
  ...shared,
  method: 'PUT',
  url: '/api/v1/people/:id/status',
  summary: 'On leave, seconded, retired …, from a day on',
  body: closed({ status: oneOf(PERSON_STATUSES), from: Day, reason: text(200, 2) }),
  ok: nothing,
  problems: [400, 401, 403, 404],
});

export const setAccountState = endpoint({
  ...shared,
  access: 'unit_admin',
  method: 'PUT',
  url: '/api/v1/people/:id/account-state',
  summary: 'Suspend the account of a person, or open it again; whoever left or died has none open',
  body: closed({ state: AccountState, reason: text(200, 2) }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const FormerPerson = closed({
  personId: Id,
  name: Type.String(),
  code: nullable(Type.String()),
  /** Where they belonged when they went, and as what. */
  unitName: Type.String(),
  post: nullable(Type.String()),
  status: oneOf(['retired', 'left', 'deceased'] as const),
  since: Instant,
});
export type FormerPerson = Static<typeof FormerPerson>;

export const listFormerPeople = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/former-people',
  summary: 'Who retired, left or died, in the subtree to which they belonged last',
  tag: 'people',
  access: 'unit_reader',
  params: personParams,
  query: closed({
    query: Type.Optional(text(60, 0)),
    status: Type.Optional(FormerPerson.properties.status),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      items: Type.Array(FormerPerson),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 404],
});

const groupParams = closed({ id: Id, group: KeyGroupCode });

export const setKeyGroup = endpoint({
  ...shared,
  method: 'PUT',
  url: '/api/v1/people/:id/key-groups/:group',
  summary: 'Tag a person with a key group, from today on or for days that are past',
  params: groupParams,
  body: closed({
    /** Meant although it contradicts the category, or although another holds it in the unit. */
    confirmed: Type.Boolean(),
    /** The first day; left out: today. */
    from: Type.Optional(Day),
    /** The last day, for a tag that is past; left out: it holds. */
    until: Type.Optional(Day),
  }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const correctKeyGroup = endpoint({
  ...shared,
  method: 'PUT',
  url: '/api/v1/people/:id/key-group-records/:recordId',
  summary: 'Correct from which day to which a person was of a key group',
  params: closed({ id: Id, recordId: Id }),
  /** `until` null: it holds. */
  body: closed({ from: Day, until: nullable(Day), reason: correctionReason }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const endKeyGroup = endpoint({
  ...shared,
  method: 'DELETE',
  url: '/api/v1/people/:id/key-groups/:group',
  summary: 'End a key group of a person',
  params: groupParams,
  ok: nothing,
  problems: [400, 401, 403, 404],
});

export const addConcurrentPost = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/people/:id/concurrent-posts',
  summary: 'A post that a person holds beside the principal one',
  body: closed({ unit: UnitName, post: text(60), from: Day }),
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const endConcurrentPost = endpoint({
  ...shared,
  method: 'DELETE',
  url: '/api/v1/people/:id/concurrent-posts/:postId',
  summary: 'End a post held beside the principal one',
  params: closed({ id: Id, postId: Id }),
  ok: nothing,
  problems: [401, 403, 404],
});
