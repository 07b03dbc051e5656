import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clause } from './clause.ts';
import { clausesFor, clauseTie, type PostFacts } from './clauses-for.ts';
import { postsNamed } from './posts-named.ts';

const GROUPS = ['a', 'b', 'c', 'd'];
const RANKS = ['clerk_1', 'section_1'];

/** Everybody there may be. */
const everybody: PostFacts[] = [null, ...RANKS].flatMap((rank) =>
  GROUPS.reduce<string[][]>(
    (sets, one) => [...sets, ...sets.map((set) => [...set, one])],
    [[]],
  ).map((keyGroups) => ({ positionLevel: null, rank, keyGroups })),
);

const scoped = fc.record({
  hundredths: fc.integer({ min: 1, max: 3 }),
  keyGroups: fc.option(fc.subarray(GROUPS, { minLength: 1, maxLength: 2 }), { freq: 4 }),
  ranks: fc.option(fc.subarray(RANKS, { minLength: 1, maxLength: 1 }), { freq: 1 }),
  insteadOf: fc.option(fc.constantFrom(0, 1, 2)),
});
const lists = fc
  .array(scoped, { minLength: 1, maxLength: 5 })
  .map((owed): Clause[] =>
    owed.map(({ hundredths, keyGroups, ranks, insteadOf }, at) => ({
      ...{ id: `c${at}`, title: { 'zh-CN': '', en: '' }, filter: {} },
      ...{ hundredths, halfDays: null, periodYears: 1 as const },
      ...((keyGroups ?? ranks) && {
        appliesTo: { ...(keyGroups && { keyGroups }), ...(ranks && { ranks }) },
      }),
      ...(insteadOf !== null && insteadOf < at && keyGroups ? { insteadOf: `c${insteadOf}` } : {}),
    })),
  )
  .filter((clauses) => clauseTie(clauses) === undefined);

test('whoever would owe less by one list than by another is found among the few that are compared', () => {
  let found = 0;
  fc.assert(
    fc.property(lists, lists, (own, above) => {
      const lost = (posts: readonly PostFacts[]) => [
        ...new Set(
          posts.flatMap((post) => {
            const owed = clausesFor(own, post);
            return clausesFor(above, post)
              .filter((clause) =>
                owed.every((one) => (one.hundredths ?? 0) < (clause.hundredths ?? 0)),
              )
              .map(({ id }) => id);
          }),
        ),
      ];
      const few = lost(postsNamed(own, above));
      if (few.length > 0) found += 1;
      expect(few.sort()).toEqual(lost(everybody).sort());
    }),
    { numRuns: 1_500 },
  );
  expect(found).toBeGreaterThan(300);
});

test('naming six key groups on either side compares some hundred people, not thousands', () => {
  const clause = (code: string, insteadOf?: string): Clause => ({
    ...{ id: code, title: { 'zh-CN': '', en: '' }, filter: {}, hundredths: 1, halfDays: null },
    ...{ periodYears: 1, appliesTo: { keyGroups: [code] } },
    ...(insteadOf === undefined ? {} : { insteadOf }),
  });
  const six = (from: string) => [...Array(6).keys()].map((at) => clause(`${from}${at}`));
  expect(postsNamed([...six('own'), clause('x', 'all')], six('above')).length).toBeLessThan(1_000);
});
