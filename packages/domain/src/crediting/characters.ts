const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/** A run of letters or digits, with the marks that join parts of one word: don't, 2022-02-25, 3.5. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’.,-][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu;

// What is in the source but not on the page. Each pattern stops at its own opening sign, so that
// none can be made to look through the rest of a hostile text again and again.
const IMAGE = /!\[[^[\]\n]*\]\([^()\n]*\)/g;
const LINK_TARGET = /\]\([^()\n]*\)/g;
const TAG = /<\/?[A-Za-z][^<>\n]*>/g;
const ADDRESS = /https?:\/\/[\x21-\x7e]+/g;
const ENTITY = /&(?:[A-Za-z]{2,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});/g;

/**
 * Length of a reading as the valuation counts it: every Chinese (Japanese, Korean) character is one,
 * every word or number of another script is one. Punctuation, white space, Markdown marks, addresses,
 * tags and pictures count nothing, so a text is not longer for being laid out. Takes plain text or
 * Markdown; a whole number ≥ 0. Source: docs/author/course-format.md (linear valuation), DOMAIN 5.8.
 */
export function countCharacters(markdownOrText: string): number {
  const words = markdownOrText
    .replace(IMAGE, ' ')
    .replace(LINK_TARGET, '] ')
    .replace(TAG, ' ')
    .replace(ADDRESS, ' ')
    .replace(ENTITY, ' ');
  const characters = words.match(CJK)?.length ?? 0;
  return characters + (words.replace(CJK, ' ').match(WORD)?.length ?? 0);
}
