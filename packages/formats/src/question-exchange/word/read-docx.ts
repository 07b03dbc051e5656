import { decodeText } from '../../folder.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../../located-error.ts';
import { openArchive, type ForeignArchive } from '../../archive/foreign-archive.ts';
import { EXCHANGE_LIMITS } from '../limits.ts';
import { childOf, childrenOf, isMark, readXml, type XmlMark } from '../../xml/xml.ts';
import { Numbering, type ListPlace } from './numbering.ts';

/** The text of a Word document, a line a paragraph, or why it cannot be had. */
export type DocxRead =
  | {
      readonly ok: true;
      readonly text: string;
      /** What is left behind: pictures, formulas. */
      readonly notes: readonly LocatedError[];
    }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/**
 * Takes the text out of a Word document (.docx): paragraphs as lines, with the numbers and letters that
 * Word puts before the paragraphs of a list, underlined gaps as blanks (`____`), what was deleted left
 * out. Archive and XML are bounded as all foreign files are. Never throws.
 */
export async function readDocx(file: string, bytes: Uint8Array): Promise<DocxRead> {
  const opened = await openArchive(file, bytes, EXCHANGE_LIMITS);
  if (!opened.ok) return opened;
  const document = await partOf(opened.archive, 'word/document.xml');
  if (!('root' in document)) return { ok: false, errors: [document] };
  const styles = await optional(opened.archive, 'word/styles.xml');
  const numbering = new Numbering(await optional(opened.archive, 'word/numbering.xml'));
  const reader = new ParagraphReader(numbering, stylesOf(styles));
  reader.read(document.root);
  const notes = [...reader.left].map((name) =>
    locatedError('left-image', file, WHOLE_FILE, { item: file, name }),
  );
  return { ok: true, text: reader.lines.join('\n'), notes };
}

async function partOf(
  archive: ForeignArchive,
  name: string,
): Promise<{ root: XmlMark } | LocatedError> {
  const bytes = await archive.read(name);
  if ('code' in bytes) return bytes;
  const decoded = decodeText(bytes);
  if (!decoded.ok) return locatedError('not-utf8', name, WHOLE_FILE);
  const xml = readXml(name, decoded.text);
  if (xml.ok) return xml;
  return xml.errors[0] ?? locatedError('not-utf8', name, WHOLE_FILE);
}

async function optional(archive: ForeignArchive, name: string): Promise<XmlMark | null> {
  if (!archive.has(name)) return null;
  const read = await partOf(archive, name);
  return 'root' in read ? read.root : null;
}

const valueOf = (mark: XmlMark | undefined): string | undefined => mark?.attributes['val'];

function placeIn(properties: XmlMark | undefined): Partial<ListPlace> {
  const numbered = childOf(properties, 'numPr');
  const list = valueOf(childOf(numbered, 'numId'));
  const level = valueOf(childOf(numbered, 'ilvl'));
  return {
    ...(list === undefined ? {} : { list }),
    ...(level === undefined ? {} : { level: Number(level) }),
  };
}

/** Lists that come with a style of paragraphs. */
const stylesOf = (styles: XmlMark | null): ReadonlyMap<string, Partial<ListPlace>> =>
  new Map(
    childrenOf(styles ?? undefined, 'style').map((style) => [
      style.attributes['styleId'] ?? '',
      placeIn(childOf(style, 'pPr')),
    ]),
  );

const PICTURES = new Set(['drawing', 'pict', 'object']);
/** Deleted text, what a field is computed from, and what stands there a second time for old programs. */
const SILENT = new Set(['del', 'moveFrom', 'instrText', 'Fallback', 'pPr', 'rPr', 'sectPr']);

class ParagraphReader {
  readonly lines: string[] = [];
  readonly left = new Set<string>();
  readonly #numbering: Numbering;
  readonly #styles: ReadonlyMap<string, Partial<ListPlace>>;

  constructor(numbering: Numbering, styles: ReadonlyMap<string, Partial<ListPlace>>) {
    this.#numbering = numbering;
    this.#styles = styles;
  }

  /** Every paragraph below, also those within tables. */
  read(mark: XmlMark): void {
    for (const child of mark.children) {
      if (!isMark(child) || SILENT.has(child.name)) continue;
      if (child.name === 'p') this.#paragraph(child);
      else this.read(child);
    }
  }

  #paragraph(paragraph: XmlMark): void {
    const properties = childOf(paragraph, 'pPr');
    const style = this.#styles.get(valueOf(childOf(properties, 'pStyle')) ?? '');
    const { list, level = 0 } = { ...style, ...placeIn(properties) };
    const number = list === undefined ? '' : this.#numbering.next({ list, level });
    const text = this.#textOf(paragraph);
    this.lines.push(...(number === '' ? text : `${number} ${text}`).split('\n'));
  }

  #textOf(mark: XmlMark): string {
    return mark.children
      .map((child) => {
        if (!isMark(child) || SILENT.has(child.name)) return '';
        if (PICTURES.has(child.name)) {
          this.left.add('图片');
          return '';
        }
        if (child.name === 'oMath') {
          this.left.add('公式');
          return '';
        }
        if (child.name === 'r') return this.#run(child);
        return this.#textOf(child);
      })
      .join('');
  }

  #run(run: XmlMark): string {
    const text = run.children
      .map((child) => {
        if (!isMark(child)) return '';
        switch (child.name) {
          case 't':
            return child.children.filter((each) => typeof each === 'string').join('');
          case 'tab':
            return '\t';
          case 'br':
          case 'cr':
            return '\n';
          default:
            return this.#textOf({ ...child, children: [child] });
        }
      })
      .join('');
    const underline = valueOf(childOf(childOf(run, 'rPr'), 'u'));
    const isGap =
      underline !== undefined && underline !== 'none' && text !== '' && !/\S/.test(text);
    return isGap ? '____' : text;
  }
}
