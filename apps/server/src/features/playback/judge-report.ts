// Judges one report of a player, in the order of TRUST.md §2.3. Pure but for hashing: state in,
// verdict and new state out.
import type { Beat } from '@xueshi/contracts';
import {
  afterMissedCheck,
  checkSpans,
  countTowardsCheck,
  dueQuestion,
  grantSpans,
  clipToDelivered,
  clipToReached,
  lengthMs,
  mostWhileWaiting,
  refill,
  standingOfCheck,
  type IntervalSet,
  type OpenCheck,
  type PlaybackPolicy,
  type PresencePolicy,
} from '@xueshi/domain';
import { hash, type KeyObject } from 'node:crypto';
import { nonceFor, nonceKeyOf, nonceMatches, nonceWith } from './nonce.ts';
import { heldAs, openCheckOf, timeFor } from './open-check.ts';
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
      /** What of the withheld time was withheld because its media had not been sent, ms. */
      readonly notDeliveredMs: number;
      /** What of the withheld time lies beyond where the learner has been, in a lecture that is seen in order, ms. */
      readonly skippedToMs: number;
      readonly replayed: boolean;
      /** Another playback has the clock. */
      readonly isLate: boolean;
      readonly presence: PresenceChange | null;
    }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly expectedSeq?: number };

/** What a report did to presence checks. */
export interface PresenceChange {
  /** The check that this report ended, and how. */
  readonly settled: { readonly checkId: string; readonly outcome: 'missed' | 'renewed' } | null;
  readonly asked: AskedCheck | null;
  /** Watched time of this lecture that a missed check took back, ms. */
  readonly takenBackMs: number;
}

/** `questionId` null: a word. Of a check that is asked again the judge knows the time it had, no more. */
export type AskedCheck = { readonly check: OpenCheck } & (
  | { readonly isRenewed: true }
  | { readonly isRenewed: false; readonly questionId: string | null }
);

export interface JudgedAt {
  readonly now: Date;
  readonly secret: KeyObject;
  readonly policy: PlaybackPolicy;
  /** It came after another playback took the clock (late-report.ts): it begins and ends no presence check. */
  readonly isLate: boolean;
  /** null: this installation asks for no presence checks. */
  readonly presence: PresencePolicy | null;
  /** What of the lecture was sent to the learner; null: not asked for here. */
  readonly delivered: IntervalSet | null;
  /** A check asked now, that may be answered for so long. */
  readonly newCheck: (timeMs: number) => OpenCheck;
}

export type RefusalCode =
  | 'playback-closed'
  | 'playback-superseded'
  | 'sequence-conflict'
  | 'sequence-gap'
  | 'bad-nonce'
  | 'bad-span';

const sha256 = (text: string) => hash('sha256', text, 'base64url');

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
  const nonce = first === session.lastSeq + 1 ? state.nonces?.next : undefined;
  const wanted = nonce ?? nonceFor(secret, session.id, session.epoch, first);
  return nonceMatches(wanted, report.nonce) ? null : 'bad-nonce';
}

/**
 * `stored` holds the beats of this report that are on disk already. A beat resent with the same
 * content counts nothing and is answered like the first time; with other content it is refused.
 */
export function judgeReport(
  report: Report,
  state: PlaybackState,
  stored: ReadonlyMap<number, StoredBeat>,
  at: JudgedAt,
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
      notDeliveredMs: 0,
      skippedToMs: 0,
      replayed: true,
      isLate: false,
      presence: null,
    };
  }
  const verdict = judgeFresh(fresh, state, at);
  if (verdict.kind === 'refused') return verdict;
  // A report that grew since it was first sent is answered for all its beats.
  return {
    ...verdict,
    grantedMs: granted + verdict.grantedMs,
    withheldMs: withheld + verdict.withheldMs,
  };
}

