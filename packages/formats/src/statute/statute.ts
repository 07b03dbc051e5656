import { listFiles, readTextFile } from '../folder.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import { editionFor, editionOfYear, inOrderOfForce } from './editions.ts';
import { faultsOf, parseStatute, type StatuteEdition } from './parse-statute.ts';

/** A statute as it is to be read on a day, with all its editions from the oldest to the newest. */
export interface Statute extends StatuteEdition {
  editions: readonly StatuteEdition[];
}

/** Statutes by short title. */
export type Statutes = ReadonlyMap<string, Statute>;

const STATUTE_MAX_BYTES = 4 * 1024 * 1024;

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

/** The edition that a citation means: the one of the year it names, else the one of the day. */
export function findEdition(
  statutes: Statutes,
  { statute: title, year }: { statute: string; year?: number | null },
): StatuteEdition | undefined {
  const statute = findStatute(statutes, title);
  if (!statute || year === undefined || year === null) return statute;
  return editionOfYear(statute.editions, year) ?? undefined;
}

const withoutSpace = (text: string): string => text.replaceAll(/\s/gu, '');

/** White space never matters, and brackets may be full or half width. */
const comparable = (text: string): string =>
  withoutSpace(text).replaceAll('（', '(').replaceAll('）', ')');

/**
 * Whether a quotation stands word for word in an article. `……` marks an omission: the pieces
 * between must occur in the article in their order. A quotation without any words does not stand.
 */
export function quotationStands(statute: StatuteEdition, article: string, quoted: string): boolean {
  return firstDeviation(statute, article, quoted) === null;
}

/**
 * The first words of a quotation (at most 12 characters) that are not in the article at that
 * place; null when the quotation stands. An unknown article deviates from the first word on.
 */
export function firstDeviation(
  statute: StatuteEdition,
  article: string,
  quoted: string,
): string | null {
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

/** A file of a statute as it was read: one edition, and the text it came from. */
export interface StatuteFile {
  file: string;
  markdown: string;
  edition: StatuteEdition;
}

export type StatuteFilesRead =
  | {
      ok: true;
      files: StatuteFile[];
      /** Files that cannot be used, each with why; the others are not the worse for it. */
      refused: { file: string; errors: LocatedError[] }[];
    }
  | { ok: false; errors: LocatedError[] };

/** The short title that a file stands for: 行政复议法(2017-09-01).md is an edition of 行政复议法. */
export const titleOfFile = (name: string): string =>
  name
    .slice(0, -'.md'.length)
    .normalize('NFC')
    .replace(/[（(][^（）()]*[）)]$/u, '');

/**
 * Reads every `.md` of a folder as an edition of a statute. The file's name is the short title; an
 * edition beside others carries the day of its passing in brackets: `行政复议法(2017-09-01).md`.
 * Statutes all of whose files are taken already are left out: reading them is most of the work.
 */
export async function readStatuteFiles(
  folder: string,
  isTaken: (title: string, markdown: string) => boolean = () => false,
): Promise<StatuteFilesRead> {
  const names = await listFiles(folder);
  if (names === null)
    return { ok: false, errors: [locatedError('folder-missing', '', WHOLE_FILE)] };
  const texts = new Map<string, Awaited<ReturnType<typeof readTextFile>>>();
  const wanted = new Set<string>();
  for (const name of names.filter((each) => each.endsWith('.md'))) {
    const read = await readTextFile(folder, name, STATUTE_MAX_BYTES);
    const title = titleOfFile(name);
    if (!read.ok || !isTaken(title, read.text)) wanted.add(title);
    texts.set(name, read);
  }
  const files: StatuteFile[] = [];
  const refused: { file: string; errors: LocatedError[] }[] = [];
  for (const [name, read] of texts) {
    if (!wanted.has(titleOfFile(name))) continue;
    const errors = read.ok ? faultsOf(name, read.text) : [statuteFileError(name, read)];
    if (!read.ok || errors.length > 0) {
      refused.push({ file: name, errors });
      continue;
    }
    const edition = parseStatute(titleOfFile(name), read.text);
    const beside = files.filter((one) => one.edition.title === edition.title);
    const unclear = besideErrors(name, edition, beside);
    if (unclear.length > 0) refused.push({ file: name, errors: unclear });
    else files.push({ file: name, markdown: read.text, edition });
  }
  return { ok: true, files, refused };
}

/** Editions side by side must be told apart by their days. */
function besideErrors(
  name: string,
  { adoptedOn, inForceFrom }: StatuteEdition,
  beside: readonly StatuteFile[],
): LocatedError[] {
  if (beside.length === 0) return [];
  if (adoptedOn === null || inForceFrom === null)
    return [locatedError('statute-days-missing', name, WHOLE_FILE)];
  const twin = beside.find((one) => one.edition.adoptedOn === adoptedOn);
  return twin
    ? [locatedError('statute-edition-twice', name, WHOLE_FILE, { other: twin.file })]
    : [];
}

/** Statutes as they are to be read on a day (2024-06-28), from editions in any order. */
export function statutesOn(editions: readonly StatuteEdition[], day: string): Statutes {
  const byTitle = new Map<string, StatuteEdition[]>();
  for (const edition of editions)
    byTitle.set(edition.title, [...(byTitle.get(edition.title) ?? []), edition]);
  const statutes = new Map<string, Statute>();
  for (const [title, all] of byTitle) {
    const edition = editionFor(all, day);
    if (edition) statutes.set(title, { ...edition, editions: inOrderOfForce(all) });
  }
  return statutes;
}

export type StatutesRead =
  | { ok: true; statutes: Statutes; refused: { file: string; errors: LocatedError[] }[] }
  | { ok: false; errors: LocatedError[] };

/** Reads a folder of statutes as they are to be read on a day, 2024-06-28. */
export async function loadStatutes(folder: string, day: string): Promise<StatutesRead> {
  const read = await readStatuteFiles(folder);
  if (!read.ok) return read;
  const editions = read.files.map(({ edition }) => edition);
  return { ok: true, statutes: statutesOn(editions, day), refused: read.refused };
}

function statuteFileError(
  name: string,
  read: Extract<Awaited<ReturnType<typeof readTextFile>>, { ok: false }>,
): LocatedError {
  if (read.problem === 'not-utf8') {
    return locatedError('not-utf8', name, { line: read.line, column: null });
  }
  if (read.problem === 'nul') {
    const place = { line: read.line, column: null };
    return locatedError('bad-character', name, place, { character: 'NUL' });
  }
  const limitMiB = STATUTE_MAX_BYTES / 1024 / 1024;
  return locatedError(`file-${read.problem}`, name, WHOLE_FILE, { name, limitMiB });
}
