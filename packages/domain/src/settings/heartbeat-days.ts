/** Longer than any number of days: kept for ever. */
const lengthOf = (days: number) => (days === 0 ? Infinity : days);

/** Whether evidence would be kept for fewer days than the server keeps it; both in days, 0: for ever. */
export const isKeptShorter = (days: number, least: number): boolean =>
  lengthOf(days) < lengthOf(least);

/**
 * For how many days single reports of players are kept, 0: for ever. The server's own figure is the
 * least and what holds where nothing is set; of several units at the top the longest counts, since
 * what is compacted does not come back.
 */
export const daysKept = (set: readonly number[], least: number): number =>
  set.reduce((longest, days) => (isKeptShorter(longest, days) ? days : longest), least);
