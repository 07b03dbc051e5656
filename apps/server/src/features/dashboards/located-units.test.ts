// A place sees how many are in the units of vertical lines that are in it, and nobody's name.
import type { Dashboard, LocatedUnits, OrgUnitRef } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { creditDirectly } from '../../testing/credits.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
const learners: Learner[] = [];

const idOf = async (name: string) => {
  const [unit] = await here.installation.platform.db
    .select({ id: schema.orgUnits.id })
    .from(schema.orgUnits)
    .where(eq(schema.orgUnits.name, name));
  return unit?.id ?? '';
};
const locatedIn = async (who: Visitor, name: string, query = '') =>
  who.get<LocatedUnits>(`/api/v1/org-units/${await idOf(name)}/located-units${query}`);
const townCode = async (name: string) => {
  const [unit] = await here.installation.platform.db
    .select({ code: schema.orgUnits.code })
    .from(schema.orgUnits)
    .where(eq(schema.orgUnits.name, name));
  return unit?.code ?? '';
};

async function addOffice(parent: string, name: string, place: string | null, people: number) {
  const answer = await county.post<{ id: string }>(
    `/api/v1/org-units/${await idOf(parent)}/units`,
    {
      name,
      level: 'township',
      kind: 'department',
      ...(place === null ? {} : { managementMode: 'vertical', placeCode: await townCode(place) }),
    },
  );
  expect(answer.status).toBe(201);
  for (let number = 0; number < people; number += 1) {
    const learner = await addLearner(here, name);
    learners.push(learner);
    // The first two of each have their year.
    if (number < 2)
      await creditDirectly(here, learner.personId, { hundredths: 20_000, halfDays: 60 });
  }
}

beforeAll(async () => {
  here = await openTestInstallation();
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  await addOffice('云岭县(示例)', '县税务分局', '石桥乡', 3);
  // What the branch has in a village of another township, and what it has nowhere in particular.
  await addOffice('县税务分局', '清河税务所', '柳湾村', 6);
  await addOffice('县税务分局', '税务稽查组', null, 4);
  await addOffice('云岭县(示例)', '清河海关监管点', '清河镇', 4);
  here.jobs.wake();
  await here.jobs.idle();
});
afterAll(() => here.close());

test('the administrator of a place sees units in it and below it, with their lines, as counts', async () => {
  const { status, body } = await locatedIn(town, '清河镇');
  expect(status).toBe(200);
  expect(body).toMatchObject({ unit: { name: '清河镇' }, total: 2, people: 10 });
  expect(body.items).toEqual([
    {
      name: '清河税务所',
      line: '县税务分局',
      place: '柳湾村',
      people: 6,
      told: { people: 6, reached: 2, atRisk: expect.any(Number), none: 0, ratePercent: 33 },
    },
    // Of four people a count would tell about single ones.
    { name: '清河海关监管点', line: '云岭县(示例)', place: '清河镇', people: 4, told: null },
  ]);
});

test('the sums are of the units whose counts are told, so that nothing can be reckoned back', async () => {
  const { body } = await locatedIn(town, '清河镇');
  expect(body.told).toEqual(body.items[0]?.told);
});

test('the counts are those that the line’s own dashboard has', async () => {
  const { body } = await locatedIn(town, '清河镇');
  const dashboard = await county.get<Dashboard>(
    `/api/v1/org-units/${await idOf('清河税务所')}/dashboard`,
  );
  const { people, reached, atRisk, none } = dashboard.body.total;
  expect(body.items[0]?.told).toMatchObject({ people, reached, atRisk, none });
});

test('people are counted in one place: a unit below with a place of its own is not counted above', async () => {
  const { body } = await locatedIn(county, '石桥乡');
  // Three of the branch and four of the group without a place; the six of the tax office are in 柳湾村.
  expect(body.items).toMatchObject([{ name: '县税务分局', people: 7, told: { reached: 4 } }]);
});

test('what a place sees beside its subtree is in none of its own figures, nor is its subtree in that', async () => {
  const dashboard = await town.get<Dashboard>(
    `/api/v1/org-units/${await idOf('清河镇')}/dashboard`,
  );
  const names = dashboard.body.children.map(({ unit }) => unit.name);
  expect(names).not.toContain('清河税务所');
  const people = await here.installation.platform.db.all<{ people: number }>(
    `SELECT count(*) AS people FROM memberships m JOIN org_unit_ancestors a ON a.unit_id = m.org_unit_id
      WHERE a.ancestor_id = '${await idOf('清河镇')}' AND m.ends_at IS NULL`,
  );
  expect(dashboard.body.total.people).toBe(people[0]?.people);
  // For the county all these are below itself.
  expect((await locatedIn(county, '云岭县(示例)')).body).toMatchObject({ items: [], people: 0 });
});

test('nothing in the answer names a person or leads to one, nor to the unit', async () => {
  const text = JSON.stringify((await locatedIn(town, '清河镇')).body);
  expect(text).toContain('清河税务所');
  const units = ['清河税务所', '清河海关监管点', '县税务分局', '柳湾村'];
  for (const name of units) expect(text).not.toContain(await idOf(name));
  for (const { personId, loginName } of learners) {
    expect(text).not.toContain(personId);
    expect(text).not.toContain(loginName);
  }
  expect(text).not.toContain('学员');
  // And the unit itself stays shut.
  const office = `/api/v1/org-units/${await idOf('清河税务所')}`;
  for (const rest of ['', '/dashboard', '/people', '/outlooks?outlook=at_risk', '/located-units'])
    expect((await town.get(`${office}${rest}`)).status, rest).toBe(404);
});

test('one’s own place and below it can be asked about, not the one above or beside', async () => {
  expect((await locatedIn(town, '柳湾村')).body).toMatchObject({ total: 1, people: 6 });
  for (const name of ['云岭县(示例)', '石桥乡'])
    expect((await locatedIn(town, name)).status, name).toBe(404);
  expect((await town.get('/api/v1/org-units/no-such-unit/located-units')).status).toBe(404);
  const learner = learners[0]?.visitor;
  expect(
    (await learner?.get(`/api/v1/org-units/${await idOf('清河镇')}/located-units`))?.status,
  ).toBe(403);
});

test('the year before can be asked for: nobody here was there yet', async () => {
  const year = trainingYearOf(here.clock.now()) - 1;
  const { body } = await locatedIn(town, '清河镇', `?year=${year}`);
  expect(body).toMatchObject({ year, total: 2, people: 0, told: null });
  expect(body.items.map(({ people }) => people)).toEqual([0, 0]);
});

test('the line’s administrators go on as before, and a closed unit is no longer told', async () => {
  const { body } = await county.get<{ items: OrgUnitRef[] }>(
    `/api/v1/org-units/${await idOf('云岭县(示例)')}/units`,
  );
  expect(body.items.map(({ name }) => name)).toContain('县税务分局');
  const into = await county.put(`/api/v1/org-units/${await idOf('清河海关监管点')}/merger`, {
    intoId: await idOf('税务稽查组'),
  });
  expect(into.status).toBe(200);
  expect((await locatedIn(town, '清河镇')).body.items.map(({ name }) => name)).toEqual([
    '清河税务所',
  ]);
});
