import type { OrgUnitRef, PersonRow } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq, like } from 'drizzle-orm';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { JOB_LANES } from '../../job-handlers.ts';
import { startJobs } from '../../platform/jobs.ts';
import { download } from '../../testing/download.ts';
import { RosterDesk, workbookOf, type RosterRows } from '../../testing/rosters.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let desk: RosterDesk;
let county: Visitor;
let town: Visitor;
let countyId: string;
let townId: string;

beforeAll(async () => {
  here = await openTestInstallation();
  desk = new RosterDesk(here);
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  countyId = await ownUnit(county);
  townId = await ownUnit(town);
});
afterAll(() => here.close());

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

/** Time goes by, and people sign in again. */
async function later(by: Parameters<TestInstallation['clock']['advance']>[0]): Promise<void> {
  here.clock.advance(by);
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
}

const HEADINGS = ['人员编码', '姓名', '单位编码', '干部类别', '职务', '身份证号', '任职日期'];

const workbook = (rows: RosterRows, headings = HEADINGS) => workbookOf(headings, rows);
const upload: RosterDesk['upload'] = (...sent) => desk.upload(...sent);
const read: RosterDesk['read'] = (...asked) => desk.read(...asked);
const check: RosterDesk['check'] = (...asked) => desk.check(...asked);
const apply: RosterDesk['apply'] = (...asked) => desk.apply(...asked);
const errorsOf: RosterDesk['mistakes'] = (...asked) => desk.mistakes(...asked);
const personByCode: RosterDesk['personByCode'] = (code) => desk.personByCode(code);
const personnelOf: RosterDesk['personnel'] = (...asked) => desk.personnel(...asked);

async function importing(who: Visitor, unitId: string, rows: RosterRows) {
  const { id } = await upload(who, unitId, await workbook(rows));
  await check(who, id);
  return apply(who, id);
}

test('people are added, counted at once, and the same file again changes nothing', async () => {
  const rows = [
    [
      'G001',
      '阿依古丽·买买提',
      'YL08',
      '乡镇（街道）干部',
      '党建办干事',
      '11010519491231002x',
      '2026-03-01',
    ],
    ['G002', ' 𠮷野　秀 ', 'YL09', '村(社区)主要负责人', '=1+1', null, null],
  ];
  const { id } = await upload(county, countyId, await workbook(rows));
  const checked = await check(county, id);
  expect(checked).toMatchObject({ state: 'checked', rowsAdding: 2, rowsWrong: 0, errors: 0 });
  expect(await personByCode('G001')).toBeUndefined();
  expect(await apply(county, id)).toMatchObject({ state: 'applied', rowsDone: 2 });

  const first = await personnelOf(county, 'G001');
  expect(first).toMatchObject({ name: '阿依古丽·买买提', identityMasked: '110***********002X' });
  expect(first.appointments).toMatchObject([
    { unit: { name: '清河镇' }, category: 'township', startsAt: '2026-02-28T16:00:00.000Z' },
  ]);
  expect((await personByCode('G002'))?.name).toBe('𠮷野 秀');
  expect((await personnelOf(county, 'G002')).appointments[0]?.post).toBe('=1+1');
  const listed = await town.get<{ items: PersonRow[] }>(
    `/api/v1/org-units/${townId}/people?${new URLSearchParams({ query: '阿依古丽' })}`,
  );
  expect(listed.body.items.map(({ name }) => name)).toContain('阿依古丽·买买提');

  const again = await upload(county, countyId, await workbook(rows));
  expect(await check(county, again.id)).toMatchObject({
    rowsAdding: 0,
    rowsUpdating: 0,
    rowsSame: 2,
  });
});

test('every error is at its cell, and nothing is imported while there is one', async () => {
  const rows = [
    HEADINGS,
    ['B001', '王五', 'YL08', '乡镇干部们', null, '110105194912310021', '明天'],
    ['B001', '赵六', '无此单位', null, null, 3.3010219900307e17, '2027-01-01'],
    ['', '李2', '', null, null, '110105194902300020', null],
  ];
  const titled = await workbook(rows, ['二〇二六年干部名册']);
  const { id } = await upload(county, countyId, titled);
  const checked = await check(county, id);
  expect(checked).toMatchObject({ headingRow: 2, rowsRead: 3, rowsWrong: 3, errors: 11 });
  const errors = await errorsOf(county, id);
  expect(errors.map(({ cell, code }) => `${cell} ${code}`)).toEqual([
    'D3 category-unknown',
    'F3 identity-check-digit',
    'G3 day-malformed',
    'A4 code-repeated',
    'C4 unit-unknown',
    'F4 identity-lost-digits',
    'G4 day-future',
    'A5 code-missing',
    'B5 name-malformed',
    'C5 unit-missing',
    'F5 identity-birthday',
  ]);
  expect(errors.find(({ code }) => code === 'code-repeated')?.otherRow).toBe(3);
  expect(errors.find(({ code }) => code === 'identity-check-digit')?.value).toBe(
    '110***********0021',
  );
  const refused = await county.post(`/api/v1/roster-imports/${id}/application`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'import-has-errors' } });
  expect(await personByCode('B001')).toBeUndefined();
});

