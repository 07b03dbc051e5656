// Who may do what: reports as files, closed years, reminders of the year.
import type { Row } from './authority-table.ts';

const noRun = { id: 'no-such-report' };
const order = { kind: 'completion_list', filters: {}, columns: [], format: 'csv' };

export const REPORTS: Readonly<Record<string, Row>> = {
  'GET /api/v1/org-units/{id}/report-runs': { subject: 'unit', duty: 'read', reaches: 200 },
  'POST /api/v1/org-units/{id}/report-runs': {
    subject: 'unit',
    duty: 'read',
    reaches: 400,
    body: () => ({ year: 2001, order }),
  },
  'POST /api/v1/org-units/{id}/saved-reports': {
    subject: 'unit',
    duty: 'remind',
    reaches: 201,
    body: (number) => ({ name: `名单${number}`, order }),
  },
  // Reports are found through the unit at which they were made; report-runs.test.ts tries foreign ones.
  'GET /api/v1/report-runs/{id}': {
    subject: 'administrators',
    duty: 'read',
    reaches: 404,
    params: noRun,
  },
  'GET /api/v1/report-runs/{id}/file': {
    subject: 'administrators',
    duty: 'read',
    reaches: 404,
    params: noRun,
  },
  'POST /api/v1/saved-reports/{id}/runs': {
    subject: 'administrators',
    duty: 'read',
    reaches: 404,
    params: noRun,
  },
  'PUT /api/v1/saved-reports/{id}/subscription': {
    subject: 'administrators',
    duty: 'read',
    reaches: 404,
    params: noRun,
    body: () => ({ monthly: true }),
  },
  'DELETE /api/v1/saved-reports/{id}': {
    subject: 'administrators',
    duty: 'remind',
    reaches: 404,
    params: noRun,
  },
  'GET /api/v1/org-units/{id}/year-closings': { subject: 'unit', duty: 'read', reaches: 200 },
  'POST /api/v1/org-units/{id}/year-closings': {
    subject: 'unit',
    reaches: 409,
    body: () => ({ year: 2001 }),
  },
  'GET /api/v1/year-closings/{id}': {
    subject: 'administrators',
    duty: 'read',
    reaches: 404,
    params: noRun,
  },
  'GET /api/v1/year-closings/{id}/people': {
    subject: 'administrators',
    duty: 'read',
    reaches: 404,
    params: noRun,
  },
  'GET /api/v1/year-closings/{id}/lines': {
    subject: 'administrators',
    duty: 'read',
    reaches: 404,
    params: noRun,
  },
  'GET /api/v1/org-units/{id}/people-in-need': { subject: 'unit', duty: 'remind', reaches: 200 },
  'POST /api/v1/org-units/{id}/year-reminders': {
    subject: 'unit',
    duty: 'remind',
    reaches: 404,
    body: () => ({ personId: 'no-such-person' }),
  },
  'GET /api/v1/org-units/{id}/outlook-reminders': {
    subject: 'unit',
    duty: 'remind',
    reaches: 200,
    query: 'outlook=at_risk',
  },
  'POST /api/v1/org-units/{id}/outlook-reminders': {
    subject: 'unit',
    duty: 'remind',
    reaches: 201,
    body: () => ({ outlook: 'at_risk' }),
  },
};
