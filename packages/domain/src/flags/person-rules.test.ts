import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SeenBeat } from './finding.ts';
import { instantAnswers, lectureRun, longDay, nightStretch, takeovers } from './person-rules.ts';
import { spreadOf, stretchesOf } from './stretches.ts';

const HOUR = 3_600_000;
const BEAT = 15_000;
const START = Date.parse('2026-03-02T00:00:00+08:00');

const beat = (atMs: number, more: Partial<SeenBeat> = {}): SeenBeat => ({
  sessionId: 'a',
  atMs,
  claimedMs: BEAT,
  grantedMs: BEAT,
  visible: true,
  sinceInputMs: 0,
  ...more,
});
/** A report each 15 s from one instant to another. */
const watching = (fromMs: number, toMs: number, more: Partial<SeenBeat> = {}) =>
  Array.from({ length: Math.floor((toMs - fromMs) / BEAT) + 1 }, (_, at) =>
    beat(fromMs + at * BEAT, more),
  );

test('stretches hold every instant once, and no pause longer than allowed', () => {
  const instants = fc
    .array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1 })
    .map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 20_000 }), (all, pauseMs) => {
      const stretches = stretchesOf(all, pauseMs);
      for (const at of all)
        expect(stretches.filter(({ fromMs, toMs }) => at >= fromMs && at <= toMs)).toHaveLength(1);
      for (const [at, { fromMs }] of stretches.entries())
        expect(fromMs - (stretches[at - 1]?.toMs ?? -Infinity)).toBeGreaterThan(pauseMs);
      const length = stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
      expect(length).toBeLessThanOrEqual((all.at(-1) ?? 0) - (all[0] ?? 0));
    }),
  );
});

test('the spread of values does not change when all are moved, and is 0 only for equal ones', () => {
  const values = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 1_000 }), (all, by) => {
      expect(spreadOf(all.map((one) => one + by))).toBeCloseTo(spreadOf(all), 6);
      expect(spreadOf(all) === 0).toBe(new Set(all).size === 1);
    }),
  );
  expect(spreadOf([])).toBe(0);
});

describe('A1: a long day', () => {
  test('ten hours are a long day at work; more are conspicuous, whatever the order of playbacks', () => {
    const day = (hours: number) => watching(START, START + hours * HOUR - BEAT);
    expect(longDay(day(10), 10)).toEqual([]);
    const [found] = longDay(
      [...day(6), ...watching(START + 8 * HOUR, START + 13 * HOUR, { sessionId: 'b' })],
      10,
    );
    expect(found?.figures['countedMs']).toBeGreaterThan(10 * HOUR);
    expect(found?.seen.map(({ sessionId }) => sessionId)).toEqual(['a', 'b']);
  });

  test('what was withheld does not count', () => {
    expect(longDay(watching(START, START + 20 * HOUR, { grantedMs: 0 }), 10)).toEqual([]);
  });

  test('more watching never makes a conspicuous day inconspicuous', () => {
    fc.assert(
      fc.property(
        fc.nat(4_000),
        fc.nat(2_000),
        fc.integer({ min: 1, max: 12 }),
        (n, more, limit) => {
          const few = longDay(watching(START, START + n * BEAT), limit).length;
          const many = longDay(watching(START, START + (n + more) * BEAT), limit).length;
          expect(many).toBeGreaterThanOrEqual(few);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('A11: a night without a pause', () => {
  const night = { fromMs: START - HOUR, toMs: START + 5 * HOUR };

  test('four hours and more between 23:00 and 05:00', () => {
    expect(nightStretch(watching(START, START + 3.9 * HOUR), night, 4)).toEqual([]);
    expect(nightStretch(watching(START, START + 4.1 * HOUR), night, 4)).toHaveLength(1);
  });

  test('a pause, paused reports and the hours outside do not count', () => {
    const paused = [
      ...watching(START, START + 2.5 * HOUR),
      ...watching(START + 2.75 * HOUR, START + 4.9 * HOUR),
    ];
    expect(nightStretch(paused, night, 4)).toEqual([]);
    const idle = watching(START, START + 5 * HOUR, { claimedMs: 0, grantedMs: 0 });
    expect(nightStretch(idle, night, 4)).toEqual([]);
    expect(nightStretch(watching(START + 2 * HOUR, START + 9 * HOUR), night, 4)).toEqual([]);
  });
});

describe('A12: lectures without a pause', () => {
  const done = (atMs: number) => ({ lessonId: 'l', sessionId: 'a', atMs });

  test('eight lectures in one stretch, and not eight over a day with pauses', () => {
    const straight = watching(START, START + 8 * HOUR);
    const ends = Array.from({ length: 8 }, (_, at) => done(START + (at + 1) * 0.9 * HOUR));
    expect(lectureRun(straight, ends, 8)[0]?.figures).toMatchObject({ lectures: 8 });
    expect(lectureRun(straight, ends.slice(1), 8)).toEqual([]);
    const rests = straight.filter((one) => Math.floor((one.atMs - START) / HOUR) % 2 === 0);
    expect(lectureRun(rests, ends, 8)).toEqual([]);
  });
});

describe('A5: presence checks answered too quickly or all alike', () => {
  const check = (tookMs: number, at = 0) => ({ sessionId: 'a', askedMs: START + at, tookMs });

  test('three answers within 0.8 s; one or two are luck', () => {
    expect(instantAnswers([check(500), check(700), check(5_000)], 800)).toEqual([]);
    expect(instantAnswers([check(500), check(700), check(799)], 800)).toHaveLength(1);
  });

  test('five and more that all take the same time', () => {
    expect(
      instantAnswers(
        [5_000, 5_050, 5_010, 5_020, 5_000].map((ms) => check(ms)),
        800,
      ),
    ).toHaveLength(1);
    expect(
      instantAnswers(
        [5_000, 8_050, 4_010, 9_020, 5_000].map((ms) => check(ms)),
        800,
      ),
    ).toEqual([]);
  });

  test('whoever takes their time is never conspicuous, however long they may take', () => {
    const slow = fc.array(fc.integer({ min: 2_000, max: 300_000 }), { maxLength: 4 });
    fc.assert(
      fc.property(slow, (all) => {
        expect(
          instantAnswers(
            all.map((ms) => check(ms)),
            800,
          ),
        ).toEqual([]);
      }),
    );
  });
});

describe('A7: devices that take over from each other', () => {
  const opening = (minute: number, device: string, closedMs: number | null = null) => ({
    sessionId: `${minute}`,
    openedMs: START + minute * 60_000,
    closedMs,
    device,
  });

  test('six within an hour', () => {
    const fighting = Array.from({ length: 7 }, (_, at) => opening(at * 8, at % 2 ? 'p' : 'q'));
    expect(takeovers(fighting, 6)[0]?.figures).toEqual({ takeovers: 6 });
    const slower = Array.from({ length: 7 }, (_, at) => opening(at * 15, at % 2 ? 'p' : 'q'));
    expect(takeovers(slower, 6)).toEqual([]);
  });

  test('opening anew on one device, or after closing, is no takeover', () => {
    expect(
      takeovers(
        Array.from({ length: 20 }, (_, at) => opening(at, 'p')),
        6,
      ),
    ).toEqual([]);
    const closed = Array.from({ length: 20 }, (_, at) =>
      opening(at, at % 2 ? 'p' : 'q', START + at * 60_000 + 1),
    );
    expect(takeovers(closed, 6)).toEqual([]);
  });
});
