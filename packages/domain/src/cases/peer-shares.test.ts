import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEAST_PEERS, peerShares, wholePercents } from './peer-shares.ts';

const counts = fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 8 });

test('whole per cents add up to 100, and none is further from the truth than one', () => {
  fc.assert(
    fc.property(counts, (people) => {
      const total = people.reduce((sum, one) => sum + one, 0);
      const percents = wholePercents(people);
      expect(percents.reduce((sum, one) => sum + one, 0)).toBe(total === 0 ? 0 : 100);
      for (const [at, one] of people.entries())
        expect(
          Math.abs((percents[at] ?? NaN) - (total === 0 ? 0 : (one * 100) / total)),
        ).toBeLessThan(1);
    }),
  );
});

test('whoever was chosen more often never has the smaller share', () => {
  fc.assert(
    fc.property(counts, (people) => {
      const percents = wholePercents(people);
      for (const [at, one] of people.entries())
        for (const [other, count] of people.entries())
          if (one > count) expect(percents[at]).toBeGreaterThanOrEqual(percents[other] ?? NaN);
    }),
  );
});

test('nothing is told about fewer than five others, and something about five', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 4 }), { minLength: 2, maxLength: 5 }), (people) => {
      const options = people.map((_, at) => `o${at}`);
      const map = new Map(people.map((one, at) => [`o${at}`, one]));
      const others = people.reduce((sum, one) => sum + one, 0);
      expect(peerShares(options, map, null) === null).toBe(others < LEAST_PEERS);
    }),
  );
});

test('one’s own choice is not counted among those of others', () => {
  const people = new Map([
    ['a', 1],
    ['b', 5],
  ]);
  expect(peerShares(['a', 'b'], people, 'a')).toEqual([
    { optionId: 'a', percent: 0 },
    { optionId: 'b', percent: 100 },
  ]);
  expect(peerShares(['a', 'b'], people, 'b')).toEqual([
    { optionId: 'a', percent: 20 },
    { optionId: 'b', percent: 80 },
  ]);
  expect(peerShares(['a', 'b'], new Map([['b', 5]]), 'b')).toBeNull();
});
