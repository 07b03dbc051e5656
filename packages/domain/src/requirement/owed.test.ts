import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startOfTrainingDay } from '../calendar/training-year.ts';
import type { RequirementAdjustment } from './adjustment.ts';
import type { HourPolicy } from './hour-policy.ts';
import { owedBy, type RequirementSubject } from './owed.ts';
import type { HeldPost } from './post-stretch.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { CN_2023 } from './presets/cn-2023.ts';
import { absencesOf, monthsInService, type Absence, type StatusRecord } from './service-months.ts';

const YEAR = 2026;
const day = (date: string) => startOfTrainingDay(date) ?? new Date(NaN);
const monthStart = (month: number) => day(`${YEAR}-${String(month).padStart(2, '0')}-01`);

const post = (category: string | null, from: string, to: string | null = null): HeldPost => ({
  category,
  positionLevel: null,
  rank: null,
  from: day(from),
  to: to === null ? null : day(to),
});
const allYear = post('township', '2020-01-01');
const subject = (change: Partial<RequirementSubject> = {}): RequirementSubject => ({
  posts: [allYear],
  keyGroups: [],
  absences: [],
  adjustments: [],
  ...change,
});
const away = (from: string | null, to: string | null): Absence => ({
  why: 'leave',
  from: from === null ? null : day(from),
  to: to === null ? null : day(to),
});
const adjusted = (change: Partial<RequirementAdjustment>): RequirementAdjustment => ({
  kind: 'exempt',
  fromYear: YEAR,
  toYear: YEAR,
  percent: null,
  months: null,
  ...change,
});
const thresholds = (policy: HourPolicy, whose: RequirementSubject) =>
  owedBy(policy, whose, YEAR)?.clauses.map(({ clause }) => [clause.hundredths, clause.halfDays]);

test.each<{ promise: string; whose: RequirementSubject; owed: (number | null)[][] }>([
  { promise: 'all year in service owes all', whose: subject(), owed: [[10_000, 24]] },
  {
    promise: 'joined on 10 May owes seven months, rounded down to half an hour',
    whose: subject({ absences: [away(null, '2026-05-10')] }),
    owed: [[5_800, 14]],
  },
  {
    promise: 'on leave from 2 March to the last of June owes eight months',
    whose: subject({ absences: [away('2026-03-02', '2026-07-01')] }),
    owed: [[6_650, 16]],
  },
  {
    promise: 'left in mid December owes eleven months',
    whose: subject({ absences: [away('2026-12-15', null)] }),
    owed: [[9_150, 22]],
  },
  {
    promise: 'reduced to a third owes a third, rounded down',
    whose: subject({ adjustments: [adjusted({ kind: 'reduced', percent: 33 })] }),
    owed: [[3_300, 7]],
  },
  {
    promise: 'what was approved by months stands instead of months in service',
    whose: subject({
      absences: [away('2026-03-02', '2026-07-01')],
      adjustments: [adjusted({ kind: 'prorata', months: 3 })],
    }),
    owed: [[2_500, 6]],
  },
  {
    promise: 'an adjustment of another year changes nothing',
    whose: subject({ adjustments: [adjusted({ fromYear: 2025, toYear: 2025 })] }),
    owed: [[10_000, 24]],
  },
])('whoever $promise', ({ whose, owed }) => {
  expect(thresholds(CN_2010_GRASSROOTS, whose)).toEqual(owed);
});

test('exempt, or away all year, nothing is owed, and it is said so', () => {
  const exempt = subject({ adjustments: [adjusted({})] });
  const gone = subject({ absences: [away('2025-01-01', null)] });
  for (const whose of [exempt, gone])
    expect(owedBy(CN_2010_GRASSROOTS, whose, YEAR)).toMatchObject({ exempt: true, clauses: [] });
  expect(
    owedBy(CN_2010_GRASSROOTS, subject({ posts: [post(null, '2020-01-01')] }), YEAR),
  ).toBeNull();
});

test('a short leave takes nothing off where the policy begins later', () => {
  const policy: HourPolicy = { ...CN_2010_GRASSROOTS, proRataMonths: 3 };
  const two = subject({ absences: [away('2026-03-02', '2026-04-20')] });
  expect(thresholds(policy, two)).toEqual([[10_000, 24]]);
  const never: HourPolicy = { ...CN_2010_GRASSROOTS, proRataMonths: 0 };
  expect(thresholds(never, subject({ absences: [away('2026-02-01', null)] }))).toEqual([
    [10_000, 24],
  ]);
});

