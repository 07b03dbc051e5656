// Who may do what with lessons that are taken along for study without a link.
import type { Row } from './authority-table.ts';

export const OFFLINE: Readonly<Record<string, Row>> = {
  'GET /api/v1/courses/{slug}/offline': {
    subject: 'self',
    reaches: 200,
    params: { slug: 'exercise' },
  },
  'POST /api/v1/offline-permissions': {
    subject: 'self',
    reaches: 201,
    body: () => ({ slug: 'exercise', lessonKey: 'case', form: 'text' }),
  },
  // Somebody's own permission, with something that is not it.
  'POST /api/v1/offline-permissions/{id}/study': {
    subject: 'offline',
    reaches: 422,
    body: () => ({
      permission: 'none',
      entries: [
        {
          ...{ seq: 1, kind: 'opened', sitting: 'one', monoMs: 0, wallMs: 0 },
          ...{ spans: [], decision: null, hash: 'none' },
        },
      ],
    }),
  },
  'DELETE /api/v1/offline-permissions/{id}': { subject: 'offline', reaches: 204 },
};
