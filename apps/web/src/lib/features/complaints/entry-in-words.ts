import type { CreditEntryView } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatDate, formatHours, localText } from '#lib/format.ts';

/** An entry as a question about it begins, so that whoever answers need not ask which one is meant. */
export const entryInWords = (entry: CreditEntryView): string =>
  m.complaints_about_entry({
    title: localText(entry.title),
    date: formatDate(entry.earnedAt),
    hours: formatHours(entry.hundredths),
    number: entry.sequence,
  });
