import {
  checkValuation,
  DEFAULT_VALUATION_POLICY,
  type ValuationPolicy,
  type ValuationTier,
} from '../crediting/valuation.ts';
import type { Attribution } from '../crediting/attribution.ts';
import type { PartialCredit } from '../crediting/partial.ts';
import { DEFAULT_COVERAGE_PERCENT, MAX_RATES } from '../watching/playback.ts';
import { OTHER_CATEGORIES, type AudienceCategory } from './audience-category.ts';
import { clauseLists } from './category-clauses.ts';
import { clauseTie } from './clauses-for.ts';
import {
  clauseProblems,
  isForAll,
  type Clause,
  type ClauseProblem,
  type LocalText,
} from './clause.ts';

/** The document a policy rests on; every requirement carries one (DOMAIN, warning; G15). */
export interface BasisDocument {
  readonly title: string;
  readonly number: string | null;
  /** As much of the date as is known: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly date: string | null;
}

/** What study on a device without a link is worth; its key lies in the device (TRUST 2.7). */
export interface OfflineStudyPolicy {
  /** false: it moves the learner's place and earns no watched time. */
  readonly credited: boolean;
  /** Most of a year's posted hours that may come from it, per cent; only where it is credited. */
  readonly maxYearSharePercent: number;
}

/** Offline study earns no hours where a policy does not say otherwise (TRUST 2.7). */
export const DEFAULT_OFFLINE_STUDY: OfflineStudyPolicy = {
  credited: false,
  maxYearSharePercent: 20,
};

/** How what was learned becomes hours (DOMAIN 5.3, 5.4, 5.7, 5.8). */
export interface CreditRules extends ValuationPolicy {
  /** Hours that come with one half-day of in-person training (DOMAIN 5.3). */
  readonly hundredthsPerHalfDay: number;
  /** Per cent of a lecture's distinct time that completes it; 50 … 100 (DOMAIN 5.4). */
  readonly coveragePercent: number;
  /** The most that a lecture may allow as play that counts, per cent of real time; 100 … 200. */
  readonly maxRatePercent: number;
  /** What two courses with the same content are worth together in one training year (DOMAIN 5.7). */
  readonly equivalence: Equivalence;
  readonly offlineStudy: OfflineStudyPolicy;
  /**
   * Whole days, 0 … 730, in which the version before may be finished once another is published; null:
   * without an end (DOMAIN 5.6).
   */
  readonly finishOldUntilDays: number | null;
  /**
   * Corrections by hand of more hours than this, hundredths, 0 … 100,000, take a second person; null: one
   * suffices (DOMAIN 5.9).
   */
  readonly dualControlAboveHundredths: number | null;
  /** What of a course counts that is not finished yet (DOMAIN 5.8). */
  readonly partial: PartialCredit;
  /** To which year a course belongs that was begun before New Year and finished after it (DOMAIN 5.1). */
  readonly attribution: Attribution;
}

/** The better of the two, the one that was credited first, or both. */
export const EQUIVALENCES = ['higher', 'first', 'both'] as const;
export type Equivalence = (typeof EQUIVALENCES)[number];

/** Whose category counts for somebody who held posts of several in one year (DOMAIN 5.2). */
export const CATEGORY_BASES = ['year_end', 'longest', 'highest', 'prorata'] as const;
export type CategoryBasis = (typeof CATEGORY_BASES)[number];

/** How the requirement of one person follows from their year (DOMAIN 5.2, 5.4). */
export interface OwingRules {
  readonly categoryBasis: CategoryBasis;
  /**
   * From so many whole months out of service on, 1 … 12, the year is owed by the months served; 0: it
   * is always owed whole.
   */
  readonly proRataMonths: number;
  /** Most hours of online study of one day that count towards a requirement; null: all. */
  readonly dailyCapHundredths: number | null;
  /** Most of a clause's hours that online study can make up, per cent; 1 … 100, 100: all (DOMAIN 5.12). */
  readonly onlineSharePercent: number;
  /** What an hour of elective online study is worth towards a requirement, per cent; 1 … 100 (DOMAIN 5.12). */
  readonly electiveWeightPercent: number;
  /** Whether hours of online study are days too, so many a day as in person; a share of theirs likewise (DOMAIN 5.3). */
  readonly onlineCountsDays: boolean;
  /**
   * Most hours of elective online study above the requirement of the year before that count in a year,
   * hundredths, 50 … 10,000; null: nothing is carried over (DOMAIN 5.12).
   */
  readonly carryOverHundredths: number | null;
}

/** For policies that were adopted before these rules existed: nothing of theirs may change unsaid. */
export const DEFAULT_OWING_RULES: OwingRules = {
  categoryBasis: 'year_end',
  proRataMonths: 1,
  dailyCapHundredths: null,
  onlineSharePercent: 100,
  electiveWeightPercent: 100,
  onlineCountsDays: false,
  carryOverHundredths: null,
};

/** What the presets begin with: ten hours of online study a day count (DOMAIN 5.4). */
export const PRESET_OWING_RULES: OwingRules = { ...DEFAULT_OWING_RULES, dailyCapHundredths: 1_000 };

/** A versioned hour policy: what each audience category owes, and how hours come about. */
export interface HourPolicy extends CreditRules, OwingRules {
  readonly code: string;
  readonly version: string;
  readonly title: LocalText;
  readonly basis: BasisDocument;
  readonly byCategory: Readonly<Record<AudienceCategory, readonly Clause[]>>;
  /** Of categories of an installation's own that are not named; see `fallbackClauses`. */
  readonly others?: readonly Clause[];
  /** Of those that are, by their code. */
  readonly byOwnCategory?: Readonly<Record<string, readonly Clause[]>>;
}

/** How hours come about where a policy does not say otherwise (DOMAIN 2b [R], §5). */
export const DEFAULT_CREDIT_RULES: CreditRules = {
  ...DEFAULT_VALUATION_POLICY,
  hundredthsPerHalfDay: 400,
  coveragePercent: DEFAULT_COVERAGE_PERCENT,
  maxRatePercent: 100,
  equivalence: 'higher',
  offlineStudy: DEFAULT_OFFLINE_STUDY,
  // For policies that were adopted before there was an end: nothing of theirs may change unsaid.
  finishOldUntilDays: null,
  // A small county may have one administrator only: who wants a second one says so.
  dualControlAboveHundredths: null,
  partial: 'none',
  attribution: 'completion',
};

/** What the presets begin with (DOMAIN 5.6). */
export const PRESET_FINISH_OLD_UNTIL_DAYS = 90;

const RATE_PERCENTS: readonly number[] = MAX_RATES.map((rate) => rate * 100);

export type CreditRuleProblem =
  | 'academic-hour-out-of-range'
  | 'step-not-a-part-of-an-hour'
  | 'tiers-unsound'
  | 'half-day-out-of-range'
  | 'coverage-out-of-range'
  | 'rate-unknown'
  | 'offline-share-out-of-range'
  | 'finish-old-out-of-range'
  | 'dual-control-out-of-range'
  | 'pro-rata-out-of-range'
  | 'daily-cap-out-of-range'
  | 'online-share-out-of-range'
  | 'elective-weight-out-of-range'
  | 'carry-over-out-of-range';

/** One thing that is wrong in a policy, with its place; null where it is about no category or clause. */
export interface PolicyProblem {
  readonly problem:
    | ClauseProblem
    | CreditRuleProblem
    | 'no-basis'
    | 'no-clauses'
    | 'duplicate-clause'
    | 'no-clause-for-all'
    | 'instead-of-unknown'
    | 'instead-of-other-kind'
    | 'clauses-tie'
    | 'too-many-key-groups';
  /** A code, or `others` for the fallback row. */
  readonly category: string | null;
  readonly clauseId: string | null;
}

export type PolicyCheck = { readonly ok: true } | ({ readonly ok: false } & PolicyProblem);

/**
 * All for which a policy cannot be saved, each with its place; [] where it can: it names its basis
 * document, its credit rules lie within their ranges, every audience category, named or not, owes at least one clause of hours or days
 * for every post and whatever the key groups (nobody's requirement is a silent 0), ids within a category
 * differ, no two clauses stand equally near in the place of a third, no more than `MOST_KEY_GROUPS` key
 * groups are named, and each passes `clauseProblems`. Source: DOMAIN A0, G2,
 * H1, 5.3, 5.4, 5.8, warning.
 */
export function policyProblems(policy: HourPolicy): PolicyProblem[] {
  const general = [
    ...(policy.basis.title.trim() === '' ? ['no-basis' as const] : []),
    ...creditRuleProblems(policy),
    ...owingRuleProblems(policy),
  ];
  return [
    ...general.map((problem) => ({ problem, category: null, clauseId: null })),
    ...clauseLists(policy).flatMap(([category, clauses]) =>
      // A policy that says nothing of others is read like one of the six: its faults are told once.
      category === OTHER_CATEGORIES && !policy.others
        ? []
        : clausesProblems(clauses).map((found) => ({ ...found, category })),
    ),
  ];
}

/** Whether a policy can be saved, and the first of `policyProblems` where it cannot. */
export function checkPolicy(policy: HourPolicy): PolicyCheck {
  const [first] = policyProblems(policy);
  return first ? { ok: false, ...first } : { ok: true };
}

/** So many different key groups may be named in a category: with more, nobody sees who owes what. */
export const MOST_KEY_GROUPS = 6;

type ClausesProblem = Pick<PolicyProblem, 'problem' | 'clauseId'>;

function clausesProblems(clauses: readonly Clause[]): ClausesProblem[] {
  if (clauses.length === 0) return [{ problem: 'no-clauses', clauseId: null }];
  const bases = clauses.filter(({ insteadOf }) => insteadOf === undefined);
  const tied = clauseTie(clauses);
  const named = new Set(clauses.flatMap(({ appliesTo }) => appliesTo?.keyGroups ?? []));
  return [
    ...clauses.flatMap((clause, at) => ofClause(clause, clauses.slice(0, at), bases)),
    // Whoever holds a post and is in key groups that no clause names would owe nothing, silently.
    // Certain courses are asked for beside the hours of a year, never instead of them.
    ...(bases.some((one) => isForAll(one) && !one.courses)
      ? []
      : [{ problem: 'no-clause-for-all' as const, clauseId: null }]),
    ...(tied ? [{ problem: 'clauses-tie' as const, clauseId: tied.id }] : []),
    ...(named.size > MOST_KEY_GROUPS
      ? [{ problem: 'too-many-key-groups' as const, clauseId: null }]
      : []),
  ];
}

function ofClause(
  clause: Clause,
  before: readonly Clause[],
  bases: readonly Clause[],
): ClausesProblem[] {
  const { id: clauseId, insteadOf } = clause;
  const problems: PolicyProblem['problem'][] = clauseProblems(clause);
  if (before.some(({ id }) => id === clauseId)) problems.push('duplicate-clause');
  const base = bases.find(({ id }) => id === insteadOf);
  if (insteadOf !== undefined && !base) problems.push('instead-of-unknown');
  if (base && (base.courses === undefined) !== (clause.courses === undefined))
    problems.push('instead-of-other-kind');
  return problems.map((problem) => ({ problem, clauseId }));
}

function creditRuleProblems(rules: CreditRules): CreditRuleProblem[] {
  const { stepHundredths: step, finishOldUntilDays: days } = rules;
  const { dualControlAboveHundredths: above } = rules;
  return failed([
    ['academic-hour-out-of-range', within(rules.academicHourMinutes, 30, 60)],
    ['step-not-a-part-of-an-hour', within(step, 1, 100) && 100 % step === 0],
    ['tiers-unsound', rules.tiers.length === 0 || areSound(rules.tiers)],
    ['half-day-out-of-range', within(rules.hundredthsPerHalfDay, 100, 600)],
    // Less than half a lecture is not the lecture.
    ['coverage-out-of-range', within(rules.coveragePercent, 50, 100)],
    ['rate-unknown', RATE_PERCENTS.includes(rules.maxRatePercent)],
    ['offline-share-out-of-range', within(rules.offlineStudy.maxYearSharePercent, 1, 100)],
    ['finish-old-out-of-range', days === null || within(days, 0, 730)],
    ['dual-control-out-of-range', above === null || within(above, 0, 100_000)],
  ]);
}

/** From 0 on, so that no course is worth nothing unsaid. */
const areSound = (tiers: readonly ValuationTier[]) =>
  tiers[0]?.fromSeconds === 0 && checkValuation({ kind: 'tiers', tiers }).ok;

function owingRuleProblems(rules: OwingRules): CreditRuleProblem[] {
  const { dailyCapHundredths: cap, carryOverHundredths: carried } = rules;
  return failed([
    ['pro-rata-out-of-range', within(rules.proRataMonths, 0, 12)],
    ['daily-cap-out-of-range', cap === null || within(cap, 100, 2_400)],
    ['online-share-out-of-range', within(rules.onlineSharePercent, 1, 100)],
    ['elective-weight-out-of-range', within(rules.electiveWeightPercent, 1, 100)],
    ['carry-over-out-of-range', carried === null || within(carried, 50, 10_000)],
  ]);
}

const failed = (checks: readonly (readonly [CreditRuleProblem, boolean])[]) =>
  checks.flatMap(([problem, stands]) => (stands ? [] : [problem]));

const within = (value: number, least: number, most: number) =>
  Number.isSafeInteger(value) && value >= least && value <= most;
