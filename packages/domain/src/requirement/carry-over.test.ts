import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carriedInto, electivesAbove, type YearBehind } from './carry-over.ts';
import type { Clause } from './clause.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { evaluateClauses, type CreditSum } from './requirement.ts';

const clause = (hundredths: number | null, filter: Clause['filter'] = {}): Clause => ({
  id: JSON.stringify(filter),
  title: { 'zh-CN': '', en: '' },
  filter,
  hundredths,
  halfDays: hundredths === null ? 2 : null,
  periodYears: 1,
});
const online = (hundredths: number, of: Partial<CreditSum> = {}): CreditSum => ({
  ...{ hundredths, halfDays: 0, year: 2026, mode: 'online', intensity: 'regular' },
  ...{ area: 'theory', required: false },
  ...of,
});

function behind(clauses: readonly Clause[], sums: readonly CreditSum[], weight = 100): YearBehind {
  const policy = { ...CN_2010_GRASSROOTS, electiveWeightPercent: weight };
  const { clauses: results } = evaluateClauses(
    policy,
    { category: 'township', clauses },
    sums,
    2026,
  );
  const paired = clauses.flatMap((one, at) => {
    const result = results[at];
    return result ? [{ clause: one, result }] : [];
  });
  return { year: 2026, policy, clauses: paired, sums };
}

test.each([
  { promise: 'what is above the hours asked for', sums: [online(13_000)], above: 3_000 },
  { promise: 'nothing where the year is not met', sums: [online(9_000)], above: 0 },
  {
    promise: 'no more than the electives of the year',
    sums: [online(1_000), online(12_000, { mode: 'in_person' })],
    above: 1_000,
  },
  {
    promise: 'nothing of compulsory courses',
    sums: [online(13_000, { required: true })],
    above: 0,
  },
  {
    promise: 'nothing of other years',
    sums: [online(10_000), online(9_000, { year: 2025 })],
    above: 0,
  },
])('carries over $promise', ({ sums, above }) => {
  expect(electivesAbove(behind([clause(10_000)], sums))).toBe(above);
});

test('a demand for one area keeps what it needs, and leaves the rest free', () => {
  const law = clause(1_000, { areas: ['law'] });
  const sums = [online(1_200, { area: 'law' }), online(11_000)];
  expect(electivesAbove(behind([clause(10_000), law], sums))).toBe(2_200);
  const allLaw = [online(12_000, { area: 'law' })];
  expect(electivesAbove(behind([clause(10_000), clause(11_500, { areas: ['law'] })], allLaw))).toBe(
    500,
  );
});

test('where nothing asked for looks at online study, or only days are asked for, nothing is above it', () => {
  const inPerson = clause(1_000, { modes: ['in_person'] });
  const sums = [online(5_000), online(2_000, { mode: 'in_person', halfDays: 4 })];
  expect(electivesAbove(behind([inPerson], sums))).toBe(0);
  expect(electivesAbove(behind([clause(null)], sums))).toBe(0);
});

test('what is carried counts once: not for an area, not in a plan of five years, and not carried on', () => {
  const carried = carriedInto(2027, 2_000, behind([clause(10_000)], [online(13_000)]));
  expect(carried).toMatchObject({ hundredths: 2_000, year: 2027, carried: true });
  if (!carried) throw new Error('something is carried');
  const five: Clause = { ...clause(30_000), id: 'five', periodYears: 5, periodStartYear: 2023 };
  const clauses = [clause(10_000), clause(500, { areas: ['theory'] }), five];
  const owed = { category: 'township', clauses } as const;
  const results = evaluateClauses(CN_2010_GRASSROOTS, owed, [online(13_000), carried], 2027);
  expect(results.clauses.map(({ hundredths }) => hundredths)).toEqual([2_000, 0, 13_000]);
  const next = behind([clause(1_000)], [{ ...carried, year: 2026 }]);
  expect(electivesAbove(next)).toBe(0);
});

test('whoever had learned so much less would still have met the year, whatever it asked and they learned', () => {
  const areas = ['law', 'theory', 'integrity'] as const;
  const sum = fc
    .record({
      hundredths: fc.integer({ min: 0, max: 9_000 }),
      mode: fc.constantFrom('online', 'in_person'),
      area: fc.constantFrom(...areas),
      required: fc.boolean(),
    })
    .map((of) => online(of.hundredths, of));
  const hours = fc.integer({ min: 1, max: 9_000 });
  fc.assert(
    fc.property(
      fc.array(sum, { maxLength: 6 }),
      hours,
      fc.option(fc.record({ hours, area: fc.constantFrom(...areas) }), { nil: null }),
      fc.constantFrom(30, 50, 100),
      fc.option(hours, { nil: null }),
      (sums, general, area, weight, most) => {
        const clauses = [
          clause(general),
          ...(area ? [clause(area.hours, { areas: [area.area] })] : []),
        ];
        const year = behind(clauses, sums, weight);
        const carried = carriedInto(2027, most, year)?.hundredths ?? 0;
        expect(carried).toBeLessThanOrEqual(most ?? 0);
        let left = carried;
        // First what no demand for an area needs.
        const order = [...sums].sort((a) => (a.area === area?.area ? 1 : -1));
        const less = order.map((one) => {
          const isElective = one.mode === 'online' && !one.required;
          const taken = isElective ? Math.min(left, one.hundredths) : 0;
          left -= taken;
          return { ...one, hundredths: one.hundredths - taken };
        });
        expect(left).toBe(0);
        if (carried === 0) return;
        for (const { result } of behind(clauses, less, weight).clauses)
          expect(result.met).toBe(true);
      },
    ),
  );
});
