import type { OrgUnitRef, PersonRow } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, asc, eq, inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import { addLearner } from '../../testing/learners.ts';
import { RosterDesk, workbookOf, type RosterRows } from '../../testing/rosters.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

const { auditChain, auditEvents, keyGroupMemberships, memberships, people, personStatuses } =
  schema;

let here: TestInstallation;
let desk: RosterDesk;
let county: Visitor;
let town: Visitor;
let countyId: string;
let townId: string;

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

beforeAll(async () => {
  here = await openTestInstallation();
  desk = new RosterDesk(here);
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  countyId = await ownUnit(county);
  townId = await ownUnit(town);
});
afterAll(() => here.close());

const HEADINGS = [
  '人员编码',
  '姓名',
  '单位编码',
  '干部类别',
  '人员状态',
  '状态起始日',
  '重点对象',
  '政治面貌',
];
const TOWNSHIP = '乡镇（街道）干部';

/** A row of somebody of the township; what is not said stays empty. */
const row = (
  code: string,
  {
    name = '某某',
    unit = 'YL08',
    category = TOWNSHIP as string | null,
    status = null as string | null,
    since = null as string | null,
    groups = null as string | null,
    political = null as string | null,
  } = {},
) => [code, name, unit, category, status, since, groups, political];

async function sending(who: Visitor, unitId: string, rows: RosterRows) {
  const { id } = await desk.upload(who, unitId, await workbookOf(HEADINGS, rows));
  return desk.check(who, id);
}

async function importing(who: Visitor, unitId: string, rows: RosterRows) {
  const { id, errors } = await sending(who, unitId, rows);
  expect(errors).toBe(0);
  return desk.apply(who, id);
}

const groupsSeen = async (who: Visitor, code: string) =>
  (await desk.personnel(who, code)).keyGroups
    .filter(({ endsAt }) => endsAt === null)
    .map(({ group }) => group)
    .sort();

test('statuses with their days, political status and key groups come from a roster', async () => {
  const rows = [
    row('D001', { status: '长期休假', since: '2026-03-01', political: '中共党员' }),
    row('D002', { status: '在职', groups: '乡镇（街道）党政正职；县乡后备干部' }),
    row('D003', { status: 'Seconded' }),
  ];
  expect(await importing(county, countyId, rows)).toMatchObject({ rowsAdding: 3 });
  const onLeave = await desk.personnel(county, 'D001');
  expect(onLeave).toMatchObject({ status: 'leave', politicalStatus: '01' });
  expect(onLeave.statuses).toMatchObject([
    { status: 'leave', startsAt: '2026-02-28T16:00:00.000Z', reason: '名册.xlsx' },
  ]);
  expect(await groupsSeen(county, 'D002')).toEqual(['reserve', 'township_chief']);
  expect((await desk.personnel(county, 'D003')).status).toBe('seconded');
  expect(await sending(county, countyId, rows)).toMatchObject({ rowsSame: 3, rowsUpdating: 0 });

  // Another day for the status that holds moves it; the roster before then has something to say again.
  await importing(county, countyId, [row('D001', { status: '长期休假', since: '2026-02-01' })]);
  expect((await desk.personnel(county, 'D001')).statuses).toMatchObject([
    { status: 'leave', startsAt: '2026-01-31T16:00:00.000Z' },
  ]);
  expect(await sending(county, countyId, rows)).toMatchObject({ rowsSame: 2, rowsUpdating: 1 });
});

test('what cannot be is told at its cell', async () => {
  await importing(county, countyId, [
    row('E001', { status: '长期休假', since: '2026-05-01' }),
    row('E002'),
  ]);
  const run = await sending(county, countyId, [
    row('E001', { status: '在职', since: '2026-04-01' }),
    row('E002', { status: '出差' }),
    row('E003', { since: '2026-04-01' }),
    row('E004', { status: '退休', since: '2027-01-01' }),
    row('E005', { groups: '乡镇（街道）党政正职；县乡后备干部、劳模' }),
    row('E006', { groups: '村（社区）党组织书记' }),
    row('E007', { status: '-' }),
  ]);
  const found = await desk.mistakes(county, run.id);
  expect(found.map(({ cell, code, value }) => `${cell} ${code} ${value}`)).toEqual([
    'F2 status-too-early 2026-04-01',
    'E3 status-unknown 出差',
    'E4 status-missing ',
    'F5 day-future 2027-01-01',
    'G6 group-unknown 劳模',
    'G7 group-contradicts ',
    'E8 status-unknown -',
  ]);
});

