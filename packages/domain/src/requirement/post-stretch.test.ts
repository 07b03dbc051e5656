// Key groups begin and end on days of their own: which of them count for a year (ADR 0062).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startOfTrainingDay } from '../calendar/training-year.ts';
import type { Clause } from './clause.ts';
import { CATEGORY_BASES, type CategoryBasis, type HourPolicy } from './hour-policy.ts';
import { owedBy } from './owed.ts';
import { decidingPost } from './post-basis.ts';
import { postStretches, type HeldKeyGroup, type HeldPost } from './post-stretch.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';

const YEAR = 2026;
const day = (date: string) => startOfTrainingDay(date) ?? new Date(NaN);
const [all] = CN_2010_GRASSROOTS.byCategory.township;
if (!all) throw new Error('the preset owes a clause');

const law: Clause = {
  ...all,
  id: 'law',
  filter: { areas: ['law'] },
  hundredths: 1_200,
  halfDays: null,
  appliesTo: { keyGroups: ['new_leader'] },
};
const more: Clause = {
  ...all,
  id: 'more',
  hundredths: 12_400,
  insteadOf: all.id,
  appliesTo: { keyGroups: ['village_secretary'] },
};
const policyOf = (categoryBasis: CategoryBasis): HourPolicy => ({
  ...CN_2010_GRASSROOTS,
  categoryBasis,
  byCategory: { ...CN_2010_GRASSROOTS.byCategory, township: [all, law, more] },
});
const post = (from: string, to: string | null, category = 'township'): HeldPost => ({
  ...{ category, positionLevel: null, rank: null },
  ...{ from: day(from), to: to === null ? null : day(to) },
});
const group = (keyGroup: string, from: string, to: string | null): HeldKeyGroup => ({
  ...{ keyGroup, from: day(from), to: to === null ? null : day(to) },
});
const owed = (
  basis: CategoryBasis,
  keyGroups: readonly HeldKeyGroup[],
  posts = [post('2020-01-01', null)],
  year = YEAR,
) =>
  owedBy(policyOf(basis), { posts, keyGroups, absences: [], adjustments: [] }, year)?.clauses.map(
    ({ clause }) => [clause.id, clause.hundredths],
  );

const EVERYBODY = ['all-training', 10_000];
const FROM_JUNE = [group('new_leader', '2026-06-15', null)];
const UNTIL_JUNE = [group('new_leader', '2025-06-15', '2026-06-15')];

test.each<{ basis: CategoryBasis; since: unknown; until: unknown }>([
  { basis: 'year_end', since: [EVERYBODY, ['law', 1_200]], until: [EVERYBODY] },
  // From 15 June on it is the longer half of the year, until then the shorter.
  { basis: 'longest', since: [EVERYBODY, ['law', 1_200]], until: [EVERYBODY] },
  {
    basis: 'highest',
    since: [EVERYBODY, ['law', 1_200]],
    until: [EVERYBODY, ['law', 1_200]],
  },
  // Held at the end of seven months, and of five.
  {
    basis: 'prorata',
    since: [EVERYBODY, ['law', 700]],
    until: [EVERYBODY, ['law', 500]],
  },
])('a key group of part of a year counts by $basis, as a post would', ({ basis, since, until }) => {
  expect(owed(basis, FROM_JUNE)).toEqual(since);
  expect(owed(basis, UNTIL_JUNE)).toEqual(until);
  expect(owed(basis, [])).toEqual([EVERYBODY]);
});

test('the year before a key group begins and the year after it ends know nothing of it', () => {
  for (const basis of CATEGORY_BASES) {
    expect(owed(basis, FROM_JUNE, undefined, 2025)).toEqual([EVERYBODY]);
    expect(owed(basis, UNTIL_JUNE, undefined, 2027)).toEqual([EVERYBODY]);
  }
});

test('whoever left is looked at by the key groups of the last day in service', () => {
  const left = [post('2020-01-01', '2026-10-01')];
  const tagged = [group('village_secretary', '2024-01-01', '2026-10-01')];
  expect(owed('year_end', tagged, left)).toEqual([['more', 12_400]]);
  expect(owed('year_end', [group('village_secretary', '2026-11-01', null)], left)).toEqual([
    EVERYBODY,
  ]);
});

test('by months, what a key group owes in the place of the general demand is owed for its months', () => {
  // Nine months of 100 hours and three of 124.
  expect(owed('prorata', [group('village_secretary', '2026-10-01', null)])).toEqual([
    ['more', 10_600],
  ]);
});

const GROUPS = ['a', 'b', 'c'];
const dayOfYear = fc.integer({ min: -100, max: 500 });
const at = (days: number) => new Date(day('2026-01-01').getTime() + days * 86_400_000);
const spans = fc
  .tuple(dayOfYear, dayOfYear)
  .filter(([one, other]) => one !== other)
  .map(([one, other]) => ({ from: at(Math.min(one, other)), to: at(Math.max(one, other)) }));
const held = fc.array(
  fc
    .record({ keyGroup: fc.constantFrom(...GROUPS), span: spans, open: fc.boolean() })
    .map(({ keyGroup, span, open }): HeldKeyGroup => ({
      ...{ keyGroup, from: span.from, to: open ? null : span.to },
    })),
  { maxLength: 5 },
);
/** One post after the other, from some day on. */
const posts = fc
  .uniqueArray(fc.integer({ min: -200, max: 364 }), { minLength: 1, maxLength: 3 })
  .map((days) => {
    const begins = [...days].sort((one, other) => one - other);
    return begins.map((from, place): HeldPost => {
      const to = begins[place + 1];
      return {
        ...{ category: 'township', positionLevel: null, rank: place % 2 ? 'clerk_1' : null },
        ...{ from: at(from), to: to === undefined ? null : at(to) },
      };
    });
  });

test('a stretch is held with the same key groups all along, and stretches leave out no day', () => {
  fc.assert(
    fc.property(posts, held, fc.integer({ min: 0, max: 364 }), (all, tags, date) => {
      const stretches = postStretches(all, tags, GROUPS, YEAR);
      const on = <T extends { from: Date; to: Date | null }>(list: readonly T[]) =>
        list.filter(({ from, to }) => from <= at(date) && (to === null || to > at(date)));
      const [stretch, ...others] = on(stretches);
      expect(others).toEqual([]);
      expect(stretch?.rank).toBe(on(all)[0]?.rank);
      if (stretch)
        expect([...stretch.keyGroups].sort()).toEqual(
          [...new Set(on(tags).map(({ keyGroup }) => keyGroup))].sort(),
        );
    }),
  );
});

test('a policy that names one more key group looks at no other in another way', () => {
  fc.assert(
    fc.property(
      posts,
      held,
      fc.subarray(GROUPS),
      fc.constantFrom<CategoryBasis>('year_end', 'longest'),
      (all, tags, named, basis) => {
        const counting = (groups: readonly string[]) =>
          decidingPost(policyOf(basis), postStretches(all, tags, groups, YEAR), YEAR)?.keyGroups ??
          [];
        const every = counting(GROUPS).filter((one) => named.includes(one));
        expect([...counting(named)].sort()).toEqual([...every].sort());
      },
    ),
  );
});
