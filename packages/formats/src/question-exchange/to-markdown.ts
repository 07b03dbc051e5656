import { linkKind } from '../markdown/parse.ts';
import { plainText } from '../markdown/plain-text.ts';
import {
  BLOCKS,
  escapeLine,
  escapeLineStart,
  escapeWords,
  isShown,
  MOST_NESTING,
  pictureWords,
  raised,
  wordsOf,
  type Loss,
  type Mark,
  type MarkNode,
} from './rich-text.ts';

/**
 * Marked-up text as the Markdown that we show: paragraphs, lists, quotes, tables, bold, italic, code
 * and links to http, https and mailto. All else is left out and noted in `loss`, its words stay.
 */
export function toMarkdown(nodes: readonly MarkNode[], loss: Loss): string {
  const markdown = blocksOf(nodes, loss, 0, true).join('\n\n');
  const plain = blocksOf(nodes, loss, 0, false).join('\n\n');
  if (sameWords(plainText(markdown), plainText(plain))) return markdown;
  loss.formatting = true; // Marks that stand so close that they would be read as signs.
  return plain;
}

const sameWords = (one: string, other: string): boolean =>
  one.replaceAll(/\s/gu, '') === other.replaceAll(/\s/gu, '');

function blocksOf(
  nodes: readonly MarkNode[],
  loss: Loss,
  depth: number,
  withMarks: boolean,
): string[] {
  const blocks: string[] = [];
  let line: MarkNode[] = [];
  const flush = () => {
    const text = linesOf(line, loss, depth, withMarks);
    if (text !== '') blocks.push(text);
    line = [];
  };
  if (depth > MOST_NESTING) {
    loss.tooDeep = true;
    return [];
  }
  for (const node of nodes) {
    if (typeof node === 'string' || !isBlock(node)) {
      line.push(node);
      continue;
    }
    flush();
    if (isShown(node, loss)) blocks.push(...blockOf(node, loss, depth + 1, withMarks));
  }
  flush();
  return blocks;
}

const BLOCK_WITH_MARKS = /^(?:h[1-6]|ul|ol|pre|blockquote|table|hr)$/;

/** A block, or something that holds one (`<span><p>…</p></span>`, `<a><div>…`). */
const isBlock = ({ name, children }: Mark): boolean =>
  BLOCKS.has(name) || BLOCK_WITH_MARKS.test(name) || (name === 'span' && children.some(holdsBlock));

const holdsBlock = (node: MarkNode): boolean =>
  typeof node !== 'string' && (BLOCKS.has(node.name) || BLOCK_WITH_MARKS.test(node.name));

function blockOf(node: Mark, loss: Loss, depth: number, withMarks: boolean): string[] {
  const { name, children } = node;
  const inside = () => blocksOf(children, loss, depth, withMarks);
  const heading = /^h([1-6])$/.exec(name)?.[1];
  if (heading !== undefined && withMarks) {
    const words = linesOf(children, loss, depth, withMarks).replaceAll('\\\n', ' ');
    return words === '' ? [] : [`${'#'.repeat(Number(heading))} ${words}`];
  }
  switch (name) {
    case 'ul':
    case 'ol':
      return listOf(node, loss, depth, withMarks);
    case 'pre':
      return preOf(node, loss, withMarks);
    case 'blockquote':
      return withMarks ? [inside().join('\n\n').replaceAll(/^/gm, '> ')] : inside();
    case 'table':
      return tableOf(node, loss, depth);
    case 'hr':
      return [];
    default:
      return inside();
  }
}

function listOf(list: Mark, loss: Loss, depth: number, withMarks: boolean): string[] {
  const items = list.children.filter(
    (child): child is Mark => typeof child !== 'string' && child.name === 'li',
  );
  const lines = items.map(({ children }, at) => {
    const blocks = blocksOf(children, loss, depth + 1, withMarks);
    const mark = list.name === 'ol' ? `${at + 1}. ` : '- ';
    const shown = withMarks ? mark : '';
    return shown + blocks.join('\n\n').replaceAll('\n', `\n${' '.repeat(shown.length)}`);
  });
  return lines.length === 0 ? [] : [lines.join(withMarks ? '\n' : '\n\n')];
}

function preOf(node: Mark, loss: Loss, withMarks: boolean): string[] {
  const words = wordsOf(node.children, loss).replaceAll(/^\n+|\s+$/g, '');
  if (words === '') return [];
  if (withMarks && !words.includes('```')) return [`\`\`\`\n${words}\n\`\`\``];
  return [words.split('\n').map(escapeLine).join('\\\n')];
}

