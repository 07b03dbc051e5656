// A report of a past day says what one made on that day said, whatever happened since.
import type { OrgUnitRef, ReportRun } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillDemo } from '../demo/service.ts';
import { adoptPolicy, policiesWithin } from '../requirements/service.ts';
import { passDays } from '../standings/service.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let root: Visitor;
let rootId: string;

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
  await fillDemo(here.installation.platform, { people: 300, seed: 3 }, () => undefined);
  // No two of one name, so that any unit may be moved to where another one is.
  await write((tx) => tx.run(sql`UPDATE org_units SET name = name || id`));
  root = await here.signIn('demo-root');
  const { items } = (await root.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body;
  rootId = items[0]?.id ?? '';
}, 60_000);
afterAll(() => here.close());

const KINDS = ['unit_summary', 'completion_list'] as const;
type Kind = (typeof KINDS)[number];
type Db = TestInstallation['installation']['platform']['db'];
type Tx = Parameters<Parameters<TestInstallation['installation']['platform']['write']>[0]>[0];

const asked = (kind: Kind, treeOn: string | undefined, unitId: string) =>
  root.post<{ id: string; code: string }>(`/api/v1/org-units/${unitId}/report-runs`, {
    year: 2026,
    order: { kind, filters: treeOn === undefined ? {} : { treeOn }, columns: [], format: 'csv' },
  });

async function report(kind: Kind, treeOn?: string, unitId = rootId): Promise<string[]> {
  const { status, body } = await asked(kind, treeOn, unitId);
  expect(status).toBe(201);
  here.jobs.wake();
  await here.jobs.idle();
  const run = (await root.get<ReportRun>(`/api/v1/report-runs/${body.id}`)).body;
  expect(run).toMatchObject({ state: 'ready', fault: null });
  const { payload } = await here.app.inject({
    url: `/api/v1/report-runs/${body.id}/file`,
    headers: { cookie: root.cookie() },
  });
  return payload.split('\r\n');
}

async function nextDay(): Promise<void> {
  here.clock.advance({ days: 1 });
  root = await here.signIn('demo-root');
  await here.installation.platform.write((tx) => passDays(tx, here.clock.now()));
  here.jobs.wake();
  await here.jobs.idle();
}

const write = <T>(work: (tx: Tx) => Promise<T>) => here.installation.platform.write(work);

/** People with hours of this year, the most first; one entry of each. */
const learned = (db: Db) =>
  db.all<{ personId: string; entryId: string; unitId: string }>(sql`
    SELECT s.person_id AS personId, s.unit_id AS unitId, min(e.id) AS entryId
    FROM person_standings s JOIN credit_entries e ON e.person_id = s.person_id AND e.year = s.year
    WHERE s.year = 2026 AND e.kind = 'credit' AND s.category IS NOT NULL
    GROUP BY s.person_id ORDER BY s.hundredths DESC, s.person_id LIMIT 20`);

/** Units that hold people and no other units, with another beside them. */
const leaves = (db: Db) =>
  db.all<{ id: string; parentId: string; form: string }>(sql`
    SELECT u.id AS id, u.parent_id AS parentId, p.level || ' ' || p.kind || ' ' || u.level || ' ' || u.kind AS form
    FROM org_units u JOIN org_units p ON p.id = u.parent_id
    JOIN memberships m ON m.org_unit_id = u.id AND m.ends_at IS NULL
    WHERE u.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM org_units b WHERE b.parent_id = u.id)
    GROUP BY u.id ORDER BY count(*) DESC, u.id`);

async function ok(answer: Promise<{ status: number }>): Promise<void> {
  expect((await answer).status).toBeLessThan(300);
}

/** Moves the first unit that can go where another of its form is. */
async function moveOne(units: Cast['units']): Promise<boolean> {
  for (const { id, form, parentId } of units) {
    const there = units.find((one) => one.form === form && one.parentId !== parentId);
    if (!there) continue;
    const body = { parentId: there.parentId };
    return (await root.put(`/api/v1/org-units/${id}/parent`, body)).status === 200;
  }
  return false;
}

interface Cast {
  readonly people: Awaited<ReturnType<typeof learned>>;
  readonly units: Awaited<ReturnType<typeof leaves>>;
}
const person = ({ people }: Cast, at: number) => people[at]?.personId ?? '';

