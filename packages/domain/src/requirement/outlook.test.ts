import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAYS_BEFORE_A_PACE, forecast, outlookWith, unsureUntilDaysLeft } from './outlook.ts';

const due = (onCourseUntilDaysLeft: number | null) =>
  ({ kind: 'due', onCourseUntilDaysLeft }) as const;

test.each([
  { promise: 'half the year, half the hours', had: 5_000, gone: 182, left: 183, pace: 10_027 },
  { promise: 'nothing goes on as nothing', had: 0, gone: 300, left: 65, pace: 0 },
  { promise: 'the first weeks say nothing', had: 800, gone: 10, left: 355, pace: null },
  { promise: 'at the end it is what it is', had: 4_321, gone: 365, left: 0, pace: 4_321 },
])('$promise', ({ had, gone, left, pace }) => {
  expect(forecast(had, { daysGone: gone, daysLeft: left }, null)).toEqual({
    atPaceHundredths: pace,
    asLastYearHundredths: null,
  });
});

test('a forecast is never below what is there, grows with it, and ends at it', () => {
  const day = fc.integer({ min: 1, max: 365 });
  const hours = fc.nat({ max: 30_000 });
  fc.assert(
    fc.property(hours, hours, day, hours, (one, more, daysGone, rest) => {
      const days = { daysGone, daysLeft: 365 - daysGone };
      const less = forecast(one, days, rest);
      const greater = forecast(one + more, days, rest);
      for (const key of ['atPaceHundredths', 'asLastYearHundredths'] as const) {
        const [low, high] = [less[key], greater[key]];
        if (low === null || high === null) continue;
        expect(low).toBeGreaterThanOrEqual(one);
        expect(high).toBeGreaterThanOrEqual(low);
        if (days.daysLeft === 0) expect(low).toBe(one);
      }
      expect(less.atPaceHundredths === null).toBe(
        daysGone < DAYS_BEFORE_A_PACE && days.daysLeft > 0,
      );
    }),
  );
});

test('somebody is unsure exactly while last year’s later credits would still reach what is missing', () => {
  const credit = fc.record({
    daysLeft: fc.integer({ min: 1, max: 365 }),
    hundredths: fc.integer({ min: 25, max: 3_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(credit, { maxLength: 15 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 365 }),
      (credits, missing, today) => {
        const sum = (some: readonly { hundredths: number }[]) =>
          some.reduce((total, { hundredths }) => total + hundredths, 0);
        const until = unsureUntilDaysLeft(credits, (some) => sum(some) >= missing);
        const later = credits.filter(({ daysLeft }) => daysLeft < today);
        const early = 365 - today + 1 < DAYS_BEFORE_A_PACE;
        expect(outlookWith(due(null), until, today)).toBe(
          early || sum(later) >= missing ? 'unsure' : 'at_risk',
        );
      },
    ),
  );
});

test.each([
  { promise: 'the pace reaches it', onCourse: 30, unsure: 20, left: 30, outlook: 'likely' },
  { promise: 'only a late rush would', onCourse: 30, unsure: 20, left: 29, outlook: 'unsure' },
  { promise: 'neither does', onCourse: 30, unsure: 20, left: 19, outlook: 'at_risk' },
  { promise: 'the year is over', onCourse: 30, unsure: 1, left: 0, outlook: 'at_risk' },
] as const)('$promise: $outlook', ({ onCourse, unsure, left, outlook }) => {
  expect(outlookWith(due(onCourse), unsure, left)).toBe(outlook);
});

test('who has reached it, is exempt or without a category is in no forecast', () => {
  const rest = { onCourseUntilDaysLeft: null };
  expect(outlookWith({ kind: 'met', ...rest }, null, 0)).toBe('reached');
  expect(outlookWith({ kind: 'exempt', ...rest }, null, 9)).toBe('none');
  expect(outlookWith({ kind: 'without_category', ...rest }, null, 9)).toBe('none');
});
