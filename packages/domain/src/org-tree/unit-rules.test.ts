import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formFits,
  isRegionCode,
  managementFault,
  mayLieUnder,
  UNIT_FORMS,
  UNIT_LEVELS,
  type UnitLevel,
} from './unit-rules.ts';

const anyLevel = fc.constantFrom(...UNIT_LEVELS);

test('whoever may lie under a unit may lie under everything above that unit', () => {
  fc.assert(
    fc.property(anyLevel, anyLevel, anyLevel, (low, middle, high) => {
      fc.pre(mayLieUnder(low, middle) && mayLieUnder(middle, high));
      expect(mayLieUnder(low, high)).toBe(true);
    }),
  );
});

test('two different levels lie one under the other in one way only', () => {
  fc.assert(
    fc.property(anyLevel, anyLevel, (a, b) => {
      expect(mayLieUnder(a, b) && mayLieUnder(b, a)).toBe(a === b);
    }),
  );
});

test.each<[string, UnitLevel, boolean, boolean]>([
  ['530000', 'province', true, true],
  ['530100', 'province', true, false],
  ['530100', 'prefecture', true, true],
  ['530000', 'prefecture', true, false],
  ['530102', 'county', true, true],
  ['419001', 'county', true, true],
  ['530100', 'county', true, false],
  ['530102001', 'township', true, true],
  ['530102001000', 'township', true, true],
  ['530102001001', 'township', true, false],
  ['530102001001', 'village', true, true],
  ['530102', 'village', true, false],
  ['530102', 'county', false, true],
  ['530102001001', 'county', false, true],
  ['990000', 'province', true, false],
  ['53010', 'county', true, false],
  ['53010Ｘ', 'county', true, false],
  ['530000', 'central', true, false],
])('%s for a unit of the level %s, a region: %s → %s', (code, level, region, valid) => {
  expect(isRegionCode(code, level, region)).toBe(valid);
});

test('a form belongs to one level; a banner is a county', () => {
  expect(formFits('banner', 'county')).toBe(true);
  expect(formFits('banner', 'township')).toBe(false);
  for (const level of UNIT_LEVELS) {
    expect(formFits(null, level)).toBe(true);
    for (const form of UNIT_FORMS[level])
      expect(UNIT_LEVELS.filter((one) => formFits(form, one))).toContain(level);
  }
});

test.each([
  ['territorial', null, null],
  ['territorial', 'tax', 'principal-superfluous'],
  ['vertical', null, null],
  ['vertical', 'tax', null],
  ['dual', null, 'principal-missing'],
  ['dual', 'tax', null],
  ['dual', 'own', 'principal-itself'],
] as const)('managed as %s by %s: %s', (mode, principalOrgId, fault) => {
  expect(managementFault({ mode, principalOrgId }, 'own')).toBe(fault);
});
