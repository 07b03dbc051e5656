import fc from 'fast-check';
import { expect, test } from 'vitest';
import { broughtNearer } from './brought-nearer.ts';
import type { Clause } from './clause.ts';
import { CONTENT_AREAS, INTENSITIES, MODES } from './credit-kind.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { evaluateClauses, type CreditSum } from './requirement.ts';

const clause = (id: string, change: Partial<Clause> = {}): Clause => ({
  id,
  title: { 'zh-CN': id, en: id },
  filter: {},
  hundredths: 1_000,
  halfDays: null,
  periodYears: 1,
  ...change,
});
const credit = (change: Partial<CreditSum> = {}): CreditSum => ({
  hundredths: 200,
  halfDays: 0,
  mode: 'online',
  intensity: 'regular',
  area: 'law',
  required: false,
  year: 2026,
  ...change,
});
const nearer = (clauses: readonly Clause[], sums: readonly CreditSum[], one: CreditSum) =>
  broughtNearer(CN_2010_GRASSROOTS, { category: 'township', clauses }, sums, one);
const gains = (...given: Parameters<typeof nearer>) =>
  nearer(...given).map(({ id, gainHundredths }) => [id, gainHundredths]);

test('a course counts for the clauses of its area and for those of all', () => {
  const clauses = [
    clause('all'),
    clause('law', { filter: { areas: ['law'] } }),
    clause('theory', { filter: { areas: ['theory'] } }),
  ];
  expect(gains(clauses, [], credit())).toEqual([
    ['all', 200],
    ['law', 200],
  ]);
  expect(nearer(clauses, [credit({ hundredths: 900 })], credit())[0]).toEqual({
    ...{ id: 'all', title: { 'zh-CN': 'all', en: 'all' } },
    ...{ missingHundredths: 100, gainHundredths: 100, asksForCourse: false },
  });
});

test('a clause for compulsory courses is brought nearer by a compulsory one only', () => {
  const clauses = [clause('required', { filter: { requiredOnly: true } })];
  expect(gains(clauses, [], credit())).toEqual([]);
  expect(gains(clauses, [], credit({ required: true }))).toEqual([['required', 200]]);
});

test('where a cap is reached, more of the same brings nothing', () => {
  const capped = [
    clause('all', { maxCountableHundredths: 300, maxCountableFilter: { modes: ['online'] } }),
  ];
  expect(gains(capped, [credit()], credit())).toEqual([['all', 100]]);
  expect(gains(capped, [credit({ hundredths: 300 })], credit())).toEqual([]);
});

test('what days have met needs no hours, and nothing owed needs nothing', () => {
  const clauses = [clause('all', { halfDays: 4 })];
  const days = credit({ halfDays: 4, mode: 'in_person', intensity: 'concentrated' });
  expect(gains(clauses, [days], credit())).toEqual([]);
  expect(gains([], [], credit())).toEqual([]);
});

const anyCredit = fc
  .record({
    hundredths: fc.integer({ min: 1, max: 500 }),
    mode: fc.constantFrom(...MODES),
    intensity: fc.constantFrom(...INTENSITIES),
    area: fc.option(fc.constantFrom(...CONTENT_AREAS)),
    required: fc.boolean(),
  })
  .map((one) => credit(one));
const anyClause = fc
  .record({
    areas: fc.option(fc.subarray([...CONTENT_AREAS], { minLength: 1 })),
    modes: fc.option(fc.subarray([...MODES], { minLength: 1 })),
    requiredOnly: fc.boolean(),
    hundredths: fc.integer({ min: 1, max: 2_000 }),
  })
  .map(({ areas, modes, requiredOnly, hundredths }) =>
    clause('one', {
      hundredths,
      filter: {
        ...(areas && { areas }),
        ...(modes && { modes }),
        ...(requiredOnly && { requiredOnly: true }),
      },
    }),
  );

test('what is said to come nearer does, by so much; what is not named stays as it is', () => {
  fc.assert(
    fc.property(
      fc.array(anyClause, { minLength: 1, maxLength: 4 }),
      fc.array(anyCredit, { maxLength: 8 }),
      anyCredit,
      (some, sums, one) => {
        const clauses = some.map((each, at) => ({ ...each, id: `clause-${at}` }));
        const owed = { category: 'township', clauses } as const;
        const missing = (credits: readonly CreditSum[]) =>
          evaluateClauses(CN_2010_GRASSROOTS, owed, credits, 2026).clauses;
        const found = new Map(
          nearer(clauses, sums, one).map((each) => [each.id, each.gainHundredths]),
        );
        const after = missing([...sums, one]);
        missing(sums).forEach((before, at) => {
          const gain = found.get(before.id) ?? 0;
          expect(before.missingHundredths - (after[at]?.missingHundredths ?? 0)).toBe(gain);
          expect(gain).toBeLessThanOrEqual(Math.min(one.hundredths, before.missingHundredths));
        });
      },
    ),
  );
});
