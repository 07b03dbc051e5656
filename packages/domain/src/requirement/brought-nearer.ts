import type { AudienceCategory } from './audience-category.ts';
import type { Clause, LocalText } from './clause.ts';
import type { HourPolicy } from './hour-policy.ts';
import { evaluateClauses, type CreditSum } from './requirement.ts';

/** A clause that some credit would bring nearer. */
export interface BroughtNearer {
  readonly id: string;
  readonly title: LocalText;
  /** What is missing now, hundredths of a credit hour, above 0. */
  readonly missingHundredths: number;
  /** How much less would be missing, above 0 and never more than the credit brings. */
  readonly gainHundredths: number;
}

/**
 * Which open clauses a credit would bring nearer, in their order: evaluated with it and without, so that
 * filters, caps and compulsory courses tell as they do for everybody. [] where nothing is owed, all is
 * met, or the credit counts towards none of what is missing. Source: DOMAIN M1 ("recommended for the
 * gap"), H1–H4.
 */
export function broughtNearer(
  policy: HourPolicy,
  owed: { readonly category: AudienceCategory; readonly clauses: readonly Clause[] },
  sums: readonly CreditSum[],
  credit: CreditSum,
): BroughtNearer[] {
  if (owed.clauses.length === 0) return [];
  const before = evaluateClauses(policy, owed, sums, credit.year);
  if (before.met) return [];
  const after = evaluateClauses(policy, owed, [...sums, credit], credit.year);
  return before.clauses.flatMap(({ id, title, missingHundredths }, at) => {
    const gainHundredths = missingHundredths - (after.clauses[at]?.missingHundredths ?? 0);
    return gainHundredths > 0 ? [{ id, title, missingHundredths, gainHundredths }] : [];
  });
}
