import rehypeSanitize, { type Options as SanitizeSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { linkCitations, type ArticleUrl } from './link-citations.ts';
import {
  decodeAddress,
  isRelativeImage,
  linkKind,
  overburdenedLine,
  parseMarkdown,
  readStatuteQuote,
  visitMarkdown,
  type Blockquote,
  type MarkdownRoot,
} from './parse.ts';

type HtmlRoot = ReturnType<ReturnType<typeof rehypeSanitize>>;
type HtmlNode = HtmlRoot | HtmlRoot['children'][number];
type HtmlElement = Extract<HtmlNode, { type: 'element' }>;

export interface RenderOptions {
  /** What every id begins with; give each text on a page its own. Letters, digits, hyphens. */
  idPrefix?: string;
  /** Where a picture beside the text is served, by its name; null leaves it out. As named if not given. */
  pictureUrl?: (name: string) => string | null;
  /** Where a cited article can be read; citations become links to it. No links if not given. */
  articleUrl?: ArticleUrl;
}

/**
 * Markdown to HTML that is safe to put into a page. Raw HTML is left out, links lead only to
 * http, https, mailto or within the site, images only beside the text (others are left out).
 * Headings get ids (`text-` and their words). A block quote signed `—— 《X》第N条` becomes
 * `<blockquote class="statute" data-statute="X" data-article="第N条">` with a `<footer>`.
 * Never throws: a text too nested for the parser comes back as one escaped paragraph.
 */
export function renderMarkdown(markdown: string, options: RenderOptions = {}): string {
  const idPrefix = options.idPrefix ?? 'text-';
  if (overburdenedLine(markdown) !== null) return `<p>${escapeHtml(markdown)}</p>`;
  const tree = parseMarkdown(markdown.replaceAll('\0', '\uFFFD'));
  markStatuteQuotes(tree);
  const processor = unified()
    .use(remarkRehype, {
      clobberPrefix: idPrefix,
      footnoteLabel: '注释',
      footnoteBackLabel: '返回正文',
    })
    .use(() => (html: HtmlRoot) => tidyElements(html, idPrefix, options.pictureUrl))
    .use(() => (html: HtmlRoot) => {
      if (options.articleUrl) linkCitations(html, options.articleUrl);
    })
    .use(rehypeSanitize, SAFE)
    .use(rehypeStringify);
  return processor.stringify(processor.runSync(tree));
}

/** What may be in a text. Ids are not prefixed here: only our own code makes any. */
const SAFE: SanitizeSchema = {
  tagNames: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'footer', 'pre', 'code'],
    ...['em', 'strong', 'del', 'sup', 'a', 'img', 'ul', 'ol', 'li', 'input', 'section'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  attributes: {
    a: ['href', 'title', 'rel', 'id', 'dataFootnoteRef', 'dataFootnoteBackref', 'ariaLabel'],
    img: ['src', 'alt', 'title', 'loading'],
    blockquote: [['className', 'statute'], 'dataStatute', 'dataArticle'],
    code: [['className', /^language-[\w-]+$/]],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    ol: ['start', 'id', ['className', 'contains-task-list']],
    ul: [['className', 'contains-task-list']],
    li: ['id', ['className', 'task-list-item']],
    th: [['align', 'left', 'center', 'right']],
    td: [['align', 'left', 'center', 'right']],
    section: ['dataFootnotes', ['className', 'footnotes']],
    ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, ['id']])),
  },
  protocols: { href: ['http', 'https', 'mailto'], src: ['https'] },
  required: { input: { type: 'checkbox', disabled: true } },
  ancestors: Object.fromEntries(
    ['thead', 'tbody', 'tr', 'th', 'td'].map((tag) => [tag, ['table']]),
  ),
  clobber: [],
  strip: ['script', 'style'],
};

function markStatuteQuotes(tree: MarkdownRoot): void {
  visitMarkdown(tree, (node) => {
    if (node.type === 'blockquote') markStatuteQuote(node);
  });
}

