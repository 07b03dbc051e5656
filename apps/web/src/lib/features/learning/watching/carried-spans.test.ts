import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillUp } from './carried-spans.ts';
import { MAX_SPANS, type PlayedSpan } from './span-collector.ts';

const lengthMs = (spans: readonly PlayedSpan[]) => spans.reduce((sum, [a, b]) => sum + b - a, 0);

test('while one goes on playing there is no room for what was left over', () => {
  const { spans, left } = fillUp([[0, 15_000, 1]], [[50_000, 60_000, 1]], 15_000);
  expect(spans).toEqual([[0, 15_000, 1]]);
  expect(left).toEqual([[50_000, 60_000, 1]]);
});

test('in a pause as much as the clock allows is delivered, the rest later', () => {
  const { spans, left } = fillUp([], [[50_000, 60_000, 1]], 4_000);
  expect(spans).toEqual([[50_000, 54_000, 1]]);
  expect(left).toEqual([[54_000, 60_000, 1]]);
});

test('nothing is lost, nothing invented, and the clock is kept', () => {
  const span = fc
    .tuple(fc.nat(100_000), fc.integer({ min: 1, max: 20_000 }))
    .map(([from, length]): PlayedSpan => [from, from + length, 1]);
  const some = fc.array(span, { maxLength: 20 });
  fc.assert(
    fc.property(some, fc.nat(60_000), (carried, allowedMs) => {
      const { spans, left } = fillUp([], carried, allowedMs);
      expect(lengthMs(spans)).toBeLessThanOrEqual(allowedMs);
      expect(spans.length).toBeLessThanOrEqual(MAX_SPANS);
      expect(lengthMs(spans) + lengthMs(left)).toBe(lengthMs(carried));
    }),
  );
});
