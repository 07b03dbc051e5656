// One group of reports: judged, written in one transaction, and known to be on disk (synchronous=FULL). TRUST.md §2.6.
import type { CompletionNews, PresenceCheck } from '@xueshi/contracts';
import { heartbeatStatements, type Turn, type Tx } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { isCounted, recordIncidents } from '../evidence/service.ts';
import { completeLesson, findEnrolment } from '../learning/service.ts';
import { termsOfWaitingCheck } from '../settings/service.ts';
import { deliveriesOf, type Unwritten } from './deliveries.ts';
import { fetchedAheadOf } from './fetched-ahead.ts';
import { judgeGroup, type JudgedGroup, type PersonsReport } from './judge-group.ts';
import { viewOfCheck } from './presence-check.ts';
import { findCheck } from './presence-store.ts';
import { rememberedStates } from './remembered-states.ts';
import { saveCheckChange } from './save-check-change.ts';
import { insertHeartbeats, savePlayheads, saveProgress, saveSessions } from './store.ts';

export interface Committed {
  /** How many transactions it took. */
  readonly commits: number;
  readonly judged: JudgedGroup;
  /** By playback session: what completing the lecture brought about. */
  readonly news: ReadonlyMap<string, CompletionNews>;
  /** Presence checks that wait for an answer, by id. */
  readonly open: ReadonlyMap<string, PresenceCheck>;
}

/** A group on its way: in an object, since a promise of a promise would wait for both. */
export interface OnItsWay {
  /** Resolves when it is on disk. */
  readonly committed: Promise<Committed>;
}

/**
 * Judges a group and sends it on its way to the disk; resolves when it has set out. To be called within a turn of the
 * write lane. `before` ends when everything that was sent earlier in this turn is on disk or has failed; nobody in the
 * group may have a report in it.
 */
export async function sendGroup(
  platform: Platform,
  turn: Turn,
  group: readonly PersonsReport[],
  before: Promise<unknown>,
): Promise<OnItsWay> {
  const now = platform.clock.now();
  const judged = await judgeGroup(platform, group, now);
  const incidents = incidentsOf(group, judged);
  const hasConsequences = judged.completed.length > 0 || judged.checks.length > 0 || judged.hasLate;
  if (incidents.length > 0 || hasConsequences) {
    // These are decided as they are written, on the connection of this thread: the other one must have ended.
    await before;
    if (incidents.length > 0) await turn.transaction((tx) => recordIncidents(tx, incidents, now));
  }
  return {
    committed: hasConsequences
      ? commitWithConsequences(platform, turn, judged, now)
      : commitPlainly(platform, turn, judged, now),
  };
}

/** What is granted rests on what was sent: the evidence is on disk before, or with, the grant. */
function evidenceFor(platform: Platform, { moved }: JudgedGroup, now: Date): Unwritten {
  const people = new Set(moved.map((state) => state.session.personId));
  const sent = deliveriesOf(platform).unwritten(people);
  const ahead = fetchedAheadOf(platform).reported(moved, now);
  return {
    statements: [...sent.statements, ...ahead.statements],
    written() {
      sent.written();
      ahead.written();
    },
  };
}

async function commitPlainly(
  platform: Platform,
  turn: Turn,
  judged: JudgedGroup,
  now: Date,
): Promise<Committed> {
  const evidence = evidenceFor(platform, judged, now);
  const writes = judged.rows.length > 0;
  if (writes) await turn.batch([...evidence.statements, ...heartbeatStatements(writesOf(judged))]);
  evidence.written();
  const remembered = rememberedStates(platform);
  for (const state of judged.moved) remembered.remember(state);
  const open = await openChecks(platform, judged, now);
  return { commits: writes ? 1 : 0, judged, news: new Map(), open };
}

async function commitWithConsequences(
  platform: Platform,
  turn: Turn,
  judged: JudgedGroup,
  now: Date,
): Promise<Committed> {
  const evidence = evidenceFor(platform, judged, now);
  if (evidence.statements.length > 0) await turn.batch(evidence.statements);
  evidence.written();
  const news = await turn.transaction((tx) => saveWithConsequences(platform, tx, judged, now));
  const remembered = rememberedStates(platform);
  for (const state of judged.moved) remembered.forget(state.session.personId);
  const commits = evidence.statements.length > 0 ? 2 : 1;
  return { commits, judged, news, open: await openChecks(platform, judged, now) };
}

/** Refusals that honest players do not meet; an ordinary report brings none, and costs nothing. */
function incidentsOf(group: readonly PersonsReport[], { verdicts }: JudgedGroup) {
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
    playheads: newestOf(
      moved.map((state) => state.playhead),
      (one) => one.personId,
    ),
    progress: newestOf(
      moved.map((state) => state.progress),
      (one) => `${one.enrolmentNumber}/${one.lessonId}`,
    ),
  };
}

const newestOf = <T>(ones: readonly T[], keyOf: (one: T) => string): T[] => [
  ...new Map(ones.map((one) => [keyOf(one), one])).values(),
];

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
