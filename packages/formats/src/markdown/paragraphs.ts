/** A rendered text whose paragraphs can be pointed at. */
export interface NumberedText {
  /** The same HTML; each paragraph has the id `paragraph-1`, `paragraph-2` and so on. */
  readonly html: string;
  /** Each paragraph's words without markup, in the same order. */
  readonly paragraphs: readonly string[];
}

// A list's short points count as paragraphs too; a point that holds paragraphs is counted by them.
const PARAGRAPH = /<(p|li)>(?!\s*<p>)([^]*?)(?=<\/\1>|<[uo]l)/g;

/**
 * Numbers the paragraphs of HTML made by `renderMarkdown`, from 1 on. The same text always gives the
 * same numbers. Any other HTML is not expected here.
 */
export function numberParagraphs(html: string): NumberedText {
  const paragraphs: string[] = [];
  const numbered = html.replaceAll(PARAGRAPH, (_, tag: string, inner: string) => {
    paragraphs.push(wordsOf(inner));
    return `<${tag} id="paragraph-${paragraphs.length}">${inner}`;
  });
  return { html: numbered, paragraphs };
}

const ENTITIES: Readonly<Record<string, string>> = { '&#x3C;': '<', '&lt;': '<', '&gt;': '>' };

function wordsOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#x3C|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/&(?:#x26|amp);/g, '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
