import { parseDocument } from 'htmlparser2';
import { linkKind, overburdenedLine, parseMarkdown, visitMarkdown } from '../markdown/parse.ts';
import { plainText } from '../markdown/plain-text.ts';
import { renderMarkdown } from '../markdown/render.ts';
import type { ItemReading } from './item-reading.ts';
import type { TakePicture } from './package-pictures.ts';
import {
  escapeMarkdown,
  MOST_NESTING,
  noLoss,
  wordsOf,
  type Loss,
  type MarkNode,
} from './rich-text.ts';
import { shownPicture, toMarkdown } from './to-markdown.ts';

/** How a text of a foreign file is written; `auto` is Moodle's: plain, or HTML where there are tags. */
export type TextFormat = 'html' | 'markdown' | 'plain' | 'auto';
export interface SourceText {
  readonly format: TextFormat;
  readonly text: string;
}

type HtmlNode = ReturnType<typeof parseDocument>['children'][number];

/** HTML as a tree of its own; deeper than `MOST_NESTING` nothing is read, and `loss` says so. */
export function parseHtml(html: string, loss: Loss): MarkNode[] {
  return nodesOf(parseDocument(html).children, loss, 0);
}

function nodesOf(nodes: readonly HtmlNode[], loss: Loss, depth: number): MarkNode[] {
  if (depth > MOST_NESTING) {
    loss.tooDeep = true;
    return [];
  }
  return nodes.flatMap((node): MarkNode[] => {
    if ('attribs' in node) {
      const children = nodesOf(node.children, loss, depth + 1);
      return [{ name: node.name.toLowerCase(), attributes: node.attribs, children }];
    }
    return node.type === 'text' && 'data' in node ? [node.data] : [];
  });
}

/**
 * A stem, explanation or guide: our Markdown. What it loses is noted on the item; `takePicture`: which
 * pictures come along, of a text that can show some.
 */
export function markdownOf(
  item: ItemReading,
  source: SourceText,
  takePicture?: TakePicture,
): string {
  if (isTooLong(item, source)) return '';
  const format = formatOf(source);
  if (format === 'plain') return escapeMarkdown(source.text);
  const loss: Loss = { ...noLoss(), takePicture };
  let markdown: string;
  if (format === 'markdown') markdown = ownMarkdown(source.text, loss);
  else markdown = toMarkdown(parseHtml(htmlIn(source), loss), loss);
  tell(item, loss);
  return markdown;
}

/** An option, a step or a side: words on one line. What it loses is noted on the item. */
export function lineOf(item: ItemReading, source: SourceText): string {
  if (isTooLong(item, source)) return '';
  const loss = noLoss();
  const format = formatOf(source);
  let words: string;
  if (format === 'plain') words = source.text;
  else if (format === 'markdown') words = markdownLine(source.text, loss);
  else words = markedLine(parseHtml(htmlIn(source), loss), loss);
  tell(item, loss);
  return oneLine(words);
}

/** With all its markup; what is left of it has its own bound. */
const MOST_SOURCE_CHARACTERS = 100_000;

function isTooLong(item: ItemReading, { text }: SourceText): boolean {
  const isLong = text.length > MOST_SOURCE_CHARACTERS;
  if (isLong) item.refuse('too-long', { key: 'text', limit: MOST_SOURCE_CHARACTERS });
  return isLong;
}

/** The same for markup that is already a tree; `mayShow`: of a text that can show pictures. */
export function markdownOfNodes(
  item: ItemReading,
  nodes: readonly MarkNode[],
  { mayShow = false } = {},
): string {
  const loss = noLoss();
  if (mayShow) loss.takePicture = item.takePicture;
  const markdown = toMarkdown(nodes, loss);
  tell(item, loss);
  return markdown;
}

export function lineOfNodes(item: ItemReading, nodes: readonly MarkNode[]): string {
  const loss = noLoss();
  const words = oneLine(markedLine(nodes, loss));
  tell(item, loss);
  if (words === '' && loss.images.length > 0) item.refuse('picture-option');
  return words;
}

