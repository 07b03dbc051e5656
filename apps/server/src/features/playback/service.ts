import type { BeatsAnswer, PlaybackSession } from '@xueshi/contracts';
import { countedRatePercent, playbackPolicyAt, trainingYearOf } from '@xueshi/domain';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordOrigin } from '../evidence/service.ts';
import { beginProgress, newsAgain, openLesson, updateProgress } from '../learning/service.ts';
import { findAsset } from '../media/service.ts';
import { creditRulesFor } from '../requirements/service.ts';
import { presenceAsked, presenceRhythmAt, termsOfWaitingCheck } from '../settings/service.ts';
import { renewCheck } from './ask-check.ts';
import type { HeartbeatLane } from './heartbeat-lane.ts';
import type { Report } from './judge-report.ts';
import { playbackMediaUrl } from './media-route.ts';
import { nextNonce } from './nonce.ts';
import { viewOfCheck } from './presence-check.ts';
import { findCheck } from './presence-store.ts';
import { rememberedStates } from './remembered-states.ts';
import { takeClock } from './study-clock.ts';
import {
  closeSession,
  findByRequest,
  findSession,
  insertSession,
  newestSession,
  playheadOf,
  readStates,
  storedBeats,
  type PlaybackRow,
} from './store.ts';

export { ownPlayback } from './own-data.ts';
export { answerCheck } from './answer-check.ts';
export { lectureQuestionsOf, readQuestionInsight } from './question-insight.ts';
export { emptyBucket } from './empty-bucket.ts';
export { hasClock, takeClockForStudy } from './study-clock.ts';
export { readPresence, setCheckTime } from './presence-of-person.ts';
export {
  heartbeatCounts,
  openHeartbeatLane,
  type HeartbeatCounts,
  type HeartbeatLane,
} from './heartbeat-lane.ts';

/** Whoever changes a learner's progress or removes a playback: it is read anew with the next report. */
export const forgetPlayback = (platform: Platform, personId: string): void =>
  rememberedStates(platform).forget(personId);

const HEARTBEAT_MS = 15_000;
const LEASE_MS = 90_000;

/**
 * Opens a playback session. The learner's epoch rises, so every older session is superseded at
 * once; a retry of the same request gets the same session.
 */
export async function openPlayback(
  platform: Platform,
  actor: Actor,
  request: {
    requestId: string;
    slug: string;
    lessonKey: string;
    clientInfo: string;
    browserMark?: string;
  },
): Promise<PlaybackSession> {
  const { db, write, clock, config } = platform;
  const now = clock.now();
  const { enrolment, lesson } = await openLesson(db, actor, request, now);
  const { content } = lesson;
  if (content.kind !== 'lecture' || lesson.mediaAssetId === null)
    throw new Refused('wrong-lesson-kind');
  const asset = await findAsset(db, lesson.mediaAssetId);
  if (asset?.state !== 'ready') throw new Refused('media-not-ready');
  const rules = await creditRulesFor(platform, actor.unit?.path ?? null, trainingYearOf(now));
  const rhythm = await presenceRhythmAt(platform, actor.unit?.path ?? null);
  const presence = presenceAsked(config, rhythm);
  const session = await write(async (tx): Promise<PlaybackRow> => {
    const same = await findByRequest(tx, actor.personId, request.requestId);
    if (same) return same;
    const { before, epoch } = await takeClock(tx, actor.personId, { presence, now });
    await beginProgress(tx, enrolment.id, lesson.id, now);
    const row: PlaybackRow = {
      id: newId(),
      personId: actor.personId,
      requestId: request.requestId,
      enrolmentId: enrolment.id,
      lessonId: lesson.id,
      mediaAssetId: asset.id,
      durationMs: asset.durationMs,
      epoch,
      lastSeq: 0,
      lastMonoMs: 0,
      headHash: '',
      device: request.clientInfo.slice(0, 300),
      maxRatePercent: countedRatePercent(content.maxRate, rules.maxRatePercent),
      coveragePercent: rules.coveragePercent,
      seeking: content.seeking ?? 'free',
      presenceRhythm: rhythm,
      leftMs: 0,
      openedAt: now,
      closedAt: null,
    };
    await insertSession(tx, row);
    const browserMark = request.browserMark ?? null;
    await recordOrigin(tx, { id: row.id, kind: 'playback', actor, browserMark, at: now });
    // A check that waited is asked in the new playback.
    const waiting = before?.openCheckId ? await findCheck(tx, before.openCheckId) : null;
    if (before && waiting) {
      const { personId, lessonId, enrolmentId } = row;
      const of = { personId, sessionId: row.id, lessonId, enrolmentId };
      await renewCheck(tx, waiting, before, of, now, termsOfWaitingCheck(config, rhythm));
    }
    rememberedStates(platform).forget(actor.personId);
    return row;
  });
  return describe(platform, session);
}

