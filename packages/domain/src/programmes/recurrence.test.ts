import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysLater, monthsLater, monthsUntilNext } from './recurrence.ts';

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-02-29', 12, '2029-02-28'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-03-01', 12, '2027-03-01'],
])('%s and %i months is %s', (day, months, later) => {
  expect(monthsLater(day, months)).toBe(later);
});

test('a later day stays later, and days go there and back', () => {
  const day = fc.date({
    min: new Date('2001-01-01'),
    max: new Date('2100-01-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 400 }), (instant, days) => {
      const from = instant.toISOString().slice(0, 10);
      expect(daysLater(daysLater(from, days), -days)).toBe(from);
      expect(monthsLater(from, 3) > from).toBe(true);
    }),
  );
  expect([
    monthsUntilNext('none'),
    monthsUntilNext('quarterly'),
    monthsUntilNext('yearly'),
  ]).toEqual([null, 3, 12]);
});
