// Who may do what: operations on roles and on who sees whom.
import type { Row } from './authority-table.ts';

const ANY_DAY = '2026-01-05';

export const ROLES: Readonly<Record<string, Row>> = {
  'GET /api/v1/org-units/{id}/roles': {
    subject: 'unit',
    duty: 'read',
    reaches: 200,
    query: 'place=above',
  },
  // Nobody of this name: refused for what it says, after permission.
  'POST /api/v1/org-units/{id}/roles': {
    subject: 'unit',
    reaches: 400,
    body: () => ({
      loginName: 'nobody-of-this-name',
      role: 'supervisor',
      from: ANY_DAY,
      until: null,
      reason: '工作需要',
    }),
  },
  'GET /api/v1/org-units/{id}/role-candidates': {
    subject: 'unit',
    reaches: 200,
    query: 'query=wang',
  },
  'PUT /api/v1/role-grants/{id}/keeping': {
    subject: 'administrators',
    reaches: 404,
    body: () => ({ reason: '继续兼管' }),
  },
  'GET /api/v1/me/roles/{id}/candidates': { subject: 'self', reaches: 404, query: 'query=wang' },
  'GET /api/v1/people/{id}/overseers': { subject: 'person', duty: 'read', reaches: 200 },
  'GET /api/v1/me/overseers': { subject: 'self', reaches: 200 },
  'GET /api/v1/me/roles': { subject: 'self', reaches: 200 },
  // Grants are found through their unit or holder; authority.test.ts tries foreign ones.
  'PUT /api/v1/role-grants/{id}/ending': {
    subject: 'self',
    reaches: 404,
    body: () => ({ reason: '工作调整' }),
  },
  'POST /api/v1/me/roles/{id}/delegations': {
    subject: 'self',
    reaches: 404,
    body: () => ({
      loginName: 'nobody-of-this-name',
      from: ANY_DAY,
      until: ANY_DAY,
      reason: '出差期间',
    }),
  },
};
