import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clause } from './clause.ts';
import { countedHalfDays, countedHours } from './counted-hours.ts';
import { MODES } from './credit-kind.ts';
import type { CreditSum } from './requirement.ts';

const earned = (hundredths: number, change: Partial<CreditSum> = {}): CreditSum => ({
  hundredths,
  halfDays: 0,
  mode: 'online',
  intensity: 'regular',
  area: 'law',
  required: false,
  year: 2026,
  ...change,
});
const clause: Clause = {
  id: 'all',
  title: { 'zh-CN': '全部', en: 'All' },
  filter: {},
  hundredths: 10_000,
  halfDays: null,
  periodYears: 1,
};
const ALL = { onlineSharePercent: 100, electiveWeightPercent: 100 };
const inClass = { mode: 'in_person' } as const;

describe('electives that weigh half', () => {
  const rules = { ...ALL, electiveWeightPercent: 50 };

  test('count half, while compulsory courses and classes count in full', () => {
    const entries = [earned(4_000), earned(2_000, { required: true }), earned(1_000, inClass)];
    expect(countedHours(rules, clause, entries)).toBe(5_000);
  });

  test('are rounded once, downwards', () => {
    expect(countedHours(rules, clause, [earned(75), earned(50)])).toBe(62);
  });

  test('a course that becomes compulsory counts in full', () => {
    const moved = [earned(300, { required: true }), earned(-300)];
    expect(countedHours(rules, clause, [earned(300), ...moved])).toBe(300);
  });
});

describe('online study that makes up at most half', () => {
  const rules = { ...ALL, onlineSharePercent: 50 };

  test('counts to half of the hours asked for, however much there is', () => {
    expect(countedHours(rules, clause, [earned(9_000)])).toBe(5_000);
    expect(countedHours(rules, clause, [earned(9_000), earned(4_000, inClass)])).toBe(9_000);
  });

  test('is measured by what this person owes', () => {
    expect(countedHours(rules, { ...clause, hundredths: 4_000 }, [earned(9_000)])).toBe(2_000);
  });

  test('has no limit in a clause for online study alone, or where only days are asked for', () => {
    const onlineAlone: Clause = { ...clause, filter: { modes: ['online'] } };
    expect(countedHours(rules, onlineAlone, [earned(9_000)])).toBe(9_000);
    const daysAlone: Clause = { ...clause, hundredths: null, halfDays: 24 };
    expect(countedHours(rules, daysAlone, [earned(9_000)])).toBe(9_000);
  });
});

describe('online study that counts as days too', () => {
  const rules = { ...ALL, hundredthsPerHalfDay: 400, onlineCountsDays: true };
  const days: Clause = { ...clause, halfDays: 24 };
  const attended = earned(800, { ...inClass, halfDays: 2 });

  test('is so many half-days as its hours are whole half-days of classes, beside those attended', () => {
    expect(countedHalfDays(rules, days, [earned(799), attended])).toBe(3);
    expect(countedHalfDays(rules, days, [earned(400), earned(400), attended])).toBe(4);
  });

  test('is none where the policy does not say so', () => {
    const not = { ...rules, onlineCountsDays: false };
    expect(countedHalfDays(not, days, [earned(9_000), attended])).toBe(2);
  });

  test('weighs as electives do, and makes up no more than its share', () => {
    const half = { ...rules, electiveWeightPercent: 50 };
    expect(countedHalfDays(half, days, [earned(1_600)])).toBe(2);
    expect(countedHalfDays(half, days, [earned(1_600, { required: true })])).toBe(4);
    const share = { ...rules, onlineSharePercent: 50 };
    expect(countedHalfDays(share, days, [earned(9_600), attended])).toBe(14);
    const onlineAlone: Clause = { ...days, filter: { modes: ['online'] } };
    expect(countedHalfDays(share, onlineAlone, [earned(9_600)])).toBe(24);
  });
});

const percent = fc.integer({ min: 1, max: 100 });
const anyRules = fc.record({ onlineSharePercent: percent, electiveWeightPercent: percent });
const anyEntry = fc
  .record({
    hundredths: fc.nat(20_000),
    mode: fc.constantFrom(...MODES),
    required: fc.boolean(),
  })
  .map(({ hundredths, ...kind }) => earned(hundredths, kind));
const anyClause = fc
  .record({ target: fc.integer({ min: 50, max: 20_000 }), cap: fc.option(fc.nat(10_000)) })
  .map(({ target, cap }): Clause => ({
    ...clause,
    hundredths: target,
    maxCountableHundredths: cap,
    maxCountableFilter: { modes: ['teaching'] },
  }));

test('more never counts less, a stricter rule never more, and nothing counts above its worth', () => {
  fc.assert(
    fc.property(
      anyRules,
      anyClause,
      fc.array(anyEntry, { maxLength: 8 }),
      anyEntry,
      (rules, of, entries, more) => {
        const counted = countedHours(rules, of, entries);
        const raw = entries.reduce((sum, { hundredths }) => sum + hundredths, 0);
        expect(counted).toBeLessThanOrEqual(raw);
        expect(counted).toBeGreaterThanOrEqual(0);
        expect(countedHours(rules, of, [...entries, more])).toBeGreaterThanOrEqual(counted);
        expect(countedHours(ALL, of, entries)).toBeGreaterThanOrEqual(counted);
      },
    ),
  );
});
