// Rosters: people read from a spreadsheet and written into one.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { ReportStates } from './report-runs.ts';
import { BinaryFile, closed, endpoint, Id, Instant, nullable, oneOf, text } from './shared.ts';
import { columnChoicesOf, importErrorsOf, sheetImportOf } from './sheet-imports.ts';

/** What a column of a roster can hold, in the template's order. */
export const RosterFields = [
  'code',
  'name',
  'unitCode',
  'category',
  'post',
  'positionLevel',
  'rank',
  'politicalStatus',
  'identityNumber',
  'managingUnitCode',
  'from',
  'status',
  'statusFrom',
  'keyGroups',
] as const;
export type RosterField = (typeof RosterFields)[number];
/** Without these columns nothing can be imported. */
export const RequiredRosterFields = ['code', 'name', 'unitCode'] as const;

export const RosterErrorCodes = [
  'code-missing',
  'code-malformed',
  'code-repeated',
  'code-elsewhere',
  'person-closed',
  'name-missing',
  'name-malformed',
  'unit-missing',
  'unit-unknown',
  'unit-closed',
  'category-unknown',
  'post-too-long',
  'level-unknown',
  'rank-unknown',
  'political-unknown',
  'identity-length',
  'identity-birthday',
  'identity-check-digit',
  'identity-lost-digits',
  'identity-repeated',
  'identity-known',
  'status-missing',
  'status-unknown',
  'status-too-early',
  'group-unknown',
  'group-retired',
  'category-retired',
  'group-not-yours',
  'group-contradicts',
  'appointment-too-early',
  'day-malformed',
  'day-future',
  'changed-since',
] as const;
export type RosterErrorCode = (typeof RosterErrorCodes)[number];

export const RosterImport = sheetImportOf(RosterFields);
export type RosterImport = Static<typeof RosterImport>;

const unitParams = closed({ id: Id });
const shared = { tag: 'roster', access: 'unit_clerk', params: unitParams } as const;

export const listRosterImports = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/org-units/:id/roster-imports',
  summary: 'The newest imports that were made at this unit',
  ok: { status: 200, schema: closed({ unit: OrgUnitRef, items: Type.Array(RosterImport) }) },
  problems: [401, 403, 404],
});

export const uploadRoster = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/org-units/:id/roster-imports',
  summary: 'Send a roster: the file’s bytes as application/octet-stream',
  query: closed({ fileName: text(200) }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: [400, 401, 403, 404, 413, 415],
});

export const readRosterImport = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/roster-imports/:id',
  summary: 'One import, with its progress',
  ok: { status: 200, schema: RosterImport },
  problems: [401, 403, 404],
});

export const checkRoster = endpoint({
  ...shared,
  method: 'PUT',
  url: '/api/v1/roster-imports/:id/columns',
  summary: 'Say which column is what, and check the whole file without changing anything',
  body: closed({ columns: columnChoicesOf(RosterFields) }),
  ok: { status: 200, schema: RosterImport },
  problems: [400, 401, 403, 404, 409],
});

export const listRosterErrors = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/roster-imports/:id/errors',
  summary: 'Everything wrong in a roster, each at its cell',
  query: closed({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
  ok: { status: 200, schema: importErrorsOf(RosterErrorCodes) },
  problems: [400, 401, 403, 404],
});

export const applyRoster = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/roster-imports/:id/application',
  summary: 'Bring a checked roster into effect, as a whole',
  ok: { status: 201, schema: RosterImport },
  problems: [401, 403, 404, 409],
});

export const undoRoster = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/roster-imports/:id/undoing',
  summary: 'Take an import back within a day; people changed since stay as they are',
  ok: { status: 201, schema: RosterImport },
  problems: [401, 403, 404, 409],
});

export const readRosterTemplate = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/org-units/:id/roster-template',
  summary: 'An empty roster as an Excel workbook, with notes',
  ok: { status: 200, schema: BinaryFile },
  problems: [401, 403, 404],
});

/** A roster written to a file: asked for, made by a job, fetched for a month by whoever asked. */
export const RosterExport = closed({
  id: Id,
  createdAt: Instant,
  format: oneOf(['xlsx', 'csv'] as const),
  /** Whether identity numbers stand in it; they are masked then. */
  withIdentity: Type.Boolean(),
  state: oneOf(ReportStates),
  /** Of the people of the subtree. */
  rowsDone: Type.Integer(),
  rowsTotal: Type.Integer(),
  rowsWritten: Type.Integer(),
  sizeBytes: nullable(Type.Integer()),
  sha256: nullable(Type.String()),
  keptUntil: Instant,
});
export type RosterExport = Static<typeof RosterExport>;

export const orderRosterExport = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/org-units/:id/roster-exports',
  summary: 'Have the people of a subtree written to a file that can be imported again',
  body: closed({
    format: oneOf(['xlsx', 'csv'] as const),
    withIdentity: Type.Boolean(),
  }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: [400, 401, 403, 404, 503],
});

export const listRosterExports = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/org-units/:id/roster-exports',
  summary: 'The newest rosters that the caller had written at this unit',
  ok: { status: 200, schema: closed({ items: Type.Array(RosterExport) }) },
  problems: [401, 403, 404],
});

export const readRosterExport = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/roster-exports/:id',
  summary: 'One roster that the caller had written, with its progress',
  ok: { status: 200, schema: RosterExport },
  problems: [401, 403, 404],
});

export const fetchRosterExport = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/roster-exports/:id/file',
  summary: 'The file, for whoever had it written while they hold the roles it rests on',
  ok: { status: 200, schema: BinaryFile },
  problems: [401, 403, 404],
});
