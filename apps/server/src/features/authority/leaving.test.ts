// Whom roles are given to, by a search; and what becomes of them when their holders leave.
import type { Notice, RoleCandidate, RoleHolder, UnitOverview } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addLearner, personOf, signInWithoutPassword } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let township: Visitor;

beforeEach(async () => {
  here = await openTestInstallation();
  county = await as('chenjianguo');
  township = await as('lifang');
});
afterEach(() => here.close());

const as = async (loginName: string) =>
  (await signInWithoutPassword(here, await personOf(here, loginName))).visitor;

const dayIn = (days: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(
    new Date(here.clock.now().getTime() + days * 86_400_000),
  );

async function idOf(name: string): Promise<string> {
  const { db } = here.installation.platform;
  const [unit] = await db.select().from(schema.orgUnits).where(eq(schema.orgUnits.name, name));
  if (!unit) throw new Error(`no unit ${name}`);
  return unit.id;
}

type Refusable = { grantId: string; code: string };
const grant = async (unit: string, body: object, who: Visitor = county) =>
  who.post<Refusable>(`/api/v1/org-units/${await idOf(unit)}/roles`, {
    role: 'training_officer',
    from: dayIn(0),
    until: dayIn(30),
    reason: '负责本镇培训',
    ...body,
  });

interface Listed {
  items: RoleHolder[];
  unsettledCount: number;
  total: number;
}
const unsettled = async (unit: string, who: Visitor = county) =>
  (await who.get<Listed>(`/api/v1/org-units/${await idOf(unit)}/roles?place=unsettled`)).body;

/** What the page of a unit tells its administrator to decide. */
const toDecide = async (unit: string, who: Visitor = county) =>
  (await who.get<UnitOverview>(`/api/v1/org-units/${await idOf(unit)}/overview`)).body
    .unsettledRoles;

type Found = { items: RoleCandidate[]; hasMore: boolean };
const search = async (unit: string, query: string, who: Visitor = county) =>
  who.get<Found>(
    `/api/v1/org-units/${await idOf(unit)}/role-candidates?${new URLSearchParams({ query })}`,
  );

/** Somebody begins at another unit today. */
async function moveTo(personId: string, unit: string, who: Visitor = county) {
  const wish = { unit, managingUnit: null, category: 'township', post: null };
  const rest = { positionLevel: null, rank: null, from: dayIn(0) };
  const answer = await who.post(`/api/v1/people/${personId}/appointments`, { ...wish, ...rest });
  expect(answer.status).toBe(204);
}

const noticesOf = async (who: Visitor) =>
  (await who.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items.filter(({ kind }) =>
    kind.startsWith('role-'),
  );

test('somebody is found by name, pinyin, personnel code or login name, within reach only', async () => {
  const { personId, loginName } = await addLearner(here, '清河镇');
  const other = await addLearner(here, '石桥乡');
  const names = { name: '夏侯明', namePinyin: 'xia hou ming', nameInitials: 'xhm' };
  await here.installation.platform.write(async (tx) => {
    const { people } = schema;
    await tx
      .update(people)
      .set({ ...names, code: 'QH-77' })
      .where(eq(people.id, personId));
    await tx
      .update(people)
      .set({ ...names, code: 'SQ-77' })
      .where(eq(people.id, other.personId));
  });
  for (const typed of ['夏侯', 'xiahou', 'QH-77', loginName, ' ＱＨ-77 ']) {
    const { items } = (await search('清河镇', typed, township)).body;
    expect(items, typed).toEqual([
      { personId, name: '夏侯明', code: 'QH-77', unitName: '清河镇', post: null, hasAccount: true },
    ]);
  }
  expect((await search('清河镇', '夏侯', county)).body.items).toHaveLength(2);
  for (const foreign of ['SQ-77', other.loginName])
    expect((await search('清河镇', foreign, township)).body.items).toEqual([]);
  expect((await search('石桥乡', '夏侯', township)).status).toBe(404);
  const officer = await addLearner(here, '清河镇');
  await grant('清河镇', { personId: officer.personId });
  const again = (await signInWithoutPassword(here, officer.personId)).visitor;
  expect((await search('清河镇', '夏侯', again)).status).toBe(403);
  // An id from elsewhere is no way round the search.
  expect((await grant('清河镇', { personId: other.personId }, township)).status).toBe(404);
  expect((await grant('清河镇', { personId }, township)).status).toBe(201);
});

test('without an account nobody gets a role, and the search says so', async () => {
  const { personId } = await addLearner(here, '清河镇');
  await here.installation.platform.write(async (tx) => {
    await tx.delete(schema.sessions).where(eq(schema.sessions.personId, personId));
    await tx.delete(schema.accounts).where(eq(schema.accounts.personId, personId));
    await tx.update(schema.people).set({ code: 'QH-88' }).where(eq(schema.people.id, personId));
  });
  expect((await search('清河镇', 'QH-88')).body.items).toMatchObject([{ hasAccount: false }]);
  expect((await grant('清河镇', { personId })).body.code).toBe('role-without-account');
});

test('whoever gets, stands in for or loses a role is told', async () => {
  const { personId, visitor } = await addLearner(here, '清河镇');
  const { grantId } = (await grant('清河镇', { personId })).body;
  expect(await noticesOf(visitor)).toMatchObject([
    {
      kind: 'role-granted',
      params: { role: 'training_officer', title: '清河镇', name: '陈建国', date: dayIn(30) },
      link: '/account/roles',
    },
  ]);
  here.clock.advance({ minutes: 1 });
  await county.put(`/api/v1/role-grants/${grantId}/ending`, { reason: '工作调整' });
  expect(await noticesOf(visitor)).toMatchObject([
    { kind: 'role-ended', params: { reason: '工作调整' } },
    { kind: 'role-granted' },
  ]);
  const { items } = (await township.get<Listed>('/api/v1/me/roles')).body;
  const own = items.find(({ role }) => role === 'unit_admin')?.grantId ?? '';
  const deputy = await addLearner(here, '柳湾村');
  const found = await township.get<Found>(
    `/api/v1/me/roles/${own}/candidates?query=${deputy.loginName}`,
  );
  expect(found.body.items.map((one) => one.personId)).toEqual([deputy.personId]);
  const beside = await addLearner(here, '石桥乡');
  const none = await township.get<Found>(
    `/api/v1/me/roles/${own}/candidates?query=${beside.loginName}`,
  );
  expect(none.body.items).toEqual([]);
  expect((await county.get(`/api/v1/me/roles/${own}/candidates?query=x`)).status).toBe(404);
  await township.post(`/api/v1/me/roles/${own}/delegations`, {
    personId: deputy.personId,
    from: dayIn(0),
    until: dayIn(3),
    reason: '外出学习',
  });
  expect(await noticesOf(deputy.visitor)).toMatchObject([
    { kind: 'role-handed-on', params: { name: '李芳', date: dayIn(3) } },
  ]);
});

test('who leaves a unit is listed there with the role until somebody ends it or lets them keep it', async () => {
  const { personId } = await addLearner(here, '清河镇');
  const { grantId } = (await grant('清河镇', { personId })).body;
  here.clock.advance({ days: 2 });
  [county, township] = [await as('chenjianguo'), await as('lifang')];
  expect(await unsettled('清河镇')).toMatchObject({ items: [], unsettledCount: 0 });
  await moveTo(personId, '石桥乡');
  const listed = await unsettled('云岭县(示例)');
  expect(listed).toMatchObject({
    items: [{ grantId, unsettled: 'left_unit', mayEnd: true }],
    unsettledCount: 1,
  });
  expect(await unsettled('石桥乡')).toMatchObject({ unsettledCount: 0 });
  expect(await toDecide('云岭县(示例)')).toBe(1);
  expect(await toDecide('清河镇')).toBe(1);
  expect(await toDecide('石桥乡')).toBe(0);
  const url = `/api/v1/role-grants/${grantId}/keeping`;
  // Whoever answers for one of both units only does not decide that it stays; anybody else finds nothing.
  const short = await township.put<Refusable>(url, { reason: '继续兼管' });
  expect(short.body.code).toBe('role-holder-elsewhere');
  const beside = await addLearner(here, '石桥乡');
  await grant('石桥乡', { personId: beside.personId, role: 'unit_admin' });
  const other = (await signInWithoutPassword(here, beside.personId)).visitor;
  expect((await other.put(url, { reason: '继续兼管' })).status).toBe(404);
  const holder = (await signInWithoutPassword(here, personId)).visitor;
  expect((await holder.put(url, { reason: '继续兼管' })).status).toBe(403);
  // Only who administers the unit is told of it.
  expect(await toDecide('清河镇', holder)).toBe(0);

  const kept = await county.put<Refusable>(url, { reason: '继续兼管' });
  expect(kept.status).toBe(200);
  expect(kept.body.grantId).not.toBe(grantId);
  expect(await unsettled('清河镇')).toMatchObject({ unsettledCount: 0 });
  expect(await toDecide('清河镇')).toBe(0);
  expect((await county.put(url, { reason: '继续兼管' })).status).toBe(404);
  expect((await holder.get(`/api/v1/org-units/${await idOf('清河镇')}/roles`)).status).toBe(200);
});

test('a role given to somebody of another unit needs no decision, and one of who retires ends', async () => {
  const above = await addLearner(here, '石桥乡');
  await grant('清河镇', { personId: above.personId, role: 'supervisor' });
  expect(await unsettled('清河镇')).toMatchObject({ unsettledCount: 0 });
  const { personId } = await addLearner(here, '清河镇');
  await grant('清河镇', { personId });
  const retired = { status: 'retired', from: dayIn(0), reason: '到龄退休' };
  expect((await county.put(`/api/v1/people/${personId}/status`, retired)).status).toBe(204);
  expect((await unsettled('清河镇')).items).toEqual([]);
  const { items } = (await county.get<Listed>(`/api/v1/org-units/${await idOf('清河镇')}/roles`))
    .body;
  expect(items.map(({ role }) => role)).not.toContain('training_officer');
});

test('who administers for a time grants nothing that outlasts it', async () => {
  const acting = await addLearner(here, '清河镇');
  await grant('清河镇', { personId: acting.personId, role: 'unit_admin', until: dayIn(30) });
  const visitor = (await signInWithoutPassword(here, acting.personId)).visitor;
  const { personId } = await addLearner(here, '清河镇');
  for (const until of [null, dayIn(31)])
    expect((await grant('清河镇', { personId, until }, visitor)).body.code).toBe(
      'role-beyond-own-period',
    );
  expect((await grant('清河镇', { personId, until: dayIn(30) }, visitor)).status).toBe(201);
  const made = await visitor.post<Refusable>(`/api/v1/org-units/${await idOf('清河镇')}/people`, {
    name: '新来的',
    loginName: 'new-admin',
    post: null,
    category: null,
    unitAdmin: true,
  });
  expect(made.body.code).toBe('role-beyond-own-period');
});

test('all of one’s roles are listed, page by page', async () => {
  const { personId, visitor } = await addLearner(here, '清河镇');
  const unit = await idOf('清河镇');
  await here.installation.platform.write((tx) =>
    tx.insert(schema.roleGrants).values(
      Array.from({ length: 60 }, (_, at) => ({
        id: `many-${at}`,
        personId,
        role: 'supervisor',
        orgUnitId: unit,
        grantedAt: here.clock.now(),
      })),
    ),
  );
  const page = async (number: number) =>
    (await visitor.get<Listed>(`/api/v1/me/roles?page=${number}`)).body;
  const [first, second] = [await page(1), await page(2)];
  expect(first).toMatchObject({ total: 60 });
  const ids = [...first.items, ...second.items].map(({ grantId }) => grantId);
  expect(new Set(ids).size).toBe(60);
});
