import { parseXml, XmlDocumentType, XmlElement, XmlError, XmlText } from '@rgrove/parse-xml';
import type { ErrorCode } from '../error-sentences.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';

/** What of one file is read; more is refused before it takes room. */
export const XML_LIMITS = {
  depth: 100,
  /** Elements, with their ends, and attributes. */
  signs: 400_000,
} as const;

/** An element of an XML file; names and attributes without their prefix. */
export interface XmlMark {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (string | XmlMark)[];
  /** The line it begins in, from 1. */
  readonly line: number;
}

export type XmlRead =
  | { readonly ok: true; readonly root: XmlMark }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/**
 * Reads well-formed XML as a tree. A document type is refused, or, with `allowsType`, one that declares
 * entities; so there are no entities but the five of XML and characters by number. Nothing outside the
 * text is ever fetched. Depth and number of elements are bounded (`XML_LIMITS`). Every refusal has
 * its line.
 */
export function readXml(file: string, text: string, { allowsType = false } = {}): XmlRead {
  const refuse = (
    code: ErrorCode,
    line: number | null,
    params: Record<string, string | number> = {},
  ): XmlRead => {
    const place = line === null ? WHOLE_FILE : { line, column: null };
    return { ok: false, errors: [locatedError(code, file, place, params)] };
  };
  if (signsIn(text) > XML_LIMITS.signs) {
    return refuse('xml-too-much', null, { limit: XML_LIMITS.signs });
  }
  try {
    const document = parseXml(withoutDeclaration(text), {
      includeOffsets: true,
      preserveDocumentType: true,
    });
    const lineAt = lineFinder(text);
    const type = document.children.find((child) => child instanceof XmlDocumentType);
    if (type !== undefined && !(allowsType && isHarmless(type)))
      return refuse('xml-doctype', lineAt(type.start));
    if (document.root === null) return refuse('xml-syntax', null, { detail: 'no element' });
    const tooDeep = { line: 0 };
    const root = markOf(document.root, lineAt, 0, tooDeep);
    if (tooDeep.line > 0) {
      return refuse('xml-too-deep', tooDeep.line, { limit: XML_LIMITS.depth });
    }
    return { ok: true, root };
  } catch (error) {
    if (error instanceof XmlError) {
      const [detail = ''] = error.message.split('\n');
      return refuse('xml-syntax', error.line, { detail: detail.slice(0, 120) });
    }
    if (error instanceof RangeError) {
      return refuse('xml-too-deep', null, { limit: XML_LIMITS.depth });
    }
    throw error;
  }
}

/** How many elements and attributes a text can have at most; counted before they take any room. */
function signsIn(text: string): number {
  let count = 0;
  for (const sign of ['<', '="', "='"]) {
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count += 1;
  }
  return count;
}

/**
 * The text without `<?xml …?>`: its encoding has been seen to, and real exports write it wrongly. As
 * many characters stay, so that lines and columns are told as they are.
 */
const withoutDeclaration = (text: string): string =>
  text.replace(/^\ufeff?\s*<\?xml\s[^<>]*\?>/, (found) => found.replaceAll(/[^\n]/g, ' '));

const isHarmless = ({ internalSubset }: XmlDocumentType): boolean =>
  !/<!ENTITY|%/i.test(internalSubset ?? '');

function markOf(
  element: XmlElement,
  lineAt: (offset: number) => number,
  depth: number,
  tooDeep: { line: number },
): XmlMark {
  const line = lineAt(element.start);
  if (depth >= XML_LIMITS.depth) tooDeep.line ||= line;
  const children: (string | XmlMark)[] = [];
  for (const child of tooDeep.line > 0 ? [] : element.children) {
    if (child instanceof XmlElement) children.push(markOf(child, lineAt, depth + 1, tooDeep));
    else if (child instanceof XmlText) children.push(child.text);
  }
  const attributes = Object.fromEntries(
    Object.entries(element.attributes).map(([name, value]) => [local(name), value]),
  );
  return { name: local(element.name), attributes, children, line };
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Gives the line, from 1, of a place in a text. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

export const isMark = (node: string | XmlMark): node is XmlMark => typeof node !== 'string';

/** The elements directly below that have one of the names. */
export const childrenOf = (mark: XmlMark | undefined, ...names: readonly string[]): XmlMark[] =>
  (mark?.children ?? []).filter(isMark).filter(({ name }) => names.includes(name));

/** The first element directly below of that name. */
export const childOf = (mark: XmlMark | undefined, name: string): XmlMark | undefined =>
  childrenOf(mark, name)[0];

/** Every element below, at any depth, that has one of the names, in the order of the file. */
export function findAll(mark: XmlMark | undefined, ...names: readonly string[]): XmlMark[] {
  return (mark?.children ?? [])
    .filter(isMark)
    .flatMap((child) => [
      ...(names.includes(child.name) ? [child] : []),
      ...findAll(child, ...names),
    ]);
}

/** All words of an element, whatever marks are in it. */
export const textIn = (mark: XmlMark | undefined): string =>
  (mark?.children ?? []).map((node) => (typeof node === 'string' ? node : textIn(node))).join('');

/** Text as it stands in XML, in elements and in attributes. What XML cannot hold is replaced. */
export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
