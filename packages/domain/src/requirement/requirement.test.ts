import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AUDIENCE_CATEGORIES } from './audience-category.ts';
import type { Clause } from './clause.ts';
import type { HourPolicy } from './hour-policy.ts';
import { CONTENT_AREAS, INTENSITIES, MODES } from './credit-kind.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { CN_2023 } from './presets/cn-2023.ts';
import { evaluateRequirement, type CreditSum } from './requirement.ts';

const earned = (hundredths: number, change: Partial<CreditSum> = {}): CreditSum => ({
  hundredths,
  halfDays: 0,
  mode: 'online',
  intensity: 'regular',
  area: 'law',
  required: false,
  year: 2026,
  ...change,
});
/** Days of a class at eight hours a day. */
const classDays = (days: number, change: Partial<CreditSum> = {}): CreditSum =>
  earned(days * 800, {
    halfDays: days * 2,
    mode: 'in_person',
    intensity: 'concentrated',
    ...change,
  });

const township = (entries: readonly CreditSum[], policy: HourPolicy = CN_2010_GRASSROOTS) =>
  evaluateRequirement(policy, 'township', entries, 2026);
const onlyClause = (entries: readonly CreditSum[], change: Partial<Clause> = {}) => {
  const [clause] = CN_2010_GRASSROOTS.byCategory.township;
  const township = clause ? [{ ...clause, ...change }] : [];
  const byCategory = { ...CN_2010_GRASSROOTS.byCategory, township };
  const result = evaluateRequirement(
    { ...CN_2010_GRASSROOTS, byCategory },
    'township',
    entries,
    2026,
  );
  return result.clauses[0];
};

test.each([
  { category: 'county_department', hundredths: 10_000, halfDays: 24 },
  { category: 'township', hundredths: 10_000, halfDays: 24 },
  { category: 'county_enterprise_institution_leader', hundredths: 4_000, halfDays: 10 },
  { category: 'village_community_principal', hundredths: 4_000, halfDays: 10 },
  { category: 'rural_collective_party_head', hundredths: 4_000, halfDays: 10 },
  { category: 'nonpublic_social_party_head', hundredths: 4_000, halfDays: 10 },
] as const)(
  'the opinion of 2010 asks $hundredths hundredths or $halfDays half-days of a $category',
  ({ category, hundredths, halfDays }) => {
    const { met, clauses } = evaluateRequirement(CN_2010_GRASSROOTS, category, [], 2026);
    expect(met).toBe(false);
    expect(clauses).toMatchObject([
      { targetHundredths: hundredths, targetHalfDays: halfDays, missingHundredths: hundredths },
    ]);
  },
);

test.each([
  {
    promise: '12 full days are enough, though they are 96 hours',
    entries: [classDays(12)],
    met: true,
  },
  { promise: '11 and a half days are not', entries: [classDays(11.5)], met: false },
  { promise: '100 hours are enough without a single day', entries: [earned(10_000)], met: true },
  { promise: 'a hundredth of an hour less is not', entries: [earned(9_999)], met: false },
  {
    promise: 'hours of every mode add up',
    entries: MODES.map((mode) => earned(1_667, { mode })),
    met: true,
  },
  {
    promise: 'hours of another year do not',
    entries: [earned(10_000, { year: 2025 })],
    met: false,
  },
  {
    promise: 'a reversal takes its hours off',
    entries: [earned(10_000), earned(-25)],
    met: false,
  },
  {
    promise: 'half of the hours and half of the days are not a whole',
    entries: [earned(5_000 - 4_800), classDays(6)],
    met: false,
  },
])('for township cadres, $promise', ({ entries, met }) => {
  expect(township(entries).met).toBe(met);
});

test('once met by days, no hours are missing', () => {
  const [clause] = township([classDays(12)]).clauses;
  expect(clause).toMatchObject({ hundredths: 9_600, missingHundredths: 0, missingHalfDays: 0 });
});

test.each([
  { promise: 'hours, when only online hours were earned', entries: [earned(100)], nearer: 'hours' },
  { promise: 'days, after a class', entries: [classDays(6)], nearer: 'days' },
  { promise: 'hours, when neither is begun', entries: [], nearer: 'hours' },
])('the nearer measure is $promise', ({ entries, nearer }) => {
  expect(onlyClause(entries)?.nearer).toBe(nearer);
});

test('the policy of 2023 asks for concentrated training and for online self-study', () => {
  expect(township([earned(20_000)], CN_2023)).toMatchObject({
    met: false,
    clauses: [
      {
        id: 'concentrated',
        met: false,
        hundredths: 0,
        missingHundredths: 9_000,
        missingHalfDays: 24,
      },
      { id: 'online-study', met: true, hundredths: 20_000, targetHalfDays: null },
    ],
  });
  expect(township([classDays(12), earned(5_000)], CN_2023).met).toBe(true);
  expect(township([classDays(20)], CN_2023).met).toBe(false);
});

