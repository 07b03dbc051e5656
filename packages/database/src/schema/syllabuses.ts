import { id, index, instant, integer, json, table, text, uniqueIndex } from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';

export interface StoredArea {
  readonly title: string;
  readonly points: readonly { readonly code: string; readonly text: string }[];
}

/** One edition of a syllabus (培训大纲) of a unit, for its subtree (DOMAIN R18). */
export const syllabuses = table(
  'syllabuses',
  {
    id: id('id').primaryKey(),
    /** The same for all editions: courses name points as `<code>/<point>`. */
    code: text('code').notNull(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    title: text('title').notNull(),
    /** The year or version, as it is written on it: 2026. */
    edition: text('edition').notNull(),
    /** 'draft', 'in_force', 'replaced'. */
    state: text('state').notNull(),
    areas: json<StoredArea[]>('areas').notNull(),
    /** Counts savings; a change to one that was read before is refused. */
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    savedAt: instant('saved_at').notNull(),
    savedBy: id('saved_by').references(() => people.id, { onDelete: 'restrict' }),
    inForceAt: instant('in_force_at'),
    replacedAt: instant('replaced_at'),
  },
  (t) => [
    uniqueIndex('syllabuses_edition').on(t.code, t.edition),
    index('syllabuses_unit').on(t.orgUnitId),
  ],
);
