// Group commit: reports that arrive together are judged and written in one transaction, and every
// one is answered after it is on disk (synchronous=FULL). TRUST.md §2.6.
import type { BeatsAnswer, CompletionNews, PresenceCheck } from '@xueshi/contracts';
import { databaseTrouble, heartbeatStatements, type Tx } from '@xueshi/database';
import { neededMs } from '@xueshi/domain';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { isCounted, recordIncidents } from '../evidence/service.ts';
import { completeLesson, findEnrolment } from '../learning/service.ts';
import { termsOfWaitingCheck } from '../settings/service.ts';
import {
  judgeGroup,
  type GroupVerdict,
  type JudgedGroup,
  type PersonsReport,
} from './judge-group.ts';
import type { Report } from './judge-report.ts';
import { deliveriesOf } from './deliveries.ts';
import { nonceFor } from './nonce.ts';
import { viewOfCheck } from './presence-check.ts';
import { findCheck } from './presence-store.ts';
import { rememberedStates } from './remembered-states.ts';
import { saveCheckChange } from './save-check-change.ts';
import { insertHeartbeats, savePlayheads, saveProgress, saveSessions } from './store.ts';

interface Waiting extends PersonsReport {
  resolve(answer: BeatsAnswer): void;
  reject(error: unknown): void;
}

interface Committed {
  /** How many transactions it took. */
  readonly commits: number;
  readonly judged: JudgedGroup;
  /** By playback session: what completing the lecture brought about. */
  readonly news: ReadonlyMap<string, CompletionNews>;
  /** Presence checks that wait for an answer, by id. */
  readonly open: ReadonlyMap<string, PresenceCheck>;
}

const LARGEST_GROUP = 256;
/** At most two calls in five seconds from one playback session. */
const CALLS_ALLOWED = 2;
const CALLS_WINDOW_MS = 5_000;

export interface HeartbeatCounts {
  readonly commits: number;
  readonly reports: number;
}

export interface HeartbeatLane {
  report(personId: string, report: Report): Promise<BeatsAnswer>;
  /** How many transactions carried how many reports. */
  counts(): HeartbeatCounts;
}

/** The same over all lanes of an installation, since it was opened. */
export const heartbeatCounts = onePerInstallation((_: Pick<Platform, 'db'>) => ({
  commits: 0,
  reports: 0,
}));

/** Refuses a playback session that calls too often. */
function callCounter(): (sessionId: string) => void {
  const calls = new Map<string, number[]>();
  return (sessionId) => {
    const now = performance.now();
    const recent = (calls.get(sessionId) ?? []).filter((at) => now - at < CALLS_WINDOW_MS);
    if (recent.length >= CALLS_ALLOWED) throw new Refused('slow-down');
    recent.push(now);
    if (calls.size > 50_000) calls.clear(); // Forgetting the counts is harmless; growing is not.
    calls.set(sessionId, recent);
  };
}

export function openHeartbeatLane(platform: Platform): HeartbeatLane {
  const waiting: Waiting[] = [];
  let isBusy = false;
  const refuseTooMany = callCounter();
  const counts = { commits: 0, reports: 0 };

  /** Until nobody joins any more: those whose requests have just been read go together. */
  function watchLine(seen: number): void {
    isBusy = true;
    setImmediate(() => {
      if (waiting.length > seen && waiting.length < LARGEST_GROUP) return watchLine(waiting.length);
      const group = waiting.splice(0, LARGEST_GROUP);
      void settleGroup(group);
    });
  }

  /** While one group reaches the disk the next one gathers; it sets out before the first is answered. */
  function nextGroup(): void {
    if (waiting.length > 0) watchLine(waiting.length);
    else isBusy = false;
  }

  async function settleGroup(group: readonly Waiting[]): Promise<void> {
    const answers = await answersTo(group);
    nextGroup();
    setImmediate(() => answers.forEach((answer) => answer()));
  }

  /** How each of them is to be answered, in their order; it never rejects. */
  async function answersTo(group: readonly Waiting[]): Promise<(() => void)[]> {
    try {
      const committed = await commitGroup(platform, group);
      for (const one of [counts, heartbeatCounts(platform)]) {
        one.commits += committed.commits;
        one.reports += group.length;
      }
      return group.map((one, at) => () => settle(platform, one, at, committed));
    } catch (error) {
      for (const { personId } of group) rememberedStates(platform).forget(personId);
      // One report must not take its companions down; a full disk takes them all anyway.
      if (group.length > 1 && databaseTrouble(error) === 'other') {
        const answers = [];
        for (const one of group) answers.push(...(await answersTo([one])));
        return answers;
      }
      return group.map((one) => () => one.reject(error));
    }
  }

  return {
    report(personId, report) {
      return new Promise((resolve, reject) => {
        refuseTooMany(report.sessionId);
        waiting.push({ personId, report, resolve, reject });
        if (!isBusy) watchLine(waiting.length);
      });
    },
    counts: () => ({ ...counts }),
  };
}

