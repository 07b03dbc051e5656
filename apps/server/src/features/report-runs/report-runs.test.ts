import type { Notice, OrgUnitRef, PersonRow, ReportRun, SavedReport } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { readSheet, type CellValue } from '@xueshi/formats/spreadsheet';
import { sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillDemo } from '../demo/service.ts';
import { JOB_LANES } from '../../job-handlers.ts';
import { startJobs } from '../../platform/jobs.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let root: Visitor;
let county: Visitor;
let rootId: string;
let countyId: string;

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
  await fillDemo(here.installation.platform, { people: 1_000, seed: 11 }, () => undefined);
  await signInAgain();
  rootId = await ownUnit(root);
  countyId = await ownUnit(county);
}, 60_000);
afterAll(() => here.close());

async function signInAgain(): Promise<void> {
  root = await here.signIn('demo-root');
  county = await here.signIn('demo-county');
}

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

const ORDER = { kind: 'completion_list', filters: {}, columns: [], format: 'xlsx' };
interface Order {
  readonly kind?: string;
  readonly filters?: object;
  readonly columns?: readonly string[];
  readonly format?: string;
}

async function order(who: Visitor, unitId: string, wish: Order = {}, year = 2026) {
  const body = { year, order: { ...ORDER, ...wish } };
  return who.post<{ id: string }>(`/api/v1/org-units/${unitId}/report-runs`, body);
}

async function finished(who: Visitor, id: string): Promise<ReportRun> {
  here.jobs.wake();
  await here.jobs.idle();
  return (await who.get<ReportRun>(`/api/v1/report-runs/${id}`)).body;
}

async function fetched(who: Visitor, id: string): Promise<Buffer> {
  const answer = await here.app.inject({
    url: `/api/v1/report-runs/${id}/file`,
    headers: { cookie: who.cookie() },
  });
  expect(answer.statusCode).toBe(200);
  return answer.rawPayload;
}

async function tableOf(bytes: Buffer): Promise<(readonly CellValue[])[]> {
  const path = join(here.dataFolder, 'fetched');
  await writeFile(path, bytes);
  const rows = [];
  for await (const { cells } of readSheet(path)) rows.push(cells);
  return rows;
}

async function made(who: Visitor, unitId: string, wish: Order = {}) {
  const { status, body } = await order(who, unitId, wish);
  expect(status).toBe(201);
  const run = await finished(who, body.id);
  expect(run).toMatchObject({ state: 'ready', fault: null });
  const bytes = await fetched(who, run.id);
  return { run, bytes };
}

async function everybody(who: Visitor, unitId: string, filter = ''): Promise<PersonRow[]> {
  const found: PersonRow[] = [];
  for (let page = 1; ; page += 1) {
    const url = `/api/v1/org-units/${unitId}/people?page=${page}${filter}`;
    const { items } = (await who.get<{ items: PersonRow[] }>(url)).body;
    found.push(...items);
    if (items.length < 50) return found;
  }
}

