import fc from 'fast-check';
import { expect, test } from 'vitest';
import { earnedByLessons, partOfValue, type WeighedLesson } from './partial.ts';

const lesson = (minutes: number, complete: boolean, required = true): WeighedLesson => ({
  seconds: minutes * 60,
  complete,
  required,
});
const value = fc.record({
  valueHundredths: fc.integer({ min: 1, max: 10_000 }),
  stepHundredths: fc.constantFrom(1, 5, 10, 25, 50, 100),
});
const seconds = fc.integer({ min: 0, max: 100_000 });

test('half of a course of two hours is an hour; a third is half an hour, by steps of a quarter', () => {
  const two = { valueHundredths: 200, stepHundredths: 25 };
  expect(earnedByLessons(two, [lesson(30, true), lesson(30, false)])).toBe(100);
  expect(earnedByLessons(two, [lesson(30, true), lesson(60, false)])).toBe(50);
});

test('what is not required earns nothing, and without a required lesson of some length nothing does', () => {
  const two = { valueHundredths: 200, stepHundredths: 25 };
  expect(earnedByLessons(two, [lesson(30, true, false), lesson(30, false)])).toBe(0);
  expect(earnedByLessons(two, [])).toBe(0);
});

test('a part is whole steps, never more than was done, and leaves something for the completion', () => {
  fc.assert(
    fc.property(value, seconds, seconds, (worth, done, rest) => {
      const part = partOfValue(worth, done, done + rest);
      expect(part % worth.stepHundredths).toBe(0);
      expect(part * (done + rest)).toBeLessThanOrEqual(worth.valueHundredths * done);
      expect(part).toBeGreaterThanOrEqual(0);
      expect(part).toBeLessThan(worth.valueHundredths);
    }),
  );
});

test('whatever order lessons are completed in, no step takes anything back', () => {
  const lessons = fc.array(fc.record({ seconds, required: fc.boolean() }), { maxLength: 12 });
  fc.assert(
    fc.property(value, lessons, (worth, some) => {
      let before = 0;
      for (let done = 0; done <= some.length; done += 1) {
        const now = earnedByLessons(
          worth,
          some.map((one, at) => ({ ...one, complete: at < done })),
        );
        expect(now).toBeGreaterThanOrEqual(before);
        before = now;
      }
      expect(before).toBeLessThan(worth.valueHundredths);
    }),
  );
});
