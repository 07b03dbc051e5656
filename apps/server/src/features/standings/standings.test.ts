import type { PersonRow, Tally, UnitOverview } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingYearOf, yearBounds } from '@xueshi/domain';
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
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

const { annualAccounts, memberships, orgUnits, people, personStandings, staleStandings } = schema;
const { adjustmentWithdrawals, personStatuses, requirementAdjustments } = schema;

interface List {
  readonly items: readonly PersonRow[];
  readonly total: number;
}
const listed = async (unitId: string, query: string) =>
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

const adjustmentOf = (personId: string, number: number, year: number, now: Date) => ({
  id: `adjustment-${number}`,
  personId,
  kind: ['exempt', 'reduced', 'prorata'][number % 4] ?? 'exempt',
  fromYear: year,
  toYear: year,
  percent: number % 4 === 1 ? 50 : null,
  months: number % 4 === 2 ? 6 : null,
  reason: '测试用的理由',
  document: '测试用的文件',
  approvedBy: 'nobody',
  approvedAt: now,
});
const leaveOf = (personId: string, year: number, now: Date) => ({
  id: `leave-${personId}`,
  personId,
  status: 'leave',
  startsAt: new Date(yearBounds(year).start.getTime() - 1),
  endsAt: new Date(Date.UTC(year, 2, 10)),
  reason: '产假',
  recordedAt: now,
});
const withdrawalOf = (number: number, now: Date) => ({
  adjustmentId: `adjustment-${number}`,
  reason: '撤回',
  withdrawnBy: 'nobody',
  withdrawnAt: now,
});

/**
 * What everybody owes by the county’s one policy of one clause, counted in SQL from accounts, records
 * and adjustments alone, against the rows that are kept.
 */
async function expectRecount(year: number) {
  const rows = await here.installation.platform.db.all<{
    state: string;
    target: number | null;
    full: number;
    had: number;
    halfDays: number;
    owed: number;
  }>(sql`
    SELECT s.state AS state, s.target_hundredths AS target,
      CASE WHEN s.category IN ('county_department', 'township') THEN 10000 ELSE 4000 END AS full,
      (SELECT coalesce(sum(a.hundredths), 0) FROM annual_accounts a
        WHERE a.person_id = s.person_id AND a.year = ${year}) AS had,
      (SELECT coalesce(sum(a.half_days), 0) FROM annual_accounts a
        WHERE a.person_id = s.person_id AND a.year = ${year}) AS halfDays,
      CASE
        WHEN j.kind = 'exempt' THEN 0
        WHEN j.kind = 'reduced' THEN 12 * j.percent
        WHEN j.kind = 'prorata' THEN 100 * j.months
        WHEN EXISTS (SELECT 1 FROM person_statuses l WHERE l.person_id = s.person_id
          AND l.status = 'leave' AND l.id LIKE 'leave-%') THEN 900
        ELSE 1200 END AS owed
    FROM person_standings s
    LEFT JOIN requirement_adjustments j ON j.person_id = s.person_id
      AND NOT EXISTS (SELECT 1 FROM adjustment_withdrawals w WHERE w.adjustment_id = j.id)
    WHERE s.year = ${year} AND s.category IS NOT NULL`);
  expect(rows.filter(({ owed }) => owed < 1_200).length).toBeGreaterThan(40);
  for (const { state, target, full, had, halfDays, owed } of rows) {
    const hours = owed === 1_200 ? full : Math.floor((full * owed) / 1_200 / 50) * 50;
    const fullHalfDays = full === 10_000 ? 24 : 10;
    const days = Math.floor((fullHalfDays * owed) / 1_200);
    expect(target).toBe(owed === 0 ? null : hours);
    if (owed === 0) expect(state).toBe('exempt');
    else expect(state === 'met').toBe(had >= hours || halfDays >= days);
  }
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
    expect((await listed(id, `state=${state}`)).total, state).toBe(total[field]);
  }
  expect((await listed(id, 'category=none')).total).toBe(total.withoutCategory);
  const seen = new Set<string>();
  for (let page = 1; seen.size < total.people; page += 1) {
    const { items } = await listed(id, `sort=share&page=${page}`);
    expect(items.length).toBeGreaterThan(0);
    for (const { personId } of items) expect(seen.has(personId)).toBe(false);
    for (const { personId } of items) seen.add(personId);
  }
});

