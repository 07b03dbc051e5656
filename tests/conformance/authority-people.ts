// Who may do what: operations on people's facts and on rosters.
import type { Row } from './authority-table.ts';

const noExport = { id: 'no-such-export' };
const noImport = { id: 'no-such-import' };
const noBatch = { id: 'no-such-batch' };
const noGroup = { code: 'no_such_group' };
const ANY_DAY = '2026-01-05';

const facts = (name: string) => ({ name, nameEn: null, categories: [], mostInUnit: null });

export const PEOPLE: Readonly<Record<string, Row>> = {
  'GET /api/v1/people/{id}/personnel': { subject: 'person', duty: 'read', reaches: 200 },
  'PUT /api/v1/people/{id}/personnel': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 204,
    body: (number) => ({
      name: `改名${'甲乙丙丁'[number % 4]}`,
      code: `T${number}`,
      politicalStatus: null,
    }),
  },
  'PUT /api/v1/people/{id}/identity-number': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 204,
    body: () => ({ number: null }),
  },
  'POST /api/v1/people/{id}/identity-number/looks': {
    subject: 'person',
    reaches: 404,
    body: () => ({ reason: '核对档案信息' }),
  },
  'POST /api/v1/people/{id}/appointments': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 404,
    body: () => ({
      unit: '没有这个单位',
      managingUnit: null,
      category: null,
      post: null,
      positionLevel: null,
      rank: null,
      from: ANY_DAY,
    }),
  },
  'PUT /api/v1/people/{id}/status': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 204,
    body: () => ({ status: 'active', from: ANY_DAY, reason: '核对' }),
  },
  'PUT /api/v1/people/{id}/account-state': {
    subject: 'person',
    reaches: 204,
    body: () => ({ state: 'active', reason: '核对' }),
  },
  'GET /api/v1/org-units/{id}/former-people': { subject: 'unit', duty: 'read', reaches: 200 },
  'POST /api/v1/people/{id}/past-appointments': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 404,
    body: () => ({
      unit: '没有这个单位',
      category: null,
      post: null,
      positionLevel: null,
      rank: null,
      from: ANY_DAY,
      until: ANY_DAY,
      reason: '补录任职',
    }),
  },
  'PUT /api/v1/people/{id}/appointments/{appointmentId}': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 404,
    params: { appointmentId: 'no-such-appointment' },
    body: () => ({
      unit: '没有这个单位',
      category: null,
      post: null,
      positionLevel: null,
      rank: null,
      from: ANY_DAY,
      until: ANY_DAY,
      reason: '补录任职',
    }),
  },
  'POST /api/v1/people/{id}/appointments/{appointmentId}/removal': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 404,
    params: { appointmentId: 'no-such-appointment' },
    body: () => ({ reason: '录入有误' }),
  },
  'PUT /api/v1/people/{id}/key-group-records/{recordId}': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 404,
    params: { recordId: 'no-such-record' },
    body: () => ({ from: ANY_DAY, until: null, reason: '录入有误' }),
  },
  'PUT /api/v1/people/{id}/key-groups/{group}': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 204,
    params: { group: 'township_chief' },
    body: () => ({ confirmed: true }),
  },
  'DELETE /api/v1/people/{id}/key-groups/{group}': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 404,
    params: { group: 'enterprise_principal' },
  },
  'POST /api/v1/people/{id}/concurrent-posts': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 404,
    body: () => ({ unit: '没有这个单位', post: '委员', from: ANY_DAY }),
  },
  'DELETE /api/v1/people/{id}/concurrent-posts/{postId}': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 404,
    params: { postId: 'no-such-post' },
  },
  'POST /api/v1/org-units/{id}/roster-exports': {
    subject: 'unit',
    duty: 'keep_roster',
    reaches: 201,
    body: () => ({ format: 'csv', withIdentity: false }),
  },
  'GET /api/v1/org-units/{id}/roster-exports': {
    subject: 'unit',
    duty: 'keep_roster',
    reaches: 200,
  },
  // Files are for whoever had them made; export-runs.test.ts tries those of others.
  'GET /api/v1/roster-exports/{id}': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noExport,
  },
  'GET /api/v1/roster-exports/{id}/file': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noExport,
  },
  // Imports are found through the unit at which they were made; roster.test.ts tries a foreign one.
  'GET /api/v1/roster-imports/{id}': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noImport,
  },
  'GET /api/v1/org-units/{id}/roster-imports': {
    subject: 'unit',
    duty: 'keep_roster',
    reaches: 200,
  },
  'POST /api/v1/org-units/{id}/roster-imports': {
    subject: 'unit',
    duty: 'keep_roster',
    reaches: 201,
    query: 'fileName=empty.csv',
  },
  'GET /api/v1/org-units/{id}/roster-template': {
    subject: 'unit',
    duty: 'keep_roster',
    reaches: 200,
  },
  'PUT /api/v1/roster-imports/{id}/columns': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noImport,
    body: () => ({ columns: [] }),
  },
  'GET /api/v1/roster-imports/{id}/errors': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noImport,
  },
  'POST /api/v1/roster-imports/{id}/application': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noImport,
  },
  'POST /api/v1/roster-imports/{id}/undoing': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noImport,
  },
  'GET /api/v1/org-units/{id}/account-batches': {
    subject: 'unit',
    duty: 'keep_roster',
    reaches: 200,
  },
  // Nobody of the unit needs an account, or all do by now.
  'POST /api/v1/org-units/{id}/account-batches': {
    subject: 'unit',
    duty: 'keep_roster',
    reaches: 409,
    body: () => ({ audience: 'without_account' }),
  },
  // Batches are found through their unit; account-batches.test.ts tries a foreign one.
  'GET /api/v1/account-batches/{id}': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noBatch,
  },
  'POST /api/v1/account-batches/{id}/showings': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noBatch,
    body: () => ({ unitId: 'no-such-unit' }),
  },
  'DELETE /api/v1/account-batches/{id}/slips': {
    subject: 'administrators',
    duty: 'keep_roster',
    reaches: 404,
    params: noBatch,
  },
  'GET /api/v1/org-units/{id}/duplicates': { subject: 'unit', reaches: 200 },
  'GET /api/v1/people/{id}/merging': {
    subject: 'person',
    reaches: 404,
    query: 'duplicateId=nobody',
  },
  'POST /api/v1/people/{id}/merging': {
    subject: 'person',
    reaches: 404,
    body: () => ({ duplicateId: 'nobody', reason: '重复录入' }),
  },
  'POST /api/v1/people/{id}/namesakes': {
    subject: 'person',
    reaches: 404,
    body: () => ({ otherId: 'nobody' }),
  },
  'GET /api/v1/audience-categories': { subject: 'self', reaches: 200 },
  'GET /api/v1/audience-category-register': { subject: 'installation', reaches: 200 },
  'POST /api/v1/audience-categories': {
    subject: 'installation',
    reaches: 201,
    body: (number) => ({ code: `category_${number}`, name: `农场干部${number}`, nameEn: null }),
  },
  // Permission has been asked for by then; audience-categories.test.ts changes some that there are.
  'PUT /api/v1/audience-category-order': {
    subject: 'installation',
    reaches: 409,
    body: () => ({ codes: ['nobody_knows'] }),
  },
  'PUT /api/v1/audience-categories/{code}': {
    subject: 'installation',
    reaches: 404,
    params: noGroup,
    body: () => ({ name: '农场干部', nameEn: null }),
  },
  'PUT /api/v1/audience-categories/{code}/state': {
    subject: 'installation',
    reaches: 404,
    params: noGroup,
    body: () => ({ state: 'retired' }),
  },
  'DELETE /api/v1/audience-categories/{code}': {
    subject: 'installation',
    reaches: 404,
    params: noGroup,
  },
  'GET /api/v1/key-groups': { subject: 'self', reaches: 200 },
  'GET /api/v1/key-group-register': { subject: 'installation', reaches: 200 },
  'POST /api/v1/key-groups': {
    subject: 'installation',
    reaches: 201,
    body: (number) => ({ code: `group_${number}`, ...facts(`选调生${number}`) }),
  },
  // Permission has been asked for by then; key-groups.test.ts changes some that there are.
  'PUT /api/v1/key-groups/{code}': {
    subject: 'installation',
    reaches: 404,
    params: noGroup,
    body: () => facts('选调生'),
  },
  'PUT /api/v1/key-groups/{code}/state': {
    subject: 'installation',
    reaches: 404,
    params: noGroup,
    body: () => ({ state: 'retired' }),
  },
  'DELETE /api/v1/key-groups/{code}': {
    subject: 'installation',
    reaches: 404,
    params: noGroup,
  },
};
