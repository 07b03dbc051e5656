import { id, instant, integer, table, text, uniqueIndex } from '../dialect.sqlite.ts';

/**
 * Audience categories of the installation's own, beside the six that are built in (DOMAIN A7). Triggers keep a
 * code as it is, and a category that somebody is or was in.
 */
export const audienceCategories = table(
  'audience_categories',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    /** null: the Chinese name stands for it. */
    nameEn: text('name_en'),
    /** The place in lists, after the six; the lowest first. */
    position: integer('position').notNull(),
    /** Since when it is given to nobody any more. */
    retiredAt: instant('retired_at'),
    createdAt: instant('created_at').notNull(),
    createdBy: id('created_by').notNull(),
  },
  (t) => [uniqueIndex('audience_categories_name').on(t.name)],
);
