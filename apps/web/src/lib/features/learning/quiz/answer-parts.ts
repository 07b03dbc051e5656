import type { AskedItem, QuizAnswer } from '@xueshi/contracts';
import { isAnswered } from '@xueshi/domain';

/** The letters or texts of an answer; none where there is nothing, or another kind of answer. */
export const partsOf = (answer: QuizAnswer | null): readonly string[] =>
  Array.isArray(answer) ? answer : [];

/** An answer of so many places with one of them changed. */
export function withPart(
  answer: QuizAnswer | null,
  places: number,
  at: number,
  part: string,
): string[] {
  const parts = partsOf(answer);
  return Array.from({ length: places }, (_, place) => (place === at ? part : (parts[place] ?? '')));
}

/** The option behind a letter, as it is read. */
export const optionText = (item: AskedItem, letter: string): string =>
  item.options.find(({ id }) => id === letter)?.text ?? '';

/** Whether nothing of the item is open: every blank, side and step has its answer. */
export function isComplete(item: AskedItem, answer: QuizAnswer | null): boolean {
  if (!isAnswered(answer)) return false;
  if (item.kind === 'ordering') return partsOf(answer).length === item.options.length;
  if (item.kind === 'matching' || item.kind === 'fill_in')
    return partsOf(answer).every((part) => part.trim() !== '');
  return true;
}
