// The organisation tree as an administrator changes and reads it.
import type { TreeNode, UnitDetail, UnitFields, UnitPeriod } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;

beforeEach(async () => {
  here = await openTestInstallation();
  county = await here.signIn('chenjianguo');
});
afterEach(() => here.close());

/** A day later everybody has to sign in again. */
async function tomorrow(): Promise<void> {
  here.clock.advance({ days: 1 });
  county = await here.signIn('chenjianguo');
}

const unitNamed = async (name: string) => {
  const [unit] = await here.installation.platform.db
    .select()
    .from(schema.orgUnits)
    .where(eq(schema.orgUnits.name, name));
  if (!unit) throw new Error(`no unit ${name}`);
  return unit;
};
const idOf = async (name: string) => (await unitNamed(name)).id;
const at = async (name: string, rest = '') => `/api/v1/org-units/${await idOf(name)}${rest}`;

async function edit(name: string, changes: Partial<UnitFields>) {
  const address = await at(name);
  const { body } = await county.get<UnitDetail>(address);
  return county.put<UnitDetail & { code: string; title: string }>(address, {
    changedAt: body.changedAt,
    ...changes,
  });
}

const move = async (name: string, parent: string, who: Visitor = county) =>
  who.put<UnitDetail & { title: string }>(await at(name, '/parent'), {
    parentId: await idOf(parent),
  });
const merge = async (name: string, into: string, who: Visitor = county) =>
  who.put<{ people: number; units: number; code: string }>(await at(name, '/merger'), {
    intoId: await idOf(into),
  });
const namesBelow = async (id: string, query = '') =>
  (await county.get<{ items: TreeNode[] }>(`/api/v1/org-units/${id}/units${query}`)).body.items.map(
    ({ name }) => name,
  );
const auditOf = async (action: string) =>
  (
    await here.installation.platform.db
      .select()
      .from(schema.auditEvents)
      .where(eq(schema.auditEvents.action, action))
  ).at(-1);

test('a unit is made with all that it is, found by name, pinyin, initials and code', async () => {
  const made = await county.post<{ id: string }>(await at('清河镇', '/units'), {
    name: '清河镇中心小学',
    level: 'township',
    kind: 'school',
    code: 'QH-0007',
    regionCode: '530102',
    managementMode: 'territorial',
    responsibleLogin: 'lifang',
  });
  expect(made.status).toBe(201);
  const { body } = await county.get<UnitDetail>(`/api/v1/org-units/${made.body.id}`);
  expect(body).toMatchObject({
    code: 'QH-0007',
    kind: 'school',
    regionCode: '530102',
    responsible: { loginName: 'lifang' },
    parent: { name: '清河镇' },
    open: true,
    mayEdit: true,
  });
  for (const words of ['中心小学', 'zhongxinxiaoxue', 'qhzzxxx', 'qh-0007'])
    expect(
      (
        await county.get<{ items: (TreeNode & { crumbs: string[] })[] }>(
          await at('云岭县(示例)', `/found?query=${encodeURIComponent(words)}`),
        )
      ).body.items.map(({ name, crumbs }) => [name, crumbs]),
      words,
    ).toEqual([['清河镇中心小学', ['清河镇']]]);
  expect(await auditOf('org-unit-created')).toMatchObject({
    subject: `org-unit:${made.body.id}`,
    detail: { after: { code: 'QH-0007' } },
  });
});

test.each<[Partial<UnitFields>, string]>([
  [{ name: '石桥乡' }, 'unit-name-taken'],
  [{ level: 'province' }, 'unit-level-not-below-parent'],
  [{ form: 'banner' }, 'unit-form-unfit'],
  [{ regionCode: '530102' }, 'unit-region-code-unfit'],
  [{ regionCode: '990102001' }, 'unit-region-code-unfit'],
  [{ managementMode: 'dual' }, 'unit-principal-missing'],
  [{ managementMode: 'dual', principalCode: 'no-such' }, 'unit-principal-unknown'],
  [{ principalCode: 'XF' }, 'unit-principal-superfluous'],
  [{ responsibleLogin: 'nobody-at-all' }, 'person-unknown'],
  [{ code: 'XF' }, 'unit-code-taken'],
])('a township edited to %j is refused: %s', async (changes, code) => {
  expect((await edit('县信访局', { code: 'XF' })).status).toBe(200);
  const answer = await edit('清河镇', changes);
  expect(answer.body.code).toBe(code);
  expect(answer.body.title).not.toMatch(/[{}]/);
  expect((await unitNamed('清河镇')).managementMode).toBe('territorial');
});

