import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDelivered, clipToDelivered } from './delivery.ts';
import { intersect, lengthMs, normalise, type IntervalSet } from './intervals.ts';
import type { Span } from './playback.ts';

const segment = (number: number, isLast = false) => ({
  fromMs: number * 4_000,
  toMs: (number + 1) * 4_000,
  isLast,
});
const delivered = (...numbers: number[]): IntervalSet =>
  numbers.reduce<IntervalSet>((set, number) => addDelivered(set, segment(number)), []);

test('what was delivered counts, what was not does not', () => {
  expect(clipToDelivered([[0, 15_000, 1]], [])).toEqual({ spans: [], undeliveredMs: 15_000 });
  expect(clipToDelivered([[0, 8_000, 1]], delivered(0, 1))).toEqual({
    spans: [[0, 8_000, 1]],
    undeliveredMs: 0,
  });
  expect(clipToDelivered([[0, 12_000, 1]], delivered(0, 2))).toEqual({
    spans: [
      [0, 4_250, 1],
      [7_750, 12_000, 1],
    ],
    undeliveredMs: 3_500,
  });
});

test('the last segment covers the end of a medium whose length is told a little longer', () => {
  const all = addDelivered(delivered(0), segment(1, true));
  expect(clipToDelivered([[7_000, 8_700, 1]], all).undeliveredMs).toBe(0);
});

test('never more is kept than was claimed and delivered, and the order of play stays', () => {
  const anySpan = fc
    .tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 1, max: 20_000 }))
    .map(([from, length]): Span => [from, from + length, 1]);
  fc.assert(
    fc.property(
      fc.array(anySpan, { maxLength: 8 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 15 })),
      (spans, numbers) => {
        const set = delivered(...numbers);
        const kept = clipToDelivered(spans, set);
        const asSet = (some: readonly Span[]) =>
          normalise(some.map(([from, to]) => [from, to] as const));
        expect(asSet(kept.spans)).toEqual(intersect(asSet(spans), set));
        const sum = (some: readonly Span[]) =>
          some.reduce((total, [from, to]) => total + to - from, 0);
        expect(sum(kept.spans) + kept.undeliveredMs).toBe(sum(spans));
        expect(lengthMs(asSet(kept.spans))).toBeLessThanOrEqual(lengthMs(set));
      },
    ),
    { numRuns: 1000 },
  );
});
