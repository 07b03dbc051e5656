import {
  ATTRIBUTIONS,
  CATEGORY_BASES,
  MOST_ASKED_COURSES,
  PARTIALS,
  POSITION_LEVELS,
  RANKS,
} from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { Intensities, Modes } from './credit.ts';
import { KeyGroupCode } from './key-groups.ts';
import { OrgUnitRef } from './organisations.ts';
import {
  Area,
  closed,
  endpoint,
  HalfDays,
  Hundredths,
  Id,
  Instant,
  LocalText,
  nullable,
  oneOf,
  Slug,
  text,
  Year,
} from './shared.ts';

const BothLanguages = closed({ 'zh-CN': text(80), en: text(160, 0) });

export const Filter = closed({
  modes: Type.Optional(Type.Array(oneOf(Modes), { maxItems: Modes.length })),
  intensities: Type.Optional(Type.Array(oneOf(Intensities), { maxItems: Intensities.length })),
  areas: Type.Optional(Type.Array(Area, { maxItems: 9 })),
  requiredOnly: Type.Optional(Type.Boolean()),
});

/** Posts by position level and rank, and key groups; a list that is left out takes all. */
export const Scope = closed({
  positionLevels: Type.Optional(
    Type.Array(oneOf(POSITION_LEVELS), { maxItems: POSITION_LEVELS.length }),
  ),
  ranks: Type.Optional(Type.Array(oneOf(RANKS), { maxItems: RANKS.length })),
  /** Whoever is in one of them; never reserve cadres. */
  keyGroups: Type.Optional(Type.Array(KeyGroupCode, { maxItems: 40, uniqueItems: true })),
});

export const Clause = closed({
  id: Slug,
  title: BothLanguages,
  filter: Filter,
  hundredths: nullable(Hundredths),
  halfDays: nullable(HalfDays),
  periodYears: Type.Union([Type.Literal(1), Type.Literal(5)]),
  periodStartYear: Type.Optional(Year),
  maxCountableHundredths: Type.Optional(nullable(Hundredths)),
  maxCountableFilter: Type.Optional(Filter),
  appliesTo: Type.Optional(Scope),
  /** Certain courses of the catalogue, each once; then neither hours nor days, filter nor cap. */
  courses: Type.Optional(
    closed({
      slugs: Type.Array(Slug, { maxItems: MOST_ASKED_COURSES }),
      /** How many of them are to be completed. */
      atLeast: Type.Integer(),
    }),
  ),
  /** The clause of the category in whose place it stands for such posts. */
  insteadOf: Type.Optional(Slug),
});
export type Clause = Static<typeof Clause>;

const Clauses = Type.Array(Clause, { maxItems: 12 });
const OwnCategories = Type.Record(AudienceCategory, Clauses, {
  maxProperties: 30,
  additionalProperties: false,
});

export const Equivalences = ['higher', 'first', 'both'] as const;

/** An hour policy as it is written: what each category owes, and how hours come about. */
export const HourPolicyDraft = closed({
  /** The policy that it goes on from; versions of one code follow each other. */
  code: Slug,
  title: BothLanguages,
  basis: closed({
    title: text(200, 0),
    number: nullable(text(80)),
    date: nullable(Type.String({ pattern: '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$' })),
  }),
  byCategory: closed({
    county_department: Clauses,
    township: Clauses,
    county_enterprise_institution_leader: Clauses,
    village_community_principal: Clauses,
    rural_collective_party_head: Clauses,
    nonpublic_social_party_head: Clauses,
  }),
  /** Of categories of the installation's own that are not named; left out: those of the last of the six. */
  others: Type.Optional(Clauses),
  /** Of those that are, by their code. */
  byOwnCategory: Type.Optional(OwnCategories),
  /** Minutes of material in one credit hour, and the step that values are rounded down to. */
  academicHourMinutes: Type.Integer(),
  stepHundredths: Type.Integer(),
  /** What a course is worth from which length on, instead; []: by the minutes of an hour. */
  tiers: Type.Array(closed({ fromSeconds: Type.Integer(), hundredths: Type.Integer() }), {
    maxItems: 10,
  }),
  hundredthsPerHalfDay: Type.Integer(),
  coveragePercent: Type.Integer(),
  maxRatePercent: Type.Integer(),
  equivalence: oneOf(Equivalences),
  offlineStudy: closed({ credited: Type.Boolean(), maxYearSharePercent: Type.Integer() }),
  /** Whole days in which the version before of a course may be finished; null: without an end. */
  finishOldUntilDays: nullable(Type.Integer()),
  /** Corrections by hand of more hours take a second person; null: one suffices. */
  dualControlAboveHundredths: nullable(Hundredths),
  /** What of an unfinished course counts. */
  partial: oneOf(PARTIALS),
  /** To which year a course belongs that lasts over New Year. */
  attribution: oneOf(ATTRIBUTIONS),
  categoryBasis: oneOf(CATEGORY_BASES),
  /** Whole months out of service from which on a year is owed by months; 0: never. */
  proRataMonths: Type.Integer(),
  dailyCapHundredths: nullable(Hundredths),
  /** Most of a clause's hours that online study can make up, per cent; 100: all. */
  onlineSharePercent: Type.Integer(),
  /** What an hour of elective online study is worth, per cent; 100: an hour. */
  electiveWeightPercent: Type.Integer(),
  /** Whether hours of online study are days too. */
  onlineCountsDays: Type.Boolean(),
  /** Most elective hours above the year before's requirement that count in a year; null: none. */
  carryOverHundredths: nullable(Hundredths),
});
export type HourPolicyDraft = Static<typeof HourPolicyDraft>;

