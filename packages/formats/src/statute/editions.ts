import type { StatuteEdition } from './parse-statute.ts';

/** What of an edition decides whether it is in force. */
export type Force = Pick<StatuteEdition, 'adoptedOn' | 'inForceFrom' | 'repealedOn'>;

const startOf = ({ inForceFrom, adoptedOn }: Force): string => inForceFrom ?? adoptedOn ?? '';

/** Editions of one statute from the oldest to the newest by their first day of force; a new array. */
export const inOrderOfForce = <Edition extends Force>(editions: readonly Edition[]): Edition[] =>
  [...editions].sort((a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0));

/**
 * The edition in force on a day (2024-06-28): the newest that has begun. Null before the first has
 * begun and after the newest begun was repealed. One without a known beginning counts from its passing.
 */
export function editionInForce<Edition extends Force>(
  editions: readonly Edition[],
  day: string,
): Edition | null {
  const begun = inOrderOfForce(editions).filter((edition) => startOf(edition) <= day);
  const newest = begun.at(-1);
  if (!newest || (newest.repealedOn !== null && newest.repealedOn <= day)) return null;
  return newest;
}

/** The edition by which a day's text is read where none is in force: the newest begun, else the first to come. */
export function editionFor<Edition extends Force>(
  editions: readonly Edition[],
  day: string,
): Edition | null {
  const ordered = inOrderOfForce(editions);
  return ordered.filter((edition) => startOf(edition) <= day).at(-1) ?? ordered[0] ?? null;
}

/** The edition that a citation names by the year of its passing; of several the newest. Null when there is none. */
export const editionOfYear = <Edition extends Force>(
  editions: readonly Edition[],
  year: number,
): Edition | null =>
  inOrderOfForce(editions)
    .filter(({ adoptedOn }) => adoptedOn?.startsWith(`${year}-`))
    .at(-1) ?? null;

/** The day on which an edition gave way to the next, null while none has been passed. */
export const supersededOn = <Edition extends Force>(
  editions: readonly Edition[],
  edition: Edition,
): string | null => {
  const ordered = inOrderOfForce(editions);
  const next = ordered[ordered.indexOf(edition) + 1];
  return next ? startOf(next) : null;
};
