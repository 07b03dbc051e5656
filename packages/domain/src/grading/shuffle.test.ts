import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuizItemKey } from './item.ts';
import { gradeQuiz } from './quiz.ts';
import { shuffleItems, toShownAnswer, toSourceAnswer, type ShufflableItem } from './shuffle.ts';

const items: ShufflableItem[] = Array.from({ length: 11 }, (_, index) => ({
  id: `q${index}`,
  kind: index % 3 === 2 ? 'true_false' : index % 3 === 1 ? 'multiple' : 'single',
  optionCount: index % 3 === 2 ? 0 : 4,
}));
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const seeds = fc.maxSafeInteger();

test('every item is asked once, and every option of it is offered once', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const shuffled = shuffleItems(items, seed);
      expect(ascending(shuffled.map(({ sourceIndex }) => sourceIndex))).toEqual([...items.keys()]);
      for (const { id, sourceIndex, optionOrder } of shuffled) {
        const item = items[sourceIndex];
        expect(item?.id).toBe(id);
        expect(ascending(optionOrder)).toEqual([...Array(item?.optionCount ?? 0).keys()]);
      }
    }),
    { numRuns: 1000 },
  );
});

test('an attempt looks the same whenever it is shown again', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      expect(shuffleItems(items, seed)).toEqual(shuffleItems(items, seed));
    }),
    { numRuns: 1000 },
  );
});

test('the order of a seed is fixed for ever, since stored attempts depend on it', () => {
  const order = shuffleItems(items, 20_261_231).map(({ id, optionOrder }) =>
    [id, ...optionOrder].join(' '),
  );
  expect(order).toEqual([
    'q8',
    'q5',
    'q3 2 1 0 3',
    'q6 0 1 3 2',
    'q0 2 3 1 0',
    'q7 1 2 3 0',
    'q1 3 1 0 2',
    'q4 1 3 2 0',
    'q2',
    'q10 0 2 3 1',
    'q9 0 1 2 3',
  ]);
});

test('no option keeps to its place: each stands first about as often as the others', () => {
  const firsts = [0, 0, 0, 0];
  const question: ShufflableItem = { id: 'q', kind: 'single', optionCount: 4 };
  for (let seed = 0; seed < 8_000; seed += 1) {
    const first = shuffleItems([question], seed)[0]?.optionOrder[0] ?? -1;
    firsts[first] = (firsts[first] ?? 0) + 1;
  }
  for (const count of firsts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
});

test('true and false stay true and false', () => {
  for (const { sourceIndex, optionOrder } of shuffleItems(items, 7)) {
    if (items[sourceIndex]?.kind === 'true_false') expect(optionOrder).toEqual([]);
  }
  expect(toSourceAnswer({ id: 'q', sourceIndex: 0, optionOrder: [] }, 'true_false', false)).toBe(
    false,
  );
});

test('letters on the screen are graded as the options they stand for', () => {
  const letters = fc.subarray(['A', 'B', 'C', 'D']);
  fc.assert(
    fc.property(seeds, letters, letters, (seed, answer, given) => {
      fc.pre(answer.length > 0);
      const key: QuizItemKey = { id: 'q', kind: 'multiple', answer };
      const [shown] = shuffleItems([{ id: 'q', kind: 'multiple', optionCount: 4 }], seed);
      if (!shown) throw new Error('an item was lost');
      const onScreen = toShownAnswer(shown, 'multiple', given);
      expect(toSourceAnswer(shown, 'multiple', onScreen)).toEqual(given);
      const graded = gradeQuiz([key], { q: toSourceAnswer(shown, 'multiple', onScreen) }, 60);
      expect(graded.passed).toBe(answer.join() === given.join());
    }),
    { numRuns: 1000 },
  );
});

test('a letter that is not on the screen is no answer', () => {
  const [shown] = shuffleItems([{ id: 'q', kind: 'single', optionCount: 4 }], 1);
  for (const letter of ['E', '', 'AB', '@', 'a']) {
    expect(shown && toSourceAnswer(shown, 'single', [letter])).toBeNull();
  }
});

test('the items of a case-set stay together, in their order', () => {
  const set = items.map((item, at) => ({ ...item, group: at >= 3 && at < 6 ? 'village' : null }));
  fc.assert(
    fc.property(seeds, (seed) => {
      const places = shuffleItems(set, seed).map(({ sourceIndex }) => sourceIndex);
      const first = places.indexOf(3);
      expect(places.slice(first, first + 3)).toEqual([3, 4, 5]);
      expect(ascending(places)).toEqual([...set.keys()]);
    }),
    { numRuns: 1000 },
  );
});

test('an order to be put right is never shown right, and comes back as it was given', () => {
  const item: ShufflableItem = { id: 'o', kind: 'ordering', optionCount: 3 };
  fc.assert(
    fc.property(seeds, (seed) => {
      const [shown] = shuffleItems([item], seed);
      if (!shown) throw new Error('an item was lost');
      expect(shown.optionOrder).not.toEqual([0, 1, 2]);
      const given = ['C', 'A', 'B'];
      const onScreen = toShownAnswer(shown, 'ordering', given);
      expect(toSourceAnswer(shown, 'ordering', onScreen)).toEqual(given);
    }),
    { numRuns: 1000 },
  );
});

test('a side of a matching that is left open stays open', () => {
  const [shown] = shuffleItems([{ id: 'm', kind: 'matching', optionCount: 4 }], 3);
  const given = ['D', '', 'A'];
  const onScreen = shown ? toShownAnswer(shown, 'matching', given) : null;
  expect(shown && toSourceAnswer(shown, 'matching', onScreen)).toEqual(given);
});

test('with the order of items kept, only their options are shuffled', () => {
  const shuffled = shuffleItems(items, 20_261_231, { keepsItemOrder: true });
  expect(shuffled.map(({ sourceIndex }) => sourceIndex)).toEqual([...items.keys()]);
  expect(shuffled.some(({ optionOrder }) => optionOrder.some((place, at) => place !== at))).toBe(
    true,
  );
});
