// The units of vertical lines that are in a place, in counts alone: for whoever looks at the place.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { closed, endpoint, Id, nullable, Year } from './shared.ts';

/** Counts of at least five people; of fewer they would tell about single ones. */
const ToldCounts = closed({
  people: Type.Integer(),
  /** Who has the year. */
  reached: Type.Integer(),
  /** Who will probably miss it, or has once it is over. */
  atRisk: Type.Integer(),
  /** Who owes nothing, or nobody knows what. */
  none: Type.Integer(),
  /** Reached, of those who owe something, 0 … 100; null where nobody does. */
  ratePercent: nullable(Type.Integer()),
});

/** A unit in a place: by its names, without an id, so that nothing leads on from it. */
export const LocatedUnit = closed({
  name: Type.String(),
  /** The line that manages it. */
  line: nullable(Type.String()),
  /** Where exactly: the unit asked about, or one below it. */
  place: Type.String(),
  people: Type.Integer(),
  /** null where the unit has so few people that counts would tell about single ones. */
  told: nullable(ToldCounts),
});
export type LocatedUnit = Static<typeof LocatedUnit>;

export const LocatedUnits = closed({
  unit: OrgUnitRef,
  year: Year,
  items: Type.Array(LocatedUnit),
  /** Of all pages. */
  total: Type.Integer(),
  page: Type.Integer(),
  pageSize: Type.Integer(),
  /** Everybody in all of them. */
  people: Type.Integer(),
  /** The sums of those units whose counts are told. */
  told: nullable(ToldCounts),
});
export type LocatedUnits = Static<typeof LocatedUnits>;

export const listLocatedUnits = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/located-units',
  summary:
    'Units of vertical lines that are in a unit’s territory: how many people, and how many of them have the year',
  tag: 'reports',
  access: 'unit_reader',
  params: closed({ id: Id }),
  query: closed({
    year: Type.Optional(Year),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  ok: { status: 200, schema: LocatedUnits },
  problems: [400, 401, 403, 404],
});