const oneLine = (words: string): string => words.replaceAll(/\s+/gu, ' ').trim();

const MARKED = /^(?:strong|b|em|i|del|s|u|code|a|ul|ol|table|h[1-6])$/;

function markedLine(nodes: readonly MarkNode[], loss: Loss): string {
  if (nodes.some(isMarked)) loss.formatting = true;
  return wordsOf(nodes, loss);
}

const isMarked = (node: MarkNode): boolean =>
  typeof node !== 'string' && (MARKED.test(node.name) || node.children.some(isMarked));

function markdownLine(text: string, loss: Loss): string {
  const markdown = ownMarkdown(text, loss);
  const words = plainText(markdown);
  if (words.replaceAll(/\s/gu, '') !== markdown.replaceAll(/\s/gu, '')) loss.formatting = true;
  return words;
}

/** Foreign Markdown: as it is where it is only ours, else by way of what it would show. */
function ownMarkdown(source: string, loss: Loss): string {
  if (overburdenedLine(source) !== null) {
    loss.tooDeep = true;
    return '';
  }
  const { text, keys } = withTakenPictures(source, loss);
  let isForeign = false;
  visitMarkdown(parseMarkdown(text), (node) => {
    if (node.type === 'html' || node.type === 'imageReference') isForeign = true;
    if (node.type === 'image' && !keys.has(node.url)) isForeign = true;
    if (node.type === 'definition') isForeign = true;
    if (node.type === 'link' && linkKind(node.url) !== 'external') isForeign = true;
  });
  if (!isForeign) return text.trim();
  const shown = renderMarkdown(text);
  visitMarkdown(parseMarkdown(text), (node) => {
    if (node.type === 'html') loss.active.push('HTML');
    if (node.type === 'image' && !keys.has(node.url)) loss.images.push(node.url.slice(0, 60));
    if (node.type === 'imageReference') loss.images.push(node.alt ?? '');
  });
  // What is taken already is shown by its key.
  const takePicture: TakePicture = (address) =>
    keys.has(address) ? { key: address } : { left: 'left-image' };
  return toMarkdown(parseHtml(shown, loss), Object.assign(loss, { takePicture }));
}

/** Foreign Markdown with the pictures that come along under their keys. */
function withTakenPictures(source: string, { takePicture }: Loss) {
  const keys = new Set<string>();
  const taken: { from: number; to: number; shown: string }[] = [];
  if (takePicture === undefined || !source.includes('![')) return { text: source, keys };
  visitMarkdown(parseMarkdown(source), (node) => {
    if (node.type !== 'image') return;
    const found = takePicture(node.url);
    const [from, to] = [node.position?.start.offset, node.position?.end.offset];
    if ('left' in found || from === undefined || to === undefined) return;
    keys.add(found.key);
    taken.push({ from, to, shown: shownPicture(node.alt ?? '', found.key) });
  });
  const text = taken.reduceRight(
    (before, { from, to, shown }) => before.slice(0, from) + shown + before.slice(to),
    source,
  );
  return { text, keys };
}

const TAG = /<\/?[a-z][^>]*>|&(?:[a-z]+|#\d+);/i;

const formatOf = ({ format, text }: SourceText): Exclude<TextFormat, 'auto'> =>
  format !== 'auto' ? format : TAG.test(text) ? 'html' : 'plain';

/** Moodle shows line feeds of its own format as breaks, also between tags. */
const htmlIn = ({ format, text }: SourceText): string =>
  format === 'auto' ? text.replaceAll('\n', '<br>') : text;

function tell(item: ItemReading, loss: Loss): void {
  if (loss.tooDeep) item.refuse('text-too-nested');
  if (loss.formula) item.refuse('text-formula');
  for (const name of loss.images) item.leave('left-image', { name });
  for (const { name, why } of loss.leftPictures) item.leave(why, { name });
  for (const name of new Set(loss.media)) item.leave('left-media', { name });
  for (const name of new Set(loss.active)) item.leave('left-active', { name });
  for (const target of loss.links) item.leave('left-link', { target });
  if (loss.formatting) item.leave('left-formatting');
}
