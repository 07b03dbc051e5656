const DIGITS = '零一二三四五六七八九';
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/**
 * A whole number as statutes count, 一 … 九千九百九十九: 十, 二十一, 一百零三, 一百一十. Throws a
 * RangeError for anything else.
 */
export function inChinese(count: number): string {
  if (!Number.isInteger(count) || count < 1 || count > 9999)
    throw new RangeError('Statutes count from 1 to 9999.');
  let text = '';
  let rest = count;
  for (const [unit, worth] of [
    ['千', 1000],
    ['百', 100],
    ['十', 10],
    ['', 1],
  ] as const) {
    const digit = Math.floor(rest / worth);
    rest %= worth;
    if (digit > 0) text += `${DIGITS.charAt(digit)}${unit}`;
    else if (text !== '' && rest > 0 && !text.endsWith('零')) text += '零';
  }
  return text.replace(/^一十/, '十');
}

/** Reads a Chinese numeral of 1 … 9999 in its usual forms (〇 and 零 alike); null for anything else. */
export function fromChinese(text: string): number | null {
  let sum = 0;
  let digit: number | null = null;
  for (const character of text.replaceAll('〇', '零')) {
    const unit = UNITS[character];
    if (unit === undefined) {
      const value = DIGITS.indexOf(character);
      if (value < 0) return null;
      digit = value;
    } else {
      sum += (digit ?? 1) * unit;
      digit = null;
    }
  }
  const count = sum + (digit ?? 0);
  // 一百三 and 三十四十 are no numbers of a statute: only what would be written so is read.
  const usual = count < 1 || count > 9999 ? null : inChinese(count);
  const written = text.replaceAll('〇', '零').replace(/^一十/, '十');
  return usual === written ? count : null;
}

/** The place of an article among the articles: 第十条之一 stands behind 第十条. */
export interface ArticleOrder {
  /** 1 … 9999 */
  readonly count: number;
  /** 0 for the article itself; 1 … for 之一 … */
  readonly inserted: number;
}

/** Reads an article's number as written, 第一百二十三条 or 第十条之一; null for anything else. */
export function articleOrder(number: string): ArticleOrder | null {
  const [, count = '', inserted] = /^第(.+)条(?:之(.+))?$/u.exec(number) ?? [];
  const main = fromChinese(count);
  const after = inserted === undefined ? 0 : fromChinese(inserted);
  return main === null || after === null ? null : { count: main, inserted: after };
}

/** Writes an article's number as statutes do. Throws a RangeError outside 1 … 9999. */
export const articleNumber = ({ count, inserted }: ArticleOrder): string =>
  `第${inChinese(count)}条${inserted > 0 ? `之${inChinese(inserted)}` : ''}`;
