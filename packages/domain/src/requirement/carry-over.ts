import type { Clause } from './clause.ts';
import { matches } from './counted-hours.ts';
import type { HourPolicy } from './hour-policy.ts';
import type { ClauseResult, CreditSum } from './requirement.ts';

/** A year as it was evaluated by its own policy, with nothing carried into it. */
export interface YearBehind {
  readonly year: number;
  readonly policy: Pick<HourPolicy, 'electiveWeightPercent'>;
  /** As this person owed them, each with its result. */
  readonly clauses: readonly { readonly clause: Clause; readonly result: ClauseResult }[];
  /** All that was looked at; other years are passed over. */
  readonly sums: readonly CreditSum[];
}

const WHOLE = 100;

/**
 * Hundredths of an hour of elective online study that lay above everything a year asked for, and so are
 * free to be carried into the next: nothing where one of that year's demands is not met, and nothing
 * where none of them looks at such study. A demand keeps what it needs of the electives it counts, and
 * nothing of others. What came into that year from the one before is no part of it, so no hour is
 * carried twice. Source: DOMAIN 5.12.
 */
export function electivesAbove({ year, policy, clauses, sums }: YearBehind): number {
  const yearly = clauses.filter(({ clause }) => clause.periodYears === 1);
  if (yearly.length === 0 || yearly.some(({ result }) => !result.met)) return 0;
  const weight = policy.electiveWeightPercent;
  const electives = sums.filter(
    (sum) => sum.year === year && sum.mode === 'online' && !sum.required && !sum.carried,
  );
  const hours = (some: readonly CreditSum[]) =>
    some.reduce((all, { hundredths }) => all + hundredths, 0);
  const free = yearly.flatMap(({ clause, result }) => {
    // Certain courses leave no hours free: it is for the other demands to say which are.
    if (clause.courses) return [];
    const counted = electives.filter((sum) => matches(clause.filter, sum));
    if (counted.length === 0) return [];
    // By days alone nobody can say which hours were above.
    if (result.targetHundredths === null) return [0];
    const above = Math.max(0, result.hundredths - result.targetHundredths);
    const others = hours(electives) - hours(counted);
    return [others + Math.min(hours(counted), Math.floor((above * WHOLE) / weight))];
  });
  if (free.length === 0) return 0;
  return Math.max(0, Math.min(hours(electives), ...free));
}

/**
 * What is carried into a year, as a credit of it: at most so many hundredths of an hour; null where it is
 * nothing. It is elective online study of no certain area, so it counts for demands that ask for none.
 */
export function carriedInto(
  year: number,
  mostHundredths: number | null,
  behind: YearBehind | null,
): CreditSum | null {
  if (mostHundredths === null || behind === null) return null;
  const hundredths = Math.min(mostHundredths, electivesAbove(behind));
  if (hundredths === 0) return null;
  const kind = { mode: 'online', intensity: 'regular', area: null } as const;
  return { ...kind, year, hundredths, halfDays: 0, required: false, carried: true };
}
