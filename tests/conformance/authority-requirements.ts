// Who may do what: operations on what one person owes.
import type { Row } from './authority-table.ts';

export const REQUIREMENTS: Readonly<Record<string, Row>> = {
  'GET /api/v1/me/requirement': { subject: 'self', reaches: 200 },
  'GET /api/v1/people/{id}/requirement': { subject: 'person', duty: 'read', reaches: 200 },
  'GET /api/v1/org-units/{id}/requirement-adjustments': {
    subject: 'unit',
    duty: 'read',
    reaches: 200,
  },
  'POST /api/v1/people/{id}/requirement-adjustments': {
    subject: 'person',
    reaches: 400,
    // Beyond the years that may be adjusted: permission has been asked for by then.
    body: () => ({
      kind: 'exempt',
      fromYear: 2099,
      toYear: 2099,
      percent: null,
      months: null,
      reason: '病假半年以上',
      document: '县委组织部批复',
    }),
  },
  'POST /api/v1/people/{id}/requirement-adjustments/{adjustmentId}/withdrawal': {
    subject: 'person',
    reaches: 404,
    params: { adjustmentId: 'no-such-adjustment' },
    body: () => ({ reason: '材料有误' }),
  },
  'GET /api/v1/adjustment-proposals': { subject: 'administrators', reaches: 200 },
  'POST /api/v1/people/{id}/adjustment-proposals/{proposalId}/decision': {
    subject: 'person',
    reaches: 404,
    params: { proposalId: 'no-such-proposal' },
    body: () => ({ approve: true, reason: '' }),
  },
  'DELETE /api/v1/people/{id}/adjustment-proposals/{proposalId}': {
    subject: 'person',
    reaches: 404,
    params: { proposalId: 'no-such-proposal' },
  },
};
