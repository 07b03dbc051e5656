import { sameTiers } from '../crediting/valuation.ts';
import { AUDIENCE_CATEGORIES, OTHER_CATEGORIES } from './audience-category.ts';
import { coursesAskAtLeast } from './asked-courses.ts';
import { clausesOfCategory, ownCategoriesNamed } from './category-clauses.ts';
import type { Clause } from './clause.ts';
import { baseIdOf, clausesFor } from './clauses-for.ts';
import { postsNamed } from './posts-named.ts';
import type { CreditRules, Equivalence, HourPolicy, OwingRules } from './hour-policy.ts';

/** In what a policy asks less than the one above it. */
export type Loosening =
  | {
      readonly what:
        | 'academic-hour'
        | 'step'
        | 'tiers'
        | 'half-day'
        | 'coverage'
        | 'rate'
        | 'equivalence'
        | 'offline'
        | 'dual-control'
        | 'partial'
        | 'category-basis'
        | 'pro-rata'
        | 'daily-cap'
        | 'online-share'
        | 'elective-weight'
        | 'online-days'
        | 'carry-over';
    }
  | { readonly what: 'clause'; readonly category: string; readonly clauseId: string };

/** From the strictest to the most generous. */
const BY_STRICTNESS: readonly Equivalence[] = ['first', 'higher', 'both'];

/**
 * Where a policy asks less of people, or gives more for the same, than the one that would apply
 * without it; [] where a subtree may adopt it. The academic hour, the step and the tiers must be the same: a
 * course has one value in the whole installation. Who meets a clause of `policy` also meets the one
 * it stands for. Source: DOMAIN G2 ("a subtree only stricter"), DESIGN decision 3.
 */
export function looseningsOf(policy: HourPolicy, above: HourPolicy): Loosening[] {
  const loosenings: Loosening[] = [
    ...ruleLoosenings(policy, above),
    ...owingLoosenings(policy, above),
  ];
  const standingFor = policy.categoryBasis === 'prorata' ? new Map<string, string[]>() : null;
  for (const category of comparedCategories(policy, above))
    for (const clauseId of clausesLost(
      clausesOfCategory(policy, category),
      clausesOfCategory(above, category),
      standingFor,
    ))
      loosenings.push({ what: 'clause', category, clauseId });
  return loosenings;
}

/** The six, those that neither names, and each that one of them does. */
const comparedCategories = (policy: HourPolicy, above: HourPolicy): ReadonlySet<string> =>
  new Set([
    ...[...AUDIENCE_CATEGORIES, OTHER_CATEGORIES],
    ...ownCategoriesNamed(policy),
    ...ownCategoriesNamed(above),
  ]);

/**
 * The clauses above that somebody would owe and for whom no clause of one's own asks at least as much.
 * By months, what is owed of a clause is added up over posts and key groups: there one demand of one's
 * own must stand for the same demand above whoever somebody is, or two halves would stand for a whole.
 * `standingFor` collects which ones do, by the demand above and through all categories; null otherwise.
 */
function clausesLost(
  own: readonly Clause[],
  theirs: readonly Clause[],
  standingFor: Map<string, string[]> | null,
): ReadonlySet<string> {
  const lost = new Set<string>();
  for (const post of postsNamed(own, theirs)) {
    const owed = clausesFor(own, post);
    for (const clause of clausesFor(theirs, post)) {
      const demand = baseIdOf(clause);
      const before = standingFor?.get(demand);
      const standing = owed
        .filter((one) => asksAtLeast(one, clause))
        .map(baseIdOf)
        .filter((id) => before?.includes(id) ?? true);
      if (standing.length === 0) lost.add(clause.id);
      else standingFor?.set(demand, standing);
    }
  }
  return lost;
}

/** What a course is worth is said by the topmost unit for the whole installation; below it binds nobody. */
const VALUES_COURSES: readonly Loosening['what'][] = ['academic-hour', 'step', 'tiers'];

