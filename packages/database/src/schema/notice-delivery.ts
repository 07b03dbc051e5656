import { sql } from 'drizzle-orm';
import { id, index, instant, integer, table, text, uniqueIndex } from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';

/** How often a person wants mail, and in which language; without a row: weekly, in both. */
export const mailPreferences = table('mail_preferences', {
  personId: id('person_id')
    .primaryKey()
    .references(() => people.id, { onDelete: 'restrict' }),
  /** 'daily', 'weekly' or 'none'. */
  rhythm: text('rhythm').notNull(),
  /** null: Chinese first, English below. */
  language: text('language'),
  changedAt: instant('changed_at').notNull(),
});

/** The notices of one day to one person by one channel, and what became of them. */
export const noticeDeliveries = table(
  'notice_deliveries',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** 'mail' or 'webhook'. */
    channel: text('channel').notNull(),
    /** The training day it was gathered on. */
    day: text('day').notNull(),
    /** The unit whose webhook is called; null for mail. */
    orgUnitId: id('org_unit_id'),
    /** How many notices it has. */
    notices: integer('notices').notNull(),
    /** 'waiting', 'sent', 'failed' (to be tried again) or 'given_up'. */
    state: text('state').notNull(),
    attempts: integer('attempts').notNull(),
    /** Why the last attempt failed, as a stable word. */
    error: text('error'),
    /** Not tried before. */
    nextAt: instant('next_at').notNull(),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    uniqueIndex('notice_deliveries_once').on(t.personId, t.channel, t.day),
    index('notice_deliveries_open')
      .on(t.nextAt)
      .where(sql`${t.state} IN ('waiting', 'failed')`),
    index('notice_deliveries_age').on(t.createdAt),
  ],
);

/** Where a unit's messaging platform takes the notices of its people. */
export const noticeWebhooks = table('notice_webhooks', {
  orgUnitId: id('org_unit_id')
    .primaryKey()
    .references(() => orgUnits.id, { onDelete: 'restrict' }),
  /** 'xueshi': a call for each person; 'wecom', 'dingtalk', 'feishu': a message to a group by its robot. */
  kind: text('kind').notNull().default('xueshi'),
  url: text('url').notNull(),
  /** The key of the signature, sealed; shown to nobody again. */
  secretSealed: text('secret_sealed').notNull(),
  setBy: id('set_by').notNull(),
  setAt: instant('set_at').notNull(),
  testedAt: instant('tested_at'),
  /** Since when every call failed; null while calls arrive. */
  failingSince: instant('failing_since'),
  /** From then on it is not called, until it is set anew. */
  suspendedAt: instant('suspended_at'),
});

/** The words around the notices of a letter, where the installation has its own. */
export const letterTemplates = table('letter_templates', {
  /** 'zh-CN' or 'en'. */
  language: text('language').primaryKey(),
  subject: text('subject').notNull(),
  greeting: text('greeting').notNull(),
  closing: text('closing').notNull(),
  changedBy: id('changed_by').notNull(),
  changedAt: instant('changed_at').notNull(),
});
