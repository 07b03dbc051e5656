// A person's right to a copy: everything about them, nothing about anybody else.
import { schema } from '@xueshi/database';
import { getTableColumns, getTableName, is, Table } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { creditDirectly, creditRepeatedly, rename } from '../../testing/credits.ts';
import { download } from '../../testing/download.ts';
import { RIGHT_ANSWERS, writeExerciseCourse } from '../../testing/exercise-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { cellOf } from './archive.ts';

let here: TestInstallation;
let learner: Learner;
let other: Learner;
let files: Record<string, string>;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeExerciseCourse(folder, 'exercise');
      await writeReadingCourse(folder, 'reading');
    },
    env: { XUESHI_PRESENCE_CHECKS: '1-1' },
  });
  await addPaperLecture(here.installation.platform, 'reading', 60_000);
  learner = await addLearner(here);
  other = await addLearner(here);
  await rename(here, learner.personId, '王秀兰');
  await rename(here, other.personId, '赵德水');
  for (const one of [other, learner]) await live(one);
  const { bytes, type } = await download(here, learner.visitor, '/api/v1/me/data');
  expect(type).toBe('application/zip');
  files = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [
      name,
      Buffer.from(content).toString('utf8'),
    ]),
  );
});
afterAll(() => here.close());

/** Everything a learner can leave behind: a quiz, a case, watching, a check, a credit, a document. */
async function live(one: Learner): Promise<void> {
  const { visitor } = one;
  for (const slug of ['exercise', 'reading'])
    await visitor.post(`/api/v1/courses/${slug}/enrolment`);
  const quiz = { slug: 'exercise', lessonKey: 'quiz' };
  const { id } = (await visitor.post<{ id: string }>('/api/v1/quiz-attempts', quiz)).body;
  for (const [item, answer] of Object.entries(RIGHT_ANSWERS))
    await visitor.put(`/api/v1/quiz-attempts/${id}/answers/${item}`, { answer });
  await playCase(visitor, one.personId);
  const player = await openPlayer(visitor, { slug: 'reading' });
  here.clock.advance({ seconds: 15 });
  await player.report(beatOf(1, 15_000, [[0, 5_000, 1]]));
  const entry = await creditDirectly(here, one.personId);
  await visitor.post('/api/v1/me/hours-statements', { year: 2026 });
  const township = await here.signIn('lifang');
  const url = `/api/v1/people/${one.personId}/credit-entries/${entry}/reversal`;
  await township.post(url, { reason: `更正${one.personId}` });
}

async function playCase(visitor: Visitor, words: string): Promise<void> {
  const start = { slug: 'exercise', lessonKey: 'case' };
  const { id } = (await visitor.post<{ id: string }>('/api/v1/case-runs', start)).body;
  here.clock.advance({ seconds: 120 });
  for (const nodeId of ['first', 'second'])
    await visitor.post(`/api/v1/case-runs/${id}/decisions`, { nodeId, optionId: 'a' });
  await visitor.put(`/api/v1/case-runs/${id}/reflection`, {
    text: `=心得, "${words}"`,
    isShared: true,
  });
}

const rowsOf = (name: string) => JSON.parse(files[`${name}.json`] ?? '[]') as object[];

test.each([
  ['profile', { name: '王秀兰' }],
  ['account', { state: 'active' }],
  ['appointments', { unit: '清河镇', audienceCategory: 'township' }],
  ['signed-in-devices', { userAgent: 'test' }],
  ['enrolments', { course: 'exercise' }],
  ['lesson-progress', { lesson: 'lecture', watched: [[0, 5000]] }],
  ['playback-sessions', { lesson: 'lecture' }],
  ['playback-reports', { grantedMs: 5000 }],
  ['presence-checks', { kind: 'word' }],
  ['quiz-attempts', { lesson: 'quiz' }],
  ['quiz-answers', { itemId: 'two', answer: ['A', 'C'] }],
  ['case-runs', { lesson: 'case', endingId: 'settled', isReflectionShared: true }],
  ['credit-entries', { kind: 'reversal', hundredths: -250 }],
  ['annual-accounts', { year: 2026, hundredths: 0 }],
  ['documents', { kind: 'hours_statement', number: 1 }],
  ['events-about-me', { action: 'credit-reversed', by: 'administrator', address: null }],
  ['events-about-me', { action: 'document-issued', by: 'self' }],
])('%s holds what there is', (name, row) => {
  expect(rowsOf(name)).toEqual(expect.arrayContaining([expect.objectContaining(row) as unknown]));
});

test('nothing about anybody else is in it, and none of what would open an account or a check', () => {
  const all = Object.values(files).join('\n');
  expect(all).toContain(learner.personId);
  for (const secret of [other.personId, '赵德水', other.loginName, '$argon2'])
    expect(all).not.toContain(secret);
  expect(rowsOf('presence-checks').length).toBeGreaterThan(0);
  for (const check of rowsOf('presence-checks')) {
    expect(check).not.toHaveProperty('answer');
    expect(check).not.toHaveProperty('options');
  }
});

