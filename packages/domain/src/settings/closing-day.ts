/** The day on which a training year is closed, YYYY-MM-DD: in the year after it. null: none is set. */
export function closesOn(closingDay: string | null, year: number): string | null {
  return closingDay === null ? null : `${year + 1}-${closingDay}`;
}

const SOON_DAYS = 14;
const MS_PER_DAY = 86_400_000;

/**
 * How near a closing day is, both days as YYYY-MM-DD: `soon` within the fourteen days before it,
 * `due` from the day itself on, null earlier.
 */
export function nearnessOfClosing(day: string, today: string): 'soon' | 'due' | null {
  const days = (Date.parse(day) - Date.parse(today)) / MS_PER_DAY;
  if (days <= 0) return 'due';
  return days <= SOON_DAYS ? 'soon' : null;
}
