import { expect, test } from 'vitest';
import { CN_2010_GRASSROOTS } from './presets/cn-2010-grassroots.ts';
import { CN_2023 } from './presets/cn-2023.ts';
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
const county = { ...adopted('/gd/yy/'), policy: CN_2023 };

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
