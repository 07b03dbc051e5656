// How a target comes from the whole year's: in words that can be checked by hand.
import type { ExplainedClause } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatDays, formatHours } from '#lib/format.ts';

type Share = ExplainedClause['share'];

/** 900 of 1200 is 9/12; 720 of 1200 is 3/5 or, in twelfths that do not fit, its lowest terms. */
export function shareText({ numerator, denominator }: Share): string {
  const months = denominator / 100;
  if (numerator % 100 === 0) return `${numerator / 100}/${months}`;
  const divisor = greatestCommon(numerator, denominator);
  return `${numerator / divisor}/${denominator / divisor}`;
}

const greatestCommon = (one: number, other: number): number =>
  other === 0 ? one : greatestCommon(other, one % other);

/** To two decimals, cut off. */
const exactly = (amount: number, { numerator, denominator }: Share, parts: number) =>
  String(Math.floor(((amount / parts) * numerator * 100) / denominator) / 100);

/** A line for each measure that is owed in part; [] where all is owed. */
export function arithmetic(clause: ExplainedClause): string[] {
  const { share, fullHundredths, fullHalfDays, targetHundredths, targetHalfDays } = clause;
  if (share.numerator === share.denominator) return [];
  const lines: string[] = [];
  if (fullHundredths !== null && targetHundredths !== null)
    lines.push(
      m.requirements_arithmetic_hours({
        full: formatHours(fullHundredths),
        share: shareText(share),
        exact: exactly(fullHundredths, share, 100),
        target: formatHours(targetHundredths),
      }),
    );
  if (fullHalfDays !== null && targetHalfDays !== null)
    lines.push(
      m.requirements_arithmetic_days({
        full: formatDays(fullHalfDays),
        share: shareText(share),
        exact: exactly(fullHalfDays, share, 2),
        target: formatDays(targetHalfDays),
      }),
    );
  return lines;
}