test('a completion list names everybody of the subtree once, with typed figures and their sums', async () => {
  const { run, bytes } = await made(county, countyId, {
    columns: ['name', 'hours', 'share', 'state'],
  });
  const people = await everybody(county, countyId);
  const [heading, ...rows] = await tableOf(bytes);
  const totals = rows.pop();
  expect(heading).toEqual(['姓名', '学时', '完成比例', '完成情况']);
  expect(run).toMatchObject({ rowsWritten: people.length, rowsTotal: people.length });
  const wanted = people.map(({ name, hundredths }) => `${name} ${hundredths / 100}`).sort();
  expect(rows.map(([name, hours]) => `${String(name)} ${String(hours)}`).sort()).toEqual(wanted);
  const sum = people.reduce((all, { hundredths }) => all + hundredths, 0);
  expect(totals?.slice(0, 2)).toEqual(['合计', sum / 100]);
  expect(run.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(run.sizeBytes).toBe(bytes.length);
});

test('filters leave out everybody else', async () => {
  const filters = { state: 'behind', category: 'township' };
  const { bytes } = await made(root, rootId, {
    columns: ['name', 'state'],
    filters,
    format: 'csv',
  });
  const people = await everybody(root, rootId, '&state=behind&category=township');
  expect(people.length).toBeGreaterThan(0);
  const [, ...rows] = await tableOf(bytes);
  expect(rows.slice(0, -1)).toHaveLength(people.length);
  expect(new Set(rows.slice(0, -1).map(([, state]) => state))).toEqual(new Set(['进度落后']));
});

test('more rows than are held in memory are streamed, and are all there', async () => {
  const { run, bytes } = await made(root, rootId, { columns: ['name', 'unitPath'] });
  expect(run.rowsWritten).toBe(1_000);
  const rows = await tableOf(bytes);
  expect(rows).toHaveLength(1_002);
  expect(String(rows[1]?.[1])).not.toBe('');
});

const hoursIn = async (unitId: string) => {
  const { platform } = here.installation;
  const [row] = await platform.db.all<{ sum: number }>(sql`
    SELECT sum(e.hundredths) AS sum FROM ${schema.creditEntries} e
    JOIN ${schema.memberships} m ON m.person_id = e.person_id AND m.ends_at IS NULL
    JOIN org_unit_ancestors a ON a.unit_id = m.org_unit_id AND a.ancestor_id = ${unitId}
    WHERE e.year = 2026`);
  return row?.sum ?? -1;
};

test.each(['unit_summary', 'hours', 'courses', 'records'])(
  'the hours of a %s report are those of the ledger',
  async (kind) => {
    for (const [who, id] of [
      [root, rootId],
      [county, countyId],
    ] as const) {
      const { bytes } = await made(who, id, { kind, columns: ['unit', 'hours'], format: 'csv' });
      const totals = (await tableOf(bytes)).at(-1) ?? [];
      expect(Number(totals.at(-1)) * 100, kind).toBeCloseTo(await hoursIn(id), 5);
    }
  },
);

test('hours of each unit by itself add up to those of the whole', async () => {
  const columns = ['unit', 'area', 'hours'];
  const whole = await made(county, countyId, { kind: 'hours', columns, format: 'csv' });
  const filters = { perUnit: true };
  const each = await made(county, countyId, { kind: 'hours', columns, filters, format: 'csv' });
  const [one, other] = [await tableOf(whole.bytes), await tableOf(each.bytes)];
  expect(other.length).toBeGreaterThan(one.length);
  expect(other.at(-1)?.[2]).toBe(one.at(-1)?.[2]);
});

test('the hours of each topic in each unit are the sums over the entries of its people', async () => {
  const filters = { perUnit: true };
  const columns = ['unit', 'area', 'entries', 'hours', 'days'];
  const byTopic = await made(root, rootId, { kind: 'hours', columns, filters, format: 'csv' });
  const named = ['unit', 'area', 'hours', 'days'];
  const records = await made(root, rootId, { kind: 'records', columns: named, format: 'csv' });
  const counted = new Map<string, number[]>();
  for (const [unit, area, hours, days] of (await tableOf(records.bytes)).slice(1, -1)) {
    const key = `${String(unit)} ${String(area)}`;
    const [entries = 0, ...sums] = counted.get(key) ?? [0, 0, 0];
    const [hundredths = 0, halfDays = 0] = sums;
    const [more, moreDays] = [Math.round(Number(hours) * 100), Math.round(Number(days) * 2)];
    counted.set(key, [entries + 1, hundredths + more, halfDays + moreDays]);
  }
  const told = new Map<string, number[]>();
  for (const [unit, area, ...figures] of (await tableOf(byTopic.bytes)).slice(1, -1)) {
    const key = `${String(unit)} ${String(area)}`;
    const [entries = 0, hundredths = 0, halfDays = 0] = told.get(key) ?? [];
    const [more = 0, hours = 0, days = 0] = figures.map(Number);
    told.set(key, [
      entries + more,
      hundredths + Math.round(hours * 100),
      halfDays + Math.round(days * 2),
    ]);
  }
  expect(told.size).toBeGreaterThan(10);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(counted));
});

