// The audit trail as those read it who answer for what was done.
import type { AuditExport, AuditField, AuditRow, OrgUnitRef } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import { addLearner, personOf, signInWithoutPassword } from '../../testing/learners.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let system: Visitor;
let county: Visitor;
let town: Visitor;
/** Administers another township of the same county. */
let neighbour: Visitor;

beforeAll(async () => {
  here = await openTestInstallation();
  system = await here.signIn('hexiaoyan');
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  neighbour = (await office('石桥乡', 'unit_admin')).visitor;
});
afterAll(() => here.close());

async function unitId(name: string): Promise<string> {
  const { db } = here.installation.platform;
  const [unit] = await db.select().from(schema.orgUnits).where(eq(schema.orgUnits.name, name));
  return unit?.id ?? '';
}

async function office(unit: string, role: string) {
  const { personId } = await addLearner(here, unit);
  const orgUnitId = await unitId(unit);
  await here.installation.platform.write((tx) =>
    tx.insert(schema.roleGrants).values({
      id: `grant-${personId}`,
      personId,
      role,
      orgUnitId,
      grantedAt: here.clock.now(),
    }),
  );
  return { personId, ...(await signInWithoutPassword(here, personId)) };
}

interface List {
  readonly items: AuditRow[];
  readonly next: string | null;
  readonly searchedBackTo: string | null;
  readonly head: { readonly sequence: number; readonly hash: string };
  readonly code: string;
}
const list = async (who: Visitor, query = '') =>
  who.get<List>(`/api/v1/audit/events${query && `?${query}`}`);
const actions = async (who: Visitor, query = '') =>
  (await list(who, query)).body.items.map(({ action }) => action);
const event = async (who: Visitor, id: string) =>
  who.get<AuditRow & { fields: AuditField[]; userAgent: string | null; requestId: string | null }>(
    `/api/v1/audit/events/${id}`,
  );

/** Every page of a list; the pages follow each other without gaps or repetitions. */
async function everything(who: Visitor, query = ''): Promise<AuditRow[]> {
  const found: AuditRow[] = [];
  for (let before: string | null = null; ;) {
    const page: List = (await list(who, `${query}&${before ? `before=${before}` : ''}`)).body;
    found.push(...page.items);
    before = page.next;
    if (before === null) return found;
  }
}

test('a change is there with who, whom, before, after and from where', async () => {
  const { personId } = await addLearner(here, '清河镇');
  const answer = await here.app.inject({
    method: 'PUT',
    url: `/api/v1/people/${personId}/personnel`,
    headers: {
      cookie: town.cookie(),
      'user-agent': 'Office browser 9',
      origin: ORIGIN,
    },
    remoteAddress: '10.1.2.3',
    payload: { name: '改过名', code: 'QH-77', politicalStatus: null },
  });
  expect(answer.statusCode).toBe(204);
  const [row] = (await list(county, `person=${personId}`)).body.items;
  expect(row).toMatchObject({
    action: 'person-changed',
    group: 'people',
    actor: { name: '李芳' },
    subject: { kind: 'person', id: personId, name: '改过名' },
    address: '10.1.2.3',
  });
  const { body } = await event(county, row?.id ?? '');
  expect(body).toMatchObject({
    userAgent: 'Office browser 9',
    requestId: answer.headers['x-request-id'],
  });
  expect(body.fields).toContainEqual({
    name: 'code',
    before: null,
    after: 'QH-77',
    isChange: true,
  });
  expect(body.fields.map(({ name }) => name)).not.toContain('politicalStatus');
});

test('requests at the same time are not taken for one another', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => addLearner(here, '清河镇')));
  await Promise.all(
    people.map(({ personId }, at) =>
      here.app.inject({
        method: 'PUT',
        url: `/api/v1/people/${personId}/personnel`,
        headers: { cookie: town.cookie(), 'user-agent': `browser ${at}`, origin: ORIGIN },
        payload: { name: `同时${at}`, code: null, politicalStatus: null },
      }),
    ),
  );
  for (const [at, { personId }] of people.entries()) {
    const [row] = (await list(county, `person=${personId}`)).body.items;
    expect((await event(county, row?.id ?? '')).body.userAgent).toBe(`browser ${at}`);
  }
});

test('each sees the events of their own subtree: in the list, one by one, and nothing beside it', async () => {
  const { personId } = await addLearner(here, '柳湾村');
  await town.post(`/api/v1/people/${personId}/one-time-password`);
  const [row] = (await list(town, `person=${personId}`)).body.items;
  const id = row?.id ?? '';
  for (const who of [system, county, town]) expect((await event(who, id)).status).toBe(200);
  expect((await event(neighbour, id)).status).toBe(404);
  expect((await list(neighbour, `person=${personId}`)).status).toBe(404);
  expect((await list(neighbour, `unit=${await unitId('清河镇')}`)).status).toBe(404);
  const seen = await everything(neighbour);
  expect(seen.map((one) => one.id)).not.toContain(id);
  expect((await list(neighbour, 'who=李芳')).body.items).toEqual([]);
});

