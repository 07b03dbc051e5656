import { id, instant, integer, json, table, text, uniqueIndex } from '../dialect.sqlite.ts';

/**
 * Key groups of the installation's own, beside the six that are built in (DOMAIN K0). Triggers keep a code as it
 * is, and a group that somebody holds or held.
 */
export const keyGroups = table(
  'key_groups',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    /** null: the Chinese name stands for it. */
    nameEn: text('name_en'),
    /** Audience categories it belongs to; [] for any. */
    categories: json<readonly string[]>('categories').notNull(),
    /** How many in a unit before a tag is asked about; null: never. */
    mostInUnit: integer('most_in_unit'),
    /** Since when it is given to nobody any more. */
    retiredAt: instant('retired_at'),
    createdAt: instant('created_at').notNull(),
    createdBy: id('created_by').notNull(),
  },
  (t) => [uniqueIndex('key_groups_name').on(t.name)],
);
