// What one person owes and why, and what was approved for them alone.
import { ADJUSTMENT_KINDS, CATEGORY_BASES, POSITION_LEVELS, RANKS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { AdjustmentProposal } from './adjustment-proposals.ts';
import { ClauseResult, Intensities, Modes, PersonSummary, AdjustmentFacts } from './credit.ts';
import { Filter, Scope } from './hour-policies.ts';
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
  text,
  Year,
} from './shared.ts';

const Adjustment = closed({
  ...AdjustmentFacts.properties,
  id: Id,
  approvedBy: Type.String(),
  approvedAt: Instant,
  /** Where it took two people: who proposed it, and the approver’s word. */
  proposal: nullable(closed({ by: Type.String(), word: nullable(Type.String()) })),
  /** null while it holds. */
  withdrawn: nullable(closed({ by: Type.String(), at: Instant, reason: Type.String() })),
});

/** Credits of one kind together, as a clause looks at them. */
const KindSum = closed({
  mode: oneOf(Modes),
  intensity: oneOf(Intensities),
  area: nullable(Area),
  required: Type.Boolean(),
  hundredths: Hundredths,
  halfDays: HalfDays,
});

const ExplainedClause = closed({
  ...ClauseResult.properties,
  filter: Filter,
  appliesTo: nullable(Scope),
  insteadOf: nullable(Type.String()),
  fromYear: Year,
  toYear: Year,
  /** How much of the thresholds is owed: numerator of denominator. */
  share: closed({ numerator: Type.Integer(), denominator: Type.Integer() }),
  maxCountableHundredths: nullable(Hundredths),
  maxCountableFilter: nullable(Filter),
  /** What counts, before the cap, and what of the same years does not. */
  counted: Type.Array(KindSum),
  notCounted: Type.Array(KindSum),
});
export type ExplainedClause = Static<typeof ExplainedClause>;

export const RequirementExplanation = closed({
  person: PersonSummary,
  year: Year,
  years: Type.Array(Year),
  asOf: Instant,
  /** The policy that applies; null where none was adopted or the person was in no unit. */
  rule: nullable(
    closed({
      title: LocalText,
      version: Type.String(),
      basis: closed({
        title: Type.String(),
        number: nullable(Type.String()),
        date: nullable(Type.String()),
      }),
      scopeUnitName: Type.String(),
      fromYear: Year,
      categoryBasis: oneOf(CATEGORY_BASES),
      proRataMonths: Type.Integer(),
      dailyCapHundredths: nullable(Hundredths),
      onlineSharePercent: Type.Integer(),
      electiveWeightPercent: Type.Integer(),
      onlineCountsDays: Type.Boolean(),
      carryOverHundredths: nullable(Hundredths),
      /** Whether it does not name the deciding category, which is read with its row for others then. */
      asOthers: Type.Boolean(),
    }),
  ),
  /** Other policies adopted at the unit or above it, and why they do not apply. */
  others: Type.Array(
    closed({
      version: Type.String(),
      scopeUnitName: Type.String(),
      fromYear: Year,
      toYear: nullable(Year),
      why: oneOf(['farther', 'looser', 'other_year'] as const),
    }),
  ),
  /** Posts of the year, the earliest first. */
  posts: Type.Array(
    closed({
      unitName: Type.String(),
      category: nullable(AudienceCategory),
      positionLevel: nullable(oneOf(POSITION_LEVELS)),
      rank: nullable(oneOf(RANKS)),
      from: Instant,
      to: nullable(Instant),
      /** Whether its category decides. */
      decides: Type.Boolean(),
    }),
  ),
  /** Key groups that the person’s clauses name, and those of the policy that the person was in within the year. */
  keyGroups: Type.Array(
    closed({
      code: KeyGroupCode,
      name: LocalText,
      /** When the person was in it, as far as that touches the year. */
      times: Type.Array(closed({ from: Instant, to: nullable(Instant) })),
      /** Whether it decides. */
      decides: Type.Boolean(),
    }),
  ),
  /** Times out of service that touch the year. */
  absences: Type.Array(
    closed({
      why: oneOf(['not_joined', 'leave', 'left'] as const),
      from: nullable(Instant),
      to: nullable(Instant),
    }),
  ),
  /** Whole months in service, and how many the requirement is owed for. */
  monthsServed: Type.Integer(),
  monthsOwed: Type.Integer(),
  exempt: Type.Boolean(),
  met: Type.Boolean(),
  clauses: Type.Array(ExplainedClause),
  /** Hours of online study that the daily cap leaves out in the year. */
  overDayHundredths: Hundredths,
  /** Elective hours above the year before's requirement that count in this one. */
  carriedHundredths: Hundredths,
  /** All that was ever approved, newest first. */
  adjustments: Type.Array(Adjustment),
  /** Proposals that wait or did not become one, newest first. */
  proposals: Type.Array(AdjustmentProposal),
  /** Whether the caller may approve one for this person, or propose it. */
  mayAdjust: Type.Boolean(),
  /** Whether one holds only when a second person has approved it. */
  adjustmentTakesTwo: Type.Boolean(),
});
export type RequirementExplanation = Static<typeof RequirementExplanation>;

