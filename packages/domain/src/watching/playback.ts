import { assert } from '../assertion.ts';
import {
  clip,
  isIntervalSet,
  lengthMs,
  normalise,
  subtract,
  union,
  type Interval,
  type IntervalSet,
} from './intervals.ts';

/** How fast and how far ahead a lecture may be watched for credit (TRUST.md §2.3, DOMAIN 5.4). */
export interface PlaybackPolicy {
  /** Media time that one unit of server time can earn; also the fastest allowed playing rate. */
  readonly maxRate: number;
  /** Most media time in ms that can wait to be claimed, e.g. after a network gap. */
  readonly burstMs: number;
  /** Slack in ms for the browser's clock against the media's, and for players overrunning the end. */
  readonly toleranceMs: number;
}

/** Real time at most, two minutes of network gap, one second of slack (TRUST.md §2.3). */
export const DEFAULT_PLAYBACK_POLICY: PlaybackPolicy = {
  maxRate: 1,
  burstMs: 120_000,
  toleranceMs: 1_000,
};

/** What a course may allow as the fastest play that counts; 1 is real time. */
export const MAX_RATES = [1, 1.25, 1.5, 2] as const;
const MOST_RATE_PERCENT = 200;

const policies = new Map<number, PlaybackPolicy>();

/**
 * The policy of a playback whose course lets a lecture be watched at up to `ratePercent` of real
 * time for credit: a whole number, 100 … 200. All else is as in the default.
 */
export function playbackPolicyAt(ratePercent: number): PlaybackPolicy {
  const known = policies.get(ratePercent);
  if (known) return known;
  assert(
    Number.isInteger(ratePercent) && ratePercent >= 100 && ratePercent <= MOST_RATE_PERCENT,
    'play counts at real time, and at most at twice real time',
  );
  const policy = { ...DEFAULT_PLAYBACK_POLICY, maxRate: ratePercent / 100 };
  policies.set(ratePercent, policy);
  return policy;
}

/**
 * How fast a lecture may be played for credit, per cent of real time: what the course allows (1 … 2;
 * real time where it says nothing), and never more than the hour policy does. Source: DOMAIN 5.4.
 */
export function countedRatePercent(allowedRate: number | undefined, mostPercent: number): number {
  return Math.min(Math.round((allowedRate ?? 1) * 100), mostPercent);
}

/** One per learner, over all their sessions: the server's clock, from which all credit is paid. */
export interface Playhead {
  /** Media time in whole ms that may be claimed now; 0 … burstMs. */
  readonly tokensMs: number;
  /** Server time of the last report, ms since 1970. */
  readonly lastServerMs: number;
}

/** A stretch played without a jump: media time in ms, half-open, and the playing rate. */
export type Span = readonly [fromMs: number, toMs: number, rate: number];

/** Most spans in one report (TRUST.md §2.2). */
export const MAX_SPANS = 16;

export type SpanCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'malformed' | 'outside' | 'too-fast' | 'too-much' };

/**
 * A learner's playhead when a playback session opens: nothing can be claimed yet, so opening many
 * sessions earns nothing. Source: TRUST.md §2.3 ("set to 0 when a session opens").
 */
export function openPlayhead(nowMs: number): Playhead {
  assert(Number.isSafeInteger(nowMs), 'server time is whole ms');
  return { tokensMs: 0, lastServerMs: nowMs };
}

/**
 * Adds what the server's clock has earned since the last report: at most burstMs of time, times
 * maxRate, rounded down, and never more than burstMs in all.
 * A clock that was set back earns nothing for that step, and the playhead follows it: were it to
 * wait for the old time, an honest learner would earn nothing until then. Source: TRUST.md §2.3, §2.7.
 */
export function refill(playhead: Playhead, nowMs: number, policy: PlaybackPolicy): Playhead {
  assert(Number.isSafeInteger(nowMs), 'server time is whole ms');
  assert(policy.maxRate > 0 && policy.burstMs >= 0, 'a policy allows some playing');
  const elapsedMs = Math.max(0, nowMs - playhead.lastServerMs);
  const earnedMs = Math.floor(Math.min(elapsedMs, policy.burstMs) * policy.maxRate);
  const tokensMs = Math.min(playhead.tokensMs + earnedMs, policy.burstMs);
  return { tokensMs, lastServerMs: nowMs };
}

/**
 * Whether the spans of one report can be true at all: at most 16, whole ms, forwards, within the
 * medium (toleranceMs over its end is clipped later), no faster than maxRate, and together no more
 * than the browser's own clock allows: monoDeltaMs × maxRate + toleranceMs.
 * `monoDeltaMs` is the ms by the browser's monotonic clock since its previous report.
 * Passing this check earns nothing by itself. Source: TRUST.md §2.3 (BAD_SPAN).
 */
