import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSpanCollector, MAX_SPANS, type PlayedSpan, type Sample } from './span-collector.ts';

const DURATION_MS = 300_000;
const at = (mediaMs: number, monoMs: number, rate = 1): Sample => ({ mediaMs, monoMs, rate });
const collector = (maxRate = 1) => createSpanCollector({ durationMs: DURATION_MS, maxRate });
const lengthMs = (spans: readonly PlayedSpan[]) => spans.reduce((sum, [a, b]) => sum + b - a, 0);

test('playing from the start to a pause is one stretch', () => {
  const spans = collector();
  spans.start(at(0, 0));
  for (let ms = 250; ms <= 10_000; ms += 250) spans.advance(at(ms, ms));
  spans.stop();
  expect(spans.take()).toEqual([[0, 10_000, 1]]);
  expect(spans.take()).toEqual([]);
});

test('two reports of one stretch touch and do not overlap', () => {
  const spans = collector();
  spans.start(at(0, 0));
  spans.advance(at(15_000, 15_000));
  expect(spans.take()).toEqual([[0, 15_000, 1]]);
  spans.advance(at(30_000, 30_000));
  expect(spans.take()).toEqual([[15_000, 30_000, 1]]);
});

test('what lies between two ends of a seek is not played', () => {
  const spans = collector();
  spans.start(at(0, 0));
  spans.advance(at(5_000, 5_000));
  spans.jump();
  spans.start(at(200_000, 5_100));
  spans.advance(at(202_000, 7_100));
  spans.stop();
  expect(spans.take()).toEqual([
    [0, 5_000, 1],
    [200_000, 202_000, 1],
  ]);
});

test('a seek that no event told of is not played either', () => {
  const spans = collector();
  spans.start(at(0, 0));
  spans.advance(at(1_000, 1_000));
  spans.advance(at(90_000, 1_250));
  spans.advance(at(91_000, 2_250));
  spans.stop();
  expect(spans.take()).toEqual([
    [0, 1_000, 1],
    [90_000, 91_000, 1],
  ]);
});

test('a pause leaves no gap although the picture ran a little ahead of the clock', () => {
  const spans = collector();
  spans.start(at(0, 0));
  spans.advance(at(10_200, 10_000));
  spans.stop();
  spans.start(at(10_200, 60_000));
  spans.advance(at(20_000, 70_000));
  spans.stop();
  expect(spans.take()).toEqual([[0, 20_000, 1]]);
});

test('a change of rate starts a new stretch at the same place', () => {
  const spans = collector(2);
  spans.start(at(0, 0, 1));
  spans.advance(at(4_000, 4_000, 2));
  spans.advance(at(8_000, 6_000, 2));
  spans.stop();
  expect(spans.take()).toEqual([
    [0, 4_000, 1],
    [4_000, 8_000, 2],
  ]);
});

test('playing faster than the server allows is not claimed', () => {
  const spans = collector(1);
  spans.start(at(0, 0, 2));
  spans.advance(at(8_000, 4_000, 2));
  spans.stop();
  expect(spans.take()).toEqual([]);
});

test('a picture that stands still for half a minute saves up no time', () => {
  const spans = collector();
  spans.start(at(0, 0));
  spans.advance(at(0, 30_000));
  spans.advance(at(20_000, 30_250));
  spans.stop();
  expect(lengthMs(spans.take())).toBeLessThanOrEqual(750);
});

test('what a player shows after the end is not claimed', () => {
  const spans = collector();
  spans.start(at(DURATION_MS - 1_000, 0));
  spans.advance(at(DURATION_MS + 400, 1_400));
  spans.stop();
  expect(spans.take()).toEqual([[DURATION_MS - 1_000, DURATION_MS, 1]]);
});

test('more stretches than one report holds wait for the next', () => {
  const spans = collector();
  for (let n = 0; n < 20; n += 1) {
    spans.jump();
    spans.start(at(n * 10_000, n * 1_000));
    spans.advance(at(n * 10_000 + 900, n * 1_000 + 900));
  }
  expect(spans.isFull()).toBe(true);
  expect(spans.take()).toHaveLength(MAX_SPANS);
  expect(spans.take()).toHaveLength(4);
});

