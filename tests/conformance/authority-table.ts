// Who may do what, operation by operation: beside the test that walks the API's own document. An
// operation without a row here fails that test.
import type { Duty } from '@xueshi/domain';
import { ANYONE } from './authority-anyone.ts';
import { AUDIT } from './authority-audit.ts';
import { DASHBOARDS } from './authority-dashboards.ts';
import { DELIVERIES } from './authority-deliveries.ts';
import { DRAFTS } from './authority-drafts.ts';
import { SETTINGS } from './authority-settings.ts';
import { HOURS } from './authority-hours.ts';
import { LEARNING } from './authority-learning.ts';
import { OFFLINE } from './authority-offline.ts';
import { PEOPLE } from './authority-people.ts';
import { PROGRAMMES } from './authority-programmes.ts';
import { ROLES } from './authority-roles.ts';
import { REPORTS } from './authority-reports.ts';
import { REQUIREMENTS } from './authority-requirements.ts';
import { isReviewer, STATUTES } from './authority-statutes.ts';
import { TALK } from './authority-talk.ts';
import { TEACHING } from './authority-teaching.ts';
import { UNITS } from './authority-units.ts';
import { TEST_PASSWORD } from '../../apps/server/src/testing/test-installation.ts';

/**
 * What an operation is about:
 * - anyone: needs no session
 * - self: the caller's own matters and the published courses; whoever is signed in
 * - installation: the system administrator alone
 * - reviewers: reviewers and the system administrator
 * - authors: course authors, reviewers and the system administrator
 * - administrators: whoever administers some unit
 * - staff: whoever administers some unit, authors and reviewers
 * - unit, person: the unit or person named in the address; only whoever administers it
 * - programme, draft-programme: published, and still a draft, of that unit; only whoever administers it
 * - flag: a flag of a person, already upheld; only whoever administers the person
 * - complaint: filed by a person of that unit; only whoever administers it
 * - post: written by a person of that unit; whoever administers it, authors and reviewers
 * - question: asked in a course; there for everybody who started the course
 * - playback, check, attempt, run, offline, note, own-question, own-complaint,
 *   own-flag: made by one learner and there
 *   for nobody else
 */
export type Subject =
  | 'anyone'
  | 'self'
  | 'installation'
  | 'authors'
  | 'reviewers'
  | 'administrators'
  | 'staff'
  | 'unit'
  | 'person'
  | 'flag'
  | 'programme'
  | 'draft-programme'
  | 'complaint'
  | 'post'
  | 'question'
  | 'playback'
  | 'check'
  | 'attempt'
  | 'run'
  | 'offline'
  | 'note'
  | 'own-question'
  | 'own-complaint'
  | 'own-flag';

export interface Row {
  readonly subject: Subject;
  /** Of units, people and flags: what whoever may use it has to be there for. Without: administering. */
  readonly duty?: Duty;
  /** What the caller gets who may: where that is a refusal, it is one about content, after permission. */
  readonly reaches: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** `number` is a new one each time, for what must be unique. */
  readonly body?: (number: number) => unknown;
  /** May be done while the password is still the one-time password. */
  readonly beforePasswordChange?: true;
}

const noClass = { code: '000000' };

