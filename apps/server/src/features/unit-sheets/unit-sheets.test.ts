// The units of a subtree changed by a file, as administrators do it.
import type { OrgUnitRef, UnitDetail, UnitPeriod } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { CN_2010_GRASSROOTS, trainingYearOf } from '@xueshi/domain';
import { readSheet } from '@xueshi/formats/spreadsheet';
import { and, eq, isNull } from 'drizzle-orm';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { enqueueJob } from '../../platform/jobs.ts';
import { download } from '../../testing/download.ts';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import {
  checkUnitRun,
  goOn,
  importUnits,
  readUnitRun,
  sendUnits,
  unitBook,
  UNIT_HEADINGS,
  unitErrors,
} from '../../testing/unit-sheets.ts';
import { adoptPolicy } from '../requirements/service.ts';
import { APPLY_UNITS } from './service.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
let countyId: string;
let townId: string;

beforeEach(async () => {
  here = await openTestInstallation();
  await signIn();
  countyId = await ownUnit(county);
  townId = await ownUnit(town);
});
afterEach(() => here.close());

async function signIn(): Promise<void> {
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
}
async function later(by: Parameters<TestInstallation['clock']['advance']>[0]): Promise<void> {
  here.clock.advance(by);
  await signIn();
}

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';
const db = () => here.installation.platform.db;
async function unitOf(code: string) {
  const [unit] = await db().select().from(schema.orgUnits).where(eq(schema.orgUnits.code, code));
  return unit;
}
const parentOf = async (code: string) => {
  const parentId = (await unitOf(code))?.parentId ?? '';
  const [parent] = await db()
    .select()
    .from(schema.orgUnits)
    .where(eq(schema.orgUnits.id, parentId));
  return parent?.code;
};
const auditOf = (action: string) =>
  db().select().from(schema.auditEvents).where(eq(schema.auditEvents.action, action));

async function checked(
  who: Visitor,
  unitId: string,
  rows: Parameters<typeof unitBook>[0],
  headings?: readonly string[],
) {
  const { id } = await sendUnits(here, who, unitId, { bytes: await unitBook(rows, headings) });
  const run = await checkUnitRun(here, who, id);
  return { run, errors: await unitErrors(who, id) };
}

test('units are added, changed and moved by their codes, and the same file again changes nothing', async () => {
  const headings = [
    ...UNIT_HEADINGS,
    '行政区划代码',
    '建制',
    '管理体制',
    '主管单位编码',
    '培训负责人',
  ];
  const rows = [
    ['XC02', '新寨村', 'XC01', '村级', '村(社区)', '530102009201', '行政村', null, null, null],
    ['XC01', '新寨镇', 'YL01', '乡镇级', 'Region', '530102009', '镇', null, null, 'lifang'],
    ['YL12', '清河果蔬合作社', 'XC01', null, null, null, null, '双重管理', 'YL04', null],
    ['YL08', '清河街道', null, null, null, null, 'sub_district', null, null, null],
  ];
  const { run } = await checked(county, countyId, rows, headings);
  expect(run).toMatchObject({ state: 'checked', rowsAdding: 2, rowsUpdating: 2, errors: 0 });
  expect(await unitOf('XC01')).toBeUndefined();
  expect(await goOn(here, county, run.id)).toMatchObject({ state: 'applied', rowsDone: 4 });

  expect(await parentOf('XC02')).toBe('XC01');
  expect(await parentOf('YL12')).toBe('XC01');
  const { body } = await county.get<UnitDetail>(`/api/v1/org-units/${(await unitOf('XC01'))?.id}`);
  expect(body).toMatchObject({
    name: '新寨镇',
    form: 'town',
    regionCode: '530102009',
    responsible: { loginName: 'lifang' },
    parent: { name: '云岭县(示例)' },
  });
  expect(await unitOf('YL12')).toMatchObject({
    managementMode: 'dual',
    principalOrgId: (await unitOf('YL04'))?.id,
  });
  expect(await unitOf('YL08')).toMatchObject({ name: '清河街道', form: 'sub_district' });

  const again = await checked(county, countyId, rows, headings);
  expect(again.run).toMatchObject({ rowsAdding: 0, rowsUpdating: 0, rowsSame: 4, errors: 0 });
});

