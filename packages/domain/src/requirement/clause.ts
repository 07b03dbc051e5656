import { DEFAULT_VALUATION_POLICY, type ValuationPolicy } from '../crediting/valuation.ts';
import { DEFAULT_COVERAGE_PERCENT } from '../watching/playback.ts';
import { AUDIENCE_CATEGORIES, type AudienceCategory } from './audience-category.ts';
import type { ContentArea, Intensity, Mode } from './credit-kind.ts';

/** A text in both languages of the product. */
export interface LocalText {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** Which credits a clause looks at; a part that is left out looks at all. */
export interface ClauseFilter {
  readonly modes?: readonly Mode[];
  readonly intensities?: readonly Intensity[];
  readonly areas?: readonly ContentArea[];
  /** true: only credits from required courses. */
  readonly requiredOnly?: boolean;
}

/** One thing a requirement demands: hours, or days, or either of the two (DOMAIN H1, 5.3, 5.12). */
export interface Clause {
  /** Unique within its category's list; stable over versions of a policy. */
  readonly id: string;
  readonly title: LocalText;
  readonly filter: ClauseFilter;
  /** Hours that meet the clause; null where it is not measured in hours. */
  readonly hundredths: number | null;
  /** Half-days that meet the clause; null where it is not measured in days. */
  readonly halfDays: number | null;
  readonly periodYears: 1 | 5;
  /** First year of one of the five-year periods; only where periodYears is 5. */
  readonly periodStartYear?: number;
  /** Most hours that count, of those that `maxCountableFilter` (or, without one, `filter`) matches. */
  readonly maxCountableHundredths?: number | null;
  /** Narrows the cap, e.g. to online hours: a clause may count all modes, but only so much online. */
  readonly maxCountableFilter?: ClauseFilter;
}

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

/** A versioned hour policy: what each audience category owes, and the figures that go with it. */
export interface HourPolicy extends ValuationPolicy {
  readonly code: string;
  readonly version: string;
  readonly title: LocalText;
  readonly basis: BasisDocument;
  readonly byCategory: Readonly<Record<AudienceCategory, readonly Clause[]>>;
  /** Hours that come with one half-day of in-person training (DOMAIN 5.3). */
  readonly hundredthsPerHalfDay: number;
  /** Per cent of a lecture's distinct time that completes it (DOMAIN 5.4). */
  readonly coveragePercent: number;
  readonly offlineStudy: OfflineStudyPolicy;
}

/** What in-person and online study are worth where a policy does not say otherwise (DOMAIN 2b [R]). */
export const DEFAULT_CONVERSION = {
  ...DEFAULT_VALUATION_POLICY,
  hundredthsPerHalfDay: 400,
  coveragePercent: DEFAULT_COVERAGE_PERCENT,
  offlineStudy: DEFAULT_OFFLINE_STUDY,
} as const;

export type ClauseProblem =
  | 'no-threshold'
  | 'threshold-not-positive'
  | 'cap-not-positive'
  | 'cap-below-threshold'
  | 'empty-filter'
  | 'no-period-start'
  | 'period-start-without-period';

export type ClauseCheck =
  { readonly ok: true } | { readonly ok: false; readonly problem: ClauseProblem };

/**
 * Whether a clause can be saved: at least one of the two thresholds, each whole and above 0, never
 * one derived from the other; a filter that can match something; a cap that leaves the hours
 * within reach; and a known beginning of a five-year period. Source: DOMAIN H1 ("both empty, zero or
 * negative → cannot save"), 5.3, 5.12.
 */
export function checkClause(clause: Clause): ClauseCheck {
  const problem = problemOf(clause);
  return problem === undefined ? { ok: true } : { ok: false, problem };
}

function problemOf(clause: Clause): ClauseProblem | undefined {
  const { hundredths, halfDays, maxCountableHundredths: cap = null, maxCountableFilter } = clause;
  if (hundredths === null && halfDays === null) return 'no-threshold';
  const thresholds = [hundredths, halfDays].filter((threshold) => threshold !== null);
  if (!thresholds.every(isPositive)) return 'threshold-not-positive';
  if (cap !== null && !isPositive(cap)) return 'cap-not-positive';
  // A cap on a part leaves the rest to reach the hours with; a cap on everything does not.
  const capsEverything = cap !== null && maxCountableFilter === undefined;
  if (capsEverything && hundredths !== null && cap < hundredths) return 'cap-below-threshold';
  if ([clause.filter, maxCountableFilter ?? {}].some(matchesNothing)) return 'empty-filter';
  const start = clause.periodStartYear;
  if (clause.periodYears === 5 && !Number.isInteger(start)) return 'no-period-start';
  if (clause.periodYears === 1 && start !== undefined) return 'period-start-without-period';
  return undefined;
}

const isPositive = (amount: number) => Number.isSafeInteger(amount) && amount > 0;

function matchesNothing({ modes, intensities, areas }: ClauseFilter): boolean {
  return [modes, intensities, areas].some((listed) => listed?.length === 0);
}

export type PolicyCheck =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly problem: ClauseProblem | 'no-basis' | 'no-clauses' | 'duplicate-clause';
      readonly category: AudienceCategory | null;
      readonly clauseId: string | null;
    };

/**
 * Whether a policy can be saved: it names its basis document, every audience category owes at least
 * one clause (nobody's requirement is a silent 0), ids within a category differ, and each clause
 * passes `checkClause`. Tells the first problem with its place. Source: DOMAIN A0, G2, H1, warning.
 */
export function checkPolicy(policy: HourPolicy): PolicyCheck {
  if (policy.basis.title.trim() === '') {
    return { ok: false, problem: 'no-basis', category: null, clauseId: null };
  }
  for (const category of AUDIENCE_CATEGORIES) {
    const clauses = policy.byCategory[category];
    if (clauses.length === 0) return { ok: false, problem: 'no-clauses', category, clauseId: null };
    const ids = new Set<string>();
    for (const clause of clauses) {
      const place = { category, clauseId: clause.id };
      const check = checkClause(clause);
      if (!check.ok) return { ok: false, problem: check.problem, ...place };
      if (ids.has(clause.id)) return { ok: false, problem: 'duplicate-clause', ...place };
      ids.add(clause.id);
    }
  }
  return { ok: true };
}
