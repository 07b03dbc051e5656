import type { Figures } from '@xueshi/domain';
import {
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
import { people } from './people.ts';

export interface FlagLesson {
  readonly enrolmentId: string;
  readonly lessonId: string;
}

export interface FlagEvidence {
  /** Ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly sessionId: string | null;
  readonly figures: Figures;
}

/** Something conspicuous in a person's learning of one day (TRUST.md §2.8), and where it stands. */
export const flags = table(
  'flags',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    rule: text('rule').notNull(),
    /** The training day, YYYY-MM-DD. */
    day: text('day').notNull(),
    /** The playback it is about; empty where it is about the whole day. */
    subject: text('subject').notNull(),
    lessons: json<FlagLesson[]>('lessons').notNull(),
    figures: json<Figures>('figures').notNull(),
    evidence: json<FlagEvidence[]>('evidence').notNull(),
    raisedAt: instant('raised_at').notNull(),
    /** open, asked, answered, cleared, upheld, appealed, confirmed, overturned. */
    state: text('state').notNull(),
    decidedBy: id('decided_by'),
    decidedAt: instant('decided_at'),
    /** The unit whose administrators decide the appeal, as a path; '/' for the system administrator. */
    appealPath: text('appeal_path'),
  },
  (t) => [
    uniqueIndex('flags_once').on(t.personId, t.rule, t.day, t.subject),
    index('flags_state').on(t.state, t.raisedAt),
  ],
);

/** Every step that people took about a flag; append-only by trigger. */
export const flagSteps = table(
  'flag_steps',
  {
    id: id('id').primaryKey(),
    flagId: id('flag_id')
      .notNull()
      .references(() => flags.id, { onDelete: 'restrict' }),
    number: integer('number').notNull(),
    at: instant('at').notNull(),
    actorId: id('actor_id').notNull(),
    /** asked, answered, cleared, upheld, appealed, confirmed, overturned. */
    step: text('step').notNull(),
    text: text('text'),
  },
  (t) => [uniqueIndex('flag_steps_number').on(t.flagId, t.number)],
);

export interface KeptProgress {
  readonly watched: (readonly [number, number])[];
  readonly completedAtMs: number | null;
  readonly bestPercent: number | null;
}

/** What upholding a flag took back; `kept` is what an appeal that is granted gives again. */
export const flagEffects = table(
  'flag_effects',
  {
    flagId: id('flag_id')
      .notNull()
      .references(() => flags.id, { onDelete: 'restrict' }),
    enrolmentId: id('enrolment_id').notNull(),
    /** Empty where the credit of the whole course was reversed; of a part of it the entry's id. */
    lessonId: id('lesson_id').notNull(),
    /** reversal, discard, or none: there was nothing to take back. */
    kind: text('kind').notNull(),
    /** The credit that was reversed. */
    entryId: id('entry_id'),
    kept: json<KeptProgress>('kept'),
    undoneAt: instant('undone_at'),
  },
  (t) => [primaryKey({ columns: [t.flagId, t.enrolmentId, t.lessonId] })],
);