test('each change stands in the unit’s history and in the audit trail as if made by itself', async () => {
  await later({ days: 1 });
  await importUnits(here, county, countyId, [['YL12', '果蔬合作社', 'YL13', null, null]]);
  const unit = await unitOf('YL12');
  const { body } = await county.get<{ items: UnitPeriod[] }>(
    `/api/v1/org-units/${unit?.id}/history`,
  );
  expect(body.items).toMatchObject([
    { name: '果蔬合作社', parentName: '石桥乡', by: '陈建国' },
    { name: '清河果蔬合作社', parentName: '清河镇' },
  ]);
  const subject = `org-unit:${unit?.id}`;
  expect(await auditOf('org-unit-moved')).toMatchObject([{ subject }]);
  expect(await auditOf('org-unit-edited')).toMatchObject([
    { subject, detail: { before: { name: '清河果蔬合作社' }, after: { name: '果蔬合作社' } } },
  ]);
  const [whole] = await auditOf('units-imported');
  expect(whole).toMatchObject({ subject: `org-unit:${countyId}`, detail: { updating: 1 } });
  expect(whole?.address).not.toBe('');
});

test('every error is at its cell, and nothing is imported while there is one', async () => {
  const headings = [
    ...UNIT_HEADINGS,
    '建制',
    '行政区划代码',
    '管理体制',
    '主管单位编码',
    '培训负责人',
  ];
  const { run, errors } = await checked(
    county,
    countyId,
    [
      ['编码', '新单位', 'YL01', '县级', '机关部门', null, null, null, null, null],
      ['N1', '柳', 'NONE', '地级', '公司', '镇长', '53', '代管', 'NONE', 'nobody'],
      ['N2', null, null, null, null, null, null, null, null, null],
      ['N3', '县信访局', 'YL01', '县级', '机关部门', '镇', '530102', '双重管理', null, null],
      ['N4', '县信访局', 'YL01', '县级', '机关部门', null, null, '属地管理', 'YL04', null],
      ['N5', '高高在上', 'YL08', '省级', '机关部门', null, null, null, null, null],
      ['YL13', '石桥乡', 'YL14', null, null, null, null, null, null, null],
      ['YL08', null, null, '村级', null, null, '530102', null, 'YL08', null],
      ['N4', '同码', 'YL01', '县级', '机关部门', null, null, null, null, null],
    ],
    headings,
  );
  expect(errors).toEqual([
    'A2 code-malformed',
    'B3 name-malformed',
    'C3 parent-unknown',
    'D3 level-unknown',
    'E3 kind-unknown',
    'F3 form-unknown',
    'H3 management-unknown',
    'I3 principal-unknown',
    'J3 responsible-unknown',
    'B4 name-missing',
    'C4 parent-missing',
    'D4 level-missing',
    'E4 kind-missing',
    'B5 name-taken',
    'F5 form-unfit',
    'I5 principal-missing',
    'B6 name-taken',
    'I6 principal-superfluous',
    'D7 level-above-parent',
    'C8 under-itself',
    'G9 region-code-unfit',
    'I9 principal-superfluous',
    'A10 code-repeated 6',
  ]);
  expect(run).toMatchObject({ rowsRead: 9, rowsWrong: 9 });
  const refused = await county.post<{ code: string }>(`/api/v1/unit-imports/${run.id}/application`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'import-has-errors' } });
  expect(await unitOf('N3')).toBeUndefined();
});

test('what is wrong between rows is told at the row: a level above its children, an exchange of names', async () => {
  const { errors } = await checked(county, countyId, [
    ['YL13', null, null, '村级', null],
    ['YL01', null, null, '乡镇级', null],
  ]);
  expect(errors).toEqual(['D3 level-above-children']);
  const exchanged = await checked(county, countyId, [
    ['YL09', '上坪村', null, null, null],
    ['YL10', '柳湾村', null, null, null],
  ]);
  expect(exchanged.errors).toEqual(['B2 in-each-others-way', 'B3 in-each-others-way']);
});

