// A page of another system before it becomes Markdown: what has no like here is put into words.
import { linkKind } from '../markdown/parse.ts';
import {
  BLOCKS,
  escapeWords,
  SILENT,
  type Mark,
  type MarkNode,
} from '../question-exchange/rich-text.ts';

/** What a page can show and lead to. */
export interface PageSurroundings {
  /** The picture's name in the course folder; null where it stays behind and its description stands for it. */
  picture(address: string): string | null;
  /** The title of the lesson that an address of the cartridge leads to; null where it leads to none. */
  lesson(address: string): string | null;
}

export interface PreparedPage {
  readonly nodes: readonly MarkNode[];
  /** Films, frames and the like that stay behind, by their addresses. */
  readonly embedded: readonly string[];
  readonly formulas: number;
  readonly finish: (markdown: string) => string;
}

/** Signs of no script (Unicode, private use) that stand for Markdown of ours while the rest is escaped. */
const OPEN = '\ue000';
const CLOSE = '\ue001';

interface Preparing {
  readonly surroundings: PageSurroundings;
  readonly pieces: string[];
  readonly embedded: string[];
  formulas: number;
}

interface Place {
  /** In code everything is shown as it is. */
  readonly isCode: boolean;
  /** Cells hold nothing but words, so their links are made here. */
  readonly isCell: boolean;
}

/**
 * A page as a tree of which `toMarkdown` loses no word: pictures and links in cells become Markdown that
 * `finish` puts in, captions stand before their tables, lists hold nothing but items, marks do not go
 * around blocks, and no heading is of the first level, which is the title's.
 */
export function preparePage(
  nodes: readonly MarkNode[],
  surroundings: PageSurroundings,
): PreparedPage {
  const preparing: Preparing = { surroundings, pieces: [], embedded: [], formulas: 0 };
  const prepared = preparedNodes(nodes, preparing, { isCode: false, isCell: false });
  return {
    nodes: hasTopHeading(prepared) ? lowered(prepared) : prepared,
    embedded: preparing.embedded,
    formulas: preparing.formulas,
    finish: (markdown) =>
      markdown.replaceAll(
        new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g'),
        (_, at: string) => preparing.pieces[Number(at)] ?? '',
      ),
  };
}

function piece({ pieces }: Preparing, markdown: string): string {
  pieces.push(markdown);
  return OPEN + String(pieces.length - 1) + CLOSE;
}

const preparedNodes = (
  nodes: readonly MarkNode[],
  preparing: Preparing,
  place: Place,
): MarkNode[] =>
  nodes.flatMap((node) =>
    typeof node === 'string' ? words(node, preparing, place) : element(node, preparing, place),
  );

/** A run of `_` would be a rule; control signs mean nothing to people. */
function words(text: string, preparing: Preparing, { isCode }: Place): string {
  const clean = text.replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001\ufffe\uffff]/g, '');
  if (isCode) return clean;
  return clean.replaceAll(/_{3,}/g, (run) => piece(preparing, run.replaceAll('_', '\\_')));
}

const EMBEDDED = new Set(['iframe', 'embed', 'video', 'audio', 'frame']);
const BLOCK = /^(?:h[1-6]|ul|ol|pre|blockquote|table|hr|li|menu|dir|nav)$/;

function element(node: Mark, preparing: Preparing, place: Place): MarkNode[] {
  const { name, attributes } = node;
  if (SILENT.has(name)) return [];
  if (EMBEDDED.has(name)) {
    const source = attributes['src'] ?? firstSource(node);
    preparing.embedded.push(source === '' ? `<${name}>` : source);
    return [];
  }
  switch (name) {
    case 'math':
      preparing.formulas += 1;
      return formula(node);
    case 'img':
      return place.isCode ? [node] : [picture(node, preparing)];
    case 'table':
      return table(node, preparing, place);
    case 'ul':
    case 'ol':
    case 'menu':
    case 'dir':
      return [list(node, preparing, place)];
    case 'a':
      return link(node, preparing, place);
    default:
      return [plain(node, preparing, place)];
  }
}

const firstSource = ({ children }: Mark): string => {
  const source = children.find(
    (child): child is Mark => typeof child !== 'string' && child.name === 'source',
  );
  return source?.attributes['src'] ?? '';
};

function plain(node: Mark, preparing: Preparing, place: Place): Mark {
  const { name } = node;
  const isCode = place.isCode || name === 'pre' || name === 'code';
  const isCell = place.isCell || name === 'td' || name === 'th';
  const children = preparedNodes(node.children, preparing, { isCode, isCell });
  const isBlock =
    BLOCKS.has(name) || BLOCK.test(name) || /^t(?:able|body|head|foot|r|d|h)$/.test(name);
  const isPlainBlock = name === 'nav' || (!isBlock && children.some(holdsBlock));
  return { ...node, name: isPlainBlock ? 'div' : name, children };
}

