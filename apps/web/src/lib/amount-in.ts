/**
 * An amount as typed, with two decimals at most, in whole parts of which `parts` are one: 1.5 hours are
 * 150 hundredths. null where it is none, or no whole number of parts.
 */
export function amountIn(typed: string, parts: 100 | 2 | 1): number | null {
  const text = typed.trim();
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(text)) return null;
  const amount = (Math.round(Number(text) * 100) * parts) / 100;
  return Number.isInteger(amount) ? amount : null;
}
