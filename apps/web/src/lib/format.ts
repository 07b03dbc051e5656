import { getLocale } from '@xueshi/messages';

interface LocalText {
  'zh-CN': string;
  en: string;
}

const ZONE = 'Asia/Shanghai';
const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = getLocale() === 'en' ? 'en-GB' : 'zh-CN';
  const key = locale + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
  formats.set(key, known);
  return known;
}

/** Course data in the reader's language; Chinese where the other is empty. */
export function localText(text: LocalText): string {
  return text[getLocale()] || text['zh-CN'];
}

/** Hundredths of a credit hour as people write them: 250 → "2.5", 75 → "0.75". */
export function formatHours(hundredths: number): string {
  return String(Math.round(hundredths) / 100);
}

/** Half-days as days: 11 → "5.5". */
export function formatDays(halfDays: number): string {
  return String(halfDays / 2);
}

/** 2026-11-23T… → "2026年11月23日" / "23 November 2026", in China's time. */
export function formatDate(instant: string): string {
  return dateFormat({ year: 'numeric', month: 'long', day: 'numeric' }).format(new Date(instant));
}

export function formatDateTime(instant: string): string {
  return dateFormat({
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(instant));
}

/** Media time: 250000 → "4:10", 3725000 → "1:02:05". */
export function formatClock(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** Whole minutes, never "0" for something that has a length. */
export function wholeMinutes(seconds: number): number {
  return Math.max(1, Math.round(seconds / 60));
}

/** Whole per cent, rounded down: 99.9 % is not yet everybody. */
export function percentOf(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, Math.floor((part / whole) * 100)) : 0;
}
