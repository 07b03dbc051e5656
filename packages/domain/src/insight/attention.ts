import { assert } from '../assertion.ts';
import type { IntervalSet } from '../watching/intervals.ts';

/** How one learner watched a lecture; all in ms of media time. */
export interface WatchedLecture {
  /** What counts as watched, over all playbacks. */
  readonly watched: IntervalSet;
  /** What was played, playback by playback. */
  readonly playbacks: readonly IntervalSet[];
  /** Where they would go on. */
  readonly resumeMs: number;
  readonly isComplete: boolean;
}

/** A stretch of a lecture and what became of it: numbers of learners, and of playbacks. */
export interface AttentionStretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** Learners who watched at least half of it. */
  readonly watched: number;
  /** Playbacks of at least half of it, beyond the first of each learner. */
  readonly again: number;
  /** Learners who have not completed the lecture and stopped here. */
  readonly left: number;
}

/** A curve of more would show single learners, of fewer no more than the chapters do. */
const MOST_STRETCHES = 60;
const SHORTEST_MS = 5_000;

/** Adds one for every stretch of which a set covers half or more; `lengthMs` of one is equal but for the last. */
function addCovered(counts: number[], set: IntervalSet, stepMs: number, durationMs: number): void {
  const covered = new Map<number, number>();
  for (const [from, to] of set) {
    const last = Math.min(counts.length - 1, Math.floor((Math.min(to, durationMs) - 1) / stepMs));
    for (let at = Math.floor(from / stepMs); at <= last; at += 1) {
      const part = Math.min(to, (at + 1) * stepMs) - Math.max(from, at * stepMs);
      covered.set(at, (covered.get(at) ?? 0) + part);
    }
  }
  for (const [at, ms] of covered) {
    const lengthMs = Math.min(stepMs, durationMs - at * stepMs);
    if (ms * 2 >= lengthMs) counts[at] = (counts[at] ?? 0) + 1;
  }
}

/**
 * The curve of attention of a lecture of `durationMs` (above 0): at most 60 equal stretches of at least 5
 * seconds, in order, without a gap. Whoever completed the lecture left nowhere. Source: DOMAIN M15.
 */
export function attentionCurve(
  durationMs: number,
  learners: readonly WatchedLecture[],
): AttentionStretch[] {
  assert(durationMs > 0, 'a lecture has a length');
  const count = Math.max(1, Math.min(MOST_STRETCHES, Math.floor(durationMs / SHORTEST_MS)));
  const stepMs = Math.ceil(durationMs / count);
  const stretches = Math.ceil(durationMs / stepMs);
  const none = () => Array<number>(stretches).fill(0);
  const [watched, played, first, left] = [none(), none(), none(), none()];
  for (const learner of learners) {
    addCovered(watched, learner.watched, stepMs, durationMs);
    const own = none();
    for (const playback of learner.playbacks) addCovered(own, playback, stepMs, durationMs);
    for (const [at, plays] of own.entries()) {
      played[at] = (played[at] ?? 0) + plays;
      if (plays > 0) first[at] = (first[at] ?? 0) + 1;
    }
    if (learner.isComplete) continue;
    const at = Math.min(stretches - 1, Math.floor(Math.max(0, learner.resumeMs) / stepMs));
    left[at] = (left[at] ?? 0) + 1;
  }
  return watched.map((seen, at) => ({
    fromMs: at * stepMs,
    toMs: Math.min(durationMs, (at + 1) * stepMs),
    watched: seen,
    again: (played[at] ?? 0) - (first[at] ?? 0),
    left: left[at] ?? 0,
  }));
}

/** Below so many learners nothing is shown: a figure would point to a person. */
export const FEWEST_LEARNERS = 5;
const LOSS_PERCENT = 20;

/**
 * The stretch where most learners stopped, if that is at least a fifth of all and three people; the beginning
 * does not count, since opening a lecture is no watching. null: there is none.
 */
export function steepestLoss(
  curve: readonly AttentionStretch[],
  learners: number,
): AttentionStretch | null {
  const worst = curve
    .slice(1)
    .reduce<AttentionStretch | null>(
      (most, one) => (one.left > (most?.left ?? 0) ? one : most),
      null,
    );
  if (!worst || worst.left < 3 || worst.left * 100 < learners * LOSS_PERCENT) return null;
  return worst;
}

/** The stretch watched again most, if every other learner did so; null: there is none. */
export function mostRepeated(
  curve: readonly AttentionStretch[],
  learners: number,
): AttentionStretch | null {
  const worst = curve.reduce<AttentionStretch | null>(
    (most, one) => (one.again > (most?.again ?? 0) ? one : most),
    null,
  );
  return worst && worst.again >= 3 && worst.again * 2 >= learners ? worst : null;
}
