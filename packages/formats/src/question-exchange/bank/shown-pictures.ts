import type { ItemForm } from '../../course/forms/item-form.ts';
import { overburdenedLine, parseMarkdown, visitMarkdown } from '../../markdown/parse.ts';

/** The addresses of the pictures that a text shows, as they are written. */
export function picturesShown(text: string): string[] {
  if (!text.includes('![') || overburdenedLine(text) !== null) return [];
  const names: string[] = [];
  visitMarkdown(parseMarkdown(text), (node) => {
    if (node.type === 'image') names.push(node.url);
  });
  return names;
}

/** The texts of a question that can show pictures. */
export const textsOf = ({
  stem = '',
  explanation = '',
  guide = '',
}: Partial<ItemForm>): string[] => [stem, explanation, guide];
