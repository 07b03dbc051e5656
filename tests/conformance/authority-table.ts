// Who may do what, operation by operation: beside the test that walks the API's own document. An
// operation without a row here fails that test.
import { TEST_PASSWORD } from '../../apps/server/src/testing/test-installation.ts';
import { beatOf } from '../../apps/server/src/testing/paper-lecture.ts';

/**
 * What an operation is about:
 * - anyone: needs no session
 * - self: the caller's own matters and the published courses; whoever is signed in
 * - authors: course authors, reviewers and the system administrator
 * - administrators: whoever administers some unit
 * - staff: whoever administers some unit, authors and reviewers
 * - unit, person: the unit or person named in the address; only whoever administers it
 * - complaint: filed by a person of that unit; only whoever administers it
 * - post: written by a person of that unit; whoever administers it, authors and reviewers
 * - question: asked in a course; there for everybody who started the course
 * - playback, check, attempt, run, note, own-question, own-complaint: made by one learner and there
 *   for nobody else
 */
export type Subject =
  | 'anyone'
  | 'self'
  | 'authors'
  | 'administrators'
  | 'staff'
  | 'unit'
  | 'person'
  | 'complaint'
  | 'post'
  | 'question'
  | 'playback'
  | 'check'
  | 'attempt'
  | 'run'
  | 'note'
  | 'own-question'
  | 'own-complaint';

export interface Row {
  readonly subject: Subject;
  /** What the caller gets who may: where that is a refusal, it is one about content, after permission. */
  readonly reaches: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** `number` is a new one each time, for what must be unique. */
  readonly body?: (number: number) => unknown;
  /** May be done while the password is still the one-time password. */
  readonly beforePasswordChange?: true;
}

const course = { slug: 'exercise' };
const reading = { slug: 'reading', lessonKey: 'reading' };

export const AUTHORITY: Readonly<Record<string, Row>> = {
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

  'GET /api/v1/session': { subject: 'self', reaches: 200, beforePasswordChange: true },
  'DELETE /api/v1/session': { subject: 'self', reaches: 204, beforePasswordChange: true },
  'GET /api/v1/sessions': { subject: 'self', reaches: 200, beforePasswordChange: true },
  'DELETE /api/v1/sessions': { subject: 'self', reaches: 204, beforePasswordChange: true },
  'PUT /api/v1/password': {
    subject: 'self',
    reaches: 400,
    body: () => ({ currentPassword: TEST_PASSWORD, newPassword: 'short' }),
    beforePasswordChange: true,
  },
  'GET /api/v1/me/home': { subject: 'self', reaches: 200 },
  'GET /api/v1/me/record': { subject: 'self', reaches: 200 },
  'GET /api/v1/courses': { subject: 'self', reaches: 200 },
  'GET /api/v1/courses/{slug}': { subject: 'self', reaches: 200, params: course },
  'POST /api/v1/courses/{slug}/enrolment': { subject: 'self', reaches: 200, params: course },
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

  'GET /api/v1/me/practice': { subject: 'self', reaches: 200 },
  'POST /api/v1/me/practice/answers': {
    subject: 'self',
    reaches: 404,
    body: () => ({ lessonId: 'none', itemId: 'none', answer: true }),
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
  'POST /api/v1/case-runs/{id}/decisions': {
    subject: 'run',
    reaches: 409,
    body: () => ({ nodeId: 'nowhere', optionId: 'a' }),
  },
  'PUT /api/v1/case-runs/{id}/reflection': {
    subject: 'run',
    reaches: 409,
    body: () => ({ text: '…' }),
  },
  'GET /api/v1/quiz-attempts/{id}': { subject: 'attempt', reaches: 200 },
  'PUT /api/v1/quiz-attempts/{id}/answers/{itemId}': {
    subject: 'attempt',
    reaches: 204,
    params: { itemId: 'one' },
    body: () => ({ answer: ['A'] }),
  },
  'POST /api/v1/quiz-attempts/{id}/submission': {
    subject: 'attempt',
    reaches: 200,
    body: () => ({}),
  },

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

  'GET /api/v1/course-imports': { subject: 'authors', reaches: 200 },
  'POST /api/v1/jobs/{id}/retry': { subject: 'authors', reaches: 404 },
  'GET /api/v1/studio/marking': { subject: 'authors', reaches: 200 },
  'GET /api/v1/studio/marking/{id}': { subject: 'authors', reaches: 404 },
  'PUT /api/v1/studio/marking/{id}/marks': {
    subject: 'authors',
    reaches: 404,
    body: () => ({ marks: [{ itemId: 'essay', hundredths: 0, comment: null }] }),
  },
  'GET /api/v1/studio/quizzes': { subject: 'authors', reaches: 200 },
  'GET /api/v1/studio/quizzes/{slug}/{lessonKey}': {
    subject: 'authors',
    reaches: 200,
    params: { slug: 'exercise', lessonKey: 'quiz' },
  },
  'GET /api/v1/studio/bank': { subject: 'authors', reaches: 200 },

  'GET /api/v1/org-units': { subject: 'administrators', reaches: 200 },
  'GET /api/v1/org-units/{id}/overview': { subject: 'unit', reaches: 200 },
  'GET /api/v1/org-units/{id}/people': { subject: 'unit', reaches: 200 },
  'POST /api/v1/org-units/{id}/units': {
    subject: 'unit',
    reaches: 201,
    body: (number) => ({ name: `新设单位${number}`, level: 'village', kind: 'region' }),
  },
  'POST /api/v1/org-units/{id}/people': {
    subject: 'unit',
    reaches: 201,
    body: (number) => ({
      name: '新来的人',
      loginName: `newcomer-${number}`,
      post: null,
      category: null,
    }),
  },
  'GET /api/v1/people/{id}/record': { subject: 'person', reaches: 200 },
  'PUT /api/v1/people/{id}/audience-category': {
    subject: 'person',
    reaches: 204,
    body: () => ({ category: 'township' }),
  },
  'POST /api/v1/people/{id}/credit-entries/{entryId}/reversal': {
    subject: 'person',
    reaches: 404,
    params: { entryId: 'no-such-entry' },
    body: () => ({ reason: '核实后更正' }),
  },
  'POST /api/v1/people/{id}/credit-entries/{entryId}/reinstatement': {
    subject: 'person',
    reaches: 404,
    params: { entryId: 'no-such-entry' },
    body: () => ({ reason: '核实后更正' }),
  },
  'GET /api/v1/people/{id}/presence': { subject: 'person', reaches: 200 },
  'PUT /api/v1/people/{id}/check-time': {
    subject: 'person',
    reaches: 204,
    body: () => ({ seconds: 180, reason: '视力不便' }),
  },
  'POST /api/v1/people/{id}/one-time-password': { subject: 'person', reaches: 201 },
};
