import type { AnalysedItem } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { isAcceptedFillIn } from '@xueshi/domain';
import { and, eq, inArray } from 'drizzle-orm';
import type { QuizItem } from '../catalogue/service.ts';
import type { Counted } from './analysis.ts';

const { quizAnswers } = schema;

type Option = AnalysedItem['options'][number];
type Answer = (typeof quizAnswers.$inferSelect)['answer'];

/** The wrong wordings of a blank that are told; more would bury what is common. */
const MOST_WORDINGS = 6;

/** One thing that an answer may hold, and who held it. */
interface Choice {
  readonly text: string;
  readonly isRight: boolean;
  readonly isIn: (answer: Answer) => boolean;
}

/**
 * How often each option was chosen (each order begun with, each pair made, each wording typed): by
 * all, by the best and by the weakest quarter. What the best choose wrongly misleads; what nobody
 * chooses is no distractor.
 */
export async function answerCounts(
  db: Reader,
  item: QuizItem,
  counted: readonly Counted[],
): Promise<Option[]> {
  if (item.kind === 'short_answer') return [];
  const rows = await db
    .select({ attemptId: quizAnswers.attemptId, answer: quizAnswers.answer })
    .from(quizAnswers)
    .where(
      and(
        inArray(
          quizAnswers.attemptId,
          counted.map(({ id }) => id),
        ),
        eq(quizAnswers.itemId, item.id),
      ),
    );
  const given = new Map(rows.map(({ attemptId, answer }) => [attemptId, answer]));
  const ranked = [...counted].sort((one, other) => other.percent - one.percent);
  const quarter = Math.floor(ranked.length / 4);
  const shareIn = (some: readonly Counted[], { isIn }: Choice) =>
    some.length === 0
      ? null
      : Math.round(
          (100 *
            some.filter(({ id }) => {
              const answer = given.get(id);
              return answer !== undefined && isIn(answer);
            }).length) /
            some.length,
        );
  return choicesOf(item, [...given.values()]).map((choice) => ({
    text: choice.text,
    isRight: choice.isRight,
    percent: shareIn(ranked, choice),
    topPercent: shareIn(ranked.slice(0, quarter), choice),
    bottomPercent: shareIn(quarter === 0 ? [] : ranked.slice(-quarter), choice),
  }));
}

function choicesOf(item: QuizItem, answers: readonly Answer[]): Choice[] {
  const letters = Array.isArray(item.answer) ? item.answer : [];
  switch (item.kind) {
    case 'true_false':
      return [true, false].map((value) => ({
        text: value ? '✓' : '✗',
        isRight: item.answer === value,
        isIn: (answer) => answer === value,
      }));
    case 'single':
    case 'multiple':
      return item.options.map(({ id, text }) => ({
        text,
        isRight: letters.includes(id),
        isIn: (answer) => Array.isArray(answer) && answer.includes(id),
      }));
    case 'ordering':
      return item.options.map(({ id, text }, at) => ({
        text: `${at + 1}. ${text}`,
        isRight: true,
        isIn: (answer) => Array.isArray(answer) && answer[at] === id,
      }));
    case 'matching':
      return (item.lefts ?? []).flatMap((left, at) =>
        item.options.map(({ id, text }) => ({
          text: `${left} — ${text}`,
          isRight: letters[at] === id,
          isIn: (answer: Answer) => Array.isArray(answer) && answer[at] === id,
        })),
      );
    case 'fill_in':
      return (item.blanks ?? []).flatMap((accepted, at) => wordingsOf(accepted, at, answers));
    case 'short_answer':
      return [];
  }
}

/** A blank's right wordings as one, and the wrong ones most often typed. */
function wordingsOf(accepted: readonly string[], at: number, answers: readonly Answer[]): Choice[] {
  const typed = answers.flatMap((answer) => (Array.isArray(answer) ? [answer[at] ?? ''] : []));
  const wrong = new Map<string, number>();
  for (const text of typed) {
    if (text.trim() !== '' && !isAcceptedFillIn(accepted, text))
      wrong.set(text.trim(), (wrong.get(text.trim()) ?? 0) + 1);
  }
  const common = [...wrong].sort((one, other) => other[1] - one[1]).slice(0, MOST_WORDINGS);
  const inBlank = (test: (text: string) => boolean) => (answer: Answer) =>
    Array.isArray(answer) && test(answer[at] ?? '');
  return [
    {
      text: `(${at + 1}) ${accepted.join(' / ')}`,
      isRight: true,
      isIn: inBlank((text) => isAcceptedFillIn(accepted, text)),
    },
    ...common.map(([text]) => ({
      text: `(${at + 1}) ${text}`,
      isRight: false,
      isIn: inBlank((one) => one.trim() === text),
    })),
  ];
}
