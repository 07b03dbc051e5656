import { id, index, instant, integer, json, primaryKey, table, text } from '../dialect.sqlite.ts';
import { lessons } from './catalogue.ts';
import { enrolments } from './learning.ts';
import { people } from './people.ts';

/** What a learner took along to study without a link: one row a lesson and taking. */
export const offlinePermissions = table(
  'offline_permissions',
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
    /** 'video', 'audio' or 'text'. */
    form: text('form').notNull(),
    /** The lecture's media version; null for what is read. */
    mediaAssetId: id('media_asset_id'),
    durationMs: integer('duration_ms').notNull(),
    maxRatePercent: integer('max_rate_percent').notNull(),
    issuedAt: instant('issued_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** When it was given back; nothing is taken under it any more. */
    endedAt: instant('ended_at'),
    /** Where its log stands: the last entry that came back, and that entry's clock. */
    lastSeq: integer('last_seq').notNull(),
    headHash: text('head_hash').notNull(),
    lastSitting: text('last_sitting'),
    lastMonoMs: integer('last_mono_ms').notNull(),
    returnedAt: instant('returned_at'),
    /** Stretches of the lecture that were newly counted under it, ms; taken back ones are out again. */
    granted: json<(readonly [number, number])[]>('granted').notNull(),
    grantedMs: integer('granted_ms').notNull(),
    /** Server time that paid for them, ms since 1970; never pays again. */
    spent: json<(readonly [number, number])[]>('spent').notNull(),
    /** Why played time was not counted, of the last return; null where all of it was. */
    reason: text('reason'),
  },
  (t) => [
    index('offline_permissions_person').on(t.personId, t.issuedAt),
    index('offline_permissions_enrolment').on(t.enrolmentId),
  ],
);

/** The log of offline study as it came back; append-only by trigger. */
export const offlineStudy = table(
  'offline_study',
  {
    permissionId: id('permission_id')
      .notNull()
      .references(() => offlinePermissions.id, { onDelete: 'restrict' }),
    seq: integer('seq').notNull(),
    receivedAt: instant('received_at').notNull(),
    body: text('body').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.permissionId, t.seq] })],
);
