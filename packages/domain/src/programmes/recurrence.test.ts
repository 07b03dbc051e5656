import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  daysLater,
  monthsLater,
  monthsUntilNext,
  nextRun,
  NEXT_RUN_DAYS,
  RECURRENCES,
  wholeMonthsLater,
} from './recurrence.ts';

const anyDay = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((instant) => instant.toISOString().slice(0, 10));
const isLastOfMonth = (day: string) => daysLater(day, 1).endsWith('-01');

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
  expect(RECURRENCES.map(monthsUntilNext)).toEqual([null, 1, 3, 6, 12]);
});

test.each([
  ['2026-06-30', 3, '2026-09-30'],
  ['2026-09-30', 3, '2026-12-31'],
  ['2027-02-28', 12, '2028-02-29'],
  ['2026-06-29', 3, '2026-09-29'],
  ['2027-01-31', 1, '2027-02-28'],
  ['2027-02-28', 1, '2027-03-31'],
  ['2026-06-30', 6, '2026-12-31'],
])('%s and %i whole months is %s', (day, months, later) => {
  expect(wholeMonthsLater(day, months)).toBe(later);
});

test('what ends with a month still does however often it comes again; other days stay as they are', () => {
  fc.assert(
    fc.property(anyDay, fc.constantFrom(1, 3, 6, 12), (day, months) => {
      const later = wholeMonthsLater(day, months);
      if (isLastOfMonth(day)) expect(isLastOfMonth(later)).toBe(true);
      else expect(later).toBe(monthsLater(day, months));
      const twice = wholeMonthsLater(later, months);
      if (isLastOfMonth(day)) expect(twice).toBe(wholeMonthsLater(day, 2 * months));
    }),
  );
});

test('the next run lies a period on, in its order, and is made before this one ends', () => {
  fc.assert(
    fc.property(
      anyDay,
      fc.integer({ min: 0, max: 300 }),
      fc.constantFrom(...RECURRENCES.filter((one) => one !== 'none')),
      (startsOn, days, recurrence) => {
        const endsOn = daysLater(startsOn, days);
        const next = nextRun({ recurrence, startsOn, endsOn });
        expect(next?.preparedOn).toBe(daysLater(endsOn, -NEXT_RUN_DAYS));
        expect((next?.startsOn ?? '') > startsOn && (next?.endsOn ?? '') > endsOn).toBe(true);
        expect((next?.endsOn ?? '') >= (next?.startsOn ?? 'x')).toBe(true);
      },
    ),
  );
  expect(nextRun({ recurrence: 'none', startsOn: '2026-01-01', endsOn: '2026-02-01' })).toBeNull();
});
