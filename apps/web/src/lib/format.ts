import { getLocale, m } from '@xueshi/messages';

interface LocalText {
  'zh-CN': string;
  en: string;
}

const ZONE = 'Asia/Shanghai';
const LONG_DATE: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', day: 'numeric' };
const DATE_AND_TIME: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
};

// Making a format costs far more than using one.
const formatsOf = (options: Intl.DateTimeFormatOptions) => ({
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, ...options }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, ...options }),
});
const longDates = formatsOf(LONG_DATE);
const months = formatsOf({ month: 'long' });
const monthDays = formatsOf({ month: 'long', day: 'numeric' });
const datesAndTimes = formatsOf(DATE_AND_TIME);

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

/** An amount with its measure: 250 → "2.5 学时" / "2.5 credit hours", 100 → "1 credit hour". */
export function sayHours(hundredths: number): string {
  return hundredths === 100 ? m.app_one_hour() : m.app_hours({ hours: formatHours(hundredths) });
}

/** Half-days with their measure: 11 → "5.5 天" / "5.5 days", 2 → "1 day". */
export function sayDays(halfDays: number): string {
  return halfDays === 2 ? m.app_one_day() : m.app_days({ days: formatDays(halfDays) });
}

/** 2026-11-23T… → "2026年11月23日" / "23 November 2026", in China's time. */
export function formatDate(instant: string): string {
  return longDates[getLocale()].format(new Date(instant));
}

/** A month, 1 to 12: "1月" / "January". */
export function formatMonth(month: number): string {
  return months[getLocale()].format(new Date(Date.UTC(2024, month - 1, 1)));
}

/** A day of every year, MM-DD: 01-31 → "1月31日" / "31 January". */
export function formatMonthDay(monthDay: string): string {
  return monthDays[getLocale()].format(new Date(`2024-${monthDay}`));
}

export function formatDateTime(instant: string): string {
  return datesAndTimes[getLocale()].format(new Date(instant));
}

/** A length of time as one says it, rounded up to seconds: 130000 → "2 分 10 秒" / "2 min 10 s". */
export function formatSpan(ms: number): string {
  const total = Math.ceil(Math.max(0, ms) / 1000);
  const minutes = Math.floor(total / 60);
  const seconds = total % 60;
  if (minutes === 0) return m.app_span_seconds({ seconds });
  return seconds === 0 ? m.app_span_minutes({ minutes }) : m.app_span_both({ minutes, seconds });
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

/** Whole days gone by, as one says it: 3 → "3 天", 0 → "不到 1 天". */
export function formatAge(days: number): string {
  return days === 0 ? m.app_less_than_day() : m.app_whole_days({ days });
}

/** Whole minutes, never "0" for something that has a length. */
export function wholeMinutes(seconds: number): number {
  return Math.max(1, Math.round(seconds / 60));
}

/** Whole per cent, rounded down: 99.9 % is not yet everybody. */
export function percentOf(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, Math.floor((part / whole) * 100)) : 0;
}
