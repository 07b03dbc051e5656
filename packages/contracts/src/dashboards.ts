// How the year will end for a unit: figures for pictures and tables, and the names at risk behind them.
import { OUTLOOKS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { Modes } from './credit.ts';
import { KeyGroupCode } from './key-groups.ts';
import { OrgUnitRef, PersonRow } from './organisations.ts';
import {
  Area,
  closed,
  endpoint,
  HalfDays,
  Hundredths,
  Id,
  Instant,
  nullable,
  oneOf,
  Year,
} from './shared.ts';

/** Everybody counted is in exactly one of the five. */
export const OutlookTally = closed({
  people: Type.Integer(),
  reached: Type.Integer(),
  likely: Type.Integer(),
  unsure: Type.Integer(),
  atRisk: Type.Integer(),
  none: Type.Integer(),
  hundredths: Hundredths,
  halfDays: HalfDays,
});
export type OutlookTally = Static<typeof OutlookTally>;

const Amount = { hundredths: Hundredths, halfDays: HalfDays };
export const DashboardCategory = Type.Union([AudienceCategory, Type.Literal('none')]);

const ForecastView = closed({
  atPaceHundredths: nullable(Hundredths),
  asLastYearHundredths: nullable(Hundredths),
});

const MonthFigures = closed({
  /** 1 … 12. */
  month: Type.Integer(),
  ...Amount,
  lastYearHundredths: Hundredths,
  lastYearHalfDays: HalfDays,
});

export const Dashboard = closed({
  unit: OrgUnitRef,
  crumbs: Type.Array(OrgUnitRef),
  year: Year,
  years: Type.Array(Year),
  asOf: Instant,
  /** Counted with today; 365 or 366 once the year is over. */
  daysGone: Type.Integer(),
  /** With today, as everywhere; 0 once the year is over. */
  daysLeft: Type.Integer(),
  recalculating: Type.Integer(),
  category: nullable(DashboardCategory),
  total: OutlookTally,
  /** What everybody here owes in hours together, and the even share of it to today. */
  owedHundredths: Hundredths,
  plannedHundredths: Hundredths,
  /** The same in days, of those who owe days or may reach the year by them instead. */
  owedHalfDays: HalfDays,
  plannedHalfDays: HalfDays,
  missingHundredths: Hundredths,
  forecast: ForecastView,
  forecastDays: closed({
    atPaceHalfDays: nullable(HalfDays),
    asLastYearHalfDays: nullable(HalfDays),
  }),
  /** Of the people counted here last year: to the same day, and in all. */
  lastYear: nullable(
    closed({
      year: Year,
      toSameDay: closed(Amount),
      whole: closed(Amount),
      people: Type.Integer(),
    }),
  ),
  months: Type.Array(MonthFigures),
  byCategory: Type.Array(closed({ category: DashboardCategory, tally: OutlookTally })),
  /** Without reserve cadres, who are in no figure here (DOMAIN K3). */
  byKeyGroup: Type.Array(closed({ keyGroup: KeyGroupCode, tally: OutlookTally })),
  byArea: Type.Array(closed({ area: nullable(Area), ...Amount })),
  byMode: Type.Array(closed({ mode: oneOf(Modes), ...Amount })),
  children: Type.Array(
    closed({
      unit: OrgUnitRef,
      hasChildren: Type.Boolean(),
      tally: OutlookTally,
      /** The units below it; of none where they are too many for one page. */
      children: Type.Array(closed({ unit: OrgUnitRef, tally: OutlookTally })),
    }),
  ),
  /** People of the unit itself. */
  direct: OutlookTally,
});
export type Dashboard = Static<typeof Dashboard>;

export const PersonOutlook = closed({
  person: PersonRow,
  outlook: oneOf(OUTLOOKS),
  missingHundredths: Hundredths,
  forecast: ForecastView,
});
export type PersonOutlook = Static<typeof PersonOutlook>;

const params = closed({ id: Id });

export const readDashboard = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/dashboard',
  summary: 'How the year will probably end for a unit’s subtree, and why',
  tag: 'reports',
  access: 'unit_reader',
  params,
  query: closed({ year: Type.Optional(Year), category: Type.Optional(DashboardCategory) }),
  ok: { status: 200, schema: Dashboard },
  problems: [400, 401, 403, 404],
});

export const listOutlooks = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/outlooks',
  summary: 'The names behind an outlook, those with the most hours to go first',
  tag: 'reports',
  access: 'unit_reader',
  params,
  query: closed({
    year: Type.Optional(Year),
    outlook: oneOf(OUTLOOKS),
    category: Type.Optional(DashboardCategory),
    /** Not `reserve`, whom few may see (DOMAIN K3). */
    keyGroup: Type.Optional(KeyGroupCode),
    direct: Type.Optional(Type.Boolean()),
    /** Where the page before ended: its `next`. */
    after: Type.Optional(Type.String({ maxLength: 80, pattern: '^\\d{1,9}\\.[A-Za-z0-9_-]+$' })),
  }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      year: Year,
      daysLeft: Type.Integer(),
      items: Type.Array(PersonOutlook),
      total: Type.Integer(),
      next: nullable(Type.String()),
    }),
  },
  problems: [400, 401, 403, 404],
});

/** What amounts are counted and ordered in. */
export const MEASURES = ['hours', 'days'] as const;

const NamedAmount = closed({
  personId: Id,
  name: Type.String(),
  unitName: Type.String(),
  category: nullable(AudienceCategory),
  ...Amount,
});
export type NamedAmount = Static<typeof NamedAmount>;

const UnitAmount = closed({ unit: OrgUnitRef, ...Amount });
export type UnitAmount = Static<typeof UnitAmount>;

export const listEarned = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/earned',
  summary:
    'Who earned what a figure by topic or mode sums up, the largest first; or which units did',
  tag: 'reports',
  access: 'unit_reader',
  params,
  query: closed({
    year: Type.Optional(Year),
    /** `none`: what has no topic. */
    area: Type.Optional(Type.Union([Area, Type.Literal('none')])),
    mode: Type.Optional(oneOf(Modes)),
    category: Type.Optional(DashboardCategory),
    direct: Type.Optional(Type.Boolean()),
    measure: Type.Optional(oneOf(MEASURES)),
    /** By sub-unit instead of by name; a very large unit is always told by sub-unit. */
    byUnit: Type.Optional(Type.Boolean()),
    /** Where the page before ended: its `next`. */
    after: Type.Optional(Type.String({ maxLength: 80, pattern: '^-?\\d{1,9}\\.[A-Za-z0-9_-]+$' })),
  }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      year: Year,
      /** Of everybody meant, not only of this page. */
      total: closed(Amount),
      /** The names, with how many there are in all; null where the sub-units are told. */
      names: nullable(
        closed({
          items: Type.Array(NamedAmount),
          people: Type.Integer(),
          next: nullable(Type.String()),
        }),
      ),
      /** The sub-units and the people of the unit itself; null where the names are told. */
      units: nullable(closed({ items: Type.Array(UnitAmount), direct: closed(Amount) })),
      /** Whether the names can be asked for; of very many people a sub-unit has to be chosen first. */
      hasNames: Type.Boolean(),
      hasUnits: Type.Boolean(),
    }),
  },
  problems: [400, 401, 403, 404],
});
