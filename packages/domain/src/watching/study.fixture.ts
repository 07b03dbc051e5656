import type { IntervalSet } from './intervals.ts';
import {
  DEFAULT_PLAYBACK_POLICY,
  grantSpans,
  openPlayhead,
  type Grant,
  type PlaybackPolicy,
  type Playhead,
  type Span,
} from './playback.ts';

export const MINUTE_MS = 60_000;
/** Server time at which every simulated session opens. */
export const OPENED_MS = 1_700_000_000_000;
/** Length of the simulated lecture. */
export const durationMs = 10 * MINUTE_MS;

/** A stretch at ordinary speed. */
export const play = (fromMs: number, toMs: number): Span => [fromMs, toMs, 1];

/** One report of a simulated learner: when the server had it, and what it claimed. */
export interface Report {
  readonly nowMs: number;
  readonly spans: readonly Span[];
}

/** Sends the reports of one session through `grantSpans`; for tests alone. */
export function study(
  reports: readonly Report[],
  rules: PlaybackPolicy = DEFAULT_PLAYBACK_POLICY,
  lengthOfMediaMs = durationMs,
) {
  let watched: IntervalSet = [];
  let playhead: Playhead = openPlayhead(OPENED_MS);
  const grants: Grant[] = [];
  for (const { nowMs, spans } of reports) {
    const request = { watched, spans, durationMs: lengthOfMediaMs, playhead, nowMs, policy: rules };
    const grant = grantSpans(request);
    ({ watched, playhead } = grant);
    grants.push(grant);
  }
  return { watched, playhead, grants };
}
