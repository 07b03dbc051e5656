// Who may do what with notes, questions, evaluations and complaints.
import type { Row } from './authority-table.ts';

const course = { slug: 'exercise' };
const reading = { slug: 'reading', lessonKey: 'reading' };

export const TALK: Readonly<Record<string, Row>> = {
  'GET /api/v1/courses/{slug}/lessons/{lessonKey}/notes': {
    subject: 'self',
    reaches: 200,
    params: reading,
  },
  'POST /api/v1/courses/{slug}/lessons/{lessonKey}/notes': {
    subject: 'self',
    reaches: 201,
    params: reading,
    body: (number) => ({
      requestId: `note-${number}`,
      text: '回去核对',
      atMs: null,
      paragraph: null,
    }),
  },
  'GET /api/v1/me/notes': { subject: 'self', reaches: 200 },
  'GET /api/v1/me/notes/export': { subject: 'self', reaches: 200, query: 'format=markdown' },
  'GET /api/v1/me/notes/{id}': { subject: 'note', reaches: 200 },
  'PUT /api/v1/me/notes/{id}': {
    subject: 'note',
    reaches: 200,
    body: () => ({ text: '改过的笔记', version: 1 }),
  },
  'DELETE /api/v1/me/notes/{id}': { subject: 'note', reaches: 204, query: 'version=1' },

  'GET /api/v1/courses/{slug}/questions': { subject: 'self', reaches: 200, params: course },
  'POST /api/v1/courses/{slug}/questions': {
    subject: 'self',
    reaches: 201,
    params: course,
    body: (number) => ({ text: `第 ${number} 个问题`, lessonKey: 'case', atMs: null }),
  },
  'GET /api/v1/me/questions': { subject: 'self', reaches: 200 },
  'GET /api/v1/questions/{id}': { subject: 'question', reaches: 200 },
  'POST /api/v1/questions/{id}/replies': {
    subject: 'question',
    reaches: 201,
    body: (number) => ({ text: `第 ${number} 次回复` }),
  },
  'POST /api/v1/questions/{id}/reading': { subject: 'own-question', reaches: 204 },
  'GET /api/v1/studio/questions': { subject: 'authors', reaches: 200 },
  'PUT /api/v1/question-posts/{id}/hiding': {
    subject: 'post',
    reaches: 204,
    body: () => ({ reason: '内容与课程无关' }),
  },
  'DELETE /api/v1/question-posts/{id}/hiding': { subject: 'post', reaches: 204 },

  'GET /api/v1/courses/{slug}/evaluation': { subject: 'self', reaches: 200, params: course },
  'PUT /api/v1/courses/{slug}/evaluation': {
    subject: 'self',
    reaches: 409,
    params: course,
    body: () => ({ content: 5, teaching: 4, usefulness: 5, comment: null }),
  },
  'GET /api/v1/studio/evaluations': { subject: 'authors', reaches: 200 },

  'GET /api/v1/me/complaints': { subject: 'self', reaches: 200 },
  'POST /api/v1/me/complaints': {
    subject: 'self',
    reaches: 201,
    body: (number) => ({
      kind: 'suggestion',
      text: `第 ${number} 条建议`,
      contact: null,
      above: false,
      place: null,
      device: null,
    }),
  },
  'GET /api/v1/me/complaints/{id}': { subject: 'own-complaint', reaches: 200 },
  'POST /api/v1/me/complaints/{id}/messages': {
    subject: 'own-complaint',
    reaches: 201,
    body: (number) => ({ text: `第 ${number} 次补充` }),
  },
  'GET /api/v1/complaints': { subject: 'staff', reaches: 200 },
  'GET /api/v1/complaints/{id}': { subject: 'complaint', reaches: 200 },
  'POST /api/v1/complaints/{id}/answers': {
    subject: 'complaint',
    reaches: 201,
    body: () => ({ text: '已经转交办理。' }),
  },
  'PUT /api/v1/complaints/{id}/state': {
    subject: 'complaint',
    reaches: 200,
    body: () => ({ state: 'in_work' }),
  },
  'PUT /api/v1/complaints/{id}/owner': {
    subject: 'complaint',
    reaches: 409,
    body: () => ({ personId: 'nobody' }),
  },
};
