import { id, integer, primaryKey, table, text } from '../dialect.sqlite.ts';

// What the dashboards show, summed for each unit with everything below it. Triggers keep the sums from
// person_standings, credit_entries and key_group_memberships, and from nothing else.

/** How the year will end for how many, by category ('' for people without one). */
export const unitOutlooks = table(
  'unit_outlooks',
  {
    unitId: id('unit_id').notNull(),
    year: integer('year').notNull(),
    category: text('category').notNull(),
    outlook: text('outlook').notNull(),
    people: integer('people').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
    /** What they owe in hours, whether it is there or not. */
    owedHundredths: integer('owed_hundredths').notNull(),
    /** The same in days, of those who owe days or may reach the year by them. */
    owedHalfDays: integer('owed_half_days').notNull().default(0),
    missingHundredths: integer('missing_hundredths').notNull(),
  },
  (t) => [primaryKey({ columns: [t.unitId, t.year, t.category, t.outlook] })],
);

/** What was earned on each day of a year, by those who are counted in the unit in that year. */
export const unitDays = table(
  'unit_days',
  {
    unitId: id('unit_id').notNull(),
    year: integer('year').notNull(),
    category: text('category').notNull(),
    /** Month and day as one number, 101 … 1231. */
    day: integer('day').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
  },
  (t) => [primaryKey({ columns: [t.unitId, t.year, t.category, t.day] })],
);

/** What was earned in each mode and content area ('' without one). */
export const unitKinds = table(
  'unit_kinds',
  {
    unitId: id('unit_id').notNull(),
    year: integer('year').notNull(),
    category: text('category').notNull(),
    mode: text('mode').notNull(),
    area: text('area').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
  },
  (t) => [primaryKey({ columns: [t.unitId, t.year, t.category, t.mode, t.area] })],
);

/** Who carries a key group's tag now; reserve cadres are never in it (DOMAIN K3). */
export const unitKeyGroups = table(
  'unit_key_groups',
  {
    unitId: id('unit_id').notNull(),
    year: integer('year').notNull(),
    category: text('category').notNull(),
    keyGroup: text('key_group').notNull(),
    outlook: text('outlook').notNull(),
    people: integer('people').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
  },
  (t) => [primaryKey({ columns: [t.unitId, t.year, t.category, t.keyGroup, t.outlook] })],
);
