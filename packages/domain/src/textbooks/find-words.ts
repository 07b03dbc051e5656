/** A place in a text with some of what stands around it; together they are a piece of the text. */
export interface FoundWords {
  readonly before: string;
  readonly found: string;
  readonly after: string;
}

const isBlank = (sign: string) => /\s/u.test(sign);

/** As words are compared: without spaces, since a line of print ends in the middle of a Chinese word. */
export const asSearched = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/\s/gu, '');

/**
 * The first place at which a text has the words, whatever spaces and line ends are between its characters, with at
 * most `around` characters on either side and line ends as spaces; null where it has none. `words` are searched
 * as `asSearched` makes them.
 */
export function findWords(text: string, words: string, around: number): FoundWords | null {
  const wanted = asSearched(words);
  if (wanted === '') return null;
  // Compatible characters may become several: each knows where it came from.
  const signs = [...text];
  const from: number[] = [];
  let plain = '';
  for (const [at, sign] of signs.entries()) {
    if (isBlank(sign)) continue;
    const made = asSearched(sign);
    plain += made;
    from.push(...Array.from({ length: made.length }, () => at));
  }
  const start = plain.indexOf(wanted);
  if (start < 0) return null;
  const first = from[start] ?? 0;
  const last = from[start + wanted.length - 1] ?? first;
  const shown = (begin: number, end: number) =>
    signs.slice(Math.max(0, begin), end).join('').replaceAll(/\s+/gu, ' ');
  return {
    before: shown(first - around, first),
    found: shown(first, last + 1),
    after: shown(last + 1, last + 1 + around),
  };
}
