import type { RequirementResult } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatDays, formatHours } from '#lib/format.ts';

export type Clause = RequirementResult['clauses'][number];

/** "100 学时 或 12 天", or the one measure that the clause has. */
export const targetText = ({ targetHundredths, targetHalfDays }: Clause): string =>
  amountText(targetHundredths, targetHalfDays);

/** The same of any two measures; null for one that is not offered. */
export function amountText(hundredths: number | null, halfDays: number | null): string {
  const hours = hundredths === null ? null : formatHours(hundredths);
  const days = halfDays === null ? null : formatDays(halfDays);
  if (hours !== null && days !== null) return m.credit_target_both({ hours, days });
  return hours !== null ? m.app_hours({ hours }) : m.app_days({ days: days ?? '0' });
}

/** Which of the two measures meets a clause. */
export function measuresText({ targetHundredths, targetHalfDays }: Clause): string {
  if (targetHundredths !== null && targetHalfDays !== null) return m.credit_either();
  return targetHundredths !== null ? m.credit_only_hours() : m.credit_only_days();
}

/** What is still missing, by either measure. */
export function gapText(clause: Clause): string {
  const hours = formatHours(clause.missingHundredths);
  const days = formatDays(clause.missingHalfDays);
  if (clause.targetHundredths === null) return m.credit_gap_one({ amount: m.app_days({ days }) });
  if (clause.targetHalfDays === null) return m.credit_gap_one({ amount: m.app_hours({ hours }) });
  return m.credit_gap_both({ hours, days });
}

/** The document that a policy rests on, as one line. */
export function basisText({ basis }: Pick<RequirementResult, 'basis'>): string {
  return [basis.title, basis.number, basis.date].filter(Boolean).join(' · ');
}

/** The clause to show large: the first that is not met, else the first. */
export function leadingClause(clauses: readonly Clause[]): Clause | undefined {
  return clauses.find(({ met }) => !met) ?? clauses[0];
}
