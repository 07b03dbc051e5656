// What decides what somebody owes is remembered between pages: each change of it holds from the next one on.
import type { Me, OrgUnitRef } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type Answer,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { subjectOf, subjectsOf } from './subjects.ts';

const { keyGroupMemberships, memberships, orgUnits, personStatuses } = schema;

let here: TestInstallation;
let system: Visitor;
let town: Visitor;
let learner: Visitor;
let personId: string;
let townId: string;

beforeAll(async () => {
  here = await openTestInstallation();
  const joined = await addLearner(here, '清河镇');
  personId = joined.personId;
  here.clock.advance({ days: 1 });
  [system, town] = [await here.signIn('hexiaoyan'), await here.signIn('lifang')];
  learner = await here.signIn(joined.loginName);
  townId = (await town.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';
});
afterAll(() => here.close());

const remembered = () => subjectOf(here.installation.platform, personId);
const read = async () => (await subjectsOf(here.installation.platform.db, [personId]))[0] ?? null;
const today = () => trainingDayOf(here.clock.now());

/** Looks, changes something and looks again. */
async function expectSeen(change: () => Promise<void>): Promise<void> {
  const before = await remembered();
  expect(await remembered()).toBe(before);
  await change();
  const after = await read();
  expect(after).not.toEqual(before);
  expect(await remembered()).toEqual(after);
}

const through = (ask: () => Promise<Answer<unknown>>) => async () => {
  const { status } = await ask();
  expect([200, 201, 204]).toContain(status);
};

test('a year that is reduced, and one that is so no more', async () => {
  const url = `/api/v1/people/${personId}/requirement-adjustments`;
  const year = here.clock.now().getUTCFullYear();
  const wish = { kind: 'reduced', fromYear: year, toYear: year, percent: 60, months: null };
  const why = { reason: '脱产参加驻村工作队', document: '青组通〔2026〕12号' };
  let id = '';
  await expectSeen(async () => {
    const answer = await town.post<{ id: string }>(url, { ...wish, ...why });
    expect(answer.status).toBe(201);
    id = answer.body.id;
  });
  await expectSeen(through(() => town.post(`${url}/${id}/withdrawal`, { reason: '已返回岗位' })));
});

test('a status, changed and taken away', async () => {
  const url = `/api/v1/people/${personId}/status`;
  const wish = { status: 'leave', from: today(), reason: '借调到县里' };
  await expectSeen(through(() => town.put(url, wish)));
  const { write } = here.installation.platform;
  const own = eq(personStatuses.personId, personId);
  await expectSeen(() =>
    write(async (tx) => {
      await tx.update(personStatuses).set({ startsAt: here.clock.now() }).where(own);
    }),
  );
  await expectSeen(() =>
    write(async (tx) => {
      await tx.delete(personStatuses).where(own);
    }),
  );
});

test('a key group, ended and taken away', async () => {
  const url = `/api/v1/people/${personId}/key-groups/department_head`;
  await expectSeen(through(() => town.put(url, { confirmed: true })));
  await expectSeen(through(() => town.delete(url)));
  await expectSeen(() =>
    here.installation.platform.write(async (tx) => {
      await tx
        .delete(keyGroupMemberships)
        .where(
          and(
            eq(keyGroupMemberships.personId, personId),
            eq(keyGroupMemberships.keyGroup, 'department_head'),
          ),
        );
    }),
  );
});

test('an appointment, its category, and one that was taken away', async () => {
  const wish = { unit: '柳湾村', managingUnit: null, category: 'village_community_principal' };
  const post = { post: '村委会主任', positionLevel: null, rank: null, from: today() };
  await expectSeen(
    through(() => town.post(`/api/v1/people/${personId}/appointments`, { ...wish, ...post })),
  );
  const url = `/api/v1/people/${personId}/audience-category`;
  await expectSeen(through(() => town.put(url, { category: 'township' })));
  await expectSeen(() =>
    here.installation.platform.write(async (tx) => {
      const [present] = await tx
        .select()
        .from(memberships)
        .where(eq(memberships.personId, personId))
        .orderBy(memberships.startsAt);
      await tx.delete(memberships).where(eq(memberships.id, present?.id ?? ''));
    }),
  );
});

test('a unit that is called otherwise, and a person who is counted no more', async () => {
  const [present] = (await read())?.appointments.slice(-1) ?? [];
  const { write } = here.installation.platform;
  await expectSeen(() =>
    write(async (tx) => {
      const own = eq(orgUnits.id, present?.unitId ?? '');
      await tx.update(orgUnits).set({ name: '柳湾新村' }).where(own);
    }),
  );
  const retired = { status: 'retired', from: today(), reason: '到龄退休' };
  await expectSeen(through(() => town.put(`/api/v1/people/${personId}/status`, retired)));
});

test('somebody who had no appointment yet', async () => {
  const { platform } = here.installation;
  const now = here.clock.now();
  const names = { name: '待定', namePinyin: 'daiding', nameInitials: 'dd' };
  await platform.write(async (tx) => {
    await tx.insert(schema.people).values({ id: 'undecided', ...names, createdAt: now });
  });
  expect(await subjectOf(platform, 'undecided')).toBeNull();
  await platform.write(async (tx) => {
    const appointment = { id: 'first', orgUnitId: townId, audienceCategory: 'township' };
    await tx.insert(memberships).values({ ...appointment, personId: 'undecided', startsAt: now });
  });
  expect(await subjectOf(platform, 'undecided')).toMatchObject({ appointments: [{}] });
});

test('a category of one’s own: added, renamed, retired and deleted, it is told to every page', async () => {
  const told = async () => (await learner.get<Me>('/api/v1/session')).body.ownCategories;
  const url = '/api/v1/audience-categories';
  const name = { name: '国有农场干部', nameEn: null };
  expect(await told()).toEqual([]);
  await through(() => system.post(url, { code: 'state_farm', ...name }))();
  expect(await told()).toMatchObject([{ code: 'state_farm', state: 'active' }]);
  await through(() => system.put(`${url}/state_farm`, { ...name, nameEn: 'State farms' }))();
  expect(await told()).toMatchObject([{ name: { en: 'State farms' } }]);
  await through(() => system.put(`${url}/state_farm/state`, { state: 'retired' }))();
  expect(await told()).toMatchObject([{ state: 'retired' }]);
  await through(() => system.delete(`${url}/state_farm`))();
  expect(await told()).toEqual([]);
});
