import type {
  OrgUnitRef,
  PersonRow,
  YearClosing,
  ClosedUnit,
  ClosingPreview,
} from '@xueshi/contracts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JOB_LANES } from '../../job-handlers.ts';
import { startJobs } from '../../platform/jobs.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { fillDemo } from '../demo/service.ts';
import { checkYearClosings, freezeYearHandler } from './service.ts';

let here: TestInstallation;
let root: Visitor;
let county: Visitor;
let rootId: string;
let countyId: string;

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
  await fillDemo(here.installation.platform, { people: 1_000, seed: 5 }, () => undefined);
  root = await here.signIn('demo-root');
  county = await here.signIn('demo-county');
  rootId = await ownUnit(root);
  countyId = await ownUnit(county);
}, 60_000);
afterAll(() => here.close());

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';
const listed = async (who: Visitor, unitId: string) =>
  (
    await who.get<{ items: YearClosing[]; previews: ClosingPreview[]; mayClose: boolean }>(
      `/api/v1/org-units/${unitId}/year-closings`,
    )
  ).body;
const close = (who: Visitor, unitId: string, year: number) =>
  who.post<{ id: string; code: string }>(`/api/v1/org-units/${unitId}/year-closings`, { year });

interface Read {
  closing: YearClosing;
  units: ClosedUnit[];
  changes: {
    personId: string;
    closed: { hundredths: number };
    corrected: { hundredths: number };
  }[];
  total: number;
}
const read = async (who: Visitor, id: string) =>
  (await who.get<Read>(`/api/v1/year-closings/${id}`)).body;
const frozen = () =>
  here.installation.platform.db.all<{ id: string; hundredths: number; unit: string }>(
    sql`SELECT person_id AS id, hundredths, unit_id AS unit FROM closed_standings`,
  );

/** Somebody with credits of a year in a subtree, and one of those credits. */
async function someCredit(unitId: string, year: number) {
  const { items } = (
    await county.get<{ items: PersonRow[] }>(
      `/api/v1/org-units/${unitId}/people?year=${year}&sort=hours&descending=true`,
    )
  ).body;
  const person = items[0];
  const [entry] = await here.installation.platform.db.all<{ id: string; hundredths: number }>(
    sql`SELECT id, hundredths FROM credit_entries WHERE person_id = ${person?.personId} AND year = ${year} AND kind = 'credit' LIMIT 1`,
  );
  return {
    personId: person?.personId ?? '',
    entryId: entry?.id ?? '',
    hundredths: entry?.hundredths ?? 0,
  };
}

let closingId: string;

test('before a year is closed, the page says what is undecided', async () => {
  const { previews, mayClose } = await listed(county, countyId);
  expect(mayClose).toBe(true);
  expect(previews.map(({ year }) => year)).toEqual([2026, 2025]);
  const [now] = previews;
  const people = await county.get<{ total: number }>(
    `/api/v1/org-units/${countyId}/people?category=none`,
  );
  expect(now).toMatchObject({ hindrance: null, withoutCategory: people.body.total });
  expect(now?.daysLeft).toBeGreaterThan(0);
});

test('only this year and the last can be closed, and only by whoever administers the unit', async () => {
  expect(await close(county, countyId, 2024)).toMatchObject({
    status: 409,
    body: { code: 'year-not-closable' },
  });
  expect((await close(county, rootId, 2025)).status).toBe(404);
});

test('closing freezes everybody once and every unit as the sum of its people, goes on after being stopped, and seals it', async () => {
  await here.jobs.stop();
  const answer = await close(county, countyId, 2025);
  expect(answer.status).toBe(201);
  closingId = answer.body.id;
  const { platform } = here.installation;
  const early = (
    await county.get<{ items: PersonRow[] }>(`/api/v1/org-units/${countyId}/people?year=2025`)
  ).body.items[0];
  // As far as a process that was killed had come.
  await platform.write((tx) =>
    tx.run(sql`INSERT INTO closed_standings SELECT ${closingId}, s.person_id, p.name, s.unit_id, s.category,
      s.hundredths, s.half_days, s.target_hundredths, s.target_half_days, s.share, s.state
      FROM person_standings s JOIN people p ON p.id = s.person_id WHERE s.year = 2025 AND s.person_id = ${early?.personId}`),
  );
  Object.assign(here, { jobs: await startJobs(platform, ...JOB_LANES) });
  await here.jobs.idle();
  const { closing, units } = await read(county, closingId);
  expect(closing).toMatchObject({ state: 'sealed', year: 2025 });
  const rows = await frozen();
  const stood = await county.get<{ total: number }>(
    `/api/v1/org-units/${countyId}/people?year=2025`,
  );
  expect(rows).toHaveLength(stood.body.total);
  const [top, ...below] = units;
  expect(top).toMatchObject({ unitId: countyId, people: rows.length });
  expect(top?.closed.hundredths).toBe(rows.reduce((sum, row) => sum + row.hundredths, 0));
  const own = rows.filter(({ unit }) => unit === countyId).length;
  expect(below.reduce((sum, unit) => sum + unit.people, own)).toBe(rows.length);
  expect(await checkYearClosings(platform.db)).toEqual({ closings: 1, problems: [] });
});

test('a closed year cannot be closed again', async () => {
  expect(await close(county, countyId, 2025)).toMatchObject({
    status: 409,
    body: { code: 'year-closed-already' },
  });
});