function tableOf(table: Mark, loss: Loss, depth: number): string[] {
  const rows = rowsOf(table, 0).map((row) =>
    row.children
      .filter((cell): cell is Mark => typeof cell !== 'string' && /^t[dh]$/.test(cell.name))
      .map((cell) =>
        escapeWords(wordsOf(cell.children, loss, depth).replaceAll(/\s+/gu, ' ').trim()),
      ),
  );
  const columns = Math.max(0, ...rows.map((row) => row.length));
  if (columns === 0) return [];
  loss.formatting = true;
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: columns }, (_, at) => cells[at] ?? '').join(' | ')} |`;
  const [head = [], ...rest] = rows;
  return [
    [line(head), line(Array.from({ length: columns }, () => '---')), ...rest.map(line)].join('\n'),
  ];
}

function rowsOf(node: Mark, depth: number): Mark[] {
  return node.children.flatMap((child) => {
    if (typeof child === 'string' || depth > 2) return [];
    return child.name === 'tr' ? [child] : rowsOf(child, depth + 1);
  });
}

/** Inline text as the lines of one paragraph. */
function linesOf(
  nodes: readonly MarkNode[],
  loss: Loss,
  depth: number,
  withMarks: boolean,
): string {
  return inlineOf(nodes, { loss, withMarks, outer: '' }, depth)
    .split('\n')
    .map((line) => line.replaceAll(/[ \t]+/g, ' ').trim())
    .filter((line) => line !== '')
    .map(escapeLineStart)
    .join('\\\n');
}

interface Inline {
  readonly loss: Loss;
  readonly withMarks: boolean;
  /** Marks that are open: none is opened twice. */
  readonly outer: string;
}

function inlineOf(nodes: readonly MarkNode[], inline: Inline, depth: number): string {
  const { loss } = inline;
  if (depth > MOST_NESTING) {
    loss.tooDeep = true;
    return '';
  }
  return nodes
    .map((node) => {
      if (typeof node === 'string') return escapeWords(node.replaceAll(/\s+/gu, ' '));
      if (!isShown(node, loss)) return '';
      return elementOf(node, inline, depth + 1);
    })
    .join('');
}

const MARKS: Readonly<Record<string, string>> = {
  strong: '**',
  b: '**',
  em: '*',
  i: '*',
  del: '~~',
  s: '~~',
};

function elementOf(node: Mark, inline: Inline, depth: number): string {
  const { name, children } = node;
  const { loss, outer, withMarks } = inline;
  const mark = MARKS[name];
  if (name === 'br') return '\n';
  if (name === 'img') return pictureOf(node, loss);
  if (name === 'sup' || name === 'sub')
    return escapeWords(raised(name, wordsOf(children, loss, depth)));
  if (mark !== undefined && withMarks && !outer.includes(mark)) {
    return wrapped(inlineOf(children, { ...inline, outer: `${outer} ${mark}` }, depth), mark);
  }
  if (name === 'code' && withMarks) return codeOf(node, loss, depth);
  if (name === 'a' && withMarks) return linkOf(node, inline, depth);
  return inlineOf(children, inline, depth);
}

/** A picture that comes along; of one that does not, its words. */
function pictureOf(node: Mark, loss: Loss): string {
  const taken = loss.takePicture?.(node.attributes['src'] ?? '') ?? { left: 'left-image' };
  if ('left' in taken) return escapeWords(pictureWords(node, loss, taken.left));
  return shownPicture(node.attributes['alt'] ?? '', taken.key);
}

/** A picture that comes along, in Markdown. */
export function shownPicture(alt: string, key: string): string {
  const words = alt.replaceAll(/\s+/gu, ' ').trim().slice(0, 200);
  // What looks like a blank would be counted as one.
  return `![${escapeWords(words.replaceAll(/_{3,}/g, '＿＿'))}](${key})`;
}

/** Marks stand at the words, not at the spaces around them, and not over a break. */
function wrapped(words: string, mark: string): string {
  const inner = words.trim();
  const before = words.slice(0, words.length - words.trimStart().length);
  const after = words.slice(words.trimEnd().length);
  return inner === '' || inner.includes('\n') ? words : `${before}${mark}${inner}${mark}${after}`;
}

function codeOf(node: Mark, loss: Loss, depth: number): string {
  const words = wordsOf(node.children, loss, depth).replaceAll(/\s+/gu, ' ').trim();
  if (words === '') return '';
  return words.includes('`') ? escapeWords(words) : `\`${words}\``;
}

function linkOf(node: Mark, inline: Inline, depth: number): string {
  const target = (node.attributes['href'] ?? '').trim();
  const words = inlineOf(node.children, inline, depth);
  if (target === '' || words.trim() === '' || words.includes('\n')) return words;
  if (words.includes('](package-picture-')) return words;
  // An address within their site leads nowhere in ours.
  if (linkKind(target) !== 'external' || /[<>\s\\]/.test(target)) {
    inline.loss.links.push(target.slice(0, 60));
    return words;
  }
  return `[${words.trim()}](<${target}>)`;
}
