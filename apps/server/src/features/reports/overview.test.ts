import type {
  Home,
  LearningRecord,
  OrgUnitRef,
  PersonRow,
  Tally,
  UnitOverview,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner, signInWithoutPassword } from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'short', { valuation: 2 }),
  });
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
});
afterAll(() => here.close());

type People = { items: PersonRow[]; total: number; unit: OrgUnitRef };

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';
const overview = async (who: Visitor, id: string, year = '') =>
  (await who.get<UnitOverview>(`/api/v1/org-units/${id}/overview${year}`)).body;
const people = async (who: Visitor, id: string, query: Record<string, string> = {}) =>
  (await who.get<People>(`/api/v1/org-units/${id}/people?${new URLSearchParams(query)}`)).body;
const states = (tally: Tally) =>
  tally.met + tally.onCourse + tally.behind + tally.nothingYet + tally.withoutCategory;
const plus = (a: Tally, b: Tally) =>
  Object.fromEntries(
    Object.entries(a).map(([key, value]) => [key, value + b[key as keyof Tally]]),
  ) as unknown as Tally;

test('the figures of a unit are those of its sub-units and its own people, down the whole tree, and nobody is counted twice', async () => {
  const seen = new Set<string>();
  async function walk(id: string): Promise<void> {
    const { total, direct, children, unit } = await overview(county, id);
    expect(states(total), unit.name).toBe(total.people);
    expect(
      children.reduce((sum, child) => plus(sum, child.tally), direct),
      unit.name,
    ).toEqual(total);
    for (const row of (await people(county, id, { direct: 'true' })).items) {
      expect(seen.has(row.personId), row.name).toBe(false);
      seen.add(row.personId);
    }
    for (const child of children) await walk(child.unit.id);
  }
  const top = await ownUnit(county);
  await walk(top);
  expect(seen.size).toBe((await overview(county, top)).total.people);
});

test('the names behind each figure are exactly as many as the figure', async () => {
  const top = await ownUnit(county);
  const { total } = await overview(county, top);
  const counts = {
    met: total.met,
    on_course: total.onCourse,
    behind: total.behind,
    nothing_yet: total.nothingYet,
    without_category: total.withoutCategory,
  };
  for (const [state, count] of Object.entries(counts)) {
    const listed = await people(county, top, { state });
    expect(listed.total, state).toBe(count);
    expect(listed.items.every((row) => row.state === state)).toBe(true);
  }
});

test('an administrator sees the way down from their own unit, and nothing above it', async () => {
  const qinghe = await ownUnit(town);
  const seen = await overview(town, qinghe);
  expect(seen.crumbs.map((unit) => unit.name)).toEqual(['清河镇']);
  const village = seen.children.find((child) => child.unit.name === '柳湾村')?.unit.id ?? '';
  expect((await overview(town, village)).crumbs.map((unit) => unit.name)).toEqual([
    '清河镇',
    '柳湾村',
  ]);
  expect((await overview(county, village)).crumbs.map((unit) => unit.name)).toEqual([
    '云岭县(示例)',
    '清河镇',
    '柳湾村',
  ]);
});

test('people are in the order of their pinyin, namesakes both there', async () => {
  const { items } = await people(town, await ownUnit(town), { direct: 'true' });
  const names = items.map((row) => row.name);
  expect(names.filter((name) => name === '张伟')).toHaveLength(2);
  expect(names).toEqual([...names].sort(new Intl.Collator('zh-Hans-u-co-pinyin').compare));
});

test.each([
  { typed: '秀兰', finds: ['王秀兰'] },
  { typed: 'wxl', finds: ['王秀兰'] },
  { typed: 'WangXiu', finds: ['王秀兰'] },
  { typed: 'wang xiulan', finds: ['王秀兰'] },
  { typed: 'ｗｘｌ', finds: ['王秀兰'] },
  { typed: '%', finds: [] },
  { typed: '_', finds: [] },
])('somebody is found by $typed', async ({ typed, finds }) => {
  expect(
    (await people(town, await ownUnit(town), { query: typed })).items.map((row) => row.name),
  ).toEqual(finds);
});

test('a name in Latin letters is found, in capitals or not', async () => {
  const qinghe = await ownUnit(town);
  const person = { name: 'Ali Mamat', loginName: 'ali', post: null, category: null };
  expect((await town.post(`/api/v1/org-units/${qinghe}/people`, person)).status).toBe(201);
  for (const query of ['ali', 'MAMAT', 'Ali M']) {
    expect(
      (await people(town, qinghe, { query })).items.map((row) => row.name),
      query,
    ).toEqual(['Ali Mamat']);
  }
});

