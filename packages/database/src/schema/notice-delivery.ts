import { id, index, instant, integer, primaryKey, table, text } from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';
import { notices } from './planning.ts';

/** How a unit says a notice to its people, instead of the words that come with the product. */
export const noticeTemplates = table(
  'notice_templates',
  {
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    kind: text('kind').notNull(),
    locale: text('locale').notNull(),
    /** With placeholders in braces: those of its kind and no others. */
    text: text('text').notNull(),
    savedAt: instant('saved_at').notNull(),
    savedBy: id('saved_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgUnitId, t.kind, t.locale] })],
);

/** What became of a notice by mail. A notice without a row was not due by mail, or waits. */
export const noticeMails = table(
  'notice_mails',
  {
    noticeId: id('notice_id')
      .primaryKey()
      .references(() => notices.id, { onDelete: 'restrict' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** Notices that went in one letter name the same. */
    letterId: id('letter_id').notNull(),
    /** 'digest', 'urgent'. */
    letter: text('letter').notNull(),
    /** 'waiting', 'sent', 'failed'. */
    state: text('state').notNull(),
    attempts: integer('attempts').notNull(),
    error: text('error'),
    /** The training day of the letter. */
    day: text('day').notNull(),
    nextAt: instant('next_at'),
    sentAt: instant('sent_at'),
  },
  (t) => [
    index('notice_mails_day').on(t.personId, t.letter, t.day),
    index('notice_mails_waiting').on(t.state, t.nextAt),
  ],
);

/** Addresses of messaging platforms that the system administrator trusts: scheme, host and port. */
export const webhookOrigins = table('webhook_origins', {
  origin: text('origin').primaryKey(),
  allowedAt: instant('allowed_at').notNull(),
  allowedBy: id('allowed_by').notNull(),
});

/** Where a unit wants to be told what happens in it. */
export const webhookTargets = table(
  'webhook_targets',
  {
    id: id('id').primaryKey(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    name: text('name').notNull(),
    url: text('url').notNull(),
    /** Signs what is sent; shown once. */
    secret: text('secret').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: id('created_by').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [index('webhook_targets_unit').on(t.orgUnitId)],
);

export const webhookDeliveries = table(
  'webhook_deliveries',
  {
    id: id('id').primaryKey(),
    targetId: id('target_id')
      .notNull()
      .references(() => webhookTargets.id, { onDelete: 'restrict' }),
    kind: text('kind').notNull(),
    /** JSON, exactly as signed and sent. */
    body: text('body').notNull(),
    /** 'waiting', 'sent', 'failed'. */
    state: text('state').notNull(),
    attempts: integer('attempts').notNull(),
    /** Why the last attempt failed. */
    error: text('error'),
    createdAt: instant('created_at').notNull(),
    lastAt: instant('last_at'),
  },
  (t) => [index('webhook_deliveries_target').on(t.targetId, t.createdAt)],
);