function markStatuteQuote(quote: Blockquote): void {
  const read = readStatuteQuote(quote);
  if (read === null || read.citation === null) return;
  const { statute, article } = read.citation;
  removeLastLine(quote);
  const data = {
    hProperties: {
      className: ['statute'],
      dataStatute: statute,
      dataArticle: article,
    },
  };
  quote.data = data;
  quote.children.push({
    type: 'paragraph',
    data: { hName: 'footer' },
    children: [{ type: 'text', value: `—— ${read.signature}` }],
  });
}

/** Takes the signature away: the words after the last line feed of the last paragraph. */
function removeLastLine(quote: Blockquote): void {
  const paragraph = quote.children.at(-1);
  if (paragraph?.type !== 'paragraph') return;
  for (
    let child = paragraph.children.pop();
    child !== undefined;
    child = paragraph.children.pop()
  ) {
    if (child.type === 'break') break;
    if (child.type !== 'text') continue;
    const lineFeed = child.value.lastIndexOf('\n');
    if (lineFeed < 0) continue;
    paragraph.children.push({
      type: 'text',
      value: child.value.slice(0, lineFeed),
    });
    break;
  }
  if (paragraph.children.length === 0) quote.children.pop();
}

/** Heading ids, `rel` on links to the outside, images beside the text only. */
function tidyElements(
  html: HtmlRoot,
  idPrefix: string,
  pictureUrl: RenderOptions['pictureUrl'],
): void {
  const taken = new Set<string>();
  visitElements(html, (element) => {
    if (/^h[1-6]$/.test(element.tagName)) {
      element.properties.id = headingId(wordsOf(element), idPrefix, taken);
    }
    if (element.tagName === 'a') tidyLink(element);
    if (element.tagName === 'img') element.properties.loading = 'lazy';
  });
  if (pictureUrl) placePictures(html, pictureUrl);
}

/** Gives pictures beside the text the address they are served at, and leaves out the others. */
function placePictures(
  parent: HtmlRoot | HtmlElement,
  pictureUrl: (name: string) => string | null,
): void {
  for (const child of [...parent.children]) {
    if (child.type !== 'element') continue;
    placePictures(child, pictureUrl);
    if (child.tagName !== 'img') continue;
    const name = decodeAddress(String(child.properties.src ?? ''));
    const url = name === null ? null : pictureUrl(name);
    if (url === null) parent.children.splice(parent.children.indexOf(child), 1);
    else child.properties.src = url;
  }
}

function visitElements(
  parent: HtmlRoot | HtmlElement,
  visitor: (element: HtmlElement) => void,
): void {
  const kept = [];
  for (const child of parent.children) {
    if (child.type === 'element') {
      if (child.tagName === 'img' && !isRelativeImage(String(child.properties.src ?? ''))) continue;
      visitor(child);
      visitElements(child, visitor);
    }
    kept.push(child);
  }
  // The two lists hold the same kinds of nodes; a root may also hold a doctype, which we never make.
  parent.children.splice(
    0,
    parent.children.length,
    ...kept.filter((node) => node.type !== 'doctype'),
  );
}

function tidyLink(link: HtmlElement): void {
  const kind = linkKind(String(link.properties.href ?? ''));
  if (kind === 'refused') delete link.properties.href;
  if (kind === 'external') link.properties.rel = ['noopener', 'noreferrer'];
}

/** The words in lower case with hyphens; a second 总则 becomes 总则-2. */
function headingId(words: string, idPrefix: string, taken: Set<string>): string {
  const slug =
    words
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60) || 'section';
  let id = slug;
  for (let count = 2; taken.has(id); count += 1) id = `${slug}-${count}`;
  taken.add(id);
  return idPrefix + id;
}

function wordsOf(node: HtmlNode): string {
  if (node.type === 'text') return node.value;
  if (!('children' in node)) return '';
  let words = '';
  for (const child of node.children) words += wordsOf(child);
  return words;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
