import { expect, test } from 'vitest';
import { analyseItem, type ItemSums } from './item-analysis.ts';

/** Sums of attempts given as [share of the item, share of the rest]. */
function sumsOf(shares: readonly (readonly [number, number])[]): ItemSums {
  const sum = (of: (item: number, rest: number) => number) =>
    shares.reduce((total, [item, rest]) => total + of(item, rest), 0);
  return {
    attempts: shares.length,
    item: sum((item) => item),
    itemSquared: sum((item) => item * item),
    rest: sum((_, rest) => rest),
    restSquared: sum((_, rest) => rest * rest),
    product: sum((item, rest) => item * rest),
  };
}
const times = (count: number, ...shares: (readonly [number, number])[]) =>
  Array.from({ length: count }, () => shares).flat();

test('an item that those get who know the rest discriminates', () => {
  const analysis = analyseItem(sumsOf(times(10, [100, 90], [0, 30])));
  expect(analysis).toEqual({
    attempts: 20,
    facilityPercent: 50,
    discriminationHundredths: 100,
    advice: null,
  });
});

test('an item that the best get wrong has a wrong key, or misleads', () => {
  expect(analyseItem(sumsOf(times(10, [0, 90], [100, 30]))).advice).toBe('wrong_key');
});

test.each([
  { shares: times(5, [0, 80], [0, 20], [0, 50], [0, 60], [0, 10]), advice: 'too_hard' },
  { shares: times(5, [100, 80], [100, 20], [100, 50], [100, 60], [100, 10]), advice: 'too_easy' },
  { shares: times(5, [100, 80], [0, 80], [100, 20], [0, 20], [100, 60]), advice: 'weak' },
])('advice $advice', ({ shares, advice }) => {
  expect(analyseItem(sumsOf(shares)).advice).toBe(advice);
});

test('a handful of attempts gives a facility, and no judgement', () => {
  expect(analyseItem(sumsOf(times(2, [100, 30], [0, 90])))).toEqual({
    attempts: 4,
    facilityPercent: 50,
    discriminationHundredths: null,
    advice: null,
  });
  expect(analyseItem(sumsOf([]))).toMatchObject({ attempts: 0, facilityPercent: null });
});
