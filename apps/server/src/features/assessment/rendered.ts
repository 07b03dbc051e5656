// Texts of quizzes as HTML. Versions never change and are remembered, so each text is rendered once
// while its lesson is remembered: in an examination everybody asks for the same ones at once.
import { renderMarkdown } from '@xueshi/formats';
import type { QuizContent, QuizItem } from '../catalogue/service.ts';
import { pictureUrlIn, type Pictures } from '../media/service.ts';

type Group = NonNullable<QuizContent['groups']>[number];

function renderedOnce<T extends object>(render: (of: T) => string): (of: T) => string {
  const known = new WeakMap<T, string>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const html = render(of);
    known.set(of, html);
    return html;
  };
}

const renderIn = (markdown: string, pictures: Pictures | undefined, idPrefix?: string) =>
  renderMarkdown(markdown, {
    pictureUrl: pictureUrlIn(pictures),
    ...(idPrefix === undefined ? {} : { idPrefix }),
  });

/** The stem as it is read; blanks are drawn with a mark that Markdown does not read. */
export const stemHtml = renderedOnce((item: QuizItem) => renderIn(stemOf(item), item.pictures));

function stemOf({ kind, stem }: QuizItem): string {
  let blank = 0;
  if (kind !== 'fill_in') return stem;
  return stem.replaceAll(/_{3,}/g, () => `＿＿(${(blank += 1)})＿＿`);
}

export const explanationHtml = renderedOnce((item: QuizItem) =>
  renderIn(item.explanation, item.pictures),
);

/** What the marker of a short answer goes by. */
export const guideHtml = renderedOnce((item: QuizItem) =>
  renderIn(item.guide ?? '', item.pictures),
);

/** The text that a case-set shares. */
export const groupHtml = renderedOnce((group: Group) =>
  renderIn(group.text, group.pictures, `${group.id}-`),
);

/** The words of the article that an item rests on. */
export const articleHtml = renderedOnce((statute: NonNullable<QuizItem['statute']>) =>
  renderMarkdown(statute.text),
);