const moved = [post('township', '2020-01-01', '2026-10-01'), post('other', '2026-10-01')];
test.each([
  { basis: 'year_end', hundredths: 'other' },
  { basis: 'longest', hundredths: 'township' },
  { basis: 'highest', hundredths: 'township' },
] as const)('who moved in October is looked at by $basis', ({ basis, hundredths }) => {
  const categories = Object.keys(CN_2010_GRASSROOTS.byCategory);
  const fallback = categories.find(
    (one) => (CN_2010_GRASSROOTS.byCategory[one as 'township'][0]?.hundredths ?? 0) === 4_000,
  );
  const posts = moved.map((one) => ({
    ...one,
    category: one.category === 'other' ? (fallback ?? '') : one.category,
  }));
  const owed = owedBy({ ...CN_2010_GRASSROOTS, categoryBasis: basis }, subject({ posts }), YEAR);
  expect(owed?.clauses[0]?.clause.hundredths).toBe(hundredths === 'township' ? 10_000 : 4_000);
  const blended = owedBy(
    { ...CN_2010_GRASSROOTS, categoryBasis: 'prorata' },
    subject({ posts }),
    YEAR,
  );
  // Nine months of 100 and three of 40 hours; nine of 24 half-days and three of 10.
  expect(blended?.clauses[0]?.clause).toMatchObject({ hundredths: 8_500, halfDays: 20 });
});

const month = fc.integer({ min: 1, max: 12 });
const absences = fc.array(
  fc.tuple(month, month).map(
    ([a, b]) =>
      away(null, null) && {
        why: 'leave' as const,
        from: monthStart(Math.min(a, b)),
        to: new Date(monthStart(Math.max(a, b)).getTime() + 86_400_000),
      },
  ),
  { maxLength: 4 },
);
const adjustments = fc.oneof(
  fc.constant([]),
  fc.constant([adjusted({})]),
  fc.integer({ min: 1, max: 99 }).map((percent) => [adjusted({ kind: 'reduced', percent })]),
  fc.integer({ min: 1, max: 11 }).map((months) => [adjusted({ kind: 'prorata', months })]),
);
const policies = fc.constantFrom(CN_2010_GRASSROOTS, CN_2023);

test('never more than the whole is owed, in halves, and never nothing while a month is owed', () => {
  fc.assert(
    fc.property(policies, absences, adjustments, (policy, times, approved) => {
      const owed = owedBy(policy, subject({ absences: times, adjustments: approved }), YEAR);
      if (!owed || owed.exempt) return;
      expect(owed.monthsOwed).toBeGreaterThan(0);
      for (const { clause, fullHundredths, fullHalfDays, share } of owed.clauses) {
        if (clause.hundredths !== null && fullHundredths !== null) {
          expect(clause.hundredths).toBeGreaterThan(0);
          expect(clause.hundredths).toBeLessThanOrEqual(fullHundredths);
          expect(clause.hundredths % 50).toBe(0);
          // In favour of the learner, by less than one step.
          const exact = (fullHundredths * share.numerator) / share.denominator;
          expect(clause.hundredths).toBeLessThanOrEqual(Math.max(50, exact));
          expect(exact - clause.hundredths).toBeLessThan(50);
        }
        if (clause.halfDays !== null) {
          expect(clause.halfDays).toBeGreaterThan(0);
          expect(clause.halfDays).toBeLessThanOrEqual(fullHalfDays ?? 0);
        }
      }
    }),
  );
});

test('another absence never asks for more', () => {
  fc.assert(
    fc.property(policies, absences, absences, (policy, times, more) => {
      const before = owedBy(policy, subject({ absences: times }), YEAR);
      const after = owedBy(policy, subject({ absences: [...times, ...more] }), YEAR);
      if (after?.exempt) return;
      after?.clauses.forEach(({ clause }, at) => {
        const was = before?.clauses[at]?.clause;
        expect(clause.hundredths ?? 0).toBeLessThanOrEqual(was?.hundredths ?? 0);
        expect(clause.halfDays ?? 0).toBeLessThanOrEqual(was?.halfDays ?? 0);
      });
    }),
  );
});

test('months in service are those that no absence touches', () => {
  fc.assert(
    fc.property(absences, (times) => {
      const served = new Set(monthsInService(times, YEAR));
      for (let one = 1; one <= 12; one += 1) {
        const from = monthStart(one).getTime();
        const to = one === 12 ? day(`${YEAR + 1}-01-01`).getTime() : monthStart(one + 1).getTime();
        const touched = times.some(
          ({ from: a, to: b }) => (a?.getTime() ?? 0) < to && (b?.getTime() ?? Infinity) > from,
        );
        expect(served.has(one)).toBe(!touched);
      }
    }),
  );
});

test('nothing recorded is in service; a first record that says active is the day of joining', () => {
  const recordedAt = day('2026-10-01');
  const active = {
    status: 'active',
    startsAt: day('2026-04-01'),
    endsAt: null,
    recordedAt,
  } as const;
  const monthsOf = (records: readonly StatusRecord[], appointedAt: Date | null) =>
    monthsInService(absencesOf(records, appointedAt), 2026).length;
  expect(monthsOf([], null)).toBe(12);
  expect(monthsOf([active], null)).toBe(9);
  expect(monthsOf([active], day('2026-09-01'))).toBe(9);
  // Who held an appointment before was there, whatever was confirmed later.
  expect(monthsOf([active], day('2024-01-01'))).toBe(12);
  expect(monthsOf([{ ...active, status: 'seconded' }], null)).toBe(12);
  expect(monthsOf([{ ...active, status: 'leave' }], null)).toBe(3);
  // Leave that was taken back on its own day never was.
  const never = { ...active, status: 'leave', endsAt: active.startsAt } as const;
  expect(monthsOf([never, { ...active, recordedAt: day('2026-10-02') }], null)).toBe(12);
});
