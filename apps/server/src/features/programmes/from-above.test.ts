// What an administrator of a unit sees of the programmes that units above have issued for its people.
import type { Notice, ProgrammeAbove, ProgrammeAboveRow, ProgrammeMember } from '@xueshi/contracts';
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
let county: Visitor;
let township: Visitor;
let own: string;
let other: string;
let top: string;
let learner: Learner;
let stranger: Learner;

beforeEach(async () => {
  here = await openTestInstallation({ courses: (folder) => writeReadingCourse(folder, 'law') });
  county = await here.signIn('chenjianguo');
  township = await here.signIn('lifang');
  own = await unitIdOf(here, '清河镇');
  other = await unitIdOf(here, '石桥乡');
  top = await unitIdOf(here, '云岭县(示例)');
  learner = await addLearner(here, '柳湾村');
  stranger = await addLearner(here, '石桥乡');
  return () => here.close();
});

/** A programme of the county for two people of different townships, or for whom the change says. */
const issue = async (change: Parameters<typeof draftOf>[1] = {}) =>
  issueProgramme(
    here,
    county,
    top,
    draftOf([], {
      responsibleId: await personOf(here, 'chenjianguo'),
      note: '全县统一安排',
      target: { personIds: [learner.personId, stranger.personId] },
      ...change,
    }),
  );
const at = (unitId: string, rest = '') => `/api/v1/units/${unitId}/programmes-above${rest}`;
const listed = async (who: Visitor, unitId: string) =>
  (await who.get<{ items: ProgrammeAboveRow[]; total: number }>(at(unitId))).body;
const members = async (who: Visitor, unitId: string, id: string, query = '') =>
  (await who.get<{ items: ProgrammeMember[]; total: number }>(at(unitId, `/${id}/members${query}`)))
    .body;

test('facts, figures and progress are there, of one’s own people and of nobody else', async () => {
  const id = await issue();
  await beginReading(learner.visitor, 'law');
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'law');
  const figures = { members: 1, completed: 1, open: 0, exempt: 0, left: 0 };
  expect(await listed(township, own)).toMatchObject({
    total: 1,
    items: [{ id, issuedBy: '云岭县(示例)', responsibleName: '陈建国', figures }],
  });
  const { body } = await township.get<ProgrammeAbove>(at(own, `/${id}`));
  expect(body).toMatchObject({
    figures,
    note: '全县统一安排',
    courses: [{ slug: 'law', required: true }],
  });
  expect(JSON.stringify(body)).not.toContain(stranger.personId);
  expect(await members(township, own, id)).toMatchObject({
    total: 1,
    items: [{ personId: learner.personId, unitName: '柳湾村', state: 'completed' }],
  });
  expect((await members(township, own, id, '?state=open')).total).toBe(0);
  // The other township sees its own person, unfinished; the county, looking at each, the same.
  expect(await listed(county, other)).toMatchObject({
    items: [{ figures: { members: 1, completed: 0, open: 1 } }],
  });
  expect((await members(county, other, id)).items.map(({ personId }) => personId)).toEqual([
    stranger.personId,
  ]);
});

test('somebody of another subtree finds nothing, by whatever address', async () => {
  const id = await issue();
  for (const url of [at(other), at(other, `/${id}`), at(other, `/${id}/members`), at(top)])
    expect((await township.get(url)).status, url).toBe(404);
  for (const rest of ['', `/${id}`, `/${id}/members`])
    expect((await learner.visitor.get(at(own, rest))).status, rest).toBe(403);
});

