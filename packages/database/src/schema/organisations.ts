import { sql } from 'drizzle-orm';
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
    /** What other systems and sheets call the unit: imports match by it, never by the name. */
    code: text('code'),
    /** The legal form of a region: 'county', 'banner', 'sub_district' …; null for what is none. */
    form: text('form'),
    /** 'territorial', 'vertical' or 'dual' (DOMAIN G7, G8). */
    managementMode: text('management_mode').notNull().default('territorial'),
    /** The one party that is responsible; never null under dual management. */
    principalOrgId: id('principal_org_id'),
    /** Where it is, for one under vertical or dual management: the place counts its people (DOMAIN G7). */
    placeUnitId: id('place_unit_id'),
    /** Who answers for the unit's training (DOMAIN G14). */
    responsiblePersonId: id('responsible_person_id'),
    /** The unit that took this one over when it was closed. */
    mergedIntoId: id('merged_into_id'),
    /** For searching; null until they are worked out. */
    namePinyin: text('name_pinyin'),
    nameInitials: text('name_initials'),
    /** When the unit was last changed; set by every change, since its history is kept by it. */
    changedAt: instant('changed_at'),
  },
  (t) => [
    uniqueIndex('org_units_path').on(t.path),
    uniqueIndex('org_units_sibling_name')
      .on(t.parentId, t.name)
      .where(sql`${t.closedAt} IS NULL`),
    uniqueIndex('org_units_code').on(t.code),
    index('org_units_parent').on(t.parentId, t.closedAt, t.position),
    index('org_units_place')
      .on(t.placeUnitId)
      .where(sql`${t.placeUnitId} IS NOT NULL`),
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
    /** null is the present appointment; the database keeps it the only one. */
    endsAt: instant('ends_at'),
    /** Who manages the person, where it is not the unit's own line (DOMAIN G7). */
    managingUnitId: id('managing_unit_id'),
    /** GB/T 12407. */
    positionLevel: text('position_level'),
    rank: text('rank'),
  },
  (t) => [
    index('memberships_person').on(t.personId),
    index('memberships_unit').on(t.orgUnitId),
    uniqueIndex('memberships_present')
      .on(t.personId)
      .where(sql`${t.endsAt} IS NULL`),
  ],
);
