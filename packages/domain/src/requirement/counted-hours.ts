import type { Clause, ClauseFilter } from './clause.ts';
import type { HourPolicy } from './hour-policy.ts';
import type { CreditSum } from './requirement.ts';

type HourRules = Pick<HourPolicy, 'onlineSharePercent' | 'electiveWeightPercent'>;
export type CountingRules = HourRules &
  Pick<HourPolicy, 'onlineCountsDays' | 'hundredthsPerHalfDay'>;

const WHOLE = 100;

/** Whether credits of a kind count for a filter. */
export function matches(filter: ClauseFilter, entry: CreditSum): boolean {
  const { modes, intensities, areas, requiredOnly } = filter;
  if (modes && !modes.includes(entry.mode)) return false;
  if (intensities && !intensities.includes(entry.intensity)) return false;
  if (areas && !(entry.area !== null && areas.includes(entry.area))) return false;
  return requiredOnly !== true || entry.required;
}

/** What a hundredth of an hour is worth, per cent: electives are online study that nobody made compulsory. */
const weightOf = (rules: HourRules, { mode, required }: CreditSum) =>
  mode === 'online' && !required ? rules.electiveWeightPercent : WHOLE;

/**
 * Hundredths of an hour that credits of a clause's kind count for it: electives by their weight, of
 * what the clause caps no more than its cap, and of online study no more than its share of the
 * threshold, unless the clause is for online study alone. One rounding, downwards; the caps bound the
 * total together, so nothing is taken off twice. Source: DOMAIN 5.12.
 */
export function countedHours(
  rules: HourRules,
  clause: Clause,
  counted: readonly CreditSum[],
): number {
  const worth = (entries: readonly CreditSum[]) =>
    entries.reduce((sum, entry) => sum + entry.hundredths * weightOf(rules, entry), 0);
  const bounds = [worth(counted)];
  const cap = clause.maxCountableHundredths ?? null;
  if (cap !== null) {
    const isCapped = (entry: CreditSum) => matches(clause.maxCountableFilter ?? {}, entry);
    const free = worth(counted.filter((entry) => !isCapped(entry)));
    bounds.push(free + Math.min(worth(counted.filter(isCapped)), cap * WHOLE));
  }
  const { hundredths: target } = clause;
  if (target !== null && rules.onlineSharePercent < WHOLE && !isForOnlineAlone(clause)) {
    const beside = worth(counted.filter(({ mode }) => mode !== 'online'));
    bounds.push(beside + target * rules.onlineSharePercent);
  }
  return Math.floor(Math.min(...bounds) / WHOLE);
}

/**
 * Half-days that credits of a clause's kind count for it: those that were attended and, where the policy
 * says so, those that hours of online study come to, electives by their weight and no more than the share
 * of the threshold that online study may have. One rounding, downwards. Source: DOMAIN 5.3, 5.12.
 */
export function countedHalfDays(
  rules: CountingRules,
  clause: Clause,
  counted: readonly CreditSum[],
): number {
  const attended = counted.reduce((sum, { halfDays }) => sum + halfDays, 0);
  if (!rules.onlineCountsDays) return attended;
  const online = counted.filter(({ mode }) => mode === 'online');
  const worth = online.reduce((sum, entry) => sum + entry.hundredths * weightOf(rules, entry), 0);
  const halfDays = Math.floor(worth / (WHOLE * rules.hundredthsPerHalfDay));
  const { halfDays: target } = clause;
  if (target === null || isForOnlineAlone(clause)) return attended + halfDays;
  return attended + Math.min(halfDays, Math.floor((target * rules.onlineSharePercent) / WHOLE));
}

const isForOnlineAlone = ({ filter: { modes } }: Clause) =>
  modes !== undefined && modes.every((mode) => mode === 'online');
