// Certain courses as part of a year's requirement (ADR 0063).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coursesAskAtLeast, type CompletedCourse } from './asked-courses.ts';
import { broughtNearer } from './brought-nearer.ts';
import { electivesAbove } from './carry-over.ts';
import type { Clause, CourseDemand } from './clause.ts';
import { checkPolicy, type HourPolicy } from './hour-policy.ts';
import { looseningsOf } from './loosening.ts';
import { outlookWith, unsureUntilDaysLeft } from './outlook.ts';
import { owedBy, type RequirementSubject } from './owed.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { evaluateClauses, type CreditSum } from './requirement.ts';
import { standingOf, stateWith } from './standing.ts';

const WORTH: Readonly<Record<string, number>> = { law: 150, party: 300, flood: 50, archive: 200 };
const course = (id: string) => ({ id, slug: id, hundredths: WORTH[id] ?? 100 });

const hours: Clause = {
  id: 'all',
  title: { 'zh-CN': '各类学习', en: 'All' },
  filter: {},
  hundredths: 1_000,
  halfDays: null,
  periodYears: 1,
};
const asking = (
  of: readonly string[],
  change: Partial<Clause> = {},
  atLeast = of.length,
): Clause => ({
  ...hours,
  id: 'certain',
  hundredths: null,
  courses: { of: of.map(course), atLeast },
  ...change,
});
const online = (hundredths: number, year = 2026): CreditSum => ({
  ...{ hundredths, halfDays: 0, mode: 'online', intensity: 'regular', area: 'law' },
  ...{ required: false, year },
});
const done = (ids: readonly string[], year = 2026, heldUntil = year): CompletedCourse[] =>
  ids.map((courseId) => ({ courseId, year, heldUntil }));

const policyOf = (...township: readonly Clause[]): HourPolicy => ({
  ...CN_2010_GRASSROOTS,
  byCategory: { ...CN_2010_GRASSROOTS.byCategory, township },
});
const evaluated = (
  clauses: readonly Clause[],
  completed: readonly CompletedCourse[],
  sums: readonly CreditSum[] = [online(1_000)],
) => evaluateClauses(policyOf(hours), { category: 'township', clauses }, sums, 2026, completed);

test('the year is met with the courses that are asked for, whatever hours there are without them', () => {
  const both = [hours, asking(['law', 'party'])];
  const without = evaluated(both, done(['law']), [online(90_000)]);
  expect(without.met).toBe(false);
  expect(without.clauses[1]).toMatchObject({
    ...{ met: false, hundredths: 150, targetHundredths: 450, missingHundredths: 300 },
    courses: { atLeast: 2, done: 1 },
  });
  expect(evaluated(both, done(['law', 'party'])).met).toBe(true);
});

test('where some of several are asked for, the least that is left is missing', () => {
  const [, result] = evaluated(
    [hours, asking(['law', 'party', 'flood', 'archive'], {}, 3)],
    done(['party', 'other']),
  ).clauses;
  expect(result).toMatchObject({ met: false, hundredths: 300, missingHundredths: 200 });
  expect(result?.courses?.asked.map(({ completedIn }) => completedIn)).toEqual([
    ...[null, 2026, null, null],
  ]);
});

test('a course of another year counts by the years of the clause, as credits do', () => {
  const five = asking(['law'], { periodYears: 5, periodStartYear: 2023 });
  const metBy = (clause: Clause, year: number) =>
    evaluated([hours, clause], done(['law'], year)).met;
  expect([2025, 2026, 2027].map((year) => metBy(asking(['law']), year))).toEqual([
    false,
    true,
    false,
  ]);
  expect([2022, 2023, 2026, 2027].map((year) => metBy(five, year))).toEqual([
    ...[false, true, true, false],
  ]);
});

test('what cannot be completed again goes on counting until it can', () => {
  const metBy = (...of: Parameters<typeof done>) =>
    evaluated([hours, asking(['law'])], done(...of)).met;
  expect(metBy(['law'], 2019, Infinity)).toBe(true);
  expect([metBy(['law'], 2024, 2026), metBy(['law'], 2024, 2025)]).toEqual([true, false]);
  expect(metBy(['law'], 2027, Infinity)).toBe(false);
});

