// Roles: who holds which where, granted for a period, ended, and handed on while away.
import { DUTIES, ROLES } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { LoginName } from './accounts.ts';
import { OrgUnitRef } from './organisations.ts';
import { closed, Day, endpoint, Id, Instant, nullable, oneOf, text } from './shared.ts';

/** What can be granted at a unit; the whole installation's administrators are not made here. */
export const GrantableRoles = [
  'unit_admin',
  'training_officer',
  'unit_clerk',
  'supervisor',
  'author',
  'reviewer',
] as const;
export type GrantableRole = (typeof GrantableRoles)[number];

/** Where a role is held, seen from a unit; `unsettled`: there or below, by somebody who left since. */
export const HolderPlace = oneOf(['here', 'above', 'below', 'unsettled'] as const);
export type HolderPlace = Static<typeof HolderPlace>;

/** Somebody with a role, and how they came by it. */
export const RoleHolder = closed({
  grantId: Id,
  name: Type.String(),
  /** Where the holder belongs; null for nowhere. */
  unitName: nullable(Type.String()),
  role: oneOf(ROLES),
  /** What the role puts on its holder; empty for roles that are about courses. */
  duties: Type.Array(oneOf(DUTIES)),
  /** Where it is held; null is the whole installation. */
  at: nullable(closed({ id: Id, name: Type.String() })),
  grantedAt: Instant,
  startsAt: nullable(Instant),
  endsAt: nullable(Instant),
  /** It was granted for a time that has not come yet. */
  coming: Type.Boolean(),
  grantedBy: nullable(Type.String()),
  /** Whose role it is, where it was handed on while they are away. */
  delegatedFrom: nullable(Type.String()),
  reason: nullable(Type.String()),
  /** Why somebody has to decide whether they keep it: they left the unit, or are counted no more. */
  unsettled: nullable(oneOf(['left_unit', 'not_counted'] as const)),
  /** Whether the caller may end it. */
  mayEnd: Type.Boolean(),
});
export type RoleHolder = Static<typeof RoleHolder>;

const Page = Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 }));
const holderPage = {
  items: Type.Array(RoleHolder),
  total: Type.Integer(),
  page: Type.Integer(),
  pageSize: Type.Integer(),
};
/** A period by days of the calendar; both count. */
const period = {
  from: Day,
  until: nullable(Day),
  reason: text(200, 2),
};

export const listRoleHolders = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/roles',
  summary: 'Who holds a role at a unit, above it or below it, now or from a day to come',
  tag: 'roles',
  access: 'unit_reader',
  params: closed({ id: Id }),
  query: closed({ place: Type.Optional(HolderPlace), page: Page }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      place: HolderPlace,
      /** What the caller may grant at this unit. */
      mayGrant: Type.Array(oneOf(GrantableRoles)),
      /** How many roles at the unit and below wait for a decision. */
      unsettledCount: Type.Integer(),
      ...holderPage,
    }),
  },
  problems: [400, 401, 403, 404],
});

/** Somebody who could be given a role. */
export const RoleCandidate = closed({
  personId: Id,
  name: Type.String(),
  code: nullable(Type.String()),
  unitName: Type.String(),
  post: nullable(Type.String()),
  /** Without an account nobody can use a role. */
  hasAccount: Type.Boolean(),
});
export type RoleCandidate = Static<typeof RoleCandidate>;

const candidates = {
  query: closed({ query: text(60) }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(RoleCandidate),
      /** There are more than are shown. */
      hasMore: Type.Boolean(),
    }),
  },
  problems: [400, 401, 403, 404],
} as const;

export const findRoleCandidates = endpoint({
  ...candidates,
  method: 'GET',
  url: '/api/v1/org-units/:id/role-candidates',
  summary:
    'People of the caller’s subtree by the beginning of a name, a personnel code or a login name',
  tag: 'roles',
  access: 'unit_admin',
  params: closed({ id: Id }),
});

