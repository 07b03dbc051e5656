// Group commit: reports that arrive together are judged and written in one transaction, and every
// one is answered after it is on disk (synchronous=FULL). TRUST.md §2.6.
import type { BeatsAnswer, CompletionNews } from '@xueshi/contracts';
import { databaseTrouble, type Tx } from '@xueshi/database';
import { DEFAULT_PLAYBACK_POLICY, neededMs, watchedEnough } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { completeLesson, NO_NEWS } from '../learning/service.ts';
import { judgeReport, type Report, type Verdict } from './judge-report.ts';
import { nonceFor } from './nonce.ts';
import {
  insertHeartbeats,
  readStates,
  savePlayheads,
  saveProgress,
  saveSessions,
  storedBeats,
  type HeartbeatRow,
  type PlaybackState,
} from './store.ts';

interface Waiting {
  readonly personId: string;
  readonly report: Report;
  resolve(answer: BeatsAnswer): void;
  reject(error: unknown): void;
}

type Outcome = { readonly answer: BeatsAnswer } | { readonly refusal: Refused };

/** Longest that a report waits for company, ms; it goes at once when the line falls quiet. */
const LONGEST_WAIT_MS = 20;
const LARGEST_GROUP = 256;
/** At most two calls in five seconds from one playback session. */
const CALLS_ALLOWED = 2;
const CALLS_WINDOW_MS = 5_000;

export interface HeartbeatLane {
  report(personId: string, report: Report): Promise<BeatsAnswer>;
  /** How many transactions carried how many reports: the benchmark reads it. */
  counts(): { commits: number; reports: number };
}

export function openHeartbeatLane(platform: Platform): HeartbeatLane {
  let waiting: Waiting[] = [];
  let firstAt = 0;
  let watching = false;
  const calls = new Map<string, number[]>();
  const counts = { commits: 0, reports: 0 };

  function refuseTooMany(sessionId: string): void {
    const now = performance.now();
    const recent = (calls.get(sessionId) ?? []).filter((at) => now - at < CALLS_WINDOW_MS);
    if (recent.length >= CALLS_ALLOWED) throw new Refused('slow-down');
    recent.push(now);
    calls.set(sessionId, recent);
    if (calls.size > 50_000) calls.clear(); // Forgetting the counts is harmless; growing is not.
  }

  function watchLine(seen: number): void {
    watching = true;
    setImmediate(() => {
      const quiet = waiting.length === seen;
      const late = performance.now() - firstAt >= LONGEST_WAIT_MS;
      if (!quiet && !late && waiting.length < LARGEST_GROUP) return watchLine(waiting.length);
      watching = false;
      const group = waiting;
      waiting = [];
      void commitGroup(group);
    });
  }

  async function commitGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await platform.write((tx) => judgeGroup(platform, tx, group));
      counts.commits += 1;
      counts.reports += group.length;
      group.forEach((one, at) => settle(one, outcomes[at]));
    } catch (error) {
      // One report must not take its companions down; a full disk takes them all anyway.
      if (group.length > 1 && databaseTrouble(error) === 'other') {
        for (const one of group) await commitGroup([one]);
      } else {
        group.forEach((one) => one.reject(error));
      }
    }
  }

  return {
    report(personId, report) {
      return new Promise((resolve, reject) => {
        refuseTooMany(report.sessionId);
        if (waiting.length === 0) firstAt = performance.now();
        waiting.push({ personId, report, resolve, reject });
        if (!watching) watchLine(waiting.length);
      });
    },
    counts: () => ({ ...counts }),
  };
}

function settle(one: Waiting, outcome: Outcome | undefined): void {
  if (!outcome) one.reject(new Error('a report without an outcome'));
  else if ('answer' in outcome) one.resolve(outcome.answer);
  else one.reject(outcome.refusal);
}

