import { expect, test } from 'vitest';
import {
  checkSpans,
  DEFAULT_PLAYBACK_POLICY,
  countedRatePercent,
  neededMs,
  openPlayhead,
  playbackPolicyAt,
  refill,
  watchedEnough,
  type Playhead,
  type Span,
} from './playback.ts';
import { durationMs, MINUTE_MS, OPENED_MS, play, study } from './study.fixture.ts';

const policy = DEFAULT_PLAYBACK_POLICY;

test('a minute watched in a minute is a minute', () => {
  const { grants } = study([{ nowMs: OPENED_MS + MINUTE_MS, spans: [play(0, MINUTE_MS)] }]);
  expect(grants[0]).toMatchObject({ grantedMs: MINUTE_MS, withheldMs: 0 });
  expect(grants[0]).not.toHaveProperty('reason');
});

test('a whole lecture claimed the moment it is opened brings nothing', () => {
  const { grants } = study([{ nowMs: OPENED_MS, spans: [play(0, durationMs)] }]);
  expect(grants[0]).toMatchObject({ grantedMs: 0, withheldMs: durationMs, reason: 'RATE' });
});

test('a claim over the allowance is cut, and the part within it is kept', () => {
  const { grants, watched } = study([{ nowMs: OPENED_MS + 10_000, spans: [play(0, 15_000)] }]);
  expect(grants[0]).toMatchObject({ grantedMs: 10_000, withheldMs: 5_000, reason: 'RATE' });
  expect(watched).toEqual([[0, 10_000]]);
});

test('watching again earns nothing, and withholds nothing', () => {
  const { grants } = study([
    { nowMs: OPENED_MS + MINUTE_MS, spans: [play(0, MINUTE_MS)] },
    { nowMs: OPENED_MS + MINUTE_MS, spans: [play(0, MINUTE_MS)] },
    { nowMs: OPENED_MS + 2 * MINUTE_MS, spans: [play(0, MINUTE_MS)] },
  ]);
  expect(grants.map(({ grantedMs }) => grantedMs)).toEqual([MINUTE_MS, 0, 0]);
  expect(grants.map(({ withheldMs }) => withheldMs)).toEqual([0, 0, 0]);
});

test('a stretch played twice in one report is paid for twice and counted once', () => {
  const spans = [play(0, 10_000), play(0, 10_000), play(10_000, 20_000)];
  const { grants } = study([{ nowMs: OPENED_MS + 25_000, spans }]);
  expect(grants[0]).toMatchObject({ claimedMs: 30_000, spentMs: 25_000, grantedMs: 15_000 });
});

test('the second past the end of the medium is not credited', () => {
  const spans = [play(durationMs - 5_000, durationMs + 500), play(durationMs, durationMs + 900)];
  const { watched, grants } = study([{ nowMs: OPENED_MS + 60_000, spans }]);
  expect(watched).toEqual([[durationMs - 5_000, durationMs]]);
  expect(grants[0]).toMatchObject({ claimedMs: 5_000, withheldMs: 0 });
});

test('after three minutes offline two minutes can be claimed, the rest is watched again', () => {
  const { grants } = study([{ nowMs: OPENED_MS + 180_000, spans: [play(0, 180_000)] }]);
  expect(grants[0]).toMatchObject({ grantedMs: 120_000, withheldMs: 60_000 });
});

test('a server clock set back takes nothing away, and earning goes on at once', () => {
  const before: Playhead = { tokensMs: 5_000, lastServerMs: OPENED_MS };
  const stepped = refill(before, OPENED_MS - 3_600_000, policy);
  expect(stepped.tokensMs).toBe(5_000);
  expect(refill(stepped, OPENED_MS - 3_600_000 + 1_000, policy).tokensMs).toBe(6_000);
});

test('at half the rate, a long gap earns half of the burst', () => {
  const slow = { ...policy, maxRate: 0.5 };
  expect(refill(openPlayhead(OPENED_MS), OPENED_MS + 3_600_000, slow).tokensMs).toBe(60_000);
});

test('a server clock set a day forward earns one burst at most', () => {
  const jumped = refill(openPlayhead(OPENED_MS), OPENED_MS + 86_400_000, policy);
  expect(jumped.tokensMs).toBe(policy.burstMs);
});

