import { expect, test } from 'vitest';
import { checkClause, type Clause } from './clause.ts';

const clause: Clause = {
  id: 'all',
  title: { 'zh-CN': '各类学习培训', en: 'Training of all kinds' },
  filter: {},
  hundredths: 10_000,
  halfDays: 24,
  periodYears: 1,
};

test.each<{ promise: string; change: Partial<Clause>; problem: string }>([
  {
    promise: 'no threshold at all',
    change: { hundredths: null, halfDays: null },
    problem: 'no-threshold',
  },
  {
    promise: 'nothing of either',
    change: { hundredths: 0, halfDays: 0 },
    problem: 'threshold-not-positive',
  },
  {
    promise: 'no hours beside real days',
    change: { hundredths: 0 },
    problem: 'threshold-not-positive',
  },
  { promise: 'days below zero', change: { halfDays: -2 }, problem: 'threshold-not-positive' },
  {
    promise: 'a fraction of a half-day',
    change: { halfDays: 0.5 },
    problem: 'threshold-not-positive',
  },
  {
    promise: 'a cap of nothing',
    change: { maxCountableHundredths: 0 },
    problem: 'cap-not-positive',
  },
  {
    promise: 'a cap on everything that the hours cannot get past',
    change: { maxCountableHundredths: 9_999 },
    problem: 'cap-below-threshold',
  },
  { promise: 'a list of no modes', change: { filter: { modes: [] } }, problem: 'empty-filter' },
  {
    promise: 'a cap on a list of no areas',
    change: { maxCountableHundredths: 100, maxCountableFilter: { areas: [] } },
    problem: 'empty-filter',
  },
  { promise: 'five years from nowhere', change: { periodYears: 5 }, problem: 'no-period-start' },
  {
    promise: 'a yearly clause with a beginning',
    change: { periodStartYear: 2023 },
    problem: 'period-start-without-period',
  },
])('a clause with $promise cannot be saved', ({ change, problem }) => {
  expect(checkClause({ ...clause, ...change })).toEqual({ ok: false, problem });
});

test.each<{ promise: string; change: Partial<Clause> }>([
  { promise: 'hours or days', change: {} },
  { promise: 'hours alone', change: { halfDays: null } },
  { promise: 'days alone', change: { hundredths: null } },
  {
    promise: 'a cap on the online part',
    change: { maxCountableHundredths: 4_000, maxCountableFilter: { modes: ['online'] } },
  },
  { promise: 'a five-year period', change: { periodYears: 5, periodStartYear: 2023 } },
])('a clause of $promise can be saved', ({ change }) => {
  expect(checkClause({ ...clause, ...change })).toEqual({ ok: true });
});