/** States are shared between the reports of a group: each is judged on what the one before left. */
async function judgeGroup(platform: Platform, tx: Tx, group: readonly Waiting[]): Promise<Outcome[]> {
  const now = platform.clock.now();
  const states = await readStates(tx, [...new Set(group.map((one) => one.report.sessionId))]);
  const written: HeartbeatRow[] = [];
  const touched = new Set<string>();
  const outcomes: Outcome[] = [];
  for (const { personId, report } of group) {
    const state = states.get(report.sessionId);
    if (!state || state.session.personId !== personId) {
      outcomes.push({ refusal: new Refused('not-found') });
      continue;
    }
    const verdict = await judge(platform, tx, report, state, written, now);
    if (verdict.kind === 'refused') {
      outcomes.push({ refusal: new Refused(verdict.code, verdict.expectedSeq ? { expected: verdict.expectedSeq } : {}) });
      continue;
    }
    for (const [id, other] of states) {
      if (other.session.personId !== personId) continue;
      const sameLesson =
        other.enrolment.id === verdict.state.enrolment.id &&
        other.progress.lessonId === verdict.state.progress.lessonId;
      states.set(id, {
        ...other,
        playhead: verdict.state.playhead,
        progress: sameLesson ? verdict.state.progress : other.progress,
      });
    }
    states.set(report.sessionId, verdict.state);
    written.push(...verdict.rows);
    if (verdict.rows.length > 0) touched.add(report.sessionId);
    outcomes.push({ answer: answerTo(platform, verdict, verdict.state) });
  }
  await save(tx, [...touched].flatMap((id) => states.get(id) ?? []), written);
  return celebrate(platform, tx, group, states, touched, outcomes, now);
}

async function judge(
  platform: Platform,
  tx: Tx,
  report: Report,
  state: PlaybackState,
  written: readonly HeartbeatRow[],
  now: Date,
): Promise<Verdict> {
  const seqs = report.beats.map((beat) => beat.seq).filter((seq) => seq <= state.session.lastSeq);
  const stored = seqs.length > 0 ? await storedBeats(tx, report.sessionId, seqs) : new Map();
  for (const row of written) {
    if (row.sessionId === report.sessionId) stored.set(row.seq, row);
  }
  return judgeReport(report, state, stored, { now, secret: platform.secret, policy: DEFAULT_PLAYBACK_POLICY });
}

async function save(tx: Tx, states: readonly PlaybackState[], rows: readonly HeartbeatRow[]): Promise<void> {
  if (rows.length === 0) return;
  await insertHeartbeats(tx, rows);
  await saveSessions(tx, states.map((state) => state.session));
  await savePlayheads(tx, [...new Map(states.map((state) => [state.playhead.personId, state.playhead])).values()]);
  const progress = new Map(states.map((state) => [`${state.progress.enrolmentId}/${state.progress.lessonId}`, state.progress]));
  await saveProgress(tx, [...progress.values()]);
}

function answerTo(platform: Platform, verdict: Extract<Verdict, { kind: 'accepted' }>, state: PlaybackState): BeatsAnswer {
  const { session, progress } = state;
  return {
    ackSeq: session.lastSeq,
    nonce: nonceFor(platform.secret, session.id, session.epoch, session.lastSeq + 1),
    grantedMs: verdict.grantedMs,
    watched: progress.watched.map(([from, to]) => [from, to]),
    watchedMs: progress.watchedMs,
    needMs: neededMs(progress.watched, session.durationMs),
    withheldMs: verdict.withheldMs,
    reason: verdict.withheldMs > 0 ? 'RATE' : null,
    replayed: verdict.replayed,
    news: null,
  };
}

/** Completes the lessons that these reports brought over the line, in the same transaction. */
async function celebrate(
  platform: Platform,
  tx: Tx,
  group: readonly Waiting[],
  states: ReadonlyMap<string, PlaybackState>,
  touched: ReadonlySet<string>,
  outcomes: readonly Outcome[],
  now: Date,
): Promise<Outcome[]> {
  const news = new Map<string, CompletionNews>();
  for (const id of touched) {
    const state = states.get(id);
    if (!state || state.progress.completedAt) continue;
    if (!watchedEnough(state.progress.watched, state.session.durationMs)) continue;
    const told = await completeLesson(platform, tx, {
      enrolment: state.enrolment,
      lesson: { id: state.session.lessonId },
      now,
    });
    if (told !== NO_NEWS) news.set(id, told);
  }
  if (news.size === 0) return [...outcomes];
  return outcomes.map((outcome, at) => {
    const told = news.get(group[at]?.report.sessionId ?? '');
    return told && 'answer' in outcome ? { answer: { ...outcome.answer, news: told } } : outcome;
  });
}
