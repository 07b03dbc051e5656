// Where in its year an instant lies, and how requests and sums name a category.
import { daysLeftInYear, trainingDayOf, yearBounds } from '@xueshi/domain';

const DAY_MS = 86_400_000;
const LAST_DAY = 1231;

export interface Days {
  readonly daysGone: number;
  /** After today: a forecast takes today as gone. */
  readonly daysLeft: number;
  /** With today, as people are told everywhere; 0 once the year is over. */
  readonly daysToStudy: number;
  /** Today as month and day, 101 … 1231; the last day of a year that is over. */
  readonly day: number;
}

export function daysOf(year: number, now: Date): Days {
  const { start, end } = yearBounds(year);
  const inYear = Math.round((end.getTime() - start.getTime()) / DAY_MS);
  if (now >= end || now < start) {
    return { daysGone: inYear, daysLeft: 0, daysToStudy: 0, day: LAST_DAY };
  }
  const daysToStudy = daysLeftInYear(now);
  const daysLeft = daysToStudy - 1;
  const day = Number(trainingDayOf(now).slice(5).replace('-', ''));
  return { daysGone: inYear - daysLeft, daysLeft, daysToStudy, day };
}

/** A category or topic as requests name it, as sums keep it. */
export const keptCode = (code: string | undefined) =>
  code === undefined ? null : code === 'none' ? '' : code;
export const shownCategory = (category: string) => (category === '' ? 'none' : category);

export const sum = <Key extends string>(rows: readonly Record<Key, number>[], key: Key) =>
  rows.reduce((total, row) => total + row[key], 0);
