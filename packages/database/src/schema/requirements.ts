import { sql } from 'drizzle-orm';
import { id, index, instant, integer, table, text, uniqueIndex } from '../dialect.sqlite.ts';
import { people } from './people.ts';

/** A requirement changed for one person (DOMAIN H3): exempt, reduced or pro rata; append-only by trigger. */
export const requirementAdjustments = table(
  'requirement_adjustments',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** 'exempt', 'reduced', 'prorata'. */
    kind: text('kind').notNull(),
    /** The training years it holds in, both inclusive. */
    fromYear: integer('from_year').notNull(),
    toYear: integer('to_year').notNull(),
    /** What is still owed, per cent; only where reduced. */
    percent: integer('percent'),
    /** How many months of each year are owed; only where pro rata. */
    months: integer('months'),
    reason: text('reason').notNull(),
    /** Title and number of the document it rests on. */
    document: text('document').notNull(),
    approvedBy: id('approved_by').notNull(),
    approvedAt: instant('approved_at').notNull(),
  },
  (t) => [index('requirement_adjustments_person').on(t.personId, t.fromYear)],
);

/** An adjustment that no longer holds, for none of its years; append-only by trigger. */
export const adjustmentWithdrawals = table('adjustment_withdrawals', {
  adjustmentId: id('adjustment_id')
    .primaryKey()
    .references(() => requirementAdjustments.id, { onDelete: 'restrict' }),
  reason: text('reason').notNull(),
  withdrawnBy: id('withdrawn_by').notNull(),
  withdrawnAt: instant('withdrawn_at').notNull(),
});

/**
 * Adjustments that wait for a second person, and what became of them (DOMAIN H3). One that was approved
 * is an adjustment of the same id. By trigger: decided once, never changed otherwise, never deleted.
 */
export const adjustmentProposals = table(
  'adjustment_proposals',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** As in an adjustment. */
    kind: text('kind').notNull(),
    fromYear: integer('from_year').notNull(),
    toYear: integer('to_year').notNull(),
    percent: integer('percent'),
    months: integer('months'),
    reason: text('reason').notNull(),
    document: text('document').notNull(),
    proposedBy: id('proposed_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    proposedAt: instant('proposed_at').notNull(),
    /** 'waiting', 'approved', 'declined' or 'withdrawn'. */
    state: text('state').notNull(),
    decidedBy: id('decided_by').references(() => people.id, { onDelete: 'restrict' }),
    decidedAt: instant('decided_at'),
    /** The word of whoever decided; never null where declined. */
    comment: text('comment'),
  },
  (t) => [
    uniqueIndex('adjustment_proposals_waiting')
      .on(t.personId)
      .where(sql`${t.state} = 'waiting'`),
    index('adjustment_proposals_person').on(t.personId, t.proposedAt),
  ],
);