test.each<{ promise: string; spans: Span[]; monoDeltaMs: number; reason: string }>([
  {
    promise: 'a stretch beyond the end',
    spans: [play(599_000, 601_001)],
    monoDeltaMs: 15_000,
    reason: 'outside',
  },
  {
    promise: 'a stretch before the beginning',
    spans: [play(-1, 10)],
    monoDeltaMs: 15_000,
    reason: 'outside',
  },
  {
    promise: 'sixteen times the speed',
    spans: [[0, 10_000, 16]],
    monoDeltaMs: 15_000,
    reason: 'too-fast',
  },
  {
    promise: 'more than the browser’s own clock says',
    spans: [play(0, 16_001)],
    monoDeltaMs: 15_000,
    reason: 'too-much',
  },
  {
    promise: 'one stretch claimed twice over',
    spans: [play(0, 15_000), play(0, 15_000)],
    monoDeltaMs: 15_000,
    reason: 'too-much',
  },
  {
    promise: 'a stretch that runs backwards',
    spans: [play(10, 5)],
    monoDeltaMs: 15_000,
    reason: 'malformed',
  },
  { promise: 'an empty stretch', spans: [play(5, 5)], monoDeltaMs: 15_000, reason: 'malformed' },
  {
    promise: 'half a millisecond',
    spans: [play(0, 5.5)],
    monoDeltaMs: 15_000,
    reason: 'malformed',
  },
  {
    promise: 'a number that is none',
    spans: [[0, 5, Number.NaN]],
    monoDeltaMs: 15_000,
    reason: 'malformed',
  },
  {
    promise: 'standing still for a rate',
    spans: [[0, 5, 0]],
    monoDeltaMs: 15_000,
    reason: 'malformed',
  },
  {
    promise: 'a browser clock that runs backwards',
    spans: [],
    monoDeltaMs: -1,
    reason: 'malformed',
  },
  {
    promise: 'seventeen stretches',
    spans: Array.from({ length: 17 }, () => play(0, 1)),
    monoDeltaMs: 15_000,
    reason: 'malformed',
  },
])('$promise is refused as $reason', ({ spans, monoDeltaMs, reason }) => {
  expect(checkSpans(spans, monoDeltaMs, durationMs, policy)).toEqual({ ok: false, reason });
});

test.each<{ promise: string; spans: Span[] }>([
  { promise: 'an ordinary report', spans: [play(0, 15_000)] },
  { promise: 'a report without play', spans: [] },
  { promise: 'a second more than the clock', spans: [play(0, 16_000)] },
  { promise: 'a player that runs a second over the end', spans: [play(599_000, 601_000)] },
  { promise: 'slow play', spans: [[0, 7_500, 0.5]] },
])('$promise is accepted', ({ spans }) => {
  expect(checkSpans(spans, 15_000, durationMs, policy)).toEqual({ ok: true });
});

test.each([
  { promise: '95 of 100 seconds complete a lecture', watched: 95_000, of: 100_000, enough: true },
  { promise: 'one ms less does not', watched: 94_999, of: 100_000, enough: false },
  {
    promise: 'a length that 95 % does not divide is rounded up',
    watched: 96,
    of: 102,
    enough: false,
  },
  { promise: 'and complete at the next ms', watched: 97, of: 102, enough: true },
])('$promise', ({ watched, of, enough }) => {
  expect(watchedEnough([[0, watched]], of, 95)).toBe(enough);
});

test('time past the end does not stand in for the gap in the middle', () => {
  expect(
    watchedEnough(
      [
        [0, 90_000],
        [100_000, 120_000],
      ],
      100_000,
      95,
    ),
  ).toBe(false);
  expect(
    neededMs(
      [
        [0, 90_000],
        [100_000, 120_000],
      ],
      100_000,
      95,
    ),
  ).toBe(5_000);
});

test.each([
  { promise: 'what the course allows', allowed: 1.5, most: 200, counted: 150 },
  { promise: 'no more than the policy', allowed: 2, most: 125, counted: 125 },
  {
    promise: 'real time where the course says nothing',
    allowed: undefined,
    most: 200,
    counted: 100,
  },
])('play counts at $promise', ({ allowed, most, counted }) => {
  expect(countedRatePercent(allowed, most)).toBe(counted);
});

test('a course may let up to twice real time count, and nothing slower or faster', () => {
  expect(playbackPolicyAt(100)).toEqual(DEFAULT_PLAYBACK_POLICY);
  expect(playbackPolicyAt(150)).toEqual({ ...DEFAULT_PLAYBACK_POLICY, maxRate: 1.5 });
  for (const wrong of [0, 99, 201, 150.5, NaN])
    expect(() => playbackPolicyAt(wrong)).toThrow('at most at twice real time');
});
