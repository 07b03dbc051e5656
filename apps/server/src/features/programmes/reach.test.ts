import type {
  ProblemCode,
  ProgrammeDraft,
  ProgrammeMember,
  ProgrammeView,
} from '@xueshi/contracts';
import { beforeEach, expect, test } from 'vitest';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme, unitIdOf } from '../../testing/programmes.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
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

beforeEach(async () => {
  here = await openTestInstallation({ courses: (folder) => writeReadingCourse(folder, 'law') });
  admin = await here.signIn('chenjianguo');
  adminId = await personOf(here, 'chenjianguo');
  village = await unitIdOf(here, '柳湾村');
  learner = await addLearner(here, '柳湾村');
  return () => here.close();
});

type Refusal = { code: ProblemCode };
const issue = async (change: Parameters<typeof draftOf>[1] = {}) =>
  issueProgramme(
    here,
    admin,
    await unitIdOf(here, '云岭县(示例)'),
    draftOf([village], { responsibleId: adminId, ...change }),
  );
const read = async (id: string) =>
  (await admin.get<ProgrammeView>(`/api/v1/programmes/${id}`)).body;
const members = async (id: string, query = '') =>
  (
    await admin.get<{ items: ProgrammeMember[]; total: number }>(
      `/api/v1/programmes/${id}/members${query}`,
    )
  ).body;
const work = async () => {
  here.jobs.wake();
  await here.jobs.idle();
};

test('a key group, a level and a rank narrow it, and the count is what the rule assigns', async () => {
  const { client } = here.installation.database;
  const second = await addLearner(here, '柳湾村');
  const third = await addLearner(here, '柳湾村');
  const tag = (who: Learner, group: string) =>
    client.execute({
      sql: `INSERT INTO key_group_memberships (id, person_id, key_group, starts_at) VALUES (?, ?, ?, 0)`,
      args: [`${who.personId}-${group}`, who.personId, group],
    });
  const level = (who: Learner) =>
    client.execute({
      sql: `UPDATE memberships SET position_level = '142', "rank" = 'section_1' WHERE person_id = ?`,
      args: [who.personId],
    });
  for (const who of [learner, second]) await tag(who, 'village_secretary');
  for (const who of [learner, third]) await level(who);
  const id = await issue({
    target: {
      keyGroups: ['village_secretary'],
      positionLevels: ['142'],
      ranks: ['section_1'],
    },
  });
  const preview = await admin.get<{ people: number }>(`/api/v1/programmes/${id}/preview`);
  expect(preview.body.people).toBe(1);
  const ids = async () => (await members(id)).items.map(({ personId }) => personId);
  expect(await ids()).toEqual([learner.personId]);
  await level(second);
  await work();
  expect((await ids()).sort()).toEqual([learner.personId, second.personId].sort());
});

test('who is a reserve cadre is not told by a programme: a township neither makes nor sees one', async () => {
  const township = await here.signIn('lifang');
  const own = await unitIdOf(here, '清河镇');
  const post = (who: Visitor) =>
    who.post<{ id: string } & Refusal>(
      `/api/v1/units/${own}/programmes`,
      draftOf([own], { target: { keyGroups: ['reserve'] } }),
    );
  expect(await post(township)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  const { id } = (await post(admin)).body;
  expect((await township.get(`/api/v1/programmes/${id}`)).status).toBe(404);
  const list = await township.get<{ total: number }>(`/api/v1/units/${own}/programmes`);
  expect(list.body.total).toBe(0);
  expect((await admin.get(`/api/v1/programmes/${id}`)).status).toBe(200);
});

test('thousands are assigned chunk by chunk, each told once, and listed page by page', async () => {
  const { client } = here.installation.database;
  const now = here.clock.now().getTime();
  for (let from = 0; from < 3000; from += 500) {
    const ids = Array.from(
      { length: 500 },
      (_, at) => `crowd-${String(from + at).padStart(5, '0')}`,
    );
    await client.execute({
      sql: `INSERT INTO people (id, name, name_pinyin, name_initials, created_at) VALUES ${ids.map(() => "(?, '众人', 'zhong ren', 'zr', ?)").join(',')}`,
      args: ids.flatMap((id) => [id, now]),
    });
    await client.execute({
      sql: `INSERT INTO memberships (id, person_id, org_unit_id, audience_category, starts_at) VALUES ${ids.map(() => "(?, ?, ?, 'township', ?)").join(',')}`,
      args: ids.flatMap((id) => [id, id, village, now]),
    });
  }
  const id = await issue();
  expect((await read(id)).figures.members).toBe(3004);
  expect((await read(id)).assigningPercent).toBeNull();
  const last = await members(id, '?page=61');
  expect(last).toMatchObject({ total: 3004, page: 61 });
  expect(last.items).toHaveLength(4);
  const [told] = (
    await client.execute(`SELECT count(*) AS n FROM notices WHERE kind = 'programme-assigned'`)
  ).rows;
  expect(told?.['n']).toBe(3004);
});

test('a township cannot assign to people outside it', async () => {
  const township = await here.signIn('lifang');
  const own = await unitIdOf(here, '清河镇');
  const other = await unitIdOf(here, '石桥乡');
  const stranger = await addLearner(here, '石桥乡');
  const post = (target: Partial<ProgrammeDraft['target']>) =>
    township.post<Refusal>(`/api/v1/units/${own}/programmes`, draftOf([], { target }));
  for (const target of [{ unitIds: [other] }, { personIds: [stranger.personId] }])
    expect(await post(target)).toMatchObject({
      status: 400,
      body: { code: 'programme-target-outside' },
    });
});