test('a rename keeps a principal without a code, and whoever answers for the unit', async () => {
  await edit('县信访局', { code: 'XF' });
  const named = {
    managementMode: 'dual',
    principalCode: 'XF',
    responsibleLogin: 'lifang',
  } as const;
  expect((await edit('石桥乡', named)).status).toBe(200);
  await edit('县信访局', { code: null });
  await tomorrow();
  expect((await edit('石桥乡', { name: '石桥镇' })).body).toMatchObject({
    name: '石桥镇',
    managementMode: 'dual',
    principal: { name: '县信访局', code: null },
    responsible: { loginName: 'lifang' },
  });
});

test('of two people who edit one unit at once the second is told, and nothing is lost', async () => {
  const address = await at('清河镇');
  const read = (await county.get<UnitDetail>(address)).body;
  const first = { changedAt: read.changedAt, code: 'QH' };
  expect((await county.put(address, first)).status).toBe(200);
  const second = await (
    await here.signIn('lifang')
  ).put<{ code: string }>(address, {
    changedAt: read.changedAt,
    name: '清河街道',
  });
  expect([second.status, second.body.code]).toEqual([409, 'unit-changed-elsewhere']);
  expect(await unitNamed('清河镇')).toMatchObject({ code: 'QH' });
});

test('dual management names its principal; a rename keeps before and after', async () => {
  await edit('县信访局', { code: 'XF' });
  await tomorrow();
  const answer = await edit('石桥乡', {
    name: '石桥镇',
    form: 'town',
    managementMode: 'dual',
    principalCode: 'XF',
  });
  expect(answer.body).toMatchObject({
    name: '石桥镇',
    managementMode: 'dual',
    principal: { name: '县信访局', code: 'XF' },
  });
  expect((await auditOf('org-unit-edited'))?.detail).toMatchObject({
    before: { name: '石桥乡', managementMode: 'territorial', principalOrgId: null },
    after: { name: '石桥镇', managementMode: 'dual' },
  });
  const { body } = await county.get<{ items: UnitPeriod[] }>(await at('石桥镇', '/history'));
  expect(body.items.map(({ name, to, principalName }) => [name, to, principalName])).toEqual([
    ['石桥镇', null, '县信访局'],
    ['石桥乡', here.clock.now().toISOString(), null],
  ]);
  expect((await edit('县信访局', { managementMode: 'dual', principalCode: 'XF' })).body.code).toBe(
    'unit-principal-itself',
  );
});

test('a unit moves with all below it, and a past day still shows it where it was', async () => {
  const [township, other] = [await idOf('清河镇'), await idOf('石桥乡')];
  await tomorrow();
  const moved = await move('柳湾村', '石桥乡');
  expect(moved.body).toMatchObject({ parent: { name: '石桥乡' } });
  expect(await namesBelow(township)).not.toContain('柳湾村');
  expect(await namesBelow(other)).toContain('柳湾村');
  expect(await namesBelow(township, '?on=2026-11-24')).toContain('柳湾村');
  expect(await namesBelow(other, '?on=2026-11-24')).not.toContain('柳湾村');
  expect(await namesBelow(township, '?on=2026-11-25')).not.toContain('柳湾村');
  expect((await county.get(await at('清河镇', '/units?on=2026-02-30'))).body).toMatchObject({
    code: 'day-unknown',
  });
  // Before the units were made there was no tree.
  expect((await county.get(await at('清河镇', '/units?on=2020-01-01'))).status).toBe(404);
  const below = await here.installation.platform.db
    .select({ id: schema.orgUnitAncestors.ancestorId })
    .from(schema.orgUnitAncestors)
    .where(eq(schema.orgUnitAncestors.unitId, await idOf('柳湾村')));
  expect(below.map(({ id }) => id)).toContain(other);
  expect(below.map(({ id }) => id)).not.toContain(township);
});