/**
 * Takes a player's report. Whoever sends again because the answer was lost learns what completing
 * the lecture brought about, as the first answer would have said.
 */
export async function reportBeats(
  platform: Platform,
  lane: HeartbeatLane,
  actor: Actor,
  report: Report,
): Promise<BeatsAnswer> {
  const answer = await lane.report(actor.personId, report);
  if (!answer.replayed || answer.needMs > 0) return answer;
  const state = (await readStates(platform.db, [report.sessionId])).get(report.sessionId);
  const completedAt = state?.progress.completedAt;
  if (!state || !completedAt) return answer;
  const seqs = report.beats.map((beat) => beat.seq);
  const beats = [...(await storedBeats(platform.db, report.sessionId, seqs)).values()];
  if (!beats.some((beat) => beat.receivedAt.getTime() === completedAt.getTime())) return answer;
  return { ...answer, news: await newsAgain(platform, state.enrolment, completedAt) };
}

async function describe(platform: Platform, session: PlaybackRow): Promise<PlaybackSession> {
  const state = (await readStates(platform.db, [session.id])).get(session.id);
  if (!state) throw new Error('a playback session without its state');
  const waiting = state.playhead.openCheckId;
  const check = waiting ? await findCheck(platform.db, waiting) : null;
  const terms = termsOfWaitingCheck(platform.config, session.presenceRhythm);
  const policy = playbackPolicyAt(session.maxRatePercent);
  return {
    sessionId: session.id,
    epoch: session.epoch,
    mediaVersion: session.mediaAssetId,
    nonce: nextNonce(platform.secret, session),
    hbMs: HEARTBEAT_MS,
    maxRate: policy.maxRate,
    burstMs: policy.burstMs,
    leaseMs: LEASE_MS,
    durationMs: session.durationMs,
    watched: state.progress.watched.map(([from, to]) => [from, to]),
    resumeMs: state.progress.resumeMs,
    playlistUrl: playbackMediaUrl(session.id, 'master.m3u8'),
    audioPlaylistUrl: playbackMediaUrl(session.id, 'audio/index.m3u8'),
    check: check && (await viewOfCheck(platform.db, check, platform.clock.now(), terms)),
  };
}

async function ownState(platform: Platform, actor: Actor, sessionId: string) {
  const state = (await readStates(platform.db, [sessionId])).get(sessionId);
  if (!state || state.session.personId !== actor.personId) throw new Refused('not-found');
  return state;
}

/** Where a session stands, for a player that goes on after a crash. */
export async function readPlayback(platform: Platform, actor: Actor, sessionId: string) {
  const { session, playhead, progress } = await ownState(platform, actor, sessionId);
  const superseded = playhead.epoch !== session.epoch;
  const newest = superseded ? await newestSession(platform.db, actor.personId) : null;
  const state: 'open' | 'closed' | 'superseded' = superseded
    ? 'superseded'
    : session.closedAt
      ? 'closed'
      : 'open';
  return {
    lastSeq: session.lastSeq,
    nonce: nextNonce(platform.secret, session),
    epoch: session.epoch,
    watched: progress.watched.map(([from, to]): [number, number] => [from, to]),
    resumeMs: progress.resumeMs,
    state,
    leftMs: superseded ? session.leftMs : 0,
    supersededBy: newest?.device ?? null,
  };
}

/** Closes a session and keeps the place; nothing depends on its being called. */
export async function closePlayback(
  platform: Platform,
  actor: Actor,
  sessionId: string,
  positionMs: number,
): Promise<void> {
  const session = await findSession(platform.db, sessionId);
  if (!session || session.personId !== actor.personId) throw new Refused('not-found');
  if (session.closedAt) return;
  await platform.write(async (tx) => {
    await closeSession(tx, sessionId, platform.clock.now());
    rememberedStates(platform).forget(session.personId);
    // A device that was superseded says goodbye late: the place belongs to the one in use.
    if ((await playheadOf(tx, session.personId))?.epoch !== session.epoch) return;
    await updateProgress(tx, session.enrolmentId, session.lessonId, {
      resumeMs: Math.min(positionMs, session.durationMs),
    });
  });
}
