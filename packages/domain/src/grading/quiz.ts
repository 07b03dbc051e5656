import { assert } from '../assertion.ts';
import { isAnswered } from './answer-shape.ts';
import { sharesRight } from './shares-right.ts';
import type { QuizAnswer, QuizItemKey } from './item.ts';

export interface ItemResult {
  readonly id: string;
  readonly answered: boolean;
  /** Earned in full. */
  readonly right: boolean;
  /** A short answer that nobody has marked yet. */
  readonly isPending: boolean;
  readonly earnedHundredths: number;
  readonly worthHundredths: number;
}

export interface QuizGrade {
  /** Items earned in full. */
  readonly correct: number;
  readonly total: number;
  /** Hundredths of a point. */
  readonly earnedHundredths: number;
  readonly worthHundredths: number;
  /** Earned share of all points, rounded down to a whole per cent; what is pending counts nothing. */
  readonly percent: number;
  /** null while a short answer waits to be marked and the rest does not decide. */
  readonly passed: boolean | null;
  /** Short answers that wait to be marked. */
  readonly pending: number;
  /** In the order of the items. */
  readonly perItem: readonly ItemResult[];
}

/**
 * Grades a quiz on the server. An item left out earns nothing. Single and multiple choice, true or
 * false and ordering earn all or nothing; multiple choice is right only with all right options and
 * no other. Fill-in and matching earn their share a blank or pair, rounded down to hundredths of a
 * point. A short answer earns its mark in `marks` (hundredths of a point, 0 … its points). Passed
 * when the exact share reaches `passMark` (1 … 100 per cent). Answers to unknown items are ignored.
 * Asserts one item at least. Source: DOMAIN 2d #19; docs/author/course-format.md, quiz.yaml.
 */
export function gradeQuiz(
  items: readonly QuizItemKey[],
  answers: Readonly<Record<string, QuizAnswer>>,
  passMark: number,
  marks: Readonly<Record<string, number>> = {},
): QuizGrade {
  assert(items.length > 0, 'a quiz has items');
  assert(Number.isInteger(passMark) && passMark >= 1 && passMark <= 100, 'pass mark is 1 to 100 %');
  const perItem = items.map((item) => gradeItem(item, ownOf(answers, item.id), marks));
  const sum = (of: (result: ItemResult) => number) =>
    perItem.reduce((total, result) => total + of(result), 0);
  const earned = sum((result) => result.earnedHundredths);
  const worth = sum((result) => result.worthHundredths);
  const open = sum((result) => (result.isPending ? result.worthHundredths : 0));
  const pending = perItem.filter((result) => result.isPending).length;
  const reaches = (hundredths: number) => hundredths * 100 >= passMark * worth;
  return {
    correct: perItem.filter(({ right }) => right).length,
    total: items.length,
    earnedHundredths: earned,
    worthHundredths: worth,
    percent: Math.floor((earned * 100) / worth),
    passed: reaches(earned) ? true : reaches(earned + open) && pending > 0 ? null : false,
    pending,
    perItem,
  };
}

/** An item may be called "constructor": only what was sent is an answer. */
function ownOf<T>(record: Readonly<Record<string, T>>, id: string): T | null {
  return Object.prototype.hasOwnProperty.call(record, id) ? (record[id] ?? null) : null;
}

function gradeItem(
  item: QuizItemKey,
  answer: QuizAnswer,
  marks: Readonly<Record<string, number>>,
): ItemResult {
  const points = item.points ?? 1;
  assert(Number.isInteger(points) && points >= 1 && points <= 100, 'an item has 1 to 100 points');
  const worthHundredths = points * 100;
  const answered = isAnswered(answer);
  const result = (earnedHundredths: number, isPending = false): ItemResult => ({
    id: item.id,
    answered,
    right: earnedHundredths === worthHundredths,
    isPending,
    earnedHundredths,
    worthHundredths,
  });
  if (!answered) return result(0);
  if (item.kind === 'short_answer') {
    const mark = ownOf(marks, item.id);
    if (mark === null) return result(0, true);
    assert(Number.isInteger(mark) && mark >= 0 && mark <= worthHundredths, 'a mark is within');
    return result(mark);
  }
  const { right, of } = sharesRight(item, answer);
  return result(Math.floor((worthHundredths * right) / of));
}
