import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SeenBeat } from './finding.ts';
import { outOfSight, protocolFaults, steadyBeats, undelivered } from './session-rules.ts';

const BEAT = 15_000;
const MINUTE = 60_000;

const run = (gaps: readonly number[], more: Partial<SeenBeat> = {}): SeenBeat[] => {
  let atMs = 1_000_000;
  return gaps.map((gap) => {
    atMs += gap;
    return {
      sessionId: 'a',
      atMs,
      claimedMs: BEAT,
      grantedMs: BEAT,
      visible: true,
      sinceInputMs: 0,
      ...more,
    };
  });
};

describe('A4: reports as even as a clock', () => {
  test('a hundred in a row within a few ms; not ninety-nine', () => {
    const even = Array.from({ length: 100 }, (_, at) => BEAT + (at % 3));
    expect(steadyBeats(run(even), 20)).toMatchObject([{ subject: 'a', figures: { reports: 100 } }]);
    expect(steadyBeats(run(even.slice(1)), 20)).toEqual([]);
  });

  test('a player reports at the next step of the picture, up to a quarter of a second late: never conspicuous', () => {
    const late = fc.array(fc.integer({ min: 0, max: 250 }), { minLength: 400, maxLength: 400 });
    fc.assert(
      fc.property(late, (delays) => {
        fc.pre(new Set(delays).size > 40);
        expect(steadyBeats(run(delays.map((ms) => BEAT + ms)), 20)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('reports that were kept and sent together are no rhythm', () => {
    expect(steadyBeats(run(Array.from({ length: 200 }, () => 0)), 20)).toEqual([]);
  });
});

describe('A6: nobody in sight', () => {
  const alone = (minutes: number, hiddenShare: number) => {
    const count = (minutes * MINUTE) / BEAT;
    return run(Array.from({ length: count }, () => BEAT)).map((beat, at) => ({
      ...beat,
      visible: at >= count * hiddenShare,
      sinceInputMs: (at + 1) * BEAT,
    }));
  };

  test('hidden for most of more than half an hour without a key or a touch', () => {
    expect(outOfSight(alone(40, 0.9), 30)).toMatchObject([{ subject: 'a' }]);
    expect(outOfSight(alone(40, 0.5), 30)).toEqual([]);
    expect(outOfSight(alone(25, 1), 30)).toEqual([]);
  });

  test('whoever touches something now and then may listen in the background', () => {
    const touched = alone(120, 1).map((beat, at) => ({ ...beat, sinceInputMs: (at % 100) * BEAT }));
    expect(outOfSight(touched, 30)).toEqual([]);
  });
});

describe('A8: claimed and never sent', () => {
  const playback = { sessionId: 'a', fromMs: 0, toMs: 1 };

  test('less than nine tenths, and more than a minute', () => {
    const claimed = [[0, 1_000_000]] as const;
    expect(undelivered(playback, claimed, [[0, 900_000]], 90)).toEqual([]);
    expect(undelivered(playback, claimed, [[0, 890_000]], 90)).toMatchObject([
      { figures: { missingMs: 110_000, sentPercent: 89 } },
    ]);
    expect(undelivered(playback, [[0, 50_000]], [], 90)).toEqual([]);
    expect(undelivered(playback, [], [], 90)).toEqual([]);
  });

  test('what was sent in full is never conspicuous', () => {
    const set = fc
      .uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 2, maxLength: 20 })
      .map((cuts) => cuts.sort((a, b) => a - b))
      .map((cuts) =>
        cuts.flatMap((from, at): [number, number][] =>
          at % 2 === 0 && cuts[at + 1] !== undefined
            ? [[from * 1000, (cuts[at + 1] ?? 0) * 1000 - 1]]
            : [],
        ),
      );
    fc.assert(
      fc.property(set, (claimed) => {
        expect(undelivered(playback, claimed, claimed, 90)).toEqual([]);
      }),
    );
  });
});

test('A10: one report with a used number or a wrong nonce is enough, unless the limit is higher', () => {
  const refused = { sessionId: 'a', fromMs: 0, toMs: 5, conflicts: 1, badNonces: 0 };
  expect(protocolFaults([refused], 1)).toHaveLength(1);
  expect(protocolFaults([refused], 2)).toEqual([]);
  expect(protocolFaults([{ ...refused, conflicts: 0 }], 1)).toEqual([]);
});
