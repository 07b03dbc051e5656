// Who may do what: courses written in the studio. Every author works on every draft; who decides about
// a submission is told apart by the use case (drafts.test.ts).
import type { Row } from './authority-table.ts';

export const DRAFTS: Readonly<Record<string, Row>> = {
  'GET /api/v1/drafts': { subject: 'authors', reaches: 200 },
  'POST /api/v1/drafts': {
    subject: 'authors',
    reaches: 201,
    body: () => ({ title: '一门课', area: 'law' }),
  },
  'GET /api/v1/drafts/{id}': { subject: 'authors', reaches: 404 },
  'DELETE /api/v1/drafts/{id}': { subject: 'authors', reaches: 404 },
  'PUT /api/v1/drafts/{id}/facts': {
    subject: 'authors',
    reaches: 404,
    body: () => ({
      version: 1,
      facts: {
        title: { 'zh-CN': '', en: '' },
        summary: { 'zh-CN': '', en: '' },
        area: 'law',
        tags: [],
        lecturer: { name: '', title: '' },
        repeat: 'never',
        sources: [],
      },
    }),
  },
  'PUT /api/v1/drafts/{id}/lessons': {
    subject: 'authors',
    reaches: 404,
    body: () => ({ version: 1, lessons: [] }),
  },
  'POST /api/v1/drafts/{id}/lessons': {
    subject: 'authors',
    reaches: 404,
    body: () => ({ kind: 'reading', title: '一节' }),
  },
  'GET /api/v1/drafts/{id}/lessons/{lessonId}/text': {
    subject: 'authors',
    reaches: 404,
    params: { lessonId: 'reading' },
  },
  'PUT /api/v1/drafts/{id}/lessons/{lessonId}/text': {
    subject: 'authors',
    reaches: 404,
    params: { lessonId: 'reading' },
    body: () => ({ version: 1, text: '' }),
  },
  'PUT /api/v1/drafts/{id}/submission': { subject: 'authors', reaches: 404 },
  'DELETE /api/v1/drafts/{id}/submission': { subject: 'authors', reaches: 404 },
  'POST /api/v1/drafts/{id}/decision': {
    subject: 'authors',
    reaches: 404,
    body: () => ({ publish: true, comment: '' }),
  },
  'GET /api/v1/drafts/{id}/files': { subject: 'authors', reaches: 404 },
  'DELETE /api/v1/drafts/{id}/files/{fileId}': {
    subject: 'authors',
    reaches: 404,
    params: { fileId: 'A'.repeat(22) },
  },
  'POST /api/v1/drafts/{id}/files/{fileId}/check': {
    subject: 'authors',
    reaches: 404,
    params: { fileId: 'A'.repeat(22) },
  },
  'POST /api/v1/drafts/{id}/files/{fileId}/slides': {
    subject: 'authors',
    reaches: 404,
    params: { fileId: 'A'.repeat(22) },
    body: () => ({ slides: ['A'.repeat(22), 'B'.repeat(22)] }),
  },
  // Nothing is announced, so nothing is asked further; the protocol itself: uploads.test.ts.
  'POST /api/v1/drafts/{id}/uploads': { subject: 'authors', reaches: 400 },
  'PATCH /api/v1/drafts/{id}/uploads/{uploadId}': {
    subject: 'authors',
    reaches: 404,
    params: { uploadId: 'A'.repeat(22) },
  },
  'DELETE /api/v1/drafts/{id}/uploads/{uploadId}': {
    subject: 'authors',
    reaches: 404,
    params: { uploadId: 'A'.repeat(22) },
  },
  'GET /api/v1/drafts/{id}/packaging': { subject: 'authors', reaches: 404 },
  'DELETE /api/v1/drafts/{id}/packaging/{assetId}': {
    subject: 'authors',
    reaches: 404,
    params: { assetId: 'a'.repeat(40) },
  },
  'POST /api/v1/drafts/{id}/packaging/{assetId}': {
    subject: 'authors',
    reaches: 404,
    params: { assetId: 'a'.repeat(40) },
  },
};
