// Words in headings and cells, and what they mean.
import { cleanText } from '@xueshi/formats/spreadsheet';
import { locales, m, type Locale } from '@xueshi/messages';

export type Sentence = (inputs: Record<string, never>, options: { locale: Locale }) => string;

/** A text of the interface by its key, where the key is put together. */
export const textOf = (key: string, locale: Locale): string =>
  (m[key as keyof typeof m] as Sentence)({}, { locale });

/** How words are compared: signs, spaces, brackets and case do not matter. */
const folded = (text: string) =>
  cleanText(text)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s()（）、，,.·*_-]/g, '');

/** Fields whose cells hold one of a list of words, each with its code and the key of its name. */
export type Vocabularies<W extends string> = Readonly<
  Record<W, { readonly codes: readonly string[]; readonly prefix: string }>
>;

export interface WordList<W extends string> {
  wordOf(field: W, code: string, locale: Locale): string;
  /** The code that a cell's words mean, in any language; null for words that are none of the list. */
  codeMeant(field: W, text: string): string | null;
}

export function wordList<W extends string>(vocabularies: Vocabularies<W>): WordList<W> {
  const dictionaries = new Map<W, ReadonlyMap<string, string>>();
  const wordOf = (field: W, code: string, locale: Locale) =>
    textOf(vocabularies[field].prefix + code, locale);
  const meanings = (field: W) => {
    const found = new Map<string, string>();
    for (const code of vocabularies[field].codes) {
      found.set(folded(code), code);
      for (const locale of locales) found.set(folded(wordOf(field, code, locale)), code);
    }
    return found;
  };
  return {
    wordOf,
    codeMeant(field, text) {
      let dictionary = dictionaries.get(field);
      if (!dictionary) dictionaries.set(field, (dictionary = meanings(field)));
      return dictionary.get(folded(text)) ?? null;
    },
  };
}

/** Which field a heading seems to mean: by its name in any language, or by what it is called elsewhere. */
export function fieldMeant<F extends string>(
  heading: string,
  fields: readonly F[],
  namesOf: (field: F) => readonly string[],
): F | null {
  const wanted = folded(heading);
  if (wanted === '') return null;
  return fields.find((field) => namesOf(field).some((name) => folded(name) === wanted)) ?? null;
}

/** A name in all languages. */
export const inAllLanguages = (name: (locale: Locale) => string): string[] =>
  locales.map((locale) => name(locale));
