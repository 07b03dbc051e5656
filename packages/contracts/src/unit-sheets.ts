// The units of a subtree as a table: written, and read again with what was changed in it.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { BinaryFile, closed, endpoint, Id, oneOf, text } from './shared.ts';
import { columnChoicesOf, importErrorsOf, sheetImportOf } from './sheet-imports.ts';

/** What a column of a table of units can hold, in the order of the export. */
export const UnitSheetFields = [
  'code',
  'name',
  'parentCode',
  'level',
  'kind',
  'form',
  'regionCode',
  'managementMode',
  'principalCode',
  'placeCode',
  'responsibleLogin',
  'id',
] as const;
export type UnitSheetField = (typeof UnitSheetFields)[number];
/** Without these columns nothing can be imported. */
export const RequiredUnitSheetFields = ['code'] as const;

export const UnitSheetErrorCodes = [
  'code-missing',
  'code-malformed',
  'code-repeated',
  'code-elsewhere',
  'code-taken',
  'id-unknown',
  'unit-closed',
  'name-missing',
  'name-malformed',
  'name-taken',
  'parent-missing',
  'parent-unknown',
  'parent-fixed',
  'under-itself',
  'level-missing',
  'level-unknown',
  'level-above-parent',
  'level-above-children',
  'kind-missing',
  'kind-unknown',
  'form-unknown',
  'form-unfit',
  'region-code-unfit',
  'management-unknown',
  'principal-unknown',
  'principal-missing',
  'principal-superfluous',
  'principal-itself',
  'place-unknown',
  'place-superfluous',
  'place-in-line',
  'is-place',
  'under-own-place',
  'responsible-unknown',
  'policy-loosened',
  'in-each-others-way',
  'changed-meanwhile',
  'changed-since',
] as const;
export type UnitSheetErrorCode = (typeof UnitSheetErrorCodes)[number];

export const UnitImport = sheetImportOf(UnitSheetFields);
export type UnitImport = Static<typeof UnitImport>;

const shared = {
  tag: 'organisations',
  access: 'unit_admin',
  params: closed({ id: Id }),
} as const;

export const exportUnits = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/org-units/:id/unit-sheet',
  summary: 'The open units of a subtree as an Excel workbook or CSV that can be imported again',
  query: closed({ format: Type.Optional(oneOf(['xlsx', 'csv'] as const)) }),
  ok: { status: 200, schema: BinaryFile },
  problems: [400, 401, 403, 404],
});

export const readUnitTemplate = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/org-units/:id/unit-sheet-template',
  summary: 'An empty table of units as an Excel workbook, with notes',
  ok: { status: 200, schema: BinaryFile },
  problems: [401, 403, 404],
});

export const listUnitImports = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/org-units/:id/unit-imports',
  summary: 'The newest imports of units that were made at this unit',
  ok: { status: 200, schema: closed({ unit: OrgUnitRef, items: Type.Array(UnitImport) }) },
  problems: [401, 403, 404],
});

export const uploadUnits = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/org-units/:id/unit-imports',
  summary: 'Send a table of units: the file’s bytes as application/octet-stream',
  query: closed({ fileName: text(200) }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: [400, 401, 403, 404, 413, 415],
});

export const readUnitImport = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/unit-imports/:id',
  summary: 'One import of units, with its progress',
  ok: { status: 200, schema: UnitImport },
  problems: [401, 403, 404],
});

export const checkUnits = endpoint({
  ...shared,
  method: 'PUT',
  url: '/api/v1/unit-imports/:id/columns',
  summary: 'Say which column is what, and check the whole file without changing anything',
  body: closed({ columns: columnChoicesOf(UnitSheetFields) }),
  ok: { status: 200, schema: UnitImport },
  problems: [400, 401, 403, 404, 409],
});

export const listUnitErrors = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/unit-imports/:id/errors',
  summary: 'Everything wrong in a table of units, each at its cell',
  query: closed({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
  ok: { status: 200, schema: importErrorsOf(UnitSheetErrorCodes) },
  problems: [400, 401, 403, 404],
});

export const applyUnits = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/unit-imports/:id/application',
  summary: 'Bring a checked table of units into effect, as a whole',
  ok: { status: 201, schema: UnitImport },
  problems: [401, 403, 404, 409],
});

export const undoUnits = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/unit-imports/:id/undoing',
  summary: 'Take an import of units back within a day; units changed since stay as they are',
  ok: { status: 201, schema: UnitImport },
  problems: [401, 403, 404, 409],
});
