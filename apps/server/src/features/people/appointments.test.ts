// Appointments as clerks enter them: by days, changed, corrected and taken away.
import type { OrgUnitRef, Personnel } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RosterDesk, workbookOf } from '../../testing/rosters.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let town: Visitor;
let townId: string;

beforeAll(async () => {
  here = await openTestInstallation();
  town = await here.signIn('lifang');
  const own = await town.get<{ items: OrgUnitRef[] }>('/api/v1/org-units');
  townId = own.body.items[0]?.id ?? '';
});
afterAll(() => here.close());

const today = () =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(here.clock.now());
const personnel = async (who: Visitor, id: string) =>
  (await who.get<Personnel>(`/api/v1/people/${id}/personnel`)).body;

let number = 0;
async function added(facts: object = {}): Promise<string> {
  number += 1;
  const body = { name: '新来人', loginName: `xinlai${number}`, post: null, category: null };
  const answer = await town.post<{ personId: string }>(`/api/v1/org-units/${townId}/people`, {
    ...body,
    ...facts,
  });
  expect(answer.status).toBe(201);
  return answer.body.personId;
}

const WISH = {
  unit: '柳湾村',
  managingUnit: null,
  category: 'village_community_principal',
  post: '村委会主任',
  positionLevel: null,
  rank: null,
};
const appointedToday = (id: string, wish: object = {}) =>
  town.post(`/api/v1/people/${id}/appointments`, { ...WISH, from: today(), ...wish });

test('somebody added today is appointed today, and the day has one appointment', async () => {
  const id = await added();
  expect((await appointedToday(id)).status).toBe(204);
  expect((await personnel(town, id)).appointments).toMatchObject([
    { unit: { name: '柳湾村' }, post: '村委会主任', endsAt: null },
  ]);
});

test('a category given today does not stand in the way of an appointment today', async () => {
  const id = await added({ category: 'township' });
  here.clock.advance({ days: 1 });
  town = await here.signIn('lifang');
  const category = { category: 'village_community_principal' };
  expect((await town.put(`/api/v1/people/${id}/audience-category`, category)).status).toBe(204);
  expect((await appointedToday(id, { post: '村党支部书记' })).status).toBe(204);
  expect((await personnel(town, id)).appointments).toMatchObject([
    { post: '村党支部书记', category: 'village_community_principal' },
    { category: 'township' },
  ]);
});

test('somebody imported today is appointed today', async () => {
  const desk = new RosterDesk(here);
  const file = await workbookOf(['人员编码', '姓名', '单位编码'], [['R001', '今日导', 'YL08']]);
  const { id } = await desk.upload(town, townId, file);
  await desk.check(town, id);
  await desk.apply(town, id);
  const person = await desk.personByCode('R001');
  expect((await appointedToday(person?.id ?? '')).status).toBe(204);
  expect((await desk.personnel(town, 'R001')).appointments).toHaveLength(1);
});

/** A unit of its own below another, for names and codes that the sample county has not. */
async function unitBelow(parent: string, name: string, code: string | null = null) {
  const root = await here.signIn('hexiaoyan');
  const { db } = here.installation.platform;
  const [above] = await db.select().from(schema.orgUnits).where(eq(schema.orgUnits.name, parent));
  const answer = await root.post<{ id: string }>(`/api/v1/org-units/${above?.id}/units`, {
    ...{ name, code, level: 'village', kind: 'department', form: null, regionCode: null },
    ...{ managementMode: 'territorial', principalCode: null, responsibleLogin: null },
  });
  expect(answer.status).toBe(201);
  return answer.body.id;
}
const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string } | null)?.code;

