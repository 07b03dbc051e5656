// What a report tells of people and whom it is cut to; saved ones that are opened and changed.
import type { OrgUnitRef, SavedReport } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { readSheet, type CellValue } from '@xueshi/formats/spreadsheet';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/new-id.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { passDays } from '../standings/service.ts';

let here: TestInstallation;
let county: Visitor;
let township: Visitor;
let countyId: string;
let townId: string;
let secretary: Learner;

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

beforeAll(async () => {
  here = await openTestInstallation();
  [county, township] = [await here.signIn('chenjianguo'), await here.signIn('lifang')];
  [countyId, townId] = [await ownUnit(county), await ownUnit(township)];
  secretary = await addLearner(here, '柳湾村');
  const { platform } = here.installation;
  const startsAt = here.clock.now();
  await platform.write(async (tx) => {
    for (const keyGroup of ['village_secretary', 'reserve'])
      await tx
        .insert(schema.keyGroupMemberships)
        .values({ id: newId(), personId: secretary.personId, keyGroup, startsAt });
  });
  const adjustment = {
    ...{ kind: 'reduced', percent: 50, months: null, fromYear: 2026, toYear: 2026 },
    ...{ reason: '长期病休', document: '县委组织部批复〔2026〕7号' },
  };
  const url = `/api/v1/people/${secretary.personId}/requirement-adjustments`;
  expect((await county.post(url, adjustment)).status).toBe(201);
  await platform.write((tx) => passDays(tx, here.clock.now()));
  here.jobs.wake();
  await here.jobs.idle();
});
afterAll(() => here.close());

interface Wish {
  readonly filters?: object;
  readonly columns?: readonly string[];
}

async function rowsOf(who: Visitor, unitId: string, { filters = {}, columns = [] }: Wish) {
  const order = { kind: 'completion_list', filters, columns, format: 'csv' };
  const asked = await who.post<{ id: string }>(`/api/v1/org-units/${unitId}/report-runs`, {
    ...{ year: 2026, order },
  });
  expect(asked.status).toBe(201);
  here.jobs.wake();
  await here.jobs.idle();
  const run = `/api/v1/report-runs/${asked.body.id}`;
  const { fileName } = (await who.get<{ fileName: string }>(run)).body;
  const { rawPayload } = await here.app.inject({
    url: `${run}/file`,
    headers: { cookie: who.cookie() },
  });
  const path = join(here.dataFolder, 'fetched.csv');
  await writeFile(path, rawPayload);
  const lines: (readonly CellValue[])[] = [];
  for await (const { cells } of readSheet(path)) lines.push(cells);
  const [head = [], ...rest] = lines;
  return { head, rows: rest.slice(0, -1), fileName };
}

const columns = ['name', 'keyGroups', 'adjustment', 'positionLevel', 'rank', 'missingHours'];

test('a list says who is of a key group and whose requirement was adjusted, and never who is a reserve cadre', async () => {
  const { head, rows } = await rowsOf(county, countyId, { columns });
  expect(head).toEqual(['姓名', '重点对象', '个人调整', '职务层次', '职级', '还差学时']);
  expect(rows.filter(([, group]) => group !== null && group !== '')).toMatchObject([
    [expect.any(String), '村（社区）党组织书记', '减少', null, null, '50'],
  ]);
  const usual = await rowsOf(county, countyId, {});
  expect(usual.head).toContain('个人调整');
  expect(usual.head).not.toContain('重点对象');
});

test('it is cut to a key group, and the file says so in its name; reserve cadres are no filter', async () => {
  const filters = { keyGroup: 'village_secretary' };
  const { rows, fileName } = await rowsOf(county, countyId, { filters, columns });
  expect(rows).toHaveLength(1);
  expect(fileName).toContain('村（社区）党组织书记');
  const then = await rowsOf(county, countyId, { filters: { ...filters, treeOn: '2026-11-24' } });
  expect(then.rows.length).toBeLessThanOrEqual(1);
  const reserve = await county.post(`/api/v1/org-units/${countyId}/report-runs`, {
    year: 2026,
    order: { kind: 'completion_list', filters: { keyGroup: 'reserve' }, columns, format: 'csv' },
  });
  expect(reserve.status).toBe(400);
});

test('it is cut to the people of the unit itself', async () => {
  const all = await rowsOf(township, townId, { columns: ['unit'] });
  const own = await rowsOf(township, townId, { filters: { direct: true }, columns: ['unit'] });
  expect(new Set(own.rows.map(([unit]) => unit))).toEqual(new Set(['清河镇']));
  expect(own.rows.length).toBeLessThan(all.rows.length);
});

test('columns come in the order in which they were chosen', async () => {
  const { head } = await rowsOf(township, townId, { columns: ['state', 'name', 'hours'] });
  expect(head).toEqual(['完成情况', '姓名', '学时']);
});

test('a saved report is seen as it was saved, changed in its place, and by nobody of another unit', async () => {
  const url = `/api/v1/org-units/${townId}/saved-reports`;
  const order = (state: string) => ({
    ...{ kind: 'completion_list', filters: { state }, columns: ['name'], format: 'xlsx' },
  });
  const first = await township.post<{ id: string }>(url, { name: '落后', order: order('behind') });
  const replacesId = first.body.id;
  const change = { name: '未开始', order: order('nothing_yet'), replacesId };
  expect((await township.post(url, change)).body).toEqual({ id: replacesId });
  const list = async () =>
    (await township.get<{ saved: SavedReport[] }>(`/api/v1/org-units/${townId}/report-runs`)).body;
  expect((await list()).saved).toMatchObject([
    { id: replacesId, name: '未开始', filters: { state: 'nothing_yet' }, columns: ['name'] },
  ]);
  const elsewhere = `/api/v1/org-units/${countyId}/saved-reports`;
  expect((await county.post(elsewhere, change)).status).toBe(404);
  expect((await list()).saved).toHaveLength(1);
});
