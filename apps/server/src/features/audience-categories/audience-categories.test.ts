import type {
  AuditRow,
  CategoryEntry,
  CategoryName,
  Dashboard,
  Me,
  OrgUnitRef,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
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
let farmer: Learner;

interface Answer {
  code: string;
  title: string;
}

const FARM = 'state_farm';
const named = (name: string, nameEn: string | null = null) => ({ name, nameEn });
const add = (code: string, facts: object, who = system) =>
  who.post<Answer>('/api/v1/audience-categories', { code, ...facts });
const setState = (code: string, state: string) =>
  system.put<Answer>(`/api/v1/audience-categories/${code}/state`, { state });
const give = (who: Learner, category: string) =>
  town.put<Answer | null>(`/api/v1/people/${who.personId}/audience-category`, { category });
const entries = async () =>
  (await system.get<{ items: CategoryEntry[] }>('/api/v1/audience-category-register')).body.items;
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
  farmer = await addLearner(here, '清河镇');
  await here.installation.platform.write((tx) => passDays(tx, here.clock.now()));
  await work();
  expect((await add(FARM, named('国有农场干部'))).status).toBe(201);
});
afterAll(() => here.close());

test('the six stay as they are, and everybody reads what categories are called', async () => {
  const { body } = await farmer.visitor.get<{ items: CategoryName[] }>(
    '/api/v1/audience-categories',
  );
  expect(body.items).toHaveLength(7);
  expect(body.items[0]).toMatchObject({ code: 'county_department', state: 'active' });
  const farm = { code: FARM, name: { 'zh-CN': '国有农场干部', en: '国有农场干部' } };
  expect(body.items.at(-1)).toEqual({ ...farm, state: 'active' });
  const me = await farmer.visitor.get<Me>('/api/v1/session');
  expect(me.body.ownCategories).toEqual([{ ...farm, state: 'active' }]);
  for (const answer of [
    await system.put('/api/v1/audience-categories/township', named('乡镇')),
    await setState('township', 'retired'),
    await system.delete('/api/v1/audience-categories/township'),
  ])
    expect(answer.status).toBe(404);
});

test.each([
  ['a code that is there', FARM, named('农场干部'), 'category-code-taken'],
  ['a code of the six', 'township', named('农场干部'), 'category-code-taken'],
  ['the word for none', 'none', named('农场干部'), 'category-code-taken'],
  ['the word for the others', 'others', named('农场干部'), 'category-code-taken'],
  ['a code with capitals', 'Farm', named('农场干部'), 'category-code-malformed'],
  ['a code of one letter', 'x', named('农场干部'), 'category-code-malformed'],
  ['a name that is there', 'other', named(' 国有农场干部 '), 'category-name-taken'],
  ['a name of the six', 'other', named('乡镇（街道）干部'), 'category-name-taken'],
  ['a name that is a code', 'other', named('林场干部', 'State farm'), 'category-name-taken'],
  ['a name without letters', 'other', named('——'), 'category-name-unfit'],
  ['a name of two lines', 'other', named('林场\n干部'), 'category-name-unfit'],
])('%s is refused', async (_, code, facts, problem) => {
  expect((await add(code, facts)).body.code).toBe(problem);
});

test('nobody but system administrators keeps the list', async () => {
  expect((await add('forest', named('林场干部'), town)).status).toBe(403);
  expect((await town.get('/api/v1/audience-category-register')).status).toBe(403);
});

test('an unknown code is refused by its name, wherever it is sent', async () => {
  const refused = await give(farmer, 'nobody_knows');
  expect(refused).toMatchObject({ status: 400, body: { code: 'category-unknown' } });
  expect(refused.body?.title).toContain('“nobody_knows”');
  const unit = `/api/v1/org-units/${townId}`;
  for (const list of ['people?', 'dashboard?', 'earned?', 'outlooks?outlook=at_risk&']) {
    const answer = await town.get<Answer>(`${unit}/${list}category=nobody_knows`);
    expect(answer.body.code).toBe('category-unknown');
  }
  const order = { kind: 'completion_list', filters: { category: 'nobody_knows' } };
  const run = { year: 2026, order: { ...order, columns: ['name'], format: 'csv' } };
  const draft = draftOf([townId], { target: { categories: ['nobody_knows'] } });
  const group = { code: 'pioneer', categories: ['nobody_knows'], mostInUnit: null };
  for (const answer of [
    await town.post<Answer>(`${unit}/report-runs`, run),
    await town.post<Answer>(`/api/v1/units/${townId}/programmes`, draft),
    await system.post<Answer>('/api/v1/key-groups', { ...group, ...named('先锋') }),
  ])
    expect(answer.body.code).toBe('category-unknown');
});