test('what concerns nobody of the unit, is a draft, or was issued by the unit itself is not from above', async () => {
  const foreign = await issue({ target: { personIds: [stranger.personId] } });
  const draft = await county.post<{ id: string }>(
    `/api/v1/units/${top}/programmes`,
    draftOf([own], { responsibleId: await personOf(here, 'chenjianguo') }),
  );
  const mine = await issueProgramme(
    here,
    township,
    own,
    draftOf([own], { responsibleId: await personOf(here, 'lifang') }),
  );
  expect(await listed(township, own)).toMatchObject({ total: 0, items: [] });
  for (const id of [foreign, draft.body.id, mine])
    for (const rest of [`/${id}`, `/${id}/members`])
      expect((await township.get(at(own, rest))).status, rest).toBe(404);
  // For the village below, what the township issued comes from above.
  const village = await unitIdOf(here, '柳湾村');
  expect((await listed(township, village)).items.map(({ id }) => id)).toEqual([mine]);
});

test('who is a reserve cadre is not told from above either', async () => {
  await here.installation.database.client.execute({
    sql: `INSERT INTO key_group_memberships (id, person_id, key_group, starts_at) VALUES ('k', ?, 'reserve', 0)`,
    args: [learner.personId],
  });
  const id = await issue({ target: { unitIds: [top], keyGroups: ['reserve'] } });
  expect((await county.get<{ total: number }>(`/api/v1/programmes/${id}/members`)).body.total).toBe(
    1,
  );
  for (const who of [township, county]) {
    expect((await listed(who, own)).total).toBe(0);
    expect((await who.get(at(own, `/${id}`))).status).toBe(404);
  }
});

test('an administrator below neither exempts, closes nor edits, nor reminds people of others', async () => {
  const id = await issue();
  const person = `/api/v1/programmes/${id}/members/${learner.personId}`;
  const tries = [
    township.get(`/api/v1/programmes/${id}`),
    township.post(`/api/v1/programmes/${id}/reminders`, { personId: learner.personId }),
    township.post(`${person}/exemption`, { reason: '长期病假' }),
    township.post(`${person}/extension`, { until: '2027-01-31', reason: '下乡驻点' }),
    township.post(`/api/v1/programmes/${id}/closing`),
    township.put(`/api/v1/programmes/${id}`, { ...draftOf([own]), version: 1 }),
    township.post(`/api/v1/programmes/${id}/copies`, { as: 'draft' }),
  ];
  for (const answer of await Promise.all(tries)) expect(answer.status).toBe(404);
});

test('who moves to another unit is seen there from then on', async () => {
  const id = await issue();
  await here.installation.database.client.execute({
    sql: 'UPDATE memberships SET org_unit_id = ? WHERE person_id = ?',
    args: [other, learner.personId],
  });
  here.jobs.wake();
  await here.jobs.idle();
  expect((await listed(township, own)).total).toBe(0);
  expect((await members(county, other, id)).total).toBe(2);
});

test('a township reminds its own people of a county’s programme, each once a day whoever reminds', async () => {
  const id = await issue();
  const remind = (personId: string | null, who = township, unitId = own) =>
    who.post<{ people: number }>(at(unitId, `/${id}/reminders`), { personId });
  const reminders = async ({ visitor }: Learner) =>
    (await visitor.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items.filter(
      ({ kind }) => kind === 'programme-reminder',
    );
  const work = async () => {
    here.jobs.wake();
    await here.jobs.idle();
  };
  // Somebody of another township is nobody there, and another township is not theirs to remind at.
  expect((await remind(stranger.personId)).status).toBe(404);
  expect((await remind(null, township, other)).status).toBe(404);
  expect((await remind(null)).body).toEqual({ people: 1 });
  await work();
  expect(await reminders(learner)).toHaveLength(1);
  expect(await reminders(stranger)).toEqual([]);
  expect((await remind(learner.personId)).body).toEqual({ people: 0 });
  // The county reminds everybody on the same day: only those of others are left.
  const all = await county.post<{ people: number }>(`/api/v1/programmes/${id}/reminders`, {
    personId: null,
  });
  expect(all.body).toEqual({ people: 1 });
  await work();
  expect([await reminders(learner), await reminders(stranger)].map(({ length }) => length)).toEqual(
    [1, 1],
  );
  await county.post(`/api/v1/programmes/${id}/closing`);
  expect((await remind(null)).status).toBe(409);
});
