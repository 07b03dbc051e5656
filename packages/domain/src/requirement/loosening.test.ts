import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AUDIENCE_CATEGORIES } from './audience-category.ts';
import type { Clause } from './clause.ts';
import type { CreditRules, HourPolicy } from './hour-policy.ts';
import { looseningsOf } from './loosening.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { CN_2023 } from './presets/cn-2023.ts';
import { evaluateRequirement, type CreditSum } from './requirement.ts';

const county = CN_2010_GRASSROOTS;

test('a policy may stand below itself', () => {
  for (const policy of [CN_2010_GRASSROOTS, CN_2023])
    expect(looseningsOf(policy, policy)).toEqual([]);
});

test.each<{ promise: string; change: Partial<CreditRules>; what: string }>([
  { promise: 'less of each lecture', change: { coveragePercent: 90 }, what: 'coverage' },
  { promise: 'faster play', change: { maxRatePercent: 150 }, what: 'rate' },
  { promise: 'a shorter hour', change: { academicHourMinutes: 40 }, what: 'academic-hour' },
  { promise: 'a longer hour', change: { academicHourMinutes: 50 }, what: 'academic-hour' },
  { promise: 'finer steps', change: { stepHundredths: 10 }, what: 'step' },
  { promise: 'more for a half-day', change: { hundredthsPerHalfDay: 450 }, what: 'half-day' },
  { promise: 'the same content twice', change: { equivalence: 'both' }, what: 'equivalence' },
  {
    promise: 'offline study that counts',
    change: { offlineStudy: { credited: true, maxYearSharePercent: 5 } },
    what: 'offline',
  },
])('a township may not grant $promise where its county does not', ({ change, what }) => {
  expect(looseningsOf({ ...county, ...change }, county)).toEqual([{ what }]);
});

test.each<{ promise: string; change: Partial<CreditRules> }>([
  { promise: 'all of each lecture', change: { coveragePercent: 100 } },
  { promise: 'the same content once, the first', change: { equivalence: 'first' } },
  { promise: 'less for a half-day', change: { hundredthsPerHalfDay: 300 } },
])('a township may ask for $promise', ({ change }) => {
  expect(looseningsOf({ ...county, ...change }, county)).toEqual([]);
});

test('a requirement that is missing below is named with its category', () => {
  const byCategory = { ...county.byCategory, township: CN_2023.byCategory.township };
  expect(looseningsOf({ ...county, byCategory }, county)).toEqual([
    { what: 'clause', category: 'township', clauseId: 'all-training' },
  ]);
});

const MODES = ['online', 'in_person'] as const;
const threshold = fc.option(fc.integer({ min: 1, max: 60 }));
const clauses: fc.Arbitrary<Clause> = fc
  .record({
    modes: fc.option(fc.subarray([...MODES], { minLength: 1 })),
    hours: threshold,
    halfDays: threshold,
    cap: fc.option(fc.integer({ min: 1, max: 60 })),
    capOnline: fc.boolean(),
  })
  .filter(({ hours, halfDays }) => hours !== null || halfDays !== null)
  .map(({ modes, hours, halfDays, cap, capOnline }) => ({
    id: 'c',
    title: { 'zh-CN': '', en: '' },
    filter: modes ? { modes } : {},
    hundredths: hours,
    halfDays,
    periodYears: 1 as const,
    ...(cap === null ? {} : { maxCountableHundredths: cap }),
    ...(cap !== null && capOnline ? { maxCountableFilter: { modes: ['online'] as const } } : {}),
  }));
const policies = fc.array(clauses, { minLength: 1, maxLength: 3 }).map((owed): HourPolicy => ({
  ...county,
  byCategory: Object.fromEntries(
    AUDIENCE_CATEGORIES.map((category) => [
      category,
      owed.map((clause, at) => ({ ...clause, id: `c${at}` })),
    ]),
  ) as unknown as HourPolicy['byCategory'],
}));
const credits: fc.Arbitrary<CreditSum[]> = fc.array(
  fc.record({
    hundredths: fc.integer({ min: 0, max: 80 }),
    halfDays: fc.integer({ min: 0, max: 80 }),
    mode: fc.constantFrom(...MODES),
    intensity: fc.constant('regular' as const),
    area: fc.constant(null),
    required: fc.boolean(),
    year: fc.constant(2026),
  }),
  { maxLength: 3 },
);

test('whoever meets a policy that loosens nothing meets the one above', () => {
  let compared = 0;
  fc.assert(
    fc.property(policies, policies, credits, (below, above, entries) => {
      if (looseningsOf(below, above).length > 0) return;
      compared += 1;
      const met = (policy: HourPolicy) =>
        evaluateRequirement(policy, 'township', entries, 2026).met;
      expect(met(below) && !met(above)).toBe(false);
    }),
    { numRuns: 20_000 },
  );
  expect(compared).toBeGreaterThan(200);
});
