import type { QuizAnswer, QuizItemKey } from './item.ts';

type GradedByRule = Exclude<QuizItemKey, { kind: 'short_answer' }>;

/**
 * How many parts of an answer are right, of how many: blanks of a fill-in, pairs of a matching item;
 * for all other kinds one part, right or not. `answer` is one that `couldAnswer` allows; any other
 * is simply not right. Source: docs/author/course-format.md, quiz.yaml.
 */
export function sharesRight(
  item: GradedByRule,
  answer: QuizAnswer,
): { readonly right: number; readonly of: number } {
  const whole = (isRight: boolean) => ({ right: isRight ? 1 : 0, of: 1 });
  if (item.kind === 'true_false') return whole(answer === item.answer);
  const given = Array.isArray(answer) ? answer : [];
  switch (item.kind) {
    case 'single':
      return whole(given.length === 1 && given[0] === item.answer);
    case 'multiple':
      return whole(isSameSet(given, item.answer));
    case 'ordering':
      return whole(
        given.length === item.answer.length && item.answer.every((one, at) => given[at] === one),
      );
    case 'matching':
      return {
        right: item.answer.filter((letter, at) => given[at] === letter).length,
        of: item.answer.length,
      };
    case 'fill_in':
      return {
        right: item.blanks.filter((accepted, at) => isAcceptedFillIn(accepted, given[at] ?? ''))
          .length,
        of: item.blanks.length,
      };
  }
}

function isSameSet(given: readonly string[], wanted: readonly string[]): boolean {
  const set = new Set(wanted);
  const sent = new Set(given);
  return sent.size === set.size && [...sent].every((letter) => set.has(letter));
}

/**
 * Whether what was typed into a blank is one of the accepted wordings, as people read: width, case,
 * spaces, and quotation marks or full stops around it do not count. Digits and Chinese numerals are
 * different wordings; the author gives both. Source: docs/author/course-format.md, quiz.yaml.
 */
export function isAcceptedFillIn(accepted: readonly string[], typed: string): boolean {
  const read = readFillIn(typed);
  return read !== '' && accepted.some((wording) => readFillIn(wording) === read);
}

// A minus before a number is no mark around it: −5 is not 5.
const AROUND = /^(?:(?!-\d)\p{P})+|\p{P}+$/gu;
const readFillIn = (text: string): string => {
  const plain = text.normalize('NFKC').replaceAll('−', '-').replaceAll(/\s/gu, '').toLowerCase();
  // "《民法典》" and "民法典" are the same; a blank of nothing but marks keeps them.
  return plain.replaceAll(AROUND, '') || plain;
};
