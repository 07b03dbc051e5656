// Who may do what: settings of a unit and its subtree.
import type { Row } from './authority-table.ts';

export const SETTINGS: Readonly<Record<string, Row>> = {
  'GET /api/v1/identity': { subject: 'anyone', reaches: 200 },
  'GET /api/v1/org-units/{id}/settings': { subject: 'unit', duty: 'read', reaches: 200 },
  'PUT /api/v1/org-units/{id}/settings/{setting}': {
    subject: 'unit',
    reaches: 204,
    params: { setting: 'contact' },
    body: () => ({ value: null, seen: null }),
  },
  // Permission has been asked for by then: nothing is no picture.
  'POST /api/v1/org-units/{id}/emblem': { subject: 'unit', reaches: 400 },
};
