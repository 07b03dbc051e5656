// A policy that loosens nothing asks no less of whoever changes between key groups within a year.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startOfTrainingDay } from '../calendar/training-year.ts';
import type { Clause } from './clause.ts';
import { clauseTie } from './clauses-for.ts';
import type { CategoryBasis, HourPolicy } from './hour-policy.ts';
import { looseningsOf } from './loosening.ts';
import { owedBy } from './owed.ts';
import type { HeldKeyGroup } from './post-stretch.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';

const YEAR = 2026;
const GROUPS = ['a', 'b', 'c'];

const clause = (id: string, change: Partial<Clause>): Clause => ({
  ...{ id, title: { 'zh-CN': '', en: '' }, filter: {}, hundredths: 12_000, halfDays: null },
  ...{ periodYears: 1, ...change },
});
const policyOf = (township: readonly Clause[], categoryBasis: CategoryBasis): HourPolicy => ({
  ...CN_2010_GRASSROOTS,
  categoryBasis,
  byCategory: { ...CN_2010_GRASSROOTS.byCategory, township },
});

const lists = fc
  .tuple(
    fc.integer({ min: 1, max: 2 }),
    fc.array(
      fc.record({
        months: fc.integer({ min: 1, max: 4 }),
        keyGroups: fc.subarray(GROUPS, { minLength: 1, maxLength: 2 }),
        instead: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([all, others]) => [
    clause('c0', { hundredths: all * 1_200 }),
    ...others.map(({ months, keyGroups, instead }, at) =>
      clause(`c${at + 1}`, {
        hundredths: months * 1_200,
        appliesTo: { keyGroups },
        ...(instead && { insteadOf: 'c0' }),
      }),
    ),
  ])
  .filter((clauses) => clauseTie(clauses) === undefined);

const monthStart = (month: number) =>
  startOfTrainingDay(
    `${month > 12 ? YEAR + 1 : YEAR}-${String(((month - 1) % 12) + 1).padStart(2, '0')}-01`,
  ) ?? new Date(NaN);
const held = fc.array(
  fc
    .record({
      keyGroup: fc.constantFrom(...GROUPS),
      from: fc.integer({ min: 1, max: 12 }),
      months: fc.integer({ min: 1, max: 12 }),
    })
    .map(({ keyGroup, from, months }): HeldKeyGroup => {
      const to = Math.min(13, from + months);
      return { keyGroup, from: monthStart(from), to: monthStart(to) };
    }),
  { maxLength: 4 },
);
const bases = fc.constantFrom<CategoryBasis>('prorata', 'prorata', 'longest', 'year_end');

/** Hours that meet all that is owed: every clause looks at all training. */
function mostOwed(policy: HourPolicy, keyGroups: readonly HeldKeyGroup[]): number {
  const post = { category: 'township', positionLevel: null, rank: null };
  const posts = [{ ...post, from: monthStart(1), to: null }];
  const owed = owedBy(policy, { posts, keyGroups, absences: [], adjustments: [] }, YEAR);
  return Math.max(...(owed?.clauses ?? []).map(({ clause: one }) => one.hundredths ?? 0));
}

test('whenever somebody entered and left key groups, a stricter policy asks no less of them', () => {
  let compared = 0;
  fc.assert(
    fc.property(lists, lists, bases, held, (below, above, basis, tags) => {
      const [own, theirs] = [policyOf(below, basis), policyOf(above, basis)];
      if (looseningsOf(own, theirs).length > 0) return;
      compared += 1;
      expect(mostOwed(own, tags)).toBeGreaterThanOrEqual(mostOwed(theirs, tags));
    }),
    { numRuns: 3_000 },
  );
  expect(compared).toBeGreaterThan(300);
});

test('one demand on two key groups is not stricter as two, where months of each are counted', () => {
  const all = clause('all', { hundredths: 1_200 });
  const together = clause('law', { appliesTo: { keyGroups: ['a', 'b'] } });
  const apart = ['a', 'b'].map((code) => clause(code, { appliesTo: { keyGroups: [code] } }));
  const compare = (basis: CategoryBasis) =>
    looseningsOf(policyOf([all, ...apart], basis), policyOf([all, together], basis));
  expect(compare('year_end')).toEqual([]);
  expect(compare('prorata')).toEqual([{ what: 'clause', category: 'township', clauseId: 'law' }]);
});
