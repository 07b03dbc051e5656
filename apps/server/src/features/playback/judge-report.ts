// Judges one report of a player, in the order of TRUST.md §2.3. Pure but for hashing: state in,
// verdict and new state out.
import type { Beat } from '@xueshi/contracts';
import { checkSpans, grantSpans, type PlaybackPolicy } from '@xueshi/domain';
import { createHash, type KeyObject } from 'node:crypto';
import { nonceFor, nonceMatches } from './nonce.ts';
import type { HeartbeatRow, PlaybackState } from './store.ts';

export interface Report {
  readonly sessionId: string;
  readonly epoch: number;
  readonly nonce: string;
  readonly beats: readonly Beat[];
}

export interface StoredBeat {
  readonly bodyHash: string;
  readonly grantedMs: number;
  readonly withheldMs: number;
}

export type Verdict =
  | {
      readonly kind: 'accepted';
      readonly state: PlaybackState;
      readonly rows: readonly HeartbeatRow[];
      readonly grantedMs: number;
      readonly withheldMs: number;
      readonly replayed: boolean;
    }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly expectedSeq?: number };

export type RefusalCode =
  | 'playback-closed'
  | 'playback-superseded'
  | 'sequence-conflict'
  | 'sequence-gap'
  | 'bad-nonce'
  | 'bad-span';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** A beat as it is hashed and kept: fixed field order, so that resent bytes give the same hash. */
export function bodyOf(beat: Beat): string {
  return JSON.stringify([
    beat.seq,
    beat.monoMs,
    beat.spans,
    beat.state,
    beat.visible,
    beat.muted,
    beat.sinceInputMs,
  ]);
}

export const hashBeat = (beat: Beat) => sha256(bodyOf(beat));

function refusalBefore(
  report: Report,
  state: PlaybackState,
  secret: KeyObject,
): RefusalCode | null {
  const { session, playhead } = state;
  if (session.closedAt) return 'playback-closed';
  if (report.epoch !== session.epoch || session.epoch !== playhead.epoch)
    return 'playback-superseded';
  const first = report.beats[0]?.seq ?? 0;
  const nonce = nonceFor(secret, session.id, session.epoch, first);
  return nonceMatches(nonce, report.nonce) ? null : 'bad-nonce';
}

/**
 * `stored` holds the beats of this report that are on disk already. A beat resent with the same
 * content counts nothing and is answered like the first time; with other content it is refused.
 */
export function judgeReport(
  report: Report,
  state: PlaybackState,
  stored: ReadonlyMap<number, StoredBeat>,
  at: { now: Date; secret: KeyObject; policy: PlaybackPolicy },
): Verdict {
  const refusal = refusalBefore(report, state, at.secret);
  if (refusal && refusal !== 'bad-nonce') return { kind: 'refused', code: refusal };
  let granted = 0;
  let withheld = 0;
  const fresh: Beat[] = [];
  let expected = state.session.lastSeq + 1;
  for (const beat of report.beats) {
    if (beat.seq < expected) {
      const known = stored.get(beat.seq);
      if (known?.bodyHash !== hashBeat(beat)) return { kind: 'refused', code: 'sequence-conflict' };
      granted += known.grantedMs;
      withheld += known.withheldMs;
    } else if (beat.seq === expected) {
      fresh.push(beat);
      expected += 1;
    } else {
      return { kind: 'refused', code: 'sequence-gap', expectedSeq: expected };
    }
  }
  if (refusal) return { kind: 'refused', code: refusal };
  if (fresh.length === 0) {
    return {
      kind: 'accepted',
      state,
      rows: [],
      grantedMs: granted,
      withheldMs: withheld,
      replayed: true,
    };
  }
  const verdict = grantBeats(fresh, state, at);
  if (verdict.kind === 'refused') return verdict;
  // A report that grew since it was first sent is answered for all its beats.
  return {
    ...verdict,
    grantedMs: granted + verdict.grantedMs,
    withheldMs: withheld + verdict.withheldMs,
  };
}

function grantBeats(
  beats: readonly Beat[],
  before: PlaybackState,
  at: { now: Date; policy: PlaybackPolicy },
): Verdict {
  let { session, playhead, progress } = before;
  const rows: HeartbeatRow[] = [];
  let grantedMs = 0;
  let withheldMs = 0;
  for (const beat of beats) {
    const monoDelta = beat.monoMs - session.lastMonoMs;
    if (!checkSpans(beat.spans, monoDelta, session.durationMs, at.policy).ok) {
      return { kind: 'refused', code: 'bad-span' };
    }
    const grant = grantSpans({
      watched: progress.watched,
      spans: beat.spans,
      durationMs: session.durationMs,
      playhead,
      nowMs: at.now.getTime(),
      policy: at.policy,
    });
    const body = bodyOf(beat);
    const bodyHash = sha256(body);
    const hash = sha256(`${session.headHash}|${bodyHash}|${at.now.getTime()}|${grant.grantedMs}`);
    rows.push({
      sessionId: session.id,
      seq: beat.seq,
      receivedAt: at.now,
      bodyHash,
      body,
      claimedMs: grant.claimedMs,
      grantedMs: grant.grantedMs,
      withheldMs: grant.withheldMs,
      hash,
    });
    session = { ...session, lastSeq: beat.seq, lastMonoMs: beat.monoMs, headHash: hash };
    playhead = { ...playhead, ...grant.playhead };
    progress = {
      ...progress,
      watched: [...grant.watched],
      watchedMs: progress.watchedMs + grant.grantedMs,
      resumeMs: Math.min(beat.spans.at(-1)?.[1] ?? progress.resumeMs, session.durationMs),
    };
    grantedMs += grant.grantedMs;
    withheldMs += grant.withheldMs;
  }
  const state = { ...before, session, playhead, progress };
  return { kind: 'accepted', state, rows, grantedMs, withheldMs, replayed: false };
}