const ListedAdjustment = closed({
  ...Adjustment.properties,
  personId: Id,
  personName: Type.String(),
  unitName: Type.String(),
});
export type ListedAdjustment = Static<typeof ListedAdjustment>;

const query = closed({ year: Type.Optional(Year) });
const personParams = closed({ id: Id });
const shared = { tag: 'requirements' } as const;

export const explainOwnRequirement = endpoint({
  ...shared,
  access: 'signed_in',
  method: 'GET',
  url: '/api/v1/me/requirement',
  summary: 'Why one owes what one owes in a year, clause by clause, and what is missing',
  query,
  ok: { status: 200, schema: RequirementExplanation },
  problems: [400, 401],
});

export const explainRequirement = endpoint({
  ...shared,
  access: 'unit_reader',
  method: 'GET',
  url: '/api/v1/people/:id/requirement',
  summary: 'Why a person of the caller’s subtree owes what they owe in a year',
  params: personParams,
  query,
  ok: { status: 200, schema: RequirementExplanation },
  problems: [400, 401, 403, 404],
});

export const listAdjustments = endpoint({
  ...shared,
  access: 'unit_reader',
  method: 'GET',
  url: '/api/v1/org-units/:id/requirement-adjustments',
  summary: 'What was approved for people of a unit and all below it, newest first',
  params: personParams,
  query: closed({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      year: Year,
      items: Type.Array(ListedAdjustment),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const approveAdjustment = endpoint({
  ...shared,
  access: 'unit_admin',
  method: 'POST',
  url: '/api/v1/people/:id/requirement-adjustments',
  summary:
    'Exempt a person, or let them owe less, for some years, or propose it where that takes two; never oneself',
  params: personParams,
  body: closed({
    kind: oneOf(ADJUSTMENT_KINDS),
    fromYear: Year,
    toYear: Year,
    /** What is still owed, 1 … 99 per cent; only where reduced. */
    percent: nullable(Type.Integer()),
    /** Whole months of each year that are owed, 1 … 11; only pro rata. */
    months: nullable(Type.Integer()),
    reason: text(300, 4),
    /** Title and number of the document it rests on. */
    document: text(200, 2),
  }),
  ok: {
    status: 201,
    schema: closed({
      id: Id,
      /** It is proposed, and holds once a second person approves it. */
      waits: Type.Boolean(),
    }),
  },
  problems: [400, 401, 403, 404, 409],
});

export const withdrawAdjustment = endpoint({
  ...shared,
  access: 'unit_admin',
  method: 'POST',
  url: '/api/v1/people/:id/requirement-adjustments/:adjustmentId/withdrawal',
  summary: 'Let an adjustment hold no longer, with a reason; never one’s own',
  params: closed({ id: Id, adjustmentId: Id }),
  body: closed({ reason: text(300, 4) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
});
