// Who may do what with programmes: those of the unit at each place, published.
import type { Row } from './authority-table.ts';

const draft = (version: number) => ({
  version,
  title: '专题学习',
  note: '',
  tier: 'all_staff',
  responsibleId: null,
  startsOn: '2026-11-01',
  endsOn: '2026-12-31',
  recurrence: 'none',
  target: {
    unitIds: [],
    categories: [],
    keyGroups: [],
    positionLevels: [],
    ranks: [],
    personIds: [],
  },
  rule: { electiveHundredths: 0, electiveCourses: 0 },
  courses: [],
});
const nobody = { personId: 'no-such-person' };

export const PROGRAMMES: Readonly<Record<string, Row>> = {
  'GET /api/v1/units/{id}/programmes': { subject: 'unit', duty: 'read', reaches: 200 },
  'POST /api/v1/units/{id}/programmes': {
    subject: 'unit',
    duty: 'run_training',
    reaches: 201,
    body: () => draft(0),
  },
  'GET /api/v1/programmes/{id}': { subject: 'programme', duty: 'read', reaches: 200 },
  'PUT /api/v1/programmes/{id}': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 409,
    body: () => draft(1),
  },
  // Somebody unknown is nobody who may run it.
  'PUT /api/v1/programmes/{id}/responsible': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 400,
    body: () => nobody,
  },
  'DELETE /api/v1/programmes/{id}': { subject: 'programme', duty: 'run_training', reaches: 409 },
  'POST /api/v1/programmes/{id}/copies': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 201,
    body: () => ({ as: 'draft' }),
  },
  'GET /api/v1/programmes/{id}/preview': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 200,
  },
  'POST /api/v1/programmes/{id}/recommendations': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 204,
  },
  'GET /api/v1/programmes/{id}/recommendations': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 200,
  },
  'POST /api/v1/programmes/{id}/publication': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 409,
  },
  'GET /api/v1/programmes/{id}/members': { subject: 'programme', duty: 'read', reaches: 200 },
  'POST /api/v1/programmes/{id}/reminders': {
    subject: 'programme',
    duty: 'remind',
    reaches: 200,
    body: () => ({ personId: null }),
  },
  'POST /api/v1/programmes/{id}/amendments': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 400,
    body: () => ({
      version: 1,
      reason: '课程已下线',
      note: '',
      endsOn: '2026-01-01',
      out: [],
      electives: [],
    }),
  },
  'POST /api/v1/programmes/{id}/extensions': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 200,
    body: () => ({ personIds: null, until: '2027-01-31', reason: '下乡驻点' }),
  },
  'POST /api/v1/programmes/{id}/members/{personId}/extension': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 404,
    params: nobody,
    body: () => ({ until: '2027-01-31', reason: '下乡驻点' }),
  },
  'POST /api/v1/programmes/{id}/members/{personId}/exemption': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 404,
    params: nobody,
    body: () => ({ reason: '长期病假' }),
  },
  'POST /api/v1/programmes/{id}/members/{personId}/withdrawal': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 404,
    params: nobody,
    body: () => ({ kind: 'exemption', reason: '登记有误' }),
  },
  // A draft cannot be closed: the answer stays the same however often it is asked.
  'POST /api/v1/programmes/{id}/closing': {
    subject: 'draft-programme',
    duty: 'run_training',
    reaches: 409,
  },
  'GET /api/v1/programmes/{id}/report': { subject: 'programme', duty: 'read', reaches: 200 },
  'GET /api/v1/programmes/{id}/report/names': { subject: 'programme', duty: 'read', reaches: 200 },
  'POST /api/v1/programmes/{id}/report/corrections': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 409,
    body: () => ({ text: '有一人已在线下完成' }),
  },
  'GET /api/v1/units/{id}/programmes-above': { subject: 'unit', duty: 'read', reaches: 200 },
  // Nothing lies above the county; which programmes may be read is in programmes/from-above.test.ts.
  'GET /api/v1/units/{id}/programmes-above/{programmeId}': {
    subject: 'unit',
    duty: 'read',
    reaches: 404,
    params: { programmeId: 'no-such-programme' },
  },
  'GET /api/v1/units/{id}/programmes-above/{programmeId}/members': {
    subject: 'unit',
    duty: 'read',
    reaches: 404,
    params: { programmeId: 'no-such-programme' },
  },
  'POST /api/v1/units/{id}/programmes-above/{programmeId}/reminders': {
    subject: 'unit',
    duty: 'remind',
    reaches: 404,
    params: { programmeId: 'no-such-programme' },
    body: () => ({ personId: null }),
  },
  // Only templates are offered; what a template's offer answers is in programmes/offers.test.ts.
  'GET /api/v1/programmes/{id}/offer': { subject: 'programme', duty: 'read', reaches: 409 },
  'PUT /api/v1/programmes/{id}/offer': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 409,
    body: () => ({ purpose: '全县统一', askedLevel: null, dueOn: null }),
  },
  'DELETE /api/v1/programmes/{id}/offer': {
    subject: 'programme',
    duty: 'run_training',
    reaches: 409,
  },
  'GET /api/v1/units/{id}/programme-offers': { subject: 'unit', duty: 'read', reaches: 200 },
  'GET /api/v1/units/{id}/programme-offers/{programmeId}': {
    subject: 'unit',
    duty: 'read',
    reaches: 404,
    params: { programmeId: 'no-such-programme' },
  },
  'POST /api/v1/units/{id}/programme-offers/{programmeId}/programmes': {
    subject: 'unit',
    duty: 'run_training',
    reaches: 404,
    params: { programmeId: 'no-such-programme' },
    body: () => ({ title: '专题学习', startsOn: '2026-11-01', endsOn: '2026-12-31' }),
  },
  'GET /api/v1/me/programmes': { subject: 'self', reaches: 200 },
};
