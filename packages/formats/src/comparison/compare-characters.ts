import { diffChars } from 'diff';

/** A stretch of text that both have, or only the one before, or only the one after. */
export interface TextPart {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Beyond so many changed characters the search for the least change takes too long. */
const MOST_EDITS = 3_000;

/**
 * The difference of two texts by character: what is left out and what came in, in reading order.
 * Texts that have little in common are told as one replaced by the other.
 */
export function compareCharacters(before: string, after: string): TextPart[] {
  const found = diffChars(before, after, { maxEditLength: MOST_EDITS });
  if (found)
    return found.map(({ value, added, removed }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value,
    }));
  return [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
}
