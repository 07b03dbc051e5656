import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FEWEST_COUNTED,
  isTerritory,
  placeFault,
  placeSide,
  sumOfTold,
  toldCounts,
  type PlaceCounts,
} from './place-rules.ts';
import { MANAGEMENT_MODES, UNIT_KINDS } from './unit-rules.ts';

test.each([
  ['vertical', 'region', 'apart', null],
  ['dual', 'village', 'apart', null],
  ['vertical', 'department', 'apart', 'place-unfit'],
  ['vertical', 'region', 'itself', 'place-itself'],
  ['dual', 'region', 'in-line', 'place-in-line'],
  ['territorial', 'region', 'apart', 'place-superfluous'],
] as const)('managed as %s, in a %s that is %s: %s', (mode, kind, side, fault) => {
  expect(placeFault({ mode, kind, side })).toBe(fault);
});

const anyPath = fc
  .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
  .map((ids) => `/${ids.join('/')}/`);

test('a place is neither the unit nor above or below it, whichever is asked first', () => {
  fc.assert(
    fc.property(anyPath, anyPath, (unit, place) => {
      const side = placeSide(unit, place);
      expect(placeSide(place, unit)).toBe(side);
      expect(side === 'apart').toBe(!isUnder(unit, place) && !isUnder(place, unit));
    }),
  );
});

/** Step by step: the ids of the one are the first of the other's. */
function isUnder(path: string, above: string): boolean {
  const ids = path.split('/').filter(Boolean);
  return above
    .split('/')
    .filter(Boolean)
    .every((id, at) => ids[at] === id);
}

test('only a unit that a line manages has a place, and only a territory is one', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...MANAGEMENT_MODES),
      fc.constantFrom(...UNIT_KINDS),
      (mode, kind) => {
        const fits = placeFault({ mode, kind, side: 'apart' }) === null;
        expect(fits).toBe(mode !== 'territorial' && isTerritory(kind));
      },
    ),
  );
});

const anyCounts: fc.Arbitrary<PlaceCounts> = fc
  .tuple(fc.nat(12), fc.nat(12), fc.nat(12), fc.nat(6))
  .map(([reached, atRisk, others, none]) => ({
    people: reached + atRisk + others + none,
    reached,
    atRisk,
    none,
  }));

test('of fewer than five people nothing but their number is told', () => {
  fc.assert(
    fc.property(anyCounts, (counts) => {
      const told = toldCounts(counts);
      expect(told !== null).toBe(counts.people >= FEWEST_COUNTED);
      if (told === null) return;
      const owing = counts.people - counts.none;
      expect(told.ratePercent).toBe(
        owing === 0 ? null : Math.floor((counts.reached / owing) * 100),
      );
    }),
  );
});

test('what is not told of a unit cannot be reckoned from the sums', () => {
  fc.assert(
    fc.property(fc.array(anyCounts, { maxLength: 6 }), anyCounts, (units, one) => {
      const few = { people: 4, reached: one.reached % 5, atRisk: 0, none: 0 };
      const other = { ...few, reached: 4 - few.reached };
      // Whoever it is that has reached the year in a small unit, the sums are the same.
      expect(sumOfTold([...units, few])).toEqual(sumOfTold([...units, other]));
      const told = units.filter(({ people }) => people >= FEWEST_COUNTED);
      expect(sumOfTold(units)?.people ?? 0).toBe(told.reduce((sum, { people }) => sum + people, 0));
    }),
  );
});
