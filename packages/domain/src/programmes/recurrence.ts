import { assert } from '../assertion.ts';

/** How often a programme is made anew. */
export const RECURRENCES = ['none', 'monthly', 'quarterly', 'half_yearly', 'yearly'] as const;
export type Recurrence = (typeof RECURRENCES)[number];

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * The day so many months later, YYYY-MM-DD; the last day of that month where it has no such day
 * (31 January + 1 month is 28 or 29 February).
 */
export function monthsLater(day: string, months: number): string {
  const [, year, month, date] = DAY.exec(day) ?? [];
  assert(year !== undefined && month !== undefined && date !== undefined, 'a day is YYYY-MM-DD');
  const first = new Date(Date.UTC(Number(year), Number(month) - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  first.setUTCDate(Math.min(Number(date), last.getUTCDate()));
  return first.toISOString().slice(0, 10);
}

/**
 * The same where months are whole: the last day of a month becomes the last of the later one, so that
 * what ends with a quarter (30 June) still does a quarter on (30 September, 31 December).
 */
export function wholeMonthsLater(day: string, months: number): string {
  const isLast = daysLater(day, 1).slice(5, 7) !== day.slice(5, 7);
  return isLast
    ? daysLater(monthsLater(`${day.slice(0, 8)}01`, months + 1), -1)
    : monthsLater(day, months);
}

/** The day so many days later, YYYY-MM-DD; negative looks back. */
export function daysLater(day: string, days: number): string {
  assert(DAY.test(day), 'a day is YYYY-MM-DD');
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const MONTHS: Readonly<Record<Recurrence, number | null>> = {
  none: null,
  monthly: 1,
  quarterly: 3,
  half_yearly: 6,
  yearly: 12,
};

/** Months until a programme comes again, 1 … 12; null: it does not. */
export const monthsUntilNext = (recurrence: Recurrence): number | null => MONTHS[recurrence];

/** So many days before the end of a programme its next run is made. */
export const NEXT_RUN_DAYS = 14;

export interface NextRun {
  /** The day on which it is made as a draft, for somebody to look at and publish. */
  readonly preparedOn: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** When a programme comes again, days YYYY-MM-DD; null: it does not. Source: DOMAIN M1 ("recurring"). */
export function nextRun(programme: {
  readonly recurrence: Recurrence;
  readonly startsOn: string;
  readonly endsOn: string;
}): NextRun | null {
  const months = monthsUntilNext(programme.recurrence);
  if (months === null) return null;
  return {
    preparedOn: daysLater(programme.endsOn, -NEXT_RUN_DAYS),
    startsOn: wholeMonthsLater(programme.startsOn, months),
    endsOn: wholeMonthsLater(programme.endsOn, months),
  };
}