test('what belongs to no unit is for the whole installation only', async () => {
  const stranger = here.visitor({ address: '10.7.7.7' });
  await stranger.post('/api/v1/session', { loginName: 'nobody-at-all', password: 'wrong' });
  expect(await actions(system, 'group=sign_in')).toContain('sign-in-refused');
  expect((await everything(county)).filter(({ address }) => address === '10.7.7.7')).toEqual([]);
});

test('supervisors read it, clerks and training officers do not', async () => {
  const supervisor = (await office('清河镇', 'supervisor')).visitor;
  expect((await list(supervisor)).status).toBe(200);
  for (const role of ['unit_clerk', 'training_officer']) {
    const { visitor } = await office('清河镇', role);
    expect((await list(visitor)).status).toBe(403);
  }
});

test('who is a reserve cadre is told to the managing organisation department alone (DOMAIN K3)', async () => {
  const { personId, visitor } = await addLearner(here, '清河镇');
  const supervisor = (await office('云岭县(示例)', 'supervisor')).visitor;
  const url = `/api/v1/people/${personId}/key-groups/reserve`;
  expect((await county.put(url, { confirmed: true })).status).toBe(204);
  const [row] = (await list(county, `person=${personId}`)).body.items;
  expect(row?.action).toBe('key-group-set');
  expect((await event(system, row?.id ?? '')).status).toBe(200);
  for (const who of [town, supervisor]) {
    expect((await list(who, `person=${personId}`)).body.items).toEqual([]);
    expect((await event(who, row?.id ?? '')).status).toBe(404);
    expect((await everything(who)).map(({ id }) => id)).not.toContain(row?.id);
  }
  const facts = { name: '后来人', code: null, politicalStatus: null };
  expect((await town.put(`/api/v1/people/${personId}/personnel`, facts)).status).toBe(204);
  const own = unzipSync((await download(here, visitor, '/api/v1/me/data')).bytes);
  const about = strFromU8(own['events-about-me.json'] ?? new Uint8Array());
  expect(about).toContain('person-changed');
  expect(about).not.toMatch(/reserve|key-group/);
});

test('pages follow each other without gaps, newest first, however many events have one instant', async () => {
  const { personId } = await addLearner(here, '清河镇');
  for (let count = 0; count < 60; count += 1)
    await town.post(`/api/v1/people/${personId}/identity-number/looks`, { reason: '第几次核对' });
  const facts = { name: '很多次', code: null, politicalStatus: null };
  for (let count = 0; count < 55; count += 1)
    await town.put(`/api/v1/people/${personId}/personnel`, { ...facts, name: `很多次${count}` });
  for (const [who, query] of [
    [system, ''],
    [county, ''],
    [town, ''],
    [county, `person=${personId}`],
    [county, 'who=李芳'],
    [system, 'group=people'],
  ] as const) {
    const found = await everything(who, query);
    const keys = found.map(({ at, sequence }) => `${at} ${String(sequence).padStart(9, '0')}`);
    expect(keys).toEqual([...keys].sort().reverse());
    expect(new Set(keys).size).toBe(keys.length);
    expect(found.length).toBeGreaterThan(50);
  }
});

