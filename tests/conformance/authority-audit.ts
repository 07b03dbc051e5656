// Who may do what: the audit trail. Which events are shown to whom is in audit-trail.test.ts.
import type { Row } from './authority-table.ts';

const administrators = { subject: 'administrators', duty: 'read_audit' } as const;

export const AUDIT: Readonly<Record<string, Row>> = {
  'GET /api/v1/audit/events': { ...administrators, reaches: 200 },
  'GET /api/v1/audit/events/{id}': {
    ...administrators,
    reaches: 404,
    params: { id: 'no-such-event' },
  },
  'GET /api/v1/audit/exports': { ...administrators, reaches: 200 },
  'POST /api/v1/audit/exports': {
    ...administrators,
    reaches: 400,
    body: () => ({ filter: { from: '2026-02-31' }, format: 'csv' }),
  },
  'GET /api/v1/audit/exports/{id}/file': {
    ...administrators,
    reaches: 404,
    params: { id: 'no-such-export' },
  },
};
