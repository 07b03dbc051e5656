import type { OrgUnitRef, Personnel, PersonRow } from '@xueshi/contracts';
import { addLearner } from '../../testing/learners.ts';
import { schema } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
let townId: string;

beforeAll(async () => {
  here = await openTestInstallation();
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  const own = await town.get<{ items: OrgUnitRef[] }>('/api/v1/org-units');
  townId = own.body.items[0]?.id ?? '';
});
afterAll(() => here.close());

async function idOf(name: string): Promise<string> {
  const [row] = await here.installation.platform.db
    .select()
    .from(schema.people)
    .where(eq(schema.people.name, name));
  return row?.id ?? '';
}
const personnel = async (who: Visitor, id: string) =>
  (await who.get<Personnel>(`/api/v1/people/${id}/personnel`)).body;
const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string } | null)?.code;

test('a code belongs to one person', async () => {
  const [one, other] = [await idOf('王秀兰'), await idOf('张伟')];
  const facts = { name: '王秀兰', code: 'QH-001', politicalStatus: '01' };
  expect((await town.put(`/api/v1/people/${one}/personnel`, facts)).status).toBe(204);
  const taken = await town.put(`/api/v1/people/${other}/personnel`, { ...facts, name: '张伟' });
  expect(taken).toMatchObject({ status: 409, body: { code: 'personnel-code-taken' } });
  expect(await personnel(town, one)).toMatchObject({ code: 'QH-001', politicalStatus: '01' });
});

test('an identity number is checked, sealed, masked, and each look is written down', async () => {
  const id = await idOf('王秀兰');
  const url = `/api/v1/people/${id}/identity-number`;
  expect(codeOf(await town.put(url, { number: '110105194912310021' }))).toBe(
    'identity-number-wrong',
  );
  expect((await town.put(url, { number: '１１０１０５１９４９１２３１００２ｘ' })).status).toBe(
    204,
  );
  expect((await personnel(town, id)).identityMasked).toBe('110***********002X');
  const { db } = here.installation.platform;
  const [row] = await db.select().from(schema.people).where(eq(schema.people.id, id));
  expect(JSON.stringify(row)).not.toContain('19491231');
  const other = `/api/v1/people/${await idOf('张伟')}/identity-number`;
  expect(codeOf(await town.put(other, { number: '11010519491231002X' }))).toBe(
    'identity-number-taken',
  );
  expect((await town.post(`${url}/looks`, { reason: '核对' })).status).toBe(400);
  const seen = await town.post<{ number: string }>(`${url}/looks`, { reason: '核对档案信息' });
  expect(seen.body).toEqual({ number: '11010519491231002X' });
  const events = await db
    .select()
    .from(schema.auditEvents)
    .where(
      and(
        eq(schema.auditEvents.subject, `person:${id}`),
        eq(schema.auditEvents.action, 'identity-number-seen'),
      ),
    );
  expect(events).toMatchObject([{ detail: { reason: '核对档案信息' } }]);
  const learner = await here.signIn('zhaodeshui');
  expect((await learner.post(`${url}/looks`, { reason: '随便看看' })).status).toBe(403);
});

test('an appointment ends where the next begins, and the unit is found by code or name', async () => {
  const id = await idOf('张伟');
  const wish = {
    unit: '柳湾村',
    managingUnit: null,
    category: 'village_community_principal',
    post: '驻村第一书记',
    positionLevel: '142',
    rank: 'section_4',
    from: '2026-09-01',
  };
  const url = `/api/v1/people/${id}/appointments`;
  expect(codeOf(await town.post(url, { ...wish, unit: '县信访局' }))).toBe('unit-unknown');
  expect(codeOf(await town.post(url, { ...wish, from: '2026-12-01' }))).toBe('day-not-begun');
  expect(codeOf(await town.post(url, { ...wish, from: '1999-01-01' }))).toBe(
    'appointment-too-early',
  );
  expect((await town.post(url, wish)).status).toBe(204);
  const { appointments } = await personnel(town, id);
  expect(appointments).toHaveLength(2);
  expect(appointments[0]).toMatchObject({
    unit: { name: '柳湾村' },
    positionLevel: '142',
    rank: 'section_4',
  });
  expect(appointments[1]?.endsAt).toBe('2026-08-31T16:00:00.000Z');
  // Only people of one's own subtree can be moved, and only into it.
  expect(
    (await town.post(`/api/v1/people/${await idOf('郭永红')}/appointments`, wish)).status,
  ).toBe(404);
});

