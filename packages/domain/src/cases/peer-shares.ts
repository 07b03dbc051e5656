import { assert } from '../assertion.ts';

/**
 * How many other people must have chosen before anything is told about what they chose: below that
 * a share would point at somebody (docs/decisions/0018-choices-of-others.md).
 */
export const LEAST_PEERS = 5;

/** The share of an option in whole per cent; the shares of all options together are 100. */
export interface ChoiceShare {
  readonly optionId: string;
  readonly percent: number;
}

/**
 * Whole per cent for each count, in the order of the counts. They add up to 100 (largest remainder;
 * of equal remainders the earlier is rounded up), or are all 0 where nothing was counted.
 * Expects whole numbers from 0 up.
 */
export function wholePercents(counts: readonly number[]): number[] {
  assert(
    counts.every((one) => Number.isInteger(one) && one >= 0),
    'people are counted in whole numbers from 0 up',
  );
  const total = counts.reduce((sum, one) => sum + one, 0);
  if (total === 0) return counts.map(() => 0);
  const exact = counts.map((one) => (one * 100) / total);
  const floors = exact.map(Math.floor);
  const missing = 100 - floors.reduce((sum, one) => sum + one, 0);
  const raised = new Set(
    exact
      .map((one, at) => ({ at, rest: one - Math.floor(one) }))
      .sort((a, b) => b.rest - a.rest || a.at - b.at)
      .slice(0, missing)
      .map(({ at }) => at),
  );
  return floors.map((one, at) => (raised.has(at) ? one + 1 : one));
}

/**
 * What other people chose at a decision point, or null where fewer than LEAST_PEERS others chose.
 * `people` counts everybody's first choice; `own` is the option that the asking person is counted
 * under, or null where they are not counted. Source: docs/decisions/0018-choices-of-others.md.
 */
export function peerShares(
  options: readonly string[],
  people: ReadonlyMap<string, number>,
  own: string | null,
): ChoiceShare[] | null {
  const others = options.map((id) => Math.max(0, (people.get(id) ?? 0) - (id === own ? 1 : 0)));
  if (others.reduce((sum, one) => sum + one, 0) < LEAST_PEERS) return null;
  const percents = wholePercents(others);
  return options.map((optionId, at) => ({ optionId, percent: percents[at] ?? 0 }));
}
