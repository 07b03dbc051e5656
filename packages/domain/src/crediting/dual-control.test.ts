import fc from 'fast-check';
import { expect, test } from 'vitest';
import { needsSecondPerson } from './dual-control.ts';

test('up to the limit one person suffices, above it takes two, whichever way it goes', () => {
  expect(needsSecondPerson(1_000, 1_000)).toBe(false);
  expect(needsSecondPerson(-1_000, 1_000)).toBe(false);
  expect(needsSecondPerson(1_001, 1_000)).toBe(true);
  expect(needsSecondPerson(-1_001, 1_000)).toBe(true);
  expect(needsSecondPerson(25, 0)).toBe(true);
});

test('without a limit one person always suffices', () => {
  fc.assert(fc.property(fc.integer(), (changed) => !needsSecondPerson(changed, null)));
});

test('a lower limit never asks for fewer second persons', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(), fc.nat(), (changed, one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      if (needsSecondPerson(changed, high)) expect(needsSecondPerson(changed, low)).toBe(true);
    }),
  );
});
