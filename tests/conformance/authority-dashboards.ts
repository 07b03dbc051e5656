// Who may do what: dashboards and the names behind them.
import type { Row } from './authority-table.ts';

export const DASHBOARDS: Readonly<Record<string, Row>> = {
  'GET /api/v1/org-units/{id}/dashboard': { subject: 'unit', duty: 'read', reaches: 200 },
  'GET /api/v1/org-units/{id}/outlooks': {
    subject: 'unit',
    duty: 'read',
    reaches: 200,
    query: 'outlook=at_risk',
  },
  'GET /api/v1/org-units/{id}/earned': {
    subject: 'unit',
    duty: 'read',
    reaches: 200,
    query: 'area=law',
  },
  'GET /api/v1/org-units/{id}/located-units': { subject: 'unit', duty: 'read', reaches: 200 },
};
