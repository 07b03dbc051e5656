import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  differingItems,
  freeId,
  newItem,
  numberIn,
  withKind,
  wordingsIn,
  wordsIn,
} from './items.ts';

const KINDS = [
  'single',
  'multiple',
  'true_false',
  'fill_in',
  'ordering',
  'matching',
  'short_answer',
] as const;

test('a new question has an id of its own, whatever is there', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 12 }), (numbers) => {
      const items = numbers.map((number) => ({ id: `q${number}` }));
      expect(items.map(({ id }) => id)).not.toContain(freeId(items));
    }),
  );
});

test('changing the kind and back keeps all that was typed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KINDS),
      fc.array(fc.constantFrom(...KINDS), { maxLength: 5 }),
      (first, others) => {
        const item = { ...newItem(first, []), stem: '题干', guide: '要点', steps: ['甲'] };
        const there = others.reduce((one, kind) => withKind(one, kind), item);
        const back = withKind(there, first);
        expect(back).toMatchObject({ stem: '题干', guide: '要点', steps: ['甲'] });
        expect(back.options.length).toBeGreaterThanOrEqual(item.options.length);
      },
    ),
  );
});

test('of several right options a single choice keeps the first', () => {
  const options = ['甲', '乙', '丙'].map((text, at) => ({ text, right: at > 0 }));
  const single = withKind({ ...newItem('multiple', []), options }, 'single');
  expect(single.options.map(({ right }) => right)).toEqual([false, true, false]);
});

test('numbers, words and wordings are read as people type them', () => {
  expect(['60', ' 60 ', '', '六十', '1.5'].map(numberIn)).toEqual([60, 60, null, null, 1.5]);
  expect(wordsIn('信访、基层 调解，')).toEqual(['信访', '基层', '调解']);
  expect(wordingsIn('60／六十/六十 日')).toEqual(['60', '六十', '六十 日']);
});

test('after a conflict the questions that differ are named', () => {
  const quiz = {
    passMark: 60,
    attempts: 0,
    timeLimitMinutes: null,
    shuffle: true,
    review: 'at_once' as const,
    groups: [],
    draws: [],
  };
  const one = { ...newItem('single', []), stem: '同一题' };
  const other = { ...one, id: 'q2', stem: '别人加的' };
  expect(differingItems({ ...quiz, items: [one] }, { ...quiz, items: [one, other] })).toEqual([
    '别人加的',
  ]);
});