test('there is one present appointment, whatever is written', async () => {
  const id = await idOf('王秀兰');
  const second = here.installation.platform.write((tx) =>
    tx.insert(schema.memberships).values({
      id: 'second',
      personId: id,
      orgUnitId: townId,
      startsAt: new Date(),
    }),
  );
  await expect(second).rejects.toThrow();
});

test('reserve cadres are known to the county and not to the township', async () => {
  const id = await idOf('王秀兰');
  const url = `/api/v1/people/${id}/key-groups/reserve`;
  expect((await town.put(url, { confirmed: true })).status).toBe(404);
  expect((await county.put(url, { confirmed: false })).status).toBe(204);
  const groups = async (who: Visitor) =>
    (await personnel(who, id)).keyGroups.map(({ group }) => group);
  expect(await groups(county)).toEqual(['reserve']);
  expect(await groups(town)).toEqual([]);
  expect((await town.delete(url)).status).toBe(404);
  expect((await county.delete(url)).status).toBe(204);
});

test('a township does not come to know of reserve cadres by naming itself as the one that manages', async () => {
  const { personId } = await addLearner(here, '柳湾村');
  here.clock.advance({ days: 1 });
  [county, town] = [await here.signIn('chenjianguo'), await here.signIn('lifang')];
  const url = `/api/v1/people/${personId}`;
  expect((await county.put(`${url}/key-groups/reserve`, { confirmed: true })).status).toBe(204);
  const appointed = await town.post(`${url}/appointments`, {
    unit: '柳湾村',
    managingUnit: '清河镇',
    category: 'township',
    post: '干事',
    positionLevel: null,
    rank: null,
    from: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(here.clock.now()),
  });
  expect(appointed.status).toBe(204);
  expect(await personnel(town, personId)).toMatchObject({ keyGroups: [], mayKnowReserve: false });
  expect(await personnel(county, personId)).toMatchObject({ mayKnowReserve: true });
});

test('a key group that does not go with the category, or is held already, asks first', async () => {
  const [head, second] = [await idOf('郭永红'), await idOf('马兰花')];
  const at = (id: string, group: string) => `/api/v1/people/${id}/key-groups/${group}`;
  expect(codeOf(await county.put(at(head, 'village_secretary'), { confirmed: false }))).toBe(
    'key-group-contradicts',
  );
  expect((await county.put(at(head, 'village_secretary'), { confirmed: true })).status).toBe(204);
  expect((await county.put(at(head, 'department_head'), { confirmed: false })).status).toBe(204);
  expect(codeOf(await county.put(at(second, 'department_head'), { confirmed: false }))).toBe(
    'key-group-held',
  );
});

test('who retires is counted no more, and the record stays', async () => {
  const id = await idOf('唐德明');
  const listed = async () => {
    const own = await county.get<{ items: OrgUnitRef[] }>('/api/v1/org-units');
    const url = `/api/v1/org-units/${own.body.items[0]?.id}/people?${new URLSearchParams({ query: '唐德明' })}`;
    return (await county.get<{ items: PersonRow[] }>(url)).body.items.length;
  };
  expect(await listed()).toBe(1);
  const set = (status: string) =>
    county.put(`/api/v1/people/${id}/status`, { status, from: '2026-11-01', reason: '到龄退休' });
  expect((await set('retired')).status).toBe(204);
  expect(await listed()).toBe(0);
  expect((await county.get(`/api/v1/people/${id}/record`)).status).toBe(200);
  expect((await personnel(county, id)).statuses).toMatchObject([{ status: 'retired' }]);
  expect((await set('active')).status).toBe(204);
  expect(await listed()).toBe(1);
});

test('whoever reads only is told so: a supervisor sees the facts, and no way to change them', async () => {
  const id = await idOf('王秀兰');
  expect(await personnel(town, id)).toMatchObject({ mayKeepRoster: true, mayLookAtIdentity: true });
  const { personId, visitor } = await addLearner(here, '清河镇');
  await here.installation.platform.write((tx) =>
    tx.insert(schema.roleGrants).values({
      id: 'grant-supervisor',
      personId,
      role: 'supervisor',
      orgUnitId: townId,
      grantedAt: here.clock.now(),
    }),
  );
  const seen = await visitor.get<Personnel>(`/api/v1/people/${id}/personnel`);
  expect(seen.body).toMatchObject({
    name: '王秀兰',
    mayKeepRoster: false,
    mayLookAtIdentity: false,
  });
  expect((await visitor.put(`/api/v1/people/${id}/identity-number`, { number: null })).status).toBe(
    403,
  );
});
