// Presence checks (在线确认): now and then a learner is asked to show that somebody is there. The
// schedule and the deadline are the server's; only what was granted since the last proof is at stake.
import { lengthMs, subtract, union, type IntervalSet } from './intervals.ts';
import type { PlaybackPolicy } from './playback.ts';

/** How often, and within what time (TRUST.md §2.5). */
export interface PresencePolicy {
  /** A check falls due after so much granted media time, drawn anew each time, ms. */
  readonly gapMs: readonly [least: number, most: number];
  /** Time to answer by the server's clock, ms; an accommodation lengthens it. */
  readonly deadlineMs: number;
  /** Time to answer a question of the author's own, which has to be read first, ms. */
  readonly questionMs: number;
  /** For the way to the server, ms. */
  readonly graceMs: number;
  /** Answers allowed; the last wrong one is a missed check. */
  readonly attempts: number;
}

export const DEFAULT_PRESENCE_POLICY: PresencePolicy = {
  gapMs: [8 * 60_000, 15 * 60_000],
  deadlineMs: 60_000,
  questionMs: 180_000,
  graceMs: 5_000,
  attempts: 2,
};

/** A check that was asked and not answered yet; server times, ms since 1970. */
export interface OpenCheck {
  readonly id: string;
  readonly askedMs: number;
  readonly deadlineMs: number;
}

/**
 * How an open check stands when a report arrives:
 * `in-time`: it may still be answered; `unreached`: nothing had arrived since it was asked, so the
 * learner may never have seen it, and it is asked again; `missed`: reports went on past the
 * deadline without an answer. Source: TRUST.md §2.5 ("missed with traffic", "with no traffic").
 */
export type CheckStanding = 'none' | 'in-time' | 'unreached' | 'missed';

/** `lastServerMs` is when the learner's report before this one arrived. */
export function standingOfCheck(
  check: OpenCheck | null,
  lastServerMs: number,
  nowMs: number,
  policy: PresencePolicy,
): CheckStanding {
  if (!check) return 'none';
  if (nowMs <= check.deadlineMs + policy.graceMs) return 'in-time';
  return lastServerMs <= check.askedMs ? 'unreached' : 'missed';
}

/**
 * How much may be granted while a check waits, ms of media: what plays within its time, and what a lost link had
 * in its buffer. It is counted over all the times that a check is asked again, so that whoever reports seldom, or
 * opens the lecture again and again, is not paid for a night without one answer. Who answers has it anew.
 */
export const mostWhileWaiting = (
  { askedMs, deadlineMs }: OpenCheck,
  { maxRate, burstMs }: Pick<PlaybackPolicy, 'maxRate' | 'burstMs'>,
): number => Math.floor((deadlineMs - askedMs) * maxRate) + burstMs;

export interface Unproven {
  /** Granted time left until the next check, ms; 0 when it is due, and below it what was granted since. */
  readonly untilCheckMs: number;
  /** What was granted of this lecture since the last proof. */
  readonly unproven: IntervalSet;
}

/** Counts newly granted time towards the next check. */
export function countTowardsCheck(
  before: Unproven,
  watchedBefore: IntervalSet,
  watchedAfter: IntervalSet,
): Unproven {
  const fresh = subtract(watchedAfter, watchedBefore);
  return {
    untilCheckMs: before.untilCheckMs - lengthMs(fresh),
    unproven: union(before.unproven, fresh),
  };
}

/** What stays watched after a check was missed: all but what was granted since the last proof. */
export function afterMissedCheck(watched: IntervalSet, unproven: IntervalSet): IntervalSet {
  return subtract(watched, unproven);
}
