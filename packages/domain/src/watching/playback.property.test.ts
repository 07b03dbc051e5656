import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isIntervalSet, lengthMs, subtract } from './intervals.ts';
import { DEFAULT_PLAYBACK_POLICY, grantSpans, openPlayhead, type Span } from './playback.ts';
import { durationMs, MINUTE_MS, OPENED_MS, play, study, type Report } from './study.fixture.ts';

const policy = DEFAULT_PLAYBACK_POLICY;
const sum = (numbers: readonly number[]) => numbers.reduce((total, next) => total + next, 0);

const anyPolicy = fc.record({
  maxRate: fc.constantFrom(1, 1, 1.25, 1.5, 2),
  burstMs: fc.constantFrom(0, 1_000, 120_000),
  toleranceMs: fc.constant(1_000),
});
const anySpan = fc
  .tuple(fc.integer({ min: 0, max: durationMs }), fc.integer({ min: 1, max: 200_000 }))
  .map(([fromMs, length]): Span => play(fromMs, fromMs + length));
const anySpans = fc.array(anySpan, { maxLength: 6 });
/** Steps of the server's clock, honest and broken: backwards, none, ordinary, a day ahead. */
const anyStepMs = fc.oneof(
  fc.integer({ min: -4_000_000, max: 0 }),
  fc.integer({ min: 0, max: 200_000 }),
  fc.constant(86_400_000),
);
const anyReports = fc
  .array(fc.record({ stepMs: anyStepMs, spans: anySpans }), { maxLength: 12 })
  .map((steps) => {
    let nowMs = OPENED_MS;
    return steps.map(({ stepMs, spans }): Report => {
      nowMs += stepMs;
      return { nowMs, spans };
    });
  });

