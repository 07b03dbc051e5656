import {
  id,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';

/** What a report is about and how it looks; the columns in the order in which they were chosen. */
export interface StoredOrder {
  readonly kind: string;
  readonly filters: Readonly<
    Record<string, string | boolean | Readonly<Record<string, string | boolean>>>
  >;
  readonly columns: readonly string[];
  readonly format: string;
  readonly locale: string;
  /** Of a roster: whether identity numbers stand in it, masked; and the roles it rests on. */
  readonly withIdentity?: boolean;
  readonly grants?: readonly string[];
}

/** One report made at a unit: asked for, worked on, there as a file, and forgotten after a month. */
export const reportRuns = table(
  'report_runs',
  {
    id: id('id').primaryKey(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    /** The saved report of which this is a run; null for one that was asked for once. */
    savedId: id('saved_id'),
    /** Whoever asked; null where the calendar did. */
    createdBy: id('created_by'),
    createdAt: instant('created_at').notNull(),
    year: integer('year').notNull(),
    order: json<StoredOrder>('order').notNull(),
    /** waiting → running → ready → forgotten; or failed. */
    state: text('state').notNull(),
    /** Why it failed, as a short stable word. */
    fault: text('fault'),
    /** People or units looked at, and how many there are. */
    rowsDone: integer('rows_done').notNull().default(0),
    rowsTotal: integer('rows_total').notNull().default(0),
    /** Rows in the file, without heading and totals. */
    rowsWritten: integer('rows_written').notNull().default(0),
    fileName: text('file_name'),
    sizeBytes: integer('size_bytes'),
    /** SHA-256 of the file, hexadecimal. */
    sha256: text('sha256'),
    readyAt: instant('ready_at'),
  },
  (t) => [
    index('report_runs_unit').on(t.orgUnitId, t.createdAt),
    index('report_runs_creator').on(t.createdBy, t.state),
    index('report_runs_age').on(t.state, t.createdAt),
  ],
);

/** A report by name, for all administrators of its unit. */
export const savedReports = table(
  'saved_reports',
  {
    id: id('id').primaryKey(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    name: text('name').notNull(),
    order: json<StoredOrder>('order').notNull(),
    createdBy: id('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('saved_reports_name').on(t.orgUnitId, t.name)],
);

/** Who wants a saved report on the first of each month. */
export const reportSubscriptions = table(
  'report_subscriptions',
  {
    savedId: id('saved_id')
      .notNull()
      .references(() => savedReports.id, { onDelete: 'cascade' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    since: instant('since').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.savedId, t.personId] }),
    index('report_subscriptions_person').on(t.personId),
  ],
);

/** A training year of a subtree, frozen and sealed. Append-only by trigger once it is sealed. */
export const yearClosings = table(
  'year_closings',
  {
    id: id('id').primaryKey(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    year: integer('year').notNull(),
    /** freezing → sealed. */
    state: text('state').notNull(),
    startedAt: instant('started_at').notNull(),
    startedBy: id('started_by').notNull(),
    peopleTotal: integer('people_total').notNull(),
    peopleDone: integer('people_done').notNull().default(0),
    sealedAt: instant('sealed_at'),
    /** SHA-256 over the canonical lines of people and units, hexadecimal. */
    hash: text('hash'),
  },
  (t) => [uniqueIndex('year_closings_unit').on(t.orgUnitId, t.year)],
);

/** How each person stood when a year was closed; append-only by trigger. */
export const closedStandings = table(
  'closed_standings',
  {
    closingId: id('closing_id')
      .notNull()
      .references(() => yearClosings.id, { onDelete: 'restrict' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    name: text('name').notNull(),
    unitId: id('unit_id').notNull(),
    category: text('category'),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
    targetHundredths: integer('target_hundredths'),
    targetHalfDays: integer('target_half_days'),
    share: integer('share').notNull(),
    state: text('state').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.closingId, t.personId] }),
    index('closed_standings_person').on(t.personId),
    index('closed_standings_unit').on(t.closingId, t.unitId),
  ],
);

/** The figures of each unit with everything below it, summed over the frozen people; append-only by trigger. */
export const closedUnitFigures = table(
  'closed_unit_figures',
  {
    closingId: id('closing_id')
      .notNull()
      .references(() => yearClosings.id, { onDelete: 'restrict' }),
    unitId: id('unit_id').notNull(),
    name: text('name').notNull(),
    path: text('path').notNull(),
    people: integer('people').notNull(),
    met: integer('met').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
  },
  (t) => [primaryKey({ columns: [t.closingId, t.unitId] })],
);

/** What the ledger added to frozen people's year since, or took away; a trigger writes it. */
export const closingChanges = table(
  'closing_changes',
  {
    closingId: id('closing_id')
      .notNull()
      .references(() => yearClosings.id, { onDelete: 'restrict' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** Of the frozen row. */
    unitId: id('unit_id').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.closingId, t.personId] }),
    index('closing_changes_unit').on(t.closingId, t.unitId, t.hundredths, t.halfDays),
  ],
);

/** When a person was last reminded of the year by their unit: nobody is more than once a week. */
export const yearReminders = table('year_reminders', {
  personId: id('person_id')
    .primaryKey()
    .references(() => people.id, { onDelete: 'restrict' }),
  remindedAt: instant('reminded_at').notNull(),
  remindedBy: id('reminded_by').notNull(),
});
