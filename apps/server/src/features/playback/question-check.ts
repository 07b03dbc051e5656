// A presence check that asks a question of the author's own. The options stand in another order each
// time; what is right is graded here and told only by its explanation, once the answer was right.
import type { QuestionCheck, QuestionExplanation } from '@xueshi/contracts';
import { shuffleItems, letterOfPlace } from '@xueshi/domain';
import { randomInt } from 'node:crypto';
import { articleHtml, explanationHtml, stemHtml } from '../assessment/service.ts';
import type { QuizItem } from '../catalogue/service.ts';

const TRUE_OR_FALSE = ['true', 'false'];

const formOf = ({ kind }: QuizItem): QuestionCheck['form'] => {
  if (kind === 'single' || kind === 'multiple' || kind === 'true_false') return kind;
  throw new Error(`a lecture cannot ask a question of the kind ${kind}`);
};

/** The letters that the options have in their source, in an order of their own. */
function shownOrder({ id, kind, options }: QuizItem): string[] {
  if (kind === 'true_false') return TRUE_OR_FALSE;
  const [shown] = shuffleItems([{ id, kind, optionCount: options.length }], randomInt(2 ** 32));
  return (shown?.optionOrder ?? []).map(letterOfPlace);
}

/** Places of the right options as a number: one bit for each. */
function rightPlaces({ answer }: QuizItem, shown: readonly string[]): number {
  const right = typeof answer === 'boolean' ? [String(answer)] : answer;
  return bitsOf(right.map((letter) => shown.indexOf(letter)));
}

export const bitsOf = (places: readonly number[]): number =>
  places.reduce((bits, place) => bits | (1 << place), 0);

/** What a row of a check keeps of a question: how it was shown, and what is right there. */
export function shownQuestion(item: QuizItem): { options: string[]; answer: number } {
  const options = shownOrder(item);
  return { options, answer: rightPlaces(item, options) };
}

/** A question as the learner sees it. */
export function viewOfQuestion(
  { atMs, item }: { readonly atMs: number; readonly item: QuizItem },
  options: readonly string[],
): Pick<QuestionCheck, 'kind' | 'atMs' | 'form' | 'stemHtml' | 'options'> {
  const form = formOf(item);
  const textOf = (letter: string) => item.options.find(({ id }) => id === letter)?.text ?? '';
  return {
    kind: 'question',
    atMs,
    form,
    stemHtml: stemHtml(item),
    options: form === 'true_false' ? [] : options.map(textOf),
  };
}

export function explanationOf(item: QuizItem): QuestionExplanation {
  const { statute } = item;
  return {
    html: explanationHtml(item),
    statute: statute && {
      statute: statute.statute,
      article: statute.article,
      textHtml: articleHtml(statute),
    },
  };
}
