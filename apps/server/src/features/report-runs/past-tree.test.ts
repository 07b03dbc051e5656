// A unit summary of a past day shows the tree of that day: who was where, by the name it had.
import type { ReportRun } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { readSheet } from '@xueshi/formats/spreadsheet';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { passDays } from '../standings/service.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let admin: Visitor;
const idOf: Record<string, string> = {};

beforeAll(async () => {
  here = await openTestInstallation();
  const { platform } = here.installation;
  for (const { id, name } of await platform.db.select().from(schema.orgUnits)) idOf[name] = id;
  await platform.write((tx) => passDays(tx, here.clock.now()));
  here.jobs.wake();
  await here.jobs.idle();
  admin = await here.signIn('chenjianguo');
});
afterAll(() => here.close());

type Row = readonly [name: string, way: string, people: number];

async function summary(unit: string, treeOn?: string) {
  const filters = treeOn === undefined ? {} : { treeOn };
  const columns = ['unit', 'unitPath', 'people'];
  const { status, body } = await admin.post<{ id: string; code: string }>(
    `/api/v1/org-units/${idOf[unit]}/report-runs`,
    { year: 2026, order: { kind: 'unit_summary', filters, columns, format: 'csv' } },
  );
  if (status !== 201) return { code: body.code, rows: [], run: null };
  here.jobs.wake();
  await here.jobs.idle();
  const run = (await admin.get<ReportRun>(`/api/v1/report-runs/${body.id}`)).body;
  const { rawPayload } = await here.app.inject({
    url: `/api/v1/report-runs/${body.id}/file`,
    headers: { cookie: admin.cookie() },
  });
  const path = join(here.dataFolder, 'fetched.csv');
  await writeFile(path, rawPayload);
  const rows: Row[] = [];
  for await (const { cells } of readSheet(path))
    rows.push([String(cells[0]), String(cells[1]), Number(cells[2])]);
  // Between the heading and the sums.
  return { code: null, rows: rows.slice(1, -1), run };
}

test('what was moved and renamed since is where it was, under its old name, and nobody is counted twice', async () => {
  const before = await summary('清河镇');
  const wholeBefore = await summary('云岭县(示例)');
  expect(before.rows.find(([name]) => name === '柳湾村')?.[2]).toBeGreaterThan(0);

  here.clock.advance({ days: 2 });
  admin = await here.signIn('chenjianguo');
  const village = `/api/v1/org-units/${idOf['柳湾村']}`;
  const moved = await admin.put(`${village}/parent`, { parentId: idOf['石桥乡'] });
  expect(moved.status).toBe(200);
  here.jobs.wake();
  await here.jobs.idle();

  expect((await summary('清河镇')).rows.some(([name]) => name === '柳湾村')).toBe(false);
  const then = await summary('清河镇', '2026-11-24');
  expect([...then.rows].sort()).toEqual([...before.rows].sort());
  expect(then.run?.fileName).toContain('2026-11-24');
  const receiving = await summary('石桥乡', '2026-11-24');
  expect(receiving.rows.some(([name]) => name === '柳湾村')).toBe(false);
  const whole = await summary('云岭县(示例)', '2026-11-24');
  expect([...whole.rows].sort()).toEqual([...wholeBefore.rows].sort());
});

test('30 February is no day', async () => {
  expect((await summary('清河镇', '2026-02-30')).code).toBe('day-unknown');
});
