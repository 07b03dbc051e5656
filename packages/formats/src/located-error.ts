import { sentences, type ErrorCode } from './error-sentences.ts';

/**
 * What is wrong with a file, and where. Lines and columns count from 1; they are null when the
 * error concerns the file (or the folder) as a whole.
 */
export interface LocatedError {
  code: string;
  /** The file's path inside the folder that was read, with forward slashes. */
  file: string;
  line: number | null;
  column: number | null;
  params: Record<string, string | number>;
}

/** A spot in a file: line and column count from 1, null when unknown. */
export interface Place {
  line: number | null;
  column: number | null;
}

export const WHOLE_FILE: Place = { line: null, column: null };

/** Makes a located error; only codes that have a sentence in both languages can be used. */
export function locatedError(
  code: ErrorCode,
  file: string,
  place: Place,
  params: Record<string, string | number> = {},
): LocatedError {
  return { code, file, line: place.line, column: place.column, params };
}

/**
 * One line for people: where the error is and what to mend, e.g. `course.yaml:12:3 请写上 title。`
 * A code without a sentence (from another version) is shown as it is. Never throws.
 */
export function describe(error: LocatedError, language: 'zh-CN' | 'en'): string {
  const where = [error.file, error.line, error.line === null ? null : error.column]
    .filter((part) => part !== null)
    .join(':');
  return `${where} ${sentenceOf(error, language)}`;
}

/** What to mend, without the place: for pages that show the place on its own. */
export function sentenceOf(error: LocatedError, language: 'zh-CN' | 'en'): string {
  const known = Object.entries(sentences).find(([code]) => code === error.code);
  if (known === undefined) return `[${error.code}]`;
  return known[1][language].replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(error.params, name) ? error.params[name] : undefined;
    return value === undefined ? whole : String(value);
  });
}

/** What to mend in both languages, as `sentenceOf` says it: for answers that leave the choice to the page. */
export const sentencesOf = (error: LocatedError): { 'zh-CN': string; en: string } => ({
  'zh-CN': sentenceOf(error, 'zh-CN'),
  en: sentenceOf(error, 'en'),
});

/** Sorts by file, then line, then column (errors about a whole file first); a new array. */
export function inReadingOrder(errors: readonly LocatedError[]): LocatedError[] {
  return [...errors].sort(
    (a, b) =>
      (a.file === b.file ? 0 : a.file < b.file ? -1 : 1) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}
