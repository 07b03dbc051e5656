import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HourPolicy } from './hour-policy.ts';
import { pace } from './pace.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { CN_2023 } from './presets/cn-2023.ts';
import { evaluateRequirement } from './requirement.ts';

const township = (hundredths: number, halfDays = 0, policy: HourPolicy = CN_2010_GRASSROOTS) => {
  const kind = { mode: 'in_person', intensity: 'regular', area: 'law' } as const;
  const entry = { ...kind, hundredths, halfDays, required: false, year: 2026 };
  return evaluateRequirement(policy, 'township', [entry], 2026);
};

test.each([
  {
    promise: 'half a year left: four hours a week',
    earnedHundredths: 0,
    daysLeft: 175,
    perWeek: 400,
  },
  { promise: 'rounded up, so that it is enough', earnedHundredths: 0, daysLeft: 174, perWeek: 403 },
  {
    promise: 'the last day: all that is missing',
    earnedHundredths: 9_900,
    daysLeft: 1,
    perWeek: 100,
  },
  {
    promise: 'the last week: all that is missing',
    earnedHundredths: 9_900,
    daysLeft: 7,
    perWeek: 100,
  },
])('pace, $promise', ({ earnedHundredths, daysLeft, perWeek }) => {
  expect(pace(township(earnedHundredths), daysLeft)?.hundredthsPerWeek).toBe(perWeek);
});

test('pace is for every clause that waits for hours', () => {
  expect(pace(township(0, 0, CN_2023), 70)).toEqual({
    hundredthsPerWeek: 1_400,
    clauses: [
      { id: 'concentrated', hundredthsPerWeek: 900 },
      { id: 'online-study', hundredthsPerWeek: 500 },
    ],
  });
});

test('who has met the requirement needs no pace', () => {
  expect(pace(township(9_600, 24), 10)).toBeNull();
});

test('keeping to the pace reaches the requirement in time', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 9_999 }),
      fc.integer({ min: 7, max: 366 }),
      (hundredths, daysLeft) => {
        const perWeek = pace(township(hundredths), daysLeft)?.hundredthsPerWeek ?? 0;
        expect(hundredths + (perWeek * daysLeft) / 7).toBeGreaterThanOrEqual(10_000);
        expect(hundredths + ((perWeek - 1) * daysLeft) / 7).toBeLessThan(10_000);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a five-year clause is due in the last year of its period, not before', () => {
  const [clause] = CN_2010_GRASSROOTS.byCategory.township;
  const fiveYears = clause ? [{ ...clause, periodYears: 5 as const, periodStartYear: 2023 }] : [];
  const byCategory = { ...CN_2010_GRASSROOTS.byCategory, township: fiveYears };
  const policy = { ...CN_2010_GRASSROOTS, byCategory };
  const inYear = (year: number) => evaluateRequirement(policy, 'township', [], year);
  expect(pace(inYear(2026), 70)).toBeNull();
  expect(pace(inYear(2027), 70)?.hundredthsPerWeek).toBe(1_000);
});

test('days alone give no pace in hours', () => {
  const [clause] = CN_2010_GRASSROOTS.byCategory.township;
  const daysOnly = clause ? [{ ...clause, hundredths: null }] : [];
  const byCategory = { ...CN_2010_GRASSROOTS.byCategory, township: daysOnly };
  expect(pace(township(0, 0, { ...CN_2010_GRASSROOTS, byCategory }), 70)).toBeNull();
});