export const POLICY_PROBLEMS = [
  'no-basis',
  'no-clauses',
  'duplicate-clause',
  'no-threshold',
  'courses-beside-hours',
  'courses-out-of-range',
  'threshold-not-positive',
  'cap-not-positive',
  'cap-below-threshold',
  'empty-filter',
  'empty-scope',
  'reserve-named',
  'no-period-start',
  'period-start-without-period',
  'academic-hour-out-of-range',
  'step-not-a-part-of-an-hour',
  'tiers-unsound',
  'half-day-out-of-range',
  'coverage-out-of-range',
  'rate-unknown',
  'offline-share-out-of-range',
  'finish-old-out-of-range',
  'dual-control-out-of-range',
  'pro-rata-out-of-range',
  'daily-cap-out-of-range',
  'online-share-out-of-range',
  'elective-weight-out-of-range',
  'carry-over-out-of-range',
  'no-clause-for-all',
  'instead-of-unknown',
  'instead-of-other-kind',
  'clauses-tie',
  'too-many-key-groups',
] as const;

export const LOOSENINGS = [
  'academic-hour',
  'step',
  'tiers',
  'half-day',
  'coverage',
  'rate',
  'equivalence',
  'offline',
  'dual-control',
  'partial',
  'category-basis',
  'pro-rata',
  'daily-cap',
  'online-share',
  'elective-weight',
  'online-days',
  'carry-over',
  'clause',
] as const;

/** Where something in a policy is wrong, `others` for the fallback row; null where it is not about one category or clause. */
export const policyPlace = {
  category: nullable(AudienceCategory),
  clauseId: nullable(Type.String()),
};

export const HourPolicyView = closed({
  ...HourPolicyDraft.properties,
  others: Clauses,
  byOwnCategory: OwnCategories,
  title: LocalText,
  version: Type.String(),
});
export type HourPolicyView = Static<typeof HourPolicyView>;

/** A policy that gives way to a stricter one above it, or does so no more; from a year on. */
export const PrecedenceChange = closed({
  unitId: Id,
  unitName: Type.String(),
  version: Type.String(),
  fromYear: Year,
  /** The unit and the version of the one that applies in its stead, or did so before. */
  otherUnitName: Type.String(),
  otherVersion: Type.String(),
});
export type PrecedenceChange = Static<typeof PrecedenceChange>;

export const AdoptedPolicy = closed({
  id: Id,
  scope: OrgUnitRef,
  fromYear: Year,
  toYear: nullable(Year),
  adoptedAt: Instant,
  adoptedBy: nullable(Type.String()),
  supersededAt: nullable(Instant),
  /** From which year on, this one or later, a stricter one above applies in its stead; null: it applies. */
  givesWay: nullable(PrecedenceChange),
  policy: HourPolicyView,
});
export type AdoptedPolicy = Static<typeof AdoptedPolicy>;

/** A course as somebody names it who writes a policy. */
export const PolicyCourse = closed({
  slug: Slug,
  title: LocalText,
  /** Whether it may be begun; not once it was withdrawn. */
  isOpen: Type.Boolean(),
});
export type PolicyCourse = Static<typeof PolicyCourse>;

const params = closed({ id: Id });
const draft = { fromYear: Year, policy: HourPolicyDraft };
const admin = { tag: 'hour-policies', access: 'unit_admin', params } as const;

export const readHourPolicies = endpoint({
  ...admin,
  access: 'unit_reader',
  method: 'GET',
  url: '/api/v1/units/:id/hour-policies',
  summary: 'The hour policy that applies in a unit, those adopted there, and those to begin from',
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      year: Year,
      inForce: nullable(AdoptedPolicy),
      /** What would apply in the unit without its own. */
      above: nullable(AdoptedPolicy),
      /** All that were ever adopted at this unit, newest first. */
      adopted: Type.Array(AdoptedPolicy),
      presets: Type.Array(HourPolicyView),
      /** The courses that a clause may ask for, and those that some do. */
      courses: Type.Array(PolicyCourse),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const adoptHourPolicy = endpoint({
  ...admin,
  method: 'POST',
  url: '/api/v1/units/:id/hour-policies',
  summary: 'Adopt an hour policy for a unit and its subtree, from a training year on',
  body: closed({ ...draft, seen: text(400) }),
  ok: { status: 201, schema: closed({ id: Id, version: Type.String() }) },
  problems: [400, 401, 403, 404, 409],
});
