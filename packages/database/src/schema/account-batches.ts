import { id, index, instant, integer, primaryKey, table, text } from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';

/** Accounts made, or one-time passwords drawn, for many people of a subtree at once. */
export const accountBatches = table(
  'account_batches',
  {
    id: id('id').primaryKey(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    createdBy: id('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    /** without_account, unused_password. */
    audience: text('audience').notNull(),
    /** making → ready → forgotten. */
    state: text('state').notNull(),
    /** How many people there were when it began, and how many have theirs. */
    total: integer('total').notNull(),
    done: integer('done').notNull().default(0),
    /** When whatever was not handed out until then is forgotten. */
    forgetAt: instant('forget_at').notNull(),
  },
  (t) => [index('account_batches_unit').on(t.orgUnitId, t.createdAt)],
);

/**
 * One-time passwords to be printed, sealed. A trigger removes a slip as soon as its password is
 * another: with the first sign-in, or when a newer one is drawn.
 */
export const accountSlips = table(
  'account_slips',
  {
    batchId: id('batch_id')
      .notNull()
      .references(() => accountBatches.id, { onDelete: 'cascade' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    orgUnitId: id('org_unit_id').notNull(),
    sealed: text('sealed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.batchId, t.personId] }),
    index('account_slips_unit').on(t.batchId, t.orgUnitId),
    index('account_slips_person').on(t.personId),
  ],
);
