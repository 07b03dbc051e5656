import { refuse, type Inspection, type ShownPicture } from './inspection.ts';
import type { Place } from '../located-error.ts';
import {
  isRelativeImage,
  linkKind,
  overburdenedLine,
  parseMarkdown,
  readStatuteQuote,
  visitMarkdown,
  type Blockquote,
  type MarkdownNode,
} from '../markdown/parse.ts';
import { findCitations, type Citation } from '../statute/citation.ts';
import { findEdition, findStatute, firstDeviation } from '../statute/statute.ts';

/** Where a piece of text stands: a position in the text (UTF-16 code units) to a place in the file. */
export interface TextPlaces {
  file: string;
  placeAt(offset: number): Place;
}

/** Checks that every article cited in a text exists, as far as the statute is at hand. */
export function checkCitations(inspection: Inspection, text: string, places: TextPlaces): void {
  for (const citation of findCitations(text)) {
    checkArticle(inspection, citation, places.file, places.placeAt(citation.offset));
  }
}

type Cited = Pick<Citation, 'statute' | 'article'> & Partial<Pick<Citation, 'year'>>;

/** Checks one article; a statute that is not at hand, or of which only a part is, is let pass. */
export function checkArticle(
  inspection: Inspection,
  { statute: title, article, year = null }: Cited,
  file: string,
  place: Place,
): void {
  const statute = findEdition(inspection.statutes, { statute: title, year });
  if (statute === undefined) {
    // Of a statute at hand, an edition that is not is more likely a wrong year than one left out.
    if (year !== null && findStatute(inspection.statutes, title))
      refuse(inspection, 'edition-unknown', file, place, { statute: title, year });
    return;
  }
  if (statute.articles.has(article)) return;
  if (statute.partial && !/[0-9０-９]/.test(article)) return;
  refuse(inspection, 'article-unknown', file, place, {
    statute: title,
    article,
  });
}

/** Checks a quotation word for word. The article's existence is checked with the citations. */
export function checkQuotation(
  inspection: Inspection,
  quoted: string,
  signature: { text: string; citation: Citation | null },
  file: string,
  place: Place,
): void {
  const { text, citation } = signature;
  if (citation === null) {
    refuse(inspection, 'citation-form', file, place, { text });
    return;
  }
  const { statute: title, article } = citation;
  const statute = findEdition(inspection.statutes, citation);
  if (statute === undefined) {
    // A year without an edition is told with the citations.
    if (findStatute(inspection.statutes, title)) return;
    refuse(inspection, 'statute-unknown', file, place, { statute: title });
  } else if (statute.articles.has(article)) {
    const from = firstDeviation(statute, article, quoted);
    if (from === null) return;
    refuse(inspection, 'quotation-differs', file, place, {
      statute: title,
      article,
      from,
    });
  } else if (statute.partial) {
    refuse(inspection, 'article-unknown', file, place, {
      statute: title,
      article,
    });
  }
}

/**
 * Checks a Markdown text: citations, quotations, no HTML, usable links, pictures beside the text.
 * Gives the pictures back for the caller to find.
 */
export function checkMarkdown(
  inspection: Inspection,
  markdown: string,
  places: TextPlaces,
): ShownPicture[] {
  const { file } = places;
  const burden = overburdenedLine(markdown);
  if (burden !== null) {
    const offset = markdown.split('\n', burden - 1).join('\n').length + 1;
    refuse(inspection, 'markdown-burden', file, places.placeAt(burden === 1 ? 0 : offset));
    return [];
  }
  checkCitations(inspection, markdown, places);
  const found: MarkdownNode[] = [];
  visitMarkdown(parseMarkdown(markdown), (node) => found.push(node));
  const defined = new Map<string, string>();
  for (const node of found) {
    if (node.type === 'definition') defined.set(node.identifier, node.url);
  }
  const images: ShownPicture[] = [];
  for (const node of found) {
    const place = places.placeAt(node.position?.start.offset ?? 0);
    const image = imageAddress(node, defined);
    if (image === null) checkMarkdownNode(inspection, node, file, place);
    else if (isRelativeImage(image))
      images.push({ name: decodeURIComponent(image), words: wordsFor(node), place });
    else refuse(inspection, 'image-not-relative', file, place, { name: shortened(image) });
  }
  return images;
}

/** The address of a picture, given in place or by reference; null for anything else. */
function imageAddress(node: MarkdownNode, defined: ReadonlyMap<string, string>): string | null {
  if (node.type === 'image') return node.url;
  return node.type === 'imageReference' ? (defined.get(node.identifier) ?? null) : null;
}

const wordsFor = (node: MarkdownNode): string =>
  node.type === 'image' || node.type === 'imageReference' ? (node.alt ?? '') : '';

function checkMarkdownNode(
  inspection: Inspection,
  node: MarkdownNode,
  file: string,
  place: Place,
): void {
  if (node.type === 'html') {
    refuse(inspection, 'markdown-html', file, place, { found: shortened(node.value) });
  } else if (node.type === 'blockquote') {
    checkBlockquote(inspection, node, file, place);
  } else if (
    (node.type === 'link' || node.type === 'definition') &&
    linkKind(node.url) === 'refused'
  ) {
    refuse(inspection, 'markdown-link', file, place, { target: shortened(node.url) });
  }
}

function checkBlockquote(
  inspection: Inspection,
  node: Blockquote,
  file: string,
  place: Place,
): void {
  const quote = readStatuteQuote(node);
  if (quote === null) return;
  const signature = { text: quote.signature, citation: quote.citation };
  checkQuotation(inspection, quote.quoted, signature, file, place);
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
