/** One line of a page, top to bottom as the file has them; `size` is the height of its letters in any one unit. */
export interface PageLine {
  readonly text: string;
  readonly size: number;
}

/** What a page of slides says: its heading on one line, and all of its words. */
export interface PageWords {
  readonly title: string;
  readonly text: string;
}

/** As the course format bounds them (docs/author/course-format.md), in UTF-16 units. */
export const TITLE_LENGTH = 120;
export const TEXT_LENGTH = 4_000;

const HAS_WORDS = /[\p{L}\p{N}]/u;
/** A page's number is no heading, however large it is printed. */
const IS_NUMBER = /^[\p{N}\p{P}\s]+$/u;

/**
 * The heading of a page and its text. The heading is the line in the largest letters, the first among equals; empty
 * where the page has no words. `title` has at most 120 characters, `text` at most `textLength`.
 */
export function pageWords(lines: readonly PageLine[], textLength = TEXT_LENGTH): PageWords {
  const written = lines
    .map(({ text, size }) => ({ text: tidy(text), size }))
    .filter(({ text }) => HAS_WORDS.test(text));
  const worthy = written.filter(({ text }) => !IS_NUMBER.test(text));
  const largest = worthy.reduce((size, line) => Math.max(size, line.size), 0);
  // Within a twentieth letters look equally large.
  const heading = worthy.find(({ size }) => size >= largest * 0.95);
  return {
    title: cut(heading?.text ?? '', TITLE_LENGTH),
    text: cut(written.map(({ text }) => text).join('\n'), textLength),
  };
}

const tidy = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** A text on one line, without what is no character, cut to `most` UTF-16 units. */
export const oneLineOf = (text: string, most: number): string => cut(tidy(text), most);

/** Never through the middle of a character. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const short = text.slice(0, most);
  return (/[\uD800-\uDBFF]$/.test(short) ? short.slice(0, -1) : short).trim();
}
