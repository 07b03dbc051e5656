import { assert } from '../assertion.ts';
import type { RequirementResult } from './requirement.ts';

export interface ClausePace {
  readonly id: string;
  readonly hundredthsPerWeek: number;
}

export interface Pace {
  /** Enough for every clause together; where clauses overlap, less may do. */
  readonly hundredthsPerWeek: number;
  /** The clauses that are due by 31 December, unmet, and can be met by hours. */
  readonly clauses: readonly ClausePace[];
}

/**
 * Hundredths of a credit hour a week that still reach the requirement by 31 December, rounded up; in
 * the last week, all that is missing. null when no clause due this year waits for hours: all met,
 * or measured in days alone. `daysLeft` counts today, as `daysLeftInYear` does; at least 1.
 * Advice for the learner, never a score. Source: DESIGN ("how much do I still need, by when").
 */
export function pace(result: RequirementResult, daysLeft: number): Pace | null {
  assert(Number.isInteger(daysLeft) && daysLeft >= 1, 'today is left at least');
  const clauses = result.clauses
    .filter(({ missingHundredths, toYear }) => missingHundredths > 0 && toYear === result.year)
    .map(({ id, missingHundredths }) => ({
      id,
      hundredthsPerWeek: Math.ceil((missingHundredths * 7) / Math.max(daysLeft, 7)),
    }));
  if (clauses.length === 0) return null;
  const hundredthsPerWeek = clauses.reduce((sum, clause) => sum + clause.hundredthsPerWeek, 0);
  return { hundredthsPerWeek, clauses };
}
