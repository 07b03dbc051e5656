import type {
  AuditRow,
  Dashboard,
  KeyGroupEntry,
  KeyGroupName,
  OrgUnitRef,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme } from '../../testing/programmes.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { RosterDesk, workbookOf } from '../../testing/rosters.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { passDays } from '../standings/service.ts';

let here: TestInstallation;
let desk: RosterDesk;
let system: Visitor;
let town: Visitor;
let townId: string;
let graduate: Learner;

const GRADUATES = {
  name: '选调生',
  nameEn: null,
  categories: ['county_department', 'township'],
  mostInUnit: 2,
};
const anyOne = (name: string, nameEn: string | null = null) => ({
  ...{ name, nameEn, categories: [], mostInUnit: null },
});

const add = (code: string, facts: object, who = system) =>
  who.post<{ code: string; title: string }>('/api/v1/key-groups', { code, ...facts });
const setState = (code: string, state: string) =>
  system.put<{ code: string }>(`/api/v1/key-groups/${code}/state`, { state });
const tag = (who: Learner, group: string, confirmed = false) =>
  town.put<{ code: string; title: string } | null>(
    `/api/v1/people/${who.personId}/key-groups/${group}`,
    { confirmed },
  );
const entries = async () =>
  (await system.get<{ items: KeyGroupEntry[] }>('/api/v1/key-group-register')).body.items;
const entry = async (code: string) => (await entries()).find((one) => one.code === code);
const work = async () => {
  here.jobs.wake();
  await here.jobs.idle();
};

beforeAll(async () => {
  here = await openTestInstallation({ courses: (folder) => writeReadingCourse(folder, 'law') });
  desk = new RosterDesk(here);
  [system, town] = [await here.signIn('hexiaoyan'), await here.signIn('lifang')];
  const own = await town.get<{ items: OrgUnitRef[] }>('/api/v1/org-units');
  townId = own.body.items[0]?.id ?? '';
  graduate = await addLearner(here, '清河镇');
  await here.installation.platform.write((tx) => passDays(tx, here.clock.now()));
  await work();
  expect((await add('xuandiao', GRADUATES)).status).toBe(201);
});
afterAll(() => here.close());

test('the six stay as they are, and everybody reads what key groups are called', async () => {
  const { body } = await graduate.visitor.get<{ items: KeyGroupName[] }>('/api/v1/key-groups');
  expect(body.items).toHaveLength(7);
  expect(body.items[0]).toMatchObject({ code: 'department_head' });
  expect(body.items.at(-1)).toEqual({
    code: 'xuandiao',
    name: { 'zh-CN': '选调生', en: '选调生' },
    state: 'active',
  });
  expect(await entry('township_chief')).toMatchObject({ isBuiltIn: true, mostInUnit: 2 });
  for (const answer of [
    await system.put('/api/v1/key-groups/reserve', anyOne('后备')),
    await setState('reserve', 'retired'),
    await system.delete('/api/v1/key-groups/reserve'),
  ])
    expect(answer.status).toBe(404);
});

test.each([
  ['a code that is there', 'xuandiao', anyOne('选调'), 'key-group-code-taken'],
  ['a code of the six', 'reserve', anyOne('后备'), 'key-group-code-taken'],
  ['a code with capitals', 'Xuan', anyOne('选调'), 'key-group-code-malformed'],
  ['a code of one letter', 'x', anyOne('选调'), 'key-group-code-malformed'],
  ['a name that is there', 'other', anyOne(' 选调生 '), 'key-group-name-taken'],
  ['a name of the six', 'other', anyOne('县乡后备干部'), 'key-group-name-taken'],
  ['a name that is a code', 'other', anyOne('乡村专干', 'Xuan diao'), 'key-group-name-taken'],
  ['a name with a semicolon', 'other', anyOne('第一书记；专干'), 'key-group-name-unfit'],
  ['a name without letters', 'other', anyOne('——'), 'key-group-name-unfit'],
])('%s is refused', async (_, code, facts, problem) => {
  expect((await add(code, facts)).body.code).toBe(problem);
});

test('nobody but system administrators keeps the list', async () => {
  expect((await add('zhuangan', anyOne('乡村振兴专干'), town)).status).toBe(403);
  expect((await town.get('/api/v1/key-group-register')).status).toBe(403);
});

test('an unknown code is refused by its name, in the language of whoever asks', async () => {
  const refused = await tag(graduate, 'nobody_knows');
  expect(refused).toMatchObject({ status: 400, body: { code: 'key-group-unknown' } });
  expect(refused.body?.title).toContain('“nobody_knows”');
  const list = `/api/v1/org-units/${townId}/outlooks?outlook=at_risk&keyGroup=`;
  for (const code of ['nobody_knows', 'reserve'])
    expect((await town.get<{ code: string }>(list + code)).body.code).toBe('key-group-unknown');
});

