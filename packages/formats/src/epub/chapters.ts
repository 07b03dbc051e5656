// Files of text of a book as Markdown: by the cleaner of Common Cartridge pages, which lets nothing through that acts.
import { openPage, readPage, type Page } from '../cartridge/page.ts';
import { wordsIn, type PageSurroundings } from '../cartridge/page-tree.ts';
import {
  BLOCKS,
  escapeWords,
  SILENT,
  type Mark,
  type MarkNode,
} from '../question-exchange/rich-text.ts';
import { wholeTags } from './whole-tags.ts';

/** Much shorter than what the parser of Markdown bears in one block. */
const PIECE = 4_000;

/** A file of text taken apart; `title` is its first heading, or its `<title>`; empty for none. */
export interface OpenedText {
  readonly page: Page;
  readonly title: string;
}

const isMark = (node: MarkNode): node is Mark => typeof node !== 'string';

function firstHeading(nodes: readonly MarkNode[]): string {
  for (const node of nodes) {
    if (!isMark(node) || SILENT.has(node.name)) continue;
    const found = /^h[1-6]$/.test(node.name) ? wordsIn(node) : firstHeading(node.children);
    const line = found.replaceAll(/\s+/gu, ' ').trim();
    if (line !== '') return line.slice(0, 120).toWellFormed();
  }
  return '';
}

export function openText(xhtml: string): OpenedText {
  const page = openPage(wholeTags(xhtml));
  return { page, title: firstHeading(page.nodes) || page.title };
}

/**
 * A text as Markdown without its title, in as many parts as it needs: what is too long for one is cut between blocks.
 * Empty where nothing of it can be shown. Nothing is lost but what acts; of a text that is nested beyond
 * reason nothing is left.
 */
export function chapterParts(page: Page, title: string, surroundings: PageSurroundings): string[] {
  const read = readPage(page, title, surroundings);
  if (read.markdown !== null) return [withoutTitle(read.markdown)];
  const why = read.notes.at(-1)?.code;
  if (why !== 'cartridge-left-long' && why !== 'cartridge-left-burden') return [];
  const halves = halved(page.nodes);
  if (halves === null) return [asPlainWords(page.nodes)];
  return halves.flatMap((nodes) => chapterParts({ ...page, nodes }, title, surroundings));
}

/** `readPage` sets the title as the one heading of the first level. */
const withoutTitle = (markdown: string): string => markdown.replace(/^# [^\n]*\n+/, '');

/** Blocks in two halves of about the same length; null where there is only one. */
function halved(nodes: readonly MarkNode[]): [MarkNode[], MarkNode[]] | null {
  const shown = nodes.filter((node) =>
    isMark(node) ? !SILENT.has(node.name) : node.trim() !== '',
  );
  const [only] = shown;
  if (only === undefined) return null;
  if (shown.length === 1) return isMark(only) && holdsBlocks(only) ? halved(only.children) : null;
  const half = shown.reduce((sum, node) => sum + wordsIn(node).length, 0) / 2;
  let length = 0;
  let at = 0;
  while (at < shown.length - 1 && length < half) {
    const node = shown[at];
    if (node !== undefined) length += wordsIn(node).length;
    at += 1;
  }
  return [shown.slice(0, at), shown.slice(at)];
}

const holdsBlocks = ({ children }: Mark): boolean =>
  children.some((node) => isMark(node) && (BLOCKS.has(node.name) || /^h[1-6]$/.test(node.name)));

/** One block beyond reason: its words, in paragraphs that the parser bears. */
function asPlainWords(nodes: readonly MarkNode[]): string {
  const words = [...nodes.map(wordsIn).join('').replaceAll(/\s+/gu, ' ').trim()];
  const pieces: string[] = [];
  for (let at = 0; at < words.length; at += PIECE)
    pieces.push(escapeWords(words.slice(at, at + PIECE).join('')));
  return pieces.join('\n\n');
}
