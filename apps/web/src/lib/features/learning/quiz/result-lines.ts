import type { AskedItem, QuizAnswer } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { optionText, partsOf } from './answer-parts.ts';
import { letterAt } from './letters.ts';

export interface ResultLine {
  readonly text: string;
  readonly isRight: boolean;
  readonly isMine: boolean;
  /** Words of the page rather than of the course. */
  readonly isOurs?: boolean;
}

const holds = (answer: QuizAnswer | null, id: string) =>
  typeof answer === 'boolean' ? String(answer) === id : partsOf(answer).includes(id);

/** What was offered or given, line by line, with what is right and what was the learner's. */
export function resultLines(
  item: AskedItem,
  mine: QuizAnswer | null,
  right: QuizAnswer | null,
): ResultLine[] {
  switch (item.kind) {
    case 'true_false':
      return ['true', 'false'].map((id) => ({
        text: id === 'true' ? m.learning_quiz_true() : m.learning_quiz_false(),
        isRight: holds(right, id),
        isMine: holds(mine, id),
        isOurs: true,
      }));
    case 'single':
    case 'multiple':
      return item.options.map(({ id, text }, at) => ({
        text: `${letterAt(at)}. ${text}`,
        isRight: holds(right, id),
        isMine: holds(mine, id),
      }));
    case 'ordering':
      return placesOf(right, mine, (letter, at) => `${at + 1}. ${optionText(item, letter)}`);
    case 'matching':
      return placesOf(
        right,
        mine,
        (letter, at) => `${item.lefts[at] ?? ''} — ${optionText(item, letter)}`,
      );
    case 'fill_in':
      return placesOf(right, mine, (text, at) => `(${at + 1}) ${text}`);
    case 'short_answer':
      return [];
  }
}

/** Place by place: the right part, and one's own where it is another. */
function placesOf(
  right: QuizAnswer | null,
  mine: QuizAnswer | null,
  say: (part: string, at: number) => string,
): ResultLine[] {
  const own = partsOf(mine);
  return partsOf(right).flatMap((part, at) => {
    const given = own[at] ?? '';
    const line = { text: say(part, at), isRight: true, isMine: given === part };
    if (given === '' || given === part) return [line];
    return [{ text: say(given, at), isRight: false, isMine: true }, line];
  });
}
