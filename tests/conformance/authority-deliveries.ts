// Who may do what: operations on notices that go out by mail and webhook.
import type { Row } from './authority-table.ts';

const words = () => ({ subject: '{count} notices', greeting: 'Dear {name}', closing: '{link}' });

export const DELIVERIES: Readonly<Record<string, Row>> = {
  'GET /api/v1/me/mail-delivery': { subject: 'self', reaches: 200 },
  'PUT /api/v1/me/mail-delivery': {
    subject: 'self',
    reaches: 204,
    body: () => ({ rhythm: 'daily', language: null }),
  },
  'POST /api/v1/mail-stops': {
    subject: 'anyone',
    reaches: 404,
    body: () => ({ token: 'nobody.nothing' }),
  },
  'GET /api/v1/letter-templates': { subject: 'installation', reaches: 200 },
  'PUT /api/v1/letter-templates/{language}': {
    subject: 'installation',
    reaches: 204,
    params: { language: 'en' },
    body: words,
  },
  'DELETE /api/v1/letter-templates/{language}': {
    subject: 'installation',
    reaches: 204,
    params: { language: 'en' },
  },
  'POST /api/v1/letter-templates/{language}/preview': {
    subject: 'installation',
    reaches: 200,
    params: { language: 'en' },
    body: words,
  },
  'GET /api/v1/org-units/{id}/deliveries': { subject: 'unit', reaches: 200 },
  'GET /api/v1/org-units/{id}/webhook': { subject: 'unit', reaches: 200 },
  'PUT /api/v1/org-units/{id}/webhook': {
    subject: 'unit',
    reaches: 400,
    // Permission has been asked for by then.
    body: () => ({ kind: 'xueshi', url: 'http://im.example.cn/', secret: 'sixteen characters' }),
  },
  'DELETE /api/v1/org-units/{id}/webhook': { subject: 'unit', reaches: 404 },
  'POST /api/v1/org-units/{id}/webhook/test': { subject: 'unit', reaches: 404 },
};
