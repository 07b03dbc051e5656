import { expect, test } from 'vitest';
import type { Clause } from './clause.ts';
import { checkPolicy, type CreditRules, type HourPolicy, type OwingRules } from './hour-policy.ts';
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

const owing = (township: readonly Clause[]) => ({
  byCategory: { ...CN_2010_GRASSROOTS.byCategory, township },
});
const leaders: Clause = {
  ...clause,
  id: 'leaders',
  hundredths: 11_000,
  insteadOf: 'all',
  appliesTo: { positionLevels: ['141', '142'] },
};

test('two clauses in one place for different posts, or one nearer than the other, can be saved', () => {
  const others = { ...leaders, id: 'others', appliesTo: { positionLevels: ['150'] } };
  const nearer = {
    ...leaders,
    id: 'nearer',
    appliesTo: { positionLevels: ['141'], ranks: ['section_1'] },
  };
  const policy = { ...CN_2010_GRASSROOTS, ...owing([clause, leaders, others, nearer]) };
  expect(checkPolicy(policy)).toEqual({ ok: true });
});

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
  {
    promise: 'that leaves posts without any requirement',
    change: owing([{ ...clause, appliesTo: { ranks: ['section_1'] } }]),
    finding: { problem: 'no-clause-for-all', category: 'township' },
  },
  {
    promise: 'with a clause in the place of none',
    change: owing([clause, { ...leaders, insteadOf: 'other' }]),
    finding: { problem: 'instead-of-unknown', clauseId: 'leaders' },
  },
  {
    promise: 'with a clause in another’s place for everybody',
    change: owing([clause, { ...leaders, appliesTo: {} }]),
    finding: { problem: 'empty-scope', clauseId: 'leaders' },
  },
  {
    promise: 'in which level and rank say different things of one post',
    change: owing([
      clause,
      leaders,
      { ...leaders, id: 'rank', appliesTo: { ranks: ['section_1'] } },
    ]),
    finding: { problem: 'clauses-tie', clauseId: 'rank' },
  },
])('a policy $promise cannot be saved', ({ change, finding }) => {
  expect(checkPolicy({ ...CN_2010_GRASSROOTS, ...change })).toMatchObject({
    ok: false,
    ...finding,
  });
});

test.each<{ promise: string; change: Partial<CreditRules & OwingRules>; problem: string }>([
  {
    promise: 'thirteen months',
    change: { proRataMonths: 13 },
    problem: 'pro-rata-out-of-range',
  },
  {
    promise: 'three years to finish the version before',
    change: { finishOldUntilDays: 1_095 },
    problem: 'finish-old-out-of-range',
  },
  {
    promise: 'a second person above a thousand hours and one',
    change: { dualControlAboveHundredths: 100_100 },
    problem: 'dual-control-out-of-range',
  },
  {
    promise: 'days of half an hour',
    change: { dailyCapHundredths: 50 },
    problem: 'daily-cap-out-of-range',
  },
  {
    promise: 'more carried over than a year asks for',
    change: { carryOverHundredths: 10_001 },
    problem: 'carry-over-out-of-range',
  },
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