test('every table that names a person is in it, or is left out for a reason', () => {
  const LEFT_OUT: Readonly<Record<string, string>> = {
    policy_trial_people:
      'what a policy that was tried out would mean for them; forgotten after a week',
    ledger_heads: 'the hash of the last entry, which is there',
    stale_members: 'says for a moment that programmes have to look at the person again',
    account_slips: 'a password on paper, gone when it is first used',
    person_standings: 'computed from the credits and appointments, which are there',
    closed_standings: 'figures of a closed year, computed from the credits, which are there',
    closing_changes: 'what credits added to a closed year, computed from the credits',
    year_reminders: 'when somebody was last reminded; the notice itself is there',
    stale_standings: 'whose standing is to be computed anew, within a second',
  };
  const tables = Object.values(schema)
    .filter((table) => is(table, Table))
    .filter((table) => 'personId' in getTableColumns(table))
    .map((table) => getTableName(table));
  const exported: Readonly<Record<string, string>> = {
    accounts: 'account',
    sessions: 'signed-in-devices',
    role_grants: 'roles',
    memberships: 'appointments',
    concurrent_posts: 'concurrent-posts',
    key_group_memberships: 'key-groups',
    person_statuses: 'statuses',
    roster_column_choices: 'roster-columns',
    programme_members: 'programmes',
    programme_exceptions: 'programme-exceptions',
    programme_report_names: 'programme-reports',
    report_subscriptions: 'monthly-reports',
    requirement_adjustments: 'requirement-adjustments',
    adjustment_proposals: 'proposed-adjustments',
    enrolments: 'enrolments',
    learner_playheads: 'playhead',
    presence_checks: 'presence-checks',
    playback_sessions: 'playback-sessions',
    courseware_launches: 'courseware-launches',
    media_deliveries: 'media-sent',
    offline_permissions: 'offline-permissions',
    lecturers: 'lecturer-register',
    textbook_places: 'textbook-places',
    credit_entries: 'credit-entries',
    correction_proposals: 'proposed-corrections',
    credit_supplements: 'proposed-supplements',
    annual_accounts: 'annual-accounts',
    issued_documents: 'documents',
    practice_items: 'practice-items',
    notices: 'notices',
    notes: 'notes',
    question_posts: 'question-posts',
    question_reads: 'questions-read',
    course_evaluations: 'evaluations',
    complaint_messages: 'complaint-messages',
    evidence_origins: 'where-i-learned-from',
    flags: 'questions-about-my-learning',
    study_plans: 'study-times',
    mail_addresses: 'mail-address',
    mail_preferences: 'mail-choice',
    notice_deliveries: 'notice-deliveries',
  };
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) {
    const part = exported[table];
    if (part === undefined) expect(LEFT_OUT, table).toHaveProperty(table);
    else expect(Object.keys(files)).toContain(`${part}.json`);
  }
});

describe('the tables', () => {
  test('begin with a byte order mark and say the same rows as the JSON', () => {
    for (const [name, text] of Object.entries(files)) {
      if (!name.endsWith('.csv')) continue;
      expect(text.startsWith('\uFEFF'), name).toBe(true);
      const lines = text.split('\r\n').length - 2;
      expect(lines, name).toBe(rowsOf(name.replace('.csv', '')).length);
    }
  });

  test('make no formula of what somebody wrote', () => {
    expect(files['case-runs.csv']).toContain(`"'=心得, ""${learner.personId}"""`);
  });

  test.each([
    [null, ''],
    ['清河镇', '清河镇'],
    ['a,b', '"a,b"'],
    ['说“好”"', '"说“好”"""'],
    ['两\n行', '"两\n行"'],
    ['=1+1', "'=1+1"],
    ['@a', "'@a"],
    ['-5', "'-5"],
    [-5, '-5'],
    [true, 'true'],
    [new Date('2026-11-26T03:00:00Z'), '2026-11-26T03:00:00.000Z'],
    [[[0, 5000]], '"[[0,5000]]"'],
  ])('a cell of %j is %s', (value, cell) => expect(cellOf(value)).toBe(cell));
});

test('a long history is read page by page and is whole', async () => {
  const one = await addLearner(here);
  await creditRepeatedly(here, one.personId, 1_100, { hundredths: 25, halfDays: 0 });
  const { bytes } = await download(here, one.visitor, '/api/v1/me/data');
  const content = unzipSync(bytes)['credit-entries.json'] ?? new Uint8Array();
  const rows = JSON.parse(strFromU8(content)) as { sequence: number }[];
  expect(rows.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 1_100 }, (_, at) => at + 1),
  );
});

test('whoever is not signed in gets nothing', async () => {
  expect((await here.visitor().get('/api/v1/me/data')).status).toBe(401);
});
