import {
  digest,
  id,
  index,
  instant,
  instantInSeconds,
  integer,
  primaryKey,
  ranges,
  table,
  text,
} from '../dialect.sqlite.ts';
import { enrolments } from './learning.ts';
import { people } from './people.ts';

/** From where a playback or an attempt at a quiz was begun; kept as long as its heartbeats are. */
export const evidenceOrigins = table(
  'evidence_origins',
  {
    /** Of the playback session or the attempt. */
    id: id('id').primaryKey(),
    /** 'playback' or 'quiz'. */
    kind: text('kind').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    address: text('address').notNull(),
    /** What this browser calls itself, drawn by it once; null where it says nothing. */
    browserMark: text('browser_mark'),
    at: instant('at').notNull(),
  },
  (t) => [index('evidence_origins_at').on(t.at)],
);

/** What no player of ours does, per playback: reports that were refused for it, and fetching far ahead. */
export const playbackIncidents = table(
  'playback_incidents',
  {
    sessionId: id('session_id').notNull(),
    /** The refusal, 'sequence-conflict' or 'bad-nonce'; or 'fetched-ahead'. */
    code: text('code').notNull(),
    count: integer('count').notNull(),
    /** Of 'fetched-ahead': how far beyond what was played media was fetched, at most, ms. */
    aheadMs: integer('ahead_ms'),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.code] })],
);

/**
 * A playback whose heartbeats were compacted: what they came to, and the head of their hash chain.
 * Append-only by trigger; a trigger also holds each against the heartbeats it replaces. WITHOUT ROWID.
 */
export const watchArchives = table(
  'watch_archives',
  {
    enrolmentNumber: integer('enrolment_number')
      .notNull()
      .references(() => enrolments.number, { onDelete: 'restrict' }),
    /** The learner's epoch, which one playback session has. */
    epoch: integer('epoch').notNull(),
    /** Where the lecture stands in the version pinned by the enrolment: shorter than its id. */
    lessonPosition: integer('lesson_position').notNull(),
    beats: integer('beats').notNull(),
    firstAt: instantInSeconds('first_at').notNull(),
    /** From the second of its first report to that of its last. */
    lastedSeconds: integer('lasted_seconds').notNull(),
    grantedMs: integer('granted_ms').notNull(),
    withheldMs: integer('withheld_ms').notNull(),
    /** What was claimed and neither granted nor withheld: mostly none. */
    refusedMs: integer('refused_ms').notNull(),
    /** Disjoint sorted ranges in ms that were claimed as played. */
    played: ranges('played').notNull(),
    headHash: digest('head_hash').notNull(),
    checksAsked: integer('checks_asked').notNull(),
    checksMissed: integer('checks_missed').notNull(),
    takenBackMs: integer('taken_back_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.enrolmentNumber, t.epoch] })],
);