export function checkSpans(
  spans: readonly Span[],
  monoDeltaMs: number,
  durationMs: number,
  policy: PlaybackPolicy,
): SpanCheck {
  if (spans.length > MAX_SPANS || !(Number.isFinite(monoDeltaMs) && monoDeltaMs >= 0)) {
    return { ok: false, reason: 'malformed' };
  }
  if (!spans.every(isWellFormed)) return { ok: false, reason: 'malformed' };
  const endMs = durationMs + policy.toleranceMs;
  if (spans.some(([fromMs, toMs]) => fromMs < 0 || toMs > endMs)) {
    return { ok: false, reason: 'outside' };
  }
  if (spans.some(([, , rate]) => rate > policy.maxRate)) return { ok: false, reason: 'too-fast' };
  const claimedMs = spans.reduce((sum, [fromMs, toMs]) => sum + (toMs - fromMs), 0);
  if (claimedMs > monoDeltaMs * policy.maxRate + policy.toleranceMs) {
    return { ok: false, reason: 'too-much' };
  }
  return { ok: true };
}

function isWellFormed([fromMs, toMs, rate]: Span): boolean {
  const whole = Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs);
  return whole && fromMs < toMs && Number.isFinite(rate) && rate > 0;
}

export interface GrantRequest {
  /** Distinct time watched so far. */
  readonly watched: IntervalSet;
  /** Spans in order of play that passed `checkSpans`. */
  readonly spans: readonly Span[];
  /** The server's own length of the medium, ms. */
  readonly durationMs: number;
  readonly playhead: Playhead;
  /** Server time of this report, ms since 1970. */
  readonly nowMs: number;
  readonly policy: PlaybackPolicy;
}

export interface Grant {
  readonly watched: IntervalSet;
  readonly playhead: Playhead;
  /** Newly watched time: the growth of the union. A replay brings 0. */
  readonly grantedMs: number;
  /** Distinct claimed time that stays unwatched since the clock did not allow it; watch it again. */
  readonly withheldMs: number;
  /** Play within the medium that the report claimed, new or repeated. */
  readonly claimedMs: number;
  /** Play that was accepted and paid for by the server's clock; never more than claimedMs. */
  readonly spentMs: number;
  /** Present when something was withheld. */
  readonly reason?: 'RATE';
}

/**
 * Credits one report. Every span, new or repeated, spends what the server's clock has earned, in
 * order of play; what goes beyond it is cut off, never refused, so honest progress is never lost.
 * Holds: Σ spentMs since opening ≤ maxRate × the server time since then; spentMs ≤ tokens then held;
 * Σ grantedMs = length of the union ≤ durationMs. Source: TRUST.md §2.3, DOMAIN 5.4 and 2d #2, #13.
 */
export function grantSpans(request: GrantRequest): Grant {
  const { watched, spans, durationMs, policy } = request;
  assert(isIntervalSet(watched), 'watched time is an interval set');
  const filled = refill(request.playhead, request.nowMs, policy);
  const claimed: Interval[] = [];
  const accepted: Interval[] = [];
  let claimedMs = 0;
  let tokensMs = filled.tokensMs;
  for (const [fromMs, endMs] of spans) {
    const toMs = Math.min(endMs, durationMs);
    assert(fromMs >= 0, 'spans are checked before they are granted');
    if (fromMs >= toMs) continue;
    const paidMs = Math.min(tokensMs, toMs - fromMs);
    claimed.push([fromMs, toMs]);
    accepted.push([fromMs, fromMs + paidMs]);
    claimedMs += toMs - fromMs;
    tokensMs -= paidMs;
  }
  const before = clip(watched, durationMs);
  const after = union(before, normalise(accepted));
  const grantedMs = lengthMs(after) - lengthMs(before);
  const spentMs = filled.tokensMs - tokensMs;
  const withheldMs = spentMs < claimedMs ? lengthMs(subtract(normalise(claimed), after)) : 0;
  assert(tokensMs >= 0 && grantedMs <= spentMs, 'nothing is granted that the clock did not earn');
  const grant = { watched: after, playhead: { ...filled, tokensMs }, claimedMs, spentMs };
  return {
    ...grant,
    grantedMs,
    withheldMs,
    ...(withheldMs > 0 ? { reason: 'RATE' as const } : {}),
  };
}

/** Share of a lecture's distinct time that counts as having watched it (DOMAIN 5.4, 2b [R]). */
export const DEFAULT_COVERAGE_PERCENT = 95;

/**
 * Distinct time in ms still to be watched before a lecture is complete; 0 when it is.
 * Whole numbers throughout, rounded up: no ms short of the coverage completes a lecture.
 * Source: DOMAIN 5.4 (coverage of distinct time).
 */
export function neededMs(
  watched: IntervalSet,
  durationMs: number,
  coveragePercent: number,
): number {
  assert(durationMs > 0, 'a lecture has a length');
  assert(
    Number.isInteger(coveragePercent) && coveragePercent >= 1 && coveragePercent <= 100,
    'coverage is a whole per cent from 1 to 100',
  );
  const thresholdMs = Math.ceil((durationMs * coveragePercent) / 100);
  return Math.max(0, thresholdMs - lengthMs(clip(watched, durationMs)));
}

/**
 * Whether enough distinct time of a lecture was watched to complete it; replays and time past the
 * end do not help. `coveragePercent` is 1 … 100. Source: DOMAIN 5.4.
 */
export function watchedEnough(
  watched: IntervalSet,
  durationMs: number,
  coveragePercent: number,
): boolean {
  return neededMs(watched, durationMs, coveragePercent) === 0;
}
