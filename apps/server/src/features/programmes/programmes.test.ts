import type {
  AssignedProgramme,
  Notice,
  ProblemCode,
  ProgrammeDraft,
  ProgrammeMember,
  ProgrammeView,
} from '@xueshi/contracts';
import { beforeEach, expect, test } from 'vitest';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme, unitIdOf } from '../../testing/programmes.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let admin: Visitor;
let adminId: string;
let village: string;
let learner: Learner;

// A fresh county each time: whom a programme reaches is counted.
beforeEach(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'law', { title: '条例' });
      await writeReadingCourse(folder, 'theory', { title: '理论', area: 'theory', valuation: 1 });
      await writeReadingCourse(folder, 'yearly', { title: '警示', repeat: 'yearly' });
    },
  });
  admin = await here.signIn('chenjianguo');
  adminId = await personOf(here, 'chenjianguo');
  village = await unitIdOf(here, '柳湾村');
  learner = await addLearner(here, '柳湾村');
  return () => here.close();
});

type Refusal = { code: ProblemCode };
const county = () => unitIdOf(here, '云岭县(示例)');
const draft = (change: Parameters<typeof draftOf>[1] = {}) =>
  draftOf([village], { responsibleId: adminId, ...change });
const create = async (body: ProgrammeDraft) =>
  admin.post<{ id: string } & Refusal>(`/api/v1/units/${await county()}/programmes`, body);
const issue = async (change: Parameters<typeof draftOf>[1] = {}) =>
  issueProgramme(here, admin, await county(), draft(change));
const read = async (id: string) =>
  (await admin.get<ProgrammeView>(`/api/v1/programmes/${id}`)).body;
const members = async (id: string, query = '') =>
  (
    await admin.get<{ items: ProgrammeMember[]; total: number }>(
      `/api/v1/programmes/${id}/members${query}`,
    )
  ).body;
const memberOf = async (id: string, { personId }: Learner, query = '') =>
  (await members(id, query)).items.find((one) => one.personId === personId);
const assigned = async (who = learner) =>
  (await who.visitor.get<{ items: AssignedProgramme[] }>('/api/v1/me/programmes')).body.items;
