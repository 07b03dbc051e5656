import {
  flag,
  id,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
} from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';

/** One file of people or of units, from being sent to being in effect or undone. */
export const rosterImports = table(
  'roster_imports',
  {
    id: id('id').primaryKey(),
    /** What its rows are: 'people' or 'units'. */
    subject: text('subject').notNull().default('people'),
    /** The subtree that the file may concern. */
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    createdBy: id('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    /** As it was called where it came from; the file itself is kept under the import's id. */
    fileName: text('file_name').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    /** uploaded → checking → checked → applying → applied → undoing → undone; or refused. */
    state: text('state').notNull(),
    /** Why the file as a whole cannot be read, and where. */
    fault: text('fault'),
    faultParams: json<Record<string, number>>('fault_params'),
    headingRow: integer('heading_row'),
    headings: json<string[]>('headings'),
    /** Field → column, from 0. */
    columns: json<Record<string, number>>('columns'),
    rowsRead: integer('rows_read').notNull().default(0),
    rowsAdding: integer('rows_adding').notNull().default(0),
    rowsUpdating: integer('rows_updating').notNull().default(0),
    rowsSame: integer('rows_same').notNull().default(0),
    rowsWrong: integer('rows_wrong').notNull().default(0),
    rowsDone: integer('rows_done').notNull().default(0),
    checkedAt: instant('checked_at'),
    appliedAt: instant('applied_at'),
    undoneAt: instant('undone_at'),
    undoneBy: id('undone_by'),
    rowsKept: integer('rows_kept').notNull().default(0),
  },
  (t) => [
    index('roster_imports_unit').on(t.orgUnitId, t.subject, t.createdAt),
    index('roster_imports_creator').on(t.createdBy, t.createdAt),
  ],
);

/** What a row of the file would do; kept until the import can no longer be undone. */
export const rosterImportRows = table(
  'roster_import_rows',
  {
    importId: id('import_id')
      .notNull()
      .references(() => rosterImports.id, { onDelete: 'cascade' }),
    rowNumber: integer('row_number').notNull(),
    /** add, update, same, wrong. */
    action: text('action').notNull(),
    code: text('code'),
    /** The person or unit meant, or made by this row. */
    subjectId: id('subject_id'),
    /** What is to be written, cleaned; the identity number sealed. */
    wanted: json<unknown>('wanted').notNull(),
    identityIndex: text('identity_index'),
    /** The person and appointment, or the unit, as they were and as this row made them. */
    before: json<unknown>('before'),
    after: json<unknown>('after'),
    done: flag('done').notNull().default(false),
    undone: flag('undone').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.importId, t.rowNumber] }),
    index('roster_import_rows_code').on(t.importId, t.code, t.rowNumber),
    index('roster_import_rows_identity').on(t.importId, t.identityIndex),
  ],
);

/** Each thing wrong, at its cell. */
export const rosterImportErrors = table(
  'roster_import_errors',
  {
    importId: id('import_id')
      .notNull()
      .references(() => rosterImports.id, { onDelete: 'cascade' }),
    rowNumber: integer('row_number').notNull(),
    /** From 0. */
    columnNumber: integer('column_number').notNull(),
    code: text('code').notNull(),
    value: text('value').notNull(),
    params: json<Record<string, string | number>>('params'),
  },
  (t) => [primaryKey({ columns: [t.importId, t.rowNumber, t.columnNumber, t.code] })],
);

/** Which field an administrator meant by a heading: proposed the next time. */
export const rosterColumnChoices = table(
  'roster_column_choices',
  {
    personId: id('person_id').notNull(),
    /** Of what the rows were in which the heading was met: 'people' or 'units'. */
    subject: text('subject').notNull().default('people'),
    heading: text('heading').notNull(),
    /** '' for a column that is left out. */
    field: text('field').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.subject, t.heading] })],
);