test('moves that make no tree, invert levels, take a name or reach beyond one’s own are refused', async () => {
  expect((await move('清河镇', '柳湾村')).body).toMatchObject({ code: 'unit-under-itself' });
  expect((await move('清河镇', '清河镇')).body).toMatchObject({ code: 'unit-under-itself' });
  expect((await move('石桥乡', '柳湾村')).body).toMatchObject({
    code: 'unit-level-not-below-parent',
  });
  await county.post(await at('石桥乡', '/units'), {
    name: '柳湾村(新)',
    level: 'village',
    kind: 'village',
  });
  await edit('柳湾村(新)', { name: '临时名' });
  expect((await edit('临时名', { name: '大岭村' })).body.code).toBe('unit-name-taken');
  expect((await edit('云岭县(示例)', { level: 'village' })).body.code).toBe(
    'unit-level-above-children',
  );
  const township = await here.signIn('lifang');
  expect((await move('柳湾村', '石桥乡', township)).status).toBe(404);
  expect((await move('大岭村', '清河镇', township)).status).toBe(404);
});

test('whoever administers the new place answers for the people from the next request on', async () => {
  const { personId } = await addLearner(here, '大岭村');
  const township = await here.signIn('lifang');
  expect((await township.get(`/api/v1/people/${personId}/record`)).status).toBe(404);
  expect((await move('大岭村', '清河镇')).status).toBe(200);
  expect((await township.get(`/api/v1/people/${personId}/record`)).status).toBe(200);
  expect((await move('大岭村', '石桥乡')).status).toBe(200);
  expect((await township.get(`/api/v1/people/${personId}/record`)).status).toBe(404);
});

test('an entry of the box goes where its unit went', async () => {
  const { visitor } = await addLearner(here, '大岭村');
  await visitor.post('/api/v1/me/complaints', {
    kind: 'complaint',
    text: '反映一件事',
    contact: null,
    above: false,
    place: null,
    device: null,
  });
  const township = await here.signIn('lifang');
  const seen = async () => (await township.get<{ total: number }>('/api/v1/complaints')).body.total;
  const before = await seen();
  await move('大岭村', '清河镇');
  expect(await seen()).toBe(before + 1);
});

test('a merged unit hands over its people, dated, and its units, and is closed', async () => {
  const { personId } = await addLearner(here, '石桥乡');
  await tomorrow();
  const answer = await merge('石桥乡', '清河镇');
  expect(answer.status).toBe(200);
  expect(answer.body.people).toBeGreaterThan(0);
  expect(answer.body.units).toBeGreaterThan(0);
  const unit = await unitNamed('石桥乡');
  expect(unit).toMatchObject({ mergedIntoId: await idOf('清河镇'), closedAt: here.clock.now() });
  const appointments = await here.installation.platform.db
    .select()
    .from(schema.memberships)
    .where(eq(schema.memberships.personId, personId));
  expect(appointments).toHaveLength(2);
  expect(appointments.find(({ orgUnitId }) => orgUnitId === unit.id)?.endsAt).toEqual(
    here.clock.now(),
  );
  expect(appointments.find(({ orgUnitId }) => orgUnitId !== unit.id)).toMatchObject({
    orgUnitId: await idOf('清河镇'),
    startsAt: here.clock.now(),
    endsAt: null,
    audienceCategory: 'township',
  });
  expect(await namesBelow(await idOf('清河镇'))).toContain('大岭村');
  expect((await merge('石桥乡', '清河镇')).body.code).toBe('unit-closed');
  expect((await merge('清河镇', '清河镇')).body.code).toBe('unit-merge-itself');
});

