// Our Markdown as the XHTML that items of QTI may hold.
import { renderMarkdown } from '../../markdown/render.ts';
import { noLoss, type Mark, type MarkNode } from '../rich-text.ts';
import { parseHtml } from '../texts.ts';
import { escapeXml } from '../../xml/xml.ts';

/** Where the picture of a name lies, as an item calls it; null: it does not come along. */
export type PictureAt = (name: string) => string | null;

/** What QTI takes over from XHTML, of what our Markdown makes. */
const ALLOWED = new Set(
  'h1 h2 h3 h4 h5 h6 p br blockquote pre code em strong sup a ul ol li table thead tbody tr th td'.split(
    ' ',
  ),
);
const BLANK_SIGN = '\ufdd0';

/**
 * Markdown as well-formed XHTML. `blank` writes the n-th blank, from 0; without it blanks stay what
 * they are in the text. `pictureAt` says where a picture lies; without it none is shown.
 */
export function xhtmlOf(
  markdown: string,
  blank?: (at: number) => string,
  pictureAt: PictureAt = () => null,
): string {
  const text = blank === undefined ? markdown : markdown.replaceAll(/_{3,}/g, BLANK_SIGN);
  let at = -1;
  const words = (part: string): string =>
    part
      .split(BLANK_SIGN)
      .map(escapeXml)
      .reduce((before, after) => before + (blank?.((at += 1)) ?? '') + after);
  const write = (nodes: readonly MarkNode[]): string =>
    nodes
      .map((node) => {
        if (typeof node === 'string') return words(node);
        if (node.name === 'img') return pictureXml(node.attributes, pictureAt);
        if (!ALLOWED.has(node.name)) return write(node.children);
        if (node.name === 'br') return '<br/>';
        const href = node.name === 'a' ? node.attributes['href'] : undefined;
        const link = href === undefined ? '' : ` href="${escapeXml(href)}"`;
        return `<${node.name}${link}>${write(node.children)}</${node.name}>`;
      })
      .join('');
  return write(parseHtml(renderMarkdown(text), noLoss()).filter(isShown));
}

function pictureXml({ src = '', alt = '' }: Mark['attributes'], pictureAt: PictureAt): string {
  const address = pictureAt(src);
  return address === null ? '' : `<img src="${escapeXml(address)}" alt="${escapeXml(alt)}"/>`;
}

const isShown = (node: MarkNode): boolean => typeof node !== 'string' || node.trim() !== '';
