// Evidence of delivery: a stretch counts only if its media was really sent to the learner. A program
// that claims to watch and never fetches the video earns nothing (TRUST.md §2.3, §2.4).
import { intersect, lengthMs, normalise, type Interval, type IntervalSet } from './intervals.ts';
import type { Span } from './playback.ts';

/** Cuts of sound and picture differ by a frame or two, and clocks round; ms on either side. */
const SLACK_MS = 250;

/** A segment of a lecture's sound, which every way of watching fetches; ms of media time. */
export interface MediaSegment {
  readonly fromMs: number;
  readonly toMs: number;
  readonly isLast: boolean;
}

/** Adds a delivered segment. The last one reaches past the end, however the medium's length is told. */
export function addDelivered(delivered: IntervalSet, segment: MediaSegment): IntervalSet {
  const fromMs = Math.max(0, segment.fromMs - SLACK_MS);
  const toMs = segment.isLast ? segment.toMs + 60_000 : segment.toMs + SLACK_MS;
  return normalise([...delivered, [fromMs, toMs]]);
}

export interface Delivered {
  /** What of the spans was delivered, in order of play. */
  readonly spans: readonly Span[];
  /** Claimed play whose media had not been delivered, ms. */
  readonly undeliveredMs: number;
}

/** Clips spans to what had been delivered when they were reported; the rest is not granted. */
export function clipToDelivered(spans: readonly Span[], delivered: IntervalSet): Delivered {
  const kept: Span[] = [];
  let claimedMs = 0;
  let keptMs = 0;
  for (const [fromMs, toMs, rate] of spans) {
    const parts = intersect([[fromMs, toMs]] satisfies Interval[], delivered);
    kept.push(...parts.map(([from, to]): Span => [from, to, rate]));
    claimedMs += toMs - fromMs;
    keptMs += lengthMs(parts);
  }
  return { spans: kept, undeliveredMs: claimedMs - keptMs };
}
