import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalise } from '../watching/intervals.ts';
import { attentionCurve, mostRepeated, steepestLoss, type WatchedLecture } from './attention.ts';

const DURATION = 300_000;
const someSet = fc
  .array(
    fc
      .tuple(fc.nat(DURATION), fc.nat(DURATION))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const),
    { maxLength: 4 },
  )
  .map((pairs) => normalise(pairs.map(([from, to]) => [from, Math.min(to, DURATION)] as const)));
const learner: fc.Arbitrary<WatchedLecture> = fc.record({
  watched: someSet,
  playbacks: fc.array(someSet, { maxLength: 4 }),
  resumeMs: fc.nat(DURATION),
  isComplete: fc.boolean(),
});

test('the stretches lie side by side from beginning to end, however long the lecture is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 * 3_600_000 }), (durationMs) => {
      const curve = attentionCurve(durationMs, []);
      expect(curve.length).toBeLessThanOrEqual(60);
      expect(curve[0]?.fromMs).toBe(0);
      expect(curve.at(-1)?.toMs).toBe(durationMs);
      for (const [at, stretch] of curve.entries()) {
        expect(stretch.toMs).toBeGreaterThan(stretch.fromMs);
        if (at > 0) expect(stretch.fromMs).toBe(curve[at - 1]?.toMs);
      }
    }),
  );
});

test('whoever has not completed it left at one place; nobody is counted twice as watching', () => {
  fc.assert(
    fc.property(fc.array(learner, { maxLength: 12 }), (learners) => {
      const curve = attentionCurve(DURATION, learners);
      const left = curve.reduce((sum, one) => sum + one.left, 0);
      expect(left).toBe(learners.filter(({ isComplete }) => !isComplete).length);
      for (const { watched, again } of curve) {
        expect(watched).toBeLessThanOrEqual(learners.length);
        expect(again).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('the order of learners changes nothing, and curves of two groups add up', () => {
  fc.assert(
    fc.property(fc.array(learner), fc.array(learner), (some, others) => {
      const [one, two] = [attentionCurve(DURATION, some), attentionCurve(DURATION, others)];
      const both = attentionCurve(DURATION, [...others, ...some]);
      for (const [at, stretch] of both.entries()) {
        expect(stretch.watched).toBe((one[at]?.watched ?? 0) + (two[at]?.watched ?? 0));
        expect(stretch.again).toBe((one[at]?.again ?? 0) + (two[at]?.again ?? 0));
        expect(stretch.left).toBe((one[at]?.left ?? 0) + (two[at]?.left ?? 0));
      }
    }),
  );
});

const whole = [[0, DURATION]] as const;
const until = (ms: number, isComplete = false): WatchedLecture => ({
  watched: [[0, ms]],
  playbacks: [[[0, ms]]],
  resumeMs: ms,
  isComplete,
});

test('the place where a third stopped is found, and a part that is played twice by most', () => {
  const learners = [
    ...Array.from({ length: 6 }, () => until(DURATION, true)),
    ...Array.from({ length: 3 }, () => until(151_000)),
  ];
  const curve = attentionCurve(DURATION, learners);
  expect(steepestLoss(curve, learners.length)).toMatchObject({
    fromMs: 150_000,
    left: 3,
    watched: 6,
  });
  expect(mostRepeated(curve, learners.length)).toBeNull();
  const again = learners.map((one) => ({
    ...one,
    playbacks: [whole, [[60_000, 70_000]] as const],
  }));
  expect(mostRepeated(attentionCurve(DURATION, again), 9)).toMatchObject({
    fromMs: 60_000,
    again: 9,
  });
});

test('two who stop are no loss, nor are those who never began', () => {
  const learners = [until(151_000), until(151_000), ...Array.from({ length: 8 }, () => until(0))];
  expect(steepestLoss(attentionCurve(DURATION, learners), 10)).toBeNull();
});
