// Lectures that are to be seen in order the first time (a course's `seeking: watched`): the player goes forwards only
// to where one has been, and the server counts nothing beyond it, whatever a player says.
import type { IntervalSet } from './intervals.ts';
import type { Span } from './playback.ts';

/**
 * How far beyond what was counted a stretch may begin, ms: as much as one report may have left uncounted, so that an
 * honest learner is not sent back for it.
 */
export const ORDER_SLACK_MS = 15_000;

export interface InOrder {
  /** What of the spans was played in order, in order of play. */
  readonly spans: readonly Span[];
  /** Claimed play that began beyond what had been reached, ms. */
  readonly skippedToMs: number;
}

/**
 * Leaves out spans that begin more than `ORDER_SLACK_MS` after the furthest point of what was watched (ms of media
 * time) or played earlier in the same report. Going back is never hindered. Source: DOMAIN 5.4 (`firstViewSeek`), 2d #7.
 */
export function clipToReached(spans: readonly Span[], watched: IntervalSet): InOrder {
  const kept: Span[] = [];
  let skippedToMs = 0;
  let reachedMs = (watched.at(-1)?.[1] ?? 0) + ORDER_SLACK_MS;
  for (const span of spans) {
    const [fromMs, toMs] = span;
    if (fromMs > reachedMs) {
      skippedToMs += toMs - fromMs;
      continue;
    }
    kept.push(span);
    reachedMs = Math.max(reachedMs, toMs);
  }
  return { spans: kept, skippedToMs };
}