const compared = new WeakMap<HourPolicy, WeakMap<HourPolicy, boolean>>();

/**
 * Whether `policy` gives way to the one above: it asks less of people, or gives more for the same. The
 * minutes of an hour do not decide it, since those of the topmost unit hold everywhere. Remembered for
 * each pair, as it is asked for everybody in a subtree. Source: DOMAIN G2; ADR 0048.
 */
export function isLooser(policy: HourPolicy, above: HourPolicy): boolean {
  const known = compared.get(policy) ?? new WeakMap<HourPolicy, boolean>();
  compared.set(policy, known);
  const held = known.get(above);
  if (held !== undefined) return held;
  const looser = looseningsOf(policy, above).some(({ what }) => !VALUES_COURSES.includes(what));
  known.set(above, looser);
  return looser;
}

function owingLoosenings(rules: OwingRules, above: OwingRules): Loosening[] {
  const differs: Loosening[] = [];
  // The highest asks at least what any other basis asks; the others ask more of some, less of others.
  if (rules.categoryBasis !== above.categoryBasis && rules.categoryBasis !== 'highest')
    differs.push({ what: 'category-basis' });
  const monthsAway = (months: number) => (months === 0 ? Infinity : months);
  if (monthsAway(rules.proRataMonths) < monthsAway(above.proRataMonths))
    differs.push({ what: 'pro-rata' });
  const most = (cap: number | null) => cap ?? Infinity;
  if (most(rules.dailyCapHundredths) > most(above.dailyCapHundredths))
    differs.push({ what: 'daily-cap' });
  if (rules.onlineSharePercent > above.onlineSharePercent) differs.push({ what: 'online-share' });
  if (rules.electiveWeightPercent > above.electiveWeightPercent)
    differs.push({ what: 'elective-weight' });
  if ((rules.carryOverHundredths ?? 0) > (above.carryOverHundredths ?? 0))
    differs.push({ what: 'carry-over' });
  if (rules.onlineCountsDays && !above.onlineCountsDays) differs.push({ what: 'online-days' });
  return differs;
}

function ruleLoosenings(rules: CreditRules, above: CreditRules): Loosening[] {
  const differs: Loosening[] = [];
  if (rules.academicHourMinutes !== above.academicHourMinutes)
    differs.push({ what: 'academic-hour' });
  if (rules.stepHundredths !== above.stepHundredths) differs.push({ what: 'step' });
  if (!sameTiers(rules.tiers, above.tiers)) differs.push({ what: 'tiers' });
  if (rules.hundredthsPerHalfDay > above.hundredthsPerHalfDay) differs.push({ what: 'half-day' });
  if (rules.coveragePercent < above.coveragePercent) differs.push({ what: 'coverage' });
  if (rules.maxRatePercent > above.maxRatePercent) differs.push({ what: 'rate' });
  if (BY_STRICTNESS.indexOf(rules.equivalence) > BY_STRICTNESS.indexOf(above.equivalence))
    differs.push({ what: 'equivalence' });
  const { credited, maxYearSharePercent } = rules.offlineStudy;
  const more = maxYearSharePercent > above.offlineStudy.maxYearSharePercent;
  if (credited && (!above.offlineStudy.credited || more)) differs.push({ what: 'offline' });
  const alone = (above: number | null) => above ?? Infinity;
  if (alone(rules.dualControlAboveHundredths) > alone(above.dualControlAboveHundredths))
    differs.push({ what: 'dual-control' });
  if (rules.partial !== 'none' && above.partial === 'none') differs.push({ what: 'partial' });
  return differs;
}

/** Whether whoever meets `clause` meets `above` too. */
function asksAtLeast(clause: Clause, above: Clause): boolean {
  if (looksAt(clause) !== looksAt(above)) return false;
  // Neither stands for the other: courses are done without hours of their kind, and hours without them.
  if (clause.courses || above.courses)
    return Boolean(
      clause.courses && above.courses && coursesAskAtLeast(clause.courses, above.courses),
    );
  return (
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
