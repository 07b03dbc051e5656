/** A text to compare: its parts in any order, such as a stem and its options. */
export interface ComparedText {
  readonly parts: readonly string[];
}

/** Which of the known texts is most like a text, and how much: Jaccard of their pairs of signs, 0–1. */
export interface Likeness {
  readonly at: number;
  readonly share: number;
}

/** From here on two questions ask the same in other words; found on papers with reworded items. */
export const ALIKE = 0.6;

/** What is read: letters and digits of any script; width, case, blanks and signs do not count. */
const readable = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Pairs of neighbouring signs of each part; of a part of one sign, the sign. */
function shinglesOf({ parts }: ComparedText): Set<string> {
  const shingles = new Set<string>();
  for (const part of parts) {
    const signs = [...readable(part)];
    if (signs.length === 1) shingles.add(signs[0] ?? '');
    for (let at = 1; at < signs.length; at += 1) {
      shingles.add(`${signs[at - 1] ?? ''}${signs[at] ?? ''}`);
    }
  }
  return shingles;
}

/** Texts that others are compared with; each is found by its place, from 0. */
export class KnownTexts {
  readonly #sizes: number[] = [];
  readonly #places = new Map<string, number[]>();

  /** Takes a text in and gives its place. */
  add(text: ComparedText): number {
    const at = this.#sizes.length;
    const shingles = shinglesOf(text);
    this.#sizes.push(shingles.size);
    for (const shingle of shingles) {
      const places = this.#places.get(shingle);
      if (places) places.push(at);
      else this.#places.set(shingle, [at]);
    }
    return at;
  }

  /**
   * The text that shares most with this one, the first of equals; null where none reaches `least`
   * (above 0, up to 1). The order of parts does not matter. Source: issue 5, item 6 (duplicates).
   */
  mostLike(text: ComparedText, least = ALIKE): Likeness | null {
    const shingles = shinglesOf(text);
    const common = new Map<number, number>();
    for (const shingle of shingles) {
      for (const at of this.#places.get(shingle) ?? []) common.set(at, (common.get(at) ?? 0) + 1);
    }
    let best: Likeness | null = null;
    for (const [at, both] of common) {
      const share = both / (shingles.size + (this.#sizes[at] ?? 0) - both);
      if (share < least) continue;
      if (best === null || share > best.share || (share === best.share && at < best.at))
        best = { at, share };
    }
    return best;
  }
}
