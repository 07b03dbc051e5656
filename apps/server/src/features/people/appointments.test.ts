// Appointments as clerks enter them: by days, changed, corrected and taken away.
import type { OrgUnitRef, Personnel } from '@xueshi/contracts';
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
