/** A stretch of time: from an instant on, until just before another; null: it goes on. Milliseconds. */
export interface DatedPeriod {
  readonly startMs: number;
  readonly endMs: number | null;
}

const endOf = ({ endMs }: DatedPeriod) => endMs ?? Number.POSITIVE_INFINITY;

/** Whether a period ends after it begins: one of no length never was. */
export const isPeriod = (period: DatedPeriod): boolean => endOf(period) > period.startMs;

/**
 * The first of these periods that shares time with another one; null where none does. Dated
 * records of the same kind never overlap (DOMAIN 5.2): one may begin at the instant another ends.
 */
export function firstOverlap<One extends DatedPeriod>(
  periods: readonly One[],
  other: DatedPeriod,
): One | null {
  return periods.find((one) => one.startMs < endOf(other) && other.startMs < endOf(one)) ?? null;
}
