import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalise, union, type IntervalSet } from './intervals.ts';
import { clipToReached, ORDER_SLACK_MS } from './order.ts';
import type { Span } from './playback.ts';

const asSet = (spans: readonly Span[]) => normalise(spans.map(([from, to]) => [from, to] as const));

test('a stretch beyond what was reached does not count, one right behind it and one before it do', () => {
  const watched: IntervalSet = [[0, 60_000]];
  expect(clipToReached([[300_000, 310_000, 1]], watched)).toEqual({
    spans: [],
    skippedToMs: 10_000,
  });
  for (const fromMs of [0, 30_000, 60_000, 60_000 + ORDER_SLACK_MS]) {
    const span: Span = [fromMs, fromMs + 10_000, 1];
    expect(clipToReached([span], watched)).toEqual({ spans: [span], skippedToMs: 0 });
  }
});

const start = fc.integer({ min: 0, max: 600_000 });
const length = fc.integer({ min: 1, max: 30_000 });
const anySpan = fc.tuple(start, length).map(([from, ms]): Span => [from, from + ms, 1]);
const reports = fc.array(fc.array(anySpan, { maxLength: 6 }), { maxLength: 20 });

test('whatever is claimed, nothing far beyond what was counted before is reached by a jump', () => {
  fc.assert(
    fc.property(reports, (claims) => {
      let watched: IntervalSet = [];
      for (const spans of claims) {
        const { spans: kept, skippedToMs } = clipToReached(spans, watched);
        const sum = (some: readonly Span[]) =>
          some.reduce((total, [from, to]) => total + to - from, 0);
        expect(sum(kept) + skippedToMs).toBe(sum(spans));
        watched = union(watched, asSet(kept));
      }
      // What lies between two stretches was jumped over, and a jump is never longer than the slack.
      let end = 0;
      for (const [from, to] of watched) {
        expect(from - end).toBeLessThanOrEqual(ORDER_SLACK_MS);
        end = to;
      }
    }),
    { numRuns: 1000 },
  );
});

test('who plays in order, going back as they like, loses nothing, also after a report that did not count', () => {
  const steps = fc.array(
    fc.record({
      backMs: fc.option(fc.integer({ min: 0, max: 100_000 }), { freq: 3, nil: 0 }),
      ms: fc.integer({ min: 1, max: ORDER_SLACK_MS }),
      counts: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(steps, (moves) => {
      let watched: IntervalSet = [];
      let at = 0;
      let didCount = true;
      for (const { backMs, ms, counts } of moves) {
        at = Math.max(0, at - backMs);
        const span: Span = [at, at + ms, 1];
        expect(clipToReached([span], watched)).toEqual({ spans: [span], skippedToMs: 0 });
        at += ms;
        didCount = counts || !didCount;
        if (didCount) watched = union(watched, asSet([span]));
      }
    }),
    { numRuns: 500 },
  );
});
