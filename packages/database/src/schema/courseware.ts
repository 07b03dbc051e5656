import {
  flag,
  id,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
} from '../dialect.sqlite.ts';
import { lessons } from './catalogue.ts';
import { enrolments } from './learning.ts';
import { people } from './people.ts';

/** What courseware said of a learner in one of its units, and what it wants to remember. */
export const coursewareUnits = table(
  'courseware_units',
  {
    enrolmentId: id('enrolment_id')
      .notNull()
      .references(() => enrolments.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    /** From 1, in the order of the package. */
    unit: integer('unit').notNull(),
    completed: flag('completed').notNull(),
    /** 'passed', 'failed' or null. */
    success: text('success'),
    /** Whole per cent. */
    scorePercent: integer('score_percent'),
    /** When its rule was first fulfilled. */
    satisfiedAt: instant('satisfied_at'),
    /** The data model of SCORM as the unit left it; null before, and with cmi5. */
    memory: json<unknown>('memory'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.enrolmentId, t.lessonId, t.unit] }),
    index('courseware_units_by_lesson').on(t.lessonId),
  ],
);

/** One time that a unit was opened; its clock is the server's. */
export const coursewareLaunches = table(
  'courseware_launches',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    enrolmentId: id('enrolment_id')
      .notNull()
      .references(() => enrolments.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    unit: integer('unit').notNull(),
    /** Of the learner's playhead: a lecture or courseware opened later ends this one's clock. */
    epoch: integer('epoch').notNull(),
    /** Share of its minutes that it must be open for, as the hour policy had it when it was launched. */
    coveragePercent: integer('coverage_percent').notNull(),
    openedAt: instant('opened_at').notNull(),
    lastBeatAt: instant('last_beat_at').notNull(),
    timedMs: integer('timed_ms').notNull(),
    /** Of the last state of SCORM's data model that was taken; 0 before the first. */
    lastSeq: integer('last_seq').notNull(),
    closedAt: instant('closed_at'),
    /** cmi5: SHA-256 (hex) of the token that the unit fetched; null until it did. */
    tokenHash: text('token_hash'),
    /** cmi5: when the unit said `initialized` and `terminated`, or the next launch found it left open. */
    initializedAt: instant('initialized_at'),
    terminatedAt: instant('terminated_at'),
    abandonedAt: instant('abandoned_at'),
  },
  (t) => [
    index('courseware_launches_lesson').on(t.enrolmentId, t.lessonId, t.unit),
    index('courseware_launches_by_lesson').on(t.lessonId),
  ],
);

/** A statement of the Experience API: of a unit, or of ours about it. */
export const xapiStatements = table(
  'xapi_statements',
  {
    /** The statement's own id, a UUID in lower case. */
    id: id('id').primaryKey(),
    launchId: id('launch_id')
      .notNull()
      .references(() => coursewareLaunches.id, { onDelete: 'restrict' }),
    enrolmentId: id('enrolment_id')
      .notNull()
      .references(() => enrolments.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    verb: text('verb').notNull(),
    activity: text('activity'),
    /** SHA-256 (hex) of the statement as it was sent: the same id with another body is a conflict. */
    sentHash: text('sent_hash').notNull(),
    statement: json<unknown>('statement').notNull(),
    storedAt: instant('stored_at').notNull(),
  },
  (t) => [index('xapi_statements_lesson').on(t.enrolmentId, t.lessonId, t.storedAt)],
);

/** A document that a unit keeps through the Experience API. */
export const xapiDocuments = table(
  'xapi_documents',
  {
    enrolmentId: id('enrolment_id')
      .notNull()
      .references(() => enrolments.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    /** 'state', 'activity' or 'agent'. */
    kind: text('kind').notNull(),
    /** The activity's IRI; empty for documents about the agent. */
    activity: text('activity').notNull(),
    documentId: text('document_id').notNull(),
    contentType: text('content_type').notNull(),
    /** Base64. */
    body: text('body').notNull(),
    /** SHA-1 (hex) of the body: its entity tag. */
    etag: text('etag').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.enrolmentId, t.lessonId, t.kind, t.activity, t.documentId] })],
);
