import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barringYears, mayRepeat, REPEATS } from './repeat.ts';

const at = (text: string) => new Date(text);

test('a course of every three years is credited again in the third year after, by the calendar of Shanghai', () => {
  const completed = at('2026-12-31T15:59:59.999Z');
  expect(mayRepeat('every-3-years', completed, at('2028-12-31T15:59:59.999Z'))).toBe(false);
  expect(mayRepeat('every-3-years', completed, at('2028-12-31T16:00:00Z'))).toBe(true);
  expect(mayRepeat('yearly', completed, at('2026-12-31T16:00:00Z'))).toBe(true);
  expect(mayRepeat('never', completed, at('2099-01-01T00:00:00Z'))).toBe(false);
});

test('what may be repeated at some time may be at every later time', () => {
  const instant = fc.date({
    min: at('2000-01-01T00:00:00Z'),
    max: at('2060-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...REPEATS),
      instant,
      instant,
      fc.nat(1e11),
      (repeat, done, now, later) => {
        fc.pre(now >= done);
        if (!mayRepeat(repeat, done, now)) return;
        expect(mayRepeat(repeat, done, new Date(now.getTime() + later))).toBe(true);
      },
    ),
  );
});

test('never more than once within the years that a course names', () => {
  expect(barringYears('every-2-years', at('2026-06-01T00:00:00Z'))).toEqual([2026, 2025]);
  expect(barringYears('never', at('2026-06-01T00:00:00Z'))).toBeNull();
});
