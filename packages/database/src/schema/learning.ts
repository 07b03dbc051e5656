import { sql } from 'drizzle-orm';
import {
  digest,
  flag,
  id,
  index,
  instant,
  integer,
  json,
  primaryKey,
  ranges,
  table,
  text,
  uniqueIndex,
} from '../dialect.sqlite.ts';
import { courses, courseVersions, lessons } from './catalogue.ts';
import { people } from './people.ts';

/** A person's way through a course; version and value are pinned at the start. */
export const enrolments = table(
  'enrolments',
  {
    id: id('id').primaryKey(),
    /**
     * Counted up by a trigger when it is inserted, and never changed: what the tables with many millions
     * of rows call it by, in four bytes for 22.
     */
    number: integer('number').notNull().default(0),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    courseId: id('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    courseVersionId: id('course_version_id')
      .notNull()
      .references(() => courseVersions.id, { onDelete: 'restrict' }),
    /** 'once', or the training year for a course that may be credited every year. */
    cycle: text('cycle').notNull(),
    valueHundredths: integer('value_hundredths').notNull(),
    startedAt: instant('started_at').notNull(),
    lastActiveAt: instant('last_active_at').notNull(),
    completedAt: instant('completed_at'),
  },
  (t) => [
    uniqueIndex('enrolments_number').on(t.number),
    uniqueIndex('enrolments_cycle').on(t.personId, t.courseId, t.cycle),
    index('enrolments_recent').on(t.personId, t.lastActiveAt),
    // Small: most enrolments are complete, and only those under way are looked for by their version.
    index('enrolments_under_way')
      .on(t.courseVersionId, t.id)
      .where(sql`${t.completedAt} IS NULL`),
  ],
);

/** Where an enrolment went over to another version of its course (DOMAIN 5.6); append-only by trigger. */
export const enrolmentMoves = table(
  'enrolment_moves',
  {
    enrolmentId: id('enrolment_id')
      .notNull()
      .references(() => enrolments.id, { onDelete: 'restrict' }),
    /** From 1. */
    number: integer('number').notNull(),
    fromVersionId: id('from_version_id')
      .notNull()
      .references(() => courseVersions.id, { onDelete: 'restrict' }),
    toVersionId: id('to_version_id')
      .notNull()
      .references(() => courseVersions.id, { onDelete: 'restrict' }),
    /** 'correction', 'chosen' by the learner, or 'overdue': the version before could be finished no longer. */
    cause: text('cause').notNull(),
    valueBefore: integer('value_before').notNull(),
    valueAfter: integer('value_after').notNull(),
    /** Positions of the lessons whose progress went with it, in the one version and in the other. */
    positions: json<(readonly [number, number])[]>('positions').notNull(),
    /** Epochs of the playbacks that were archived already: their positions are those of the version before. */
    archivedEpochs: json<number[]>('archived_epochs').notNull(),
    movedAt: instant('moved_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.enrolmentId, t.number] })],
);

/** WITHOUT ROWID: the row stands in the index. */
export const lessonProgress = table(
  'lesson_progress',
  {
    enrolmentNumber: integer('enrolment_number')
      .notNull()
      .references(() => enrolments.number, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    startedAt: instant('started_at').notNull(),
    completedAt: instant('completed_at'),
    /** Disjoint sorted ranges in ms; derived from the heartbeats and rebuildable from them. */
    watched: ranges('watched').notNull(),
    watchedMs: integer('watched_ms').notNull(),
    /** What of it was granted since the learner last proved to be there; at stake in the next check. */
    unproven: ranges('unproven')
      .notNull()
      .default(sql`0`),
    resumeMs: integer('resume_ms').notNull(),
    /** The best quiz result, per cent. */
    bestPercent: integer('best_percent'),
  },
  (t) => [primaryKey({ columns: [t.enrolmentNumber, t.lessonId] })],
);

export const learnerPlayheads = table('learner_playheads', {
  personId: id('person_id')
    .primaryKey()
    .references(() => people.id, { onDelete: 'restrict' }),
  /** Only the session of the newest epoch may report (fencing). */
  epoch: integer('epoch').notNull(),
  tokensMs: integer('tokens_ms').notNull(),
  lastServerMs: integer('last_server_ms').notNull(),
  /** Granted time left until the next presence check falls due, ms; below 0 what was granted since. */
  untilCheckMs: integer('until_check_ms').notNull().default(0),
  /** The check that was asked and not answered yet; null where there is none. */
  openCheckId: id('open_check_id'),
  openCheckAskedMs: integer('open_check_asked_ms'),
  openCheckDeadlineMs: integer('open_check_deadline_ms'),
  /** Time to answer a check, ms, where an accommodation lengthens it. */
  checkTimeMs: integer('check_time_ms'),
});

/** Presence checks as they were asked and how each ended. */
export const presenceChecks = table(
  'presence_checks',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    sessionId: id('session_id').notNull(),
    lessonId: id('lesson_id').notNull(),
    /** 'word': the learner picks the word that is asked for; 'question': one of the author's own. */
    kind: text('kind').notNull(),
    /** The author's question, by its id in the lecture; null for a word. */
    questionId: text('question_id'),
    /** What is shown, in its order: words; the letters that a question's options have in its source. */
    options: json<string[]>('options').notNull(),
    /** Which is right; never leaves the server. A word: its place. A question: one bit for each place. */
    answer: integer('answer').notNull(),
    askedAt: instant('asked_at').notNull(),
    deadlineAt: instant('deadline_at').notNull(),
    /**
     * 'open', 'passed', 'missed' (its time ran out while reports came, or wrong words), 'failed' (wrong
     * answers to a question), 'renewed'.
     */
    outcome: text('outcome').notNull(),
    attempts: integer('attempts').notNull(),
    settledAt: instant('settled_at'),
    /** Watched time that a missed check took back, ms. */
    takenBackMs: integer('taken_back_ms').notNull(),
  },
  (t) => [index('presence_checks_person').on(t.personId, t.askedAt)],
);

export const playbackSessions = table(
  'playback_sessions',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    requestId: text('request_id').notNull(),
    enrolmentId: id('enrolment_id')
      .notNull()
      .references(() => enrolments.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    mediaAssetId: id('media_asset_id').notNull(),
    durationMs: integer('duration_ms').notNull(),
    epoch: integer('epoch').notNull(),
    lastSeq: integer('last_seq').notNull(),
    lastMonoMs: integer('last_mono_ms').notNull(),
    headHash: digest('head_hash').notNull(),
    device: text('device').notNull(),
    /** The fastest play that counts, per cent of real time; pinned when the playback was opened. */
    maxRatePercent: integer('max_rate_percent').notNull().default(100),
    /** How much of the lecture's distinct time completes it, per cent; pinned likewise. */
    coveragePercent: integer('coverage_percent').notNull().default(95),
    /** Whether one may go anywhere the first time (`free`), or forwards only to where one has been (`watched`); pinned likewise. */
    seeking: text('seeking').notNull().default('free'),
    /** How often its learner is asked; pinned likewise. null: as the installation asks everybody. */
    presenceRhythm: text('presence_rhythm'),
    /**
     * Media time that may still be claimed by reports that come late, ms: what the learner's clock had earned and not
     * paid yet when another playback took it over.
     */
    leftMs: integer('left_ms').notNull().default(0),
    openedAt: instant('opened_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (t) => [
    uniqueIndex('playback_sessions_request').on(t.personId, t.requestId),
    index('playback_sessions_enrolment').on(t.enrolmentId, t.epoch),
  ],
);

/** Which stretches of a lecture's media were sent to a learner; ms of media time. */
export const mediaDeliveries = table(
  'media_deliveries',
  {
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    mediaAssetId: id('media_asset_id').notNull(),
    delivered: json<(readonly [number, number])[]>('delivered').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.mediaAssetId] })],
);

/**
 * What a player reported, as received and as granted; append-only by trigger. Old ones are compacted
 * to one row a playback (evidence.ts), and only then may they go.
 */
export const heartbeats = table(
  'heartbeats',
  {
    sessionId: id('session_id')
      .notNull()
      .references(() => playbackSessions.id, { onDelete: 'restrict' }),
    seq: integer('seq').notNull(),
    receivedAt: instant('received_at').notNull(),
    bodyHash: text('body_hash').notNull(),
    body: text('body').notNull(),
    claimedMs: integer('claimed_ms').notNull(),
    grantedMs: integer('granted_ms').notNull(),
    withheldMs: integer('withheld_ms').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.seq] })],
);

