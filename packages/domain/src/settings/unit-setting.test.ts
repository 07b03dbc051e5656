import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ADJUSTMENT_APPROVALS } from '../requirement/adjustment-approval.ts';
import { DEFAULT_PRESENCE_POLICY } from '../watching/presence.ts';
import { closesOn, nearnessOfClosing } from './closing-day.ts';
import { daysKept, isKeptShorter } from './heartbeat-days.ts';
import { PRESENCE_RHYTHMS, presencePolicyFor } from './presence-rhythm.ts';
import { isLaxer, problemOfSetting, valueInForce, type UnitSetting } from './unit-setting.ts';

const path = fc
  .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 })
  .map((ids) => `/${ids.map((id) => `${id}/`).join('')}`);
const day = fc
  .record({ month: fc.integer({ min: 1, max: 6 }), day: fc.integer({ min: 1, max: 28 }) })
  .map((of) => `0${of.month}-${String(of.day).padStart(2, '0')}`);
const rhythm = fc.constantFrom(...PRESENCE_RHYTHMS);
const setAt = (value: fc.Arbitrary<string>) =>
  fc.uniqueArray(fc.record({ orgPath: path, value }), { selector: ({ orgPath }) => orgPath });

describe('a value that is set for a subtree', () => {
  test.each([
    ['platform-name', '云岭县干部学习网', null],
    ['platform-name', '云', 'setting-unfit'],
    ['platform-name', '学'.repeat(21), 'setting-too-long'],
    ['platform-name', '云岭\n县', 'setting-unfit'],
    ['contact', '县委组织部干部教育科 0512-6000 0000', null],
    ['presence', 'often', null],
    ['presence', 'always', 'setting-unfit'],
    ['closing-day', '01-31', null],
    ['closing-day', '02-29', 'setting-unfit'],
    ['closing-day', '07-01', 'setting-unfit'],
    ['adjustment-approval', 'two-people', null],
    ['adjustment-approval', 'three-people', 'setting-unfit'],
    ['heartbeat-days', '0', null],
    ['heartbeat-days', '7', null],
    ['heartbeat-days', '6', 'setting-unfit'],
    ['heartbeat-days', '10000', 'setting-unfit'],
    ['heartbeat-days', 'all', 'setting-unfit'],
    ['emblem', 'f'.repeat(64), null],
    ['emblem', '../secret.key', 'setting-unfit'],
  ] as const)('%s may be %s: %s', (setting, value, problem) => {
    expect(problemOfSetting(setting, value)).toBe(problem);
  });

  test('a name is that of the nearest unit above, whatever stands elsewhere', () => {
    fc.assert(
      fc.property(setAt(fc.constantFrom('甲', '乙')), path, (values, at) => {
        const found = valueInForce('platform-name', values, at);
        const above = values.filter(({ orgPath }) => at.startsWith(orgPath));
        const nearest = Math.max(-1, ...above.map(({ orgPath }) => orgPath.length));
        expect(found?.orgPath.length ?? -1).toBe(nearest);
      }),
    );
  });

  test.each<[UnitSetting, fc.Arbitrary<string>]>([
    ['presence', rhythm],
    ['closing-day', day],
    ['adjustment-approval', fc.constantFrom(...ADJUSTMENT_APPROVALS)],
  ])('nothing above a unit asks more than the %s in force there', (setting, value) => {
    fc.assert(
      fc.property(setAt(value), path, (values, at) => {
        const found = valueInForce(setting, values, at);
        const above = values.filter(({ orgPath }) => at.startsWith(orgPath));
        expect(found === null).toBe(above.length === 0);
        for (const one of above) {
          expect(isLaxer(setting, found?.value ?? '', one.value)).toBe(false);
        }
      }),
    );
  });

  test('who sets the same below has not taken it over from above', () => {
    const values = [
      { orgPath: '/a/b/', value: '01-31' },
      { orgPath: '/a/', value: '01-31' },
    ];
    expect(valueInForce('closing-day', values, '/a/b/c/')?.orgPath).toBe('/a/');
  });
});

test('the stricter the rhythm, the sooner the next check; off asks nobody', () => {
  const [off, seldom, usual, often] = PRESENCE_RHYTHMS.map((one) =>
    presencePolicyFor(one, DEFAULT_PRESENCE_POLICY),
  );
  expect(off).toBeNull();
  expect(usual).toEqual(DEFAULT_PRESENCE_POLICY);
  expect(often?.gapMs[1]).toBeLessThanOrEqual(usual?.gapMs[0] ?? 0);
  expect(seldom?.gapMs[0]).toBeGreaterThanOrEqual(usual?.gapMs[1] ?? 0);
});

test.each([
  ['2027-01-16', null],
  ['2027-01-17', 'soon'],
  ['2027-01-30', 'soon'],
  ['2027-01-31', 'due'],
  ['2027-03-01', 'due'],
])('a year that is closed on 31 January: on %s it is %s', (today, nearness) => {
  expect(nearnessOfClosing(closesOn('01-31', 2026) ?? '', today)).toBe(nearness);
});

test('evidence is never kept for fewer days than the server says, nor than any unit at the top has set', () => {
  const days = fc.oneof(fc.constant(0), fc.integer({ min: 7, max: 9_999 }));
  fc.assert(
    fc.property(fc.array(days), days, (set, least) => {
      const kept = daysKept(set, least);
      for (const one of [...set, least]) expect(isKeptShorter(kept, one)).toBe(false);
      expect([...set, least]).toContain(kept);
    }),
  );
});
