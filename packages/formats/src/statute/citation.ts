/** An article of a statute as it is cited: 《信访工作条例》第十七条. */
export interface Citation {
  /** The title between 《 and 》, short or full, without a year. */
  statute: string;
  /** The article alone (`第十七条`, `第十七条之一`), without paragraph or item. */
  article: string;
  /** The year of the edition that is named: 《行政复议法》（2017年修正）第二十条; null when none is. */
  year: number | null;
  /** Where the citation begins in the text, in UTF-16 code units. */
  offset: number;
  /** The words that name this article, from … to (exclusive), in UTF-16 code units. */
  from: number;
  to: number;
}

// Arabic digits are let in so that 第17条 is found, and then reported: statutes count in Chinese.
const NUMERAL = '[〇零一二三四五六七八九十百千0-9０-９]+';
const ARTICLE = `第${NUMERAL}条(?:之[一二三四五六七八九十]+)?`;
const PART = `(?:第${NUMERAL}款)?(?:第${NUMERAL}项)?`;
const TITLE = '《([^《》\\n]{1,80})》';
const EDITION = '(?:\\s*[（(](\\d{4})年[^（）()\\n]{0,12}[）)])?';
const JOINED = '\\s*(?:[、，和及与或至到]|以及)\\s*';

const RUNNING = new RegExp(
  `${TITLE}${EDITION}\\s*(${ARTICLE})${PART}((?:${JOINED}${ARTICLE}${PART})*)`,
  'gu',
);
const ALONE = new RegExp(`^\\s*${TITLE}${EDITION}\\s*(${ARTICLE})${PART}\\s*$`, 'u');
const SIGNATURE = new RegExp('^\\s*[—–―─-]+\\s*(.*)$', 'u');
const YEAR_WITHIN = /^(.*\S)\s*[（(](\d{4})年[^（）()]{0,12}[）)]$/u;

/** 《行政复议法（2017年修正）》 names the edition as 《行政复议法》（2017年修正） does. */
function titleAndYear(title: string, year: string | undefined) {
  const [, alone, within] = YEAR_WITHIN.exec(title) ?? [];
  const named = year ?? within;
  return { statute: alone ?? title, year: named === undefined ? null : Number(named) };
}

/** All articles cited in running text, also the further ones of 《…》第三条、第五条. */
export function findCitations(text: string): Citation[] {
  const found: Citation[] = [];
  for (const match of text.matchAll(RUNNING)) {
    const [whole, title = '', year, first = '', further = ''] = match;
    const named = titleAndYear(title, year);
    const offset = match.index;
    const end = offset + whole.length - further.length;
    found.push({ ...named, article: first, offset, from: offset, to: end });
    for (const next of further.matchAll(new RegExp(`(${ARTICLE})${PART}`, 'gu'))) {
      const from = end + next.index;
      const article = next[1] ?? '';
      found.push({ ...named, article, offset, from, to: from + next[0].length });
    }
  }
  return found;
}

/** Reads a text that is one citation and nothing else, with or without 款 and 项; else null. */
export function parseCitation(text: string): Citation | null {
  const match = ALONE.exec(text);
  if (match === null) return null;
  const [whole, title = '', year, article = ''] = match;
  return { ...titleAndYear(title, year), article, offset: 0, from: 0, to: whole.length };
}

/**
 * The last line of a quotation, `—— 《信访工作条例》第十七条`. Null when the line is not signed
 * with a dash, or names no title in 《》 with an article: then it is an ordinary quotation.
 */
export function parseSignature(line: string): { text: string; citation: Citation | null } | null {
  const signed = SIGNATURE.exec(line)?.[1]?.trim();
  if (signed === undefined) return null;
  if (!/《[^》]+》\s*(?:[（(]\d{4}年[^（）()]{0,12}[）)]\s*)?第/u.test(signed)) return null;
  return { text: signed, citation: parseCitation(signed) };
}