test('what is left out of an appointment stays, also in one of many units of one name', async () => {
  const county = await here.signIn('chenjianguo');
  const [own, other] = [
    await unitBelow('清河镇', '党政办'),
    await unitBelow('石桥乡', '党政办', 'SQ-DZB'),
  ];
  await unitBelow('云岭县(示例)', '党政办');
  const id = await added();
  const { unit: _, managingUnit: __, ...facts } = WISH;
  const url = `/api/v1/people/${id}/appointments`;
  const wish = { ...facts, from: today() };
  expect(codeOf(await county.post(url, { ...wish, unit: '党政办' }))).toBe('unit-ambiguous');
  expect((await county.post(url, { ...wish, unit: own })).status).toBe(204);
  expect((await county.post(url, { ...wish, rank: 'section_4' })).status).toBe(204);
  expect((await personnel(county, id)).appointments[0]).toMatchObject({
    unit: { id: own },
    rank: 'section_4',
  });
  // In the township itself only one has the name; the id of one elsewhere is as unknown as any.
  expect((await town.post(url, { ...wish, unit: '党政办' })).status).toBe(204);
  expect(codeOf(await town.post(url, { ...wish, unit: other }))).toBe('unit-unknown');
  expect(codeOf(await town.post(url, { ...wish, unit: 'SQ-DZB' }))).toBe('unit-unknown');
});

test('a code means its unit, however many others bear it as their name', async () => {
  const county = await here.signIn('chenjianguo');
  for (const parent of ['清河镇', '石桥乡', '柳湾村']) await unitBelow(parent, 'ZH01');
  const meant = await unitBelow('云岭县(示例)', '综合办', 'ZH01');
  const id = await added();
  const wish = { ...WISH, unit: 'ZH01', from: today() };
  expect((await county.post(`/api/v1/people/${id}/appointments`, wish)).status).toBe(204);
  expect((await personnel(county, id)).appointments[0]?.unit.id).toBe(meant);
});

test('a managing unit of another line is named by code or exact name, and stays when nothing is said', async () => {
  const manager = await unitBelow('云岭县(示例)', '县税务局', 'TAX-1');
  const id = await added();
  const { managingUnit: _, ...silent } = WISH;
  const managerOf = async () => (await personnel(town, id)).appointments[0]?.managingUnit;
  expect(codeOf(await appointedToday(id, { managingUnit: '没有这个局' }))).toBe(
    'managing-unit-unknown',
  );
  for (const named of ['TAX-1', '县税务局']) {
    expect((await appointedToday(id, { managingUnit: null })).status).toBe(204);
    expect(await managerOf()).toBe(null);
    expect((await appointedToday(id, { managingUnit: named })).status).toBe(204);
    expect(await managerOf()).toEqual({ id: manager, name: '县税务局' });
  }
  const rank = { ...silent, rank: 'clerk_1', from: today() };
  expect((await town.post(`/api/v1/people/${id}/appointments`, rank)).status).toBe(204);
  expect(await managerOf()).toEqual({ id: manager, name: '县税务局' });
  // Its id is no way to it: a code or a name is what one is told.
  expect(codeOf(await appointedToday(id, { managingUnit: manager }))).toBe('managing-unit-unknown');
  await unitBelow('石桥乡', '县税务局');
  expect(codeOf(await appointedToday(id, { managingUnit: '县税务局' }))).toBe('unit-ambiguous');
});

test('a joiner is added with code, level, rank and the day of joining, and owes from it on', async () => {
  const url = `/api/v1/org-units/${townId}/people`;
  const joiner = { name: '新干部', loginName: 'xinganbu', post: '干事', category: 'township' };
  const facts = { code: 'QH-500', positionLevel: '150', rank: 'clerk_1', joined: '2026-07-01' };
  expect(codeOf(await town.post(url, { ...joiner, ...facts, joined: '2027-01-01' }))).toBe(
    'day-not-begun',
  );
  const { body } = await town.post<{ personId: string }>(url, { ...joiner, ...facts });
  const known = await personnel(town, body.personId);
  expect(known).toMatchObject({
    code: 'QH-500',
    appointments: [{ positionLevel: '150', rank: 'clerk_1', startsAt: '2026-06-30T16:00:00.000Z' }],
    statuses: [{ status: 'active', startsAt: '2026-06-30T16:00:00.000Z' }],
  });
  const owed = await town.get<{ monthsOwed?: number }>(
    `/api/v1/people/${body.personId}/requirement?year=2026`,
  );
  expect(JSON.stringify(owed.body)).toContain('not_joined');
  const again = { ...joiner, loginName: 'xinganbu2', code: 'QH-500' };
  expect(codeOf(await town.post(url, again))).toBe('personnel-code-taken');
});
