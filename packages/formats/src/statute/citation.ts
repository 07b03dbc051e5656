/** An article of a statute as it is cited: 《信访工作条例》第十七条. */
export interface Citation {
  /** The title between 《 and 》, short or full. */
  statute: string;
  /** The article alone (`第十七条`, `第十七条之一`), without paragraph or item. */
  article: string;
  /** Where the citation begins in the text, in UTF-16 code units. */
  offset: number;
}

// Arabic digits are let in so that 第17条 is found, and then reported: statutes count in Chinese.
const NUMERAL = '[〇零一二三四五六七八九十百千0-9０-９]+';
const ARTICLE = `第${NUMERAL}条(?:之[一二三四五六七八九十]+)?`;
const PART = `(?:第${NUMERAL}款)?(?:第${NUMERAL}项)?`;
const TITLE = '《([^《》\\n]{1,80})》';
const JOINED = '\\s*(?:[、，和及与或至到]|以及)\\s*';

const RUNNING = new RegExp(
  `${TITLE}\\s*(${ARTICLE})${PART}((?:${JOINED}${ARTICLE}${PART})*)`,
  'gu',
);
const ALONE = new RegExp(`^\\s*${TITLE}\\s*(${ARTICLE})${PART}\\s*$`, 'u');
const SIGNATURE = new RegExp('^\\s*[—–―─-]+\\s*(.*)$', 'u');

/** All articles cited in running text, also the further ones of 《…》第三条、第五条. */
export function findCitations(text: string): Citation[] {
  const found: Citation[] = [];
  for (const match of text.matchAll(RUNNING)) {
    const [, statute = '', first = '', further = ''] = match;
    const articles = [first, ...(further.match(new RegExp(ARTICLE, 'gu')) ?? [])];
    for (const article of articles) found.push({ statute, article, offset: match.index });
  }
  return found;
}

/** Reads a text that is one citation and nothing else, with or without 款 and 项; else null. */
export function parseCitation(text: string): Citation | null {
  const match = ALONE.exec(text);
  if (match === null) return null;
  const [, statute = '', article = ''] = match;
  return { statute, article, offset: 0 };
}

/**
 * The last line of a quotation, `—— 《信访工作条例》第十七条`. Null when the line is not signed
 * with a dash, or names no title in 《》 with an article: then it is an ordinary quotation.
 */
export function parseSignature(line: string): { text: string; citation: Citation | null } | null {
  const signed = SIGNATURE.exec(line)?.[1]?.trim();
  if (signed === undefined || !/《[^》]+》\s*第/u.test(signed)) return null;
  return { text: signed, citation: parseCitation(signed) };
}
