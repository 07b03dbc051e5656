// Cells as spreadsheets hold them, and as people type them.

/** What a cell holds. Dates are midnight UTC of the day written in the cell; null is an empty cell. */
export type CellValue = string | number | boolean | Date | null;

/** One row of a sheet. Rows that hold nothing are not delivered, so numbers may have gaps. */
export interface SheetRow {
  /** As the spreadsheet program shows it, from 1. */
  readonly number: number;
  /** From column A; the cells of a merged area all hold its value. */
  readonly cells: readonly CellValue[];
}

const LETTERS = 26;
const DAY_MS = 86_400_000;
/** Serial 0 of the 1900 date system, chosen so that every day from 1 March 1900 is right. */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30);
/** 31 December 9999, the last day that a spreadsheet knows. */
const LAST_SERIAL = 2_958_465;

/** The letters of a column: 0 → A, 26 → AA. `column` counts from 0. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / LETTERS);
  const letter = String.fromCharCode(65 + (column % LETTERS));
  return rest === 0 ? letter : columnLetters(rest - 1) + letter;
}

/** Where a cell is, as the spreadsheet program shows it: B12. `row` counts from 1, `column` from 0. */
export function cellAddress(row: number, column: number): string {
  return `${columnLetters(column)}${row}`;
}

/** The column that an address such as `AB12` names, from 0; −1 for what is no address. */
export function columnOfAddress(address: string): number {
  let column = 0;
  for (const character of address) {
    const code = character.charCodeAt(0) - 64;
    if (code < 1 || code > LETTERS) break;
    column = column * LETTERS + code;
  }
  return column - 1;
}

/**
 * What somebody meant to type: full-width letters, digits, signs and spaces become half-width,
 * invisible characters go, runs of spaces become one, none is left at the ends. Han characters stay
 * as they are, rare ones outside the basic plane included, so that a name is never changed.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\p{Cc}\s\u3000]+/gu, ' ')
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]/g, '')
    .trim();
}

/** A cell as text, cleaned. A number is written in full, a date as 2026-03-01; empty is ''. */
export function cellText(value: CellValue): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? value.toFixed(0) : String(value);
  }
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  // The mark that a spreadsheet sets before what shall not be read as a formula.
  return cleanText(value).replace(/^'(?=[=+\-@])/, '');
}

/**
 * Whether a number in a cell can no longer be what was typed: more than 15 digits, as when an
 * identity number was typed into a cell that is not text.
 */
export function lostDigits(value: CellValue): boolean {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= 1e15;
}

/** The day of a date serial, midnight UTC; null outside what spreadsheets know. */
export function dateOfSerial(serial: number, base1904 = false): Date | null {
  const days = Math.floor(serial) + (base1904 ? 1462 : 0);
  if (!Number.isFinite(serial) || days < 1 || days > LAST_SERIAL) return null;
  return new Date(SERIAL_ZERO_MS + (days < 60 ? days + 1 : days) * DAY_MS);
}

const DATE_TEXT =
  /^(\d{4})\s?(?:[-/.年])\s?(\d{1,2})\s?(?:[-/.月])\s?(\d{1,2})\s?日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/u;
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * The day that a cell means, as 2026-03-01: a date, a date's serial number, or text such as
 * 2026/3/1, 2026.3.1, 2026年3月1日 and 20260301. null for what is no day, 30 February included.
 */
export function cellDay(value: CellValue): string | null {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  const text = cellText(value);
  const [, year, month, day] = DATE_TEXT.exec(text) ?? COMPACT_DATE.exec(text) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined) {
    const date = new Date(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`);
    const real = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
    return real ? date.toISOString().slice(0, 10) : null;
  }
  const serial = /^\d{5}(?:\.\d+)?$/.test(text) ? dateOfSerial(Number(text)) : null;
  return serial?.toISOString().slice(0, 10) ?? null;
}
