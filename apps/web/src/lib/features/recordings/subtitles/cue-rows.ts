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

/** Reads the range that a page was sent with. */
export function readCueRange(field: (name: string) => string): CueRange {
  const until = field('cues.until');
  return { fromMs: Number(field('cues.from')) || 0, untilMs: until === '' ? null : Number(until) };
}

/** Where the subtitles of a page stand among all; null: to the end. */
export interface CueRange {
  readonly fromMs: number;
  readonly untilMs: number | null;
}

export const rangeOfPage = (cues: readonly DraftCue[], page: number): CueRange => ({
  fromMs: page === 1 ? 0 : (cues[(page - 1) * CUES_A_PAGE]?.startMs ?? 0),
  untilMs: cues[page * CUES_A_PAGE]?.startMs ?? null,
});

const isWithin = ({ startMs }: DraftCue, { fromMs, untilMs }: CueRange): boolean =>
  startMs >= fromMs && (untilMs === null || startMs < untilMs);

/** All but those of a page, or, where somebody else changed how many there are, all but those of its range. */
const allBut = (cues: readonly DraftCue[], place: number | CueRange): readonly DraftCue[] =>
  typeof place === 'number'
    ? cues.toSpliced((place - 1) * CUES_A_PAGE, CUES_A_PAGE)
    : cues.filter((cue) => !isWithin(cue, place));

/**
 * All cues with those of one page as they were typed, in the order of their starts; a row without anything is a
 * cue that is taken out. Or the moment that is none.
 */
export function withPage(
  cues: readonly DraftCue[],
  place: number | CueRange,
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
  const all = [...allBut(cues, place), ...typed];
  return { ok: true, cues: all.toSorted((a, b) => a.startMs - b.startMs) };
}

/** A subtitle that somebody else saved. */
export interface TheirCue extends CueRow {
  /** From 1, among all. */
  readonly number: number;
}

/** What somebody else saved while one was typing. */
export interface Theirs {
  readonly savedBy: string;
  readonly savedAt: string;
  readonly cues: readonly TheirCue[];
}

/** What stands in a range of the newest subtitles, and not the same among the rows that were typed. */
export function differingCues(
  theirs: readonly DraftCue[],
  range: CueRange,
  typed: readonly CueRow[],
): TheirCue[] {
  const keyOf = (start: number | null, end: number | null, text: string) =>
    JSON.stringify([start, end, text.replaceAll('\r\n', '\n')]);
  const mine = new Set(typed.map(({ start, end, text }) => keyOf(msOf(start), msOf(end), text)));
  return theirs.flatMap((cue, at) => {
    const { startMs, endMs, text } = cue;
    if (!isWithin(cue, range) || mine.has(keyOf(startMs, endMs, text))) return [];
    const [start, end] = [preciseClock(startMs), preciseClock(endMs)];
    return { number: at + 1, start, end, text };
  });
}

/** The place of the row that is shown at a moment; -1 where none is. */
export const rowAt = (rows: readonly CueRow[], ms: number | null): number =>
  ms === null
    ? -1
    : rows.findIndex(({ start, end }) => {
        const [from, to] = [msOf(start), msOf(end)];
        return from !== null && to !== null && from <= ms && ms < to;
      });

/** The rows of a page, with what may be done to them from beside. */
export interface CueDesk {
  readonly rows: readonly CueRow[];
  /** How many subtitles come before the first row. */
  readonly before: number;
  move(row: number, end: 'start' | 'end', ms: number): void;
}

/** Less than this nobody reads. */
const SHORTEST_MS = 100;

/** Moves one end of a row, at most to the other; gives whether it was moved. */
export function moveEnd(row: CueRow, end: 'start' | 'end', ms: number): boolean {
  const toMs = Math.max(0, Math.round(ms / 10) * 10);
  const otherMs = msOf(end === 'start' ? row.end : row.start);
  const limited =
    otherMs === null
      ? toMs
      : end === 'start'
        ? Math.min(toMs, Math.max(0, otherMs - SHORTEST_MS))
        : Math.max(toMs, otherMs + SHORTEST_MS);
  const typed = preciseClock(limited);
  if (row[end] === typed) return false;
  row[end] = typed;
  return true;
}
