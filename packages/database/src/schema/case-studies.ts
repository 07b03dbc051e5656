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
  uniqueIndex,
} from '../dialect.sqlite.ts';
import { courses, lessons } from './catalogue.ts';
import { caseRuns } from './learning.ts';
import { people } from './people.ts';

/** How many people chose an option when they first met the case; counted as they choose. */
export const caseChoices = table(
  'case_choices',
  {
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    nodeId: text('node_id').notNull(),
    optionId: text('option_id').notNull(),
    people: integer('people').notNull(),
  },
  (t) => [primaryKey({ columns: [t.lessonId, t.nodeId, t.optionId] })],
);

/** Reflections that their writers show to others without a name. The words stay with the run. */
export const sharedReflections = table(
  'shared_reflections',
  {
    id: id('id').primaryKey(),
    runId: id('run_id')
      .notNull()
      .references(() => caseRuns.id, { onDelete: 'restrict' }),
    courseId: id('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    lessonKey: text('lesson_key').notNull(),
    /** False once its writer took it back. */
    isShared: flag('is_shared').notNull(),
    sharedAt: instant('shared_at').notNull(),
    /** Why an author or reviewer hid it; it stays hidden whatever its writer does. */
    hiddenReason: text('hidden_reason'),
    hiddenAt: instant('hidden_at'),
    hiddenBy: id('hidden_by').references(() => people.id, { onDelete: 'restrict' }),
  },
  (t) => [
    uniqueIndex('shared_reflections_run').on(t.runId),
    index('shared_reflections_case').on(t.courseId, t.lessonKey, t.sharedAt),
    index('shared_reflections_newest').on(t.sharedAt),
  ],
);

/** A case that a class walks together in a room. Who takes part is not known to it. */
export const classSessions = table(
  'class_sessions',
  {
    id: id('id').primaryKey(),
    /** Six digits to join by; null once it has ended. */
    code: text('code'),
    presenterId: id('presenter_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    phase: text('phase').notNull(),
    path: json<{ nodeId: string; optionId: string }[]>('path').notNull(),
    /** Counts the steps, so that a step that was asked for twice is taken once. */
    version: integer('version').notNull(),
    openedAt: instant('opened_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (t) => [
    uniqueIndex('class_sessions_code').on(t.code),
    index('class_sessions_presenter').on(t.presenterId, t.openedAt),
  ],
);

/** Which device chose what, as a hash of its token; deleted when the session ends. */
export const classVotes = table(
  'class_votes',
  {
    sessionId: id('session_id')
      .notNull()
      .references(() => classSessions.id, { onDelete: 'restrict' }),
    nodeId: text('node_id').notNull(),
    tokenHash: text('token_hash').notNull(),
    optionId: text('option_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.nodeId, t.tokenHash] })],
);

/** What remains of a class: how many chose each option. */
export const classVoteCounts = table(
  'class_vote_counts',
  {
    sessionId: id('session_id')
      .notNull()
      .references(() => classSessions.id, { onDelete: 'restrict' }),
    nodeId: text('node_id').notNull(),
    optionId: text('option_id').notNull(),
    votes: integer('votes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.nodeId, t.optionId] })],
);