/** Grants what was played, unless a presence check was missed; counts towards the next check. */
function judgeFresh(beats: readonly Beat[], before: PlaybackState, at: JudgedAt): Verdict {
  const { presence } = at;
  if (!presence) return grantBeats(beats, before, at, true);
  const nowMs = at.now.getTime();
  const open = openCheckOf(before.playhead);
  const isSpent =
    open !== null && 0 - before.playhead.untilCheckMs >= mostWhileWaiting(open, at.policy);
  if (at.isLate) return grantBeats(beats, before, at, !isSpent);
  const standing = standingOfCheck(open, before.playhead.lastServerMs, nowMs, presence);
  if (open && standing === 'missed') return withholdBeats(beats, before, at, open);
  const verdict = grantBeats(beats, before, at, !isSpent);
  if (verdict.kind === 'refused') return verdict;
  const isRenewed = open !== null && standing === 'unreached';
  const asked = isRenewed
    ? { isRenewed, check: at.newCheck(open.deadlineMs - open.askedMs) }
    : open
      ? null
      : checkDue(verdict, at, presence);
  if (!asked) return verdict;
  return {
    ...verdict,
    state: {
      ...verdict.state,
      playhead: {
        ...verdict.state.playhead,
        ...heldAs(asked.check),
        // From here on it counts what is granted while the check waits.
        untilCheckMs: isRenewed ? verdict.state.playhead.untilCheckMs : 0,
      },
    },
    presence: {
      settled: isRenewed ? { checkId: open.id, outcome: 'renewed' } : null,
      asked,
      takenBackMs: 0,
    },
  };
}

/** A question whose moment was watched comes first; a word is for stretches without one. */
function checkDue(
  { state, grantedMs }: Extract<Verdict, { kind: 'accepted' }>,
  at: JudgedAt,
  policy: PresencePolicy,
): AskedCheck | null {
  const { playhead, progress, questions } = state;
  const ask = (questionId: string | null): AskedCheck => {
    const kind = questionId === null ? 'word' : 'question';
    return { isRenewed: false, questionId, check: at.newCheck(timeFor(kind, playhead, policy)) };
  };
  const question = progress.completedAt ? null : dueQuestion(questions, progress.watched);
  if (question) return ask(question.id);
  return playhead.untilCheckMs <= 0 && grantedMs > 0 ? ask(null) : null;
}

/** A missed check: the report is kept, nothing of it counts, and what was not proven is taken back. */
function withholdBeats(
  beats: readonly Beat[],
  before: PlaybackState,
  at: JudgedAt,
  missed: OpenCheck,
): Verdict {
  const verdict = grantBeats(beats, before, at, false);
  if (verdict.kind === 'refused') return verdict;
  const { progress } = before;
  const stays = progress.completedAt
    ? progress.watched
    : afterMissedCheck(progress.watched, progress.unproven);
  const takenBackMs = lengthMs(progress.watched) - lengthMs(stays);
  return {
    ...verdict,
    state: {
      ...verdict.state,
      // The next check is due with the first thing that is granted.
      playhead: { ...verdict.state.playhead, ...heldAs(null), untilCheckMs: 0, tokensMs: 0 },
      progress: {
        ...progress,
        watched: [...stays],
        watchedMs: lengthMs(stays),
        unproven: [],
        resumeMs: progress.unproven[0]?.[0] ?? progress.resumeMs,
      },
    },
    presence: { settled: { checkId: missed.id, outcome: 'missed' }, asked: null, takenBackMs },
  };
}

