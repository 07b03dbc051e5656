import { id, index, instant, integer, json, table, text, uniqueIndex } from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';

/** An entry of the lecturer register (师资库), held by a unit and shared with its subtree (DOMAIN R16, R17). */
export const lecturers = table(
  'lecturers',
  {
    id: id('id').primaryKey(),
    /** What courses name it by; never changes. */
    code: text('code').notNull(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    name: text('name').notNull(),
    /** Empty where none is given; so are the other texts. */
    nameEn: text('name_en').notNull(),
    namePinyin: text('name_pinyin').notNull(),
    nameInitials: text('name_initials').notNull(),
    /** One of LECTURER_KINDS of the domain. */
    kind: text('kind').notNull(),
    /** Unit and position, as it stands below the name. */
    title: text('title').notNull(),
    /** Fields of teaching. */
    topics: json<string[]>('topics').notNull(),
    /** Markdown. */
    biography: text('biography').notNull(),
    biographyEn: text('biography_en').notNull(),
    /** The name that the picture is kept under; null: none. */
    photo: text('photo'),
    /** A cadre of the installation who is this lecturer (DOMAIN R3). */
    personId: id('person_id').references(() => people.id, { onDelete: 'restrict' }),
    /** Retired: not offered any more; courses that name it show it still. */
    retiredAt: instant('retired_at'),
    /** Counts savings; a change to one that was read before is refused. */
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    savedAt: instant('saved_at').notNull(),
    savedBy: id('saved_by').references(() => people.id, { onDelete: 'restrict' }),
  },
  (t) => [
    uniqueIndex('lecturers_code').on(t.code),
    index('lecturers_unit').on(t.orgUnitId),
    index('lecturers_person').on(t.personId),
  ],
);