/** What a hand, a player and a poor link can do to a video, with the ms it takes. */
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('play' as const),
      ms: fc.integer({ min: 0, max: 3_000 }),
      jitter: fc.integer({ min: -80, max: 80 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('seek' as const),
      to: fc.integer({ min: 0, max: DURATION_MS }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('silent seek' as const),
      to: fc.integer({ min: 0, max: DURATION_MS }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('pause' as const),
      ms: fc.integer({ min: 0, max: 60_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('stall' as const),
      ms: fc.integer({ min: 0, max: 20_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rate' as const),
      rate: fc.constantFrom(0.75, 1, 1.5, 2),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('report' as const) }) },
);

interface Played {
  reports: { spans: PlayedSpan[]; monoMs: number }[];
  /** The stretches that a perfect observer saw. */
  truth: [number, number][];
  playedMs: number;
}

function act(
  steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
  maxRate: number,
): Played {
  const spans = collector(maxRate);
  const played: Played = { reports: [], truth: [], playedMs: 0 };
  let mediaMs = 0;
  let monoMs = 0;
  let rate = 1;
  const report = () => played.reports.push({ spans: spans.take(), monoMs });
  spans.start(at(mediaMs, monoMs, rate));
  for (const next of steps) {
    if (next.kind === 'play') {
      const toMs = Math.min(DURATION_MS, mediaMs + next.ms * rate);
      played.truth.push([mediaMs, toMs]);
      if (rate <= maxRate) played.playedMs += toMs - mediaMs;
      mediaMs = toMs;
      monoMs += next.ms;
      spans.advance(at(Math.max(0, mediaMs + next.jitter), monoMs, rate));
    } else if (next.kind === 'seek') {
      spans.jump();
      mediaMs = next.to;
      spans.start(at(mediaMs, monoMs, rate));
    } else if (next.kind === 'silent seek') {
      mediaMs = next.to;
    } else if (next.kind === 'rate') {
      spans.advance(at(mediaMs, monoMs, next.rate));
      rate = next.rate;
    } else if (next.kind === 'report') {
      report();
    } else {
      spans.advance(at(mediaMs, monoMs, rate));
      spans.stop();
      monoMs += next.ms;
      spans.start(at(mediaMs, monoMs, rate));
    }
    if (spans.isFull()) report();
  }
  spans.stop();
  report();
  return played;
}

test('no report claims more than the clock allows, nor do all of them together', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.constantFrom(1, 2), (steps, maxRate) => {
      let beforeMs = 0;
      let totalMs = 0;
      for (const { spans, monoMs } of act(steps, maxRate).reports) {
        expect(spans.length).toBeLessThanOrEqual(MAX_SPANS);
        for (const [fromMs, toMs, rate] of spans) {
          expect(Number.isInteger(fromMs) && Number.isInteger(toMs)).toBe(true);
          expect(fromMs).toBeGreaterThanOrEqual(0);
          expect(toMs).toBeGreaterThan(fromMs);
          expect(toMs).toBeLessThanOrEqual(DURATION_MS);
          expect(rate).toBeLessThanOrEqual(maxRate);
        }
        totalMs += lengthMs(spans);
        expect(totalMs).toBeLessThanOrEqual(monoMs * maxRate);
        expect(lengthMs(spans)).toBeLessThanOrEqual((monoMs - beforeMs) * maxRate + 500);
        beforeMs = monoMs;
      }
    }),
    { numRuns: 1000 },
  );
});

test('only time that the picture really ran through is claimed', () => {
  const audible = fc.array(
    step.filter(({ kind }) => kind !== 'silent seek'),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(audible, (steps) => {
      const { reports, truth } = act(steps, 2);
      const slackMs = 81;
      const covered = (ms: number) =>
        truth.some(([a, b]) => ms >= a - slackMs && ms <= b + slackMs);
      for (const [fromMs, toMs] of reports.flatMap(({ spans }) => spans)) {
        for (let ms = fromMs; ms <= toMs; ms += 50) expect(covered(ms)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test('honest playing loses at most a blink at every jump', () => {
  const honest = fc.array(
    step.filter(({ kind }) => kind !== 'silent seek'),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(honest, (steps) => {
      const { reports, playedMs } = act(steps, 2);
      const breaks = steps.filter(({ kind }) => kind !== 'play' && kind !== 'report').length + 1;
      const claimedMs = lengthMs(reports.flatMap(({ spans }) => spans));
      expect(claimedMs).toBeGreaterThanOrEqual(playedMs - breaks * 200);
    }),
    { numRuns: 500 },
  );
});
