// Who retires, leaves or dies: their roles, their account, where they are found, and the way back.
import type { FormerPerson, OrgUnitRef, Personnel, RoleHolder } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, eq, inArray } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addLearner, personOf, signInWithoutPassword } from '../../testing/learners.ts';
import { RosterDesk, workbookOf } from '../../testing/rosters.ts';
import {
  openTestInstallation,
  TEST_PASSWORD,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
let townId: string;

const as = async (loginName: string) =>
  (await signInWithoutPassword(here, await personOf(here, loginName))).visitor;

beforeEach(async () => {
  here = await openTestInstallation();
  [county, town] = [await as('chenjianguo'), await as('lifang')];
  townId = await unitOf(town);
});
afterEach(() => here.close());

const unitOf = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';
const today = () =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(here.clock.now());
const becomes = async (who: Visitor, personId: string, status: string) =>
  (
    await who.put(`/api/v1/people/${personId}/status`, {
      status,
      from: today(),
      reason: '据实登记',
    })
  ).status;
const closes = (who: Visitor, personId: string, state: 'active' | 'suspended') =>
  who.put<{ code: string } | null>(`/api/v1/people/${personId}/account-state`, {
    state,
    reason: '核查期间',
  });
const accountOf = async (personId: string) =>
  (await county.get<Personnel>(`/api/v1/people/${personId}/personnel`)).body.account?.state;
const signingIn = async (loginName: string, password = TEST_PASSWORD) => {
  const answer = await here
    .visitor()
    .post<{ code?: string }>('/api/v1/session', { loginName, password });
  return answer.body?.code ?? answer.status;
};
const grant = (personId: string, role: string, unitId = townId, who: Visitor = county) =>
  who.post(`/api/v1/org-units/${unitId}/roles`, {
    ...{ personId, role, from: today(), until: null, reason: '工作需要' },
  });
const rolesIn = async (unitId: string) =>
  (await county.get<{ items: RoleHolder[] }>(`/api/v1/org-units/${unitId}/roles`)).body.items;
const formerIn = async (who: Visitor, unitId: string, query = '') =>
  (
    await who.get<{ items: FormerPerson[]; total: number }>(
      `/api/v1/org-units/${unitId}/former-people?${new URLSearchParams(query)}`,
    )
  ).body;
const eventsOf = async (personId: string) =>
  (
    await here.installation.platform.db
      .select()
      .from(schema.auditEvents)
      .where(
        and(
          eq(schema.auditEvents.subject, `person:${personId}`),
          inArray(schema.auditEvents.action, ['account-suspended', 'account-reopened']),
        ),
      )
  ).map(({ action, detail }) => ({ action, detail }));

test('who leaves loses roles and account at once; taken back, the account is open and the roles are gone', async () => {
  const { personId, loginName, visitor } = await addLearner(here, '清河镇');
  expect((await grant(personId, 'unit_clerk')).status).toBe(201);
  expect(await becomes(county, personId, 'left')).toBe(204);
  expect((await visitor.get('/api/v1/session')).status).toBe(401);
  expect((await rolesIn(townId)).filter(({ role }) => role === 'unit_clerk')).toEqual([]);
  // Whether the account exists or is suspended is told only to whoever knows the password.
  expect(await signingIn(loginName)).toBe('account-suspended');
  expect(await signingIn(loginName, 'something else')).toBe('wrong-credentials');
  expect((await closes(county, personId, 'active')).body?.code).toBe('account-of-leaver');

  expect(await becomes(town, personId, 'active')).toBe(204);
  expect(await signingIn(loginName)).toBe(200);
  expect((await rolesIn(townId)).filter(({ role }) => role === 'unit_clerk')).toEqual([]);
  expect(await eventsOf(personId)).toEqual([
    { action: 'account-suspended', detail: { reason: '据实登记', byStatus: true } },
    { action: 'account-reopened', detail: { reason: '据实登记', byStatus: true } },
  ]);
});

test('who retires still reads their own record', async () => {
  const { personId, visitor } = await addLearner(here, '清河镇');
  expect(await becomes(town, personId, 'retired')).toBe(204);
  expect((await visitor.get('/api/v1/me/record')).status).toBe(200);
  expect(await becomes(town, personId, 'deceased')).toBe(204);
  expect(await accountOf(personId)).toBe('suspended');
});

test('what somebody decided about an account, no status undoes', async () => {
  const { personId } = await addLearner(here, '清河镇');
  expect((await closes(town, personId, 'suspended')).status).toBe(204);
  expect(await becomes(town, personId, 'left')).toBe(204);
  expect(await becomes(town, personId, 'active')).toBe(204);
  expect(await accountOf(personId)).toBe('suspended');
  expect((await closes(town, personId, 'active')).status).toBe(204);
  expect(await accountOf(personId)).toBe('active');
  expect(await eventsOf(personId)).toMatchObject([
    { action: 'account-suspended', detail: { reason: '核查期间' } },
    { action: 'account-reopened' },
  ]);
});

test('nobody takes by a status, or by suspending, what they may not take otherwise', async () => {
  const clerk = await addLearner(here, '清河镇');
  expect((await grant(clerk.personId, 'unit_clerk')).status).toBe(201);
  const desk = (await signInWithoutPassword(here, clerk.personId)).visitor;
  const administrator = await personOf(here, 'lifang');
  expect(await becomes(desk, administrator, 'left')).toBe(204);
  expect(await accountOf(administrator)).toBe('active');
  expect((await rolesIn(townId)).find(({ name }) => name === '李芳')).toMatchObject({
    unsettled: 'not_counted',
  });
  expect((await closes(desk, administrator, 'suspended')).status).toBe(403);
  const { personId } = await addLearner(here, '清河镇');
  expect((await closes(desk, personId, 'suspended')).status).toBe(403);
  const beside = await addLearner(here, '石桥乡');
  expect((await closes(town, beside.personId, 'suspended')).status).toBe(404);
  const oneself = await personOf(here, 'chenjianguo');
  expect((await closes(county, oneself, 'suspended')).status).toBe(403);
  expect(await becomes(county, oneself, 'left')).toBe(204);
  expect((await county.get('/api/v1/session')).status).toBe(200);
});

test('former people are found in the subtree they belonged to, by name, pinyin and kind, a page at a time', async () => {
  const gone: string[] = [];
  for (const status of ['retired', 'left', 'deceased']) {
    const { personId } = await addLearner(here, '柳湾村');
    expect(await becomes(town, personId, status)).toBe(204);
    here.clock.advance({ minutes: 1 });
    gone.push(personId);
  }
  const beside = await addLearner(here, '石桥乡');
  expect(await becomes(county, beside.personId, 'left')).toBe(204);
  const names = { name: '夏侯明', namePinyin: 'xia hou ming', nameInitials: 'xhm' };
  await here.installation.platform.write((tx) =>
    tx
      .update(schema.people)
      .set({ ...names, code: 'QH-9' })
      .where(eq(schema.people.id, gone[0] ?? '')),
  );
  const all = await formerIn(town, townId);
  expect(all.total).toBe(3);
  expect(new Set(all.items.map(({ personId }) => personId))).toEqual(new Set(gone));
  expect((await formerIn(county, await unitOf(county))).total).toBe(4);
  for (const query of ['query=夏侯', 'query=xiahou', 'query=QH-9', 'query=xhm', 'status=retired'])
    expect((await formerIn(town, townId, query)).items, query).toMatchObject([
      { personId: gone[0], status: 'retired', unitName: '柳湾村', code: 'QH-9' },
    ]);
  expect(await formerIn(town, townId, 'page=2')).toMatchObject({ items: [], total: 3 });
  const foreign = await county.get<{ items: OrgUnitRef[] }>('/api/v1/org-units');
  expect(
    (await town.get(`/api/v1/org-units/${foreign.body.items[0]?.id}/former-people`)).status,
  ).toBe(404);
  expect(await becomes(town, gone[0] ?? '', 'active')).toBe(204);
  expect((await formerIn(town, townId)).total).toBe(2);
});

test('a roster that says who left suspends accounts too, and undone it opens them', async () => {
  const desk = new RosterDesk(here);
  const { personId } = await addLearner(here, '清河镇');
  await here.installation.platform.write((tx) =>
    tx.update(schema.people).set({ code: 'L1' }).where(eq(schema.people.id, personId)),
  );
  const file = await workbookOf(
    ['人员编码', '姓名', '单位编码', '人员状态'],
    [['L1', '离任者', 'YL08', '调出或离职']],
  );
  const { id } = await desk.upload(town, townId, file);
  expect(await desk.check(town, id)).toMatchObject({ rowsUpdating: 1, errors: 0 });
  await desk.apply(town, id);
  expect(await accountOf(personId)).toBe('suspended');
  expect((await desk.undo(town, id)).rowsKept).toBe(0);
  expect(await accountOf(personId)).toBe('active');
});
