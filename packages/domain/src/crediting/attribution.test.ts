import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitAtNewYear, type LessonOverNewYear } from './attribution.ts';

const nothingGiven = { givenBefore: 0, givenSince: 0 };
const twoHours = { valueHundredths: 200, stepHundredths: 25, ...nothingGiven };
const lecture = (countedBeforeMs: number, countedMs = 1_000): LessonOverNewYear => ({
  seconds: 1_800,
  countedMs,
  countedBeforeMs,
});

test.each([
  { promise: 'three quarters watched before New Year', lessons: [lecture(750)], before: 150 },
  { promise: 'a little less: rounded down', lessons: [lecture(749)], before: 125 },
  { promise: 'one lesson before, one after', lessons: [lecture(1_000), lecture(0)], before: 100 },
  { promise: 'all of it before, and finished after', lessons: [lecture(1_000)], before: 175 },
  { promise: 'nothing before', lessons: [lecture(0)], before: 0 },
  { promise: 'nobody knows when', lessons: [lecture(0, 0)], before: 0 },
])('$promise', ({ lessons, before }) => {
  expect(splitAtNewYear({ ...twoHours, lessons })).toEqual({ before, since: 200 - before });
});

test('what was credited by lessons before New Year is not credited there again', () => {
  const lessons = [lecture(1_000), lecture(500)];
  expect(splitAtNewYear({ ...twoHours, lessons, givenBefore: 100 })).toEqual({
    before: 50,
    since: 50,
  });
});

test('whatever was learned when, and given before, the years together are the value, and nobody has more by it', () => {
  const lesson = fc
    .record({
      seconds: fc.integer({ min: 0, max: 20_000 }),
      countedMs: fc.integer({ min: 0, max: 10_000_000 }),
      part: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ part, ...of }) => ({
      ...of,
      countedBeforeMs: Math.floor((of.countedMs * part) / 100),
    }));
  const given = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(
      fc.record({
        valueHundredths: fc.integer({ min: 1, max: 10_000 }),
        stepHundredths: fc.constantFrom(1, 25, 50, 100),
        lessons: fc.array(lesson, { maxLength: 8 }),
        givenBefore: given,
        givenSince: given,
      }),
      ({ givenBefore, givenSince, ...of }) => {
        const step = of.stepHundredths;
        const inSteps = { givenBefore: givenBefore * step, givenSince: givenSince * step };
        const finished = { ...of, ...inSteps };
        const { before, since } = splitAtNewYear(finished);
        const left = finished.valueHundredths - finished.givenBefore - finished.givenSince;
        expect(before + since).toBe(Math.max(0, left));
        expect(before).toBeGreaterThanOrEqual(0);
        expect(before % finished.stepHundredths).toBe(0);
        if (left > 0) expect(since).toBeGreaterThan(0);
        const seconds = finished.lessons.reduce((sum, one) => sum + one.seconds, 0);
        const early = finished.lessons.reduce(
          (sum, { seconds: of, countedMs, countedBeforeMs }) =>
            countedMs === 0 ? sum : sum + (of * countedBeforeMs) / countedMs,
          0,
        );
        const fair = seconds === 0 ? 0 : (finished.valueHundredths * early) / seconds;
        if (before > 0) expect(before + finished.givenBefore).toBeLessThanOrEqual(fair + 1e-6);
      },
    ),
  );
});
