import { assert } from '../assertion.ts';

/** How often a page with courseware reports that it is open, in ms. */
export const COURSEWARE_BEAT_MS = 15_000;
/** The longest silence between two reports that still counts as study, in ms: one report may be lost. */
export const COURSEWARE_SILENCE_MS = 40_000;

/**
 * What a report adds to the time that a learner had courseware open, in ms: the server's own clock since
 * the report before, and no more than a silence that counts. A clock that was set back adds nothing.
 */
export function timeSinceBeat(lastBeatMs: number, nowMs: number): number {
  return Math.min(Math.max(0, nowMs - lastBeatMs), COURSEWARE_SILENCE_MS);
}

/**
 * How long courseware of so many minutes must have been open before it is complete, in whole seconds: the
 * share of it that a lecture must be watched for, so that no hour is had in less than its time (TRUST.md 2.7).
 */
export function coursewareMinimumSeconds(minutes: number, coveragePercent: number): number {
  assert(minutes > 0 && coveragePercent > 0 && coveragePercent <= 100, 'a share of some minutes');
  return Math.ceil((minutes * 60 * coveragePercent) / 100);
}
