// Who may do what: operations on hour policies and on credits.
import { CN_2010_GRASSROOTS } from '@xueshi/domain';
import type { Row } from './authority-table.ts';

const { version: _, ...A_POLICY } = CN_2010_GRASSROOTS;

export const HOURS: Readonly<Record<string, Row>> = {
  'GET /api/v1/units/{id}/hour-policies': { subject: 'unit', duty: 'read', reaches: 200 },
  'POST /api/v1/units/{id}/hour-policies/what-if': {
    subject: 'unit',
    reaches: 400,
    body: () => ({ fromYear: 2000, policy: A_POLICY }),
  },
  'GET /api/v1/units/{id}/hour-policies/trials/{trialId}': {
    subject: 'unit',
    reaches: 404,
    params: { trialId: 'no-such-trial' },
  },
  'GET /api/v1/units/{id}/hour-policies/trials/{trialId}/people': {
    subject: 'unit',
    reaches: 404,
    params: { trialId: 'no-such-trial' },
  },
  'GET /api/v1/units/{id}/hour-policies/trials/{trialId}/file': {
    subject: 'unit',
    reaches: 404,
    params: { trialId: 'no-such-trial' },
    query: 'format=csv',
  },
  'POST /api/v1/units/{id}/hour-policies': {
    subject: 'unit',
    reaches: 400,
    body: () => ({ fromYear: 2000, policy: A_POLICY, seen: 'not seen' }),
  },
  'POST /api/v1/people/{id}/credit-entries/{entryId}/reversal': {
    subject: 'person',
    duty: 'run_training',
    reaches: 404,
    params: { entryId: 'no-such-entry' },
    body: () => ({ reason: '核实后更正' }),
  },
  'POST /api/v1/people/{id}/credit-entries/{entryId}/reduction': {
    subject: 'person',
    duty: 'run_training',
    reaches: 404,
    params: { entryId: 'no-such-entry' },
    body: () => ({ hundredths: 25, halfDays: 0, reason: '核对后更正' }),
  },
  'GET /api/v1/people/{id}/credit-supplement-choices': {
    subject: 'person',
    duty: 'run_training',
    reaches: 200,
  },
  'POST /api/v1/people/{id}/credit-supplements': {
    subject: 'person',
    duty: 'run_training',
    reaches: 400,
    body: () => ({
      ...{ year: 2026, hundredths: 25, courseSlug: null, complaintId: null },
      ...{ reason: '系统故障', document: '故障说明' },
    }),
  },
  'GET /api/v1/correction-proposals': {
    subject: 'administrators',
    duty: 'run_training',
    reaches: 200,
  },
  'GET /api/v1/people/{id}/correction-proposals': {
    subject: 'person',
    duty: 'run_training',
    reaches: 200,
  },
  'POST /api/v1/people/{id}/correction-proposals/{proposalId}/decision': {
    subject: 'person',
    duty: 'run_training',
    reaches: 404,
    params: { proposalId: 'no-such-proposal' },
    body: () => ({ confirm: true, reason: '' }),
  },
  'DELETE /api/v1/people/{id}/correction-proposals/{proposalId}': {
    subject: 'person',
    duty: 'run_training',
    reaches: 404,
    params: { proposalId: 'no-such-proposal' },
  },
  'POST /api/v1/people/{id}/credit-entries/{entryId}/reinstatement': {
    subject: 'person',
    duty: 'run_training',
    reaches: 404,
    params: { entryId: 'no-such-entry' },
    body: () => ({ reason: '核实后更正' }),
  },
};
