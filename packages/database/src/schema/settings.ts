import { id, instant, integer, primaryKey, table, text } from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';

/** What a unit sets for its subtree; no row: what is set above holds. Triggers (0023) move `authority`. */
export const unitSettings = table(
  'unit_settings',
  {
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    /** One of UNIT_SETTINGS of the domain. */
    setting: text('setting').notNull(),
    value: text('value').notNull(),
    setBy: id('set_by').notNull(),
    setAt: instant('set_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgUnitId, t.setting] })],
);

/** Pictures beside the platform's name, by the SHA-256 of their bytes. */
export const emblems = table('emblems', {
  hash: text('hash').primaryKey(),
  mediaType: text('media_type').notNull(),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  /** Base64. */
  content: text('content').notNull(),
  createdAt: instant('created_at').notNull(),
});
