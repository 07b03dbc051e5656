import { listFiles, readTextFile } from '../folder.ts';
import { inReadingOrder, locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';

/** One article: its number as written (`第十七条`) and its paragraphs, joined by line feeds. */
export interface Article {
  number: string;
  text: string;
}

/** The text of a law or regulation in one edition. */
export interface Statute {
  /** The short title used in citations (the file's name): 信访工作条例. */
  title: string;
  /** The title as promulgated: 中华人民共和国公务员法. */
  fullTitle: string;
  /** The lines between title and text: who passed it, when, amended how. */
  notes: string[];
  /** Whether the text is only one book of a larger code, so that an article may lie elsewhere. */
  partial: boolean;
  /** By article number, in the statute's order. */
  articles: ReadonlyMap<string, Article>;
}

/** Statutes by short title. */
export type Statutes = ReadonlyMap<string, Statute>;

const ARTICLE_LINE =
  /^(第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)[\s\u3000]+(.*)$/u;
const INFO_END = '<!-- INFO END -->';
const STATUTE_MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads a statute: a title heading, notes, `<!-- INFO END -->`, then articles under headings.
 * An article starts at a line `第…条` followed by a space and lasts to the next article or heading;
 * headings, comments and what stands before the first article (a preamble) belong to none.
 * Anything is accepted: a text without articles gives a statute without articles.
 */
export function parseStatute(name: string, markdown: string): Statute {
  const lines = markdown.split(/\r?\n/).map((line) => line.trim());
  const infoEnd = lines.indexOf(INFO_END);
  const info = infoEnd < 0 ? [] : lines.slice(0, infoEnd);
  const headings = (infoEnd < 0 ? lines : info).filter((line) => line.startsWith('# '));
  const [first = `# ${name}`, ...books] = headings;
  return {
    title: name,
    fullTitle: first.slice(2).trim(),
    notes: info
      .filter((line) => line !== '' && line !== first)
      .map((line) => line.replace(/^#+ /, '')),
    partial: infoEnd >= 0 && books.length > 0,
    articles: parseArticles(lines.slice(infoEnd + 1)),
  };
}

function parseArticles(lines: readonly string[]): Map<string, Article> {
  const articles = new Map<string, Article>();
  let current: Article | null = null;
  for (const line of lines) {
    const [, number, opening] = ARTICLE_LINE.exec(line) ?? [];
    if (number !== undefined && opening !== undefined) {
      current = { number, text: opening };
      // A number used again would be an appendix's own count; the statute's article stands.
      if (!articles.has(number)) articles.set(number, current);
    } else if (line.startsWith('#')) {
      current = null;
    } else if (current !== null && line !== '' && !line.startsWith('<!--')) {
      current.text += `\n${line}`;
    }
  }
  return articles;
}

/** Finds a statute by its short or full title; spaces do not matter. */
export function findStatute(statutes: Statutes, title: string): Statute | undefined {
  const wanted = withoutSpace(title);
  const byShortTitle = statutes.get(wanted);
  if (byShortTitle !== undefined) return byShortTitle;
  for (const statute of statutes.values()) {
    if (withoutSpace(statute.fullTitle) === wanted) return statute;
  }
  return undefined;
}

const withoutSpace = (text: string): string => text.replaceAll(/\s/gu, '');

/** White space never matters, and brackets may be full or half width. */
const comparable = (text: string): string =>
  withoutSpace(text).replaceAll('（', '(').replaceAll('）', ')');

/**
 * Whether a quotation stands word for word in an article. `……` marks an omission: the pieces
 * between must occur in the article in their order. A quotation without any words does not stand.
 */
export function quotationStands(statute: Statute, article: string, quoted: string): boolean {
  return firstDeviation(statute, article, quoted) === null;
}

/**
 * The first words of a quotation (at most 12 characters) that are not in the article at that
 * place; null when the quotation stands. An unknown article deviates from the first word on.
 */
export function firstDeviation(statute: Statute, article: string, quoted: string): string | null {
  const text = comparable(statute.articles.get(article)?.text ?? '');
  const pieces = comparable(quoted)
    .split(/…+/u)
    .filter((piece) => piece !== '');
  if (pieces.length === 0) return '……';
  let from = 0;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at < 0) return deviationIn(text, from, piece);
    from = at + piece.length;
  }
  return null;
}

/** Grows the matching beginning by halving, so that a long quotation costs few searches. */
function deviationIn(text: string, from: number, piece: string): string {
  let matching = 0;
  let unmatched = piece.length;
  while (unmatched - matching > 1) {
    const middle = (matching + unmatched) >> 1;
    if (text.includes(piece.slice(0, middle), from)) matching = middle;
    else unmatched = middle;
  }
  return piece.slice(matching, matching + 12);
}

export type StatutesRead = { ok: true; statutes: Statutes } | { ok: false; errors: LocatedError[] };

/** Reads every `.md` of a folder as a statute; the file's name is the short title. */
export async function loadStatutes(folder: string): Promise<StatutesRead> {
  const names = await listFiles(folder);
  if (names === null)
    return {
      ok: false,
      errors: [locatedError('folder-missing', '', WHOLE_FILE)],
    };
  const statutes = new Map<string, Statute>();
  const errors: LocatedError[] = [];
  for (const name of names.filter((each) => each.endsWith('.md'))) {
    const read = await readTextFile(folder, name, STATUTE_MAX_BYTES);
    const title = name.slice(0, -'.md'.length).normalize('NFC');
    if (read.ok) statutes.set(title, parseStatute(title, read.text));
    else errors.push(statuteFileError(name, read));
  }
  return errors.length === 0
    ? { ok: true, statutes }
    : { ok: false, errors: inReadingOrder(errors) };
}

function statuteFileError(
  name: string,
  read: Extract<Awaited<ReturnType<typeof readTextFile>>, { ok: false }>,
): LocatedError {
  if (read.problem === 'not-utf8') {
    return locatedError('not-utf8', name, { line: read.line, column: null });
  }
  if (read.problem === 'nul') {
    return locatedError(
      'bad-character',
      name,
      { line: read.line, column: null },
      { character: 'NUL' },
    );
  }
  const limitMiB = STATUTE_MAX_BYTES / 1024 / 1024;
  return locatedError(`file-${read.problem}`, name, WHOLE_FILE, {
    name,
    limitMiB,
  });
}
