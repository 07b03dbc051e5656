import type { Home } from '@xueshi/contracts';
import { formatDate, localText } from '#lib/format.ts';

type Entry = Home['recent'][number];

/** What a short list shows of a credit, in the reader's language, for a poor link. */
export interface ShownEntry extends Omit<Entry, 'title' | 'earnedAt'> {
  title: string;
  date: string;
}

/** Only where a page is loaded. */
export function shownEntry({ title, earnedAt, ...entry }: Entry): ShownEntry {
  return { ...entry, title: localText(title), date: formatDate(earnedAt) };
}
