// What is conspicuous in one playback (TRUST.md §2.8). Pure: facts in, findings out.
import { lengthMs, subtract, type IntervalSet } from '../watching/intervals.ts';
import { bySession, type Finding, type SeenBeat } from './finding.ts';
import { spreadOf } from './stretches.ts';

const MINUTE_MS = 60_000;
/** Over so many reports in a row the time between them is compared. */
const REPORTS = 100;

/**
 * A4: over a hundred reports in a row, the time between two arrivals differs by less than `limitMs`
 * (root mean square). A player reports when the picture moves on, which is never that even.
 */
export function steadyBeats(beats: readonly SeenBeat[], limitMs: number): Finding[] {
  return [...bySession(beats)].flatMap(([sessionId, own]): Finding[] => {
    for (let from = 0; from + REPORTS <= own.length; from += REPORTS) {
      const run = own.slice(from, from + REPORTS);
      const gaps = run.slice(1).map((beat, at) => beat.atMs - (run[at]?.atMs ?? 0));
      const spreadMs = spreadOf(gaps);
      if (spreadMs >= limitMs || gaps.every((gap) => gap === 0)) continue;
      const [fromMs, toMs] = [run[0]?.atMs ?? 0, run.at(-1)?.atMs ?? 0];
      const figures = { reports: REPORTS, spreadMs: Math.round(spreadMs) };
      return [{ subject: sessionId, figures, seen: [{ fromMs, toMs, sessionId, figures }] }];
    }
    return [];
  });
}

/** Share of a stretch that was played out of sight, from which on nobody seems to look. */
const HIDDEN_SHARE = 0.8;

/**
 * A6: for longer than `limitMinutes` no mouse, key or touch, and more than four fifths of the
 * reports meanwhile from a page that was not in sight.
 */
export function outOfSight(beats: readonly SeenBeat[], limitMinutes: number): Finding[] {
  const limitMs = limitMinutes * MINUTE_MS;
  return [...bySession(beats)].flatMap(([sessionId, own]): Finding[] => {
    const last = own.findLast(({ sinceInputMs }) => sinceInputMs > limitMs);
    if (!last) return [];
    const alone = own.filter(
      ({ atMs, claimedMs }) =>
        claimedMs > 0 && atMs <= last.atMs && atMs >= last.atMs - last.sinceInputMs,
    );
    const hidden = alone.filter(({ visible }) => !visible).length;
    if (alone.length === 0 || hidden / alone.length <= HIDDEN_SHARE) return [];
    const fromMs = alone[0]?.atMs ?? 0;
    if (last.atMs - fromMs < limitMs) return [];
    const hiddenPercent = Math.round((hidden / alone.length) * 100);
    const figures = { withoutInputMs: last.atMs - fromMs, hiddenPercent };
    return [
      {
        subject: sessionId,
        figures,
        seen: [{ fromMs, toMs: last.atMs, sessionId, figures: { hiddenPercent } }],
      },
    ];
  });
}

/** Less than this is a few segments at the edges. */
const UNDELIVERED_LEAST_MS = MINUTE_MS;

/**
 * A8: of the media time that a playback claims, less than `limitPercent` was ever sent to the
 * learner, and more than a minute is missing.
 */
export function undelivered(
  playback: { sessionId: string; fromMs: number; toMs: number },
  claimed: IntervalSet,
  delivered: IntervalSet,
  limitPercent: number,
): Finding[] {
  const claimedMs = lengthMs(claimed);
  const missingMs = lengthMs(subtract(claimed, delivered));
  const sentPercent = claimedMs === 0 ? 100 : ((claimedMs - missingMs) / claimedMs) * 100;
  if (sentPercent >= limitPercent || missingMs <= UNDELIVERED_LEAST_MS) return [];
  const figures = { claimedMs, missingMs, sentPercent: Math.floor(sentPercent) };
  return [{ subject: playback.sessionId, figures, seen: [{ ...playback, figures }] }];
}

/** How far ahead of what it had reported as played a playback fetched its media, at most, ms. */
export interface FetchedAhead {
  readonly sessionId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly aheadMs: number;
}

/** A8, second half: media fetched more than `limitSeconds` ahead of what was played. */
export function fetchedAhead(fetched: readonly FetchedAhead[], limitSeconds: number): Finding[] {
  return fetched
    .filter(({ aheadMs }) => aheadMs > limitSeconds * 1_000)
    .map(({ sessionId, fromMs, toMs, aheadMs }) => {
      const figures = { aheadMs };
      return { subject: sessionId, figures, seen: [{ fromMs, toMs, sessionId, figures }] };
    });
}

/** Reports of a playback that were refused, by the reason. */
export interface RefusedReports {
  readonly sessionId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly conflicts: number;
  readonly badNonces: number;
}

/** A10: reports with a number that was used for another one, or with a nonce that was not given. */
export function protocolFaults(refused: readonly RefusedReports[], limit: number): Finding[] {
  return refused
    .filter(({ conflicts, badNonces }) => conflicts + badNonces >= limit)
    .map(({ sessionId, fromMs, toMs, conflicts, badNonces }) => {
      const figures = { conflicts, badNonces };
      return { subject: sessionId, figures, seen: [{ fromMs, toMs, sessionId, figures }] };
    });
}
