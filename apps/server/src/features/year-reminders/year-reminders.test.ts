import type { OrgUnitRef, PersonInNeed, PersonOutlook, UnitOverview } from '@xueshi/contracts';
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

interface Passed {
  people: number;
  passedOver: number;
  lately: { personId: string; remindedBy: string | null }[];
}
interface Preview extends Passed {
  example: { name: string; missingHundredths: number } | null;
}

const queryOf = (cut: Record<string, string | boolean>) =>
  new URLSearchParams(Object.entries(cut).map(([key, value]) => [key, String(value)])).toString();
const preview = async (who: Visitor, unitId: string, cut: Record<string, string | boolean>) =>
  (await who.get<Preview>(`/api/v1/org-units/${unitId}/outlook-reminders?${queryOf(cut)}`)).body;
const remindList = (who: Visitor, unitId: string, cut: Record<string, string | boolean>) =>
  who.post<Passed & { sent: boolean }>(`/api/v1/org-units/${unitId}/outlook-reminders`, cut);

async function namesOf(who: Visitor, unitId: string, cut: Record<string, string | boolean>) {
  const items: PersonOutlook[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query: string = queryOf({ ...cut, ...(after && { after }) });
    const { body }: { body: { items: PersonOutlook[]; next: string | null } } = await who.get(
      `/api/v1/org-units/${unitId}/outlooks?${query}`,
    );
    items.push(...body.items);
    after = body.next;
  }
  return items;
}

async function weekLater() {
  here.clock.advance({ days: 8 });
  await signInAgain();
}

test('a list at risk is looked at first, then reminded at once, and whoever was told within the week is named', async () => {
  await weekLater();
  const cut = { outlook: 'at_risk', category: 'village_community_principal' };
  const names = await namesOf(county, countyId, cut);
  expect(names.length).toBeGreaterThan(2);
  expect(names.length).toBeLessThanOrEqual(200);
  const [first, second] = names;
  const firstId = first?.person.personId ?? '';
  expect(await preview(county, countyId, cut)).toMatchObject({
    people: names.length,
    passedOver: 0,
    example: { name: first?.person.name, missingHundredths: first?.missingHundredths },
  });
  await remind(county, countyId, firstId);
  const seen = await preview(county, countyId, cut);
  expect(seen).toMatchObject({
    people: names.length - 1,
    passedOver: 1,
    lately: [{ personId: firstId }],
    example: { name: second?.person.name },
  });
  expect(seen.lately[0]?.remindedBy).toBeTruthy();
  const before = await allReminders();
  // Sent when the answer comes, without a job: the answer says what was sent.
  expect(await remindList(county, countyId, cut)).toMatchObject({
    status: 201,
    body: { people: names.length - 1, sent: true, passedOver: 1, lately: [{ personId: firstId }] },
  });
  expect(await allReminders()).toBe(before + names.length - 1);
  for (const { person, missingHundredths } of names)
    expect((await noticesOf(person.personId)).at(-1)).toMatchObject({
      kind: 'year-reminder',
      params: { hours: missingHundredths / 100 },
    });
  expect((await remindList(county, countyId, cut)).body).toMatchObject({
    people: 0,
    passedOver: names.length,
  });
  expect(await allReminders()).toBe(before + names.length - 1);
});

test('a long list is reminded by a job, each once, whichever list somebody stands on', async () => {
  const cut = { outlook: 'at_risk' };
  const names = await namesOf(root, rootId, cut);
  const seen = await preview(root, rootId, cut);
  expect(seen.people).toBeGreaterThan(200);
  expect(seen.people + seen.passedOver).toBe(names.length);
  const before = await allReminders();
  expect((await remindList(root, rootId, cut)).body).toMatchObject({
    people: seen.people,
    sent: false,
  });
  await here.jobs.idle();
  expect(await allReminders()).toBe(before + seen.people);
  expect((await preview(root, rootId, cut)).people).toBe(0);
});

test('only people whom a push may help are reminded, and only by who answers for them', async () => {
  expect((await remindList(county, countyId, { outlook: 'likely' })).status).toBe(400);
  expect((await remindList(county, rootId, { outlook: 'at_risk' })).status).toBe(404);
  const [event] = await here.installation.platform.db
    .select()
    .from(schema.auditEvents)
    .where(sql`action = 'year-reminded'`)
    .orderBy(sql`rowid DESC`)
    .limit(1);
  expect(event?.detail).toMatchObject({ outlook: 'at_risk' });
});
