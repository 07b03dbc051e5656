// Who may do what: operations on the organisation tree.
import type { Row } from './authority-table.ts';

const unknown = 'A'.repeat(22);
const noImport = { id: 'no-such-import' };

export const UNITS: Readonly<Record<string, Row>> = {
  'GET /api/v1/org-units/{id}': { subject: 'unit', duty: 'read', reaches: 200 },
  'GET /api/v1/org-units/{id}/units': { subject: 'unit', duty: 'read', reaches: 200 },
  'GET /api/v1/org-units/{id}/found': {
    subject: 'unit',
    duty: 'read',
    reaches: 200,
    query: 'query=xfj',
  },
  'GET /api/v1/org-units/{id}/history': { subject: 'unit', duty: 'read', reaches: 200 },
  'POST /api/v1/org-units/{id}/units': {
    subject: 'unit',
    reaches: 201,
    body: (number) => ({ name: `新设单位${number}`, level: 'village', kind: 'region' }),
  },
  // A form that no village has: refused for what it says, after permission.
  'PUT /api/v1/org-units/{id}': {
    subject: 'unit',
    reaches: 400,
    body: () => ({ changedAt: null, level: 'village', form: 'banner' }),
  },
  'GET /api/v1/org-units/{id}/parent-preview': {
    subject: 'unit',
    reaches: 404,
    query: `parentId=${unknown}`,
  },
  'GET /api/v1/org-units/{id}/merger-preview': {
    subject: 'unit',
    reaches: 404,
    query: `intoId=${unknown}`,
  },
  'PUT /api/v1/org-units/{id}/parent': {
    subject: 'unit',
    reaches: 404,
    body: () => ({ parentId: unknown }),
  },
  'PUT /api/v1/org-units/{id}/merger': {
    subject: 'unit',
    reaches: 404,
    body: () => ({ intoId: unknown }),
  },
  // Everywhere somebody belongs to the unit, and no unit is closed.
  'PUT /api/v1/org-units/{id}/closure': { subject: 'unit', reaches: 409 },
  'DELETE /api/v1/org-units/{id}/closure': { subject: 'unit', reaches: 409 },
  'GET /api/v1/org-units/{id}/unit-sheet': { subject: 'unit', reaches: 200 },
  'GET /api/v1/org-units/{id}/unit-sheet-template': { subject: 'unit', reaches: 200 },
  'GET /api/v1/org-units/{id}/unit-imports': { subject: 'unit', reaches: 200 },
  'POST /api/v1/org-units/{id}/unit-imports': {
    subject: 'unit',
    reaches: 201,
    query: 'fileName=empty.csv',
  },
  // Imports are found through the unit at which they were made; unit-sheets.test.ts tries a foreign one.
  'GET /api/v1/unit-imports/{id}': { subject: 'administrators', reaches: 404, params: noImport },
  'PUT /api/v1/unit-imports/{id}/columns': {
    subject: 'administrators',
    reaches: 404,
    params: noImport,
    body: () => ({ columns: [] }),
  },
  'GET /api/v1/unit-imports/{id}/errors': {
    subject: 'administrators',
    reaches: 404,
    params: noImport,
  },
  'POST /api/v1/unit-imports/{id}/application': {
    subject: 'administrators',
    reaches: 404,
    params: noImport,
  },
  'POST /api/v1/unit-imports/{id}/undoing': {
    subject: 'administrators',
    reaches: 404,
    params: noImport,
  },
};
