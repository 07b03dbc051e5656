import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clip,
  intersect,
  isIntervalSet,
  lengthMs,
  missing,
  normalise,
  subtract,
  takeFirst,
  union,
  type Interval,
  type IntervalSet,
} from './intervals.ts';

const LIMIT_MS = 60;
const ms = fc.integer({ min: 0, max: LIMIT_MS });
const stretch = fc.tuple(ms, ms).map(([a, b]): Interval => [Math.min(a, b), Math.max(a, b)]);
const stretches = fc.array(stretch, { maxLength: 12 });
const set = stretches.map(normalise);

/** The plain model: one entry for every millisecond that was watched. */
const model = (intervals: readonly Interval[]): Set<number> => {
  const watched = new Set<number>();
  for (const [fromMs, toMs] of intervals) {
    for (let at = fromMs; at < toMs; at += 1) watched.add(at);
  }
  return watched;
};
const ascending = (times: Iterable<number>) => [...times].sort((a, b) => a - b);
const sameTime = (result: IntervalSet, expected: Iterable<number>) => {
  expect(isIntervalSet(result)).toBe(true);
  expect(ascending(model(result))).toEqual(ascending(expected));
};
const always = (property: fc.IRawProperty<unknown, false>): void =>
  fc.assert(property, { numRuns: 1000 });

test.each<{ promise: string; played: Interval[]; watched: Interval[] }>([
  {
    promise: 'a replayed stretch counts once',
    played: [
      [0, 60],
      [30, 90],
    ],
    watched: [[0, 90]],
  },
  {
    promise: 'touching stretches are one',
    played: [
      [30, 60],
      [0, 30],
    ],
    watched: [[0, 60]],
  },
  {
    promise: 'a skipped stretch stays a gap',
    played: [
      [0, 60],
      [120, 180],
    ],
    watched: [
      [0, 60],
      [120, 180],
    ],
  },
  { promise: 'an empty stretch vanishes', played: [[5, 5]], watched: [] },
  {
    promise: 'a stretch inside another adds nothing',
    played: [
      [0, 90],
      [10, 20],
    ],
    watched: [[0, 90]],
  },
])('$promise', ({ played, watched }) => {
  expect(normalise(played)).toEqual(watched);
});

test('normalising keeps every millisecond, once, and leaves the given list alone', () => {
  always(
    fc.property(stretches, (played) => {
      const before = JSON.stringify(played);
      const result = normalise(played);
      sameTime(result, model(played));
      expect(lengthMs(result)).toBe(model(played).size);
      expect(normalise(result)).toEqual(result);
      expect(JSON.stringify(played)).toBe(before);
    }),
  );
});

test('union, intersection and difference agree with a model of single milliseconds', () => {
  always(
    fc.property(set, set, (a, b) => {
      const inA = model(a);
      const inB = model(b);
      sameTime(union(a, b), new Set([...inA, ...inB]));
      sameTime(
        intersect(a, b),
        [...inA].filter((at) => inB.has(at)),
      );
      sameTime(
        subtract(a, b),
        [...inA].filter((at) => !inB.has(at)),
      );
    }),
  );
});

test('what was watched and what is missing make up the whole lecture', () => {
  always(
    fc.property(set, ms, (watched, durationMs) => {
      const within = clip(watched, durationMs);
      const unwatched = missing(watched, durationMs);
      sameTime(
        within,
        [...model(watched)].filter((at) => at < durationMs),
      );
      expect(intersect(within, unwatched)).toEqual([]);
      expect(lengthMs(within) + lengthMs(unwatched)).toBe(durationMs);
    }),
  );
});

test('a budget takes the earliest milliseconds and no more than it has', () => {
  always(
    fc.property(set, ms, (available, budgetMs) => {
      const expected = ascending(model(available)).slice(0, budgetMs);
      sameTime(takeFirst(available, budgetMs), expected);
    }),
  );
});

test.each<{ promise: string; stored: Interval[] }>([
  {
    promise: 'stored stretches that overlap',
    stored: [
      [0, 10],
      [5, 20],
    ],
  },
  {
    promise: 'stored stretches that touch',
    stored: [
      [0, 10],
      [10, 20],
    ],
  },
  {
    promise: 'stored stretches out of order',
    stored: [
      [20, 30],
      [0, 10],
    ],
  },
  { promise: 'a stored stretch that runs backwards', stored: [[10, 5]] },
  { promise: 'a stored stretch with a fraction of a ms', stored: [[0, 1.5]] },
])('$promise are known for damaged data', ({ stored }) => {
  expect(isIntervalSet(stored)).toBe(false);
  expect(() => intersect(stored, [[0, 100]])).toThrow('interval set');
});

test('two hundred thousand scraps in any order are merged without delay', () => {
  const scraps = Array.from({ length: 200_000 }, (_, index): Interval => {
    const fromMs = ((index * 7919) % 200_000) * 2;
    return [fromMs, fromMs + 1];
  });
  const result = normalise(scraps);
  expect(result).toHaveLength(200_000);
  expect(lengthMs(missing(result, 400_000))).toBe(200_000);
});

test('a medium has a length in whole ms, also where nothing is cut', () => {
  for (const durationMs of [1.5, -1, NaN, Infinity]) {
    expect(() => clip([[0, 1]], durationMs)).toThrow('a duration is whole ms');
    expect(() => clip([], durationMs)).toThrow('a duration is whole ms');
  }
});
