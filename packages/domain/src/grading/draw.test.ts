import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alwaysDrawable, drawItems, type DrawRule } from './draw.ts';

const singles = (...ids: string[]) => ids.map((id) => [id]);

test('every rule draws as many as it says, from its pool, and nothing twice', () => {
  const pool = singles('a', 'b', 'c', 'd', 'e', 'f');
  const anyRules = fc.array(
    fc.record({
      count: fc.integer({ min: 0, max: 3 }),
      units: fc.subarray(pool, { minLength: 0 }),
    }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(anyRules, fc.subarray(['a', 'x']), fc.maxSafeInteger(), (rules, fixed, seed) => {
      fc.pre(rules.every((rule, at) => alwaysDrawable(fixed, rules, at) >= rule.count));
      const drawn = drawItems(fixed, rules, seed);
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawn).toHaveLength(fixed.length + rules.reduce((sum, { count }) => sum + count, 0));
      expect(drawn.slice(0, fixed.length)).toEqual(fixed);
      expect(drawItems(fixed, rules, seed)).toEqual(drawn);
    }),
    { numRuns: 2000 },
  );
});

test('a case-set is drawn whole', () => {
  const rules: DrawRule[] = [
    {
      count: 1,
      units: [
        ['a1', 'a2'],
        ['b1', 'b2', 'b3'],
      ],
    },
  ];
  for (let seed = 0; seed < 50; seed += 1)
    expect([
      ['a1', 'a2'],
      ['b1', 'b2', 'b3'],
    ]).toContainEqual(drawItems([], rules, seed));
});

test('learners get different papers, each item about as often', () => {
  const rules: DrawRule[] = [{ count: 2, units: singles('a', 'b', 'c', 'd') }];
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 4_000; seed += 1)
    for (const id of drawItems([], rules, seed)) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(200);
});

test('a pool that rules share must be large enough for all of them', () => {
  const pool = singles('a', 'b', 'c');
  const rules: DrawRule[] = [
    { count: 2, units: pool },
    { count: 2, units: pool },
  ];
  expect(alwaysDrawable([], rules, 0)).toBe(3);
  expect(alwaysDrawable([], rules, 1)).toBe(1);
  expect(alwaysDrawable(['a'], rules, 0)).toBe(2);
});