export const AUTHORITY: Readonly<Record<string, Row>> = {
  ...ANYONE,
  ...AUDIT,
  ...DELIVERIES,
  ...DRAFTS,
  ...STATUTES,
  ...SETTINGS,
  ...HOURS,
  ...PROGRAMMES,
  ...REPORTS,
  ...DASHBOARDS,
  ...TALK,
  ...TEACHING,
  ...LEARNING,
  ...OFFLINE,
  ...PEOPLE,
  ...ROLES,
  ...REQUIREMENTS,
  ...UNITS,
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
  'GET /api/v1/me/credit-entries/{entryId}': {
    subject: 'self',
    reaches: 404,
    params: { entryId: 'no-such-entry' },
  },
  'POST /api/v1/me/credit-entries/{entryId}/certificate': {
    subject: 'self',
    reaches: 404,
    params: { entryId: 'no-such-entry' },
  },
  'POST /api/v1/me/hours-statements': {
    subject: 'self',
    reaches: 409,
    // A year in which nobody of the sample county has credits.
    body: () => ({ year: 2001 }),
  },
  'GET /api/v1/me/documents': { subject: 'self', reaches: 200 },
  'GET /api/v1/me/documents/{documentId}/pdf': {
    subject: 'self',
    reaches: 404,
    params: { documentId: 'no-such-document' },
  },
  'GET /api/v1/me/record-file': { subject: 'self', reaches: 200 },
  'GET /api/v1/me/data': { subject: 'self', reaches: 200 },
  'GET /api/v1/me/notices': { subject: 'self', reaches: 200 },
  'POST /api/v1/me/notices/{id}/reading': { subject: 'self', reaches: 404 },
  'POST /api/v1/me/notices/readings': {
    subject: 'self',
    reaches: 404,
    body: () => ({ upToId: 'no-such-notice' }),
  },
  'GET /api/v1/me/plan': { subject: 'self', reaches: 200 },
  'PUT /api/v1/me/plan/study-times': {
    subject: 'self',
    reaches: 204,
    body: () => ({ days: [2], time: '19:30', minutes: 40, remindOn: 1 }),
  },
  'GET /api/v1/me/plan/calendar': { subject: 'self', reaches: 200 },
  'PUT /api/v1/me/mail-address': {
    subject: 'self',
    reaches: 409,
    body: () => ({ address: 'somebody@example.cn' }),
  },
  'POST /api/v1/me/mail-address/confirmation': {
    subject: 'self',
    reaches: 400,
    body: () => ({ code: '000000' }),
  },
  'DELETE /api/v1/me/mail-address': { subject: 'self', reaches: 204 },
  'GET /api/v1/me/practice': { subject: 'self', reaches: 200 },
  'POST /api/v1/me/practice/answers': {
    subject: 'self',
    reaches: 404,
    body: () => ({ lessonId: 'none', itemId: 'none', answer: true }),
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
  'GET /api/v1/case-runs/{id}/reflections': { subject: 'run', reaches: 409 },
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
  'GET /api/v1/studio/lecture-questions': { subject: 'authors', reaches: 200 },
  'GET /api/v1/studio/quizzes/{slug}/{lessonKey}': {
    subject: 'authors',
    reaches: 200,
    params: { slug: 'exercise', lessonKey: 'quiz' },
  },
  'GET /api/v1/studio/bank': { subject: 'authors', reaches: 200 },
  'GET /api/v1/studio/reflections': { subject: 'authors', reaches: 200 },
  'PUT /api/v1/studio/reflections/{id}/hiding': {
    subject: 'authors',
    reaches: 404,
    body: () => ({ reason: '涉及他人' }),
  },
  'DELETE /api/v1/studio/reflections/{id}/hiding': { subject: 'authors', reaches: 404 },

  'GET /api/v1/classes': { subject: 'staff', reaches: 200 },
  'POST /api/v1/classes': {
    subject: 'staff',
    reaches: 201,
    body: () => ({ slug: 'exercise', lessonKey: 'case' }),
  },
  'GET /api/v1/classes/{code}': { subject: 'staff', reaches: 404, params: noClass },
  'POST /api/v1/classes/{code}/steps': {
    subject: 'staff',
    reaches: 404,
    params: noClass,
    body: () => ({ version: 0, move: { kind: 'advance' } }),
  },
  'DELETE /api/v1/classes/{code}': { subject: 'staff', reaches: 404, params: noClass },

  'GET /api/v1/org-units': { subject: 'administrators', duty: 'read', reaches: 200 },
  'GET /api/v1/org-units/{id}/overview': { subject: 'unit', duty: 'read', reaches: 200 },
  'GET /api/v1/org-units/{id}/people': { subject: 'unit', duty: 'read', reaches: 200 },
  'POST /api/v1/org-units/{id}/people': {
    subject: 'unit',
    duty: 'keep_roster',
    reaches: 201,
    body: (number) => ({
      name: '新来的人',
      loginName: `newcomer-${number}`,
      post: null,
      category: null,
    }),
  },
  'GET /api/v1/people/{id}/record': { subject: 'person', duty: 'read', reaches: 200 },
  'GET /api/v1/people/{id}/credit-entries/{entryId}': {
    subject: 'person',
    duty: 'read',
    reaches: 404,
    params: { entryId: 'no-such-entry' },
  },
  'POST /api/v1/people/{id}/credit-entries/{entryId}/certificate': {
    subject: 'person',
    duty: 'run_training',
    reaches: 404,
    params: { entryId: 'no-such-entry' },
  },
  'POST /api/v1/people/{id}/hours-statements': {
    subject: 'person',
    duty: 'run_training',
    reaches: 409,
    body: () => ({ year: 2001 }),
  },
  'GET /api/v1/people/{id}/documents': { subject: 'person', duty: 'read', reaches: 200 },
  'GET /api/v1/people/{id}/documents/{documentId}/pdf': {
    subject: 'person',
    duty: 'read',
    reaches: 404,
    params: { documentId: 'no-such-document' },
  },
  'PUT /api/v1/people/{id}/audience-category': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 204,
    body: () => ({ category: 'township' }),
  },
  'GET /api/v1/people/{id}/presence': { subject: 'person', duty: 'read', reaches: 200 },
  'PUT /api/v1/people/{id}/check-time': {
    subject: 'person',
    duty: 'run_training',
    reaches: 204,
    body: () => ({ seconds: 180, reason: '视力不便' }),
  },
  'POST /api/v1/people/{id}/one-time-password': {
    subject: 'person',
    duty: 'keep_roster',
    reaches: 201,
  },

  'GET /api/v1/flags': { subject: 'administrators', duty: 'read', reaches: 200 },
  'GET /api/v1/flags/{id}': { subject: 'flag', duty: 'read', reaches: 200 },
  'POST /api/v1/flags/{id}/clearance': {
    subject: 'flag',
    duty: 'run_training',
    reaches: 409,
    body: () => ({ note: null }),
  },
  'POST /api/v1/flags/{id}/question': {
    subject: 'flag',
    duty: 'run_training',
    reaches: 409,
    body: () => ({ question: '请说明当天的情况' }),
  },
  'POST /api/v1/flags/{id}/upholding': {
    subject: 'flag',
    duty: 'run_training',
    reaches: 409,
    body: () => ({ reason: '经核实有人代为播放', lessons: [] }),
  },
  'POST /api/v1/flags/{id}/appeal-decision': {
    subject: 'flag',
    duty: 'run_training',
    reaches: 409,
    body: () => ({ outcome: 'confirmed', reason: '复核后维持' }),
  },
  'GET /api/v1/me/flags': { subject: 'self', reaches: 200 },
  'POST /api/v1/me/flags/{id}/answer': {
    subject: 'own-flag',
    reaches: 409,
    body: () => ({ text: '是我本人' }),
  },
  'POST /api/v1/me/flags/{id}/appeal': {
    subject: 'own-flag',
    reaches: 204,
    body: () => ({ text: '当天本人在岗学习' }),
  },
};

export { isReviewer };