test('somebody is put into one as into the six, counted and listed, and is no case without one', async () => {
  expect((await give(farmer, FARM)).status).toBe(204);
  await work();
  expect(await entry(FARM)).toMatchObject({ people: 1, isUsed: true, isBuiltIn: false });
  const { body } = await town.get<Dashboard>(`/api/v1/org-units/${townId}/dashboard`);
  expect(body.byCategory.map(({ category }) => category)).toContain(FARM);
  const listed = await town.get<{ items: { personId: string; state: string }[] }>(
    `/api/v1/org-units/${townId}/people?category=${FARM}`,
  );
  expect(listed.body.items).toEqual([
    expect.objectContaining({
      personId: farmer.personId,
      state: 'nothing_yet',
      targetHundredths: 4_000,
      targetHalfDays: 10,
    }),
  ]);
});

test('a programme for it is kept live', async () => {
  const responsibleId = await personOf(here, 'lifang');
  const draft = draftOf([townId], { responsibleId, target: { categories: [FARM] } });
  const id = await issueProgramme(here, town, townId, draft);
  const members = async () =>
    (await town.get<{ items: { personId: string }[] }>(`/api/v1/programmes/${id}/members`)).body
      .items;
  expect(await members()).toHaveLength(1);
  const late = await addLearner(here);
  expect((await give(late, FARM)).status).toBe(204);
  await work();
  expect((await members()).map(({ personId }) => personId)).toContain(late.personId);
});

const HEADINGS = ['人员编码', '姓名', '单位编码', '干部类别'];
const send = async (code: string, category: string) => {
  const row = [code, '名册来人', 'YL08', category];
  const { id } = await desk.upload(town, townId, await workbookOf(HEADINGS, [row]));
  return desk.check(town, id);
};
const mistakesOf = async (id: string) =>
  (await desk.mistakes(town, id)).map(({ cell, code, value }) => `${cell} ${code} ${value}`);

test('rosters take its code and its names, write them out again, and offer them in the template', async () => {
  await add('forest', named('国有林场干部', 'Cadres of state forests'));
  const run = await send('LC01', 'cadres of state  forests');
  expect(run).toMatchObject({ errors: 0, rowsAdding: 1 });
  await desk.apply(town, run.id);
  const { appointments } = await desk.personnel(town, 'LC01');
  expect(appointments[0]?.category).toBe('forest');
  expect(await send('LC01', '国有林场干部')).toMatchObject({ rowsSame: 1 });
  const { bytes } = await desk.exported(town, townId, { format: 'csv', withIdentity: false });
  expect(bytes.toString()).toContain('国有林场干部');
  const template = await download(here, town, `/api/v1/org-units/${townId}/roster-template`);
  const words = unzipSync(template.bytes)['xl/sharedStrings.xml'] ?? new Uint8Array();
  expect(strFromU8(words)).toContain('国有林场干部');
  const unknown = await send('LC02', '科技特派员');
  expect(await mistakesOf(unknown.id)).toEqual(['D2 category-unknown 科技特派员']);
});

