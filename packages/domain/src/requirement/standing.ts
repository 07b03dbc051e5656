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
const LAST_MONTH = 31;

/** What stays true of somebody until their hours or their requirement change. */
export interface Standing {
  /** The state apart from the date: `due` is on course or behind, by the day. */
  readonly kind: Exclude<StandingState, 'on_course' | 'behind'> | 'due';
  /** Of the requirement, ten-thousandths, 0–10,000; null without one. The clause that lags most decides. */
  readonly share: number | null;
  /** On course while so many days or more are left, today included; only where `kind` is due. */
  readonly onCourseUntilDaysLeft: number | null;
  /** The clause to show a target of: the one that lags most of those that ask for hours or days. */
  readonly lagging: ClauseResult | null;
  /** Hundredths of a credit hour that are missing of the clause that lags most; of courses and of others, the more. */
  readonly missingHundredths: number;
}

/**
 * Where somebody stands by what was evaluated for them; null where no requirement applies because no
 * category is known. A clause is as far as the nearer of its two measures, or as the share of the courses it asks for; the person is as far as
 * the clause that lags most. Source: DOMAIN A0, H1, H3, 5.3.
 */
export function standingOf(
  evaluated: RequirementResult | null,
  earned: { readonly hundredths: number; readonly halfDays: number },
  exempt: boolean,
): Standing {
  const none = { share: null, onCourseUntilDaysLeft: null, lagging: null, missingHundredths: 0 };
  if (exempt) return { kind: 'exempt', ...none };
  if (!evaluated) return { kind: 'without_category', ...none };
  const ofHours = evaluated.clauses.filter(({ courses }) => !courses);
  const ofCourses = evaluated.clauses.filter(({ courses, met }) => courses && !met);
  const lagging = laggingClause(ofHours);
  const missing = [lagging, ...ofCourses].map(({ missingHundredths }) => missingHundredths);
  const shown = { lagging, missingHundredths: Math.max(...missing) };
  if (evaluated.met) return { kind: 'met', share: 10_000, onCourseUntilDaysLeft: null, ...shown };
  const share = Math.max(0, Math.min(9_999, partsOf(laggingClause(evaluated.clauses), 10_000)));
  if (earned.hundredths <= 0 && earned.halfDays <= 0)
    return { kind: 'nothing_yet', share, onCourseUntilDaysLeft: null, ...shown };
  const until = [...(lagging.met ? [] : [lagging]), ...ofCourses].map(
    (clause) => PACED_DAYS - daysWorth(clause),
  );
  return { kind: 'due', share, onCourseUntilDaysLeft: Math.max(1, ...until), ...shown };
}

/** For how many days of the year somebody has done enough of a clause. */
function daysWorth({ courses, ...clause }: ClauseResult): number {
  if (!courses) return partsOf(clause, PACED_DAYS);
  // One after the other in equal parts of the year, the last with a month left; were they due day by
  // day like hours, whoever owes a single one would be behind from 2 January.
  return Math.floor(((courses.done + 1) * (PACED_DAYS - LAST_MONTH)) / courses.atLeast);
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
  if (clause.courses) return Math.floor((clause.courses.done * parts) / clause.courses.atLeast);
  const of = (had: number, target: number | null) =>
    target === null ? 0 : Math.floor((Math.max(0, had) * parts) / target);
  return Math.max(
    of(clause.hundredths, clause.targetHundredths),
    of(clause.halfDays, clause.targetHalfDays),
  );
}