test('a unit whose hour policy would ask less there than the one above is told before it moves', async () => {
  const { write, clock } = here.installation.platform;
  const now = clock.now();
  for (const [code, coveragePercent] of [
    ['YL13', 100],
    ['YL12', 95],
  ] as const) {
    const orgUnit = await unitOf(code);
    if (!orgUnit) throw new Error(`the sample county has no ${code}`);
    const policy = { ...CN_2010_GRASSROOTS, coveragePercent };
    const fromYear = trainingYearOf(now);
    await write((tx) => adoptPolicy(tx, { orgUnit, policy, fromYear, adoptedBy: null, now }));
  }
  const rows = [
    ['Z1', '新设科室', 'YL13', '乡镇级', '机关部门'],
    ['YL12', null, 'Z1', null, null],
  ];
  expect((await checked(county, countyId, rows)).errors).toEqual(['C3 policy-loosened']);
  expect((await checked(county, countyId, [['YL11', null, 'YL13', null, null]])).errors).toEqual(
    [],
  );
});

test('a township changes its own subtree only, and moves nothing out of it, itself least of all', async () => {
  const { errors } = await checked(town, townId, [
    ['YL13', '石桥', null, null, null],
    ['YL09', null, 'YL13', null, null],
    ['YL08', null, 'YL13', null, null],
    ['YL10', null, 'YL01', null, null],
  ]);
  expect(errors).toEqual([
    'A2 code-elsewhere',
    'C3 parent-unknown',
    'C4 parent-fixed',
    'C5 parent-unknown',
  ]);
  const own = await checked(town, townId, [['YL08', null, 'YL01', null, null]]);
  expect(own).toMatchObject({ errors: [], run: { rowsSame: 1 } });
  const foreign = await sendUnits(here, town, countyId, { bytes: await unitBook([]) });
  expect(foreign.status).toBe(404);
  const { id } = await sendUnits(here, county, countyId, { bytes: await unitBook([]) });
  expect((await town.get(`/api/v1/unit-imports/${id}`)).status).toBe(404);
  expect((await town.get(`/api/v1/roster-imports/${id}`)).status).toBe(404);
  expect((await county.get(`/api/v1/roster-imports/${id}`)).status).toBe(404);
});

test('whoever lost the right meanwhile imports nothing', async () => {
  const { run } = await checked(town, townId, [['YL09', '柳湾新村', null, null, null]]);
  const { write, clock } = here.installation.platform;
  const [account] = await db()
    .select({ personId: schema.accounts.personId })
    .from(schema.accounts)
    .where(eq(schema.accounts.loginName, 'lifang'));
  // Asked for while the office was held; it ended before its turn came.
  await write(async (tx) => {
    const { rosterImports, roleGrants } = schema;
    await tx.update(rosterImports).set({ state: 'applying' }).where(eq(rosterImports.id, run.id));
    await tx
      .update(roleGrants)
      .set({ endedAt: clock.now() })
      .where(eq(roleGrants.orgUnitId, townId));
    await enqueueJob(tx, {
      name: APPLY_UNITS,
      uniqueKey: run.id,
      payload: { importId: run.id, personId: account?.personId, address: '' },
      now: clock.now(),
    });
  });
  await here.jobs.idle();
  expect(await readUnitRun(county, run.id)).toMatchObject({ state: 'rolled_back' });
  expect((await unitOf('YL09'))?.name).toBe('柳湾村');
});

test('a unit that changed after the check is not overwritten, and nothing else is done', async () => {
  const { run } = await checked(county, countyId, [
    ['YL09', '柳湾新村', null, null, null],
    ['NEW1', '新科室', 'YL02', '县级', '机关部门'],
  ]);
  const unit = await unitOf('YL09');
  await county.put(`/api/v1/org-units/${unit?.id}`, { changedAt: null, name: '柳湾社区' });
  expect(await goOn(here, county, run.id)).toMatchObject({ state: 'rolled_back', rowsDone: 0 });
  expect(await unitErrors(county, run.id)).toEqual(['A2 changed-meanwhile']);
  expect((await unitOf('YL09'))?.name).toBe('柳湾社区');
  expect(await unitOf('NEW1')).toBeUndefined();
  expect(await auditOf('units-import-rolled-back')).toHaveLength(1);
});

