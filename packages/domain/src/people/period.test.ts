import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstOverlap, isPeriod, type DatedPeriod } from './period.ts';

const periods = fc
  .record({
    startMs: fc.integer({ min: 0, max: 40 }),
    lasts: fc.option(fc.integer({ min: 1, max: 20 })),
  })
  .map(({ startMs, lasts }): DatedPeriod => ({
    startMs,
    endMs: lasts === null ? null : startMs + lasts,
  }));

const holdsAt = ({ startMs, endMs }: DatedPeriod, at: number) =>
  at >= startMs && (endMs === null || at < endMs);

test('two periods overlap exactly where some instant lies in both, whichever is asked about', () => {
  fc.assert(
    fc.property(periods, periods, (one, other) => {
      const shared = Array.from({ length: 100 }, (_, at) => at).some(
        (at) => holdsAt(one, at) && holdsAt(other, at),
      );
      expect(firstOverlap([one], other) !== null).toBe(shared);
      expect(firstOverlap([other], one) !== null).toBe(shared);
    }),
  );
});

test('one that begins when another ends does not overlap it', () => {
  expect(firstOverlap([{ startMs: 0, endMs: 10 }], { startMs: 10, endMs: null })).toBe(null);
});

test('a period ends after it begins', () => {
  expect(isPeriod({ startMs: 5, endMs: 5 })).toBe(false);
  expect(isPeriod({ startMs: 5, endMs: 6 })).toBe(true);
  expect(isPeriod({ startMs: 5, endMs: null })).toBe(true);
});
