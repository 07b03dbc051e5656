// A demonstration is whole: who holds what, who is in which programme, and what of it stands in the ledger.
import type { LocatedUnits, UnitOverview } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { checkLedger } from '../credit/service.ts';
import { assignProgrammeHandler } from '../programmes/service.ts';
import { fillDemo } from './service.ts';

let here: TestInstallation;
let again: TestInstallation;

async function filled(): Promise<TestInstallation> {
  const installation = await openTestInstallation({
    empty: true,
    courses: async (folder) => {
      for (const slug of ['one', 'two', 'three', 'four', 'five', 'six'])
        await writeReadingCourse(folder, slug);
    },
  });
  const { platform } = installation.installation;
  await fillDemo(platform, { people: 300, seed: 7 }, () => undefined);
  return installation;
}

beforeAll(async () => {
  here = await filled();
  again = await filled();
}, 60_000);
afterAll(async () => {
  await here.close();
  await again.close();
});

const all = <T>(of: TestInstallation, query: ReturnType<typeof sql>) =>
  of.installation.platform.db.all<T>(query);
interface Membership {
  readonly title: string;
  readonly personId: string;
  readonly state: string;
  readonly done: number;
  readonly at: number | null;
}
const members = (of: TestInstallation) =>
  all<Membership>(
    of,
    sql`SELECT p.title, m.person_id AS personId, m.state, m.required_done AS done, m.completed_at AS at
      FROM programme_members m JOIN programmes p ON p.id = m.programme_id ORDER BY p.title, m.person_id`,
  );

test('the same seed makes the same people, tags, programmes and progress', async () => {
  const tags = sql`SELECT k.person_id, k.key_group, m.position_level, m.rank, m.post
    FROM key_group_memberships k JOIN memberships m ON m.person_id = k.person_id ORDER BY 1, 2`;
  expect(await all(here, tags)).toEqual(await all(again, tags));
  expect(await members(here)).toEqual(await members(again));
  expect(await members(here)).not.toEqual([]);
});

test('posts have their levels and tags: one head a department, two chiefs a township at most', async () => {
  const held = await all<{ keyGroup: string; most: number }>(
    here,
    sql`SELECT key_group AS keyGroup, max(n) AS most FROM (
      SELECT k.key_group, count(*) AS n FROM key_group_memberships k
      JOIN memberships m ON m.person_id = k.person_id GROUP BY k.key_group, m.org_unit_id
    ) GROUP BY 1`,
  );
  const most = new Map(held.map((row) => [row.keyGroup, row.most]));
  expect([most.get('department_head'), most.get('township_chief')]).toEqual([1, 2]);
  expect(most.get('village_secretary')).toBe(1);
  expect(most.has('reserve')).toBe(true);
});

test('each county has a programme closed, one under way and one overdue, with whom they are for', async () => {
  const { platform } = here.installation;
  const rows = await platform.db.select().from(schema.programmes);
  const today = '2026-11-20';
  expect(rows.map(({ state, endsOn }) => [state, endsOn < today]).sort()).toEqual([
    ['closed', true],
    ['published', false],
    ['published', true],
  ]);
  expect(await platform.db.$count(schema.programmeReports)).toBe(1);
  // The daily round finds nobody to take in and nobody to let go, nor anybody further than written.
  const before = await members(here);
  const context = { signal: new AbortController().signal, progress: () => undefined };
  for (const { id } of rows) await assignProgrammeHandler(platform, { programmeId: id }, context);
  expect(await members(here)).toEqual(before);
});

test('what members completed are enrolments, and each stands in the ledger with its value and instant', async () => {
  const { db } = here.installation.platform;
  expect((await checkLedger(db)).problems).toEqual([]);
  const [counts] = await all<{ enrolled: number; credited: number; entries: number }>(
    here,
    sql`SELECT count(*) AS enrolled,
      (SELECT count(*) FROM credit_entries WHERE source_type = 'course') AS entries,
      sum(EXISTS (SELECT 1 FROM credit_entries e WHERE e.person_id = n.person_id
        AND e.source_key = n.course_id AND e.hundredths = n.value_hundredths
        AND e.earned_at = n.completed_at)) AS credited
      FROM enrolments n`,
  );
  expect(counts?.enrolled).toBeGreaterThan(0);
  expect(counts).toMatchObject({ credited: counts?.enrolled, entries: counts?.enrolled });
  const done = (await members(here)).reduce((sum, member) => sum + member.done, 0);
  expect(done).toBe(counts?.enrolled);
});

test('an administrator sees the programmes of the county with their figures', async () => {
  const county: Visitor = await here.signIn('demo-county');
  const { items } = (await county.get<{ items: { id: string }[] }>('/api/v1/org-units')).body;
  const list = await county.get<{ items: { figures: { members: number; completed: number } }[] }>(
    `/api/v1/units/${items[0]?.id ?? ''}/programmes`,
  );
  expect(list.body.items).toHaveLength(3);
  for (const { figures } of list.body.items) {
    expect(figures.members).toBeGreaterThan(0);
    expect(figures.completed).toBeLessThanOrEqual(figures.members);
  }
});

test('a county has its tax office below the line of the province, and sees its counts', async () => {
  const county: Visitor = await here.signIn('demo-county');
  const { items } = (
    await county.get<{ items: { id: string; name: string }[] }>('/api/v1/org-units')
  ).body;
  const { id = '', name = '' } = items[0] ?? {};
  const located = await county.get<LocatedUnits>(`/api/v1/org-units/${id}/located-units`);
  expect(located.body.items).toMatchObject([
    { name: expect.stringMatching(new RegExp(`^国家税务总局.+${name}税务局$`)) },
  ]);
  expect(located.body.people).toBeGreaterThan(0);
  const root: Visitor = await here.signIn('demo-root');
  const { items: all } = (await root.get<{ items: { id: string }[] }>('/api/v1/org-units')).body;
  const overview = (of: Visitor, unitId: string) =>
    of.get<UnitOverview>(`/api/v1/org-units/${unitId}/overview`);
  const own = (await overview(county, id)).body.total.people;
  expect(own + located.body.people).toBe(300);
  expect((await overview(root, all[0]?.id ?? '')).body.total.people).toBe(300);
});
