import type { AdoptedPolicy, HourPolicyView, PrecedenceChange } from '@xueshi/contracts';
import type { HourPolicy } from '@xueshi/domain';
import { refOf } from '../organisations/service.ts';
import type { AdoptedHere } from '../requirements/service.ts';
import { courseNames } from './asked-courses.ts';
import { givesWay, type Change } from './precedence.ts';
import type { AdoptionRow } from './store.ts';
import { unitIdOf } from './tell-below.ts';

/** The figures and words of a policy as the API tells them. */
export function policyView(policy: HourPolicy): HourPolicyView {
  const { code, version, title, basis } = policy;
  const { academicHourMinutes, stepHundredths, tiers, hundredthsPerHalfDay } = policy;
  const { coveragePercent, maxRatePercent, equivalence, offlineStudy } = policy;
  const { finishOldUntilDays, dualControlAboveHundredths, partial, attribution } = policy;
  const { categoryBasis, proRataMonths, dailyCapHundredths } = policy;
  const { onlineSharePercent, electiveWeightPercent, onlineCountsDays } = policy;
  const { carryOverHundredths } = policy;
  return {
    code,
    version,
    title,
    basis: { ...basis },
    ...courseNames(policy),
    academicHourMinutes,
    stepHundredths,
    tiers: tiers.map((tier) => ({ ...tier })),
    hundredthsPerHalfDay,
    coveragePercent,
    maxRatePercent,
    equivalence,
    offlineStudy: { ...offlineStudy },
    finishOldUntilDays,
    dualControlAboveHundredths,
    partial,
    attribution,
    categoryBasis,
    proRataMonths,
    dailyCapHundredths,
    onlineSharePercent,
    electiveWeightPercent,
    onlineCountsDays,
    carryOverHundredths,
  };
}

export const adoptionView = (
  { row, unit, adopter, policy }: AdoptionRow,
  policies: readonly AdoptedHere[],
  year: number,
): AdoptedPolicy => ({
  id: row.id,
  scope: refOf(unit),
  fromYear: row.fromYear,
  toYear: row.toYear,
  adoptedAt: row.adoptedAt.toISOString(),
  adoptedBy: adopter,
  supersededAt: row.supersededAt?.toISOString() ?? null,
  givesWay: givesWayView(
    policies.find(({ id }) => id === row.id),
    policies,
    year,
  ),
  policy: policyView(policy),
});

function givesWayView(
  own: AdoptedHere | undefined,
  policies: readonly AdoptedHere[],
  year: number,
): AdoptedPolicy['givesWay'] {
  const change = own && givesWay(policies, own, year);
  return change ? changeView(change) : null;
}

export const changeView = ({ own, other, fromYear }: Change): PrecedenceChange => ({
  unitId: unitIdOf(own.orgPath),
  unitName: own.scopeUnitName,
  version: own.policy.version,
  fromYear,
  otherUnitName: other.scopeUnitName,
  otherVersion: other.policy.version,
});
