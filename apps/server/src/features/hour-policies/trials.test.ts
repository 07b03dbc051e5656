// Trying a policy out where many people are concerned: a job, whose outcome is listed, fetched and adopted.
import type { AffectedPerson, HourPolicyDraft, PolicyTrial } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  adoptPolicyAt,
  basis,
  draftFrom,
  tryPolicy,
  unitNamed,
  withHours,
} from '../../testing/hour-policies.ts';
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

const MANY = 230;

/** Many people of a township who have learned nothing yet. */
async function addMany(unit: { id: string }): Promise<void> {
  const { write, clock } = here.installation.platform;
  const ids = Array.from({ length: MANY }, (_, at) => `many-${at}`);
  await write(async (tx) => {
    await tx.insert(schema.people).values(
      ids.map((id, at) => ({
        id,
        name: `阚${at}`,
        namePinyin: `kan ${at}`,
        nameInitials: `k${at}`,
        createdAt: clock.now(),
      })),
    );
    await tx.insert(schema.memberships).values(
      ids.map((id) => ({
        id: `m-${id}`,
        personId: id,
        orgUnitId: unit.id,
        audienceCategory: 'township',
        startsAt: clock.now(),
      })),
    );
  });
  await here.jobs.idle();
}

async function higher(top: { id: string }): Promise<HourPolicyDraft> {
  const draft = await draftFrom(county, top, { basis });
  return { ...draft, byCategory: withHours(draft, 12_000) };
}

test('a policy that concerns many is tried out by a job, listed whole, and adopted by its outcome', async () => {
  const [top, town] = [await unitNamed(here, '云岭县(示例)'), await unitNamed(here, '清河镇')];
  await addMany(town);
  const wish = { policy: await higher(top), fromYear: 2026 };
  const begun = (await tryPolicy(county, top, wish)).body.trial;
  expect(begun).toMatchObject({ state: 'waiting', whatIf: null, seen: null });
  const url = `/api/v1/units/${top.id}/hour-policies/trials/${begun?.id}`;
  await here.jobs.idle();
  const { body: trial } = await county.get<PolicyTrial>(url);
  expect(trial).toMatchObject({ state: 'ready', fromYear: 2026, policy: { basis } });
  expect(trial.peopleDone).toBe(trial.peopleTotal);
  expect(trial.whatIf?.owingMore).toBeGreaterThanOrEqual(MANY);

  interface Listed {
    items: AffectedPerson[];
    page: number;
    pageSize: number;
    total: number;
  }
  const list = async (query: string) => (await county.get<Listed>(`${url}/people?${query}`)).body;
  const more = await list('change=more&q=kan');
  expect([more.total, more.items.length]).toEqual([MANY, more.pageSize]);
  expect(more.items[0]).toMatchObject({ missingBefore: 10_000, missingAfter: 12_000 });
  expect((await list('change=more&q=kan&page=5')).items).toHaveLength(MANY - 4 * more.pageSize);
  expect((await list('q=阚117')).items.map(({ name }) => name)).toEqual(['阚117']);
  const all = await list('');
  const { losing = 0, gaining = 0, owingMore = 0, owingLess = 0 } = trial.whatIf ?? {};
  expect(all.total).toBe(losing + gaining + owingMore + owingLess);
  const csv = await county.get<string>(`${url}/file?format=csv`);
  expect(csv.status).toBe(200);
  expect(String(csv.body).trim().split('\n')).toHaveLength(all.total + 1);

  const adopted = await county.post(`/api/v1/units/${top.id}/hour-policies`, {
    ...wish,
    seen: trial.seen,
  });
  expect(adopted.status).toBe(201);
  const { db } = here.installation.platform;
  const rows = await db.select().from(schema.hourPolicies);
  expect(rows.map(({ whatIf }) => whatIf)).toContainEqual(trial.whatIf);
});

test('an outcome is for whoever asked, and gone after a week', async () => {
  const top = await unitNamed(here, '云岭县(示例)');
  const wish = { policy: await higher(top), fromYear: 2026 };
  const { trial } = (await tryPolicy(county, top, wish)).body;
  const url = `/api/v1/units/${top.id}/hour-policies/trials/${trial?.id}`;
  expect((await county.get(url)).status).toBe(200);
  const township = await here.signIn('lifang');
  expect((await township.get(url)).status).toBe(404);
  const town = await unitNamed(here, '清河镇');
  const astray = `/api/v1/units/${town.id}/hour-policies/trials/${trial?.id}/people`;
  expect((await county.get(astray)).status).toBe(404);
  here.clock.advance({ days: 8 });
  await here.jobs.idle();
  county = await here.signIn('chenjianguo');
  expect((await county.get(url)).status).toBe(404);
});

test('what was shown is not adopted once other policies below would give way', async () => {
  const [top, town] = [await unitNamed(here, '云岭县(示例)'), await unitNamed(here, '清河镇')];
  const wish = { policy: await higher(top), fromYear: 2026 };
  const { seen } = (await tryPolicy(county, top, wish)).body;
  const township = await here.signIn('lifang');
  const own = { ...wish.policy, byCategory: withHours(wish.policy, 11_000) };
  await adoptPolicyAt(township, town, { policy: own, fromYear: 2026 });
  const url = `/api/v1/units/${top.id}/hour-policies`;
  const adopted = await county.post<{ code: string }>(url, { ...wish, seen });
  expect(adopted.body.code).toBe('what-if-outdated');
  expect((await adoptPolicyAt(county, top, wish)).status).toBe(201);
});
