import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parseSignature, type Citation } from '../statute/citation.ts';

// The CJK plugin lets **“重点”**后文 be bold; plain CommonMark does not.
const parser = unified().use(remarkParse).use(remarkGfm).use(remarkCjkFriendly).freeze();

export type MarkdownRoot = ReturnType<typeof parser.parse>;
export type MarkdownNode = MarkdownRoot | MarkdownRoot['children'][number];
export type Blockquote = Extract<MarkdownNode, { type: 'blockquote' }>;

/** Markdown (CommonMark with GFM tables) as a syntax tree with positions. */
export function parseMarkdown(markdown: string): MarkdownRoot {
  return parser.parse(markdown);
}

const MAX_NESTING = 24;
const MAX_BLOCK_CHARACTERS = 8_000;
const NESTED = new RegExp(`^(?:[ \\t]*(?:>|[-*+](?=[ \\t])|\\d{1,9}[.)])){${MAX_NESTING + 1}}`);

/**
 * The first line (from 1) at which a text would cost the parser more than texts by people do:
 * deep nesting exhausts the stack, one enormous block takes quadratic time. Null when it is fine.
 */
export function overburdenedLine(markdown: string): number | null {
  let blockCharacters = 0;
  for (const [index, line] of markdown.split('\n').entries()) {
    blockCharacters = line.trim() === '' ? 0 : blockCharacters + line.length;
    if (NESTED.test(line) || blockCharacters > MAX_BLOCK_CHARACTERS) return index + 1;
  }
  return null;
}

/** Visits a node and everything below it, in the order of the text. */
export function visitMarkdown(node: MarkdownNode, visitor: (node: MarkdownNode) => void): void {
  visitor(node);
  if ('children' in node) for (const child of node.children) visitMarkdown(child, visitor);
}

const BLOCKS_APART = new Set([
  'root',
  'blockquote',
  'list',
  'listItem',
  'table',
  'footnoteDefinition',
]);

/** The words of a node without any marks; blocks and line breaks become line feeds. */
export function textOf(node: MarkdownNode): string {
  if (node.type === 'html' || node.type === 'definition') return '';
  if (node.type === 'break') return '\n';
  if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? '';
  if ('value' in node) return node.value;
  if (!('children' in node)) return '';
  const parts: string[] = [];
  for (const child of node.children) parts.push(textOf(child));
  if (node.type === 'tableRow') return parts.join('\t');
  if (!BLOCKS_APART.has(node.type)) return parts.join('');
  return parts.filter((part) => part !== '').join('\n');
}

/** A block quote that is signed with a statute: `—— 《信访工作条例》第十七条` as its last line. */
export interface StatuteQuote {
  /** The words quoted, without the signature. */
  quoted: string;
  /** The signature without its dash, as written. */
  signature: string;
  /** Null when the signature names a title and a number, but not in the form of a citation. */
  citation: Citation | null;
}

/** Reads a block quote as the quotation of a statute; null for an ordinary quotation. */
export function readStatuteQuote(quote: Blockquote): StatuteQuote | null {
  const last = quote.children.at(-1);
  if (last?.type !== 'paragraph') return null;
  const lines = textOf(quote).trimEnd().split('\n');
  const signed = parseSignature(lines.at(-1) ?? '');
  if (signed === null) return null;
  return {
    quoted: lines.slice(0, -1).join('\n'),
    signature: signed.text,
    citation: signed.citation,
  };
}

/**
 * Whether an image's address is a file beside the text: relative, downward, without a scheme, a
 * host, a query or a fragment, before and after percent-decoding.
 */
export function isRelativeImage(address: string): boolean {
  const decoded = decodeAddress(address);
  if (decoded === null) return false;
  return [address, decoded].every(
    (each) =>
      !/[\\:?#\p{Cc}]/u.test(each) &&
      each.split('/').every((step) => step !== '' && step !== '.' && step !== '..'),
  );
}

/** Undoes percent-encoding, which Markdown applies to 图.webp; null when it is malformed. */
export function decodeAddress(address: string): string | null {
  try {
    return decodeURIComponent(address);
  } catch {
    return null; // URIError is how JavaScript says "malformed".
  }
}

const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:']);
const HERE = 'https://here.invalid';

/** Where a link leads: within the site, to the outside, or nowhere we let people go. */
export function linkKind(address: string): 'internal' | 'external' | 'refused' {
  if (!URL.canParse(address, HERE)) return 'refused';
  const target = new URL(address, HERE);
  if (!LINK_SCHEMES.has(target.protocol)) return 'refused';
  return target.origin === HERE ? 'internal' : 'external';
}
