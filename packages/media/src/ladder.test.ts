import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ladderHeights, planLadder } from './ladder.ts';
import { measureRates } from './playlist.ts';
import { planThumbnails, thumbnailVtt } from './thumbnails.ts';

const sources = fc.record({
  width: fc.integer({ min: 64, max: 4096 }),
  height: fc.integer({ min: 64, max: 4096 }),
  frameRate: fc.double({ min: 0.1, max: 240, noNaN: true }),
});

describe('the ladder of a lecture', () => {
  test.each([
    { promise: 'a 720p recording gets 720, 480 and 360', height: 720, heights: [720, 480, 360] },
    { promise: 'a 1080p recording gets the same', height: 1080, heights: [720, 480, 360] },
    {
      promise: 'a 540p recording gets its own size and less',
      height: 540,
      heights: [540, 360, 270],
    },
    { promise: 'an odd height becomes even', height: 361, heights: [360, 240, 180] },
    { promise: 'the smallest source still has three', height: 64, heights: [64, 42, 32] },
  ])('$promise', ({ height, heights }) => expect(ladderHeights(height)).toEqual(heights));

  test('three distinct even sizes, none higher than the source, whatever the source is', () => {
    fc.assert(
      fc.property(sources, (source) => {
        const rungs = planLadder(source);
        const heights = rungs.map((rung) => rung.height);
        expect(new Set(heights).size).toBe(3);
        for (const rung of rungs) {
          expect(rung.height).toBeLessThanOrEqual(source.height);
          expect([rung.height % 2, rung.width % 2]).toEqual([0, 0]);
        }
      }),
    );
  });

  test('every rendition has a whole number of frames in two seconds, so all cut at the same instants', () => {
    fc.assert(
      fc.property(sources, (source) => {
        for (const { frameRate } of planLadder(source)) {
          expect(frameRate * 2).toBe(Math.round(frameRate * 2));
          expect(frameRate).toBeGreaterThanOrEqual(5);
          expect(frameRate).toBeLessThanOrEqual(30);
        }
      }),
    );
  });

  test.each([
    { promise: 'slides at 10: the smaller ones have half the frames', from: 10, rates: [10, 5, 5] },
    {
      promise: 'a filmed lecturer stays fluent except on the smallest',
      from: 25,
      rates: [25, 25, 12.5],
    },
    { promise: 'a phone at 60 becomes 30', from: 59.94, rates: [30, 30, 15] },
    { promise: 'a slide show of one picture a second gets 5', from: 1, rates: [5, 5, 5] },
  ])('$promise', ({ from, rates }) => {
    const rungs = planLadder({ width: 1280, height: 720, frameRate: from });
    expect(rungs.map((rung) => rung.frameRate)).toEqual(rates);
  });
});

describe('measured rates', () => {
  const segments = fc.array(
    fc.record({ seconds: fc.double({ min: 0.1, max: 4, noNaN: true }), bytes: fc.nat(1_000_000) }),
    { minLength: 1, maxLength: 40 },
  );

  test('the peak is never below the average', () => {
    fc.assert(
      fc.property(segments, (list) => {
        const { peak, average } = measureRates(list, 4);
        expect(peak).toBeGreaterThanOrEqual(average);
      }),
    );
  });

  test('a heavy scrap at the end does not count as a peak of its own', () => {
    const even = [4, 4, 4].map((seconds) => ({ seconds, bytes: 4_000 }));
    const { peak } = measureRates([...even, { seconds: 0.1, bytes: 2_000 }], 4);
    expect(peak).toBeLessThan(13_000);
  });
});

describe('seek pictures', () => {
  test('every ten seconds of a lecture has one picture inside its sheet, without gaps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14_400_000 }), (durationMs) => {
        const plan = planThumbnails(durationMs, { width: 1280, height: 720 });
        const vtt = thumbnailVtt(plan, durationMs);
        const places = [...vtt.matchAll(/thumbs-(\d{3})\.jpg#xywh=(\d+),(\d+),160,90/g)];
        expect(places.length).toBe(Math.ceil(durationMs / 10_000));
        expect(new Set(places.map(([place]) => place)).size).toBe(places.length);
        for (const [, sheet, x, y] of places) {
          expect(Number(sheet)).toBeLessThan(plan.sheets);
          expect(Number(x)).toBeLessThanOrEqual(plan.width * (plan.columns - 1));
          expect(Number(y)).toBeLessThanOrEqual(plan.height * (plan.rows - 1));
        }
      }),
      { numRuns: 50 },
    );
  });
});
