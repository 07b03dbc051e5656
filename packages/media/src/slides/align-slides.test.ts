import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignSlides } from './align-slides.ts';

const POINTS = 144;

/** Pictures that have nothing to do with one another; the same number gives the same one. */
function picture(seed: number, light = 1): Uint8Array {
  let state = (seed + 1) * 2_654_435_761;
  return Uint8Array.from({ length: POINTS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.round((state >>> 24) * light);
  });
}

const all = (pictures: readonly Uint8Array[]) => ({
  bytes: Uint8Array.from(pictures.flatMap((one) => [...one])),
  points: POINTS,
});

const lengths = fc.array(fc.integer({ min: 3, max: 12 }), { minLength: 1, maxLength: 8 });

test('slides that are shown one after another begin where they are shown, in the dark too', () => {
  fc.assert(
    fc.property(lengths, fc.constantFrom(1, 0.5), (shown, light) => {
      const slides = shown.map((_, seed) => picture(seed));
      const frames = shown.flatMap((frameCount, seed) =>
        Array.from({ length: frameCount }, () => picture(seed, light)),
      );
      const { slides: aligned, certainty } = alignSlides(all(frames), all(slides));
      const starts = shown.map((_, at) => shown.slice(0, at).reduce((sum, one) => sum + one, 0));
      expect(aligned.map(({ from }) => from)).toEqual(starts);
      expect(certainty).toBeGreaterThan(0.8);
    }),
  );
});

test('whatever is shown, slides begin in their order and certainties are shares', () => {
  const seeds = fc.array(fc.nat(20), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 10 }), (shown, count) => {
      const slides = Array.from({ length: count }, (_, seed) => picture(seed));
      const aligned = alignSlides(all(shown.map((seed) => picture(seed))), all(slides));
      const starts = aligned.slides.flatMap(({ from }) => from ?? []);
      expect(aligned.slides).toHaveLength(count);
      expect(starts.length).toBeGreaterThan(0);
      expect(starts[0]).toBe(0);
      expect(starts.every((start, at) => at === 0 || start > (starts[at - 1] ?? 0))).toBe(true);
      for (const { certainty } of [...aligned.slides, aligned]) {
        expect(certainty).toBeGreaterThanOrEqual(0);
        expect(certainty).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('a slide that is not shown is left out, and a recording of something else is not trusted', () => {
  const slides = [0, 1, 2].map((seed) => picture(seed));
  const frames = [0, 0, 0, 0, 2, 2, 2, 2].map((seed) => picture(seed));
  expect(alignSlides(all(frames), all(slides)).slides.map(({ from }) => from)).toEqual([
    0,
    null,
    4,
  ]);
  const elsewhere = Array.from({ length: 30 }, (_, at) => picture(100 + at));
  expect(alignSlides(all(elsewhere), all(slides)).certainty).toBeLessThan(0.2);
  expect(alignSlides(all([]), all(slides))).toMatchObject({ certainty: 0 });
});