const told = async (who = learner) =>
  (await who.visitor.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items;
const work = async () => {
  here.jobs.wake();
  await here.jobs.idle();
};
async function complete(slug: string, who = learner) {
  await beginReading(who.visitor, slug);
  here.clock.advance({ minutes: 1 });
  await finishReading(who.visitor, slug);
}

test('a published programme is assigned to everybody it is for, and each is told once', async () => {
  const id = await issue();
  // Three of the sample county and the learner of this test.
  expect((await read(id)).figures).toMatchObject({ members: 4, open: 4, completed: 0 });
  expect(await assigned()).toMatchObject([
    { id, title: '信访工作条例专题学习', dueOn: '2026-12-20', daysLeft: 26, requiredTotal: 1 },
  ]);
  expect(await told()).toMatchObject([
    { kind: 'programme-assigned', link: `/programmes/${id}`, params: { date: '2026-12-20' } },
  ]);
  const outside = await addLearner(here, '石桥乡');
  expect(await assigned(outside)).toEqual([]);
});

test('completing the courses completes the programme, once, with its date', async () => {
  const id = await issue({
    courses: [
      { slug: 'law', required: true, dueOn: '2026-12-01' },
      { slug: 'theory', required: false, dueOn: null },
    ],
    rule: { electiveHundredths: 100, electiveCourses: 0 },
  });
  await complete('law');
  expect(await memberOf(id, learner)).toMatchObject({ state: 'open', requiredDone: 1 });
  expect((await assigned())[0]?.courses).toMatchObject([
    { slug: 'law', required: true, isDone: true, dueOn: '2026-12-01' },
    { slug: 'theory', required: false, isDone: false, dueOn: '2026-12-20' },
  ]);
  await complete('theory');
  const done = await memberOf(id, learner);
  expect(done).toMatchObject({ state: 'completed', electiveDone: 1, electiveHundredths: 100 });
  expect(done?.completedAt).toBe(here.clock.now().toISOString());
  expect((await read(id)).figures).toMatchObject({ completed: 1, open: 3 });
});

test('what was completed before counts: nobody is sent through the same course again', async () => {
  await complete('law');
  const id = await issue();
  expect(await memberOf(id, learner)).toMatchObject({ state: 'completed' });
  expect(await told()).toEqual([]);
});

test('a yearly course of an earlier year does not count', async () => {
  here.clock.set('2025-05-05T02:00:00Z');
  const early = await addLearner(here, '柳湾村');
  await complete('yearly', early);
  here.clock.set('2026-11-24T02:00:00Z');
  admin = await here.signIn('chenjianguo');
  const id = await issue({ courses: [{ slug: 'yearly', required: true, dueOn: null }] });
  expect(await memberOf(id, early)).toMatchObject({ state: 'open', requiredDone: 0 });
});

test('who newly belongs joins; who no longer does leaves, with their progress, and comes back to it', async () => {
  const id = await issue({
    target: { categories: ['township'] },
    courses: [
      { slug: 'law', required: true, dueOn: null },
      { slug: 'theory', required: true, dueOn: null },
    ],
  });
  await complete('law');
  const put = (category: string) =>
    admin.put(`/api/v1/people/${learner.personId}/audience-category`, { category });
  await put('village_community_principal');
  await work();
  expect(await memberOf(id, learner)).toBeUndefined();
  expect(await memberOf(id, learner, '?state=left')).toMatchObject({ requiredDone: 1 });
  expect(await assigned()).toEqual([]);
  await put('township');
  await work();
  expect(await memberOf(id, learner)).toMatchObject({ state: 'open', requiredDone: 1 });
  const made = await admin.post<{ personId: string }>(`/api/v1/org-units/${village}/people`, {
    name: '新来的',
    loginName: 'newcomer9',
    post: null,
    category: 'township',
  });
  await work();
  expect((await members(id)).items.map(({ personId }) => personId)).toContain(made.body.personId);
});

test('the preview says whom it would reach, and nobody was told anything', async () => {
  const { id } = (await create(draft({ target: { personIds: [learner.personId] } }))).body;
  const preview = await admin.get<{ people: number; first: { name: string }[] }>(
    `/api/v1/programmes/${id}/preview`,
  );
  expect(preview.body.people).toBe(4);
  expect(preview.body.first).toHaveLength(4);
  await work();
  expect(await told()).toEqual([]);
});

test.each([
  ['without somebody who answers for it', { responsibleId: null }, 'no-responsible'],
  ['without courses', { courses: [] }, 'no-courses'],
  [
    'with electives that cannot be reached',
    { rule: { electiveHundredths: 0, electiveCourses: 3 } },
    'electives-out-of-reach',
  ],
  [
    'with a course due after its end',
    { courses: [{ slug: 'law', required: true, dueOn: '2026-12-21' }] },
    'due-outside',
  ],
  ['that has ended', { startsOn: '2026-01-01', endsOn: '2026-01-31' }, 'ends-in-past'],
  ['that reaches nobody', { target: { unitIds: [] } }, 'reaches-nobody'],
] as const)('a programme %s is saved and not published', async (_, change, fault) => {
  const { id } = (await create(draft(change as Parameters<typeof draftOf>[1]))).body;
  expect((await read(id)).faults).toEqual([fault]);
  const answer = await admin.post<Refusal>(`/api/v1/programmes/${id}/publication`);
  expect(answer).toMatchObject({ status: 409, body: { code: 'programme-not-ready' } });
});

test.each([
  ['a day that does not exist', { endsOn: '2026-12-32' }, 'invalid-request'],
  ['the 31st of a month of 30 days', { endsOn: '2026-11-31' }, 'programme-days-wrong'],
  ['an end before the start', { endsOn: '2026-11-19' }, 'programme-days-wrong'],
  [
    'a course twice',
    { courses: [0, 1].map(() => ({ slug: 'law', required: true, dueOn: null })) },
    'programme-course-unknown',
  ],
] as const)('%s is refused at once', async (_, change, code) => {
  const answer = await create(draft(change as Parameters<typeof draftOf>[1]));
  expect(answer).toMatchObject({ status: 400, body: { code } });
});

test('one that somebody else saved meanwhile is not overwritten', async () => {
  const { id } = (await create(draft())).body;
  const save = (title: string) =>
    admin.put<Refusal>(`/api/v1/programmes/${id}`, { ...draft({ title }), version: 1 });
  expect((await save('第一次保存')).status).toBe(200);
  expect(await save('第二次保存')).toMatchObject({
    status: 409,
    body: { code: 'programme-changed-elsewhere' },
  });
  expect((await read(id)).title).toBe('第一次保存');
});

test('reminding reaches who has not finished, and each of them once a day', async () => {
  const id = await issue();
  await complete('law');
  const remind = (personId: string | null = null) =>
    admin.post<{ people: number }>(`/api/v1/programmes/${id}/reminders`, { personId });
  expect((await remind()).body.people).toBe(3);
  await work();
  expect((await remind()).body.people).toBe(0);
  expect((await told()).filter(({ kind }) => kind === 'programme-reminder')).toEqual([]);
  expect(await remind(learner.personId)).toMatchObject({ status: 409 });
  here.clock.advance({ hours: 20 });
  admin = await here.signIn('chenjianguo');
  expect((await remind()).body.people).toBe(3);
});

test('more time and exemption are granted with a reason, told, and stand in the list', async () => {
  const id = await issue();
  const other = await addLearner(here, '柳湾村');
  await work();
  const at = ({ personId }: Learner) => `/api/v1/programmes/${id}/members/${personId}`;
  const extend = (until: string) =>
    admin.post<Refusal>(`${at(learner)}/extension`, { until, reason: '下乡驻点' });
  expect(await extend('2026-12-20')).toMatchObject({
    status: 400,
    body: { code: 'programme-extension-not-later' },
  });
  expect((await extend('2026-12-28')).status).toBe(204);
  expect(await memberOf(id, learner)).toMatchObject({
    dueOn: '2026-12-28',
    isExtended: true,
    exception: { reason: '下乡驻点', approvedBy: '陈建国' },
  });
  expect((await assigned())[0]).toMatchObject({ dueOn: '2026-12-28' });
  expect((await told()).map(({ kind }) => kind)).toContain('programme-extended');
  const stranger = await addLearner(here, '石桥乡');
  expect((await admin.post(`${at(stranger)}/exemption`, { reason: '长期病假' })).status).toBe(404);
  expect(await memberOf(id, other)).toMatchObject({ state: 'open', exception: null });
  expect((await admin.post(`${at(learner)}/exemption`, { reason: '长期病假' })).status).toBe(204);
  expect(await memberOf(id, learner)).toMatchObject({ state: 'exempt' });
  expect((await read(id)).figures).toMatchObject({ exempt: 1 });
});

test('the daily round takes people in, tells deadlines a week and a day before, and makes the next run', async () => {
  const id = await issue({ recurrence: 'yearly' });
  const late = await addLearner(here, '柳湾村');
  const { programmesNextMorning } = await import('./service.ts');
  const { platform } = here.installation;
  const roundOn = async (day: string) => {
    here.clock.set(`${day}T00:00:00Z`);
    await platform.write((tx) => programmesNextMorning(tx, here.clock.now()));
    here.clock.set(`${day}T01:00:00Z`);
    await work();
  };
  await roundOn('2026-12-12');
  const due = async (who: Learner) => {
    const { db } = platform;
    const { schema } = await import('@xueshi/database');
    const rows = await db.select().from(schema.notices);
    return rows.filter(
      ({ personId, kind }) => personId === who.personId && kind === 'programme-due',
    );
  };
  expect(await due(learner)).toHaveLength(0);
  await roundOn('2026-12-13');
  await roundOn('2026-12-19');
  expect((await due(learner)).map(({ params }) => params['days'])).toEqual([7, 1]);
  expect(await due(late)).toHaveLength(2);
  admin = await here.signIn('chenjianguo');
  const list = await admin.get<{ items: { id: string; state: string; endsOn: string }[] }>(
    `/api/v1/units/${await county()}/programmes`,
  );
  expect(list.body.items).toMatchObject([
    { state: 'draft', endsOn: '2027-12-20' },
    { id, state: 'published', endsOn: '2026-12-20' },
  ]);
  // Whoever answers for it is told of the draft, once for all three rounds.
  const heard = (await admin.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items;
  expect(heard.filter(({ kind }) => kind === 'programme-next-run')).toMatchObject([
    { link: `/admin/programmes/${list.body.items[0]?.id}`, params: { date: '2027-11-20' } },
  ]);
});

test('closing freezes the figures with a hash; study after that changes nothing of them', async () => {
  const id = await issue();
  await complete('law');
  expect((await admin.post(`/api/v1/programmes/${id}/closing`)).status).toBe(204);
  await work();
  const report = async () =>
    (await admin.get<Record<string, unknown>>(`/api/v1/programmes/${id}/report`)).body;
  const first = await report();
  expect(first).toMatchObject({
    frozen: { isIntact: true, closedBy: '陈建国' },
    figures: {
      total: { members: 4, completed: 1, open: 3, exempt: 0, left: 0 },
      courses: [{ slug: 'law', completed: 1 }],
      responsibleName: '陈建国',
    },
  });
  const other = await addLearner(here, '柳湾村');
  await complete('law', other);
  await work();
  expect(await report()).toEqual(first);
  expect((await admin.post(`/api/v1/programmes/${id}/closing`)).status).toBe(409);
  const { client } = here.installation.database;
  await expect(client.execute('UPDATE programme_reports SET hash = 1')).rejects.toThrow(
    'append-only',
  );
});

test('last year’s programme and a template are copied with what they say', async () => {
  const id = await issue({ courses: [{ slug: 'law', required: true, dueOn: '2026-12-01' }] });
  const copy = async (from: string, as: string) =>
    (await admin.post<{ id: string }>(`/api/v1/programmes/${from}/copies`, { as })).body.id;
  expect(await read(await copy(id, 'draft'))).toMatchObject({
    state: 'draft',
    startsOn: '2027-11-20',
    endsOn: '2027-12-20',
    courses: [{ slug: 'law', dueOn: '2027-12-01' }],
  });
  const template = await copy(id, 'template');
  expect(await read(template)).toMatchObject({ state: 'template', endsOn: '2026-12-20' });
  expect((await admin.post(`/api/v1/programmes/${template}/publication`)).status).toBe(409);
  expect((await admin.delete(`/api/v1/programmes/${template}`)).status).toBe(204);
  expect((await admin.delete(`/api/v1/programmes/${id}`)).status).toBe(409);
});