test('an import is undone within a day; a unit changed or used since stays, with the reason', async () => {
  await importUnits(here, county, countyId, [['YL09', '柳湾', null, null, null]]);
  await later({ hours: 1 });
  const run = await importUnits(here, county, countyId, [
    ['A1', '镇一', 'YL01', '乡镇级', '机关部门'],
    ['A2', '镇二', 'A1', '乡镇级', '机关部门'],
    ['A3', '镇三', 'YL01', '乡镇级', '机关部门'],
    ['A4', '镇四', 'YL01', '乡镇级', '机关部门'],
    ['YL09', '柳湾新村', 'A1', null, null],
    ['YL10', '上坪新村', null, null, null],
  ]);
  expect(run.state).toBe('applied');
  await later({ hours: 1 });
  await addLearner(here, '镇三');
  const changed = await unitOf('YL10');
  await county.put(`/api/v1/org-units/${changed?.id}`, {
    changedAt: changed?.changedAt?.toISOString(),
    regionCode: '530102001202',
  });
  const undone = await goOn(here, county, run.id, 'undoing');
  expect(undone).toMatchObject({ state: 'undone', rowsKept: 2 });
  expect(await unitErrors(county, run.id)).toEqual(['A4 changed-since', 'A7 changed-since']);
  expect(await unitOf('YL09')).toMatchObject({ name: '柳湾' });
  expect(await parentOf('YL09')).toBe('YL08');
  expect(await unitOf('YL10')).toMatchObject({ name: '上坪新村' });
  expect((await unitOf('A3'))?.closedAt).toBeNull();
  for (const code of ['A1', 'A2', 'A4']) expect(await unitOf(code)).toBeUndefined();
  const open = await db()
    .select({ name: schema.orgUnits.name })
    .from(schema.orgUnits)
    .where(and(isNull(schema.orgUnits.closedAt), eq(schema.orgUnits.name, '镇一')));
  expect(open).toEqual([]);

  const again = await checked(county, countyId, [['A1', '镇一', 'YL01', '乡镇级', '机关部门']]);
  expect(again).toMatchObject({ errors: [], run: { rowsAdding: 1 } });
  await later({ days: 1 });
  expect((await county.post(`/api/v1/unit-imports/${run.id}/undoing`)).status).toBe(409);
});

test('a unit without a code is found by its system id, which can give it one', async () => {
  const unit = await unitOf('YL09');
  await county.put(`/api/v1/org-units/${unit?.id}`, { changedAt: null, code: null });
  const headings = ['系统编号', '单位编码', '单位名称', '上级单位编码'];
  const { run, errors } = await checked(
    county,
    countyId,
    [
      [unit?.id ?? '', 'LW-1', null, null],
      ['no-such-id', null, '某单位', null],
    ],
    headings,
  );
  expect(errors).toEqual(['A3 id-unknown']);
  expect(run).toMatchObject({ rowsUpdating: 1 });
  await importUnits(here, county, countyId, [[unit?.id ?? '', 'LW-1', null, null]], headings);
  expect((await unitOf('LW-1'))?.id).toBe(unit?.id);
});

test('an export is typed, guarded against formulas, and changes nothing when it is imported again', async () => {
  await importUnits(here, county, countyId, [['F1', '=1+1', 'YL02', '县级', '机关部门']]);
  const csv = await download(here, county, `/api/v1/org-units/${countyId}/unit-sheet?format=csv`);
  expect(csv).toMatchObject({ status: 200, type: 'text/csv; charset=utf-8' });
  expect(csv.bytes.toString('utf8')).toContain("'=1+1");
  const book = await download(here, county, `/api/v1/org-units/${countyId}/unit-sheet`, 'en');
  for (const [fileName, bytes] of [
    ['单位表.csv', csv.bytes],
    ['units.xlsx', book.bytes],
  ] as const) {
    const { id } = await sendUnits(here, county, countyId, { bytes, fileName });
    const run = await checkUnitRun(here, county, id);
    expect(await unitErrors(county, id)).toEqual([]);
    expect(run).toMatchObject({ rowsAdding: 0, rowsUpdating: 0 });
    expect(run.rowsSame).toBe(run.rowsRead);
    expect(run.rowsSame).toBeGreaterThan(15);
  }
  const file = join(here.installation.platform.config.dataFolder, 'units.xlsx');
  await writeFile(file, book.bytes);
  for await (const { number, cells } of readSheet(file))
    if (number > 1)
      expect(cells.every((cell) => cell === null || typeof cell === 'string')).toBe(true);

  const template = await download(here, town, `/api/v1/org-units/${townId}/unit-sheet-template`);
  const { id } = await sendUnits(here, town, townId, { bytes: template.bytes });
  expect((await readUnitRun(town, id)).columns).toHaveLength(11);
});
