import { id, index, instant, integer, table, text, uniqueIndex } from '../dialect.sqlite.ts';
import { people } from './people.ts';

/** A node of the organisation tree (DOMAIN G1). `path` is '/root/…/own id/': one prefix is one subtree. */
export const orgUnits = table(
  'org_units',
  {
    id: id('id').primaryKey(),
    parentId: id('parent_id'),
    path: text('path').notNull(),
    name: text('name').notNull(),
    level: text('level').notNull(),
    kind: text('kind').notNull(),
    regionCode: text('region_code'),
    position: integer('position').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (t) => [
    uniqueIndex('org_units_path').on(t.path),
    uniqueIndex('org_units_sibling_name').on(t.parentId, t.name),
  ],
);

/** A dated appointment: where a person belongs and in which audience category (DOMAIN 5.2). */
export const memberships = table(
  'memberships',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    audienceCategory: text('audience_category'),
    post: text('post'),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
  },
  (t) => [index('memberships_person').on(t.personId), index('memberships_unit').on(t.orgUnitId)],
);
