import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthMs, normalise, subtract, union, type IntervalSet } from './intervals.ts';
import {
  afterMissedCheck,
  countTowardsCheck,
  DEFAULT_PRESENCE_POLICY,
  mostWhileWaiting,
  standingOfCheck,
} from './presence.ts';

const policy = DEFAULT_PRESENCE_POLICY;
const ASKED = 1_700_000_000_000;
const check = { id: 'c', askedMs: ASKED, deadlineMs: ASKED + 60_000 };

test.each([
  {
    promise: 'may be answered to the last moment of its time and the way to the server',
    after: 65_000,
    heard: 15_000,
    standing: 'in-time',
  },
  {
    promise: 'is missed when reports go on past it',
    after: 65_001,
    heard: 15_000,
    standing: 'missed',
  },
  {
    promise: 'is asked again when nothing was heard since it was asked',
    after: 65_001,
    heard: 0,
    standing: 'unreached',
  },
  {
    promise: 'is asked again after a night without a link',
    after: 36_000_000,
    heard: 0,
    standing: 'unreached',
  },
])('a check $promise', ({ after, heard, standing }) => {
  expect(standingOfCheck(check, ASKED + heard, ASKED + after, policy)).toBe(standing);
});

test('while it waits, its time and what a lost link had buffered may be granted, at the fastest rate', () => {
  expect(mostWhileWaiting(check, { maxRate: 1, burstMs: 120_000 })).toBe(180_000);
  expect(mostWhileWaiting(check, { maxRate: 1.5, burstMs: 120_000 })).toBe(210_000);
});

test('without an open check there is nothing to miss', () => {
  expect(standingOfCheck(null, ASKED, ASKED + 1_000_000, policy)).toBe('none');
});

test('only newly granted time counts towards a check and is at stake in it', () => {
  const before = { untilCheckMs: 100_000, unproven: [] as IntervalSet };
  const after = countTowardsCheck(before, [[0, 50_000]], [[0, 80_000]]);
  expect(after).toEqual({ untilCheckMs: 70_000, unproven: [[50_000, 80_000]] });
  expect(countTowardsCheck(after, [[0, 80_000]], [[0, 80_000]])).toEqual(after);
  // Below nothing it is what was granted since the check fell due.
  expect(countTowardsCheck(after, [], [[0, 90_000]]).untilCheckMs).toBe(-20_000);
});

const anySet = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 60 })), {
    maxLength: 8,
  })
  .map((parts) =>
    normalise(parts.map(([from, length]) => [from * 1000, (from + length) * 1000] as const)),
  );

test('a missed check takes back what was granted since the last proof, and not a moment more', () => {
  fc.assert(
    fc.property(anySet, fc.array(anySet, { maxLength: 6 }), (proven, grants) => {
      let watched = proven;
      let state = { untilCheckMs: 10_000_000, unproven: [] as IntervalSet };
      for (const grant of grants) {
        const after = union(watched, grant);
        state = countTowardsCheck(state, watched, after);
        watched = after;
      }
      expect(afterMissedCheck(watched, state.unproven)).toEqual(proven);
      expect(subtract(state.unproven, watched)).toEqual([]);
      expect(10_000_000 - state.untilCheckMs).toBe(lengthMs(watched) - lengthMs(proven));
    }),
    { numRuns: 2000 },
  );
});
