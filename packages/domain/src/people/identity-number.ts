/** What is wrong with a number that should be a resident identity number. */
export type IdentityNumberFault = 'length' | 'birthday' | 'check-digit';

export type IdentityNumberRead =
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly fault: IdentityNumberFault };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** The check digit (mod 11-2) of the first 17 digits. */
export function checkDigitOf(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return CHECK_DIGITS[sum % 11] ?? '';
}

/** The day of birth that stands in the number, as 1990-03-07; null where it is no day. */
export function birthdayOf(number: string): string | null {
  const day = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const date = new Date(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
  return isDay && Number(number.slice(0, 4)) > 0 && number.slice(6, 8) >= '19' ? day : null;
}

/**
 * Reads a resident identity number as people type it: full-width digits, spaces, a lower-case x.
 * The form is GB 11643: 17 digits and a check digit (DOMAIN 3). Never throws.
 */
export function readIdentityNumber(typed: string): IdentityNumberRead {
  const number = typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
  if (!/^\d{17}[\dX]$/.test(number)) return { ok: false, fault: 'length' };
  if (birthdayOf(number) === null) return { ok: false, fault: 'birthday' };
  if (checkDigitOf(number) !== number[17]) return { ok: false, fault: 'check-digit' };
  return { ok: true, number };
}

/** How the number is shown: 330***********123X. */
export function maskIdentityNumber(number: string): string {
  return `${number.slice(0, 3)}${'*'.repeat(11)}${number.slice(-4)}`;
}
