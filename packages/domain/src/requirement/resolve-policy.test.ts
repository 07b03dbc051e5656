import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HourPolicy } from './hour-policy.ts';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { evaluateRequirement } from './requirement.ts';
import { resolvePolicy, type AdoptedPolicy } from './resolve-policy.ts';

const adopted = (
  orgPath: string,
  fromYear = 2020,
  toYear: number | null = null,
): AdoptedPolicy => ({
  orgPath,
  fromYear,
  toYear,
  policy: CN_2010_GRASSROOTS,
});
const everywhere = adopted('/');
const asking = (hundredths: number): HourPolicy => ({
  ...CN_2010_GRASSROOTS,
  byCategory: {
    ...CN_2010_GRASSROOTS.byCategory,
    township: CN_2010_GRASSROOTS.byCategory.township.map((clause) => ({ ...clause, hundredths })),
  },
});
const county = { ...adopted('/gd/yy/'), policy: asking(11_000) };

test('the policy adopted nearest above a unit applies to it', () => {
  const policies = [county, everywhere];
  expect(resolvePolicy(policies, '/gd/yy/qinghe/', 2026)).toEqual({ ok: true, adopted: county });
  expect(resolvePolicy(policies, '/gd/yy/', 2026)).toEqual({ ok: true, adopted: county });
  expect(resolvePolicy(policies, '/gd/', 2026)).toEqual({ ok: true, adopted: everywhere });
});

test('a unit whose name only begins alike is not under the county', () => {
  expect(resolvePolicy([county, everywhere], '/gd/yyx/', 2026)).toEqual({
    ok: true,
    adopted: everywhere,
  });
});

test('a policy applies in its years only, both ends included', () => {
  const policies = [everywhere, adopted('/gd/', 2022, 2024)];
  const fromYears = [2021, 2022, 2024, 2025].map((year) => {
    const resolution = resolvePolicy(policies, '/gd/yy/', year);
    return resolution.ok ? resolution.adopted.fromYear : null;
  });
  expect(fromYears).toEqual([2020, 2022, 2022, 2020]);
});

test('two policies of one unit in one year are refused, and both are named', () => {
  const rival = adopted('/gd/yy/', 2025);
  expect(resolvePolicy([everywhere, county, rival], '/gd/yy/qinghe/', 2026)).toEqual({
    ok: false,
    reason: 'tie',
    tied: [county, rival],
  });
  expect(resolvePolicy([everywhere, county, rival], '/gd/yy/qinghe/', 2024).ok).toBe(true);
});

test('a unit under no policy is told so', () => {
  expect(resolvePolicy([county], '/hn/', 2026)).toEqual({ ok: false, reason: 'none' });
});

test('a policy that asks less than a later one above it gives way to that one, and as a whole', () => {
  const stricter = { ...adopted('/gd/', 2026), policy: asking(12_000) };
  const own = { ...county, policy: { ...county.policy, coveragePercent: 100 } };
  const inYear = (year: number) => resolvePolicy([everywhere, stricter, own], '/gd/yy/', year);
  expect(inYear(2025)).toEqual({ ok: true, adopted: own });
  // Though it asked more of lectures: one document holds for one person.
  expect(inYear(2026)).toEqual({ ok: true, adopted: stricter });
});

test('a policy that gave way applies again once the one above asks less', () => {
  const strict = { ...adopted('/gd/', 2024, 2025), policy: asking(12_000) };
  const lenient = { ...adopted('/gd/', 2026), policy: asking(10_500) };
  const at = (year: number) =>
    resolvePolicy([everywhere, lenient, county, strict], '/gd/yy/', year);
  expect(at(2025)).toEqual({ ok: true, adopted: strict });
  expect(at(2026)).toEqual({ ok: true, adopted: county });
});

const PATHS = ['/', '/gd/', '/gd/yy/', '/gd/yy/qinghe/', '/gd/lz/'] as const;
const adoptions: fc.Arbitrary<AdoptedPolicy[]> = fc.uniqueArray(
  fc.record({
    orgPath: fc.constantFrom(...PATHS),
    fromYear: fc.integer({ min: 2024, max: 2026 }),
    toYear: fc.constant(null),
    policy: fc
      .record({
        hundredths: fc.integer({ min: 1, max: 5 }),
        coveragePercent: fc.constantFrom(90, 95),
        onlineSharePercent: fc.constantFrom(50, 100),
      })
      .map(({ hundredths, ...rules }) => ({ ...asking(hundredths), ...rules })),
  }),
  { selector: ({ orgPath }) => orgPath, maxLength: 5 },
);

test('in whatever order policies are adopted, nobody below owes less than a unit above demands', () => {
  fc.assert(
    fc.property(
      adoptions,
      fc.integer({ min: 2024, max: 2026 }),
      fc.integer({ min: 0, max: 6 }),
      (policies, year, hundredths) => {
        for (const below of PATHS)
          for (const above of PATHS.filter((path) => below.startsWith(path))) {
            const [own, theirs] = [below, above].map((path) => resolvePolicy(policies, path, year));
            if (!theirs?.ok) continue;
            expect(own?.ok).toBe(true);
            if (!own?.ok) return;
            const { policy } = own.adopted;
            expect(policy.coveragePercent).toBeGreaterThanOrEqual(
              theirs.adopted.policy.coveragePercent,
            );
            const kind = { mode: 'online', intensity: 'regular', area: null } as const;
            const credit = { ...kind, hundredths, halfDays: 0, required: false, year };
            const met = (by: HourPolicy) => evaluateRequirement(by, 'township', [credit], year).met;
            expect(met(policy) && !met(theirs.adopted.policy)).toBe(false);
          }
      },
    ),
    { numRuns: 2_000 },
  );
});
