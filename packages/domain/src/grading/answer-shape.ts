import type { QuizAnswer, QuizItemKind } from './item.ts';

/** What of an item says which answers it can take. */
export interface AnswerableItem {
  readonly kind: QuizItemKind;
  /** Letters that may be given: options, or the right-hand sides of a matching item. */
  readonly letters: readonly string[];
  /** Blanks of a fill-in item, left-hand sides of a matching item; 0 for the others. */
  readonly places: number;
}

/** The longest answer to a blank, characters. */
export const MOST_BLANK_CHARACTERS = 100;
/** The longest short answer, characters. */
export const MOST_SHORT_ANSWER_CHARACTERS = 2000;

/**
 * Whether something could be an answer to this item, complete or begun: letters that exist, each
 * once where they are a choice or an order, one text a blank, one letter or '' a left-hand side.
 * Nothing else is ever kept. Source: docs/author/course-format.md, quiz.yaml.
 */
export function couldAnswer(item: AnswerableItem, answer: QuizAnswer): boolean {
  if (answer === null) return true;
  switch (item.kind) {
    case 'true_false':
      return typeof answer === 'boolean';
    case 'short_answer':
      return typeof answer === 'string' && answer.length <= MOST_SHORT_ANSWER_CHARACTERS;
    case 'fill_in':
      return (
        Array.isArray(answer) &&
        answer.length === item.places &&
        answer.every((text) => text.length <= MOST_BLANK_CHARACTERS)
      );
    case 'matching':
      return (
        Array.isArray(answer) &&
        answer.length === item.places &&
        answer.every((letter) => letter === '' || item.letters.includes(letter))
      );
    case 'single':
      return isChoice(item, answer) && answer.length <= 1;
    case 'multiple':
    case 'ordering':
      return isChoice(item, answer);
  }
}

function isChoice(item: AnswerableItem, answer: QuizAnswer): answer is readonly string[] {
  return (
    Array.isArray(answer) &&
    new Set(answer).size === answer.length &&
    answer.every((letter) => item.letters.includes(letter))
  );
}

/** Whether anything was answered at all: no letter, no text, only spaces is an open item. */
export function isAnswered(answer: QuizAnswer | undefined): boolean {
  if (answer === null || answer === undefined) return false;
  if (typeof answer === 'boolean') return true;
  if (typeof answer === 'string') return answer.trim() !== '';
  return answer.some((part) => part.trim() !== '');
}
