// Who may do what: courses written in the studio. Every author works on every draft; who decides about
// a submission is told apart by the use case (drafts.test.ts).
import { EMPTY_ITEM } from '@xueshi/formats';
import type { Row } from './authority-table.ts';

const EMPTY_QUIZ = {
  passMark: 60,
  attempts: 0,
  timeLimitMinutes: null,
  shuffle: true,
  review: 'at_once',
  groups: [],
  items: [],
  draws: [],
};
const EMPTY_CASE = {
  minutes: 10,
  situation: '',
  roles: [],
  materials: [],
  timeline: [],
  start: '',
  nodes: [],
  endings: [],
  commentary: '',
  statutes: [],
  reflection: '',
  discussion: false,
};

export const DRAFTS: Readonly<Record<string, Row>> = {
  'GET /api/v1/drafts': { subject: 'authors', reaches: 200 },
  'POST /api/v1/drafts': {
    subject: 'authors',
    reaches: 201,
    body: () => ({ title: '一门课', area: 'law' }),
  },
  // Nothing is sent, so nothing is taken in; packages: from-course.test.ts.
  'POST /api/v1/drafts/packages': { subject: 'authors', reaches: 400 },
  'GET /api/v1/drafts/packages/uploads': { subject: 'authors', reaches: 200 },
  // What is sent is its sender's alone (sent-packages.test.ts); there are none here.
  'POST /api/v1/drafts/packages/uploads': { subject: 'authors', reaches: 412 },
  'PATCH /api/v1/drafts/packages/uploads/{uploadId}': {
    subject: 'authors',
    reaches: 404,
    params: { uploadId: 'A'.repeat(22) },
  },
  'DELETE /api/v1/drafts/packages/uploads/{uploadId}': {
    subject: 'authors',
    reaches: 404,
    params: { uploadId: 'A'.repeat(22) },
  },
  'POST /api/v1/drafts/packages/uploads/{uploadId}/readings': {
    subject: 'authors',
    reaches: 404,
    params: { uploadId: 'A'.repeat(22) },
  },
  'POST /api/v1/courses/{slug}/versions/{revision}/draft': {
    subject: 'authors',
    reaches: 404,
    params: { slug: 'no-such-course', revision: '1' },
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
  'GET /api/v1/drafts/{id}/lessons/{lessonId}/history': {
    subject: 'authors',
    reaches: 404,
    params: { lessonId: 'reading' },
  },
  'GET /api/v1/drafts/{id}/lessons/{lessonId}/history/{stateId}': {
    subject: 'authors',
    reaches: 404,
    params: { lessonId: 'reading', stateId: 'before' },
  },
  'POST /api/v1/drafts/{id}/lessons/{lessonId}/history/{stateId}/restoration': {
    subject: 'authors',
    reaches: 404,
    params: { lessonId: 'reading', stateId: 'before' },
    body: () => ({ version: 1 }),
  },
  'GET /api/v1/drafts/{id}/lessons/{lessonId}/lecture-questions': {
    subject: 'authors',
    reaches: 404,
    params: { lessonId: 'lecture' },
  },
  'PUT /api/v1/drafts/{id}/lessons/{lessonId}/lecture-questions': {
    subject: 'authors',
    reaches: 404,
    params: { lessonId: 'lecture' },
    body: () => ({ version: 1, questions: [] }),
  },
  'PUT /api/v1/drafts/{id}/lessons/{lessonId}/text': {
    subject: 'authors',
    reaches: 404,
    params: { lessonId: 'reading' },
    body: () => ({ version: 1, text: '' }),
  },
  ...questionRows(),
  ...bankRows(),
  'PUT /api/v1/drafts/{id}/submission': {
    subject: 'authors',
    reaches: 404,
    body: () => ({ correction: false }),
  },
  'DELETE /api/v1/drafts/{id}/submission': { subject: 'authors', reaches: 404 },
  'POST /api/v1/drafts/{id}/decision': {
    subject: 'authors',
    reaches: 404,
    body: () => ({ publish: true, comment: '' }),
  },
  'GET /api/v1/drafts/{id}/review': { subject: 'authors', reaches: 404 },
  'GET /api/v1/drafts/{id}/comments': { subject: 'authors', reaches: 404 },
  'POST /api/v1/drafts/{id}/comments': {
    subject: 'authors',
    reaches: 404,
    body: () => ({ lessonId: null, place: null, text: '出处不明' }),
  },
  'POST /api/v1/drafts/{id}/comments/{commentId}/replies': {
    subject: 'authors',
    reaches: 404,
    params: { commentId: 'none' },
    body: () => ({ text: '已改', done: true }),
  },
  'PUT /api/v1/drafts/{id}/comments/{commentId}/settlement': {
    subject: 'authors',
    reaches: 404,
    params: { commentId: 'none' },
  },
  'DELETE /api/v1/drafts/{id}/schedule': { subject: 'authors', reaches: 404 },
  'GET /api/v1/courses/{slug}/versions': {
    subject: 'authors',
    reaches: 404,
    params: { slug: 'no-such-course' },
  },
  'GET /api/v1/courses/{slug}/versions/{revision}/differences': {
    subject: 'authors',
    reaches: 404,
    params: { slug: 'no-such-course', revision: '1' },
  },
  'GET /api/v1/courses/{slug}/versions/{revision}/package': {
    subject: 'authors',
    reaches: 404,
    params: { slug: 'no-such-course', revision: '1' },
  },
  'GET /api/v1/courses/{slug}/insight': {
    subject: 'authors',
    reaches: 404,
    params: { slug: 'no-such-course' },
  },
  'PUT /api/v1/courses/{slug}/withdrawal': {
    subject: 'authors',
    reaches: 404,
    params: { slug: 'no-such-course' },
    body: () => ({ reason: '内容过时' }),
  },
  'DELETE /api/v1/courses/{slug}/withdrawal': {
    subject: 'authors',
    reaches: 404,
    params: { slug: 'no-such-course' },
  },
  'GET /api/v1/drafts/{id}/files': { subject: 'authors', reaches: 404 },
  'POST /api/v1/drafts/{id}/files/{fileId}/courseware-trials': {
    subject: 'authors',
    reaches: 404,
    params: { fileId: 'A'.repeat(22) },
    body: () => ({ unit: 1 }),
  },
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
  'GET /api/v1/drafts/{id}/files/{fileId}/cues': {
    subject: 'authors',
    reaches: 404,
    params: { fileId: 'A'.repeat(22) },
  },
  'PUT /api/v1/drafts/{id}/files/{fileId}/cues': {
    subject: 'authors',
    reaches: 404,
    params: { fileId: 'A'.repeat(22) },
    body: () => ({ sha256: '0'.repeat(64), cues: [{ startMs: 0, endMs: 1_000, text: '大家好' }] }),
  },
  'GET /api/v1/drafts/{id}/files/{fileId}/waveform': {
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
  'POST /api/v1/drafts/{id}/files/{fileId}/transcription': {
    subject: 'authors',
    reaches: 404,
    params: { fileId: 'A'.repeat(22) },
    body: () => ({ language: 'zh-CN' }),
  },
  // Nothing is announced, so nothing is asked further; the protocol itself: uploads.test.ts.
  'POST /api/v1/drafts/{id}/uploads': { subject: 'authors', reaches: 412 },
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

/** The editors of a lesson, and questions in and out. */
function questionRows(): Record<string, Row> {
  const lesson = '/api/v1/drafts/{id}/lessons/{lessonId}';
  const row = { subject: 'authors', reaches: 404, params: { lessonId: 'quiz' } } as const;
  return {
    [`PUT ${lesson}/quiz`]: { ...row, body: () => ({ version: 1, quiz: EMPTY_QUIZ }) },
    [`PUT ${lesson}/case`]: { ...row, body: () => ({ version: 1, study: EMPTY_CASE }) },
    [`POST ${lesson}/question-readings`]: { ...row, query: 'fileName=a.txt&form=file' },
    [`POST ${lesson}/questions`]: { ...row, body: () => ({ items: [EMPTY_ITEM] }) },
    [`GET ${lesson}/trial`]: { ...row, query: 'seed=1' },
    [`POST ${lesson}/trial`]: { ...row, body: () => ({ seed: 1, answers: {} }) },
    [`GET ${lesson}/question-exports`]: row,
    [`GET ${lesson}/question-export`]: { ...row, query: 'form=qti' },
    'GET /api/v1/drafts/question-template': { subject: 'authors', reaches: 200 },
  };
}

/** Banks kept in the studio: as with drafts, every author works on every one. */
function bankRows(): Record<string, Row> {
  const bank = '/api/v1/studio/banks/{name}';
  const facts = { title: { 'zh-CN': '题库', en: '' }, area: 'law', source: '自编' };
  const row = { subject: 'authors', reaches: 404, params: { name: 'none', itemId: 'q1' } } as const;
  return {
    'GET /api/v1/studio/banks': { subject: 'authors', reaches: 200 },
    'POST /api/v1/studio/banks': {
      subject: 'authors',
      reaches: 201,
      body: (number) => ({ name: `bank-${number}`, ...facts }),
    },
    [`GET ${bank}`]: row,
    [`PUT ${bank}`]: { ...row, body: () => ({ version: 1, ...facts, groups: [] }) },
    [`POST ${bank}/items`]: { ...row, body: () => ({ items: [EMPTY_ITEM] }) },
    [`GET ${bank}/items/{itemId}`]: row,
    [`PUT ${bank}/items/{itemId}`]: { ...row, body: () => ({ version: 1, item: EMPTY_ITEM }) },
    [`PUT ${bank}/items/{itemId}/retirement`]: { ...row, body: () => ({ isRetired: true }) },
    [`GET ${bank}/items/{itemId}/history`]: row,
    [`POST ${bank}/items/{itemId}/history/{number}/restoration`]: {
      ...row,
      params: { ...row.params, number: '1' },
      body: () => ({ version: 1 }),
    },
    [`POST ${bank}/question-readings`]: { ...row, query: 'fileName=a.txt&form=file' },
    [`GET ${bank}/exports`]: row,
    [`POST ${bank}/exports`]: { ...row, body: () => ({ form: 'xlsx' }) },
    [`POST ${bank}/pictures`]: { ...row, query: 'fileName=a.png' },
    [`DELETE ${bank}/pictures/{picture}`]: {
      ...row,
      params: { name: 'none', picture: 'picture-a.png' },
    },
    'POST /api/v1/studio/draw-counts': {
      subject: 'authors',
      reaches: 200,
      body: () => ({ draws: [] }),
    },
  };
}
