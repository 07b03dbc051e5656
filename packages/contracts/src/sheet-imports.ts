// What imports of spreadsheets have in common, whatever their rows are.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { closed, Id, Instant, nullable, oneOf } from './shared.ts';

export const ImportStates = [
  'uploaded',
  'refused',
  'checking',
  'checked',
  'applying',
  'applied',
  'undoing',
  'undone',
  'rolled_back',
] as const;
export type ImportState = (typeof ImportStates)[number];

/** Which columns, from 0, hold what. */
export const columnChoicesOf = <const F extends readonly string[]>(fields: F) =>
  Type.Array(closed({ field: oneOf(fields), column: Type.Integer({ minimum: 0, maximum: 511 }) }), {
    maxItems: fields.length,
  });

/** One import, with its progress. */
export const sheetImportOf = <const F extends readonly string[]>(fields: F) =>
  closed({
    id: Id,
    unit: OrgUnitRef,
    fileName: Type.String(),
    sizeBytes: Type.Integer(),
    createdAt: Instant,
    state: oneOf(ImportStates),
    /** Why the file as a whole could not be read. */
    fault: nullable(Type.String()),
    faultRow: nullable(Type.Integer()),
    headingRow: nullable(Type.Integer()),
    headings: Type.Array(Type.String()),
    /** Which column, from 0, each field is in: as chosen or, before, as proposed. */
    columns: Type.Array(closed({ field: oneOf(fields), column: Type.Integer() })),
    rowsRead: Type.Integer(),
    rowsAdding: Type.Integer(),
    rowsUpdating: Type.Integer(),
    rowsSame: Type.Integer(),
    rowsWrong: Type.Integer(),
    /** Of those to be written, or to be taken back. */
    rowsDone: Type.Integer(),
    /** What was not taken back, since it changed after the import. */
    rowsKept: Type.Integer(),
    errors: Type.Integer(),
    appliedAt: nullable(Instant),
    undoableUntil: nullable(Instant),
  });
/** An import of whatever kind, for what shows and does the same with all of them. */
export type SheetImport = Static<ReturnType<typeof sheetImportOf<readonly string[]>>>;

/** A page of what is wrong in a file, each at its cell. */
export const importErrorsOf = <const C extends readonly string[]>(codes: C) =>
  closed({
    items: Type.Array(
      closed({
        row: Type.Integer(),
        /** The cell as the spreadsheet program names it, such as C12. */
        cell: Type.String(),
        heading: Type.String(),
        value: Type.String(),
        code: oneOf(codes),
        /** The row that this one repeats. */
        otherRow: nullable(Type.Integer()),
      }),
    ),
    total: Type.Integer(),
    page: Type.Integer(),
    pageSize: Type.Integer(),
  });
