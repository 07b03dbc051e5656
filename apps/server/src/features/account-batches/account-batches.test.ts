import type { AccountBatch, OrgUnitRef } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/new-id.ts';
import { addLearner, personOf } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
let countyId: string;
let townId: string;

interface Slip {
  readonly name: string;
  readonly loginName: string;
  readonly oneTimePassword: string;
}
interface List {
  readonly withoutAccount: number;
  readonly unusedPassword: number;
  readonly heldBack: number;
  readonly items: AccountBatch[];
}
interface Batch {
  readonly batch: AccountBatch;
  readonly units: { unit: OrgUnitRef; slips: number }[];
}

beforeAll(async () => {
  here = await openTestInstallation();
  await signInAgain();
  countyId = await ownUnit(county);
  townId = await ownUnit(town);
});
afterAll(() => here.close());

async function signInAgain(): Promise<void> {
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
}

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

/** Somebody as a roster leaves them: with an appointment and no account. */
async function addFromRoster(unitId: string, name: string, namePinyin: string, code?: string) {
  const id = newId();
  const now = here.clock.now();
  await here.installation.platform.write(async (tx) => {
    const initials = { nameInitials: 'x', createdAt: now };
    await tx
      .insert(schema.people)
      .values({ id, name, namePinyin, code: code ?? null, ...initials });
    await tx
      .insert(schema.memberships)
      .values({ id, personId: id, orgUnitId: unitId, audienceCategory: 'township', startsAt: now });
  });
  return id;
}

const list = async (who: Visitor, unitId: string) =>
  (await who.get<List>(`/api/v1/org-units/${unitId}/account-batches`)).body;

async function order(who: Visitor, unitId: string, audience: AccountBatch['audience']) {
  const url = `/api/v1/org-units/${unitId}/account-batches`;
  const { body } = await who.post<{ id: string }>(url, { audience });
  await here.jobs.idle();
  return body.id;
}

const read = async (who: Visitor, id: string) =>
  (await who.get<Batch>(`/api/v1/account-batches/${id}`)).body;

const show = (who: Visitor, id: string, unitId: string) =>
  who.post<{ slips: Slip[] }>(`/api/v1/account-batches/${id}/showings`, { unitId });

const signIn = (loginName: string, password: string) =>
  here.visitor().post('/api/v1/session', { loginName, password });

test('everybody of a subtree without an account gets one, and signs in with what is on the slip', async () => {
  // The sample county has people whom a roster brought and who never had an account.
  await addFromRoster(townId, '钱小芳', 'qian xiao fang', 'B/001');
  await addFromRoster(townId, '孙立', 'sun li');
  await addFromRoster(townId, '孙丽', 'sun li');
  const { withoutAccount: before, ...others } = await list(town, townId);
  expect(others).toMatchObject({ heldBack: 0, items: [] });

  const id = await order(town, townId, 'without_account');
  const made = await read(town, id);
  expect(made.batch).toMatchObject({
    state: 'ready',
    total: before,
    done: before,
    slips: before,
  });
  expect(made.units.reduce((sum, { slips }) => sum + slips, 0)).toBe(before);

  const { slips } = (await show(town, id, townId)).body;
  const names = slips.map(({ loginName }) => loginName);
  expect(names).toEqual(expect.arrayContaining(['b-001', 'sunli', 'sunli2']));
  expect(new Set(names).size).toBe(names.length);
  const first = slips.find(({ loginName }) => loginName === 'b-001');
  const signedIn = await signIn(first?.loginName ?? '', first?.oneTimePassword ?? '');
  expect(signedIn).toMatchObject({ status: 200, body: { mustChangePassword: true } });
  expect((await list(town, townId)).withoutAccount).toBe(0);
});

