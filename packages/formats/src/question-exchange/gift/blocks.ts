import type { SourceText } from '../texts.ts';

/** The parts of a GIFT file that blank lines separate, with what stands in comments before them. */
export interface GiftBlock {
  /** The line of its first character, from 1. */
  readonly line: number;
  /** With the signs of `PROTECTED` for what a backslash protects; comments taken out. */
  readonly text: string;
  readonly category: string | null;
  /** From a comment `[id:…]`. */
  readonly id: string | null;
  readonly tags: readonly string[];
}

/** Characters that no text may hold stand for those that a backslash protects. */
const PROTECTED = '~=#{}:\\n';
const FIRST = 0xfdd0;
export const NONCHARACTER = /[\ufdd0-\ufdd7]/;

/** Puts signs for what is protected, so that only real marks are left. */
const protect = (text: string): string =>
  text.replaceAll(/\\([~=#{}:\\n])/g, (_, sign: string) =>
    String.fromCharCode(FIRST + PROTECTED.indexOf(sign)),
  );

/** The words that are meant. */
export const unprotect = (text: string): string =>
  text.replaceAll(/[\ufdd0-\ufdd7]/g, (sign) => {
    const meant = PROTECTED.charAt(sign.charCodeAt(0) - FIRST);
    return meant === 'n' ? '\n' : meant;
  });

/** Cuts a file at its blank lines; one within braces that are closed later does not cut. */
export function giftBlocks(source: string): GiftBlock[] {
  const lines = protect(source).split(/\r\n?|\n/);
  const blocks: GiftBlock[] = [];
  let category: string | null = null;
  let id: string | null = null;
  let tags: string[] = [];
  let open: { line: number; lines: string[] } | null = null;
  let isInBraces = false;
  const close = () => {
    if (open !== null) {
      blocks.push({ line: open.line, text: open.lines.join('\n').trimEnd(), category, id, tags });
      [id, tags] = [null, []];
    }
    open = null;
    isInBraces = false;
  };
  for (const [at, line] of lines.entries()) {
    const comment = /^\s*\/\/(.*)/.exec(line)?.[1];
    const named = /^\s*\$CATEGORY:\s*(.*)/.exec(line)?.[1];
    if (comment !== undefined) {
      id = /\[id:([^\]\s]+)\]/.exec(comment)?.[1] ?? id;
      tags.push(...[...comment.matchAll(/\[tag:([^\]]+)\]/g)].map((match) => match[1] ?? ''));
      open?.lines.push(''); // Lines keep their numbers.
    } else if (named !== undefined && !isInBraces) {
      close();
      category = unprotect(named).trim() || null;
    } else if (line.trim() === '') {
      if (isInBraces && closesLater(lines, at)) open?.lines.push('');
      else close();
    } else {
      open ??= { line: at + 1, lines: [] };
      open.lines.push(line);
      const last = Math.max(line.lastIndexOf('{'), line.lastIndexOf('}'));
      if (last >= 0) isInBraces = line.charAt(last) === '{';
    }
  }
  close();
  return blocks;
}

const MOST_LINES_AHEAD = 200;

function closesLater(lines: readonly string[], from: number): boolean {
  for (const line of lines.slice(from, from + MOST_LINES_AHEAD)) {
    const brace = /[{}]/.exec(line)?.[0];
    if (brace !== undefined) return brace === '}';
  }
  return false;
}

/** A text with the format that it names before itself, `[html]…`, or else that of its question. */
export function formatted(text: string, otherwise: SourceText['format']): SourceText {
  const [, named, rest = ''] = /^\s*\[(html|markdown|plain|moodle)\]([^]*)$/.exec(text) ?? [];
  if (named === undefined) return { format: otherwise, text };
  const format = named === 'moodle' ? 'auto' : named;
  return format === 'html' || format === 'markdown' || format === 'plain' || format === 'auto'
    ? { format, text: rest }
    : { format: otherwise, text };
}
