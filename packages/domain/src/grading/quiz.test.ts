import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradeQuiz, type QuizAnswer, type QuizItemKey } from './quiz.ts';

const single: QuizItemKey = { id: 'q1', kind: 'single', answer: 'B' };
const multiple: QuizItemKey = { id: 'q2', kind: 'multiple', answer: ['A', 'C'] };
const trueFalse: QuizItemKey = { id: 'q3', kind: 'true_false', answer: false };

test.each<{ promise: string; item: QuizItemKey; answer: QuizAnswer; right: boolean }>([
  { promise: 'the right letter is right', item: single, answer: ['B'], right: true },
  { promise: 'another letter is wrong', item: single, answer: ['A'], right: false },
  { promise: 'two letters for one are wrong', item: single, answer: ['A', 'B'], right: false },
  { promise: 'true for a letter is wrong', item: single, answer: true, right: false },
  { promise: 'all right options are right', item: multiple, answer: ['A', 'C'], right: true },
  { promise: 'their order does not matter', item: multiple, answer: ['C', 'A'], right: true },
  {
    promise: 'a letter said twice is said once',
    item: multiple,
    answer: ['C', 'A', 'C'],
    right: true,
  },
  { promise: 'one of two is wrong', item: multiple, answer: ['A'], right: false },
  { promise: 'one too many is wrong', item: multiple, answer: ['A', 'B', 'C'], right: false },
  { promise: 'no option is wrong', item: multiple, answer: [], right: false },
  { promise: 'false can be the right answer', item: trueFalse, answer: false, right: true },
  { promise: 'true is not false', item: trueFalse, answer: true, right: false },
  { promise: 'a letter for true or false is wrong', item: trueFalse, answer: ['B'], right: false },
  { promise: 'nothing is wrong', item: trueFalse, answer: null, right: false },
])('$promise', ({ item, answer, right }) => {
  const [result] = gradeQuiz([item], { [item.id]: answer }, 60).perItem;
  expect(result?.right).toBe(right);
});

test('an item left out is wrong, and known as left out', () => {
  const grade = gradeQuiz([single, multiple, trueFalse], { q1: ['B'], q2: [] }, 60);
  expect(grade).toEqual({
    correct: 1,
    total: 3,
    percent: 33,
    passed: false,
    perItem: [
      { id: 'q1', answered: true, right: true },
      { id: 'q2', answered: false, right: false },
      { id: 'q3', answered: false, right: false },
    ],
  });
});

test.each([
  { right: 6, of: 10, passMark: 60, passed: true },
  { right: 5, of: 10, passMark: 60, passed: false },
  { right: 2, of: 3, passMark: 66, passed: true },
  { right: 2, of: 3, passMark: 67, passed: false },
  { right: 11, of: 11, passMark: 100, passed: true },
])(
  '$right of $of at a pass mark of $passMark: passed is $passed',
  ({ right, of, passMark, passed }) => {
    const items = Array.from({ length: of }, (_, index) => ({ ...single, id: `q${index}` }));
    const answers = Object.fromEntries(items.slice(0, right).map(({ id }) => [id, ['B']]));
    expect(gradeQuiz(items, answers, passMark).passed).toBe(passed);
  },
);

test('an item may bear any name, and only what was sent is an answer', () => {
  const items: QuizItemKey[] = ['constructor', '__proto__', 'toString'].map((id) => ({
    ...single,
    id,
  }));
  expect(gradeQuiz(items, {}, 60)).toMatchObject({ correct: 0, passed: false });
});

test('the grade never depends on the order of the items, and hands out no full marks for less', () => {
  const anyItem = fc.oneof(
    fc.constantFrom('A', 'B').map((answer) => ({ kind: 'single' as const, answer })),
    fc
      .subarray(['A', 'B', 'C'], { minLength: 2 })
      .map((answer) => ({ kind: 'multiple' as const, answer })),
    fc.boolean().map((answer) => ({ kind: 'true_false' as const, answer })),
  );
  const anyAnswer = fc.oneof(fc.subarray(['A', 'B', 'C']), fc.boolean(), fc.constant(null));
  const anyQuiz = fc.array(fc.tuple(anyItem, anyAnswer), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(anyQuiz, fc.integer({ min: 1, max: 100 }), (quiz, passMark) => {
      const items = quiz.map(([item], index): QuizItemKey => ({ ...item, id: `q${index}` }));
      const answers = Object.fromEntries(quiz.map(([, answer], index) => [`q${index}`, answer]));
      const grade = gradeQuiz(items, answers, passMark);
      const turned = gradeQuiz([...items].reverse(), answers, passMark);
      expect({ ...turned, perItem: [...turned.perItem].reverse() }).toEqual(grade);
      expect(grade.percent === 100).toBe(grade.correct === items.length);
      expect(grade.passed).toBe(grade.percent >= passMark);
    }),
    { numRuns: 1000 },
  );
});
