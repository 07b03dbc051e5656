import type { PictureLeft, TakePicture } from './package-pictures.ts';

/** A piece of marked-up text, from HTML or from the XHTML of an XML file. */
export interface Mark {
  /** Without prefix; of HTML in lower case. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly MarkNode[];
  /** The line it begins in, from 1; not known for HTML. */
  readonly line?: number;
}
export type MarkNode = string | Mark;

/** What a text had that its Markdown has not. */
export interface Loss {
  images: string[];
  /** Pictures that would have come along, and why they do not. */
  leftPictures: { readonly name: string; readonly why: PictureLeft }[];
  media: string[];
  active: string[];
  links: string[];
  formatting: boolean;
  formula: boolean;
  tooDeep: boolean;
  /** By what a text may show the picture at an address; left out: none comes along. */
  takePicture?: TakePicture | undefined;
}

export const noLoss = (): Loss => ({
  images: [],
  leftPictures: [],
  media: [],
  active: [],
  links: [],
  formatting: false,
  formula: false,
  tooDeep: false,
});

export const MOST_NESTING = 40;

/** Elements that never show anything. */
export const SILENT = new Set(['head', 'title', 'meta', 'link', 'style', 'template', 'noscript']);
/** Elements that run, load or ask something. */
export const ACTIVE = new Set(
  'script iframe frame frameset embed applet select textarea base portal svg'.split(' '),
);
export const MEDIA = new Set(['audio', 'video', 'source', 'track', 'canvas']);
export const BLOCKS = new Set(
  'p div section article header footer main aside center address figure figcaption dl dt dd fieldset details summary body html rubricblock prompt contentbody modalfeedback'.split(
    ' ',
  ),
);

/**
 * Plain words as Markdown that shows exactly them; runs of three and more `_` stay: they are blanks.
 * Line feeds become breaks, empty lines paragraphs; other white space is made one space.
 */
export function escapeMarkdown(text: string): string {
  return text
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) =>
      paragraph
        .split('\n')
        .map((line) => escapeLine(line.replaceAll(/\s+/gu, ' ').trim()))
        .filter((line) => line !== '')
        .join('\\\n'),
    )
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** Words on a line of their own: no mark of theirs opens a block or means anything within it. */
export const escapeLine = (line: string): string => escapeLineStart(escapeWords(line));

/** The marks at the beginning of a line that would open a list, a heading, a rule or a table. */
export const escapeLineStart = (line: string): string =>
  line
    .replace(/^(\s*)([-+](?=[-+\s:]|$)|:(?=-)|[#=])/, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)](?=\s|$))/, '$1\\$2');

/** The marks within a line. */
export const escapeWords = (words: string): string =>
  words
    .split(/(_{3,})/)
    .map((part, at) =>
      at % 2 === 1 ? part : part.replaceAll(/[\\`*_[\]<>~|]|&(?=#?\w+;)/g, '\\$&'),
    )
    .join('');

/** The words of marked-up text, for options and sides: blocks and breaks become one space. */
export function wordsOf(nodes: readonly MarkNode[], loss: Loss, depth = 0): string {
  if (depth > MOST_NESTING) {
    loss.tooDeep = true;
    return '';
  }
  return nodes
    .map((node) => {
      if (typeof node === 'string') return node;
      if (!isShown(node, loss)) return '';
      if (node.name === 'br' || node.name === 'hr') return ' ';
      if (node.name === 'img') return pictureWords(node, loss);
      const inside = wordsOf(node.children, loss, depth + 1);
      if (node.name === 'sup' || node.name === 'sub') return raised(node.name, inside);
      const isBlock =
        BLOCKS.has(node.name) || /^(?:li|t[dhr]|h[1-6]|pre|blockquote)$/.test(node.name);
      return isBlock ? ` ${inside} ` : inside;
    })
    .join('');
}

/** Elements that do something, but around words that are worth keeping. */
const AROUND_WORDS = new Set(['form', 'button', 'input', 'object']);

/** Whether an element shows anything; what may not be shown is noted. */
export function isShown({ name, attributes }: Mark, loss: Loss): boolean {
  const isPicture = name === 'object' && /^image\//.test(attributes['type'] ?? '');
  if (isPicture) loss.images.push(pictureName(attributes['data'] ?? ''));
  else if (AROUND_WORDS.has(name)) loss.active.push(name);
  if (Object.keys(attributes).some((key) => /^on/i.test(key))) loss.active.push('on…');
  if (name === 'math') loss.formula = true;
  if (ACTIVE.has(name)) loss.active.push(name);
  if (MEDIA.has(name)) loss.media.push(name);
  return name !== 'math' && !SILENT.has(name) && !ACTIVE.has(name) && !MEDIA.has(name);
}

function pictureName(address: string): string {
  const source = address.trim();
  return source.startsWith('data:') ? 'data:' : (source.split(/[/\\]/).at(-1) ?? '').slice(0, 60);
}

/** A picture stays behind; its description stands in its place. */
export function pictureWords(
  { attributes }: Mark,
  loss: Loss,
  why: PictureLeft = 'left-image',
): string {
  const name = pictureName(attributes['src'] ?? '');
  if (why === 'left-image') loss.images.push(name);
  else loss.leftPictures.push({ name, why });
  const words = (attributes['alt'] ?? '').replaceAll(/\s+/g, ' ').trim();
  return words === '' ? '' : `（图：${words.slice(0, 200)}）`;
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const LOWERED = '₀₁₂₃₄₅₆₇₈₉';

/** m² must not become m2. */
export function raised(name: 'sup' | 'sub', words: string): string {
  const digits = words.trim();
  if (/^\d+$/.test(digits)) {
    const signs = name === 'sup' ? RAISED : LOWERED;
    return [...digits].map((digit) => signs[Number(digit)] ?? digit).join('');
  }
  return digits === '' ? '' : `${name === 'sup' ? '^' : '_'}(${digits})`;
}