/** Who is meant: somebody found before, or a login name. */
const whom = { personId: Type.Optional(Id), loginName: Type.Optional(LoginName) };

export const grantRole = endpoint({
  method: 'POST',
  url: '/api/v1/org-units/:id/roles',
  summary:
    'Grant a role at a unit, and so in all its subtree, to somebody of the caller’s own subtree',
  tag: 'roles',
  access: 'unit_admin',
  params: closed({ id: Id }),
  body: closed({ ...whom, role: oneOf(GrantableRoles), ...period }),
  ok: { status: 201, schema: closed({ grantId: Id }) },
  problems: [400, 401, 403, 404, 409],
});

export const endRole = endpoint({
  method: 'PUT',
  url: '/api/v1/role-grants/:id/ending',
  summary: 'End a role now, and what was handed on of it; also a role of one’s own',
  tag: 'roles',
  access: 'signed_in',
  params: closed({ id: Id }),
  body: closed({ reason: text(200, 2) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
});

export const keepRole = endpoint({
  method: 'PUT',
  url: '/api/v1/role-grants/:id/keeping',
  summary: 'Let somebody who left the unit keep a role there: it is granted anew for the same time',
  tag: 'roles',
  access: 'unit_admin',
  params: closed({ id: Id }),
  body: closed({ reason: text(200, 2) }),
  ok: { status: 200, schema: closed({ grantId: Id }) },
  problems: [400, 401, 403, 404, 409],
});

export const findDelegationCandidates = endpoint({
  ...candidates,
  method: 'GET',
  url: '/api/v1/me/roles/:id/candidates',
  summary:
    'People to whom a role of one’s own can be handed on, by name, personnel code or login name',
  tag: 'roles',
  access: 'signed_in',
  params: closed({ id: Id }),
  problems: [...candidates.problems, 409],
});

export const listOwnRoles = endpoint({
  method: 'GET',
  url: '/api/v1/me/roles',
  summary: 'The caller’s own roles, and to whom they were handed on',
  tag: 'roles',
  access: 'signed_in',
  query: closed({ page: Page }),
  ok: {
    status: 200,
    schema: closed({
      ...holderPage,
      items: Type.Array(
        closed({
          ...RoleHolder.properties,
          mayDelegate: Type.Boolean(),
          /** The first of those to whom it was handed on, and how many there are. */
          delegations: Type.Array(RoleHolder),
          delegationCount: Type.Integer(),
        }),
      ),
    }),
  },
  problems: [400, 401, 403],
});

export const delegateRole = endpoint({
  method: 'POST',
  url: '/api/v1/me/roles/:id/delegations',
  summary: 'Hand a role of one’s own to somebody of its subtree for a time away',
  tag: 'roles',
  access: 'signed_in',
  params: closed({ id: Id }),
  body: closed({ ...whom, from: Day, until: Day, reason: text(200, 2) }),
  ok: { status: 201, schema: closed({ grantId: Id }) },
  problems: [400, 401, 403, 404, 409],
});

const Overseers = closed({
  person: closed({ name: Type.String(), unitName: nullable(Type.String()) }),
  ...holderPage,
});

export const listOverseers = endpoint({
  method: 'GET',
  url: '/api/v1/people/:id/overseers',
  summary: 'Who may see a person of the caller’s subtree, and by which role',
  tag: 'roles',
  access: 'unit_reader',
  params: closed({ id: Id }),
  query: closed({ page: Page }),
  ok: { status: 200, schema: Overseers },
  problems: [400, 401, 403, 404],
});

export const listOwnOverseers = endpoint({
  method: 'GET',
  url: '/api/v1/me/overseers',
  summary: 'Who may see the caller’s own record, and by which role',
  tag: 'roles',
  access: 'signed_in',
  query: closed({ page: Page }),
  ok: { status: 200, schema: Overseers },
  problems: [400, 401, 403],
});