/** With `counts` false the beats are recorded as they came and grant nothing. */
function grantBeats(
  beats: readonly Beat[],
  before: PlaybackState,
  at: JudgedAt,
  counts: boolean,
): Verdict {
  let state = before;
  const rows: HeartbeatRow[] = [];
  let notDeliveredMs = 0;
  let skippedToMs = 0;
  for (const beat of beats) {
    const monoDelta = beat.monoMs - state.session.lastMonoMs;
    if (!checkSpans(beat.spans, monoDelta, state.session.durationMs, at.policy).ok) {
      return { kind: 'refused', code: 'bad-span' };
    }
    const granted = grantBeat(beat, state, at, counts);
    state = granted.state;
    rows.push(granted.row);
    notDeliveredMs += granted.undeliveredMs;
    skippedToMs += granted.skippedToMs;
  }
  return {
    kind: 'accepted',
    state: { ...state, nonces: noncesAfter(state, at.secret) },
    rows,
    grantedMs: rows.reduce((sum, row) => sum + row.grantedMs, 0),
    withheldMs: rows.reduce((sum, row) => sum + row.withheldMs, 0),
    notDeliveredMs,
    skippedToMs,
    replayed: false,
    isLate: false,
    presence: null,
  };
}

function noncesAfter({ session, nonces }: PlaybackState, secret: KeyObject) {
  const key = nonces?.key ?? nonceKeyOf(secret, session.id, session.epoch);
  return { key, next: nonceWith(key, session.lastSeq + 1) };
}

function grantBeat(beat: Beat, before: PlaybackState, at: JudgedAt, counts: boolean) {
  const { session, playhead, progress } = before;
  const nowMs = at.now.getTime();
  const { watched } = progress;
  const isInOrder = session.seeking === 'watched' && !progress.completedAt;
  const { spans: reached, skippedToMs } = isInOrder
    ? clipToReached(beat.spans, watched)
    : { spans: beat.spans, skippedToMs: 0 };
  const { spans, undeliveredMs } = at.delivered
    ? clipToDelivered(reached, at.delivered)
    : { spans: reached, undeliveredMs: 0 };
  const { durationMs } = session;
  const request = { watched, spans, durationMs, playhead, nowMs, policy: at.policy };
  const grant = counts ? grantSpans(request) : grantNothing(request);
  const body = bodyOf(beat);
  const bodyHash = sha256(body);
  const row: HeartbeatRow = {
    sessionId: session.id,
    seq: beat.seq,
    receivedAt: at.now,
    bodyHash,
    body,
    claimedMs: grant.claimedMs + undeliveredMs + skippedToMs,
    grantedMs: grant.grantedMs,
    withheldMs: grant.withheldMs + undeliveredMs + skippedToMs,
    hash: sha256(`${session.headHash}|${bodyHash}|${nowMs}|${grant.grantedMs}`),
  };
  const proof = { untilCheckMs: playhead.untilCheckMs, unproven: progress.unproven };
  const { untilCheckMs, unproven } =
    at.presence && grant.grantedMs > 0 ? countTowardsCheck(proof, watched, grant.watched) : proof;
  const state: PlaybackState = {
    ...before,
    session: { ...session, lastSeq: beat.seq, lastMonoMs: beat.monoMs, headHash: row.hash },
    playhead: { ...playhead, ...grant.playhead, untilCheckMs },
    progress: {
      ...progress,
      // What has completed a lecture is not at stake any more.
      unproven: progress.completedAt ? [] : [...unproven],
      watched: [...grant.watched],
      watchedMs: progress.watchedMs + grant.grantedMs,
      resumeMs: Math.min(
        (skippedToMs > 0 ? grant.watched : beat.spans).at(-1)?.[1] ?? progress.resumeMs,
        durationMs,
      ),
    },
  };
  return { state, row, undeliveredMs, skippedToMs };
}

/** The clock goes on, and all that was claimed is withheld. */
function grantNothing(request: Parameters<typeof grantSpans>[0]): ReturnType<typeof grantSpans> {
  const playhead = refill(request.playhead, request.nowMs, request.policy);
  const { claimedMs } = grantSpans(request);
  return {
    watched: request.watched,
    playhead,
    grantedMs: 0,
    withheldMs: claimedMs,
    claimedMs,
    spentMs: 0,
  };
}
