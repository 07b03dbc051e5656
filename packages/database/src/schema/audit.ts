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
import { auditEvents } from './credit.ts';

/**
 * The place of each event in the one chain of the installation, with what was known of its subject
 * and of the request when it was written down; append-only by trigger.
 */
export const auditChain = table(
  'audit_chain',
  {
    /** From 1, without gaps. */
    sequence: integer('sequence').primaryKey(),
    eventId: id('event_id')
      .notNull()
      .references(() => auditEvents.id, { onDelete: 'restrict' }),
    /** Where the subject belonged then; null for what belonged to no unit. */
    orgPath: text('org_path'),
    /** The unit that managed the person then, where it was another. */
    managingPath: text('managing_path'),
    /** It tells of a group of people that only few may know of (DOMAIN K3). */
    isSensitive: flag('is_sensitive').notNull(),
    userAgent: text('user_agent'),
    requestId: text('request_id'),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [uniqueIndex('audit_chain_event').on(t.eventId)],
);

/** Every unit in whose subtree an event lies, from the root down: how a subtree's events are found. */
export const auditPlaces = table(
  'audit_places',
  {
    unitId: id('unit_id').notNull(),
    at: instant('at').notNull(),
    sequence: integer('sequence').notNull(),
  },
  (t) => [primaryKey({ columns: [t.unitId, t.at, t.sequence] })],
);

/** The newest link: one row, moved on with each event. */
export const auditHead = table('audit_head', {
  /** Always 1. */
  id: integer('id').primaryKey(),
  sequence: integer('sequence').notNull(),
  hash: text('hash').notNull(),
  /** Events older than the chain that were put into it when it began; null until they all were. */
  olderEvents: integer('older_events'),
});

/** What a search or an export of the trail was narrowed to. */
export type StoredAuditFilter = Readonly<Record<string, string>>;

/** A file of the trail: asked for, worked on, there for a month, forgotten. */
export const auditExports = table(
  'audit_exports',
  {
    id: id('id').primaryKey(),
    createdBy: id('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    filter: json<StoredAuditFilter>('filter').notNull(),
    /** The roles it was made with: who lost one since does not get the file. */
    grants: json<string[]>('grants').notNull(),
    format: text('format').notNull(),
    locale: text('locale').notNull(),
    /** waiting → running → ready → forgotten; or failed. */
    state: text('state').notNull(),
    /** Events looked at, and how many there are to look at. */
    rowsDone: integer('rows_done').notNull().default(0),
    rowsTotal: integer('rows_total').notNull().default(0),
    rowsWritten: integer('rows_written').notNull().default(0),
    sizeBytes: integer('size_bytes'),
    sha256: text('sha256'),
    /** The head of the chain when the file was begun. */
    headSequence: integer('head_sequence'),
    headHash: text('head_hash'),
  },
  (t) => [index('audit_exports_creator').on(t.createdBy, t.createdAt)],
);