test.each([
  sql`UPDATE closed_standings SET hundredths = hundredths + 1`,
  sql`DELETE FROM closed_standings`,
  sql`UPDATE closed_unit_figures SET met = 0`,
  sql`DELETE FROM closed_unit_figures`,
  sql`UPDATE year_closings SET hash = ''`,
  sql`DELETE FROM year_closings`,
  sql`INSERT OR REPLACE INTO closed_standings SELECT * FROM closed_standings`,
  sql`INSERT OR REPLACE INTO year_closings SELECT * FROM year_closings`,
])('a sealed year refuses to be changed, %#', async (statement) => {
  await expect(here.installation.platform.write((tx) => tx.run(statement))).rejects.toMatchObject({
    cause: { message: expect.stringContaining('append-only') as unknown },
  });
});

test('a correction afterwards stands beside the frozen figure, for the person and every unit above', async () => {
  const before = await read(county, closingId);
  expect(before.changes).toEqual([]);
  const { personId, entryId, hundredths } = await someCredit(countyId, 2025);
  const correction = await county.post(
    `/api/v1/people/${personId}/credit-entries/${entryId}/reversal`,
    {
      reason: '材料核对有误，撤销这一条',
    },
  );
  expect(correction.status).toBeLessThan(300);
  const after = await read(county, closingId);
  expect(after.total).toBe(1);
  const [change] = after.changes;
  expect(change?.personId).toBe(personId);
  expect((change?.corrected.hundredths ?? 0) - (change?.closed.hundredths ?? 0)).toBe(-hundredths);
  const [top] = after.units;
  expect(top?.closed).toEqual(before.units[0]?.closed);
  expect(top?.corrected.hundredths).toBe((top?.closed.hundredths ?? 0) - hundredths);
  const { db } = here.installation.platform;
  const [sum] = await db.all<{ hundredths: number }>(
    sql`SELECT sum(hundredths) AS hundredths FROM annual_accounts WHERE person_id = ${personId} AND year = 2025`,
  );
  expect(change?.corrected.hundredths).toBe(sum?.hundredths);
  expect((await checkYearClosings(db)).problems).toEqual([]);
});

test('whoever left while a year was being frozen does not stand in for somebody whose figures were still awaited', async () => {
  const { platform } = here.installation;
  const [town] = await platform.db.all<{ id: string }>(sql`SELECT a.ancestor_id AS id
    FROM org_unit_ancestors a JOIN person_standings s ON s.unit_id = a.unit_id AND s.year = 2026
    JOIN org_unit_ancestors c ON c.unit_id = a.ancestor_id AND c.ancestor_id = ${countyId}
    GROUP BY 1 HAVING count(*) BETWEEN 5 AND 200 LIMIT 1`);
  const unitId = town?.id ?? '';
  await here.jobs.stop();
  const { id } = (await close(county, unitId, 2026)).body;
  const people = await platform.db.all<{ id: string; isOwn: number }>(sql`
    SELECT s.person_id AS id, s.unit_id IN
      (SELECT a.unit_id FROM org_unit_ancestors a WHERE a.ancestor_id = ${unitId}) AS isOwn
    FROM person_standings s WHERE s.year = 2026`);
  const own = people.filter(({ isOwn }) => isOwn === 1);
  const [gone, ...others] = people.filter(({ isOwn }) => isOwn === 0);
  const awaited = own[0]?.id ?? '';
  // Frozen as the last pass had them, and moved away since.
  await platform.write((tx) =>
    tx.run(sql`INSERT INTO closed_standings SELECT ${id}, s.person_id, p.name, ${unitId}, s.category,
      s.hundredths, s.half_days, s.target_hundredths, s.target_half_days, s.share, s.state
      FROM person_standings s JOIN people p ON p.id = s.person_id
      WHERE s.year = 2026 AND s.person_id = ${gone?.id ?? ''}`),
  );
  // So many others' figures are to be computed before those of one in the county.
  await platform.write(async (tx) => {
    for (const personId of [awaited, ...others.slice(0, 200).map((one) => one.id)])
      await tx.run(sql`INSERT INTO stale_standings (person_id) VALUES (${personId})`);
  });
  await freezeYearHandler(
    platform,
    { closingId: id },
    { signal: new AbortController().signal, progress: () => undefined },
  );
  Object.assign(here, { jobs: await startJobs(platform, ...JOB_LANES) });
  expect((await read(county, id)).closing.state).toBe('sealed');
  const sealed = await platform.db.all<{ id: string }>(
    sql`SELECT person_id AS id FROM closed_standings WHERE closing_id = ${id}`,
  );
  const ids = new Set(sealed.map((one) => one.id));
  expect(own.filter((one) => !ids.has(one.id))).toEqual([]);
}, 60_000);

test('another subtree’s closed year is not found', async () => {
  const { id } = (await close(root, rootId, 2025)).body;
  await here.jobs.idle();
  expect((await county.get(`/api/v1/year-closings/${id}`)).status).toBe(404);
  expect((await root.get(`/api/v1/year-closings/${closingId}`)).status).toBe(200);
});

test('the check finds a frozen figure that was changed behind the program’s back', async () => {
  const { db, write } = here.installation.platform;
  await write(async (tx) => {
    await tx.run(sql`DROP TRIGGER closed_standings_no_update`);
    await tx.run(sql`UPDATE closed_standings SET state = 'met' WHERE closing_id = ${closingId}`);
  });
  expect((await checkYearClosings(db)).problems).toMatchObject([{ closingId }]);
});
