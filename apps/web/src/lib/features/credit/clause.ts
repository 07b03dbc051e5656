import type { RequirementResult } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { sayDays, sayHours } from '#lib/format.ts';

export type Clause = RequirementResult['clauses'][number];

/** "100 学时 或 12 天", or the one measure that the clause has; of certain courses, how many of how many are done. */
export const targetText = ({ courses, targetHundredths, targetHalfDays }: Clause): string =>
  courses ? `${courses.done}/${courses.atLeast}` : amountText(targetHundredths, targetHalfDays);

/** The same of any two measures; null for one that is not offered. */
export function amountText(hundredths: number | null, halfDays: number | null): string {
  if (hundredths === null) return sayDays(halfDays ?? 0);
  if (halfDays === null) return sayHours(hundredths);
  return m.credit_target_both({ hours: sayHours(hundredths), days: sayDays(halfDays) });
}

/** Which of the two measures meets a clause. */
export function measuresText({ targetHundredths, targetHalfDays }: Clause): string {
  if (targetHundredths !== null && targetHalfDays !== null) return m.credit_either();
  return targetHundredths !== null ? m.credit_only_hours() : m.credit_only_days();
}

/** What is still missing, by either measure. */
export function gapText(clause: Clause): string {
  const hours = sayHours(clause.missingHundredths);
  const days = sayDays(clause.missingHalfDays);
  if (clause.targetHundredths === null) return m.credit_gap_one({ amount: days });
  if (clause.targetHalfDays === null) return m.credit_gap_one({ amount: hours });
  return m.credit_gap_both({ hours, days });
}

/** The document that a policy rests on, as one line. */
export function basisText({ basis }: Pick<RequirementResult, 'basis'>): string {
  return [basis.title, basis.number, basis.date].filter(Boolean).join(' · ');
}

/** The clause to show large: the first of hours or days that is not met, else the first; certain courses come last. */
export function leadingClause(clauses: readonly Clause[]): Clause | undefined {
  return clauses.find(({ met, courses }) => !met && !courses) ?? clauses[0];
}