test('somebody is tagged with one as with the six, asked about, counted and listed', async () => {
  const [second, third] = [await addLearner(here), await addLearner(here)];
  const villager = await addLearner(here, '柳湾村');
  const { platform } = here.installation;
  await platform.write((tx) =>
    tx
      .update(schema.memberships)
      .set({ audienceCategory: 'village_community_principal' })
      .where(eq(schema.memberships.personId, villager.personId)),
  );
  expect((await tag(villager, 'xuandiao')).body?.code).toBe('key-group-contradicts');
  for (const who of [graduate, second]) expect((await tag(who, 'xuandiao')).status).toBe(204);
  expect((await tag(third, 'xuandiao')).body?.code).toBe('key-group-held');
  expect((await tag(third, 'xuandiao', true)).status).toBe(204);
  expect(await entry('xuandiao')).toMatchObject({ people: 3, isUsed: true });
  await work();
  const { body } = await town.get<Dashboard>(`/api/v1/org-units/${townId}/dashboard`);
  const tally = body.byKeyGroup.find(({ keyGroup }) => keyGroup === 'xuandiao')?.tally;
  expect(tally?.people).toBe(3);
  const atRisk = await town.get<{ total: number }>(
    `/api/v1/org-units/${townId}/outlooks?outlook=at_risk&keyGroup=xuandiao`,
  );
  expect(atRisk.body.total).toBe(tally?.atRisk);
});

test('a programme for it is kept live, and one for an unknown group is not written', async () => {
  const responsibleId = await personOf(here, 'lifang');
  const draft = (group: string) =>
    draftOf([townId], { responsibleId, target: { keyGroups: [group] } });
  const id = await issueProgramme(here, town, townId, draft('xuandiao'));
  const members = async () =>
    (await town.get<{ items: { personId: string }[] }>(`/api/v1/programmes/${id}/members`)).body
      .items;
  expect(await members()).toHaveLength(3);
  const late = await addLearner(here);
  expect((await tag(late, 'xuandiao', true)).status).toBe(204);
  await work();
  expect((await members()).map(({ personId }) => personId)).toContain(late.personId);
  const refused = await town.post<{ code: string }>(
    `/api/v1/units/${townId}/programmes`,
    draft('nobody_knows'),
  );
  expect(refused).toMatchObject({ status: 400, body: { code: 'key-group-unknown' } });
});

const HEADINGS = ['人员编码', '姓名', '单位编码', '干部类别', '重点对象'];
const send = async (code: string, groups: string) => {
  const row = [code, '名册来人', 'YL08', '乡镇（街道）干部', groups];
  const { id } = await desk.upload(town, townId, await workbookOf(HEADINGS, [row]));
  return desk.check(town, id);
};
const mistakesOf = async (id: string) =>
  (await desk.mistakes(town, id)).map(({ code, value }) => `${code} ${value}`);

test('rosters take its code and its names, write them out again, and list them in the template', async () => {
  await add('zhucun', anyOne('驻村第一书记', 'First secretary in a village'));
  const run = await send('XD01', 'xuandiao；first secretary in a village');
  expect(run).toMatchObject({ errors: 0, rowsAdding: 1 });
  await desk.apply(town, run.id);
  const groups = (await desk.personnel(town, 'XD01')).keyGroups.map(({ group }) => group);
  expect(groups.sort()).toEqual(['xuandiao', 'zhucun']);
  expect(await send('XD01', '驻村第一书记、选调生')).toMatchObject({ rowsSame: 1 });
  const { bytes } = await desk.exported(town, townId, { format: 'csv', withIdentity: false });
  expect(bytes.toString()).toContain('选调生；驻村第一书记');
  const template = await download(here, town, `/api/v1/org-units/${townId}/roster-template`);
  expect(
    strFromU8(unzipSync(template.bytes)['xl/sharedStrings.xml'] ?? new Uint8Array()),
  ).toContain('选调生；驻村第一书记');
  const unknown = await send('XD02', '选调生；科技特派员');
  expect(await mistakesOf(unknown.id)).toEqual(['group-unknown 科技特派员']);
});

