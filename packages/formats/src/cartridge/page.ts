import type { ErrorCode } from '../error-sentences.ts';
import { overburdenedLine, parseMarkdown } from '../markdown/parse.ts';
import { LIMITS } from '../course/inspection.ts';
import {
  escapeWords,
  noLoss,
  type Loss,
  type Mark,
  type MarkNode,
} from '../question-exchange/rich-text.ts';
import { parseHtml } from '../question-exchange/texts.ts';
import { toMarkdown } from '../question-exchange/to-markdown.ts';
import { oneLine, titleLine } from './facts.ts';
import { preparePage, sameWords, wordsIn, type PageSurroundings } from './page-tree.ts';

/** A page that has been taken apart. */
export interface Page {
  readonly nodes: readonly MarkNode[];
  /** What its `<title>` says; empty where it says nothing. */
  readonly title: string;
  /** Canvas: whoever wrote it has not published it. */
  readonly isDraft: boolean;
  readonly isTooDeep: boolean;
}

export interface PageNote {
  readonly code: ErrorCode;
  readonly params: Record<string, string | number>;
}

export interface PageRead {
  /** By the rules of reading.md (docs/author/course-format.md); null where it cannot be a reading. */
  readonly markdown: string | null;
  readonly notes: readonly PageNote[];
}

/** Deeper than any page by people, unclosed elements counted; the parser's time grows with its square. */
const MOST_OPEN = 1_000;
/** Elements without an end, and those that the next of their kind ends. */
const ENDLESS =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|t[drh]|d[td]|option)$/i;

/** Whether more elements are open at once than `MOST_OPEN`, counted before anything takes time. */
function isTooOpen(html: string): boolean {
  let open = 0;
  for (const [, end, name = ''] of html.matchAll(/<(\/?)([a-z][\w-]*)/gi)) {
    if (ENDLESS.test(name)) continue;
    open = end === '' ? open + 1 : Math.max(0, open - 1);
    if (open > MOST_OPEN) return true;
  }
  return false;
}

/** Takes a page of HTML apart; of one that is nested beyond reason nothing is read. Never throws. */
export function openPage(html: string): Page {
  const loss = noLoss();
  const isOpen = isTooOpen(html);
  const nodes = isOpen ? [] : parseHtml(html, loss);
  const [title] = marksNamed(nodes, 'title');
  const state = marksNamed(nodes, 'meta').find(
    ({ attributes }) => attributes['name'] === 'workflow_state',
  );
  return {
    nodes,
    title: title === undefined ? '' : titleLine(wordsIn(title)),
    isDraft: state?.attributes['content'] === 'unpublished',
    isTooDeep: isOpen || loss.tooDeep,
  };
}

const marksNamed = (nodes: readonly MarkNode[], name: string): Mark[] =>
  nodes.flatMap((node) => {
    if (typeof node === 'string') return [];
    return [...(node.name === name ? [node] : []), ...marksNamed(node.children, name)];
  });

/**
 * A page as a reading with `title` as its one heading of the first level; a heading at its beginning that
 * says the same is left out. Notes say what of it stays behind, or why all of it does.
 */
export function readPage(page: Page, title: string, surroundings: PageSurroundings): PageRead {
  const notes: PageNote[] = [];
  const refused = (code: ErrorCode, params: PageNote['params'] = {}): PageRead => ({
    markdown: null,
    notes: [...notes, { code, params: { title, ...params } }],
  });
  if (page.isTooDeep) return refused('cartridge-left-deep');
  const prepared = preparePage(withoutTitle(page.nodes, title), surroundings);
  const loss = noLoss();
  const body = prepared.finish(toMarkdown(prepared.nodes, loss));
  notes.push(...notesOn(title, loss, prepared.embedded, prepared.formulas));
  if (loss.tooDeep) return refused('cartridge-left-deep');
  if (body.trim() === '') return refused('cartridge-left-empty');
  const markdown = `# ${escapeWords(title).replaceAll(/#(?=#*$)/g, '\\#')}\n\n${body}\n`;
  const limit = LIMITS.markdownBytes / 1024;
  if (Buffer.byteLength(markdown) > LIMITS.markdownBytes) {
    return refused('cartridge-left-long', { limit });
  }
  if (overburdenedLine(markdown) !== null) return refused('cartridge-left-burden');
  return parseMarkdown(markdown).children.length < 2
    ? refused('cartridge-left-empty')
    : { markdown, notes };
}

const isShown = (node: MarkNode): boolean =>
  typeof node === 'string'
    ? node.trim() !== ''
    : !/^(?:head|title|meta|link|style|script)$/.test(node.name);

/**
 * Goes down to what is shown first; where that is a heading with the words of the title it is left out. Word
 * processors write headings as paragraphs, so one of these words with more after it is left out too.
 */
function withoutTitle(nodes: readonly MarkNode[], title: string): readonly MarkNode[] {
  const at = nodes.findIndex(isShown);
  const first = nodes[at];
  if (first === undefined || typeof first === 'string') return nodes;
  if (/^h[1-6]$/.test(first.name) || (first.name === 'p' && nodes.slice(at + 1).some(isShown))) {
    const hasPicture = marksNamed([first], 'img').length > 0;
    return !hasPicture && sameWords(wordsIn(first), title) ? nodes.toSpliced(at, 1) : nodes;
  }
  if (!/^(?:html|body|div|section|article|main|header|center)$/.test(first.name)) return nodes;
  return nodes.with(at, { ...first, children: withoutTitle(first.children, title) });
}

function notesOn(
  title: string,
  loss: Loss,
  embedded: readonly string[],
  formulas: number,
): PageNote[] {
  const named = (code: ErrorCode, names: readonly string[]): PageNote[] =>
    [...new Set(names)].map((name) => ({ code, params: { title, name: oneLine(name, 120) } }));
  return [
    ...named('cartridge-left-embedded', embedded),
    ...named(
      'cartridge-left-embedded',
      loss.media.map((name) => `<${name}>`),
    ),
    ...named('cartridge-left-picture', loss.images),
    ...named('cartridge-left-active', loss.active),
    ...named('cartridge-left-link', loss.links),
    ...(formulas > 0 || loss.formula
      ? [{ code: 'cartridge-left-formula', params: { title, count: formulas } } as const]
      : []),
    ...(loss.formatting ? [{ code: 'cartridge-left-formatting', params: { title } } as const] : []),
  ];
}
