// A unit that a line manages names the place where it is; the tree of authority stays as it is.
import type { UnitDetail, UnitFields, UnitPeriod } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { desc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;

const unitNamed = async (name: string) => {
  const rows = await here.installation.platform.db
    .select()
    .from(schema.orgUnits)
    .where(eq(schema.orgUnits.name, name))
    .orderBy(desc(schema.orgUnits.createdAt));
  const [unit] = rows;
  if (!unit) throw new Error(`no unit ${name}`);
  return unit;
};
const idOf = async (name: string) => (await unitNamed(name)).id;
const at = async (name: string, rest = '') => `/api/v1/org-units/${await idOf(name)}${rest}`;
const codeOf = async (name: string) => (await unitNamed(name)).code;

type Refusal = UnitDetail & { code: string; title: string };

async function add(parent: string, name: string, fields: Partial<UnitFields> = {}) {
  return county.post<Refusal>(await at(parent, '/units'), {
    name,
    level: 'village',
    kind: 'department',
    ...fields,
  });
}

async function edit(name: string, changes: Partial<UnitFields>) {
  const address = await at(name);
  const { body } = await county.get<UnitDetail>(address);
  return county.put<Refusal>(address, { changedAt: body.changedAt, ...changes });
}

const move = async (name: string, parent: string) =>
  county.put<Refusal>(await at(name, '/parent'), { parentId: await idOf(parent) });
const merge = async (name: string, into: string) =>
  county.put<Refusal>(await at(name, '/merger'), { intoId: await idOf(into) });
const placeOf = async (name: string) =>
  (await county.get<UnitDetail>(await at(name))).body.place?.name ?? null;

beforeEach(async () => {
  here = await openTestInstallation();
  county = await here.signIn('chenjianguo');
  await add('云岭县(示例)', '税务分局', { level: 'township' });
  await add('税务分局', '柳湾税务组', {
    managementMode: 'vertical',
    placeCode: await codeOf('柳湾村'),
  });
});
afterEach(() => here.close());

test('a unit of a line is said to be in a place, which the history and the audit trail tell', async () => {
  expect(await placeOf('柳湾税务组')).toBe('柳湾村');
  here.clock.advance({ minutes: 5 });
  const moved = await edit('柳湾税务组', { placeCode: await codeOf('上坪村') });
  expect(moved.body).toMatchObject({ place: { name: '上坪村' }, parent: { name: '税务分局' } });
  const { body } = await county.get<{ items: UnitPeriod[] }>(await at('柳湾税务组', '/history'));
  expect(body.items.map(({ placeName }) => placeName)).toEqual(['上坪村', '柳湾村']);
  const [event] = await here.installation.platform.db
    .select()
    .from(schema.auditEvents)
    .where(eq(schema.auditEvents.action, 'org-unit-edited'));
  expect(event?.detail).toMatchObject({
    before: { placeUnitId: await idOf('柳湾村') },
    after: { placeUnitId: await idOf('上坪村') },
  });
  // Whatever else is changed, the place stays.
  expect((await edit('柳湾税务组', { name: '上坪税务组' })).body.place?.name).toBe('上坪村');
  expect((await edit('上坪税务组', { placeCode: null })).body.place).toBeNull();
});

test('what cannot be a place is refused with a sentence that says why', async () => {
  const office = { managementMode: 'vertical' } as const;
  for (const [fields, code] of [
    [{ ...office, placeCode: 'NOWHERE' }, 'unit-place-unknown'],
    [{ ...office, placeCode: await codeOf('县信访局') }, 'unit-place-unknown'],
    [{ ...office, placeCode: await codeOf('云岭县(示例)') }, 'unit-place-in-line'],
    [
      { managementMode: 'territorial', placeCode: await codeOf('柳湾村') },
      'unit-place-superfluous',
    ],
  ] as const) {
    const answer = await add('税务分局', '又一组', fields);
    expect(answer, code).toMatchObject({ status: 400, body: { code } });
    expect(answer.body.title).toMatch(/[。]$/);
  }
  await edit('柳湾税务组', { code: 'LW-T' });
  expect((await edit('柳湾税务组', { placeCode: 'LW-T' })).body.code).toBe('unit-place-in-line');
  expect((await edit('柳湾税务组', { managementMode: 'territorial' })).body.code).toBe(
    'unit-place-superfluous',
  );
  const cleared = await edit('柳湾税务组', { managementMode: 'territorial', placeCode: null });
  expect(cleared).toMatchObject({ status: 200, body: { place: null } });
});

test('a place is neither closed nor made an office while units are in it', async () => {
  await add('清河镇', '新设村', { kind: 'village', code: 'XS01' });
  await edit('柳湾税务组', { placeCode: 'XS01' });
  const closed = await county.put<Refusal>(await at('新设村', '/closure'));
  expect(closed).toMatchObject({ status: 409, body: { code: 'unit-is-place' } });
  expect(closed.body.title).toContain('1 个');
  expect((await edit('新设村', { kind: 'institution' })).body.code).toBe('unit-is-place');
  expect((await edit('新设村', { kind: 'region' })).status).toBe(200);
  await edit('柳湾税务组', { placeCode: null });
  expect((await county.put(await at('新设村', '/closure'))).status).toBe(200);
});

test('a merged place takes its units along into the other, each told in the audit trail', async () => {
  here.clock.advance({ minutes: 5 });
  expect((await merge('柳湾村', '县信访局')).body.code).toBe('unit-is-place');
  const preview = await county.get<Refusal>(
    `${await at('柳湾村', '/merger-preview')}?intoId=${await idOf('县信访局')}`,
  );
  expect(preview.body.code).toBe('unit-is-place');
  expect((await merge('柳湾村', '上坪村')).status).toBe(200);
  expect(await placeOf('柳湾税务组')).toBe('上坪村');
  const [event] = await here.installation.platform.db
    .select()
    .from(schema.auditEvents)
    .where(eq(schema.auditEvents.action, 'org-unit-edited'));
  expect(event).toMatchObject({
    subject: `org-unit:${await idOf('柳湾税务组')}`,
    detail: { after: { placeUnitId: await idOf('上坪村') } },
  });
});

test('no move puts a unit under its own place, nor a place under a unit in it; a place may move', async () => {
  for (const [name, parent] of [
    ['柳湾税务组', '柳湾村'],
    ['税务分局', '清河镇'],
    ['柳湾村', '柳湾税务组'],
  ] as const) {
    await edit('柳湾税务组', {
      placeCode: await codeOf(name === '税务分局' ? '清河镇' : '柳湾村'),
    });
    const answer = await move(name, parent);
    expect(answer.body.code, name).toBe('unit-move-own-place');
    expect(answer.body.title).toContain('柳湾税务组');
  }
  expect((await move('柳湾村', '石桥乡')).status).toBe(200);
  expect(await placeOf('柳湾税务组')).toBe('柳湾村');
});

test('a unit opened again has its place, unless that is gone meanwhile', async () => {
  const reopened = async () => county.delete<UnitDetail>(await at('柳湾税务组', '/closure'));
  await county.put(await at('柳湾税务组', '/closure'));
  expect((await reopened()).body.place?.name).toBe('柳湾村');
  await county.put(await at('柳湾税务组', '/closure'));
  // Nobody open is in it any more, so it is merged without a word about that.
  await merge('柳湾村', '县信访局');
  expect((await reopened()).body.place).toBeNull();
});
