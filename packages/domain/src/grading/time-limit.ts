import { assert } from '../assertion.ts';

/**
 * What is still taken after the time is over, ms: an answer sent in the last moment needs time on
 * the way. The clock that the learner sees ends without it.
 */
export const TIME_LIMIT_GRACE_MS = 15_000;

/** When the time of an attempt is over; null without a limit. `minutes` 1 … 600. */
export function deadlineOf(startedAt: Date, minutes: number | null): Date | null {
  if (minutes === null) return null;
  assert(
    Number.isInteger(minutes) && minutes >= 1 && minutes <= 600,
    'a limit is 1 to 600 minutes',
  );
  return new Date(startedAt.getTime() + minutes * 60_000);
}

/** Whether an answer that arrives now is still taken, by the server's clock alone (TRUST 2.3). */
export function isTimeLeft(deadline: Date | null, now: Date): boolean {
  return deadline === null || now.getTime() <= deadline.getTime() + TIME_LIMIT_GRACE_MS;
}
