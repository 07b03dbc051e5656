import type { OrgUnitRef, PersonInNeed, UnitOverview } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { fillDemo } from '../demo/service.ts';

let here: TestInstallation;
let county: Visitor;
let root: Visitor;
let countyId: string;
let rootId: string;

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
  await fillDemo(here.installation.platform, { people: 1_000, seed: 3 }, () => undefined);
  await signInAgain();
  countyId = await ownUnit(county);
  rootId = await ownUnit(root);
}, 60_000);
afterAll(() => here.close());

async function signInAgain() {
  county = await here.signIn('demo-county');
  root = await here.signIn('demo-root');
}

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

interface List {
  items: PersonInNeed[];
  total: number;
  remindable: number;
}
const list = async (who: Visitor, unitId: string, page = 1) =>
  (await who.get<List>(`/api/v1/org-units/${unitId}/people-in-need?page=${page}`)).body;
const remind = (who: Visitor, unitId: string, personId: string | null) =>
  who.post<{ people: number; code: string }>(`/api/v1/org-units/${unitId}/year-reminders`, {
    personId,
  });
const noticesOf = async (personId: string) =>
  here.installation.platform.db
    .select()
    .from(schema.notices)
    .where(eq(schema.notices.personId, personId));
const allReminders = () =>
  here.installation.platform.db.$count(schema.notices, eq(schema.notices.kind, 'year-reminder'));

test('the list has everybody who is behind or has nothing, those with the most to do first', async () => {
  const { items, total } = await list(county, countyId);
  const count = async (state: string) =>
    (await county.get<{ total: number }>(`/api/v1/org-units/${countyId}/people?state=${state}`))
      .body.total;
  expect(total).toBe((await count('behind')) + (await count('nothing_yet')));
  const shares = items.map(({ person }) => person.hundredths / (person.targetHundredths ?? 1));
  expect(shares[0]).toBe(Math.min(...shares));
  expect(items.every(({ person }) => ['behind', 'nothing_yet'].includes(person.state))).toBe(true);
});

test('one person is reminded with what is missing, and not again before a week is over', async () => {
  const { items } = await list(county, countyId);
  const [one] = items;
  const id = one?.person.personId ?? '';
  expect(await remind(county, countyId, id)).toMatchObject({ status: 201, body: { people: 1 } });
  const missing = ((one?.person.targetHundredths ?? 0) - (one?.person.hundredths ?? 0)) / 100;
  expect(await noticesOf(id)).toMatchObject([
    { kind: 'year-reminder', params: { hours: missing, year: 2026 } },
  ]);
  here.clock.advance({ days: 6 });
  await signInAgain();
  expect((await remind(root, rootId, id)).body.people).toBe(0);
  expect(await noticesOf(id)).toHaveLength(1);
  here.clock.advance({ days: 1 });
  await signInAgain();
  expect((await remind(root, rootId, id)).body.people).toBe(1);
  expect(await noticesOf(id)).toHaveLength(2);
});

test('all are reminded by one click, each once, and a second click does nothing for a week', async () => {
  const before = await list(county, countyId);
  const already = await allReminders();
  expect(before.remindable).toBe(before.total - 1);
  expect((await remind(county, countyId, null)).body.people).toBe(before.remindable);
  await here.jobs.idle();
  expect(await allReminders()).toBe(already + before.remindable);
  expect((await list(county, countyId)).remindable).toBe(0);
  expect((await remind(county, countyId, null)).body.people).toBe(0);
  const there = await list(root, rootId);
  expect(there.remindable).toBe(there.total - before.total);
});

test('whoever is on course is not reminded; people elsewhere are not found', async () => {
  const { platform } = here.installation;
  const met = (
    await county.get<{ items: { personId: string }[] }>(
      `/api/v1/org-units/${countyId}/people?state=met`,
    )
  ).body.items[0];
  expect(await remind(county, countyId, met?.personId ?? '')).toMatchObject({
    status: 409,
    body: { code: 'person-not-in-need' },
  });
  const { children } = (await county.get<UnitOverview>(`/api/v1/org-units/${countyId}/overview`))
    .body;
  const below = children.find(({ tally }) => tally.behind > 0)?.unit.id ?? '';
  const [elsewhere] = await platform.db.all<{ id: string }>(sql`
    SELECT person_id AS id FROM person_standings s WHERE s.year = 2026 AND s.state = 'behind' AND NOT EXISTS
      (SELECT 1 FROM org_unit_ancestors a WHERE a.unit_id = s.unit_id AND a.ancestor_id = ${below}) LIMIT 1`);
  expect((await remind(county, below, elsewhere?.id ?? '')).status).toBe(404);
  expect((await county.get(`/api/v1/org-units/${rootId}/people-in-need`)).status).toBe(404);
});
