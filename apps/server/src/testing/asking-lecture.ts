// What a lecture of ten minutes asks in tests: three questions, one of each form. Used by tests only.
import type { PresenceCheck, QuestionCheck } from '@xueshi/contracts';
import type { LectureContent } from '../features/catalogue/service.ts';

type Question = NonNullable<LectureContent['questions']>[number];

const question = (
  atMs: number,
  id: string,
  item: Pick<Question['item'], 'kind' | 'options' | 'answer'>,
): Question => ({
  atMs,
  item: {
    id,
    stem: `${id} **问什么**？`,
    explanation: `${id} 的依据在**这里**。`,
    statute: null,
    difficulty: 1,
    ...item,
  },
});
const options = (...texts: string[]) =>
  texts.map((text, at) => ({ id: String.fromCharCode(65 + at), text }));

/** In the middle of the first chapter, at the end of the second, in the last. */
export const MOMENTS = { single: 120_000, multiple: 400_000, trueFalse: 570_000 } as const;

export const askingLecture: Required<Pick<LectureContent, 'chapters' | 'questions'>> = {
  chapters: [0, 200_000, 400_000].map((startMs) => ({
    startMs,
    title: { 'zh-CN': '一章', en: 'A chapter' },
  })),
  questions: [
    question(MOMENTS.single, 'single', {
      kind: 'single',
      options: options('登记', '劝返', '报告', '等待'),
      answer: ['A'],
    }),
    question(MOMENTS.multiple, 'multiple', {
      kind: 'multiple',
      options: options('姓名', '住址', '血型'),
      answer: ['A', 'B'],
    }),
    question(MOMENTS.trueFalse, 'true-false', { kind: 'true_false', options: [], answer: false }),
  ],
};

const RIGHT = new Set(['登记', '姓名', '住址']);

export function questionIn(check: PresenceCheck | null | undefined): QuestionCheck {
  if (check?.kind !== 'question') throw new Error('no question was asked');
  return check;
}

/** The places that are right, as somebody answers who listened. */
export function rightPlaces({ form, options: shown }: QuestionCheck): number[] {
  if (form === 'true_false') return [1];
  return shown.flatMap((text, place) => (RIGHT.has(text) ? [place] : []));
}

/** One place that is wrong. */
export function wrongPlaces({ form, options: shown }: QuestionCheck): number[] {
  return form === 'true_false' ? [0] : [shown.findIndex((text) => !RIGHT.has(text))];
}
