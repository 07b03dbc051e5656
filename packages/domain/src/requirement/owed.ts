// What one person owes in a training year: which clauses by post and key groups, how much of them by months in service
// and by what was approved. Whole numbers until one rounding at the end, downwards.
import { adjustmentIn, type RequirementAdjustment } from './adjustment.ts';
import { periodOf, type Clause } from './clause.ts';
import type { HourPolicy, OwingRules } from './hour-policy.ts';
import { decidingPost, thresholdsOf, type TwelfthsOfClause } from './post-basis.ts';
import {
  keyGroupsNamed,
  postStretches,
  type HeldKeyGroup,
  type HeldPost,
  type PostStretch,
} from './post-stretch.ts';
import { monthsInService, type Absence } from './service-months.ts';

/** All that decides what a person owes, apart from the policy. */
export interface RequirementSubject {
  /** Posts held in the year, the earliest first. */
  readonly posts: readonly HeldPost[];
  /** Of any years. */
  readonly keyGroups: readonly HeldKeyGroup[];
  readonly absences: readonly Absence[];
  /** Of any years; none of them overlap. */
  readonly adjustments: readonly RequirementAdjustment[];
}

/** How much of a clause is owed: `numerator` of `denominator`. */
export interface OwedShare {
  readonly numerator: number;
  readonly denominator: number;
}

export interface OwedClause {
  /** With the thresholds that this person has. */
  readonly clause: Clause;
  /** The thresholds for a whole year or period, before months and adjustments. */
  readonly fullHundredths: number | null;
  readonly fullHalfDays: number | null;
  readonly share: OwedShare;
}

export interface Owed {
  /** A code, built in or of an installation's own. */
  readonly category: string;
  /** The post that decides, or the part of it, and the key groups that do. */
  readonly post: PostStretch;
  readonly year: number;
  /** Months of the year, 1 … 12, that were served whole. */
  readonly monthsServed: readonly number[];
  /** How many months of the year are owed, 0 … 12. */
  readonly monthsOwed: number;
  readonly adjustment: RequirementAdjustment | null;
  /** Nothing is owed this year: exempt, or not a whole month in service. `clauses` is then empty. */
  readonly exempt: boolean;
  readonly clauses: readonly OwedClause[];
}

/** Half an hour: what a reduced threshold is rounded down to (DOMAIN 5.2). Days are halves already. */
const HOURS_STEP = 50;
const MONTHS = 12;
const WHOLE_YEAR = MONTHS * 100;
const ALL: OwedShare = { numerator: WHOLE_YEAR, denominator: WHOLE_YEAR };

/**
 * What a person owes in a year by the policy that applies; null without a category (DOMAIN A0:
 * work to be done, not a silent 0). Each clause is owed by the share of its years that was served, by
 * whole months, times what was approved; thresholds are rounded down to 0.5, and never to nothing
 * while a month is owed, since nothing is reached by doing nothing. Who owes nothing of this year is
 * exempt in it, whatever remains of a plan of five years. Source: DOMAIN G2, H3, 5.2, 5.12.
 */
export function owedBy(policy: HourPolicy, subject: RequirementSubject, year: number): Owed | null {
  const posts = postStretches(subject.posts, subject.keyGroups, keyGroupsNamed(policy), year);
  const post = decidingPost(policy, posts, year);
  const category = post?.category;
  if (!post || !category) return null;
  const exempt = partOfYear(policy, subject, year) === 0;
  const clauses = exempt ? [] : thresholdsOf(policy, posts, year);
  return {
    category,
    post,
    year,
    monthsServed: monthsInService(subject.absences, year),
    monthsOwed: monthsOwedIn(policy, subject, year),
    adjustment: adjustmentIn(subject.adjustments, year),
    exempt,
    clauses: clauses.map((full) =>
      // A course is whole, however many months are owed.
      scaled(full, full.clause.courses ? ALL : shareOf(policy, subject, full.clause, year)),
    ),
  };
}

/** Whole months owed of a year: as approved, or as served where the policy looks at that. */
function monthsOwedIn(rules: OwingRules, subject: RequirementSubject, year: number): number {
  const adjustment = adjustmentIn(subject.adjustments, year);
  if (adjustment?.kind === 'exempt') return 0;
  if (adjustment?.kind === 'prorata') return adjustment.months ?? MONTHS;
  const { proRataMonths: least } = rules;
  if (least === 0 || subject.absences.length === 0) return MONTHS;
  const served = monthsInService(subject.absences, year).length;
  return MONTHS - served < least ? MONTHS : served;
}

/** What of a year is owed, 0 … WHOLE_YEAR. */
function partOfYear(rules: OwingRules, subject: RequirementSubject, year: number): number {
  const adjustment = adjustmentIn(subject.adjustments, year);
  const percent = adjustment?.kind === 'reduced' ? (adjustment.percent ?? 100) : 100;
  return monthsOwedIn(rules, subject, year) * percent;
}

function shareOf(
  rules: OwingRules,
  subject: RequirementSubject,
  clause: Clause,
  year: number,
): OwedShare {
  const { fromYear, toYear } = periodOf(clause, year);
  const years = Array.from({ length: toYear - fromYear + 1 }, (_, at) => fromYear + at);
  return {
    numerator: years.reduce((sum, one) => sum + partOfYear(rules, subject, one), 0),
    denominator: WHOLE_YEAR * years.length,
  };
}

function scaled(full: TwelfthsOfClause, share: OwedShare): OwedClause {
  const { clause, hundredthTwelfths, halfDayTwelfths } = full;
  return {
    clause: {
      ...clause,
      hundredths: partOf(hundredthTwelfths, share, HOURS_STEP),
      halfDays: partOf(halfDayTwelfths, share, 1),
    },
    fullHundredths: hundredthTwelfths && Math.floor(hundredthTwelfths / MONTHS),
    fullHalfDays: halfDayTwelfths && Math.floor(halfDayTwelfths / MONTHS),
    share,
  };
}

/** The share of a threshold, rounded down to whole steps; at least one. */
function partOf(twelfths: number | null, share: OwedShare, step: number): number | null {
  if (twelfths === null) return null;
  const whole = share.numerator === share.denominator;
  // All of one category's threshold is the policy's own figure, whatever its steps.
  if (whole && twelfths % MONTHS === 0) return twelfths / MONTHS;
  const steps = Math.floor((twelfths * share.numerator) / (MONTHS * share.denominator * step));
  return Math.max(1, steps) * step;
}
