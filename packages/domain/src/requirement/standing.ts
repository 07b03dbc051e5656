import { assert } from '../assertion.ts';
import type { ClauseResult, RequirementResult } from './requirement.ts';

/** How somebody stands in a training year, as lists and figures call it; everybody is in exactly one. */
export const STANDINGS = [
  'met',
  'on_course',
  'behind',
  'nothing_yet',
  'without_category',
  'exempt',
] as const;
export type StandingState = (typeof STANDINGS)[number];

/** The days an even pace is spread over; a leap day more changes nothing for anybody. */
const PACED_DAYS = 365;

/** What stays true of somebody until their hours or their requirement change. */
export interface Standing {
  /** The state apart from the date: `due` is on course or behind, by the day. */
  readonly kind: Exclude<StandingState, 'on_course' | 'behind'> | 'due';
  /** Of the requirement, ten-thousandths, 0–10,000; null without one. The clause that lags most decides. */
  readonly share: number | null;
  /** On course while so many days or more are left, today included; only where `kind` is due. */
  readonly onCourseUntilDaysLeft: number | null;
  /** The clause to show a target of: the one that lags most. */
  readonly lagging: ClauseResult | null;
}

/**
 * Where somebody stands by what was evaluated for them; null where no requirement applies because no
 * category is known. A clause is as far as the nearer of its two measures; the person is as far as
 * the clause that lags most. Source: DOMAIN A0, H1, H3, 5.3.
 */
export function standingOf(
  evaluated: RequirementResult | null,
  earned: { readonly hundredths: number; readonly halfDays: number },
  exempt: boolean,
): Standing {
  const none = { share: null, onCourseUntilDaysLeft: null, lagging: null };
  if (exempt) return { kind: 'exempt', ...none };
  if (!evaluated) return { kind: 'without_category', ...none };
  const lagging = laggingClause(evaluated.clauses);
  if (evaluated.met) return { kind: 'met', share: 10_000, onCourseUntilDaysLeft: null, lagging };
  const share = Math.min(9_999, partsOf(lagging, 10_000));
  if (earned.hundredths <= 0 && earned.halfDays <= 0)
    return { kind: 'nothing_yet', share: Math.max(0, share), onCourseUntilDaysLeft: null, lagging };
  const daysWorth = partsOf(lagging, PACED_DAYS);
  return {
    kind: 'due',
    share: Math.max(0, share),
    onCourseUntilDaysLeft: PACED_DAYS - daysWorth,
    lagging,
  };
}

/**
 * The state on a day with so many days left in its year, today included (1 … 366); 0 once the year is
 * over. On course: no clause lies behind an even pace through the year.
 */
export function stateWith(
  standing: Pick<Standing, 'kind' | 'onCourseUntilDaysLeft'>,
  daysLeft: number,
): StandingState {
  if (standing.kind !== 'due') return standing.kind;
  assert(standing.onCourseUntilDaysLeft !== null, 'who is due has a day to be behind from');
  return daysLeft >= standing.onCourseUntilDaysLeft ? 'on_course' : 'behind';
}

function laggingClause(clauses: readonly ClauseResult[]): ClauseResult {
  const [first, ...others] = clauses;
  assert(first !== undefined, 'every category owes at least one clause');
  return others.reduce(
    (least, clause) => (shareOf(clause) < shareOf(least) ? clause : least),
    first,
  );
}

/** A share to compare by: a met clause does not lag. */
const shareOf = (clause: ClauseResult) => (clause.met ? Infinity : partsOf(clause, 10_000));

/** How many of `parts` the nearer measure has reached, rounded down; whole numbers all the way. */
function partsOf(clause: ClauseResult, parts: number): number {
  const of = (had: number, target: number | null) =>
    target === null ? 0 : Math.floor((Math.max(0, had) * parts) / target);
  return Math.max(
    of(clause.hundredths, clause.targetHundredths),
    of(clause.halfDays, clause.targetHalfDays),
  );
}