test('who retires by a roster is counted no more; the same again says nothing; undone, they are back', async () => {
  await importing(county, countyId, [row('R001', { name: '钱归田' }), row('R002')]);
  const listed = async () => {
    const query = new URLSearchParams({ query: '钱归田' });
    const url = `/api/v1/org-units/${townId}/people?${query}`;
    return (await county.get<{ items: PersonRow[] }>(url)).body.items.length === 1;
  };
  expect(await listed()).toBe(true);
  const retiring = [row('R001', { name: '钱归田', status: '退休', since: '2026-10-01' })];
  const run = await importing(county, countyId, retiring);
  expect(await listed()).toBe(false);
  expect(await sending(county, countyId, retiring)).toMatchObject({ rowsSame: 1, errors: 0 });
  const silent = await sending(county, countyId, [row('R001', { name: '钱归田' })]);
  expect(await desk.mistakes(county, silent.id)).toMatchObject([{ code: 'person-closed' }]);

  expect(await desk.undo(county, run.id)).toMatchObject({ state: 'undone', rowsKept: 0 });
  expect(await listed()).toBe(true);
  expect(await desk.personnel(county, 'R001')).toMatchObject({ status: 'active', statuses: [] });

  await importing(county, countyId, retiring);
  await importing(county, countyId, [
    row('R001', { name: '钱归田', status: '在职', since: '2026-11-01' }),
  ]);
  expect(await listed()).toBe(true);

  // Whoever changed the status since keeps what they said.
  const second = await importing(county, countyId, [row('R002', { status: '长期休假' })]);
  const id = (await desk.personByCode('R002'))?.id;
  const said = { status: 'seconded', from: '2026-11-20', reason: '挂职一年' };
  expect((await county.put(`/api/v1/people/${id}/status`, said)).status).toBe(204);
  expect(await desk.undo(county, second.id)).toMatchObject({ rowsKept: 1 });
  expect((await desk.personnel(county, 'R002')).status).toBe('seconded');
});

const exportOf = async (who: Visitor, unitId: string) =>
  (await desk.exported(who, unitId, { format: 'csv', withIdentity: true })).bytes;

test('reserve cadres are known to who manages them: not in the export of a township, not by its import', async () => {
  await importing(county, countyId, [
    row('K001', { groups: '县乡后备干部；乡镇（街道）党政正职' }),
    row('K002', { groups: '-' }),
  ]);
  expect((await exportOf(county, countyId)).toString()).toMatch(/K001.*县乡后备干部/);
  const lower = await exportOf(town, townId);
  expect(lower.toString()).toMatch(/K001.*党政正职/);
  expect(lower.toString()).not.toContain('后备');

  // Its own export says nothing new; naming nobody takes away what it can see, and no more.
  const own = lower.toString().split('\r\n');
  const lines = own.filter((line, at) => at === 0 || line.startsWith('K00'));
  const again = await desk.upload(town, townId, Buffer.from(lines.join('\r\n')), '名册.csv');
  expect(await desk.check(town, again.id)).toMatchObject({
    rowsSame: 2,
    rowsUpdating: 0,
    errors: 0,
  });
  await importing(town, townId, [row('K001', { groups: '-' })]);
  expect(await groupsSeen(county, 'K001')).toEqual(['reserve']);
  expect(await groupsSeen(town, 'K001')).toEqual([]);

  // Of somebody who is one and of somebody who is none the answer is the same.
  const named = await sending(town, townId, [
    row('K001', { groups: '县乡后备干部' }),
    row('K002', { groups: 'Reserve cadre' }),
  ]);
  const found = await desk.mistakes(town, named.id);
  expect(found.map(({ cell, code, value }) => `${cell} ${code} ${value}`)).toEqual([
    'G2 group-not-yours ',
    'G3 group-not-yours ',
  ]);
  const { db } = here.installation.platform;
  const events = await db
    .select({ detail: auditEvents.detail, sensitive: auditChain.isSensitive })
    .from(auditEvents)
    .innerJoin(auditChain, eq(auditChain.eventId, auditEvents.id))
    .where(
      and(
        eq(auditEvents.subject, `person:${(await desk.personByCode('K001'))?.id ?? ''}`),
        eq(auditEvents.action, 'key-group-set'),
      ),
    );
  expect(events).toHaveLength(2);
  expect(events.filter(({ sensitive }) => sensitive)).toMatchObject([
    { detail: { group: 'reserve' } },
  ]);
});

