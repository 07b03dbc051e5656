import { assert } from '../assertion.ts';

/** How often a programme is made anew. */
export const RECURRENCES = ['none', 'quarterly', 'yearly'] as const;
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

/** The day so many days later, YYYY-MM-DD; negative looks back. */
export function daysLater(day: string, days: number): string {
  assert(DAY.test(day), 'a day is YYYY-MM-DD');
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Months until a programme comes again; null: it does not. */
export function monthsUntilNext(recurrence: Recurrence): number | null {
  if (recurrence === 'none') return null;
  return recurrence === 'yearly' ? 12 : 3;
}
