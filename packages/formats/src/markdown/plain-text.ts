import { overburdenedLine, parseMarkdown, textOf } from './parse.ts';

/**
 * The words of a Markdown text for search and for counting: no marks, no HTML, no addresses; an
 * image's alternative text stays. A text too nested for the parser is given back as it is.
 */
export function plainText(markdown: string): string {
  if (overburdenedLine(markdown) !== null) return markdown;
  return textOf(parseMarkdown(markdown));
}
