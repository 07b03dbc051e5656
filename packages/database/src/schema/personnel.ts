import { sql } from 'drizzle-orm';
import { id, index, instant, table, text, uniqueIndex } from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';

/** Posts held beside the principal appointment: shown, and counted nowhere. */
export const concurrentPosts = table(
  'concurrent_posts',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    post: text('post').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
  },
  (t) => [index('concurrent_posts_person').on(t.personId)],
);

/** Key groups K1 to K6 with their dates (DOMAIN K0). */
export const keyGroupMemberships = table(
  'key_group_memberships',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    keyGroup: text('key_group').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    recordedBy: id('recorded_by'),
  },
  (t) => [
    uniqueIndex('key_group_present')
      .on(t.personId, t.keyGroup)
      .where(sql`${t.endsAt} IS NULL`),
    index('key_group_holders').on(t.keyGroup, t.endsAt),
    // What somebody owes looks at all that they were in, ended or not.
    index('key_group_of_person').on(t.personId),
  ],
);

/** Active, on leave, seconded, retired, left, deceased: from which day, and who said so. */
export const personStatuses = table(
  'person_statuses',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    status: text('status').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    reason: text('reason').notNull(),
    recordedBy: id('recorded_by'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [index('person_statuses_person').on(t.personId, t.startsAt)],
);
