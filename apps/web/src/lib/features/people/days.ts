import { m } from '@xueshi/messages';
import { formatDate } from '#lib/format.ts';

const days = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** The day of an instant in China, YYYY-MM-DD. */
export const dayOf = (instant: string): string => days.format(new Date(instant));

/** The last day of a period that ends just before an instant. */
export const lastDayOf = (endsAt: string): string =>
  dayOf(new Date(new Date(endsAt).getTime() - 1).toISOString());

export const periodText = (from: string, to: string | null): string =>
  `${formatDate(from)} – ${to ? formatDate(new Date(new Date(to).getTime() - 1).toISOString()) : m.people_until_now()}`;
