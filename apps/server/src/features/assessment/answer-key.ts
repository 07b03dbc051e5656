import type { QuizItemKey } from '@xueshi/domain';
import type { QuizItem } from '../catalogue/service.ts';

/** An item's right answer in the form that the rules grade by. */
export const keyOf = (item: QuizItem): QuizItemKey => {
  if (item.kind === 'true_false')
    return { id: item.id, kind: 'true_false', answer: item.answer === true };
  const letters = typeof item.answer === 'boolean' ? [] : item.answer;
  return item.kind === 'single'
    ? { id: item.id, kind: 'single', answer: letters[0] ?? '' }
    : { id: item.id, kind: 'multiple', answer: letters };
};