test('a name that a spreadsheet would calculate is text in every format', async () => {
  const { platform } = here.installation;
  const [one] = await everybody(county, countyId);
  await platform.write((tx) =>
    tx.run(
      sql`UPDATE people SET name = '=HYPERLINK("http://x.invalid")' WHERE id = ${one?.personId}`,
    ),
  );
  const csv = (await made(county, countyId, { columns: ['name'], format: 'csv' })).bytes.toString();
  expect(csv.startsWith('\ufeff')).toBe(true);
  expect(csv).toContain("'=HYPERLINK(");
  expect(csv).not.toMatch(/[\n,"]=HYPERLINK/);
  const workbook = await tableOf((await made(county, countyId, { columns: ['name'] })).bytes);
  expect(workbook.flat()).toContain('=HYPERLINK("http://x.invalid")');
});

test('a report for paper is a PDF with a cover, numbered pages and lines to sign', async () => {
  const filters = { state: 'behind' };
  const { bytes, run } = await made(county, countyId, { format: 'pdf', filters });
  const proxy = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(proxy, { mergePages: false });
  const [cover = '', first = ''] = text.map((page) => page.replaceAll(/\s/g, ''));
  const last = text.at(-1)?.replaceAll(/\s/g, '') ?? '';
  const people = await everybody(county, countyId, '&state=behind');
  for (const words of ['完成情况', '2026', String(people.length)]) expect(cover).toContain(words);
  expect(first).toContain('姓名');
  for (const words of ['合计', '制表人', '审核人', '单位负责人']) expect(last).toContain(words);
  const all = text.join('').replaceAll(/\s/g, '');
  for (const { name } of people.slice(0, 20)) expect(all).toContain(name);
  expect(run.fileName).toMatch(/\.pdf$/);
}, 60_000);

test('another subtree’s report, saved report and file are not found', async () => {
  const { run } = await made(root, rootId, { format: 'csv', columns: ['name'] });
  expect((await county.get(`/api/v1/report-runs/${run.id}`)).status).toBe(404);
  expect((await county.get(`/api/v1/report-runs/${run.id}/file`)).status).toBe(404);
  expect((await order(county, rootId)).status).toBe(404);
  const saved = await root.post<{ id: string }>(`/api/v1/org-units/${rootId}/saved-reports`, {
    name: '全省名单',
    order: ORDER,
  });
  expect((await county.post(`/api/v1/saved-reports/${saved.body.id}/runs`)).status).toBe(404);
  expect((await county.delete(`/api/v1/saved-reports/${saved.body.id}`)).status).toBe(404);
});

test('an export is written down: who, what, the hash of what was made, and that it was fetched', async () => {
  const { run } = await made(county, countyId, { format: 'csv', columns: ['name'] });
  const { platform } = here.installation;
  const events = (await platform.db.select().from(schema.auditEvents)).filter(
    ({ detail }) => (detail as { runId?: string }).runId === run.id,
  );
  expect(events.map(({ action }) => action).sort()).toEqual([
    'file-fetched',
    'report-made',
    'report-ordered',
  ]);
  expect(events.find(({ action }) => action === 'report-made')?.detail).toMatchObject({
    sha256: run.sha256,
  });
});

test('a report whose making was cut off is made anew after the restart', async () => {
  await here.jobs.stop();
  const { body } = await order(county, countyId, { format: 'csv', columns: ['name'] });
  const { platform } = here.installation;
  await platform.write(async (tx) => {
    await tx.run(
      sql`UPDATE report_runs SET state = 'running', rows_done = 7 WHERE id = ${body.id}`,
    );
    await tx.run(
      sql`UPDATE jobs SET state = 'running' WHERE unique_key = ${`make-report:${body.id}`}`,
    );
  });
  await writeFile(join(here.dataFolder, 'reports', `${body.id}.part`), 'half a file');
  Object.assign(here, { jobs: await startJobs(platform, ...JOB_LANES) });
  expect(await finished(county, body.id)).toMatchObject({ state: 'ready' });
  expect(existsSync(join(here.dataFolder, 'reports', `${body.id}.part`))).toBe(false);
});

test('the year before the last has no figures to report', async () => {
  expect(await order(county, countyId, {}, 2024)).toMatchObject({
    status: 400,
    body: { code: 'report-year-unavailable' },
  });
});

test('a saved report comes on the first of the month to whoever wants it, once; its file goes after thirty days', async () => {
  const list = async () =>
    (
      await county.get<{ saved: SavedReport[]; items: ReportRun[] }>(
        `/api/v1/org-units/${countyId}/report-runs`,
      )
    ).body;
  const url = `/api/v1/org-units/${countyId}/saved-reports`;
  const wish = { name: '每月名单', order: { ...ORDER, columns: ['name'] } };
  const saved = await county.post<{ id: string }>(url, wish);
  expect(saved.status).toBe(201);
  expect(await county.post(url, wish)).toMatchObject({ status: 409 });
  const subscription = `/api/v1/saved-reports/${saved.body.id}/subscription`;
  expect((await county.put(subscription, { monthly: true })).status).toBe(204);
  expect((await list()).saved).toMatchObject([{ name: '每月名单', monthly: true }]);
  here.clock.set('2026-11-30T17:59:00Z');
  here.jobs.wake();
  await here.jobs.idle();
  await signInAgain();
  expect((await list()).items.filter(({ savedName }) => savedName !== null)).toEqual([]);
  here.clock.set('2026-11-30T18:01:00Z');
  here.jobs.wake();
  await here.jobs.idle();
  here.jobs.wake();
  await here.jobs.idle();
  const [monthly, ...others] = (await list()).items.filter(({ savedName }) => savedName !== null);
  expect(others).toEqual([]);
  expect(monthly).toMatchObject({ savedName: '每月名单', createdBy: null, state: 'ready' });
  const { items } = (await county.get<{ items: Notice[] }>('/api/v1/me/notices')).body;
  expect(items).toMatchObject([{ kind: 'report-ready', link: `/admin/reports/${monthly?.id}` }]);
  here.clock.advance({ days: 30, minutes: 1 });
  here.jobs.wake();
  await here.jobs.idle();
  await signInAgain();
  const { body } = await county.get<ReportRun>(`/api/v1/report-runs/${monthly?.id}`);
  expect(body).toMatchObject({ state: 'forgotten', sha256: monthly?.sha256 });
  expect(existsSync(join(here.dataFolder, 'reports', monthly?.id ?? ''))).toBe(false);
}, 60_000);

test('a course whose title was changed is one row, by its newest title', async () => {
  const courses = async () => {
    const columns = ['course', 'credits'];
    const { bytes } = await made(county, countyId, { kind: 'courses', columns, format: 'csv' });
    return (await tableOf(bytes)).slice(1, -1);
  };
  const { write } = here.installation.platform;
  const title = String((await courses()).find((row) => Number(row[1]) > 1)?.[0]);
  const isNamed = sql`json_extract(course_snapshot, '$.title."zh-CN"') = ${title}`;
  await write(async (tx) => {
    await tx.run(sql`DROP TRIGGER credit_entries_no_update`);
    await tx.run(sql`UPDATE credit_entries
      SET course_snapshot = json_set(course_snapshot, '$.slug', 'one-course') WHERE ${isNamed}`);
  });
  const before = await courses();
  await write((tx) =>
    tx.run(sql`UPDATE credit_entries SET posted_at = posted_at + 86400000000,
      course_snapshot = json_set(course_snapshot, '$.title."zh-CN"', '新的名称')
      WHERE rowid IN (SELECT max(e.rowid) FROM credit_entries e
        JOIN person_standings s ON s.person_id = e.person_id AND s.year = e.year
        JOIN org_unit_ancestors a ON a.unit_id = s.unit_id AND a.ancestor_id = ${countyId}
        WHERE e.year = 2026 AND ${isNamed})`),
  );
  const after = await courses();
  expect(after).toHaveLength(before.length);
  const renamed = after.filter((row) => row[0] === '新的名称').map((row) => row[1]);
  expect(renamed).toHaveLength(1);
  expect(before).toContainEqual([title, renamed[0]]);
});
