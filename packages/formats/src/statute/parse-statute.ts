import { inReadingOrder, locatedError, type LocatedError } from '../located-error.ts';
import { readEditionFacts, type EditionFacts } from './edition-facts.ts';
import { articleNumber, articleOrder, type ArticleOrder } from './numerals.ts';

/** One article: its number as written (`第十七条`) and its paragraphs, joined by line feeds. */
export interface Article {
  number: string;
  text: string;
}

export type HeadingLevel = 'book' | 'subpart' | 'chapter' | 'section' | 'other';

/** A heading (编, 分编, 章, 节) with the headings below it and the articles directly under it. */
export interface Heading {
  level: HeadingLevel;
  /** As written: 第二章 公民的基本权利和义务. */
  title: string;
  /** The numbers of the articles between this heading and the next. */
  articles: string[];
  children: Heading[];
}

/** The text of a law or regulation in one edition. */
export interface StatuteEdition extends EditionFacts {
  /** The short title used in citations (the file's name): 信访工作条例. */
  title: string;
  /** The title as promulgated: 中华人民共和国公务员法. */
  fullTitle: string;
  /** The lines between title and text: who passed it, when, amended how. */
  notes: string[];
  /** Whether the text is only one book of a larger code, so that an article may lie elsewhere. */
  partial: boolean;
  /** The headings that have articles below them, as a tree. */
  contents: Heading[];
  /** By article number, in the statute's order. */
  articles: ReadonlyMap<string, Article>;
}

/** A paragraph (款) of an article with its items (项). */
export interface Paragraph {
  text: string;
  items: string[];
}

const NUMERAL = '[〇零一二三四五六七八九十百千]+';
const ARTICLE_LINE = new RegExp(
  `^(第${NUMERAL}条(?:之[一二三四五六七八九十]+)?)[\\s\\u3000]+(.*)$`,
  'u',
);
const HEADING_LINE = new RegExp(`^第${NUMERAL}(分编|编|章|节)(?:[\\s\\u3000]+(.{0,40}))?$`, 'u');
const ITEM_LINE = /^[（(][一二三四五六七八九十百]+[）)]/u;
const INFO_END = '<!-- INFO END -->';
const LEVELS: Readonly<Record<string, HeadingLevel>> = {
  编: 'book',
  分编: 'subpart',
  章: 'chapter',
  节: 'section',
};
const DEPTH: Readonly<Record<HeadingLevel, number>> = {
  book: 1,
  subpart: 2,
  chapter: 3,
  other: 3,
  section: 4,
};

interface Line {
  text: string;
  /** From 1. */
  at: number;
}

/**
 * Reads a statute: a title, notes (a line `<!-- INFO END -->` ends them, or the first heading or
 * article), then articles under headings. An article starts at a line `第…条` followed by a space
 * and lasts to the next article or heading; headings may be Markdown or plain (第一章 总则), and a
 * table of contents is passed over. Anything is accepted: a text without articles gives a statute
 * without articles; `faultsOf` says what is wrong with it.
 */
