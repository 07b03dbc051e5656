import { assert } from '../assertion.ts';
import type { Standing } from './standing.ts';

/**
 * How a training year will probably end for somebody: reached already; likely, at this year's pace;
 * unsure, where only as much as last year between today and 31 December would do it; at risk, where
 * neither would. `none` owes nothing, or nothing is known of what they owe.
 */
export const OUTLOOKS = ['reached', 'likely', 'unsure', 'at_risk', 'none'] as const;
export type Outlook = (typeof OUTLOOKS)[number];

/**
 * The outlooks of people whom a push may help: they are behind an even pace, or have nothing yet. Whoever
 * has reached the year, is on course or owes nothing needs none.
 */
export const HELPED_OUTLOOKS = ['at_risk', 'unsure'] as const satisfies readonly Outlook[];

/** The two ways a year is reckoned forward; between them lies what is to be expected. */
export interface Forecast {
  /** At the pace of the year so far, hundredths of a credit hour, rounded down; null in its first weeks. */
  readonly atPaceHundredths: number | null;
  /** What is there, and as much again as was earned last year after this day; null without a last year. */
  readonly asLastYearHundredths: number | null;
}

/** In the first four weeks a pace says nothing: who owes is unsure, never at risk. */
export const DAYS_BEFORE_A_PACE = 28;
const DAYS_OF_A_YEAR = 365;

/**
 * What the hours of somebody, or of a unit, come to on 31 December, in hundredths of a credit hour.
 * `daysGone` counts today (1 … 366), `daysLeft` does not (0 … 365). At the pace: the hours so far by
 * the days gone, for the days of the year. As last year: the hours so far and `restOfLastYear`, which
 * is what was earned last year after the same day; null where there was no last year. Neither knows of
 * leave, of a class that is planned, or of a change of post. Source: DOMAIN H1, DESIGN.
 */
export function forecast(
  hundredths: number,
  { daysGone, daysLeft }: { readonly daysGone: number; readonly daysLeft: number },
  restOfLastYear: number | null,
): Forecast {
  assert(daysGone >= 1 && daysLeft >= 0, 'a year is forecast on one of its days');
  const early = daysGone < DAYS_BEFORE_A_PACE && daysLeft > 0;
  return {
    atPaceHundredths: early
      ? null
      : Math.floor((Math.max(0, hundredths) * (daysGone + daysLeft)) / daysGone),
    asLastYearHundredths:
      restOfLastYear === null ? null : hundredths + (daysLeft === 0 ? 0 : restOfLastYear),
  };
}

/**
 * The fewest days left (today included, as `daysLeftInYear` counts; 1 … 366) with which a requirement
 * is still reached by earning what was earned last year on the days after. `earnedLater` are last
 * year's credits, each with the days that were left of that year on its own day; `reachedWith` says
 * whether the requirement is met once these credits are added. In the first weeks everybody who owes
 * is unsure, so the answer is never more than the days left when those weeks end.
 */
export function unsureUntilDaysLeft<Credit extends { readonly daysLeft: number }>(
  earnedLater: readonly Credit[],
  reachedWith: (credits: readonly Credit[]) => boolean,
): number {
  const afterFirstWeeks = DAYS_OF_A_YEAR - DAYS_BEFORE_A_PACE + 2;
  // What is missing then are courses, of which last year says nothing.
  if (reachedWith([])) return 1;
  const latestFirst = [...earnedLater].sort((one, other) => one.daysLeft - other.daysLeft);
  let [enough, tooFew] = [latestFirst.length + 1, 0];
  // The fewest of the latest that suffice: more of them never reach less.
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (reachedWith(latestFirst.slice(0, middle))) enough = middle;
    else tooFew = middle;
  }
  const decisive = latestFirst[enough - 1];
  // What was earned on a day still lies ahead on the day before.
  return Math.min(afterFirstWeeks, decisive ? decisive.daysLeft + 1 : afterFirstWeeks);
}

/** The outlook with so many days left, today included (1 … 366); 0 once the year is over. */
export function outlookWith(
  standing: Pick<Standing, 'kind' | 'onCourseUntilDaysLeft'>,
  unsureUntil: number | null,
  daysLeft: number,
): Outlook {
  const { kind, onCourseUntilDaysLeft } = standing;
  if (kind === 'met') return 'reached';
  if (kind === 'exempt' || kind === 'without_category') return 'none';
  if (onCourseUntilDaysLeft !== null && daysLeft >= onCourseUntilDaysLeft) return 'likely';
  return unsureUntil !== null && daysLeft >= unsureUntil ? 'unsure' : 'at_risk';
}