test('under the policy of 2023 an hour never fills two clauses', () => {
  const kinds = MODES.flatMap((mode) => INTENSITIES.map((intensity) => ({ mode, intensity })));
  for (const kind of kinds) {
    const { clauses } = township([earned(100, kind)], CN_2023);
    expect(clauses.filter(({ hundredths }) => hundredths > 0).length).toBeLessThanOrEqual(1);
  }
});

test.each<{ promise: string; filter: Clause['filter']; hundredths: number }>([
  { promise: 'a clause for law counts law', filter: { areas: ['law'] }, hundredths: 300 },
  {
    promise: 'a clause for required courses counts those',
    filter: { requiredOnly: true },
    hundredths: 200,
  },
  {
    promise: 'a clause for classes counts those',
    filter: { modes: ['in_person'] },
    hundredths: 400,
  },
  {
    promise: 'all parts of a filter must fit',
    filter: { areas: ['law'], requiredOnly: true },
    hundredths: 200,
  },
])('$promise', ({ filter, hundredths }) => {
  const entries = [
    earned(100),
    earned(200, { required: true }),
    earned(400, { mode: 'in_person', area: 'theory' }),
    earned(800, { area: null }),
  ];
  expect(onlyClause(entries, { filter })?.hundredths).toBe(hundredths);
});

test('a cap leaves hours out of the count, and says how many', () => {
  const capped = {
    maxCountableHundredths: 2_000,
    maxCountableFilter: { modes: ['teaching' as const] },
  };
  const entries = [
    earned(1_500, { mode: 'teaching' }),
    earned(1_000, { mode: 'teaching' }),
    earned(300),
  ];
  expect(onlyClause(entries, capped)).toMatchObject({ hundredths: 2_300, overCapHundredths: 500 });
  expect(onlyClause(entries)).toMatchObject({ hundredths: 2_800, overCapHundredths: 0 });
});

test('a five-year clause counts its own period, up to the year that is asked about', () => {
  const fiveYears = { periodYears: 5, periodStartYear: 2018, hundredths: 55_000 } as const;
  const entries = [2022, 2023, 2025, 2026, 2027].map((year) => earned(100, { year }));
  expect(onlyClause(entries, fiveYears)).toMatchObject({
    hundredths: 300,
    fromYear: 2023,
    toYear: 2027,
  });
});

const anyEntry = fc.record({
  hundredths: fc.integer({ min: -500, max: 3_000 }),
  halfDays: fc.integer({ min: -1, max: 6 }),
  mode: fc.constantFrom(...MODES),
  intensity: fc.constantFrom(...INTENSITIES),
  area: fc.option(fc.constantFrom(...CONTENT_AREAS)),
  required: fc.boolean(),
  year: fc.constantFrom(2025, 2026),
});
const anyCategory = fc.constantFrom(...AUDIENCE_CATEGORIES);
const anyPreset = fc.constantFrom(CN_2010_GRASSROOTS, CN_2023);

test('entries give the same result one by one, summed, and in any order', () => {
  fc.assert(
    fc.property(
      fc.array(anyEntry, { maxLength: 15 }),
      anyCategory,
      anyPreset,
      (entries, category, policy) => {
        const sums = new Map<string, CreditSum>();
        for (const entry of [...entries].reverse()) {
          const { hundredths, halfDays, ...kind } = entry;
          const sum = sums.get(JSON.stringify(kind));
          sums.set(JSON.stringify(kind), {
            ...kind,
            hundredths: hundredths + (sum?.hundredths ?? 0),
            halfDays: halfDays + (sum?.halfDays ?? 0),
          });
        }
        const result = evaluateRequirement(policy, category, entries, 2026);
        expect(evaluateRequirement(policy, category, [...sums.values()], 2026)).toEqual(result);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a clause is met exactly when nothing is missing by one of its measures', () => {
  fc.assert(
    fc.property(
      fc.array(anyEntry, { maxLength: 15 }),
      anyCategory,
      anyPreset,
      (entries, category, policy) => {
        const { met, clauses } = evaluateRequirement(policy, category, entries, 2026);
        expect(met).toBe(clauses.every((clause) => clause.met));
        for (const clause of clauses) {
          const { targetHundredths: hours, targetHalfDays: days } = clause;
          const reached =
            (hours !== null && clause.hundredths >= hours) ||
            (days !== null && clause.halfDays >= days);
          expect(clause.met).toBe(reached);
          expect(clause.met).toBe(clause.missingHundredths === 0 && clause.missingHalfDays === 0);
          expect(clause.missingHundredths).toBeGreaterThanOrEqual(0);
          expect(clause.missingHalfDays).toBeGreaterThanOrEqual(0);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('earning more never loses a requirement that was met', () => {
  const gain = anyEntry.map((entry) => ({
    ...entry,
    hundredths: Math.abs(entry.hundredths),
    halfDays: 0,
  }));
  fc.assert(
    fc.property(
      fc.array(anyEntry, { maxLength: 15 }),
      gain,
      anyCategory,
      anyPreset,
      (entries, more, category, policy) => {
        const before = evaluateRequirement(policy, category, entries, 2026);
        const after = evaluateRequirement(policy, category, [...entries, more], 2026);
        expect(after.met || !before.met).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