test('a completion list is cut to it and says its name in the language of the file', async () => {
  const order = {
    kind: 'completion_list',
    filters: { keyGroup: 'zhucun' },
    columns: ['name', 'keyGroups'],
    format: 'csv',
  };
  await system.put('/api/v1/key-groups/xuandiao', { ...GRADUATES, nameEn: 'Selected graduate' });
  for (const [locale, words] of [
    ['zh-CN', '选调生、驻村第一书记'],
    ['en', '"Selected graduate, First secretary in a village"'],
  ] as const) {
    const answer = await here.app.inject({
      method: 'POST',
      url: `/api/v1/org-units/${townId}/report-runs`,
      headers: { cookie: `${town.cookie()}; xueshi-locale=${locale}`, origin: ORIGIN },
      payload: { year: 2026, order },
    });
    const { id } = answer.json<{ id: string }>();
    await work();
    const file = await download(here, town, `/api/v1/report-runs/${id}/file`, locale);
    const lines = file.bytes.toString().trim().split('\r\n');
    expect(lines.filter((line) => line.includes(words))).toHaveLength(1);
    expect(lines).toHaveLength(3);
  }
  const run = await town.post<{ code: string }>(`/api/v1/org-units/${townId}/report-runs`, {
    ...{ year: 2026, order: { ...order, filters: { keyGroup: 'nobody_knows' } } },
  });
  expect(run.body.code).toBe('key-group-unknown');
});

test('a retired one stays on whoever has it, is given to nobody anew, and comes back', async () => {
  const checked = await send('XD04', '选调生；驻村第一书记');
  expect((await setState('xuandiao', 'retired')).status).toBe(204);
  await desk.apply(town, checked.id);
  const given = (await desk.personnel(town, 'XD04')).keyGroups.map(({ group }) => group);
  expect(given).toEqual(['zhucun']);
  const newcomer = await addLearner(here);
  expect((await tag(newcomer, 'xuandiao', true)).body?.code).toBe('key-group-retired');
  expect(await mistakesOf((await send('XD03', '选调生')).id)).toEqual(['group-retired 选调生']);
  expect(await send('XD01', '选调生；驻村第一书记')).toMatchObject({ errors: 0, rowsSame: 1 });
  expect((await entry('xuandiao'))?.people).toBe(5);
  const draft = draftOf([townId], { target: { keyGroups: ['xuandiao'] } });
  const planned = await town.post<{ code: string }>(`/api/v1/units/${townId}/programmes`, draft);
  expect(planned.body.code).toBe('key-group-retired');

  const url = `/api/v1/people/${graduate.personId}`;
  expect((await town.delete(`${url}/key-groups/xuandiao`)).status).toBe(204);
  const { keyGroups } = await desk.personnel(town, 'XD01');
  expect(keyGroups).toHaveLength(2);
  const again = await town.put<{ code: string }>(
    `${url}/key-group-records/${await recordOf(graduate)}`,
    { from: '2026-11-20', until: null, reason: '误移出，恢复' },
  );
  expect(again.body.code).toBe('key-group-retired');
  expect((await setState('xuandiao', 'active')).status).toBe(204);
  expect((await tag(newcomer, 'xuandiao', true)).status).toBe(204);
});

const recordOf = async ({ personId }: Learner) => {
  const { db } = here.installation.platform;
  const held = schema.keyGroupMemberships;
  const [row] = await db.select().from(held).where(eq(held.personId, personId));
  return row?.id ?? '';
};

test('a used one is never deleted, not even past the API; an unused one is', async () => {
  const remove = (code: string) => system.delete<{ code: string }>(`/api/v1/key-groups/${code}`);
  expect((await remove('xuandiao')).body.code).toBe('key-group-in-use');
  const { client } = here.installation.database;
  for (const statement of [
    `DELETE FROM key_groups WHERE code = 'xuandiao'`,
    `UPDATE key_groups SET code = 'graduates' WHERE code = 'xuandiao'`,
    `INSERT OR REPLACE INTO key_groups (code, name, categories, created_at, created_by)
      VALUES ('xuandiao', '别的', '[]', 0, 'x')`,
  ])
    await expect(client.execute(statement)).rejects.toThrow(/key group/);
  expect((await add('zhuangan', anyOne('乡村振兴专干'))).status).toBe(201);
  expect(await entry('zhuangan')).toMatchObject({ isUsed: false, people: 0 });
  expect((await remove('zhuangan')).status).toBe(204);
  expect(await entry('zhuangan')).toBeUndefined();
});

test('what was changed is written down with what stood there before', async () => {
  const { body } = await system.get<{ items: AuditRow[] }>('/api/v1/audit/events?group=people');
  const actions = body.items.map(({ action }) => action);
  for (const action of ['added', 'changed', 'retired', 'restored', 'deleted'])
    expect(actions).toContain(`key-group-${action}`);
  const { db } = here.installation.platform;
  const events = schema.auditEvents;
  const saved = { ...GRADUATES, nameEn: 'Selected graduate' };
  expect((await system.put('/api/v1/key-groups/xuandiao', saved)).status).toBe(204);
  const changed = await db.select().from(events).where(eq(events.action, 'key-group-changed'));
  // Saving what stands there already changes nothing.
  expect(changed).toHaveLength(1);
  expect(changed[0]).toMatchObject({
    subject: 'installation',
    detail: {
      group: 'xuandiao',
      before: { nameEn: null },
      after: { nameEn: 'Selected graduate' },
    },
  });
});