test('a search narrows by kind, who, whom and day', async () => {
  here.clock.advance({ days: 3 });
  town = await here.signInByPassword('lifang');
  county = await here.signIn('chenjianguo');
  system = await here.signIn('hexiaoyan');
  const { personId, loginName } = await addLearner(here, '清河镇');
  await town.post(`/api/v1/people/${personId}/one-time-password`);
  const today = new Date(here.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const own = `from=${today}&until=${today}`;
  expect(new Set(await actions(county, `${own}&group=accounts`))).toEqual(
    new Set(['one-time-password-set']),
  );
  expect(await actions(county, `${own}&whom=${loginName}`)).toEqual(['one-time-password-set']);
  expect(new Set(await actions(county, `${own}&who=李芳`))).toEqual(
    new Set(['one-time-password-set', 'sign-in']),
  );
  expect(await actions(county, `${own}&who=lifang&group=accounts`)).toEqual([
    'one-time-password-set',
  ]);
  expect(await actions(county, `${own}&whom=查无此人`)).toEqual([]);
  expect(await actions(county, 'until=2020-01-01')).toEqual([]);
  expect((await list(county, 'from=2026-02-31')).status).toBe(400);
  for (let count = 0; count < 21; count += 1) await addLearner(here, '清河镇');
  expect((await list(county, 'whom=学员')).body.code).toBe('audit-name-ambiguous');
});

test('a unit keeps its past when what is above it moves, and another gains only what follows', async () => {
  const village = await unitId('柳湾村');
  const { personId } = await addLearner(here, '柳湾村');
  await town.post(`/api/v1/people/${personId}/one-time-password`);
  const head = (await office('柳湾村', 'unit_admin')).visitor;
  const before = (await everything(head)).map(({ id }) => id);
  expect(before.length).toBeGreaterThan(0);
  const moved = await county.put(`/api/v1/org-units/${village}/parent`, {
    parentId: await unitId('石桥乡'),
  });
  expect(moved.status).toBe(200);
  const after = (await everything(head)).map(({ id }) => id);
  expect(after).toEqual(expect.arrayContaining(before));
  const beside = (await office('石桥乡', 'unit_admin')).visitor;
  const seen = (await everything(beside)).map(({ id }) => id);
  expect(seen).not.toEqual([]);
  expect(seen.filter((id) => before.includes(id))).toEqual([]);
});

test('no secret is written down', async () => {
  const { personId } = await addLearner(here, '清河镇');
  const number = '11010519491231002X';
  await town.put(`/api/v1/people/${personId}/identity-number`, { number });
  await town.post(`/api/v1/people/${personId}/identity-number/looks`, { reason: '核对档案信息' });
  const given = await town.post<{ oneTimePassword: string }>(
    `/api/v1/people/${personId}/one-time-password`,
  );
  const rows = await here.installation.platform.db.select().from(schema.auditEvents);
  const all = JSON.stringify(rows);
  expect(all).toContain('identity-number-seen');
  expect(all).not.toContain(number);
  expect(given.body.oneTimePassword.length).toBeGreaterThan(5);
  expect(all).not.toContain(given.body.oneTimePassword);
});

const exported = async (who: Visitor, filter: object, format: 'csv' | 'xlsx') => {
  const { status, body } = await who.post<{ id: string }>('/api/v1/audit/exports', {
    filter,
    format,
  });
  expect(status).toBe(201);
  here.jobs.wake();
  await here.jobs.idle();
  const { items } = (await who.get<{ items: AuditExport[] }>('/api/v1/audit/exports')).body;
  const made = items.find(({ id }) => id === body.id);
  expect(made).toMatchObject({ state: 'ready' });
  return {
    id: body.id,
    made,
    file: await download(here, who, `/api/v1/audit/exports/${body.id}/file`),
  };
};

test('a file holds what the list holds, makes no formula, and is itself in the trail', async () => {
  const { personId } = await addLearner(here, '清河镇');
  await town.put(`/api/v1/people/${personId}/personnel`, {
    name: '=HYPERLINK("x")',
    code: null,
    politicalStatus: null,
  });
  await town.post(`/api/v1/people/${personId}/one-time-password`);
  const wanted = await everything(county, `person=${personId}`);
  const { made, file, id } = await exported(county, { person: personId }, 'csv');
  const lines = file.bytes.toString('utf8').trim().split('\r\n');
  expect(lines).toHaveLength(wanted.length + 2);
  expect(made).toMatchObject({ rowsWritten: wanted.length });
  expect(lines.join('\n')).toContain('发放一次性密码');
  const [newest] = wanted;
  const wall = new Date(Date.parse(newest?.at ?? '') + 8 * 3_600_000).toISOString();
  expect(lines[1]).toContain(wall.slice(0, 19).replace('T', ' '));
  expect(lines.join('\n')).not.toMatch(/(^|,)"?=HYPERLINK/m);
  expect(lines.at(-1)).toContain(made?.head?.hash);
  expect((await list(county, 'group=reports')).body.items.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['audit-exported', 'audit-export-made']),
  );
  for (const who of [system, town]) {
    const url = `/api/v1/audit/exports/${id}/file`;
    expect((await download(here, who, url)).status).toBe(404);
  }
});

test('a file holds nothing that whoever ordered it may not read', async () => {
  const readable = await everything(town);
  const { file, made } = await exported(town, {}, 'csv');
  const text = file.bytes.toString('utf8');
  expect(text).not.toContain('reserve');
  // With the order itself.
  expect(made).toMatchObject({ rowsWritten: readable.length + 1 });
});

test('whoever lost the role does not get the file any more', async () => {
  const one = await office('清河镇', 'supervisor');
  const { id, file } = await exported(one.visitor, {}, 'xlsx');
  expect(file.bytes.subarray(0, 2).toString()).toBe('PK');
  await here.installation.database.client.execute({
    sql: 'UPDATE role_grants SET ended_at = ? WHERE id = ?',
    args: [here.clock.now().getTime(), `grant-${one.personId}`],
  });
  const again = (await signInWithoutPassword(here, one.personId)).visitor;
  const answer = await download(here, again, `/api/v1/audit/exports/${id}/file`);
  expect(answer.status).toBe(403);
});

test('the head that is shown is the head of the chain', async () => {
  const { head } = (await list(system)).body;
  const [stored] = await here.installation.platform.db.select().from(schema.auditHead);
  expect(head).toEqual({ sequence: stored?.sequence, hash: stored?.hash });
  expect(await personOf(here, 'lifang')).not.toBe('');
});

test('units that can be searched are the reader’s own', async () => {
  const own = (await town.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0];
  const found = await everything(county, `unit=${own?.id ?? ''}`);
  expect(found.length).toBeGreaterThan(0);
  const mine = (await everything(town)).map(({ id }) => id);
  const visible = found.filter(({ action }) => action !== 'key-group-set').map(({ id }) => id);
  expect(mine).toEqual(expect.arrayContaining(visible));
});
