import { AUDIENCE_CATEGORIES, type AudienceCategory } from './audience-category.ts';
import type { Clause } from './clause.ts';
import type { CreditRules, Equivalence, HourPolicy } from './hour-policy.ts';

/** In what a policy asks less than the one above it. */
export type Loosening =
  | {
      readonly what:
        'academic-hour' | 'step' | 'half-day' | 'coverage' | 'rate' | 'equivalence' | 'offline';
    }
  | { readonly what: 'clause'; readonly category: AudienceCategory; readonly clauseId: string };

/** From the strictest to the most generous. */
const BY_STRICTNESS: readonly Equivalence[] = ['first', 'higher', 'both'];

/**
 * Where a policy asks less of people, or gives more for the same, than the one that would apply
 * without it; [] where a subtree may adopt it. The academic hour and the step must be the same: a
 * course has one value in the whole installation. Who meets a clause of `policy` also meets the one
 * it stands for. Source: DOMAIN G2 ("a subtree only stricter"), DESIGN decision 3.
 */
export function looseningsOf(policy: HourPolicy, above: HourPolicy): Loosening[] {
  const loosenings: Loosening[] = ruleLoosenings(policy, above);
  for (const category of AUDIENCE_CATEGORIES) {
    for (const clause of above.byCategory[category]) {
      const kept = policy.byCategory[category].some((one) => asksAtLeast(one, clause));
      if (!kept) loosenings.push({ what: 'clause', category, clauseId: clause.id });
    }
  }
  return loosenings;
}

function ruleLoosenings(rules: CreditRules, above: CreditRules): Loosening[] {
  const differs: Loosening[] = [];
  if (rules.academicHourMinutes !== above.academicHourMinutes)
    differs.push({ what: 'academic-hour' });
  if (rules.stepHundredths !== above.stepHundredths) differs.push({ what: 'step' });
  if (rules.hundredthsPerHalfDay > above.hundredthsPerHalfDay) differs.push({ what: 'half-day' });
  if (rules.coveragePercent < above.coveragePercent) differs.push({ what: 'coverage' });
  if (rules.maxRatePercent > above.maxRatePercent) differs.push({ what: 'rate' });
  if (BY_STRICTNESS.indexOf(rules.equivalence) > BY_STRICTNESS.indexOf(above.equivalence))
    differs.push({ what: 'equivalence' });
  const { credited, maxYearSharePercent } = rules.offlineStudy;
  const more = maxYearSharePercent > above.offlineStudy.maxYearSharePercent;
  if (credited && (!above.offlineStudy.credited || more)) differs.push({ what: 'offline' });
  return differs;
}

/** Whether whoever meets `clause` meets `above` too. */
function asksAtLeast(clause: Clause, above: Clause): boolean {
  return (
    looksAt(clause) === looksAt(above) &&
    isAtLeast(clause.hundredths, above.hundredths) &&
    isAtLeast(clause.halfDays, above.halfDays) &&
    capsAtLeast(clause, above)
  );
}

/** A measure that is not offered is asked for without end; one that is not there above may not be added. */
const isAtLeast = (threshold: number | null, above: number | null) =>
  threshold === null || (above !== null && threshold >= above);

function capsAtLeast(clause: Clause, above: Clause): boolean {
  const most = above.maxCountableHundredths ?? null;
  if (most === null) return true;
  const own = clause.maxCountableHundredths ?? null;
  const sameKind =
    JSON.stringify(clause.maxCountableFilter ?? {}) ===
    JSON.stringify(above.maxCountableFilter ?? {});
  return own !== null && own <= most && sameKind;
}

const looksAt = ({ filter, periodYears, periodStartYear }: Clause) =>
  JSON.stringify([
    [...(filter.modes ?? ['all'])].sort(),
    [...(filter.intensities ?? ['all'])].sort(),
    [...(filter.areas ?? ['all'])].sort(),
    filter.requiredOnly ?? false,
    periodYears,
    periodStartYear ?? null,
  ]);