test('a CSV file in GBK is read like any other', async () => {
  const gbk = Buffer.from(
    // 人员编码,姓名,单位编码 ⏎ G009,王小明,YL09
    'c8cbd4b1b1e0c2eb2cd0d5c3fb2cb5a5cebbb1e0c2eb0a473030392ccdf5d0a1c3f72c594c30390a',
    'hex',
  );
  const { id } = await upload(town, townId, gbk, '名册.csv');
  expect(await check(town, id)).toMatchObject({ rowsAdding: 1, errors: 0 });
  await apply(town, id);
  expect((await personByCode('G009'))?.name).toBe('王小明');
});

test('an update keeps what was before it, and empty cells leave what is known', async () => {
  await importing(county, countyId, [
    ['U001', '钱七', 'YL08', '乡镇（街道）干部', '干事', null, '2026-01-05'],
  ]);
  await later({ days: 1 });
  await importing(county, countyId, [['U001', '钱七', 'YL09', null, '-', null, null]]);
  const { appointments } = await personnelOf(county, 'U001');
  expect(appointments.map(({ unit, category, post }) => [unit.name, category, post])).toEqual([
    ['柳湾村', 'township', null],
    ['清河镇', 'township', '干事'],
  ]);
  expect(appointments[1]?.endsAt).toBe(appointments[0]?.startsAt);
});

test('an import is undone within a day; whoever changed since stays, with the reason', async () => {
  await importing(county, countyId, [
    ['V001', '孙八', 'YL08', '乡镇（街道）干部', '干事', null, null],
  ]);
  await later({ days: 2 });
  const run = await importing(county, countyId, [
    ['V001', '孙八八', 'YL09', null, null, null, null],
    ['V002', '周九', 'YL08', null, null, null, null],
    ['V003', '吴十', 'YL08', null, null, null, null],
  ]);
  const changed = await personByCode('V003');
  const set = { category: 'township' };
  await county.put(`/api/v1/people/${changed?.id}/audience-category`, set);
  const answer = await county.post(`/api/v1/roster-imports/${run.id}/undoing`);
  expect(answer.status).toBe(201);
  await here.jobs.idle();
  expect(await read(county, run.id)).toMatchObject({ state: 'undone', rowsKept: 1 });
  expect(await errorsOf(county, run.id)).toMatchObject([{ cell: 'A4', code: 'changed-since' }]);
  const restored = await personnelOf(county, 'V001');
  expect(restored.name).toBe('孙八');
  expect(restored.appointments).toMatchObject([{ unit: { name: '清河镇' }, endsAt: null }]);
  expect(await personByCode('V002')).toBeUndefined();
  expect((await personByCode('V003'))?.name).toBe('吴十');

  const old = await importing(county, countyId, [['V004', '郑一', 'YL08', null, null, null, null]]);
  await later({ hours: 25 });
  expect(await county.post(`/api/v1/roster-imports/${old.id}/undoing`)).toMatchObject({
    status: 409,
    body: { code: 'import-not-undoable' },
  });
});

test('what was kept for taking an import back is forgotten when it no longer can be', async () => {
  const { id } = await importing(county, countyId, [
    ['F001', '周晓燕', 'YL08', '乡镇（街道）干部', '干事', null, null],
  ]);
  const unread = await upload(county, countyId, await workbook([]));
  const kept = async () => ({
    rows: await here.installation.platform.db.$count(
      schema.rosterImportRows,
      eq(schema.rosterImportRows.importId, id),
    ),
    files: (await readdir(join(here.dataFolder, 'imports'))).filter((name) =>
      [id, unread.id].includes(name),
    ).length,
  });
  await later({ hours: 23 });
  await upload(county, countyId, await workbook([]));
  await here.jobs.idle();
  expect(await kept()).toEqual({ rows: 1, files: 2 });

  await later({ hours: 2 });
  await upload(county, countyId, await workbook([]));
  await here.jobs.idle();
  expect(await kept()).toEqual({ rows: 0, files: 0 });
  expect(await read(county, id)).toMatchObject({ state: 'applied', rowsAdding: 1 });
  expect(await personByCode('F001')).toBeDefined();
});

test('an import that cannot be finished leaves everything as it was', async () => {
  const rows = Array.from({ length: 150 }, (_, at) => [
    `W${at}`,
    '某某',
    'YL08',
    null,
    null,
    null,
    null,
  ]);
  const { id } = await upload(county, countyId, await workbook(rows));
  await check(county, id);
  // Somebody else takes one of the codes after the check.
  await importing(county, countyId, [['W120', '先来', 'YL08', null, null, null, null]]);
  expect(await apply(county, id)).toMatchObject({ state: 'rolled_back' });
  expect(await personByCode('W0')).toBeUndefined();
  expect((await personByCode('W120'))?.name).toBe('先来');
});