export const caseRuns = table(
  'case_runs',
  {
    id: id('id').primaryKey(),
    enrolmentId: id('enrolment_id')
      .notNull()
      .references(() => enrolments.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    number: integer('number').notNull(),
    path: json<{ nodeId: string; optionId: string; atMs: number }[]>('path').notNull(),
    endingId: text('ending_id'),
    reflection: text('reflection'),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [uniqueIndex('case_runs_number').on(t.enrolmentId, t.lessonId, t.number)],
);

export const quizAttempts = table(
  'quiz_attempts',
  {
    id: id('id').primaryKey(),
    enrolmentId: id('enrolment_id')
      .notNull()
      .references(() => enrolments.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    number: integer('number').notNull(),
    /** The order in which items and options were shown. */
    seed: integer('seed').notNull(),
    /** The items that were drawn for it; null where all of the quiz's items are asked. */
    itemIds: json<string[]>('item_ids'),
    startedAt: instant('started_at').notNull(),
    /** When its time is over; null without a limit. */
    deadlineAt: instant('deadline_at'),
    submittedAt: instant('submitted_at'),
    /** 'learner' or 'time'. */
    closedBy: text('closed_by'),
    correct: integer('correct'),
    /** Hundredths of a point. */
    earnedHundredths: integer('earned_hundredths'),
    worthHundredths: integer('worth_hundredths'),
    /** null until everything is marked. */
    percent: integer('percent'),
    /** null while a short answer that may decide waits for its mark. */
    passed: flag('passed'),
    /** Short answers that wait for a mark. */
    pendingMarks: integer('pending_marks').notNull().default(0),
  },
  (t) => [
    uniqueIndex('quiz_attempts_number').on(t.enrolmentId, t.lessonId, t.number),
    index('quiz_attempts_lesson').on(t.lessonId, t.submittedAt),
    index('quiz_attempts_pending').on(t.pendingMarks, t.submittedAt),
  ],
);

export const quizAnswers = table(
  'quiz_answers',
  {
    attemptId: id('attempt_id')
      .notNull()
      .references(() => quizAttempts.id, { onDelete: 'restrict' }),
    itemId: text('item_id').notNull(),
    answer: json<boolean | string | string[]>('answer').notNull(),
    answeredAt: instant('answered_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.itemId] })],
);
