import { expect, test } from 'vitest';
import type { Clause } from './clause.ts';
import { policyProblems, type HourPolicy } from './hour-policy.ts';
import { CN_2010_GRASSROOTS as preset } from './presets/cn-2010-grassroots.ts';

const [whole] = preset.byCategory.township;
if (!whole) throw new Error('the preset owes a clause');

const withTownship = (
  township: readonly Clause[],
  change: Partial<HourPolicy> = {},
): HourPolicy => ({
  ...preset,
  ...change,
  byCategory: { ...preset.byCategory, township },
});

test('a policy that can stand has no problems', () => {
  expect(policyProblems(preset)).toEqual([]);
});

test('everything that is wrong is told, each thing at its clause', () => {
  const astray = { ...whole, insteadOf: 'nothing', appliesTo: { ranks: [] }, hundredths: 0 };
  const policy = withTownship([whole, astray], { stepHundredths: 30, proRataMonths: 13 });
  const at = { category: 'township', clauseId: whole.id };
  const nowhere = { category: null, clauseId: null };
  expect(policyProblems(policy)).toEqual([
    { problem: 'step-not-a-part-of-an-hour', ...nowhere },
    { problem: 'pro-rata-out-of-range', ...nowhere },
    { problem: 'threshold-not-positive', ...at },
    { problem: 'empty-scope', ...at },
    { problem: 'duplicate-clause', ...at },
    { problem: 'instead-of-unknown', ...at },
  ]);
});

test.each([
  { promise: 'that begins above 0 minutes', tiers: [{ fromSeconds: 60, hundredths: 25 }] },
  {
    promise: 'in which longer is worth less',
    tiers: [
      { fromSeconds: 0, hundredths: 50 },
      { fromSeconds: 900, hundredths: 25 },
    ],
  },
  { promise: 'with a row worth nothing', tiers: [{ fromSeconds: 0, hundredths: 0 }] },
])('a table of lengths $promise cannot be saved', ({ tiers }) => {
  expect(policyProblems({ ...preset, tiers }).map(({ problem }) => problem)).toEqual([
    'tiers-unsound',
  ]);
});

test('a clause without thresholds is told that once, whatever its cap', () => {
  const none = { ...whole, hundredths: null, halfDays: null, maxCountableHundredths: 5 };
  expect(policyProblems(withTownship([none])).map(({ problem }) => problem)).toEqual([
    'no-threshold',
  ]);
});
