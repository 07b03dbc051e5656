import { m } from '@xueshi/messages';

const PARAGRAPH = /^paragraph-(\d+)$/;

/**
 * Puts a button behind each numbered paragraph by which one writes a note about it; gives back how to
 * take them away. The list beside the notes does the same before scripts arrive.
 */
export function offerParagraphs(
  article: HTMLElement,
  onChoose: (paragraph: number) => void,
): () => void {
  const marks: HTMLElement[] = [];
  for (const element of article.querySelectorAll('[id^="paragraph-"]')) {
    const number = Number(PARAGRAPH.exec(element.id)?.[1]);
    if (!number) continue;
    const mark = document.createElement('button');
    mark.type = 'button';
    mark.className = 'paragraph-mark';
    mark.textContent = '✎';
    mark.setAttribute('aria-label', m.notes_mark_paragraph({ number }));
    mark.addEventListener('click', () => onChoose(number));
    // A point that holds a list ends before it.
    const list = [...element.children].find((child) => /^[UO]L$/.test(child.tagName));
    element.insertBefore(mark, list ?? null);
    marks.push(mark);
  }
  return () => marks.forEach((mark) => mark.remove());
}
