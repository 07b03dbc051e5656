import { initialsOf } from '../people/service.ts';

const CJK = /\p{Script=Han}/u;
/** Chinese characters are letters too: without looking ahead 2023年 would be one run. */
const RUN = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;

/**
 * Cuts text for the index: every run of Chinese characters becomes overlapping pairs (and its
 * last character), so that any two-character word is found and a longer query is a phrase of
 * pairs; Latin words stay whole.
 */
export function indexWords(text: string): string {
  const words: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (CJK.test(run)) words.push(...pairsOf(run), ...[...run].slice(-1));
    else words.push(run);
  }
  return words.join(' ');
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.slice(0, -1).map((character, at) => character + (characters[at + 1] ?? ''));
}

/** Pinyin initials, from every place on: 信访工作 is found by xfgz, fgz and gz. */
export function initialsWords(texts: readonly string[]): string {
  const words = texts.flatMap((text) => {
    const initials = initialsOf(text);
    return Array.from({ length: initials.length }, (_, at) => initials.slice(at));
  });
  return [...new Set(words)].join(' ');
}

/**
 * What a person typed, as an FTS5 expression: all words must occur; the last may be unfinished.
 * Returns null where nothing searchable was typed. Every word is quoted, so no typed character
 * is an operator.
 */
export function searchExpression(typed: string): string | null {
  const terms: string[] = [];
  for (const [run] of typed.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (!CJK.test(run)) {
      terms.push(`"${run}"*`);
    } else if ([...run].length === 1) {
      terms.push(`"${run}"*`);
    } else {
      terms.push(...pairsOf(run).map((pair) => `"${pair}"`));
    }
  }
  return terms.length > 0 ? terms.join(' AND ') : null;
}
