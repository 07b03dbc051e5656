import { assert } from '../assertion.ts';
import { trainingYearOf } from '../calendar/training-year.ts';

/** How often a course may be credited to the same person (DOMAIN 5.5, config `repeat`). */
export const REPEATS = [
  'never',
  'yearly',
  'every-2-years',
  'every-3-years',
  'every-5-years',
] as const;
export type Repeat = (typeof REPEATS)[number];

const GAPS: Readonly<Record<Repeat, number | null>> = {
  never: null,
  yearly: 1,
  'every-2-years': 2,
  'every-3-years': 3,
  'every-5-years': 5,
};

/** What a course says of itself, as it was kept; asserts one of `REPEATS`. */
export function repeatOf(kept: string): Repeat {
  const repeat = REPEATS.find((one) => one === kept);
  assert(repeat !== undefined, `a course is repeated in a known way, not "${kept}"`);
  return repeat;
}

/** Every how many years a course may be credited again, 1 … 5; null: never. */
export const repeatYears = (repeat: Repeat): number | null => GAPS[repeat];

/**
 * The training years, newest first, in which a credit for a course stands in the way of another one at
 * an instant; null where any does, whenever it was earned. A yearly course gives only that year, one of
 * every three years that year and the two before. Source: DOMAIN 5.5.
 */
export function barringYears(repeat: Repeat, at: Date): readonly number[] | null {
  const gap = GAPS[repeat];
  if (gap === null) return null;
  const year = trainingYearOf(at);
  return Array.from({ length: gap }, (_, back) => year - back);
}

/** Whether a course completed at one instant may be begun again, and be credited again, at another. */
export function mayRepeat(repeat: Repeat, completedAt: Date, at: Date): boolean {
  const years = barringYears(repeat, at);
  return years !== null && !years.includes(trainingYearOf(completedAt));
}
