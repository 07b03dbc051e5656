import { Refused } from './refused.ts';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * Refuses what would be more than `limit` within 24 hours, and says in how many hours the next one is
 * possible. `times` are those of the last 24 hours, in any order.
 */
export function keepDailyLimit(times: readonly Date[], limit: number, now: Date): void {
  if (times.length < limit) return;
  const freeing = times.map((time) => time.getTime()).sort((a, b) => b - a)[limit - 1] ?? 0;
  const hours = Math.max(1, Math.ceil((freeing + DAY_MS - now.getTime()) / HOUR_MS));
  throw new Refused('too-many-today', { limit, hours });
}