test.each<{ promise: string; clauses: Clause[]; problem: string }>([
  {
    promise: 'hours beside courses',
    clauses: [hours, asking(['law'], { hundredths: 100 })],
    problem: 'courses-beside-hours',
  },
  {
    promise: 'a filter beside courses',
    clauses: [hours, asking(['law'], { filter: { areas: ['law'] } })],
    problem: 'courses-beside-hours',
  },
  { promise: 'no course', clauses: [hours, asking([], {}, 1)], problem: 'courses-out-of-range' },
  {
    promise: 'a course twice',
    clauses: [hours, asking(['law', 'law'])],
    problem: 'courses-out-of-range',
  },
  {
    promise: 'three of two',
    clauses: [hours, asking(['law', 'party'], {}, 3)],
    problem: 'courses-out-of-range',
  },
  { promise: 'courses alone', clauses: [asking(['law'])], problem: 'no-clause-for-all' },
  {
    promise: 'courses in the place of hours',
    clauses: [hours, asking(['law'], { insteadOf: 'all', appliesTo: { ranks: ['section_1'] } })],
    problem: 'instead-of-other-kind',
  },
])('$promise cannot be saved', ({ clauses, problem }) => {
  expect(checkPolicy(policyOf(...clauses))).toMatchObject({ ok: false, problem });
  expect(checkPolicy(policyOf(hours, asking(['law', 'party'], {}, 1)))).toEqual({ ok: true });
});

const post = (change: object = {}) => ({
  ...{ category: 'township', positionLevel: null, rank: null },
  ...{ from: new Date('2020-01-01T00:00:00+08:00'), to: null },
  ...change,
});
const subject = (change: Partial<RequirementSubject> = {}): RequirementSubject => ({
  ...{ posts: [post()], keyGroups: [], absences: [], adjustments: [] },
  ...change,
});

test('months out of service leave courses whole; who is exempt owes none', () => {
  const policy = policyOf(hours, asking(['law', 'party']));
  const away = [
    {
      why: 'leave' as const,
      from: new Date('2026-03-01T00:00:00+08:00'),
      to: new Date('2026-09-01T00:00:00+08:00'),
    },
  ];
  const owed = owedBy(policy, subject({ absences: away }), 2026);
  expect(owed?.clauses.map(({ clause }) => clause.hundredths ?? clause.courses?.atLeast)).toEqual([
    500, 2,
  ]);
  const exempt = {
    kind: 'exempt' as const,
    fromYear: 2026,
    toYear: 2026,
    percent: null,
    months: null,
  };
  expect(owedBy(policy, subject({ adjustments: [exempt] }), 2026)?.clauses).toEqual([]);
});

test.each([
  { basis: 'year_end', owed: ['later'] },
  { basis: 'prorata', owed: ['later'] },
  { basis: 'highest', owed: ['early', 'later'] },
] as const)('who held two posts owes the courses of $owed by $basis', ({ basis, owed }) => {
  const moved = new Date('2026-05-01T00:00:00+08:00');
  const posts = [post({ rank: 'section_1', to: moved }), post({ rank: 'section_2', from: moved })];
  const policy = {
    ...policyOf(
      asking(['law'], { id: 'early', appliesTo: { ranks: ['section_1'] } }),
      asking(['law'], { id: 'later', appliesTo: { ranks: ['section_2'] } }),
      hours,
    ),
    categoryBasis: basis,
  };
  const clauses = owedBy(policy, subject({ posts }), 2026)?.clauses ?? [];
  expect(clauses.map(({ clause }) => clause.id)).toEqual(['all', ...owed]);
});

const standing = (ids: readonly string[], sum = 1_000) =>
  standingOf(
    evaluated([asking(['law', 'party']), hours], done(ids), [online(sum)]),
    { hundredths: sum, halfDays: 0 },
    false,
  );

