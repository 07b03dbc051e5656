import { trainingYearOf, trainingDayOf } from '../calendar/training-year.ts';
import type { CreditSum } from './requirement.ts';

/** A credit of online study as the ledger has it, after what was taken back. */
export interface OnlineCredit extends Pick<
  CreditSum,
  'hundredths' | 'intensity' | 'area' | 'required'
> {
  readonly earnedAt: Date;
}

/**
 * What of online study goes beyond the most that one training day counts, as sums to add to those of
 * the accounts: negative, of the kind of the credit that went beyond. The first of a day count first.
 * The ledger keeps what was earned; only the requirement looks at the cap. Source: DOMAIN 5.4, 5.12.
 */
export function beyondDailyCap(
  credits: readonly OnlineCredit[],
  capHundredths: number,
): CreditSum[] {
  const inOrder = [...credits].sort((a, b) => a.earnedAt.getTime() - b.earnedAt.getTime());
  const had = new Map<string, number>();
  return inOrder.flatMap((credit) => {
    const day = trainingDayOf(credit.earnedAt);
    const before = had.get(day) ?? 0;
    const after = before + credit.hundredths;
    had.set(day, after);
    const beyond = Math.max(0, after - capHundredths) - Math.max(0, before - capHundredths);
    if (beyond === 0) return [];
    const { intensity, area, required } = credit;
    const year = trainingYearOf(credit.earnedAt);
    return [
      { hundredths: 0 - beyond, halfDays: 0, mode: 'online', intensity, area, required, year },
    ];
  });
}