test('a slip is kept sealed, each showing is written down, and it is gone once its password is another', async () => {
  await addFromRoster(townId, '李大海', 'li da hai', 'C001');
  const id = await order(town, townId, 'without_account');
  const { slips } = (await show(town, id, townId)).body;
  const password = slips[0]?.oneTimePassword ?? '';
  const { db } = here.installation.platform;
  const stored = JSON.stringify(await db.select().from(schema.accountSlips));
  expect(stored).not.toContain(password);
  const shown = await db
    .select()
    .from(schema.auditEvents)
    .where(eq(schema.auditEvents.action, 'account-slips-shown'));
  expect(shown).toContainEqual(
    expect.objectContaining({
      actorId: await personOf(here, 'lifang'),
      detail: { batchId: id, slips: 1 },
    }),
  );

  const visitor = here.visitor();
  await visitor.post('/api/v1/session', { loginName: 'c001', password });
  const changed = await visitor.put('/api/v1/password', {
    currentPassword: password,
    newPassword: 'Liuwan-2026-new',
  });
  expect(changed.status).toBe(204);
  expect((await read(town, id)).batch.slips).toBe(0);
  expect((await show(town, id, townId)).status).toBe(404);
});

test('who lost the slip gets a new password; the old one ends, and who uses their account is left alone', async () => {
  await addFromRoster(townId, '赵敏', 'zhao min', 'D001');
  const before = await order(town, townId, 'without_account');
  const old = (await show(town, before, townId)).body.slips[0]?.oneTimePassword ?? '';
  const after = await order(town, townId, 'unused_password');
  const { slips } = (await show(town, after, townId)).body;
  const fresh = slips.find(({ loginName }) => loginName === 'd001')?.oneTimePassword ?? '';
  expect((await signIn('d001', old)).status).toBe(401);
  expect((await signIn('d001', fresh)).status).toBe(200);
  expect((await read(town, before)).batch.slips).toBe(0);
  expect(slips.some(({ loginName }) => loginName === 'wangxiulan')).toBe(false);
});

test('whoever holds a role is left to who may grant it', async () => {
  const id = await addFromRoster(townId, '吴书记', 'wu shu ji', 'E001');
  await here.installation.platform.write((tx) =>
    tx.insert(schema.roleGrants).values({
      id: 'grant-wu',
      personId: id,
      role: 'unit_admin',
      orgUnitId: countyId,
      grantedAt: here.clock.now(),
    }),
  );
  expect(await list(town, townId)).toMatchObject({ withoutAccount: 0, heldBack: 1 });
  const refused = await town.post(`/api/v1/org-units/${townId}/account-batches`, {
    audience: 'without_account',
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'nobody-needs-account' } });

  expect((await town.post(`/api/v1/people/${id}/one-time-password`)).status).toBe(403);
  const given = await county.post<Slip>(`/api/v1/people/${id}/one-time-password`);
  expect(given).toMatchObject({ status: 201, body: { loginName: 'e001' } });
});

test('a batch of the county is not the township’s to see, and its slips only of units below', async () => {
  await addFromRoster(townId, '周正', 'zhou zheng', 'F001');
  const id = await order(county, countyId, 'without_account');
  expect((await town.get(`/api/v1/account-batches/${id}`)).status).toBe(404);
  expect((await show(town, id, townId)).status).toBe(404);
  expect((await town.delete(`/api/v1/account-batches/${id}/slips`)).status).toBe(404);
  const { visitor } = await addLearner(here, '清河镇');
  expect((await visitor.get(`/api/v1/account-batches/${id}`)).status).toBe(403);
  expect((await show(county, id, townId)).body.slips).toHaveLength(1);
});

test('what was not handed out is forgotten: when asked for, or after two weeks', async () => {
  await addFromRoster(townId, '郑一', 'zheng yi', 'G001');
  const first = await order(county, countyId, 'without_account');
  expect((await county.delete(`/api/v1/account-batches/${first}/slips`)).status).toBe(204);
  expect((await read(county, first)).batch).toMatchObject({ state: 'forgotten', slips: 0 });

  const second = await order(county, countyId, 'unused_password');
  expect((await read(county, second)).batch.slips).toBeGreaterThan(0);
  here.clock.advance({ days: 14 });
  await signInAgain();
  here.jobs.wake();
  await here.jobs.idle();
  expect((await read(county, second)).batch).toMatchObject({ state: 'forgotten', slips: 0 });
});
