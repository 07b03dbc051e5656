import { assert } from '../assertion.ts';

/** An item with its right answer: letters from A for the options, in the order of the source. */
export type QuizItemKey =
  | { readonly id: string; readonly kind: 'single'; readonly answer: string }
  | { readonly id: string; readonly kind: 'multiple'; readonly answer: readonly string[] }
  | { readonly id: string; readonly kind: 'true_false'; readonly answer: boolean };

export type QuizItemKind = QuizItemKey['kind'];

/** What a learner answered: a list of letters, or true or false; null where they left it out. */
export type QuizAnswer = boolean | readonly string[] | null;

export interface ItemResult {
  readonly id: string;
  readonly answered: boolean;
  readonly right: boolean;
}

export interface QuizGrade {
  readonly correct: number;
  readonly total: number;
  /** Share of right items, rounded down to a whole per cent. */
  readonly percent: number;
  readonly passed: boolean;
  /** In the order of the items. */
  readonly perItem: readonly ItemResult[];
}

/**
 * Grades a quiz on the server: an item left out is wrong, a multiple choice is right only with all
 * right options and no other, whatever their order. Passed when the exact share of right items
 * reaches `passMark` (1 … 100 per cent). Answers to unknown items are ignored. Asserts one item at
 * least. Source: DOMAIN 2d #19; docs/author/course-format.md, quiz.yaml.
 */
export function gradeQuiz(
  items: readonly QuizItemKey[],
  answers: Readonly<Record<string, QuizAnswer>>,
  passMark: number,
): QuizGrade {
  assert(items.length > 0, 'a quiz has items');
  assert(Number.isInteger(passMark) && passMark >= 1 && passMark <= 100, 'pass mark is 1 to 100 %');
  const perItem = items.map((item): ItemResult => {
    // An item may be called "constructor": only what the learner sent is an answer.
    const sent = Object.prototype.hasOwnProperty.call(answers, item.id);
    const answer = (sent ? answers[item.id] : null) ?? null;
    return { id: item.id, answered: isAnswered(answer), right: isRight(item, answer) };
  });
  const correct = perItem.filter(({ right }) => right).length;
  const total = items.length;
  const percent = Math.floor((correct * 100) / total);
  return { correct, total, percent, passed: correct * 100 >= passMark * total, perItem };
}

function isAnswered(answer: QuizAnswer): boolean {
  return typeof answer === 'boolean' || (answer !== null && answer.length > 0);
}

function isRight(item: QuizItemKey, answer: QuizAnswer): boolean {
  if (answer === null) return false;
  if (item.kind === 'true_false') return answer === item.answer;
  if (typeof answer === 'boolean') return false;
  const wanted = new Set(item.kind === 'single' ? [item.answer] : item.answer);
  const given = new Set(answer);
  return given.size === wanted.size && [...given].every((letter) => wanted.has(letter));
}
