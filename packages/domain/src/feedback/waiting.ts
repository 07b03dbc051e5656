import { assert } from '../assertion.ts';

/** One piece of a conversation between somebody who asks and those who answer. */
export interface Spoken {
  readonly at: Date;
  /** 'asker': who asked or filed it; 'answerer': who has to answer; 'other': anybody else. */
  readonly by: 'asker' | 'answerer' | 'other';
}

/**
 * Since when the asker waits for an answer: the first thing they wrote after the last answer; null
 * where they have the last word. What others write answers nothing. `spoken` is in the order of
 * writing. Source: DOMAIN F6 (what people report is answered, and what is overdue is seen).
 */
export function waitingSince(spoken: readonly Spoken[]): Date | null {
  let since: Date | null = null;
  for (const { at, by } of spoken) {
    if (by === 'answerer') since = null;
    else if (by === 'asker') since ??= at;
  }
  return since;
}

const DAY_MS = 86_400_000;

/** Whole days gone, by the clock, rounded down; at least 0 and never negative. */
export function wholeDaysSince(since: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - since.getTime()) / DAY_MS));
}

/** Calendar days after which an entry without an answer is overdue. */
export const OVERDUE_AFTER_DAYS = 5;

/**
 * Whether somebody has waited too long: more than `OVERDUE_AFTER_DAYS` times 24 hours. `since` null
 * is nobody waiting. Source: DOMAIN F6.
 */
export function isOverdue(since: Date | null, now: Date): boolean {
  if (since === null) return false;
  assert(Number.isFinite(since.getTime()), 'an instant');
  return now.getTime() - since.getTime() > OVERDUE_AFTER_DAYS * DAY_MS;
}