/** Judges and writes a group in one turn and one transaction. */
function commitGroup(platform: Platform, group: readonly Waiting[]): Promise<Committed> {
  const remembered = rememberedStates(platform);
  return platform.takeTurn(async (turn) => {
    const now = platform.clock.now();
    const judged = await judgeGroup(platform, group, now);
    const incidents = incidentsOf(group, judged);
    if (incidents.length > 0) await turn.transaction((tx) => recordIncidents(tx, incidents, now));
    // What is granted rests on what was sent: the evidence is on disk before, or with, the grant.
    const evidence = deliveriesOf(platform).unwritten(
      new Set(judged.moved.map((state) => state.session.personId)),
    );
    if (judged.completed.length > 0 || judged.checks.length > 0) {
      if (evidence.statements.length > 0) await turn.batch(evidence.statements);
      evidence.written();
      const news = await turn.transaction((tx) => saveWithConsequences(platform, tx, judged, now));
      for (const state of judged.moved) remembered.forget(state.session.personId);
      const commits = evidence.statements.length > 0 ? 2 : 1;
      return { commits, judged, news, open: await openChecks(platform, judged, now) };
    }
    if (judged.rows.length > 0)
      await turn.batch([...evidence.statements, ...heartbeatStatements(writesOf(judged))]);
    evidence.written();
    for (const state of judged.moved) remembered.remember(state);
    const commits = judged.rows.length > 0 ? 1 : 0;
    return { commits, judged, news: new Map(), open: await openChecks(platform, judged, now) };
  });
}

/** Refusals that honest players do not meet; an ordinary report brings none, and costs nothing. */
function incidentsOf(group: readonly Waiting[], { verdicts }: JudgedGroup) {
  return verdicts.flatMap((verdict, at) => {
    const sessionId = group[at]?.report.sessionId;
    return verdict?.kind === 'refused' && isCounted(verdict.code) && sessionId !== undefined
      ? [{ sessionId, code: verdict.code }]
      : [];
  });
}

/** Told with every answer until it is settled, since any answer may be lost. */
async function openChecks(
  { db, config }: Platform,
  { verdicts }: JudgedGroup,
  now: Date,
): Promise<Map<string, PresenceCheck>> {
  const open = new Map<string, PresenceCheck>();
  for (const verdict of verdicts) {
    if (verdict?.kind !== 'accepted') continue;
    const { playhead, session } = verdict.state;
    const row = playhead.openCheckId === null ? null : await findCheck(db, playhead.openCheckId);
    if (row?.outcome !== 'open') continue;
    const terms = termsOfWaitingCheck(config, session.presenceRhythm);
    open.set(row.id, await viewOfCheck(db, row, now, terms));
  }
  return open;
}

/** A learner whose old and new session report in one group has one playhead and one progress. */
function writesOf({ rows, moved }: JudgedGroup) {
  return {
    heartbeats: rows,
    sessions: moved.map((state) => state.session),
    playheads: [
      ...new Map(moved.map((state) => [state.playhead.personId, state.playhead])).values(),
    ],
    progress: [
      ...new Map(
        moved.map((state) => [
          `${state.progress.enrolmentId}/${state.progress.lessonId}`,
          state.progress,
        ]),
      ).values(),
    ],
  };
}

/** The same writes with the checks and completions they bring about: all of it stands or nothing. */
async function saveWithConsequences(
  platform: Platform,
  tx: Tx,
  judged: JudgedGroup,
  now: Date,
): Promise<Map<string, CompletionNews>> {
  const writes = writesOf(judged);
  await insertHeartbeats(tx, writes.heartbeats);
  await saveSessions(tx, writes.sessions);
  await savePlayheads(tx, writes.playheads);
  await saveProgress(tx, writes.progress);
  for (const { state, change } of judged.checks) await saveCheckChange(tx, state, change, now);
  const news = new Map<string, CompletionNews>();
  for (const { session } of judged.completed) {
    const enrolment = await findEnrolment(tx, session.enrolmentId);
    if (!enrolment) throw new Error('a playback without its enrolment');
    news.set(
      session.id,
      await completeLesson(platform, tx, { enrolment, lesson: { id: session.lessonId }, now }),
    );
  }
  return news;
}

function settle(platform: Platform, one: Waiting, at: number, committed: Committed): void {
  const verdict: GroupVerdict = committed.judged.verdicts[at] ?? null;
  if (!verdict) return one.reject(new Refused('not-found'));
  if (verdict.kind === 'refused') {
    return one.reject(
      new Refused(verdict.code, verdict.expectedSeq ? { expected: verdict.expectedSeq } : {}),
    );
  }
  one.resolve(answerTo(platform, verdict, committed));
}

/** Why something was not granted, if something was not; the weightiest reason where there are several. */
function reasonOf(verdict: Extract<GroupVerdict, { kind: 'accepted' }>): BeatsAnswer['reason'] {
  if (verdict.presence?.settled?.outcome === 'missed') return 'CHECK';
  if (verdict.notDeliveredMs > 0) return 'DELIVERY';
  return verdict.withheldMs > 0 ? 'RATE' : null;
}

function answerTo(
  platform: Platform,
  verdict: Extract<GroupVerdict, { kind: 'accepted' }>,
  { news, open }: Committed,
): BeatsAnswer {
  const { session, playhead, progress } = verdict.state;
  const wasMissed = verdict.presence?.settled?.outcome === 'missed';
  return {
    ackSeq: session.lastSeq,
    nonce: nonceFor(platform.secret, session.id, session.epoch, session.lastSeq + 1),
    grantedMs: verdict.grantedMs,
    watched: progress.watched.map(([from, to]) => [from, to]),
    watchedMs: progress.watchedMs,
    needMs: neededMs(progress.watched, session.durationMs, session.coveragePercent),
    withheldMs: verdict.withheldMs,
    reason: reasonOf(verdict),
    check: open.get(playhead.openCheckId ?? '') ?? null,
    takenBack: wasMissed ? { ms: verdict.presence.takenBackMs, resumeMs: progress.resumeMs } : null,
    replayed: verdict.replayed,
    news: news.get(session.id) ?? null,
  };
}
