import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const {
  enrolments,
  heartbeats,
  learnerPlayheads,
  lessons,
  mediaDeliveries,
  playbackSessions,
  presenceChecks,
  questionStandings,
} = schema;

const sessionColumns = {
  id: playbackSessions.id,
  lesson: lessons.key,
  durationMs: playbackSessions.durationMs,
  device: playbackSessions.device,
  openedAt: playbackSessions.openedAt,
  closedAt: playbackSessions.closedAt,
};
const reportColumns = {
  sessionId: heartbeats.sessionId,
  seq: heartbeats.seq,
  receivedAt: heartbeats.receivedAt,
  body: heartbeats.body,
  claimedMs: heartbeats.claimedMs,
  grantedMs: heartbeats.grantedMs,
  withheldMs: heartbeats.withheldMs,
};
const deliveryColumns = {
  mediaAssetId: mediaDeliveries.mediaAssetId,
  delivered: mediaDeliveries.delivered,
};
const checkColumns = {
  lesson: lessons.key,
  kind: presenceChecks.kind,
  question: presenceChecks.questionId,
  askedAt: presenceChecks.askedAt,
  deadlineAt: presenceChecks.deadlineAt,
  outcome: presenceChecks.outcome,
  attempts: presenceChecks.attempts,
  settledAt: presenceChecks.settledAt,
  takenBackMs: presenceChecks.takenBackMs,
};
const questionColumns = {
  enrolmentId: questionStandings.enrolmentId,
  lesson: lessons.key,
  question: questionStandings.questionId,
  standing: questionStandings.standing,
  wrongAnswers: questionStandings.wrongAnswers,
  askedAt: questionStandings.askedAt,
  answeredAt: questionStandings.answeredAt,
};
const playheadColumns = {
  epoch: learnerPlayheads.epoch,
  tokensMs: learnerPlayheads.tokensMs,
  lastServerMs: learnerPlayheads.lastServerMs,
  checkTimeMs: learnerPlayheads.checkTimeMs,
};

/** Playbacks with what the player reported, what was sent, and presence checks without their answers. */
export const ownPlayback: readonly OwnDataPart[] = [
  ownPart('playback-sessions', sessionColumns, (db, personId, { limit, offset }) =>
    db
      .select(sessionColumns)
      .from(playbackSessions)
      .innerJoin(lessons, eq(lessons.id, playbackSessions.lessonId))
      .where(eq(playbackSessions.personId, personId))
      .orderBy(asc(playbackSessions.openedAt), asc(playbackSessions.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('playback-reports', reportColumns, (db, personId, { limit, offset }) =>
    db
      .select(reportColumns)
      .from(heartbeats)
      .innerJoin(playbackSessions, eq(playbackSessions.id, heartbeats.sessionId))
      .where(eq(playbackSessions.personId, personId))
      .orderBy(asc(heartbeats.sessionId), asc(heartbeats.seq))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('media-sent', deliveryColumns, (db, personId, { limit, offset }) =>
    db
      .select(deliveryColumns)
      .from(mediaDeliveries)
      .where(eq(mediaDeliveries.personId, personId))
      .orderBy(asc(mediaDeliveries.mediaAssetId))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('presence-checks', checkColumns, (db, personId, { limit, offset }) =>
    db
      .select(checkColumns)
      .from(presenceChecks)
      .innerJoin(lessons, eq(lessons.id, presenceChecks.lessonId))
      .where(eq(presenceChecks.personId, personId))
      .orderBy(asc(presenceChecks.askedAt), asc(presenceChecks.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('lecture-questions', questionColumns, (db, personId, { limit, offset }) =>
    db
      .select(questionColumns)
      .from(questionStandings)
      .innerJoin(enrolments, eq(enrolments.id, questionStandings.enrolmentId))
      .innerJoin(lessons, eq(lessons.id, questionStandings.lessonId))
      .where(eq(enrolments.personId, personId))
      .orderBy(
        asc(questionStandings.enrolmentId),
        asc(questionStandings.lessonId),
        asc(questionStandings.questionId),
      )
      .limit(limit)
      .offset(offset),
  ),
  ownPart('playhead', playheadColumns, (db, personId, { limit, offset }) =>
    db
      .select(playheadColumns)
      .from(learnerPlayheads)
      .where(eq(learnerPlayheads.personId, personId))
      .orderBy(asc(learnerPlayheads.personId))
      .limit(limit)
      .offset(offset),
  ),
];
