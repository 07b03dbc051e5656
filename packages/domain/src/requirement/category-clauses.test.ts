import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AUDIENCE_CATEGORIES } from './audience-category.ts';
import { fallbackClauses, namesCategory } from './category-clauses.ts';
import type { Clause } from './clause.ts';
import { checkPolicy, policyProblems, type HourPolicy } from './hour-policy.ts';
import { looseningsOf } from './loosening.ts';
import { owedBy } from './owed.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';

const asking = (hundredths: number, halfDays: number | null): Clause => ({
  id: 'all-training',
  title: { 'zh-CN': '各类学习培训', en: 'Training of all kinds' },
  filter: {},
  hundredths,
  halfDays,
  periodYears: 1,
});
const anyClauses = fc
  .tuple(fc.integer({ min: 1, max: 20_000 }), fc.option(fc.integer({ min: 1, max: 60 })))
  .map(([hundredths, halfDays]) => [asking(hundredths, halfDays)]);
// Among them words that every object knows, and one that the policy may name.
const anyOwn = fc.constantFrom('state_farm', 'constructor', 'value_of', 'forest');
const anyPolicy = fc
  .record({
    six: fc.tuple(...AUDIENCE_CATEGORIES.map(() => anyClauses)),
    others: fc.option(anyClauses, { nil: undefined }),
    byOwnCategory: fc.option(fc.dictionary(anyOwn, anyClauses, { noNullPrototype: true }), {
      nil: undefined,
    }),
    categoryBasis: fc.constantFrom('year_end', 'longest', 'highest', 'prorata'),
  })
  .map(({ six, others, byOwnCategory, categoryBasis }): HourPolicy => ({
    ...without(CN_2010_GRASSROOTS),
    byCategory: Object.fromEntries(
      AUDIENCE_CATEGORIES.map((code, at) => [code, six[at] ?? []]),
    ) as unknown as HourPolicy['byCategory'],
    ...(others && { others }),
    ...(byOwnCategory && { byOwnCategory }),
    categoryBasis,
  }));

/** As policies stand there that were adopted before there were such categories. */
function without({ others: _, byOwnCategory: _b, ...policy }: HourPolicy): HourPolicy {
  return policy;
}

const owed = (policy: HourPolicy, category: string | null) =>
  owedBy(
    policy,
    {
      posts: [
        { category, positionLevel: null, rank: null, from: new Date('2026-01-01'), to: null },
      ],
      keyGroups: [],
      absences: [],
      adjustments: [],
    },
    2026,
  );
const figuresOf = (clauses: readonly Clause[] | undefined) =>
  clauses?.map(({ hundredths, halfDays }) => [hundredths, halfDays]);

test('an own category owes the fallback row of any policy, unless that names it', () => {
  fc.assert(
    fc.property(anyPolicy, anyOwn, (policy, category) => {
      const named = new Map(Object.entries(policy.byOwnCategory ?? {})).get(category);
      const found = owed(policy, category);
      expect(found?.category).toBe(category);
      expect(figuresOf(found?.clauses.map(({ clause }) => clause))).toEqual(
        figuresOf(named ?? fallbackClauses(policy)),
      );
    }),
  );
});

test('nobody with an own category is without one, and whoever is in none still is', () => {
  expect(owed(CN_2010_GRASSROOTS, 'state_farm')?.clauses[0]?.clause).toMatchObject({
    hundredths: 4_000,
    halfDays: 10,
  });
  expect(owed(CN_2010_GRASSROOTS, null)).toBeNull();
});

test('a policy from before such categories is sound, and asks of them what it asked of the last of the six', () => {
  const before = without(CN_2010_GRASSROOTS);
  expect(checkPolicy(before)).toEqual({ ok: true });
  const stricter = { ...before.byCategory, nonpublic_social_party_head: [asking(6_000, 15)] };
  expect(figuresOf(fallbackClauses({ ...before, byCategory: stricter }))).toEqual([[6_000, 15]]);
});

test('a fault of policies from before is told once, and every list of later ones is looked at', () => {
  const before = without(CN_2010_GRASSROOTS);
  const faulty = {
    ...before,
    byCategory: { ...before.byCategory, nonpublic_social_party_head: [] },
  };
  expect(policyProblems(faulty)).toHaveLength(1);
  const lists = { ...before, others: [], byOwnCategory: { forest: [asking(0, null)] } };
  expect(policyProblems(lists)).toMatchObject([
    { problem: 'no-clauses', category: 'others' },
    { problem: 'threshold-not-positive', category: 'forest' },
  ]);
});

/** Whether a measure asks at least as much: one that is not offered is asked for without end. */
const isAtLeast = (own: number | null | undefined, above: number | null | undefined) =>
  own === null || (above !== null && (own ?? 0) >= (above ?? 0));

test('a policy below is looser exactly where somebody of an own category could owe less by it', () => {
  fc.assert(
    fc.property(anyPolicy, anyPolicy, anyOwn, (below, above, category) => {
      const rules = { ...below, categoryBasis: above.categoryBasis };
      const told = looseningsOf(rules, above).flatMap((one) =>
        one.what === 'clause' ? [one.category] : [],
      );
      const [own] = owed(rules, category)?.clauses ?? [];
      const [theirs] = owed(above, category)?.clauses ?? [];
      const asksLess =
        !isAtLeast(own?.clause.hundredths, theirs?.clause.hundredths) ||
        !isAtLeast(own?.clause.halfDays, theirs?.clause.halfDays);
      const isNamed = [below, above].some((one) => namesCategory(one, category));
      expect(told.includes(isNamed ? category : 'others')).toBe(asksLess);
    }),
  );
});

test('of two policies from before, none gives way for the sake of categories that came later', () => {
  fc.assert(
    fc.property(anyPolicy, anyPolicy, (below, above) => {
      const [own, theirs] = [without(below), without(above)];
      const told = looseningsOf({ ...own, categoryBasis: theirs.categoryBasis }, theirs).flatMap(
        (one) => (one.what === 'clause' ? [one.category] : []),
      );
      expect(told.includes('others')).toBe(told.includes('nonpublic_social_party_head'));
    }),
  );
});