test('a unit is closed once it is empty, and its name is free then; it can be opened again', async () => {
  const refused = await county.put<{ code: string; title: string }>(await at('清河镇', '/closure'));
  expect(refused.body).toMatchObject({ code: 'unit-has-people' });
  expect(refused.body.title).toMatch(/\d+ 人/);
  await county.post(await at('石桥乡', '/units'), {
    name: '文化站',
    level: 'township',
    kind: 'institution',
  });
  const closed = await county.put<UnitDetail>(await at('文化站', '/closure'));
  expect(closed.body.open).toBe(false);
  const first = closed.body.id;
  const again = await county.post<{ id: string }>(await at('石桥乡', '/units'), {
    name: '文化站',
    level: 'township',
    kind: 'institution',
  });
  expect(again.status).toBe(201);
  expect((await county.delete(`/api/v1/org-units/${first}/closure`)).body).toMatchObject({
    code: 'unit-name-taken',
  });
  await county.put(`/api/v1/org-units/${again.body.id}/closure`);
  expect((await county.delete(`/api/v1/org-units/${first}/closure`)).body).toMatchObject({
    open: true,
  });
  expect((await county.delete(`/api/v1/org-units/${first}/closure`)).body).toMatchObject({
    code: 'unit-open',
  });
});

test('the township’s administrator reads and changes their own subtree only', async () => {
  const township = await here.signIn('lifang');
  expect((await township.get(await at('清河镇'))).status).toBe(200);
  for (const name of ['石桥乡', '云岭县(示例)']) {
    expect((await township.get(await at(name))).status).toBe(404);
    expect((await township.get(await at(name, '/units'))).status).toBe(404);
    expect((await township.get(await at(name, '/history'))).status).toBe(404);
  }
});

const preview = async (name: string, kind: 'parent' | 'merger', other: string) =>
  county.get<{ people: number; units: number; policyOf: string; code: string }>(
    `${await at(name, `/${kind}-preview`)}?${kind === 'parent' ? 'parentId' : 'intoId'}=${await idOf(other)}`,
  );

test('before a unit is moved or merged, one sees whom it concerns, and nothing changes', async () => {
  await county.post(await at('云岭县(示例)', '/units'), {
    name: '云岭县民政局',
    level: 'county',
    kind: 'department',
  });
  const village = await preview('柳湾村', 'parent', '云岭县(示例)');
  expect(village.status).toBe(200);
  const members = await here.installation.platform.db.$count(
    schema.memberships,
    eq(schema.memberships.orgUnitId, await idOf('柳湾村')),
  );
  expect(members).toBeGreaterThan(0);
  expect(village.body).toMatchObject({
    people: members,
    units: 0,
    policyOf: '云岭县(示例)',
    policyThenOf: '云岭县(示例)',
  });
  // What could not be done is refused as it would be when done.
  expect((await preview('柳湾村', 'parent', '清河镇')).body.code).toBe('unit-there-already');
  expect((await preview('清河镇', 'parent', '柳湾村')).body.code).toBe('unit-under-itself');
  expect((await preview('云岭县民政局', 'parent', '清河镇')).body.code).toBe(
    'unit-level-not-below-parent',
  );
  expect((await preview('柳湾村', 'merger', '柳湾村')).body.code).toBe('unit-merge-itself');
  const merged = await preview('柳湾村', 'merger', '云岭县民政局');
  expect(merged.body).toMatchObject({ people: members, units: 0 });
  expect((await unitNamed('柳湾村')).parentId).toBe(await idOf('清河镇'));
  expect(await auditOf('org-unit-moved')).toBeUndefined();
});

test('the history of a unit says who brought each change about', async () => {
  await tomorrow();
  await edit('柳湾村', { name: '柳湾新村' });
  const { body } = await county.get<{ items: UnitPeriod[] }>(await at('柳湾新村', '/history'));
  expect(body.items.map(({ name, by }) => ({ name, by }))).toEqual([
    { name: '柳湾新村', by: '陈建国' },
    { name: '柳湾村', by: null },
  ]);
});
