import { renderMarkdown, type RenderOptions } from '../markdown/render.ts';

/** Where pictures are served; beside the page if it is not given. */
export type PictureUrl = RenderOptions['pictureUrl'];

/** HTML that is ready to be put into a page. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | null | readonly Part[];

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => ESCAPED[sign] ?? sign);

function htmlOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(htmlOf).join('');
}

/** What is put between is escaped, unless it was made by this or by `markdown`. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, at) => text + htmlOf(parts[at] ?? null)).join(''),
});

/** Markdown as a part of the page; ids begin with the prefix, so that no two texts share one. */
export const markdown = (text: string, idPrefix: string, pictureUrl?: PictureUrl): Html => ({
  html: renderMarkdown(text, { idPrefix: `${idPrefix}-`, ...(pictureUrl && { pictureUrl }) }),
});

/** A name of a file as an address beside the page. */
export const addressOf = (name: string): string =>
  name.split('/').map(encodeURIComponent).join('/');
