// Operations that are open to everybody, signed in or not.
import { TEST_PASSWORD } from '../../apps/server/src/testing/test-installation.ts';
import type { Row } from './authority-table.ts';

const noClass = { code: '000000' };

export const ANYONE: Readonly<Record<string, Row>> = {
  'GET /api/health': { subject: 'anyone', reaches: 200 },
  'GET /api/v1/installation': { subject: 'anyone', reaches: 200 },
  'POST /api/v1/installation/administrator': {
    subject: 'anyone',
    reaches: 409,
    body: () => ({
      code: '0000',
      organisationName: '某县',
      name: '某人',
      loginName: 'somebody',
      password: TEST_PASSWORD,
    }),
  },
  'POST /api/v1/session': {
    subject: 'anyone',
    reaches: 200,
    body: () => ({ loginName: 'wangxiulan', password: TEST_PASSWORD }),
  },

  'GET /api/v1/public-keys': { subject: 'anyone', reaches: 200 },
  'GET /api/v1/verification/{code}': {
    subject: 'anyone',
    reaches: 404,
    params: { code: '0000-0000-0000-0000' },
  },
  'POST /api/v1/record-verification': {
    subject: 'anyone',
    reaches: 200,
    body: () => ({ record: '{}', key: null }),
  },
  // A class is joined by whoever is in the room: these refuse a code that no class has.
  'GET /api/v1/class-participation/{code}': { subject: 'anyone', reaches: 404, params: noClass },
  'POST /api/v1/class-participation/{code}': { subject: 'anyone', reaches: 404, params: noClass },
  'PUT /api/v1/class-participation/{code}/vote': {
    subject: 'anyone',
    reaches: 404,
    params: noClass,
    body: () => ({ nodeId: 'first', optionId: 'a' }),
  },
  'GET /api/v1/class-participation/{code}/events': {
    subject: 'anyone',
    reaches: 404,
    params: noClass,
  },
};
