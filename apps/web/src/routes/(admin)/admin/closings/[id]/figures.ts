import { m } from '@xueshi/messages';
import { formatDays, formatHours } from '#lib/format.ts';

interface Figures {
  readonly hundredths: number;
  readonly halfDays: number;
}

/** Hours and days are separate tallies: a closed year always shows both. */
export const figuresText = ({ hundredths, halfDays }: Figures): string =>
  m.closing_hours_days({ hours: formatHours(hundredths), days: formatDays(halfDays) });

/** What somebody owed then, in hours or in days. */
export function requiredText(targetHundredths: number | null, targetHalfDays: number | null) {
  const hours = targetHundredths === null ? null : formatHours(targetHundredths);
  const days = targetHalfDays === null ? null : formatDays(targetHalfDays);
  if (hours !== null && days !== null) return m.closing_required_either({ hours, days });
  if (hours !== null) return m.closing_required_hours({ hours });
  return days === null ? m.closing_required_none() : m.closing_required_days({ days });
}