test('a credit counts at once, for the learner, their unit and every unit above', async () => {
  const learner = await addLearner(here, '柳湾村');
  const [top, qinghe] = [await ownUnit(county), await ownUnit(town)];
  const hundredths = async () => [
    (await overview(county, top)).total.hundredths,
    (await overview(town, qinghe)).total.hundredths,
  ];
  const before = await hundredths();
  await beginReading(learner.visitor, 'short');
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'short');
  expect(await hundredths()).toEqual(before.map((sum) => sum + 200));
  expect((await learner.visitor.get<Home>('/api/v1/me/home')).body).toMatchObject({
    totals: { hundredths: 200 },
    recent: [{ hundredths: 200 }],
  });
  const record = await town.get<LearningRecord>(`/api/v1/people/${learner.personId}/record`);
  expect(record.body).toMatchObject({
    person: { unitName: '柳湾村' },
    totals: { hundredths: 200 },
    entries: [{ courseSlug: 'short', orgUnitName: '柳湾村' }],
  });
});

test('a category set by the administrator gives a requirement from the next request on, and the appointment before it stays', async () => {
  const learner = await addLearner(here, '柳湾村');
  const target = async () =>
    (await learner.visitor.get<Home>('/api/v1/me/home')).body.requirement?.clauses[0]
      ?.targetHundredths;
  expect(await target()).toBe(10_000);
  // Two appointments of one day are one: this one began the day before.
  await here.installation.database.client.execute({
    sql: 'UPDATE memberships SET starts_at = starts_at - 86400000 WHERE person_id = ?',
    args: [learner.personId],
  });
  expect(
    (
      await town.put(`/api/v1/people/${learner.personId}/audience-category`, {
        category: 'village_community_principal',
      })
    ).status,
  ).toBe(204);
  expect(await target()).toBe(4_000);
  const { rows } = await here.installation.database.client.execute({
    sql: 'SELECT audience_category, ends_at FROM memberships WHERE person_id = ? ORDER BY starts_at, ends_at IS NULL',
    args: [learner.personId],
  });
  expect(rows).toMatchObject([
    {
      audience_category: 'township',
      ends_at: Date.parse(`${trainingDayOf(here.clock.now())}T00:00:00+08:00`),
    },
    { audience_category: 'village_community_principal', ends_at: null },
  ]);
  expect(
    (
      await town.put(`/api/v1/people/${learner.personId}/audience-category`, {
        category: 'no-such',
      })
    ).status,
  ).toBe(400);
});

test('a year to come owes nothing yet, a year gone by is judged whole', async () => {
  const top = await ownUnit(county);
  const next = await overview(county, top, '?year=2027');
  expect(next.total).toMatchObject({ behind: 0, met: 0, hundredths: 0 });
  const last = await overview(county, top, '?year=2025');
  expect(last.total.hundredths).toBeGreaterThan(0);
  expect(last.total.onCourse).toBe(0);
});

test('a unit is added below the administrator’s own, with a name its siblings do not have and no level above its parent', async () => {
  const qinghe = await ownUnit(town);
  const add = (body: object) =>
    town.post<OrgUnitRef & { code: string }>(`/api/v1/org-units/${qinghe}/units`, {
      name: '新湾村',
      level: 'village',
      kind: 'region',
      ...body,
    });
  expect(await add({})).toMatchObject({ status: 201, body: { name: '新湾村' } });
  expect(await add({})).toMatchObject({ status: 409, body: { code: 'unit-name-taken' } });
  expect(await add({ name: '大县', level: 'county' })).toMatchObject({
    status: 400,
    body: { code: 'unit-level-not-below-parent' },
  });
  expect((await overview(town, qinghe)).children.map((child) => child.unit.name)).toContain(
    '新湾村',
  );
});

test('somebody without a unit has a home and a record, and no requirement', async () => {
  const learner = await addLearner(here);
  await here.installation.database.client.execute({
    sql: 'UPDATE memberships SET ends_at = 1 WHERE person_id = ?',
    args: [learner.personId],
  });
  const { visitor } = await signInWithoutPassword(here, learner.personId);
  expect(await visitor.get<Home>('/api/v1/me/home')).toMatchObject({
    status: 200,
    body: { requirement: null },
  });
  expect(await visitor.get('/api/v1/me/record')).toMatchObject({
    status: 200,
    body: { person: { unitName: null } },
  });
  expect((await town.get(`/api/v1/people/${learner.personId}/record`)).status).toBe(404);
});

test('a unit says what its reader is here for', async () => {
  const own = await county.get<{ items: OrgUnitRef[] }>('/api/v1/org-units');
  const id = own.body.items[0]?.id ?? '';
  expect((await overview(county, id)).duties).toEqual([
    'read',
    'remind',
    'keep_roster',
    'run_training',
    'administer',
    'read_audit',
  ]);
  const { personId, visitor } = await addLearner(here, '清河镇');
  await here.installation.platform.write((tx) =>
    tx.insert(schema.roleGrants).values({
      id: 'grant-clerk',
      personId,
      role: 'unit_clerk',
      orgUnitId: id,
      grantedAt: here.clock.now(),
    }),
  );
  expect((await overview(visitor, id)).duties).toEqual(['read', 'remind', 'keep_roster']);
});
