import { id, index, integer, primaryKey, table, text } from '../dialect.sqlite.ts';
import { people } from './people.ts';

/**
 * Where everybody stands in a training year: a read model beside the ledger, rebuildable from it. Changed
 * in the transaction that changes what it rests on (features/standings); triggers keep the roll-ups.
 */
export const personStandings = table(
  'person_standings',
  {
    year: integer('year').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** Of the appointment that counts for the year: the present one, or the one held at its end. */
    unitId: id('unit_id').notNull(),
    category: text('category'),
    /** For sorting lists: full pinyin. */
    namePinyin: text('name_pinyin').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
    targetHundredths: integer('target_hundredths'),
    targetHalfDays: integer('target_half_days'),
    /** Of the requirement, ten-thousandths; −1 without one. */
    share: integer('share').notNull(),
    state: text('state').notNull(),
    /** On course while so many days are left; null for everybody whose state no day changes. */
    onCourseUntilDaysLeft: integer('on_course_until_days_left'),
    /** Why less than the whole requirement is owed: 'exempt', 'reduced', 'prorata'; null where all is. */
    adjustment: text('adjustment'),
    /** How the year will probably end (OUTLOOKS in the domain). */
    outlook: text('outlook').notNull().default('none'),
    /** Unsure while so many days are left and no longer on course; null where no day changes it. */
    unsureUntilDaysLeft: integer('unsure_until_days_left'),
    /** Still to be earned of the clause that lags most; 0 where it is met or asks for days alone. */
    missingHundredths: integer('missing_hundredths').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.year, t.personId] }),
    // With all that lists are filtered and sorted by, so that who is passed over or sorted costs no look at their row.
    index('person_standings_of_unit').on(
      t.unitId,
      t.year,
      t.category,
      t.state,
      t.hundredths,
      t.halfDays,
      t.share,
      t.namePinyin,
      t.personId,
    ),
    index('person_standings_name').on(
      t.year,
      t.state,
      t.namePinyin,
      t.personId,
      t.unitId,
      t.category,
    ),
    index('person_standings_hours').on(
      t.year,
      t.state,
      t.hundredths,
      t.personId,
      t.unitId,
      t.category,
    ),
    index('person_standings_days').on(
      t.year,
      t.state,
      t.halfDays,
      t.personId,
      t.unitId,
      t.category,
    ),
    index('person_standings_share').on(t.year, t.state, t.share, t.personId, t.unitId, t.category),
    index('person_standings_due').on(t.year, t.onCourseUntilDaysLeft),
    index('person_standings_outlook').on(t.year, t.outlook, t.missingHundredths, t.personId),
    index('person_standings_unit_outlook').on(t.unitId, t.year, t.outlook),
    index('person_standings_unsure').on(t.year, t.outlook, t.unsureUntilDaysLeft),
  ],
);

/** How many stand how in each unit, with everything below it (`below`) or in it alone (`own`). */
export const unitTallies = table(
  'unit_tallies',
  {
    unitId: id('unit_id').notNull(),
    year: integer('year').notNull(),
    scope: text('scope').notNull(),
    /** '' for people without one. */
    category: text('category').notNull(),
    state: text('state').notNull(),
    people: integer('people').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
  },
  (t) => [primaryKey({ columns: [t.unitId, t.year, t.scope, t.category, t.state] })],
);

/** Whose standing is to be computed anew; triggers put people here, the same transaction or a job takes them. */
export const staleStandings = table('stale_standings', {
  personId: id('person_id').primaryKey(),
});

/** Units whose whole subtree is to be computed anew. */
export const staleUnits = table('stale_units', {
  unitId: id('unit_id').primaryKey(),
  /** How far the job has come: the last person put into stale_standings. */
  afterPersonId: text('after_person_id').notNull(),
});
