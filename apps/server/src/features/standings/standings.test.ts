import type { PersonRow, Tally, UnitOverview } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { fillDemo } from '../demo/service.ts';
import { passDayHandler } from './service.ts';

let here: TestInstallation;
let root: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
  await fillDemo(here.installation.platform, { people: 1_000, seed: 7 }, () => undefined);
  root = await here.signIn('demo-root');
}, 60_000);
afterAll(() => here.close());

const { annualAccounts, memberships, orgUnits, personStandings, staleStandings } = schema;

interface List {
  readonly items: readonly PersonRow[];
  readonly total: number;
}
const people = async (unitId: string, query: string) =>
  (await root.get<List>(`/api/v1/org-units/${unitId}/people?${query}`)).body;
const overview = async (unitId: string) =>
  (await root.get<UnitOverview>(`/api/v1/org-units/${unitId}/overview`)).body;
const unitsWithPeople = () =>
  here.installation.platform.db
    .select({ id: orgUnits.id, path: orgUnits.path, name: orgUnits.name })
    .from(orgUnits);
const COUNTS = {
  met: 'met',
  on_course: 'onCourse',
  behind: 'behind',
  nothing_yet: 'nothingYet',
  without_category: 'withoutCategory',
  exempt: 'exempt',
} as const satisfies Record<PersonRow['state'], keyof Tally>;

/** Hours and people of a subtree, counted from appointments and accounts alone. */
async function recount(path: string, year: number) {
  const [sum] = await here.installation.platform.db.all<{ people: number; hundredths: number }>(
    sql`SELECT count(DISTINCT m.person_id) AS people, coalesce(sum(a.hundredths), 0) AS hundredths
        FROM ${memberships} m JOIN ${orgUnits} u ON u.id = m.org_unit_id
        LEFT JOIN ${annualAccounts} a ON a.person_id = m.person_id AND a.year = ${year}
        WHERE m.ends_at IS NULL AND substr(u.path, 1, ${path.length}) = ${path}`,
  );
  return sum;
}

test('the figures of every unit are what a recount from the ledger’s accounts gives', async () => {
  const units = await unitsWithPeople();
  expect(units.length).toBeGreaterThan(100);
  for (const unit of units) {
    const { total, year } = await overview(unit.id);
    expect({ people: total.people, hundredths: total.hundredths }, unit.name).toEqual(
      await recount(unit.path, year),
    );
  }
});

test('behind each figure are as many names, in every state and category, and each only once', async () => {
  const [top] = (await root.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  const id = top?.id ?? '';
  const { total } = await overview(id);
  for (const [state, field] of Object.entries(COUNTS)) {
    expect((await people(id, `state=${state}`)).total, state).toBe(total[field]);
  }
  expect((await people(id, 'category=none')).total).toBe(total.withoutCategory);
  const seen = new Set<string>();
  for (let page = 1; seen.size < total.people; page += 1) {
    const { items } = await people(id, `sort=share&page=${page}`);
    expect(items.length).toBeGreaterThan(0);
    for (const { personId } of items) expect(seen.has(personId)).toBe(false);
    for (const { personId } of items) seen.add(personId);
  }
});

test.each(['hours', 'days'] as const)('a list is in the order of %s, both ways', async (sort) => {
  const [top] = (await root.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  const figure = ({ hundredths, halfDays }: PersonRow) =>
    sort === 'hours' ? hundredths : halfDays;
  const up = (await people(top?.id ?? '', `sort=${sort}`)).items.map(figure);
  expect(up).toEqual([...up].sort((a, b) => a - b));
  const down = (await people(top?.id ?? '', `sort=${sort}&descending=true`)).items.map(figure);
  expect(down).toEqual([...down].sort((a, b) => b - a));
});

test('whoever leaves is in no figure from that moment, and whoever moves is in the new unit’s', async () => {
  const { platform } = here.installation;
  const [one] = await platform.db
    .select({ id: memberships.id, unitId: memberships.orgUnitId, personId: memberships.personId })
    .from(memberships)
    .limit(1)
    .offset(500);
  const before = (await overview(one?.unitId ?? '')).total.people;
  const now = here.clock.now();
  await platform.write((tx) =>
    tx
      .update(memberships)
      .set({ endsAt: now })
      .where(eq(memberships.id, one?.id ?? '')),
  );
  expect((await overview(one?.unitId ?? '')).total.people).toBe(before - 1);
  const [other] = (await unitsWithPeople()).filter(({ id }) => id !== one?.unitId).slice(-1);
  const there = (await overview(other?.id ?? '')).total.people;
  await platform.write((tx) =>
    tx.insert(memberships).values({
      id: 'moved',
      personId: one?.personId ?? '',
      orgUnitId: other?.id ?? '',
      audienceCategory: 'township',
      post: null,
      startsAt: now,
    }),
  );
  expect((await overview(other?.id ?? '')).total.people).toBe(there + 1);
});

test('a day that passes puts exactly those behind whose even pace has overtaken them', async () => {
  const { clock } = here;
  const { platform } = here.installation;
  const due = () =>
    platform.db
      .select({ state: personStandings.state, until: personStandings.onCourseUntilDaysLeft })
      .from(personStandings)
      .where(eq(personStandings.state, 'on_course'));
  const before = await due();
  clock.advance({ days: 5 });
  root = await here.signIn('demo-root');
  await passDayHandler(
    platform,
    {},
    { signal: new AbortController().signal, progress: () => undefined },
  );
  const after = await due();
  expect(after.length).toBeLessThan(before.length);
  const [top] = (await root.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  const { daysLeft, total } = await overview(top?.id ?? '');
  expect(after.every(({ until }) => until !== null && until <= daysLeft)).toBe(true);
  expect((await people(top?.id ?? '', 'state=on_course')).total).toBe(total.onCourse);
  expect(await platform.db.$count(staleStandings)).toBe(0);
});

test('an installation that has an organisation is not filled with an invented one', async () => {
  await expect(
    fillDemo(here.installation.platform, { people: 1_000, seed: 7 }, () => undefined),
  ).rejects.toThrow('an organisation in this data folder');
});