const holdsBlock = (node: MarkNode): boolean =>
  typeof node !== 'string' &&
  (BLOCKS.has(node.name) || BLOCK.test(node.name) || node.children.some(holdsBlock));

/** How the formula was typed, where that is known; else that there was one. */
function formula({ attributes }: Mark): MarkNode[] {
  const typed = (attributes['alttext'] ?? '').replaceAll(/[\s\ue000\ue001]+/g, ' ').trim();
  const code: Mark = { name: 'code', attributes: {}, children: [typed] };
  return typed === '' ? ['（公式）'] : [code];
}

const MOST_ALT = 300;

function picture(node: Mark, preparing: Preparing): MarkNode {
  const name = preparing.surroundings.picture(node.attributes['src'] ?? '');
  if (name === null) return node;
  const alt = (node.attributes['alt'] ?? '').replaceAll(/[\0-\x1f\s\ue000\ue001]+/g, ' ').trim();
  return piece(preparing, `![${escapeWords(alt.slice(0, MOST_ALT).toWellFormed())}](${name})`);
}

function table(node: Mark, preparing: Preparing, place: Place): MarkNode[] {
  const isCaption = (child: MarkNode) => typeof child !== 'string' && child.name === 'caption';
  const captions = node.children.filter(isCaption).map((child): MarkNode => {
    const children = typeof child === 'string' ? [child] : child.children;
    return { name: 'p', attributes: {}, children: preparedNodes(children, preparing, place) };
  });
  const children = node.children.filter((child) => !isCaption(child));
  return [...captions, plain({ ...node, children }, preparing, place)];
}

/** What stands between items belongs to the one before. */
function list(node: Mark, preparing: Preparing, place: Place): Mark {
  const items: Mark[] = [];
  for (const child of node.children) {
    if (typeof child !== 'string' && child.name === 'li') {
      items.push(plain(child, preparing, place));
      continue;
    }
    if (typeof child === 'string' && child.trim() === '') continue;
    const more = preparedNodes([child], preparing, place);
    const before = items.pop() ?? { name: 'li', attributes: {}, children: [] };
    items.push({ ...before, children: [...before.children, ...more] });
  }
  return { ...node, name: node.name === 'ol' ? 'ol' : 'ul', children: items };
}

/** Whether an address can stand between `<` and `>`, and leads to the web. */
const isForWeb = (target: string): boolean =>
  linkKind(target) === 'external' && !/[<>\s\\]/.test(target);

/** A link to another lesson becomes its name: readings have no addresses that last. */
function link(node: Mark, preparing: Preparing, place: Place): MarkNode[] {
  const target = (node.attributes['href'] ?? '').trim();
  const shown = plain(node, preparing, place);
  if (shown.name === 'div' && isForWeb(target)) {
    // No link goes around blocks, so it follows them.
    const after: Mark = { name: 'a', attributes: { href: target }, children: [target] };
    return [shown, { name: 'p', attributes: {}, children: [after] }];
  }
  const lesson = isForWeb(target) ? null : preparing.surroundings.lesson(target);
  if (lesson !== null) {
    const said = sameWords(wordsIn(shown), lesson) ? '' : `（见“${lesson}”）`;
    return [...shown.children, said];
  }
  if (place.isCell && !place.isCode && isForWeb(target) && wordsIn(shown).trim() !== '') {
    const end = piece(preparing, `](<${target.replaceAll('|', '%7C')}>)`);
    return [piece(preparing, '['), ...shown.children, end];
  }
  return [shown];
}

/** All words of a tree as they stand. */
export const wordsIn = (node: MarkNode): string =>
  typeof node === 'string' ? node : node.children.map(wordsIn).join('');

/** Whether people would read the same: spaces do not count. */
export const sameWords = (one: string, other: string): boolean =>
  one.replaceAll(/\s/gu, '') === other.replaceAll(/\s/gu, '');

const hasTopHeading = (nodes: readonly MarkNode[]): boolean =>
  nodes.some(
    (node) => typeof node !== 'string' && (node.name === 'h1' || hasTopHeading(node.children)),
  );

const lowered = (nodes: readonly MarkNode[]): MarkNode[] =>
  nodes.map((node) => {
    if (typeof node === 'string') return node;
    const level = /^h([1-5])$/.exec(node.name)?.[1];
    const name = level === undefined ? node.name : `h${Number(level) + 1}`;
    return { ...node, name, children: lowered(node.children) };
  });
