import { partOfValue, type DividedValue } from './partial.ts';

/** To which year a course belongs that lasts over New Year (DOMAIN 5.1, config `attribution`). */
export const ATTRIBUTIONS = ['completion', 'accrual'] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];

/** A required lesson of a finished course: its length and how much of learning it lay before New Year. */
export interface LessonOverNewYear {
  /** Whole seconds ≥ 0. */
  readonly seconds: number;
  /** Whole ms that were counted in all, and before New Year; without any, the lesson belongs to the new year. */
  readonly countedMs: number;
  readonly countedBeforeMs: number;
}

export interface FinishedOverNewYear extends DividedValue {
  readonly lessons: readonly LessonOverNewYear[];
  /** What was credited in parts by now, for the years before and for this one. */
  readonly givenBefore: number;
  readonly givenSince: number;
}

const MS = 1_000;

/** What of lessons was learned before New Year, ms of material, of all of them. */
const learnedBefore = (lessons: readonly LessonOverNewYear[]) =>
  lessons.reduce((sum, { seconds, countedMs, countedBeforeMs }) => {
    if (countedMs <= 0) return sum;
    const share = Math.min(countedBeforeMs, countedMs) / countedMs;
    return sum + Math.floor(seconds * MS * share);
  }, 0);

/**
 * How what is still to be credited of a course that was finished after New Year is split: by the time
 * learned in each year, rounded down to the step for the year before, the rest for the year in which it
 * was finished. Nothing that was given is moved; the two and all that was given are exactly the value,
 * as far as less than the value was given, and something is left for the new year. Hundredths.
 * Source: DOMAIN 5.1.
 */
export function splitAtNewYear(finished: FinishedOverNewYear): { before: number; since: number } {
  const { valueHundredths, stepHundredths, lessons, givenBefore, givenSince } = finished;
  const left = Math.max(0, valueHundredths - givenBefore - givenSince);
  const whole = lessons.reduce((sum, { seconds }) => sum + seconds * MS, 0);
  const accrued = partOfValue(finished, learnedBefore(lessons), whole);
  const most = Math.max(0, Math.ceil(left / stepHundredths) - 1) * stepHundredths;
  const before = Math.min(most, Math.max(0, accrued - givenBefore));
  return { before, since: left - before };
}
