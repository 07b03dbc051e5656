import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AUDIENCE_CATEGORIES } from './audience-category.ts';
import type { Clause } from './clause.ts';
import type { CreditRules, HourPolicy } from './hour-policy.ts';
import { looseningsOf } from './loosening.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { CN_2023 } from './presets/cn-2023.ts';
import { clausesFor, clauseTie } from './clauses-for.ts';
import { evaluateClauses, type CreditSum } from './requirement.ts';

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

test.each<{ promise: string; change: Partial<HourPolicy>; what: string }>([
  { promise: 'another category', change: { categoryBasis: 'longest' }, what: 'category-basis' },
  {
    promise: 'more online hours of a day',
    change: { dailyCapHundredths: 1_200 },
    what: 'daily-cap',
  },
  {
    promise: 'more of a clause by online study',
    change: { onlineSharePercent: 60 },
    what: 'online-share',
  },
  { promise: 'electives for more', change: { electiveWeightPercent: 80 }, what: 'elective-weight' },
  {
    promise: 'hours of the year before',
    change: { carryOverHundredths: 1_000 },
    what: 'carry-over',
  },
  { promise: 'online study as days', change: { onlineCountsDays: true }, what: 'online-days' },
  {
    promise: 'another table of lengths',
    change: { tiers: [{ fromSeconds: 0, hundredths: 100 }] },
    what: 'tiers',
  },
  { promise: 'the year by months sooner', change: { proRataMonths: 2 }, what: 'pro-rata' },
])('a township may not count $promise', ({ change, what }) => {
  const narrow = { onlineSharePercent: 50, electiveWeightPercent: 50 };
  const above = { ...county, ...narrow, dailyCapHundredths: 1_000, proRataMonths: 3 };
  expect(looseningsOf({ ...above, ...change }, above)).toEqual([{ what }]);
});

test('a township may count the highest category, the year whole, and less of a day', () => {
  const stricter = {
    categoryBasis: 'highest',
    dailyCapHundredths: 800,
    proRataMonths: 0,
    onlineSharePercent: 40,
    electiveWeightPercent: 50,
  } as const;
  expect(looseningsOf({ ...county, ...stricter }, county)).toEqual([]);
});

test('less for one rank is less, and is named by the clause above', () => {
  const [all] = county.byCategory.township;
  if (!all) throw new Error('the preset owes a clause');
  const easier: Clause = {
    ...all,
    id: 'easier',
    hundredths: 9_000,
    insteadOf: all.id,
    appliesTo: { ranks: ['clerk_2'] },
  };
  const byCategory = { ...county.byCategory, township: [all, easier] };
  expect(looseningsOf({ ...county, byCategory }, county)).toEqual([
    { what: 'clause', category: 'township', clauseId: all.id },
  ]);
  const harder = { ...easier, hundredths: 11_000 };
  const stricter = { ...county, byCategory: { ...byCategory, township: [all, harder] } };
  expect(looseningsOf(stricter, county)).toEqual([]);
  // And whoever is stricter above for a rank may not be undercut by one demand for all.
  expect(looseningsOf(county, stricter)).toEqual([
    { what: 'clause', category: 'township', clauseId: 'easier' },
  ]);
});

test('less for one key group is less, whatever other key groups somebody is in', () => {
  const [all] = county.byCategory.township;
  if (!all) throw new Error('the preset owes a clause');
  const withClauses = (...township: Clause[]) => ({
    ...county,
    byCategory: { ...county.byCategory, township: [all, ...township] },
  });
  const law: Clause = {
    ...all,
    ...{ id: 'law', filter: { areas: ['law'] }, hundredths: 2_000, halfDays: null },
    appliesTo: { keyGroups: ['new_leader'] },
  };
  const easier = { ...law, hundredths: 1_000 };
  const instead = {
    ...easier,
    ...{ id: 'x', insteadOf: 'law', appliesTo: { keyGroups: ['graduate'], ranks: ['clerk_2'] } },
  };
  const lost = [{ what: 'clause', category: 'township', clauseId: 'law' }];
  expect(looseningsOf(withClauses(law), county)).toEqual([]);
  expect(looseningsOf(withClauses(law), withClauses(law))).toEqual([]);
  expect(looseningsOf(withClauses(easier), withClauses(law))).toEqual(lost);
  expect(looseningsOf(county, withClauses(law))).toEqual(lost);
  // Only a clerk who is in both key groups would owe less.
  expect(looseningsOf(withClauses(law, instead), withClauses(law))).toEqual(lost);
  const forAll = { ...law, appliesTo: {} };
  expect(looseningsOf(withClauses(forAll), withClauses(law))).toEqual([]);
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
    rank: fc.option(fc.constantFrom('section_1', 'section_2'), { freq: 2 }),
    groups: fc.option(fc.subarray(['a', 'b', 'c'], { minLength: 1 }), { freq: 1 }),
    required: fc.constantFrom(false, false, false, true),
  })
  .filter(({ hours, halfDays }) => hours !== null || halfDays !== null)
  .map(({ modes, hours, halfDays, cap, capOnline, rank, groups, required }) => ({
    id: 'c',
    title: { 'zh-CN': '', en: '' },
    filter: { ...(modes && { modes }), ...(required && { requiredOnly: true }) },
    hundredths: hours,
    halfDays,
    periodYears: 1 as const,
    ...(cap === null ? {} : { maxCountableHundredths: cap }),
    ...(cap !== null && capOnline ? { maxCountableFilter: { modes: ['online'] as const } } : {}),
    ...(rank === null && groups === null
      ? {}
      : { appliesTo: { ...(rank && { ranks: [rank] }), ...(groups && { keyGroups: groups }) } }),
  }));
const policies = fc.array(clauses, { minLength: 1, maxLength: 3 }).map((owed): HourPolicy => ({
  ...county,
  byCategory: Object.fromEntries(
    AUDIENCE_CATEGORIES.map((category) => [
      category,
      owed.map((clause, at) => ({
        ...clause,
        id: `c${at}`,
        // One for everybody, the others beside it or in its place.
        ...(at === 0 ? { appliesTo: {} } : {}),
        ...(at > 0 && clause.appliesTo && clause.halfDays === null ? { insteadOf: 'c0' } : {}),
      })),
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

const facts = fc.record({
  positionLevel: fc.constant(null),
  rank: fc.constantFrom(null, 'section_1', 'section_2', 'clerk_1'),
  keyGroups: fc.subarray(['a', 'b', 'c']),
});

test('whoever meets a policy that loosens nothing meets the one above', () => {
  let compared = 0;
  fc.assert(
    fc.property(policies, policies, credits, facts, (below, above, entries, post) => {
      // What ties was refused before.
      if ([below, above].some(({ byCategory }) => clauseTie(byCategory.township))) return;
      if (looseningsOf(below, above).length > 0) return;
      compared += 1;
      const met = (policy: HourPolicy) => {
        const clauses = clausesFor(policy.byCategory.township, post);
        return evaluateClauses(policy, { category: 'township', clauses }, entries, 2026).met;
      };
      expect(met(below) && !met(above)).toBe(false);
    }),
    { numRuns: 25_000 },
  );
  expect(compared).toBeGreaterThan(100);
});
