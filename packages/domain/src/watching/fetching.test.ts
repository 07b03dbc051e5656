import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aheadMs, fetchOn, playedTo, type FetchRun } from './fetching.ts';

const SEGMENT = 6_000;
const LENGTH = 2_700_000;
const IN_HAND = 60_000;
const REPORT = 15_000;

const segmentAt = (at: number) => ({
  fromMs: at * SEGMENT,
  toMs: Math.min((at + 1) * SEGMENT, LENGTH),
  isLast: (at + 1) * SEGMENT >= LENGTH,
});

/** A player as ours is: keeps a minute before and a minute behind, reports every 15 seconds. */
function openPlayer() {
  let run: FetchRun | null = null;
  let positionMs = 0;
  let kept = new Set<number>();
  let sinceReport = 0;
  let furthestMs = 0;
  /** How far ahead they are, and how much of it they had looked into. */
  const seen: { aheadMs: number; lookedMs: number }[] = [];
  const fetchWhatIsMissing = () => {
    furthestMs = Math.max(furthestMs, positionMs);
    kept = new Set([...kept].filter((at) => (at + 1) * SEGMENT >= positionMs - IN_HAND));
    for (let at = Math.floor(positionMs / SEGMENT); at * SEGMENT < LENGTH; at += 1) {
      if (at * SEGMENT >= positionMs + IN_HAND) break;
      if (!kept.has(at)) run = fetchOn(run, segmentAt(at));
      kept.add(at);
    }
  };
  return {
    seen,
    /** A second of real time. */
    pass(rate: number) {
      positionMs = Math.min(LENGTH, positionMs + rate * 1_000);
      fetchWhatIsMissing();
      sinceReport += 1_000;
      if (sinceReport < REPORT || !run) return;
      sinceReport = 0;
      run = playedTo(run, positionMs);
      seen.push({ aheadMs: aheadMs(run), lookedMs: Math.max(0, furthestMs - positionMs) });
    },
    leap(toMs: number) {
      positionMs = Math.min(LENGTH, Math.max(0, toMs));
      fetchWhatIsMissing();
    },
    place: () => positionMs,
  };
}

type Step =
  | { kind: 'play'; seconds: number; rate: number }
  | { kind: 'leap'; toMs: number }
  | { kind: 'skip'; times: number; byMs: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('play' as const),
    seconds: fc.integer({ min: 1, max: 90 }),
    rate: fc.constantFrom(0, 0.75, 1, 1.5, 2),
  }),
  fc.record({ kind: fc.constant('leap' as const), toMs: fc.integer({ min: 0, max: LENGTH }) }),
  fc.record({
    kind: fc.constant('skip' as const),
    times: fc.integer({ min: 1, max: 12 }),
    byMs: fc.constantFrom(-10_000, 10_000),
  }),
);

test('whoever plays, pauses, leaps about and skims is never further ahead than a minute and a segment beyond where they were', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const player = openPlayer();
      for (const one of steps) {
        if (one.kind === 'leap') player.leap(one.toMs);
        if (one.kind === 'skip')
          for (let at = 0; at < one.times; at += 1) player.leap(player.place() + one.byMs);
        if (one.kind === 'play') for (let at = 0; at < one.seconds; at += 1) player.pass(one.rate);
      }
      for (const { aheadMs: ahead, lookedMs } of player.seen)
        expect(ahead).toBeLessThanOrEqual(lookedMs + IN_HAND + SEGMENT);
    }),
    { numRuns: 300 },
  );
});

test('whoever only plays and skips on is never more than a minute and a segment ahead', () => {
  const on = fc.record({ skips: fc.integer({ min: 0, max: 40 }), seconds: fc.nat({ max: 60 }) });
  fc.assert(
    fc.property(fc.array(on, { maxLength: 30 }), (steps) => {
      const player = openPlayer();
      for (const { skips, seconds } of steps) {
        for (let at = 0; at < skips; at += 1) player.leap(player.place() + 10_000);
        for (let at = 0; at < seconds; at += 1) player.pass(1);
      }
      for (const { aheadMs: ahead } of player.seen)
        expect(ahead).toBeLessThanOrEqual(IN_HAND + SEGMENT);
    }),
    { numRuns: 200 },
  );
});

test('a program that fetches the whole and then reports is ahead by all that is left', () => {
  let run: FetchRun | null = null;
  for (let at = 0; at * SEGMENT < LENGTH; at += 1) run = fetchOn(run, segmentAt(at));
  expect(run && aheadMs(run)).toBe(0);
  expect(run && aheadMs(playedTo(run, REPORT))).toBe(LENGTH - REPORT);
});
