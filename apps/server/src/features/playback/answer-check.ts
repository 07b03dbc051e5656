// Settling presence checks: passed, missed, or asked again (TRUST.md §2.5).
import type { CheckAnswer, CompletionNews } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import {
  afterMissedCheck,
  lengthMs,
  neededMs,
  watchedEnough,
  type PresencePolicy,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { completeLesson, findEnrolment } from '../learning/service.ts';
import { heldAs, openCheckFor } from './open-check.ts';
import { drawGap, makeCheck, viewOfCheck } from './presence-check.ts';
import {
  findCheck,
  insertCheck,
  playedLecture,
  proveLectures,
  saveCheckStanding,
  takeBack,
  unprovenLectures,
  updateCheck,
  type CheckRow,
} from './presence-store.ts';
import { rememberedStates } from './remembered-states.ts';
import type { PresenceChange } from './judge-report.ts';
import { playheadOf, readStates, type PlaybackState, type PlayheadRow } from './store.ts';

/**
 * Takes a learner's answer. An answer after the deadline harms nobody who has paused: the check is
 * asked anew and nothing is lost. Wrong once too often counts as missed.
 */
export async function answerCheck(
  platform: Platform,
  actor: Actor,
  checkId: string,
  option: number,
): Promise<CheckAnswer> {
  const policy = platform.config.presence;
  if (!policy) throw new Refused('not-found');
  const now = platform.clock.now();
  const settled = await platform.write(async (tx) => {
    const row = await findCheck(tx, checkId);
    if (!row || row.personId !== actor.personId) throw new Refused('not-found');
    rememberedStates(platform).forget(actor.personId);
    if (row.outcome !== 'open') return { row, result: again(row), news: null };
    if (now.getTime() > row.deadlineAt.getTime() + policy.graceMs)
      return {
        row,
        result: 'asked-again' as const,
        news: null,
        next: await askAgain(tx, row, now, policy),
      };
    if (option === row.answer) return pass(platform, tx, row, now, policy);
    return wrong(tx, row, now, policy);
  });
  return describe(platform, settled, now, policy);
}

interface Settled {
  readonly row: CheckRow;
  readonly result: CheckAnswer['result'];
  readonly news: CompletionNews | null;
  readonly next?: CheckRow;
}

/** The answer to an answer that came twice. */
function again(row: CheckRow): CheckAnswer['result'] {
  if (row.outcome === 'passed') return 'passed';
  return row.outcome === 'missed' ? 'missed' : 'asked-again';
}

async function askAgain(
  tx: Tx,
  row: CheckRow,
  now: Date,
  policy: PresencePolicy,
): Promise<CheckRow> {
  const playhead = await playheadOf(tx, row.personId);
  if (!playhead) throw new Error('a check without its playhead');
  return renewCheck(tx, row.id, playhead, row, now, policy);
}

/** Asks in place of a check that waited, with its full time. */
export async function renewCheck(
  tx: Tx,
  waitingId: string,
  playhead: Pick<PlayheadRow, 'checkTimeMs'>,
  of: Pick<CheckRow, 'personId' | 'sessionId' | 'lessonId'>,
  now: Date,
  policy: PresencePolicy,
): Promise<CheckRow> {
  const open = openCheckFor(playhead, now.getTime(), policy);
  const next = makeCheck(open, of);
  await updateCheck(tx, waitingId, { outcome: 'renewed', settledAt: now });
  await insertCheck(tx, next);
  await saveCheckStanding(tx, of.personId, heldAs(open));
  return next;
}

async function wrong(tx: Tx, row: CheckRow, now: Date, policy: PresencePolicy): Promise<Settled> {
  const attempts = row.attempts + 1;
  if (attempts < policy.attempts) {
    await updateCheck(tx, row.id, { attempts });
    return { row: { ...row, attempts }, result: 'wrong', news: null, next: { ...row, attempts } };
  }
  const takenBackMs = await missCheck(tx, row.personId);
  await updateCheck(tx, row.id, { outcome: 'missed', attempts, settledAt: now, takenBackMs });
  return { row, result: 'missed', news: null };
}

/** Writes down what a report did to presence checks, after the playback it belongs to. */
export async function saveCheckChange(
  tx: Tx,
  { session }: PlaybackState,
  { settled, asked, takenBackMs }: PresenceChange,
  now: Date,
): Promise<void> {
  if (settled?.outcome === 'missed') {
    const elsewhere = await missCheck(tx, session.personId);
    await updateCheck(tx, settled.checkId, {
      outcome: 'missed',
      settledAt: now,
      takenBackMs: takenBackMs + elsewhere,
    });
  } else if (settled) {
    await updateCheck(tx, settled.checkId, { outcome: settled.outcome, settledAt: now });
  }
  if (asked) {
    const { personId, id: sessionId, lessonId } = session;
    await insertCheck(tx, makeCheck(asked, { personId, sessionId, lessonId }));
  }
}

/** Takes back what was granted since the last proof; the next check is due at once. Returns ms. */
export async function missCheck(tx: Tx, personId: string): Promise<number> {
  const lectures = (await unprovenLectures(tx, personId)).map((lecture) => ({
    lecture,
    stays: afterMissedCheck(lecture.watched, lecture.unproven),
  }));
  await saveCheckStanding(tx, personId, { ...heldAs(null), untilCheckMs: 0 });
  return takeBack(tx, lectures);
}

async function pass(
  platform: Platform,
  tx: Tx,
  row: CheckRow,
  now: Date,
  policy: PresencePolicy,
): Promise<Settled> {
  const lectures = await unprovenLectures(tx, row.personId);
  await proveLectures(tx, lectures);
  await saveCheckStanding(tx, row.personId, { ...heldAs(null), untilCheckMs: drawGap(policy) });
  await updateCheck(tx, row.id, { outcome: 'passed', settledAt: now });
  let news: CompletionNews | null = null;
  // A lecture that was watched to its end while the check was open is complete now.
  for (const lecture of lectures) {
    const played = await playedLecture(tx, lecture);
    const enrolment = await findEnrolment(tx, lecture.enrolmentId);
    if (!played || !enrolment) continue;
    const { durationMs, coveragePercent } = played;
    if (!watchedEnough(lecture.watched, durationMs, coveragePercent)) continue;
    const done = { enrolment, lesson: { id: lecture.lessonId }, now };
    const brought = await completeLesson(platform, tx, done);
    if (lecture.lessonId === row.lessonId) news = brought;
  }
  return { row, result: 'passed', news };
}

async function describe(
  platform: Platform,
  { row, result, news, next }: Settled,
  now: Date,
  policy: PresencePolicy,
): Promise<CheckAnswer> {
  const state = (await readStates(platform.db, [row.sessionId])).get(row.sessionId);
  if (!state) throw new Error('a check without its playback');
  const { progress, session } = state;
  return {
    result,
    check: next ? viewOfCheck(next, now, policy) : null,
    watched: progress.watched.map(([from, to]) => [from, to]),
    watchedMs: lengthMs(progress.watched),
    needMs: neededMs(progress.watched, session.durationMs, session.coveragePercent),
    resumeMs: progress.resumeMs,
    news,
  };
}