test('in every stretch of time, no more is accepted than the clock earned in it and had in hand', () => {
  fc.assert(
    fc.property(anyReports, anyPolicy, (reports, rules) => {
      const { grants } = study(reports, rules);
      const times = [OPENED_MS, ...reports.map(({ nowMs }) => nowMs)];
      const inHand = [0, ...grants.map(({ playhead }) => playhead.tokensMs)];
      for (let from = 0; from < times.length; from += 1) {
        let forwardMs = 0;
        let spentMs = 0;
        for (let to = from + 1; to < times.length; to += 1) {
          forwardMs += Math.max(0, (times[to] ?? 0) - (times[to - 1] ?? 0));
          spentMs += grants[to - 1]?.spentMs ?? 0;
          expect(spentMs).toBeLessThanOrEqual((inHand[from] ?? 0) + rules.maxRate * forwardMs);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test('opening session after session earns nothing, however often and fast', () => {
  fc.assert(
    fc.property(anyReports, (reports) => {
      const grants = reports.map(({ nowMs, spans }) =>
        grantSpans({
          watched: [],
          spans,
          durationMs,
          playhead: openPlayhead(nowMs),
          nowMs,
          policy,
        }),
      );
      expect(sum(grants.map(({ grantedMs }) => grantedMs))).toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test('nothing is in hand at the opening, so a session never earns faster than real time', () => {
  fc.assert(
    fc.property(anyReports, anyPolicy, (reports, rules) => {
      const forward = reports.map(({ spans }, index) => ({
        spans,
        nowMs: OPENED_MS + index * 7_000,
      }));
      const { grants, watched } = study(forward, rules);
      const elapsedMs = Math.max(0, forward.length - 1) * 7_000;
      expect(sum(grants.map(({ spentMs }) => spentMs))).toBeLessThanOrEqual(
        rules.maxRate * elapsedMs,
      );
      expect(lengthMs(watched)).toBeLessThanOrEqual(rules.maxRate * elapsedMs);
    }),
    { numRuns: 1000 },
  );
});

test('what was granted adds up to the distinct time watched, which never exceeds the lecture', () => {
  fc.assert(
    fc.property(anyReports, anyPolicy, (reports, rules) => {
      const { grants, watched } = study(reports, rules);
      expect(isIntervalSet(watched)).toBe(true);
      expect(sum(grants.map(({ grantedMs }) => grantedMs))).toBe(lengthMs(watched));
      expect(lengthMs(watched)).toBeLessThanOrEqual(durationMs);
      for (const { grantedMs, spentMs, claimedMs, withheldMs, reason, playhead } of grants) {
        expect(grantedMs).toBeLessThanOrEqual(spentMs);
        expect(spentMs).toBeLessThanOrEqual(claimedMs);
        expect(withheldMs).toBeLessThanOrEqual(claimedMs - spentMs);
        expect(reason === 'RATE').toBe(withheldMs > 0);
        expect(playhead.tokensMs).toBeGreaterThanOrEqual(0);
        expect(playhead.tokensMs).toBeLessThanOrEqual(rules.burstMs);
      }
    }),
    { numRuns: 1000 },
  );
});

test('watched time is never taken away, and re-watching what is watched grants 0', () => {
  fc.assert(
    fc.property(anyReports, anySpans, (reports, more) => {
      const { watched, playhead } = study(reports);
      const nowMs = playhead.lastServerMs + MINUTE_MS;
      const again = watched.map(([fromMs, toMs]) => play(fromMs, toMs));
      const replay = grantSpans({ watched, spans: again, durationMs, playhead, nowMs, policy });
      expect(replay).toMatchObject({ grantedMs: 0, withheldMs: 0, watched });
      const next = grantSpans({ watched, spans: more, durationMs, playhead, nowMs, policy });
      expect(subtract(watched, next.watched)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('saying a thing twice, or in another order, never makes it more than was claimed or earned', () => {
  fc.assert(
    fc.property(anySpans, fc.integer({ min: 0, max: 120_000 }), fc.nat(), (spans, waitMs, turn) => {
      const nowMs = OPENED_MS + waitMs;
      const honest = study([{ nowMs, spans }]).watched;
      const cut = spans.length === 0 ? 0 : turn % spans.length;
      const turned = [...spans.slice(cut), ...spans.slice(0, cut)];
      const claimedMs = lengthMs(
        study([{ nowMs: nowMs + 1, spans }], { ...policy, maxRate: 1e6, burstMs: 1e9 }).watched,
      );
      for (const variant of [[...spans, ...spans], turned, [...turned, ...spans]]) {
        const { watched } = study([{ nowMs, spans: variant }]);
        expect(lengthMs(watched)).toBeLessThanOrEqual(Math.min(claimedMs, waitMs));
      }
      const doubled = study([{ nowMs, spans: [...spans, ...spans] }]).watched;
      const twice = study([
        { nowMs, spans },
        { nowMs, spans },
      ]).watched;
      expect(subtract(honest, doubled)).toEqual([]);
      expect(twice).toEqual(doubled);
    }),
    { numRuns: 1000 },
  );
});

test('honest watching in real time with gaps of up to two minutes loses nothing', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: policy.burstMs }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(gaps, (gapsMs) => {
      let atMs = 0;
      const reports = gapsMs.map((gapMs): Report => {
        const fromMs = atMs;
        atMs += gapMs;
        return { nowMs: OPENED_MS + atMs, spans: [play(fromMs, atMs)] };
      });
      const { watched, grants } = study(reports, policy, atMs);
      expect(watched).toEqual([[0, atMs]]);
      expect(sum(grants.map(({ withheldMs }) => withheldMs))).toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test('pausing, going back and watching on in real time loses nothing either', () => {
  const step = fc.record({
    jumpTo: fc.option(fc.integer({ min: 0, max: durationMs - 1 }), { nil: null }),
    playedMs: fc.integer({ min: 1, max: 30_000 }),
    pausedMs: fc.integer({ min: 0, max: 90_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let positionMs = 0;
      let nowMs = OPENED_MS;
      const reports = steps.map(({ jumpTo, playedMs, pausedMs }): Report => {
        const fromMs = jumpTo ?? positionMs;
        positionMs = Math.min(fromMs + playedMs, durationMs);
        nowMs += pausedMs + playedMs;
        return { nowMs, spans: fromMs < positionMs ? [play(fromMs, positionMs)] : [] };
      });
      const { grants } = study(reports);
      expect(sum(grants.map(({ withheldMs }) => withheldMs))).toBe(0);
    }),
    { numRuns: 1000 },
  );
});
