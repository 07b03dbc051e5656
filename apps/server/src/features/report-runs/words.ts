import { m, type Locale } from '@xueshi/messages';

type Sentence = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const sentences: ReadonlyMap<string, unknown> = new Map(Object.entries(m));

/** The words for a code in the language of the report; the code where it is not known, '' without one. */
export function wordOf(prefix: string, code: string | null, locale: Locale): string {
  if (code === null || code === '') return '';
  const known = sentences.get(prefix + code) as Sentence | undefined;
  return known?.({}, { locale }) ?? code;
}
