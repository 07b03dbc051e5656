// Who may do what: courses, their lessons, and what is opened in them.
import { beatOf } from '../../apps/server/src/testing/paper-lecture.ts';
import type { Row } from './authority-table.ts';

const course = { slug: 'exercise' };
const reading = { slug: 'reading', lessonKey: 'reading' };

export const LEARNING: Readonly<Record<string, Row>> = {
  'GET /api/v1/courses': { subject: 'self', reaches: 200 },
  'GET /api/v1/courses/{slug}': { subject: 'self', reaches: 200, params: course },
  'POST /api/v1/courses/{slug}/enrolment': { subject: 'self', reaches: 200, params: course },
  'GET /api/v1/courses/{slug}/newer-version': { subject: 'self', reaches: 200, params: course },
  'POST /api/v1/courses/{slug}/newer-version': {
    subject: 'self',
    reaches: 204,
    params: course,
    body: () => ({ revision: 1 }),
  },
  'GET /api/v1/courses/{slug}/lessons/{lessonKey}': {
    subject: 'self',
    reaches: 200,
    params: reading,
  },
  'POST /api/v1/courses/{slug}/lessons/{lessonKey}/opening': {
    subject: 'self',
    reaches: 200,
    params: reading,
  },
  'POST /api/v1/courses/{slug}/lessons/{lessonKey}/reading-completion': {
    subject: 'self',
    reaches: 409,
    params: reading,
  },
  'GET /api/v1/courses/{slug}/lessons/{lessonKey}/courseware': {
    subject: 'self',
    reaches: 409,
    params: reading,
  },
  'POST /api/v1/courses/{slug}/lessons/{lessonKey}/courseware-launches': {
    subject: 'self',
    reaches: 409,
    params: reading,
    body: () => ({ unit: 1 }),
  },
  'POST /api/v1/courseware-launches/{id}/beats': {
    subject: 'self',
    reaches: 404,
    params: { id: 'no-such-launch' },
    body: () => ({ wasShown: true }),
  },
  'POST /api/v1/playback-sessions': {
    subject: 'self',
    reaches: 201,
    body: () => ({
      requestId: crypto.randomUUID(),
      slug: 'reading',
      lessonKey: 'lecture',
      clientInfo: '',
    }),
  },
  'POST /api/v1/case-runs': {
    subject: 'self',
    reaches: 200,
    body: () => ({ slug: 'exercise', lessonKey: 'case' }),
  },
  'POST /api/v1/quiz-attempts': {
    subject: 'self',
    reaches: 200,
    body: () => ({ slug: 'exercise', lessonKey: 'quiz' }),
  },
  'GET /api/v1/playback-sessions/{id}': { subject: 'playback', reaches: 200 },
  'POST /api/v1/playback-sessions/{id}/beats': {
    subject: 'playback',
    reaches: 409,
    body: () => ({ epoch: 0, nonce: 'none', beats: [beatOf(1, 1000, [])] }),
  },
  'POST /api/v1/playback-sessions/{id}/close': {
    subject: 'playback',
    reaches: 204,
    body: () => ({ positionMs: 0 }),
  },
  'POST /api/v1/presence-checks/{id}/answer': {
    subject: 'check',
    reaches: 200,
    body: () => ({ option: 0 }),
  },
};