test('a state is listed to its last name and no further, page by page, in whatever order', async () => {
  const [top] = (await root.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  for (const state of Object.keys(COUNTS)) {
    for (const sort of ['name', 'hours']) {
      const pages: number[] = [];
      do {
        const found = await listed(
          top?.id ?? '',
          `state=${state}&sort=${sort}&page=${pages.length + 1}`,
        );
        expect(found.items.every((row) => row.state === state)).toBe(true);
        pages.push(found.items.length);
        if (found.items.length === 0)
          expect(pages.reduce((sum, count) => sum + count, 0)).toBe(found.total);
      } while (pages.at(-1) !== 0);
      expect((await listed(top?.id ?? '', `state=${state}&sort=${sort}&page=100`)).items).toEqual(
        [],
      );
    }
  }
});

test.each(['hours', 'days'] as const)('a list is in the order of %s, both ways', async (sort) => {
  const [top] = (await root.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  const figure = ({ hundredths, halfDays }: PersonRow) =>
    sort === 'hours' ? hundredths : halfDays;
  const up = (await listed(top?.id ?? '', `sort=${sort}`)).items.map(figure);
  expect(up).toEqual([...up].sort((a, b) => a - b));
  const down = (await listed(top?.id ?? '', `sort=${sort}&descending=true`)).items.map(figure);
  expect(down).toEqual([...down].sort((a, b) => b - a));
});

test('adjustments and leave are counted as a recount from the ledger and the records counts them', async () => {
  const { platform } = here.installation;
  const now = here.clock.now();
  const year = trainingYearOf(now);
  const chosen = await platform.db
    .select({ personId: personStandings.personId })
    .from(personStandings)
    .where(and(eq(personStandings.year, year), isNotNull(personStandings.category)))
    .orderBy(asc(personStandings.personId))
    .limit(60);
  await platform.write(async (tx) => {
    for (const [number, { personId }] of chosen.entries()) {
      if (number % 4 === 3) await tx.insert(personStatuses).values(leaveOf(personId, year, now));
      else
        await tx.insert(requirementAdjustments).values(adjustmentOf(personId, number, year, now));
      if (number % 10 === 0)
        await tx.insert(adjustmentWithdrawals).values(withdrawalOf(number, now));
    }
  });
  await here.jobs.idle();
  expect(await platform.db.$count(staleStandings)).toBe(0);
  await expectRecount(year);
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
  expect((await listed(top?.id ?? '', 'state=on_course')).total).toBe(total.onCourse);
  expect(await platform.db.$count(staleStandings)).toBe(0);
});

test('in a new year everybody begins anew, also where somebody was quicker than its first job', async () => {
  const { clock } = here;
  const { platform } = here.installation;
  const next = trainingYearOf(clock.now()) + 1;
  clock.advance({ ms: yearBounds(next).start.getTime() - clock.now().getTime() + 10_000 });
  const [quick] = await platform.db.select({ id: people.id }).from(people).limit(1);
  await platform.write((tx) =>
    tx
      .update(people)
      .set({ namePinyin: 'a' })
      .where(eq(people.id, quick?.id ?? '')),
  );
  await passDayHandler(
    platform,
    {},
    { signal: new AbortController().signal, progress: () => undefined },
  );
  here.jobs.wake();
  await here.jobs.idle();
  root = await here.signIn('demo-root');
  const [top] = (await root.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  const { total, year } = await overview(top?.id ?? '');
  expect(year).toBe(next);
  expect(total.people).toBe(1_000);
  expect((await listed(top?.id ?? '', `state=on_course&year=${next - 1}`)).total).toBe(0);
});

test('an installation that has an organisation is not filled with an invented one', async () => {
  await expect(
    fillDemo(here.installation.platform, { people: 1_000, seed: 7 }, () => undefined),
  ).rejects.toThrow('an organisation in this data folder');
});
