// The bounds within which a training day is looked at. China knows no summer time: a day has 24 hours.
import { trainingDayOf, trainingDayStart } from '@xueshi/domain';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export interface InspectedDay {
  /** YYYY-MM-DD. */
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The night that ended in this day, 23:00 to 05:00. */
  readonly night: { readonly fromMs: number; readonly toMs: number };
}

/** The training day that an instant lies in. */
export function inspectedDay(instant: Date): InspectedDay {
  const fromMs = trainingDayStart(instant).getTime();
  return {
    name: trainingDayOf(instant),
    fromMs,
    toMs: fromMs + DAY_MS,
    night: { fromMs: fromMs - HOUR_MS, toMs: fromMs + 5 * HOUR_MS },
  };
}