test('whoever misses courses is not done: on course while the next one is not due yet', () => {
  expect(standing([])).toMatchObject({ kind: 'due', share: 0, missingHundredths: 450 });
  expect(standing([]).lagging).toMatchObject({ id: 'all', targetHundredths: 1_000 });
  expect(standing([], 100).missingHundredths).toBe(900);
  const state = (ids: readonly string[], daysLeft: number) => stateWith(standing(ids), daysLeft);
  expect([state([], 300), state([], 150), state(['law'], 150)]).toEqual([
    'on_course',
    'behind',
    'on_course',
  ]);
  // The last is due with a month left.
  expect([state(['law'], 32), state(['law'], 20), state(['law'], 0)]).toEqual([
    'on_course',
    'behind',
    'behind',
  ]);
  expect(standing(['law', 'party'])).toMatchObject({ kind: 'met', missingHundredths: 0 });
});

test('while only courses are missing the year is unsure at worst, whatever last year was like', () => {
  const unsureUntil = unsureUntilDaysLeft([{ daysLeft: 100 }], () => true);
  expect([200, 20, 0].map((left) => outlookWith(standing(['law']), unsureUntil, left))).toEqual([
    ...['likely', 'unsure', 'at_risk'],
  ]);
});

test('a course that is asked for brings its clause nearer, another one does not', () => {
  const owed = { category: 'township', clauses: [hours, asking(['law', 'party'])] } as const;
  const gains = (courseId: string) =>
    broughtNearer(policyOf(hours), owed, [online(1_000)], online(150), {
      courseId,
      completed: done(['party']),
    });
  expect(gains('law')).toMatchObject([{ id: 'certain', gainHundredths: 150, asksForCourse: true }]);
  expect([gains('party'), gains('flood')]).toEqual([[], []]);
});

test('hours above the year are free to be carried over once the courses are done too', () => {
  const clauses = [hours, asking(['law'])];
  const sums = [online(1_200)];
  const above = (ids: readonly string[]) => {
    const results = evaluated(clauses, done(ids), sums).clauses;
    const paired = clauses.flatMap((clause, at) => {
      const result = results[at];
      return result ? [{ clause, result }] : [];
    });
    return electivesAbove({ year: 2026, policy: policyOf(hours), clauses: paired, sums });
  };
  expect([above([]), above(['law'])]).toEqual([0, 200]);
});

test('below, more courses may be asked for and fewer to choose from, never less', () => {
  const above = policyOf(hours, asking(['law', 'party', 'flood'], {}, 2));
  const loosens = (...of: Parameters<typeof asking>) =>
    looseningsOf(policyOf(hours, asking(...of)), above).length > 0;
  expect(loosens(['law', 'party', 'flood'])).toBe(false);
  expect(loosens(['law', 'party'])).toBe(false);
  expect(loosens(['law', 'party', 'archive'])).toBe(false);
  expect(loosens(['law', 'party', 'flood'], {}, 1)).toBe(true);
  expect(loosens(['law', 'archive'])).toBe(true);
  expect(loosens(['law', 'party', 'archive'], {}, 2)).toBe(true);
  expect(loosens(['law', 'party'], { periodYears: 5, periodStartYear: 2023 })).toBe(true);
  const more = { ...hours, id: 'more', hundredths: 90_000 };
  expect(looseningsOf(policyOf(hours, more), above)).toHaveLength(1);
});

test('a demand may stand below another exactly where whatever courses meet it meet the other too', () => {
  const catalogue = ['a', 'b', 'c', 'd', 'e'];
  const demand = fc
    .subarray(catalogue, { minLength: 1 })
    .chain((of) =>
      fc
        .integer({ min: 1, max: of.length })
        .map((atLeast): CourseDemand => ({ of: of.map(course), atLeast })),
    );
  const meets = ({ of, atLeast }: CourseDemand, ids: readonly string[]) =>
    of.filter(({ id }) => ids.includes(id)).length >= atLeast;
  const all = catalogue.reduce<string[][]>(
    (sets, id) => [...sets, ...sets.map((one) => [...one, id])],
    [[]],
  );
  fc.assert(
    fc.property(demand, demand, (own, above) => {
      const follows = all.every((ids) => !meets(own, ids) || meets(above, ids));
      expect(coursesAskAtLeast(own, above)).toBe(follows);
    }),
  );
});