test('an import that was stopped half way goes on where it was', async () => {
  const own = await openTestInstallation();
  const { platform } = own.installation;
  const rows = Array.from({ length: 1500 }, (_, at) => [
    `S${at}`,
    '某某',
    'YL08',
    null,
    null,
    null,
    null,
  ]);
  const someone = await own.signIn('chenjianguo');
  const sent = await own.app.inject({
    method: 'POST',
    url: `/api/v1/org-units/${await ownUnit(someone)}/roster-imports?fileName=long.xlsx`,
    headers: {
      cookie: someone.cookie(),
      origin: ORIGIN,
      'content-type': 'application/octet-stream',
    },
    payload: await workbook(rows),
  });
  const { id } = sent.json<{ id: string }>();
  const { columns } = await read(someone, id);
  await someone.put(`/api/v1/roster-imports/${id}/columns`, { columns });
  await own.jobs.idle();
  await someone.post(`/api/v1/roster-imports/${id}/application`);
  await vi.waitFor(async () => expect((await read(someone, id)).rowsDone).toBeGreaterThan(0), {
    interval: 1,
  });
  await own.jobs.stop();
  const stopped = await read(someone, id);
  expect(stopped.state).toBe('applying');
  expect(stopped.rowsDone).toBeLessThan(1500);

  const next = await startJobs(platform, ...JOB_LANES);
  await next.idle();
  expect(await read(someone, id)).toMatchObject({ state: 'applied', rowsDone: 1500 });
  const made = await platform.db
    .select({ code: schema.people.code })
    .from(schema.people)
    .where(like(schema.people.code, 'S%'));
  expect(made).toHaveLength(1500);
  await next.stop();
  await own.close();
});

test('a township imports into its own subtree only, and learns nothing of people elsewhere', async () => {
  await importing(county, countyId, [['X001', '县里人', 'YL02', null, null, null, null]]);
  const { id } = await upload(
    town,
    townId,
    await workbook([
      ['X001', '县里人', 'YL08', null, null, null, null],
      ['X002', '冯二', 'YL02', null, null, null, null],
    ]),
  );
  await check(town, id);
  expect((await errorsOf(town, id)).map(({ cell, code }) => `${cell} ${code}`)).toEqual([
    'A2 code-elsewhere',
    'C3 unit-unknown',
  ]);
  expect((await upload(town, countyId, await workbook([]))).status).toBe(404);
  const learner = await here.signIn('wangxiulan');
  expect((await learner.get(`/api/v1/roster-imports/${id}`)).status).toBe(403);
});

test('what is no table is refused with its reason', async () => {
  const { id, status } = await upload(county, countyId, Buffer.from('%PDF-1.7'), '名册.pdf');
  expect(status).toBe(201);
  expect(await read(county, id)).toMatchObject({ state: 'refused', fault: 'not-a-spreadsheet' });
});

test('the choice of columns is remembered for the next file', async () => {
  const headings = ['工牌', '姓名', '单位编码'];
  const bytes = await workbook([['Y001', '陈三', 'YL08']], headings);
  const { id } = await upload(county, countyId, bytes);
  expect((await read(county, id)).columns).toEqual([
    { field: 'name', column: 1 },
    { field: 'unitCode', column: 2 },
  ]);
  const missing = await county.put(`/api/v1/roster-imports/${id}/columns`, {
    columns: [{ field: 'name', column: 1 }],
  });
  expect(missing).toMatchObject({ status: 400, body: { code: 'import-column-missing' } });
  const columns = [
    { field: 'code', column: 0 },
    { field: 'name', column: 1 },
    { field: 'unitCode', column: 2 },
  ];
  expect((await county.put(`/api/v1/roster-imports/${id}/columns`, { columns })).status).toBe(200);
  await here.jobs.idle();
  const next = await upload(county, countyId, bytes);
  expect((await read(county, next.id)).columns).toEqual(columns);
});

test('an export can be imported again and changes nothing; identity numbers leave masked only', async () => {
  const whole = { format: 'csv', withIdentity: true } as const;
  const exported = await desk.exported(county, countyId, whole);
  expect(exported).toMatchObject({ status: 200, type: 'text/csv; charset=utf-8' });
  const text = exported.bytes.toString('utf8');
  expect(text).not.toContain('11010519491231002X');
  const coded = text.split('\r\n').filter((line, at) => at === 0 || /^[GUVXY]\d/.test(line));
  expect(coded.length).toBeGreaterThan(5);
  const { id } = await upload(county, countyId, Buffer.from(coded.join('\r\n')), '名册.csv');
  expect(await check(county, id)).toMatchObject({
    errors: 0,
    rowsAdding: 0,
    rowsUpdating: 0,
    rowsSame: coded.length - 1,
  });
  const book = await desk.exported(town, townId, { format: 'xlsx', withIdentity: true });
  expect(book.bytes.subarray(0, 2).toString()).toBe('PK');
  const template = await download(here, town, `/api/v1/org-units/${townId}/roster-template`);
  const empty = await upload(town, townId, template.bytes);
  expect((await read(town, empty.id)).columns).toHaveLength(14);
});
