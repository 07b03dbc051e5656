import type { QuizGroup, QuizItem } from '../course/course-source.ts';
import { html, markdown, type Html, type PictureUrl } from './html.ts';

const letter = (at: number) => String.fromCharCode(65 + at);

/** What is right, as a teacher reads it. */
function answerOf(item: QuizItem): Html {
  switch (item.kind) {
    case 'single':
      return html`${item.answer}`;
    case 'multiple':
      return html`${item.answer.join('、')}`;
    case 'true_false':
      return html`${item.answer ? '正确' : '错误'}`;
    case 'fill_in':
      return html`${item.blanks.map((accepted) => accepted.join(' / ')).join('；')}`;
    case 'ordering':
      return html`<ol>
        ${item.steps.map((step) => html`<li>${step}</li>`)}
      </ol>`;
    case 'matching':
      return html`<ul>
        ${item.pairs.map(({ left, right }) => html`<li>${left} — ${right}</li>`)}
      </ul>`;
    case 'short_answer':
      return html`${item.guide}`;
  }
}

const optionsOf = (item: QuizItem): Html | null =>
  item.kind === 'single' || item.kind === 'multiple'
    ? html`<ul class="options">
        ${item.options.map((option, at) => html`<li>${letter(at)}. ${option}</li>`)}
      </ul>`
    : null;

/** A question with its answer and explanation; `id` is unique on the page. */
export function questionAsHtml(
  item: QuizItem,
  number: number,
  id: string,
  pictureUrl?: PictureUrl,
): Html {
  const cited = item.statute ? `《${item.statute.statute}》${item.statute.article}` : null;
  return html`<div class="question">
    <p class="number">${number}.</p>
    ${markdown(item.stem, `${id}-stem`, pictureUrl)} ${optionsOf(item)}
    <p><strong>答案：</strong>${answerOf(item)}</p>
    ${markdown(item.explanation, `${id}-why`, pictureUrl)}
    ${cited ? html`<p class="cited">${cited}</p>` : null}
  </div>`;
}

/** The questions of a quiz, each case-set below its text. */
export function questionsAsHtml(
  items: readonly QuizItem[],
  groups: readonly QuizGroup[],
  id: string,
): Html {
  const numbered = items.map((item, at) => ({
    item,
    as: questionAsHtml(item, at + 1, `${id}-${at}`),
  }));
  const alone = numbered.filter(({ item }) => item.group === undefined);
  return html`${alone.map(({ as }) => as)}
  ${groups.map(
    (group) =>
      html`<section class="case-set">
        ${markdown(group.text, `${id}-group-${group.id}`)}
        ${numbered.filter(({ item }) => item.group === group.id).map(({ as }) => as)}
      </section>`,
  )}`;
}
