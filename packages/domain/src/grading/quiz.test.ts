import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuizAnswer, QuizItemKey } from './item.ts';
import { gradeQuiz } from './quiz.ts';

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

const graded = (id: string) => ({
  id,
  answered: false,
  right: false,
  isPending: false,
  earnedHundredths: 0,
  worthHundredths: 100,
});

test('an item left out is wrong, and known as left out', () => {
  const grade = gradeQuiz([single, multiple, trueFalse], { q1: ['B'], q2: [] }, 60);
  expect(grade).toEqual({
    correct: 1,
    total: 3,
    earnedHundredths: 100,
    worthHundredths: 300,
    percent: 33,
    passed: false,
    pending: 0,
    perItem: [
      { ...graded('q1'), answered: true, right: true, earnedHundredths: 100 },
      graded('q2'),
      graded('q3'),
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

const essay: QuizItemKey = { id: 'essay', kind: 'short_answer', points: 10 };

test('an item is worth its points, and a fill-in earns its share a blank', () => {
  const fillIn: QuizItemKey = {
    id: 'f',
    kind: 'fill_in',
    points: 2,
    blanks: [['六十日', '60日'], ['三十日'], ['十五日']],
  };
  const grade = gradeQuiz([single, fillIn], { q1: ['B'], f: ['60 日', '90日', '十五日'] }, 60);
  expect(grade).toMatchObject({ earnedHundredths: 233, worthHundredths: 300, percent: 77 });
  expect(grade.correct).toBe(1);
});

test('a short answer decides only once a person has marked it', () => {
  const items = [single, essay];
  const answers = { q1: ['B'], essay: '先登记，再转办。' };
  expect(gradeQuiz(items, answers, 60)).toMatchObject({ passed: null, pending: 1, percent: 9 });
  expect(gradeQuiz(items, answers, 60, { essay: 600 })).toMatchObject({
    passed: true,
    pending: 0,
    percent: 63,
  });
  expect(gradeQuiz(items, answers, 60, { essay: 0 })).toMatchObject({ passed: false, pending: 0 });
});

test('where the rest decides, nobody waits for a mark', () => {
  const easy: QuizItemKey = { ...single, points: 20 };
  expect(gradeQuiz([easy, essay], { q1: ['B'], essay: '答' }, 60).passed).toBe(true);
  expect(gradeQuiz([easy, essay], { q1: ['A'], essay: '答' }, 60).passed).toBe(false);
});

test('a short answer that was left out, or is only spaces, waits for nobody', () => {
  expect(gradeQuiz([essay], {}, 60)).toMatchObject({ passed: false, pending: 0 });
  expect(gradeQuiz([essay], { essay: ' \n ' }, 60)).toMatchObject({ passed: false, pending: 0 });
});

test('a mark beyond what the item is worth is a fault of the program', () => {
  expect(() => gradeQuiz([essay], { essay: '答' }, 60, { essay: 1001 })).toThrow(
    'a mark is within',
  );
});
