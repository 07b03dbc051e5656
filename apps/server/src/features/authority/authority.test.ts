// Roles as people give, hand on and end them, and who may see whom.
import type { RoleHolder } from '@xueshi/contracts';
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
let today: string;

beforeEach(async () => {
  here = await openTestInstallation();
  county = await as('chenjianguo');
  today = dayIn(0);
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
const rolesOf = async (unit: string) => `/api/v1/org-units/${await idOf(unit)}/roles`;

type Refusable = { grantId: string; code: string };
const grant = async (unit: string, body: object, who: Visitor = county) =>
  who.post<Refusable>(await rolesOf(unit), {
    role: 'training_officer',
    from: today,
    until: dayIn(30),
    reason: '负责本镇培训',
    ...body,
  });
const holders = async (unit: string, place: string, who: Visitor = county) =>
  (await who.get<{ items: RoleHolder[] }>(`${await rolesOf(unit)}?place=${place}`)).body.items;

test('a role is granted at a unit for a period, and gives its subtree and nothing beside it', async () => {
  const { loginName, visitor } = await addLearner(here, '清河镇');
  expect((await grant('清河镇', { loginName })).status).toBe(201);
  expect((await visitor.get(await rolesOf('柳湾村'))).status).toBe(200);
  expect((await visitor.get(await rolesOf('石桥乡'))).status).toBe(404);
  expect((await visitor.get(await rolesOf('云岭县(示例)'))).status).toBe(404);
  const [held] = (await holders('清河镇', 'here')).filter(
    ({ role }) => role === 'training_officer',
  );
  expect(held).toMatchObject({
    at: { name: '清河镇' },
    unitName: '清河镇',
    duties: ['read', 'remind', 'run_training'],
    grantedBy: '陈建国',
    delegatedFrom: null,
    reason: '负责本镇培训',
    coming: false,
    mayEnd: true,
  });
  here.clock.advance({ days: 31 });
  const again = (await signInWithoutPassword(here, await personOf(here, loginName))).visitor;
  expect((await again.get(await rolesOf('清河镇'))).status).toBe(403);
});

test('a role for a time to come is listed as such and gives nothing before', async () => {
  const { loginName, visitor } = await addLearner(here, '清河镇');
  await grant('清河镇', { loginName, from: dayIn(5) });
  expect((await visitor.get(await rolesOf('清河镇'))).status).toBe(403);
  expect((await holders('清河镇', 'here')).map(({ coming }) => coming)).toContain(true);
});

test('holders are seen at a unit, above it and below it', async () => {
  const township = await as('lifang');
  const names = async (unit: string, place: string) =>
    (await holders(unit, place, township)).map(({ name, role }) => `${name} ${role}`);
  expect(await names('清河镇', 'here')).toEqual(['李芳 unit_admin']);
  expect(await names('清河镇', 'above')).toEqual(
    expect.arrayContaining(['陈建国 unit_admin', '何晓燕 sys_admin']),
  );
  expect(await names('柳湾村', 'above')).toContain('李芳 unit_admin');
  expect((await holders('云岭县(示例)', 'below')).map(({ name }) => name)).toContain('李芳');
  expect((await holders('清河镇', 'above', township)).some(({ mayEnd }) => mayEnd)).toBe(false);
});

test.each([
  ['somebody of another subtree', { loginName: 'OTHER' }, 400, 'person-unknown'],
  [
    'a course author’s role by who does not run the installation',
    { role: 'author' },
    403,
    'role-beyond-own',
  ],
  ['oneself', { loginName: 'lifang' }, 403, 'role-to-oneself'],
  [
    'a last day before the first',
    { from: '2027-03-02', until: '2027-03-01' },
    400,
    'role-period-empty',
  ],
  ['a time that is over', { from: '2020-01-01', until: '2020-02-01' }, 400, 'role-period-past'],
  ['a day that does not exist', { from: '2027-02-30', until: null }, 400, 'day-unknown'],
])('not granted: %s', async (_, change, status, code) => {
  const { loginName } = await addLearner(here, '清河镇');
  const other = (await addLearner(here, '石桥乡')).loginName;
  const township = await as('lifang');
  const body = { loginName, ...change };
  const asked = body.loginName === 'OTHER' ? { ...body, loginName: other } : body;
  const answer = await grant('清河镇', asked, township);
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
});

test('the same role at the same place is held once at a time', async () => {
  const { loginName } = await addLearner(here, '清河镇');
  await grant('清河镇', { loginName });
  expect((await grant('清河镇', { loginName, from: dayIn(10), until: null })).body.code).toBe(
    'role-held-already',
  );
  expect((await grant('清河镇', { loginName, from: dayIn(31), until: null })).status).toBe(201);
});

test('whoever runs the installation makes course authors and reviewers', async () => {
  const { loginName, visitor } = await addLearner(here, '清河镇');
  const system = await as('hexiaoyan');
  expect((await visitor.get('/api/v1/studio/quizzes')).status).toBe(403);
  expect((await grant('清河镇', { loginName, role: 'author', until: null }, system)).status).toBe(
    201,
  );
  expect((await visitor.get('/api/v1/studio/quizzes')).status).toBe(200);
});

test('a role ended gives nothing from the next request on; who may not end it cannot', async () => {
  const { loginName, visitor } = await addLearner(here, '清河镇');
  const { grantId } = (await grant('清河镇', { loginName, until: null })).body;
  const end = (who: Visitor) =>
    who.put<Refusable>(`/api/v1/role-grants/${grantId}/ending`, { reason: '工作调整' });
  const other = await addLearner(here, '石桥乡');
  await grant('石桥乡', { loginName: other.loginName, role: 'unit_admin' });
  expect((await end(other.visitor)).status).toBe(404);
  const looker = await addLearner(here, '清河镇');
  await grant('清河镇', { loginName: looker.loginName, role: 'supervisor' });
  expect((await end(looker.visitor)).body.code).toBe('role-beyond-own');
  expect((await end(await as('lifang'))).status).toBe(204);
  expect((await visitor.get(await rolesOf('清河镇'))).status).toBe(403);
  expect((await end(county)).status).toBe(404);
});

test('the last system administrator stays', async () => {
  const system = await as('hexiaoyan');
  const { items } = (await system.get<{ items: RoleHolder[] }>('/api/v1/me/roles')).body;
  const own = items.find(({ role }) => role === 'sys_admin');
  const answer = await system.put<Refusable>(`/api/v1/role-grants/${own?.grantId}/ending`, {
    reason: '离任',
  });
  expect(answer.body.code).toBe('role-last-administrator');
});

async function handOn(days: readonly [number, number], who = 'lifang', to = '清河镇') {
  const deputy = await addLearner(here, to);
  const visitor = await as(who);
  const { items } = (await visitor.get<{ items: RoleHolder[] }>('/api/v1/me/roles')).body;
  const own = items.find(({ role }) => role === 'unit_admin' || role === 'sys_admin');
  const answer = await visitor.post<Refusable>(`/api/v1/me/roles/${own?.grantId}/delegations`, {
    loginName: deputy.loginName,
    from: dayIn(days[0]),
    until: dayIn(days[1]),
    reason: '外出学习',
  });
  return { deputy, answer, own, visitor };
}

test('a role handed on while away works for its days, is seen as such, and is not handed further', async () => {
  const { deputy, answer, visitor } = await handOn([0, 7]);
  expect(answer.status).toBe(201);
  expect((await deputy.visitor.get(await rolesOf('清河镇'))).status).toBe(200);
  const [theirs] = (
    await deputy.visitor.get<{ items: (RoleHolder & { mayDelegate: boolean })[] }>(
      '/api/v1/me/roles',
    )
  ).body.items;
  expect(theirs).toMatchObject({ delegatedFrom: '李芳', mayDelegate: false });
  const further = await deputy.visitor.post<Refusable>(
    `/api/v1/me/roles/${theirs?.grantId}/delegations`,
    { loginName: 'wangxiulan', from: today, until: dayIn(1), reason: '再转交' },
  );
  expect(further.body.code).toBe('role-not-to-hand-on');
  const someone = (await addLearner(here, '清河镇')).loginName;
  expect((await grant('清河镇', { loginName: someone }, deputy.visitor)).body.code).toBe(
    'role-beyond-own',
  );
  const back = await visitor.put(`/api/v1/role-grants/${answer.body.grantId}/ending`, {
    reason: '已返回',
  });
  expect(back.status).toBe(204);
  expect((await deputy.visitor.get(await rolesOf('清河镇'))).status).toBe(403);
});

test('what was handed on ends with the role itself', async () => {
  const { deputy, own } = await handOn([0, 7]);
  await county.put(`/api/v1/role-grants/${own?.grantId}/ending`, { reason: '离任' });
  expect((await deputy.visitor.get(await rolesOf('清河镇'))).status).toBe(403);
});

test('a role is handed on within its unit only, and only a unit’s role', async () => {
  expect((await handOn([0, 7], 'lifang', '石桥乡')).answer.body.code).toBe('role-delegate-outside');
  expect((await handOn([0, 7], 'hexiaoyan')).answer.body.code).toBe('role-not-to-hand-on');
  expect((await handOn([-9, -8])).answer.body.code).toBe('role-period-past');
});

test('who may see a person: exactly those whom the person’s record is open to', async () => {
  const { loginName, visitor, personId } = await addLearner(here, '柳湾村');
  const clerk = await addLearner(here, '清河镇');
  await grant('清河镇', { loginName: clerk.loginName, role: 'unit_clerk' });
  const coming = await addLearner(here, '清河镇');
  await grant('清河镇', { loginName: coming.loginName, from: dayIn(3) });
  const beside = await addLearner(here, '石桥乡');
  await grant('石桥乡', { loginName: beside.loginName });
  await handOn([0, 7]);

  const { body } = await visitor.get<{ items: RoleHolder[] }>('/api/v1/me/overseers');
  const seen = new Set(body.items.map(({ name }) => name));
  const everybody = await here.installation.platform.db.select().from(schema.accounts);
  const people = await here.installation.platform.db.select().from(schema.people);
  const open = new Set<string>();
  for (const { personId: who } of everybody) {
    if (who === personId) continue;
    const reader = (await signInWithoutPassword(here, who)).visitor;
    const { status } = await reader.get(`/api/v1/people/${personId}/record`);
    if (status === 200) open.add(people.find(({ id }) => id === who)?.name ?? '');
  }
  expect([...seen].sort()).toEqual([...open].sort());
  expect(seen.size).toBeGreaterThanOrEqual(5);
  expect(body.items.filter(({ delegatedFrom }) => delegatedFrom === '李芳')).toHaveLength(1);
  const theirs = await county.get<{ items: RoleHolder[] }>(`/api/v1/people/${personId}/overseers`);
  expect(theirs.body.items.map(({ grantId }) => grantId)).toEqual(
    body.items.map(({ grantId }) => grantId),
  );
  expect(loginName).not.toBe('');
});

test('granting, handing on and ending are written down', async () => {
  await handOn([0, 7]);
  const { loginName } = await addLearner(here, '清河镇');
  const { grantId } = (await grant('清河镇', { loginName })).body;
  await county.put(`/api/v1/role-grants/${grantId}/ending`, { reason: '工作调整' });
  const events = await here.installation.platform.db.select().from(schema.auditEvents);
  for (const action of ['role-delegated', 'role-granted', 'role-ended'])
    expect(events.some((event) => event.action === action)).toBe(true);
});
