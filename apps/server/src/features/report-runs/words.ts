import { m, type Locale } from '@xueshi/messages';

type Sentence = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const sentences: ReadonlyMap<string, unknown> = new Map(Object.entries(m));

/** The words for a code in the language of the report; the code where it is not known, '' without one. */
export function wordOf(prefix: string, code: string | null, locale: Locale): string {
  if (code === null || code === '') return '';
  const known = sentences.get(prefix + code) as Sentence | undefined;
  return known?.({}, { locale }) ?? code;
}

const ENTRY_KINDS: Readonly<Record<string, Sentence>> = {
  credit: m.reports_entry_kind_credit,
  reversal: m.reports_entry_kind_reversal,
  adjustment: m.reports_entry_kind_adjustment,
};

const MEMBER_STATES: Readonly<Record<string, Sentence>> = {
  open: m.reports_member_open,
  completed: m.reports_member_completed,
  exempt: m.reports_member_exempt,
  left: m.reports_member_left,
};

export const entryKindWord = (kind: string, locale: Locale) =>
  ENTRY_KINDS[kind]?.({}, { locale }) ?? kind;

export const memberStateWord = (state: string, locale: Locale) =>
  MEMBER_STATES[state]?.({}, { locale }) ?? state;
