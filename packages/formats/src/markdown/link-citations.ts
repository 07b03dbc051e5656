import type rehypeSanitize from 'rehype-sanitize';
import { findCitations, type Citation } from '../statute/citation.ts';

/** Where a cited article can be read; null where it cannot. */
export type ArticleUrl = (cited: Pick<Citation, 'statute' | 'article' | 'year'>) => string | null;

type HtmlRoot = ReturnType<ReturnType<typeof rehypeSanitize>>;
type HtmlElement = Extract<HtmlRoot['children'][number], { type: 'element' }>;
type HtmlContent = HtmlElement['children'][number];

const LEFT_AS_IT_IS = new Set(['a', 'code', 'pre']);

/** Makes links of the articles that a text cites; what is a link or code stays as it is. */
export function linkCitations(parent: HtmlRoot | HtmlElement, articleUrl: ArticleUrl): void {
  const kept: HtmlContent[] = [];
  for (const child of parent.children) {
    if (child.type === 'text') kept.push(...withLinks(child.value, articleUrl));
    else if (child.type !== 'doctype') kept.push(child);
    if (child.type === 'element' && !LEFT_AS_IT_IS.has(child.tagName))
      linkCitations(child, articleUrl);
  }
  parent.children.splice(0, parent.children.length, ...kept);
}

function withLinks(text: string, articleUrl: ArticleUrl): HtmlContent[] {
  const parts: HtmlContent[] = [];
  let done = 0;
  for (const citation of findCitations(text)) {
    const href = articleUrl(citation);
    if (href === null) continue;
    const { from, to } = citation;
    const children = [{ type: 'text' as const, value: text.slice(from, to) }];
    if (from > done) parts.push({ type: 'text', value: text.slice(done, from) });
    parts.push({ type: 'element', tagName: 'a', properties: { href }, children });
    done = to;
  }
  if (done < text.length) parts.push({ type: 'text', value: text.slice(done) });
  return parts;
}
