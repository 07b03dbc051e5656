// Subtitles as they stand in the fields of their page, some at a time, and what is kept of them.
import type { DraftCue } from '@xueshi/contracts';
import { msOf, preciseClock, readList } from '../lecture-rows.ts';

/** As typed. */
export interface CueRow {
  start: string;
  end: string;
  text: string;
}

export const CUES_A_PAGE = 50;
/** What is kept, and some more. */
const MOST_ROWS = 100;
const EMPTY: CueRow = { start: '', end: '', text: '' };

/** Rows to fill in: those of one page, from 1, and two more. Times are exact, so that what was not touched stays. */
export const rowsOfPage = (cues: readonly DraftCue[], page: number): CueRow[] => [
  ...cues.slice((page - 1) * CUES_A_PAGE, page * CUES_A_PAGE).map(({ startMs, endMs, text }) => ({
    start: preciseClock(startMs),
    end: preciseClock(endMs),
    text,
  })),
  { ...EMPTY },
  { ...EMPTY },
];

export const readCueRows = (field: (name: string) => string): CueRow[] =>
  readList(field, MOST_ROWS, 'cues', ['start', 'end', 'text'] as const);

/**
 * All cues with those of one page as they were typed, in the order of their starts; a row without anything is a
 * cue that is taken out. Or the moment that is none.
 */
export function withPage(
  cues: readonly DraftCue[],
  page: number,
  rows: readonly CueRow[],
): { ok: true; cues: DraftCue[] } | { ok: false; typed: string } {
  const typed: DraftCue[] = [];
  for (const { start, end, text } of rows) {
    if (`${start}${end}${text}` === '') continue;
    const [startMs, endMs] = [msOf(start), msOf(end)];
    if (startMs === null) return { ok: false, typed: start };
    if (endMs === null) return { ok: false, typed: end };
    typed.push({ startMs, endMs, text });
  }
  const [first, last] = [(page - 1) * CUES_A_PAGE, page * CUES_A_PAGE];
  const all = [...cues.slice(0, first), ...typed, ...cues.slice(last)];
  return { ok: true, cues: all.toSorted((a, b) => a.startMs - b.startMs) };
}

/** The place of the row that is shown at a moment; -1 where none is. */
export const rowAt = (rows: readonly CueRow[], ms: number | null): number =>
  ms === null
    ? -1
    : rows.findIndex(({ start, end }) => {
        const [from, to] = [msOf(start), msOf(end)];
        return from !== null && to !== null && from <= ms && ms < to;
      });