test('a roster checked by who knows of reserve cadres sets none when a clerk brings it into effect, and a clerk undoes none', async () => {
  const { personId, visitor: clerk } = await addLearner(here, '清河镇');
  await here.installation.platform.write((tx) =>
    tx.insert(schema.roleGrants).values({
      id: 'grant-clerk',
      personId,
      role: 'unit_clerk',
      orgUnitId: countyId,
      grantedAt: here.clock.now(),
    }),
  );
  const rows = [row('L001', { groups: '县乡后备干部；乡镇（街道）党政正职' })];
  const { id } = await sending(county, countyId, rows);
  await desk.apply(clerk, id);
  expect(await groupsSeen(county, 'L001')).toEqual(['township_chief']);

  const run = await importing(county, countyId, rows);
  expect(await groupsSeen(county, 'L001')).toEqual(['reserve', 'township_chief']);
  expect(await desk.undo(clerk, run.id)).toMatchObject({ state: 'undone', rowsKept: 0 });
  expect(await groupsSeen(county, 'L001')).toEqual(['reserve', 'township_chief']);
});

test('the template names the reserve cadres to the county and not to the township', async () => {
  const words = async (who: Visitor, unitId: string) => {
    const { bytes } = await download(here, who, `/api/v1/org-units/${unitId}/roster-template`);
    const { id } = await desk.upload(who, unitId, bytes);
    const run = await desk.read(who, id);
    return { fields: run.columns.map(({ field }) => field), size: bytes.length };
  };
  const [above, below] = [await words(county, countyId), await words(town, townId)];
  expect(above.fields).toEqual(expect.arrayContaining(['status', 'statusFrom', 'keyGroups']));
  expect(above.size).toBeGreaterThan(below.size);
});

/** Everything that rosters write of the people with these codes. */
async function everythingOf(codes: readonly string[]) {
  const { db } = here.installation.platform;
  const found = await db
    .select()
    .from(people)
    .where(inArray(people.code, [...codes]))
    .orderBy(asc(people.code));
  const ids = found.map(({ id }) => id);
  const recordsOf = (
    table: typeof memberships | typeof personStatuses | typeof keyGroupMemberships,
  ) => db.select().from(table).where(inArray(table.personId, ids)).orderBy(asc(table.id));
  return {
    found,
    memberships: await recordsOf(memberships),
    statuses: await recordsOf(personStatuses),
    groups: await recordsOf(keyGroupMemberships),
  };
}

const day = fc.integer({ min: 0, max: 320 }).map((at) => {
  const date = new Date(Date.UTC(2026, 0, 1 + at));
  return date.toISOString().slice(0, 10);
});
const facts = fc.record({
  who: fc.nat(4),
  unit: fc.constantFrom('YL08', 'YL09'),
  category: fc.constantFrom(null, TOWNSHIP),
  status: fc.option(fc.constantFrom('在职', '长期休假', '挂职借调', '退休', '调出或离职'), {
    nil: null,
  }),
  since: fc.option(day, { nil: null }),
  groups: fc.constantFrom(null, '-', '县乡后备干部', '乡镇（街道）党政正职；县乡后备干部'),
  political: fc.constantFrom(null, '-', '中共党员', '群众'),
});
const files = fc.array(fc.uniqueArray(facts, { selector: ({ who }) => who, maxLength: 5 }), {
  minLength: 2,
  maxLength: 3,
});

test('any roster, imported again, changes nothing; taken back, it leaves everything as it was', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(files, async (list) => {
      number += 1;
      for (const file of list) {
        here.clock.advance({ minutes: 1 });
        const coded = file.map(({ who, ...rest }) =>
          row(`Q${number}-${who}`, { ...rest, since: rest.status === null ? null : rest.since }),
        );
        const tried = await sending(county, countyId, coded);
        const wrong = (await desk.mistakes(county, tried.id)).map((one) => one.row);
        const rows = coded.filter((_, at) => !wrong.includes(at + 2));
        const codes = Array.from({ length: 5 }, (_, at) => `Q${number}-${at}`);
        const before = await everythingOf(codes);
        const run = await importing(county, countyId, rows);
        const again = await sending(county, countyId, rows);
        expect(again).toMatchObject({
          rowsSame: rows.length,
          rowsAdding: 0,
          rowsUpdating: 0,
          errors: 0,
        });
        expect(await desk.undo(county, run.id)).toMatchObject({ rowsKept: 0 });
        expect(await everythingOf(codes)).toEqual(before);
        await importing(county, countyId, rows);
      }
    }),
    { numRuns: 6 },
  );
}, 60_000);