const HISTORY: readonly (readonly [what: string, happens: (cast: Cast) => Promise<unknown>])[] = [
  [
    'a credit is taken back, and a requirement is lifted',
    async ({ people: [first, second] }) => {
      await ok(
        root.post(`/api/v1/people/${first?.personId}/credit-entries/${first?.entryId}/reversal`, {
          reason: '材料核对有误，撤销这一条',
        }),
      );
      await write((tx) =>
        tx.insert(schema.requirementAdjustments).values({
          id: 'lifted',
          personId: second?.personId ?? '',
          kind: 'exempt',
          fromYear: 2026,
          toYear: 2026,
          percent: null,
          months: null,
          reason: '援派期间',
          document: '测试文件',
          approvedBy: 'nobody',
          approvedAt: here.clock.now(),
        }),
      );
    },
  ],
  [
    'a unit is merged into another',
    ({ units: [one, other] }) =>
      ok(root.put(`/api/v1/org-units/${one?.id}/merger`, { intoId: other?.id })),
  ],
  [
    'it is asked for again, and somebody goes on leave',
    async (cast) => {
      const now = here.clock.now();
      await write(async (tx) => {
        await tx.insert(schema.adjustmentWithdrawals).values({
          adjustmentId: 'lifted',
          reason: '撤回',
          withdrawnBy: 'nobody',
          withdrawnAt: now,
        });
        await tx.insert(schema.personStatuses).values({
          id: 'leave',
          personId: person(cast, 2),
          status: 'leave',
          startsAt: new Date('2026-02-01T00:00:00Z'),
          reason: '产假',
          recordedAt: now,
        });
      });
    },
  ],
  [
    'the leave ends, a unit is moved, and people go to a unit that is new',
    async (cast) => {
      const now = here.clock.now();
      const [, , from, ...others] = cast.units;
      expect(await moveOne(others)).toBe(true);
      const made = await root.post<{ id: string }>(`/api/v1/org-units/${from?.parentId}/units`, {
        name: '新设的单位',
        level: 'township',
        kind: 'department',
      });
      expect(made.status).toBe(201);
      await write(async (tx) => {
        await tx
          .update(schema.personStatuses)
          .set({ endsAt: new Date('2026-10-01T00:00:00Z') })
          .where(eq(schema.personStatuses.id, 'leave'));
        await tx.insert(schema.personStatuses).values({
          id: 'back',
          personId: person(cast, 2),
          status: 'active',
          startsAt: new Date('2026-10-01T00:00:00Z'),
          reason: '返岗',
          recordedAt: now,
        });
        for (const at of [4, 5, 6]) {
          await tx.run(sql`UPDATE memberships SET ends_at = ${now.getTime()}
            WHERE person_id = ${person(cast, at)} AND ends_at IS NULL`);
          await tx.insert(schema.memberships).values({
            id: `moved-${at}`,
            personId: person(cast, at),
            orgUnitId: made.body.id,
            audienceCategory: 'township',
            post: null,
            startsAt: now,
          });
        }
      });
    },
  ],
  [
    'another policy is adopted, and somebody leaves the service',
    async (cast) => {
      const now = here.clock.now();
      const [old] = await policiesWithin(here.installation.platform.db);
      if (!old) throw new Error('the county has a policy');
      const [unit] = await here.installation.platform.db
        .select()
        .from(schema.orgUnits)
        .where(eq(schema.orgUnits.path, old.orgPath));
      const policy = structuredClone(old.policy);
      for (const clauses of Object.values(policy.byCategory))
        for (const clause of clauses)
          Object.assign(clause, { hundredths: 20_000, halfDays: clause.halfDays && 60 });
      await write(async (tx) => {
        await adoptPolicy(tx, {
          orgUnit: { id: unit?.id ?? '', path: old.orgPath },
          policy,
          fromYear: 2026,
          adoptedBy: null,
          now,
        });
        await tx.run(
          sql`UPDATE people SET closed_at = ${now.getTime()} WHERE id = ${person(cast, 8)}`,
        );
      });
    },
  ],
];

test('a report of a past day is the one that was made on that day, through all that happened since', async () => {
  const { db } = here.installation.platform;
  const cast: Cast = { people: await learned(db), units: await leaves(db) };
  const made: { what: string; day: string; kind: Kind; rows: string[] }[] = [];
  const note = async (what: string) => {
    const day = trainingDayOf(here.clock.now());
    for (const kind of KINDS) made.push({ what, day, kind, rows: await report(kind) });
  };
  await note('nothing has happened yet');
  for (const [what, happens] of HISTORY) {
    await nextDay();
    await happens(cast);
    here.jobs.wake();
    await here.jobs.idle();
    await note(what);
  }
  await nextDay();
  for (const { what, day, kind, rows } of made)
    expect(await report(kind, day), `${kind}, ${day}: ${what}`).toEqual(rows);
  // And each of these days was another than the one before.
  const lists = made.filter(({ kind }) => kind === 'completion_list');
  expect(new Set(lists.map(({ rows }) => rows.join())).size).toBe(lists.length);
}, 120_000);

test('a list of names shows nobody who has gone to another subtree since; the figures count them', async () => {
  const { db } = here.installation.platform;
  const [first] = await db.all<{ unitId: string; personId: string; name: string }>(sql`
    SELECT m.org_unit_id AS unitId, m.person_id AS personId, p.name AS name
    FROM memberships m JOIN people p ON p.id = m.person_id
    WHERE m.id = 'moved-4'`);
  const [before] = await db.all<{ unitId: string }>(sql`SELECT org_unit_id AS unitId
    FROM memberships WHERE person_id = ${first?.personId} ORDER BY starts_at LIMIT 1`);
  const names = await report('completion_list', '2026-11-24', before?.unitId);
  expect(names.some((row) => row.startsWith(`${first?.name},`))).toBe(false);
  const [, whole] = await report('unit_summary', '2026-11-24', before?.unitId);
  expect(Number(whole?.split(',')[3])).toBeGreaterThan(0);
});

test('a day of another year is no day of the report', async () => {
  expect((await asked('unit_summary', '2025-12-31', rootId)).body.code).toBe(
    'report-day-outside-year',
  );
});
