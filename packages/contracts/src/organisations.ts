import {
  ADJUSTMENT_KINDS,
  DUTIES,
  POSITION_LEVELS,
  RANKS,
  STANDINGS,
  UNIT_KINDS,
  UNIT_LEVELS,
} from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { LoginName, PersonnelCode } from './accounts.ts';
import { AudienceCategory } from './audience-categories.ts';
import {
  closed,
  Day,
  endpoint,
  HalfDays,
  Hundredths,
  Id,
  Instant,
  nullable,
  oneOf,
  text,
  Year,
} from './shared.ts';

export const UnitLevels = UNIT_LEVELS;
export const UnitKinds = UNIT_KINDS;

export const OrgUnitRef = closed({
  id: Id,
  name: Type.String(),
  level: oneOf(UnitLevels),
  kind: oneOf(UnitKinds),
});
export type OrgUnitRef = Static<typeof OrgUnitRef>;

/** Everybody counted belongs to exactly one of met, onCourse, behind, nothingYet, withoutCategory, exempt. */
export const Tally = closed({
  people: Type.Integer(),
  met: Type.Integer(),
  onCourse: Type.Integer(),
  behind: Type.Integer(),
  nothingYet: Type.Integer(),
  withoutCategory: Type.Integer(),
  exempt: Type.Integer(),
  hundredths: Hundredths,
  halfDays: HalfDays,
});
export type Tally = Static<typeof Tally>;

export const AttainmentState = oneOf(STANDINGS);

/** What a list of people is put in order by; `share` is of the requirement. */
export const PeopleOrder = oneOf(['name', 'hours', 'days', 'share'] as const);
export type PeopleOrder = Static<typeof PeopleOrder>;

export const UnitOverview = closed({
  unit: OrgUnitRef,
  /** From the topmost unit the caller answers for down to this one. */
  crumbs: Type.Array(OrgUnitRef),
  /** What the caller is here for. */
  duties: Type.Array(oneOf(DUTIES)),
  year: Year,
  years: Type.Array(Year),
  asOf: Instant,
  daysLeft: Type.Integer(),
  /** People whose figures are being computed anew just now, in the whole installation. */
  recalculating: Type.Integer(),
  /** Roles here and below whose holders left; 0 for whoever does not administer the unit. */
  unsettledRoles: Type.Integer(),
  total: Tally,
  children: Type.Array(closed({ unit: OrgUnitRef, hasChildren: Type.Boolean(), tally: Tally })),
  /** People who belong to the unit itself and to none of its sub-units. */
  direct: Tally,
});
export type UnitOverview = Static<typeof UnitOverview>;

export const PersonRow = closed({
  personId: Id,
  name: Type.String(),
  unitName: Type.String(),
  post: nullable(Type.String()),
  category: nullable(AudienceCategory),
  hundredths: Hundredths,
  halfDays: HalfDays,
  targetHundredths: nullable(Hundredths),
  targetHalfDays: nullable(HalfDays),
  state: AttainmentState,
  /** Why less than the whole requirement is owed; null where all is. */
  adjustment: nullable(oneOf(ADJUSTMENT_KINDS)),
});
export type PersonRow = Static<typeof PersonRow>;

const unitParams = closed({ id: Id });

export const listOwnUnits = endpoint({
  method: 'GET',
  url: '/api/v1/org-units',
  summary: 'The topmost units the caller answers for',
  tag: 'organisations',
  access: 'unit_reader',
  ok: { status: 200, schema: closed({ items: Type.Array(OrgUnitRef) }) },
  problems: [401, 403],
});

export const readOverview = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/overview',
  summary: 'Completion of a unit and of each of its sub-units',
  tag: 'reports',
  access: 'unit_reader',
  params: unitParams,
  query: closed({ year: Type.Optional(Year) }),
  ok: { status: 200, schema: UnitOverview },
  problems: [400, 401, 404],
});

export const listUnitPeople = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/people',
  summary: 'The people of a unit’s subtree with their standing',
  tag: 'reports',
  access: 'unit_reader',
  params: unitParams,
  query: closed({
    year: Type.Optional(Year),
    state: Type.Optional(AttainmentState),
    /** `none`: people without one. */
    category: Type.Optional(Type.Union([AudienceCategory, Type.Literal('none')])),
    query: Type.Optional(text(60, 0)),
    sort: Type.Optional(PeopleOrder),
    descending: Type.Optional(Type.Boolean()),
    direct: Type.Optional(Type.Boolean()),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      year: Year,
      items: Type.Array(PersonRow),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 404],
});

export const createPerson = endpoint({
  method: 'POST',
  url: '/api/v1/org-units/:id/people',
  summary: 'Add a person with an account; the one-time password is shown once',
  tag: 'people',
  access: 'unit_clerk',
  params: unitParams,
  body: closed({
    name: text(60, 2),
    loginName: LoginName,
    post: nullable(text(60)),
    category: nullable(AudienceCategory),
    /** By which rosters find them. */
    code: Type.Optional(nullable(PersonnelCode)),
    positionLevel: Type.Optional(nullable(oneOf(POSITION_LEVELS))),
    rank: Type.Optional(nullable(oneOf(RANKS))),
    /** The day of joining: the year is owed from it on, by months. Left out: the whole year is owed. */
    joined: Type.Optional(nullable(Day)),
    /** The new person also answers for this unit's subtree. */
    unitAdmin: Type.Optional(Type.Boolean()),
  }),
  ok: {
    status: 201,
    schema: closed({ personId: Id, loginName: Type.String(), oneTimePassword: Type.String() }),
  },
  problems: [400, 401, 403, 404, 409],
});

export const resetPassword = endpoint({
  method: 'POST',
  url: '/api/v1/people/:id/one-time-password',
  summary: 'Give a person of the caller’s subtree a new one-time password; all their sessions end',
  tag: 'people',
  access: 'unit_clerk',
  params: unitParams,
  ok: { status: 201, schema: closed({ loginName: Type.String(), oneTimePassword: Type.String() }) },
  problems: [401, 403, 404],
});

export const setAudienceCategory = endpoint({
  method: 'PUT',
  url: '/api/v1/people/:id/audience-category',
  summary: 'Set the audience category of a person of the caller’s subtree, from today on',
  tag: 'people',
  access: 'unit_clerk',
  params: unitParams,
  body: closed({ category: AudienceCategory }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
});
