// How far ahead of what is played a lecture is fetched (TRUST.md §2.8, A8). A player keeps a minute or so in hand;
// a program fetches the whole and reports afterwards.
import type { MediaSegment } from './delivery.ts';

/** Cuts of segments are rounded to ms, and places that are reported to the picture; ms on either side. */
const SLACK_MS = 250;

/** A stretch of one lecture that was fetched piece after piece, in ms of media time. */
export interface FetchRun {
  readonly fromMs: number;
  readonly reachedMs: number;
  /** The furthest place within it that was reported as played; null: none yet. */
  readonly playedMs: number | null;
}

/** The run after one more segment: a segment from elsewhere, as after a leap, begins a new one. */
export function fetchOn(run: FetchRun | null, { fromMs, toMs }: MediaSegment): FetchRun {
  const follows =
    run !== null && fromMs >= run.fromMs - SLACK_MS && fromMs <= run.reachedMs + SLACK_MS;
  if (!follows) return { fromMs, reachedMs: toMs, playedMs: null };
  return { ...run, reachedMs: Math.max(run.reachedMs, toMs) };
}

/**
 * The run after a report that ends at `positionMs`. What was played before counts on: whoever looks back plays from
 * what they have. Whoever is beyond the run has it behind them; a place before it, as after a leap, says nothing.
 */
export function playedTo(run: FetchRun, positionMs: number): FetchRun {
  if (positionMs < run.fromMs - SLACK_MS) return run;
  return { ...run, playedMs: Math.max(run.playedMs ?? 0, Math.min(positionMs, run.reachedMs)) };
}

/** How much was fetched beyond what has been played, ms; 0 where nothing of the run was played. */
export const aheadMs = ({ reachedMs, playedMs }: FetchRun): number =>
  playedMs === null ? 0 : Math.max(0, reachedMs - playedMs);
