// The parts of an .xlsx file that must be known before its rows can be read.
import { Parser } from 'htmlparser2';
import { posix } from 'node:path';
import yauzl from 'yauzl';
import { columnOfAddress } from './cell.ts';
import { SpreadsheetError } from './spreadsheet-error.ts';

/** Unpacked text of all parts that are read, in bytes: far above 100,000 rows, far below a bomb. */
const MOST_UNPACKED_BYTES = 768 * 1024 * 1024;
const MOST_SHARED_CHARACTERS = 64 * 1024 * 1024;
const MOST_MERGES = 50_000;

type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
  open?(tag: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(tag: string): void;
}

/** A parser that is fed text and calls back; names come without their prefix. */
export function xmlParser(handler: XmlHandler): Parser {
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  return new Parser(
    {
      onopentag: (name, attributes) => handler.open?.(local(name), attributes),
      ontext: (text) => handler.text?.(text),
      onclosetag: (name) => handler.close?.(local(name)),
    },
    { xmlMode: true },
  );
}

/** An area of merged cells: rows from 1, columns from 0, both ends included. */
export interface MergedArea {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** The archive of a workbook, with a bound on what may be unpacked from it. */
export class WorkbookArchive {
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;
  #unpacked = 0;

  private constructor(zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  static async open(path: string): Promise<WorkbookArchive> {
    const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
    const entries = new Map<string, yauzl.Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
    return new WorkbookArchive(zip, entries);
  }

  close(): void {
    this.#zip.close();
  }

  /** The text of one part, piece by piece; nothing where the workbook has no such part. */
  async *pieces(name: string): AsyncGenerator<string> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) return;
    const decoder = new TextDecoder();
    const stream = await this.#zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      this.#unpacked += chunk.length;
      if (this.#unpacked > MOST_UNPACKED_BYTES) {
        throw new SpreadsheetError('too-much', { limit: MOST_UNPACKED_BYTES });
      }
      yield decoder.decode(chunk, { stream: true });
    }
  }

  async parse(name: string, handler: XmlHandler): Promise<void> {
    const parser = xmlParser(handler);
    for await (const piece of this.pieces(name)) parser.write(piece);
    parser.end();
  }
}

export interface WorkbookPlan {
  /** The part with the first sheet that is not hidden. */
  readonly sheetPart: string;
  readonly base1904: boolean;
}

/** Which part holds the first visible sheet. */
export async function planOf(archive: WorkbookArchive): Promise<WorkbookPlan> {
  const sheets: { relation: string; hidden: boolean }[] = [];
  let base1904 = false;
  await archive.parse('xl/workbook.xml', {
    open(tag, attributes) {
      if (tag === 'workbookPr') base1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      if (tag !== 'sheet') return;
      const relation = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
      if (relation)
        sheets.push({ relation, hidden: (attributes['state'] ?? 'visible') !== 'visible' });
    },
  });
  const targets = new Map<string, string>();
  await archive.parse('xl/_rels/workbook.xml.rels', {
    open(tag, { Id, Target }) {
      if (tag === 'Relationship' && Id && Target) targets.set(Id, Target);
    },
  });
  const chosen = sheets.find((sheet) => !sheet.hidden) ?? sheets[0];
  const target = chosen && targets.get(chosen.relation);
  if (target === undefined) throw new SpreadsheetError('damaged-workbook');
  const sheetPart = target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
  return { sheetPart, base1904 };
}

const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58);

const isDateFormat = (code: string) =>
  /[ymd年月日]/i.test(code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));

/** Which cell styles show dates, by their index. */
export async function dateStyles(archive: WorkbookArchive): Promise<ReadonlySet<number>> {
  const customDates = new Set<number>();
  const styles = new Set<number>();
  let inCellFormats = false;
  let index = 0;
  await archive.parse('xl/styles.xml', {
    open(tag, attributes) {
      if (tag === 'cellXfs') inCellFormats = true;
      if (tag === 'numFmt' && isDateFormat(attributes['formatCode'] ?? '')) {
        customDates.add(Number(attributes['numFmtId']));
      }
      if (tag !== 'xf' || !inCellFormats) return;
      const format = Number(attributes['numFmtId'] ?? 0);
      if (isBuiltInDate(format) || customDates.has(format)) styles.add(index);
      index += 1;
    },
    close(tag) {
      if (tag === 'cellXfs') inCellFormats = false;
    },
  });
  return styles;
}

/** What `_x000D_` stands for in a workbook's text. */
export const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
        String.fromCharCode(parseInt(hex, 16)),
      )
    : text;

/** The table of texts that cells point into. Readings above characters are left out. */
export async function sharedStrings(archive: WorkbookArchive): Promise<readonly string[]> {
  const strings: string[] = [];
  let text = '';
  let characters = 0;
  let inText = false;
  let inReading = false;
  await archive.parse('xl/sharedStrings.xml', {
    open(tag) {
      if (tag === 'si') text = '';
      if (tag === 'rPh') inReading = true;
      inText = tag === 't' && !inReading;
    },
    text(piece) {
      if (inText) text += piece;
    },
    close(tag) {
      inText = false;
      if (tag === 'rPh') inReading = false;
      if (tag !== 'si') return;
      characters += text.length;
      if (characters > MOST_SHARED_CHARACTERS) {
        throw new SpreadsheetError('too-much', { limit: MOST_SHARED_CHARACTERS });
      }
      strings.push(unescaped(text));
    },
  });
  return strings;
}

/** The merged areas of a sheet, which its part names only after its rows; in order of their rows. */
export async function mergedAreas(
  archive: WorkbookArchive,
  sheetPart: string,
): Promise<readonly MergedArea[]> {
  const areas: MergedArea[] = [];
  let rest = '';
  for await (const piece of archive.pieces(sheetPart)) {
    rest += piece;
    for (const [, from = '', first, to = '', last] of rest.matchAll(
      /<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"[^>]*>/g,
    )) {
      areas.push({
        firstRow: Number(first),
        lastRow: Number(last),
        firstColumn: columnOfAddress(from),
        lastColumn: columnOfAddress(to),
      });
    }
    // A tag may be cut by the end of the piece.
    rest = rest.slice(Math.max(rest.lastIndexOf('<'), rest.length - 200, 0));
    if (rest.includes('>')) rest = '';
    if (areas.length > MOST_MERGES) throw new SpreadsheetError('too-much', { limit: MOST_MERGES });
  }
  return areas.sort((a, b) => a.firstRow - b.firstRow);
}
