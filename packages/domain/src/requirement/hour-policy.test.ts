import { expect, test } from 'vitest';
import type { Clause } from './clause.ts';
import { checkPolicy, type CreditRules, type HourPolicy } from './hour-policy.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { CN_2023 } from './presets/cn-2023.ts';

const clause: Clause = {
  id: 'all',
  title: { 'zh-CN': '各类学习培训', en: 'Training of all kinds' },
  filter: {},
  hundredths: 10_000,
  halfDays: 24,
  periodYears: 1,
};

test.each([CN_2010_GRASSROOTS, CN_2023])('the preset $code can be saved', (policy) => {
  expect(checkPolicy(policy)).toEqual({ ok: true });
});

test.each<{ promise: string; change: Partial<HourPolicy>; finding: object }>([
  {
    promise: 'without a basis document',
    change: { basis: { title: ' ', number: null, date: null } },
    finding: { problem: 'no-basis' },
  },
  {
    promise: 'that leaves a category without any requirement',
    change: { byCategory: { ...CN_2010_GRASSROOTS.byCategory, township: [] } },
    finding: { problem: 'no-clauses', category: 'township' },
  },
  {
    promise: 'with one id for two clauses',
    change: { byCategory: { ...CN_2010_GRASSROOTS.byCategory, township: [clause, clause] } },
    finding: { problem: 'duplicate-clause', category: 'township', clauseId: 'all' },
  },
  {
    promise: 'with a clause that cannot be saved',
    change: {
      byCategory: { ...CN_2010_GRASSROOTS.byCategory, township: [{ ...clause, hundredths: -1 }] },
    },
    finding: { problem: 'threshold-not-positive', category: 'township', clauseId: 'all' },
  },
])('a policy $promise cannot be saved', ({ change, finding }) => {
  expect(checkPolicy({ ...CN_2010_GRASSROOTS, ...change })).toMatchObject({
    ok: false,
    ...finding,
  });
});

test.each<{ promise: string; change: Partial<CreditRules>; problem: string }>([
  {
    promise: 'an hour of 20 minutes',
    change: { academicHourMinutes: 20 },
    problem: 'academic-hour-out-of-range',
  },
  {
    promise: 'steps of 0.3 hours',
    change: { stepHundredths: 30 },
    problem: 'step-not-a-part-of-an-hour',
  },
  {
    promise: 'half-days of a minute',
    change: { hundredthsPerHalfDay: 2 },
    problem: 'half-day-out-of-range',
  },
  {
    promise: 'lectures of which a third is enough',
    change: { coveragePercent: 33 },
    problem: 'coverage-out-of-range',
  },
  {
    promise: 'more than all of a lecture',
    change: { coveragePercent: 101 },
    problem: 'coverage-out-of-range',
  },
  {
    promise: 'play at sixteen times',
    change: { maxRatePercent: 1_600 },
    problem: 'rate-unknown',
  },
  {
    promise: 'no share for offline study that is credited',
    change: { offlineStudy: { credited: true, maxYearSharePercent: 0 } },
    problem: 'offline-share-out-of-range',
  },
])('a policy with $promise cannot be saved', ({ change, problem }) => {
  expect(checkPolicy({ ...CN_2010_GRASSROOTS, ...change })).toEqual({
    ok: false,
    problem,
    category: null,
    clauseId: null,
  });
});
