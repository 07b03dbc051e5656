import { assert } from '../assertion.ts';

/** A stretch of a lecture in whole ms, half-open: from is in it, to is not; from < to. */
export type Interval = readonly [fromMs: number, toMs: number];

/** Stretches in ascending order, none of which overlaps or touches the next. */
export type IntervalSet = readonly Interval[];

/** Nothing watched. */
export const NO_INTERVALS: IntervalSet = [];

/**
 * Whether a list is an interval set: whole ms, every stretch forwards, ascending, disjoint and not
 * touching. For data that comes back from storage. Source: TRUST.md §2.3 ("disjoint union").
 */
export function isIntervalSet(intervals: readonly Interval[]): boolean {
  let end = -Infinity;
  for (const [fromMs, toMs] of intervals) {
    const whole = Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs);
    if (!whole || fromMs <= end || fromMs >= toMs) return false;
    end = toMs;
  }
  return true;
}

/**
 * The interval set of the time that lies in any of the stretches, whatever their order, so that a
 * minute replayed never counts twice. Empty stretches vanish. O(n log n); the argument is left alone.
 * Asserts whole ms and from ≤ to. Source: DOMAIN 5.4, TRUST.md §2.3.
 */
export function normalise(intervals: readonly Interval[]): IntervalSet {
  return join([...intervals].sort((a, b) => a[0] - b[0]));
}

function join(byStart: readonly Interval[]): IntervalSet {
  const joined: Interval[] = [];
  let open: Interval | undefined;
  for (const next of byStart) {
    const [fromMs, toMs] = next;
    assert(Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs), 'intervals are whole ms');
    assert(fromMs <= toMs, 'an interval runs forwards');
    if (fromMs === toMs) continue;
    if (open && fromMs <= open[1]) {
      open = [open[0], Math.max(open[1], toMs)];
    } else {
      if (open) joined.push(open);
      open = next;
    }
  }
  if (open) joined.push(open);
  return joined;
}

/** Time that lies in either set. Linear in their sizes. Source: DOMAIN 5.4. */
export function union(a: IntervalSet, b: IntervalSet): IntervalSet {
  assert(isIntervalSet(a) && isIntervalSet(b), 'both are interval sets');
  const byStart: Interval[] = [];
  let inB = 0;
  for (const left of a) {
    for (let right = b[inB]; right && right[0] < left[0]; right = b[inB]) {
      byStart.push(right);
      inB += 1;
    }
    byStart.push(left);
  }
  byStart.push(...b.slice(inB));
  return join(byStart);
}

/** Time that lies in both sets. Linear in their sizes. Source: DOMAIN 5.4. */
export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  assert(isIntervalSet(a) && isIntervalSet(b), 'both are interval sets');
  const common: Interval[] = [];
  let inA = 0;
  let inB = 0;
  for (;;) {
    const left = a[inA];
    const right = b[inB];
    if (!left || !right) return common;
    const fromMs = Math.max(left[0], right[0]);
    const toMs = Math.min(left[1], right[1]);
    if (fromMs < toMs) common.push([fromMs, toMs]);
    if (left[1] < right[1]) inA += 1;
    else inB += 1;
  }
}

/** Time of `a` that does not lie in `b`. Linear in their sizes. Source: DOMAIN 5.4. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  assert(isIntervalSet(a) && isIntervalSet(b), 'both are interval sets');
  const left: Interval[] = [];
  let inB = 0;
  for (const [fromMs, toMs] of a) {
    let reachedMs = fromMs;
    for (; reachedMs < toMs; inB += 1) {
      const cut = b[inB];
      if (!cut || cut[0] >= toMs) break;
      if (reachedMs < cut[0]) left.push([reachedMs, cut[0]]);
      reachedMs = Math.max(reachedMs, cut[1]);
      // It may reach into the next stretch.
      if (cut[1] > toMs) break;
    }
    if (reachedMs < toMs) left.push([reachedMs, toMs]);
  }
  return left;
}

/** The part of a set that lies within a medium of this length. Source: TRUST.md §2.3 (clip). */
export function clip(set: IntervalSet, durationMs: number): IntervalSet {
  const medium = whole(durationMs);
  assert(isIntervalSet(set), 'what is clipped is an interval set');
  const first = set[0]?.[0] ?? 0;
  const end = set.at(-1)?.[1] ?? 0;
  return first >= 0 && end <= durationMs ? set : intersect(set, medium);
}

/** Length of a set in ms: each ms once. Source: DOMAIN 5.4. */
export function lengthMs(set: IntervalSet): number {
  return set.reduce((sum, [fromMs, toMs]) => sum + (toMs - fromMs), 0);
}

/**
 * What is still unwatched of a medium of this length: the seconds the learner is shown as missing.
 * Source: DESIGN decision 2.
 */
export function missing(set: IntervalSet, durationMs: number): IntervalSet {
  return subtract(whole(durationMs), set);
}

/** The first `budgetMs` of a set, in ascending order; the last stretch may be cut. */
export function takeFirst(set: IntervalSet, budgetMs: number): IntervalSet {
  assert(isIntervalSet(set), 'time is taken from an interval set');
  assert(Number.isSafeInteger(budgetMs) && budgetMs >= 0, 'a budget is whole ms, never negative');
  const taken: Interval[] = [];
  let leftMs = budgetMs;
  for (const [fromMs, toMs] of set) {
    if (leftMs === 0) break;
    const takenMs = Math.min(leftMs, toMs - fromMs);
    taken.push([fromMs, fromMs + takenMs]);
    leftMs -= takenMs;
  }
  return taken;
}

function whole(durationMs: number): IntervalSet {
  assert(Number.isSafeInteger(durationMs) && durationMs >= 0, 'a duration is whole ms, never < 0');
  return durationMs === 0 ? NO_INTERVALS : [[0, durationMs]];
}
