// Slides get their moments: by hand while the recording plays, or all of a file at once.
import type { DraftFile, MatchedInFile } from '@xueshi/contracts';
import { clockOf, msOf, type SlideRow } from '../lecture-rows.ts';

/** From seeing the next slide to pressing, as people are on average. */
export const REACTION_MS = 300;
/** Times are written with their tenths. */
const STEP_MS = 100;
const TITLE_LENGTH = 120;

/** Where a slide began that was noticed at `ms` while playing at `rate`; later than the one before it. */
export function momentOf(ms: number, rate: number, previousMs: number | null): number {
  const begun = Math.round((ms - REACTION_MS * rate) / STEP_MS) * STEP_MS;
  return Math.max(begun, previousMs === null ? 0 : previousMs + STEP_MS);
}

/** The pages of a file of slides, in their order. */
export const pagesOf = (files: readonly DraftFile[], deck: string): DraftFile[] =>
  files
    .filter(({ found, state }) => found?.page?.of === deck && state === 'usable')
    .sort((a, b) => (a.found?.page?.number ?? 0) - (b.found?.page?.number ?? 0));

/** Rows with all pages of a file that are not among them yet; the very first slide begins the lecture. */
export function withPages(
  rows: readonly SlideRow[],
  files: readonly DraftFile[],
  deck: string,
): SlideRow[] {
  const used = new Set(rows.map(({ file }) => file));
  const added = pagesOf(files, deck)
    .filter(({ id }) => !used.has(id))
    .map(({ id, found }) => ({
      at: '',
      file: id,
      held: 'yes',
      title: (found?.page?.title ?? '').slice(0, TITLE_LENGTH),
      text: found?.page?.text ?? '',
    }));
  const [first, ...rest] = added;
  if (!first || rows.some(({ at }) => at !== '')) return [...rows, ...added];
  return [...rows, { ...first, at: clockOf(0) }, ...rest];
}

/** The moment of the last slide that has one; null where none has. */
export function lastMoment(rows: readonly SlideRow[]): number | null {
  const moments = rows.flatMap(({ at }) => msOf(at) ?? []);
  return moments.length === 0 ? null : Math.max(...moments);
}

/** From here on a proposal may be taken as it is; below, a person has to look. */
const SURE_PERCENT = 50;
export const isSure = (percent: number): boolean => percent >= SURE_PERCENT;

/** Rows with the moments that were found in the recording; slides that it does not show wait. */
export function withMoments(rows: readonly SlideRow[], matched: MatchedInFile | null): SlideRow[] {
  const moments = new Map(matched?.slides.map(({ file, startMs }) => [file, startMs]));
  return rows.map((row) => {
    const ms = moments.get(row.file);
    return ms === undefined ? row : { ...row, at: ms === null ? '' : clockOf(ms) };
  });
}