export function parseStatute(name: string, markdown: string): StatuteEdition {
  const { info, body } = partsOf(markdown);
  const headings = info.filter(({ text }) => text.startsWith('# '));
  const [first, ...books] = headings;
  const plain = first ? undefined : info.find(({ text }) => text !== '' && !/^[（(]/u.test(text));
  const titleLine = first ?? plain;
  const notes = info
    .filter((line) => line.text !== '' && line !== titleLine)
    .map(({ text }) => text.replace(/^#+ /, ''))
    .flatMap(apart);
  const { articles, contents } = readBody(body);
  return {
    title: name,
    fullTitle: titleLine?.text.replace(/^# /, '').trim() ?? name,
    notes,
    partial: books.length > 0,
    contents,
    articles,
    ...readEditionFacts(notes, [...articles.values()].at(-1)?.text ?? ''),
  };
}

/** Where the notes end: at their mark, or before the first heading or article. */
function partsOf(markdown: string): { info: Line[]; body: Line[] } {
  const lines = markdown
    .split(/\r?\n/)
    .map((text, index): Line => ({ text: tidied(text), at: index + 1 }));
  const mark = lines.findIndex(({ text }) => text === INFO_END);
  if (mark >= 0) return { info: lines.slice(0, mark), body: lines.slice(mark + 1) };
  const start = lines.findIndex(
    ({ text }) => ARTICLE_LINE.test(text) || isContentsMark(text) || headingOf(text) !== null,
  );
  return start < 0
    ? { info: lines, body: [] }
    : { info: lines.slice(0, start), body: lines.slice(start) };
}

/** Word processors and web pages leave invisible characters, and Markdown may set numbers in bold. */
const tidied = (text: string): string =>
  text
    .replaceAll(/[\u200B\uFEFF]/gu, '')
    .replaceAll(/(\s)\s{9,}/gu, '$1')
    .trim()
    .replace(/^\*\*(第.{1,12}?)\*\*/u, '$1');

const isContentsMark = (text: string): boolean => /^目[\s\u3000]*录$/u.test(text);

/** An official publication has all in one bracket: （1999年…通过 根据2009年…修正）. */
const apart = (note: string): string[] =>
  note
    .replace(/^[（(](.*)[）)]$/u, '$1')
    .split(/[\s\u3000]+(?=(?:根据|自)?\d{4}年)|[，；](?=(?:根据|自)\d{4}年)/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function headingOf(line: string): { level: HeadingLevel; title: string } | null {
  const marked = /^##+\s+(.*)$/u.exec(line)?.[1]?.trim();
  const text = marked ?? line;
  const [, kind = '', name = ''] = HEADING_LINE.exec(text) ?? [];
  const level = LEVELS[kind];
  if (level !== undefined && !/[。；，]/u.test(name)) return { level, title: spaced(text) };
  if (marked !== undefined) return { level: 'other', title: spaced(marked) };
  return /^附[\s\u3000]*则$/u.test(line) ? { level: 'other', title: '附则' } : null;
}

/** Wide spaces are for the eye: 第一章 总 则 becomes 第一章 总则. */
const spaced = (title: string): string => {
  const [, number, name = ''] = /^(第\S+?(?:分编|编|章|节))[\s\u3000]*(.*)$/u.exec(title) ?? [];
  if (number === undefined) return title;
  return `${number} ${/^(\p{Script=Han}[\s\u3000]+)+\p{Script=Han}$/u.test(name) ? name.replaceAll(/[\s\u3000]+/gu, '') : name}`.trim();
};

function readBody(lines: readonly Line[]) {
  const articles = new Map<string, Article>();
  const top: Heading = { level: 'book', title: '', articles: [], children: [] };
  let path: Heading[] = [top];
  let current: Article | null = null;
  for (const { text } of lines) {
    const [, number, opening] = ARTICLE_LINE.exec(text) ?? [];
    const heading = headingOf(text);
    if (number !== undefined && opening !== undefined) {
      current = { number, text: opening };
      // A number used again would be an appendix's own count; the statute's article stands.
      if (articles.has(number)) continue;
      articles.set(number, current);
      path.at(-1)?.articles.push(number);
    } else if (heading !== null) {
      current = null;
      path = below(path, { ...heading, articles: [], children: [] });
    } else if (text.startsWith('#') || isContentsMark(text)) {
      current = null;
    } else if (current !== null && text !== '' && !text.startsWith('<!--')) {
      current.text += `\n${text}`;
    }
  }
  return { articles, contents: withArticles(top.children) };
}

/** Hangs a heading under the last one that is above it. */
function below(path: readonly Heading[], heading: Heading): Heading[] {
  const [top, ...open] = path;
  const above = open.filter(({ level }) => DEPTH[level] < DEPTH[heading.level]);
  (above.at(-1) ?? top)?.children.push(heading);
  return [...(top ? [top] : []), ...above, heading];
}

/** A table of contents before the text, and a preamble, are headings without articles. */
const withArticles = (headings: readonly Heading[]): Heading[] =>
  headings
    .map((heading) => ({ ...heading, children: withArticles(heading.children) }))
    .filter(({ articles, children }) => articles.length > 0 || children.length > 0);

/** The paragraphs (款) of an article, each with its items (项), as lines make them. */
export function paragraphsOf(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  for (const line of text.split('\n')) {
    const last = paragraphs.at(-1);
    if (ITEM_LINE.test(line) && last) last.items.push(line);
    else paragraphs.push({ text: line, items: [] });
  }
  return paragraphs;
}

/**
 * What hinders a text from being taken as a statute, by line: no article at all, a number left out
 * or used twice, a number no statute would write. In reading order; empty when all is well.
 */
export function faultsOf(file: string, markdown: string): LocatedError[] {
  const { body } = partsOf(markdown);
  const errors: LocatedError[] = [];
  let last: ArticleOrder = { count: 0, inserted: 0 };
  let any = false;
  for (const { text, at } of body) {
    const number = ARTICLE_LINE.exec(text)?.[1];
    if (number === undefined) continue;
    const place = { line: at, column: null };
    const order = articleOrder(number);
    // An appendix counts from one again, and belongs to none of the articles.
    if (any && order?.count === 1 && order.inserted === 0 && last.count > 1) break;
    any = true;
    if (order === null) errors.push(locatedError('statute-number-form', file, place, { number }));
    else if (!follows(last, order)) {
      const expected = articleNumber({ count: last.count + 1, inserted: 0 });
      errors.push(locatedError('statute-article-order', file, place, { number, expected }));
    }
    if (order) last = order;
  }
  if (!any) errors.push(locatedError('statute-no-article', file, { line: null, column: null }));
  return inReadingOrder(errors);
}

const follows = (last: ArticleOrder, next: ArticleOrder): boolean =>
  next.inserted === 0
    ? next.count === last.count + 1
    : next.count === last.count && next.inserted === last.inserted + 1;