test('a completion list is cut to it and says its name in the language of the file', async () => {
  const order = {
    kind: 'completion_list',
    filters: { category: 'forest' },
    columns: ['name', 'category'],
    format: 'csv',
  };
  for (const [locale, words] of [
    ['zh-CN', '国有林场干部'],
    ['en', 'Cadres of state forests'],
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
  }
});

test('a retired one stays with whoever is in it, is given to nobody anew, and comes back', async () => {
  const checked = await send('LC04', '国有林场干部');
  expect((await setState('forest', 'retired')).status).toBe(204);
  await desk.apply(town, checked.id);
  expect((await desk.personnel(town, 'LC04')).appointments[0]?.category).toBeNull();
  expect((await give(farmer, 'forest')).body?.code).toBe('category-retired');
  expect(await mistakesOf((await send('LC03', 'forest')).id)).toEqual([
    'D2 category-retired 国有林场干部',
  ]);
  expect(await send('LC01', '国有林场干部')).toMatchObject({ errors: 0, rowsSame: 1 });
  const url = `/api/v1/people/${(await desk.personByCode('LC01'))?.id}/appointments`;
  const post = { category: 'forest', post: '场长', positionLevel: null, rank: null };
  expect((await town.post(url, { ...post, from: trainingDayOf(here.clock.now()) })).status).toBe(
    204,
  );
  const draft = draftOf([townId], { target: { categories: ['forest'] } });
  const planned = await town.post<Answer>(`/api/v1/units/${townId}/programmes`, draft);
  expect(planned.body.code).toBe('category-retired');
  expect((await setState('forest', 'active')).status).toBe(204);
  expect((await give(farmer, 'forest')).status).toBe(204);
});

test('they stand in the order they were put in; a list that changed meanwhile is told', async () => {
  const order = (codes: string[]) =>
    system.put<Answer>('/api/v1/audience-category-order', { codes });
  expect((await order(['forest', FARM])).status).toBe(204);
  expect((await entries()).slice(6).map(({ code }) => code)).toEqual(['forest', FARM]);
  for (const codes of [['forest'], ['forest', FARM, 'township']])
    expect((await order(codes)).body.code).toBe('category-list-changed');
});

test('a used one is never deleted, not even past the API; an unused one is', async () => {
  const remove = (code: string) => system.delete<Answer>(`/api/v1/audience-categories/${code}`);
  expect((await remove(FARM)).body.code).toBe('category-in-use');
  const { client } = here.installation.database;
  for (const statement of [
    `DELETE FROM audience_categories WHERE code = '${FARM}'`,
    `UPDATE audience_categories SET code = 'farms' WHERE code = '${FARM}'`,
    `INSERT OR REPLACE INTO audience_categories (code, name, position, created_at, created_by)
      VALUES ('${FARM}', '别的', 1, 0, 'x')`,
  ])
    await expect(client.execute(statement)).rejects.toThrow(/audience category/);
  expect((await add('abroad', named('驻外机构干部'))).status).toBe(201);
  expect(await entry('abroad')).toMatchObject({ isUsed: false, people: 0 });
  expect((await remove('abroad')).status).toBe(204);
  expect(await entry('abroad')).toBeUndefined();
  await add('abroad', named('驻外机构干部'));
  const group = { code: 'envoy', categories: ['abroad'], mostInUnit: null, ...named('外派干部') };
  expect((await system.post('/api/v1/key-groups', group)).status).toBe(201);
  expect((await remove('abroad')).body.code).toBe('category-in-use');
});

test('what was changed is written down with what stood there before', async () => {
  const saved = named('国有农场干部', 'Cadres of state farms');
  const url = `/api/v1/audience-categories/${FARM}`;
  expect((await system.put(url, saved)).status).toBe(204);
  expect((await system.put(url, saved)).status).toBe(204);
  const { body } = await system.get<{ items: AuditRow[] }>('/api/v1/audit/events?group=people');
  const actions = body.items.map(({ action }) => action);
  for (const deed of [
    'y-added',
    'y-changed',
    'y-retired',
    'y-restored',
    'y-deleted',
    'ies-ordered',
  ])
    expect(actions).toContain(`audience-categor${deed}`);
  const { db } = here.installation.platform;
  const events = schema.auditEvents;
  const changed = await db
    .select()
    .from(events)
    .where(eq(events.action, 'audience-category-changed'));
  // Saving what stands there already changes nothing.
  expect(changed).toHaveLength(1);
  expect(changed[0]).toMatchObject({
    subject: 'installation',
    detail: {
      category: FARM,
      before: { nameEn: null },
      after: { nameEn: 'Cadres of state farms' },
    },
  });
});
