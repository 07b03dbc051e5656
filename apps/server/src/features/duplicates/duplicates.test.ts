import type { MergingPreview, Notice, OrgUnitRef, PersonRow, Twin } from '@xueshi/contracts';
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
import { checkLedger, postCredit } from '../credit/service.ts';

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

const TITLE = { 'zh-CN': '信访工作条例', en: 'Petitions' };

const credit = (personId: string, sourceKey: string, hundredths: number) =>
  here.installation.platform.write((tx) =>
    postCredit(here.installation.platform, tx, {
      personId,
      hundredths,
      halfDays: 0,
      mode: 'online',
      intensity: 'regular',
      area: 'law',
      sourceType: 'course',
      sourceKey,
      snapshot: { title: TITLE, slug: sourceKey, revision: 1, value: null as never },
      evidence: { lessons: [] },
      earnedAt: here.clock.now(),
      postedBy: 'system',
    }),
  );

async function rename(personId: string, name: string, code: string | null): Promise<void> {
  await here.installation.platform.write((tx) =>
    tx.update(schema.people).set({ name, code }).where(eq(schema.people.id, personId)),
  );
}

/** Somebody entered by hand, and again by a roster into a village, without an account. */
async function enteredTwice(name: string, code: string) {
  const kept = await addLearner(here, '清河镇');
  await rename(kept.personId, name, null);
  const duplicateId = newId();
  const { orgUnits } = schema;
  await here.installation.platform.write(async (tx) => {
    const [village] = await tx.select().from(orgUnits).where(eq(orgUnits.name, '柳湾村'));
    const from = { createdAt: here.clock.now(), namePinyin: 'a', nameInitials: 'a' };
    await tx.insert(schema.people).values({ id: duplicateId, name, code, ...from });
    await tx.insert(schema.memberships).values({
      id: duplicateId,
      personId: duplicateId,
      orgUnitId: village?.id ?? '',
      audienceCategory: 'township',
      startsAt: here.clock.now(),
    });
  });
  return { kept, duplicateId };
}

const pairs = async (who: Visitor) =>
  (await who.get<{ pairs: [Twin, Twin][] }>(`/api/v1/org-units/${townId}/duplicates`)).body.pairs;
const isListed = async (name: string) => (await pairs(town)).some(([one]) => one.name === name);

const merge = (who: Visitor, keptId: string, duplicateId: string) =>
  who.post(`/api/v1/people/${keptId}/merging`, { duplicateId, reason: '导入名册时重复录入' });

const standing = async (personId: string, name: string) => {
  const { body } = await town.get<{ items: PersonRow[] }>(
    `/api/v1/org-units/${townId}/people?${new URLSearchParams({ query: name })}`,
  );
  return body.items.find((row) => row.personId === personId);
};

test('a person entered twice is found, and merged with the hours; a course that both have counts once', async () => {
  const { kept, duplicateId } = await enteredTwice('高明远', 'DUP-1');
  await credit(kept.personId, 'both', 200);
  await credit(duplicateId, 'both', 200);
  await credit(duplicateId, 'only', 350);
  expect(await isListed('高明远')).toBe(true);

  const preview = await town.get<MergingPreview>(
    `/api/v1/people/${kept.personId}/merging?duplicateId=${duplicateId}`,
  );
  expect(preview.body).toMatchObject({
    kept: { hundredths: 200, code: null, loginName: kept.loginName },
    duplicate: { hundredths: 550, code: 'DUP-1', loginName: null },
    moves: [{ hundredths: 350, year: 2026 }],
    countedOnce: [{ hundredths: 200 }],
    loginName: kept.loginName,
  });
  expect((await merge(town, kept.personId, duplicateId)).status).toBe(204);

  expect(await standing(kept.personId, '高明远')).toMatchObject({ hundredths: 550 });
  expect(await standing(duplicateId, '高明远')).toBeUndefined();
  expect(await isListed('高明远')).toBe(false);
  const { db } = here.installation.platform;
  const [person] = await db.select().from(schema.people).where(eq(schema.people.id, kept.personId));
  expect(person).toMatchObject({ code: 'DUP-1', closedAt: null });
  const left = await db
    .select()
    .from(schema.annualAccounts)
    .where(eq(schema.annualAccounts.personId, duplicateId));
  expect(left.reduce((sum, { hundredths }) => sum + hundredths, 0)).toBe(0);
  expect((await checkLedger(db)).problems).toEqual([]);

  const notices = await kept.visitor.get<{ items: Notice[] }>('/api/v1/me/notices');
  expect(notices.body.items[0]).toMatchObject({
    kind: 'person-merged',
    params: { hours: 3.5, reason: '导入名册时重复录入' },
  });
  expect((await merge(town, kept.personId, duplicateId)).body).toMatchObject({ status: 404 });
});

test('the account goes over where the one who stays has none', async () => {
  const { kept, duplicateId } = await enteredTwice('马小虎', 'DUP-2');
  expect((await merge(town, duplicateId, kept.personId)).status).toBe(204);
  const { db } = here.installation.platform;
  const [account] = await db
    .select()
    .from(schema.accounts)
    .where(eq(schema.accounts.loginName, kept.loginName));
  expect(account).toMatchObject({ personId: duplicateId, state: 'active' });
  expect((await kept.visitor.get('/api/v1/session')).status).toBe(401);
});

test('two people of one name stay two, and are not listed again', async () => {
  const { kept, duplicateId } = await enteredTwice('林同名', 'DUP-3');
  expect(await isListed('林同名')).toBe(true);
  const url = `/api/v1/people/${duplicateId}/namesakes`;
  expect((await town.post(url, { otherId: kept.personId })).status).toBe(204);
  expect(await isListed('林同名')).toBe(false);
});

test('nobody merges themselves, a holder of a role, or people of elsewhere', async () => {
  const { kept, duplicateId } = await enteredTwice('罗东升', 'DUP-4');
  const own = await personOf(here, 'lifang');
  expect((await merge(town, own, duplicateId)).body).toMatchObject({ code: 'own-record' });
  expect((await merge(town, kept.personId, kept.personId)).body).toMatchObject({
    code: 'merging-with-oneself',
  });
  const elsewhere = await addLearner(here, '石桥乡');
  expect((await merge(town, kept.personId, elsewhere.personId)).status).toBe(404);
  expect((await merge(county, kept.personId, own)).body).toMatchObject({
    code: 'merging-role-held',
  });
});
