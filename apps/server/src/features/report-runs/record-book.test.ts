// The learning records of a unit's people in one file: a page or more for each on paper, a row for each entry
// in a spreadsheet.
import type { Notice, OrgUnitRef, ReportRun } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { MOST_RECORDS_ON_PAPER } from '@xueshi/domain';
import { readSheet, type CellValue } from '@xueshi/formats/spreadsheet';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JOB_LANES } from '../../job-handlers.ts';
import { startJobs } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { postCredit } from '../credit/service.ts';

let here: TestInstallation;
let county: Visitor;
let township: Visitor;
let countyId: string;
let townId: string;
/** With many entries, of which one was taken back and one was given again. */
let busy: Named;
let idle: Named;
/** Of another township of the county. */
let elsewhere: Named;

const ENTRIES = 60;

type Named = Learner & { readonly name: string };

async function called(name: string, unitName: string): Promise<Named> {
  const learner = await addLearner(here, unitName);
  const { personId } = learner;
  await here.installation.platform.write((tx) =>
    tx.update(schema.people).set({ name }).where(eq(schema.people.id, personId)),
  );
  return { ...learner, name };
}

/** So many more of the same unit, with what somebody of it stands at. */
async function crowd({ personId }: Learner, count: number): Promise<void> {
  const { platform } = here.installation;
  const pattern = eq(schema.personStandings.personId, personId);
  const [standing] = await platform.db.select().from(schema.personStandings).where(pattern);
  if (!standing) throw new Error('nobody to follow');
  const ids = Array.from({ length: count }, () => newId());
  const person = { name: '众人', namePinyin: 'zhongren', nameInitials: 'zr' };
  for (let from = 0; from < count; from += 500) {
    const some = ids.slice(from, from + 500);
    await platform.write(async (tx) => {
      const createdAt = here.clock.now();
      await tx.insert(schema.people).values(some.map((id) => ({ ...person, id, createdAt })));
      await tx
        .insert(schema.personStandings)
        .values(some.map((id) => ({ ...standing, personId: id })));
    });
  }
}

beforeAll(async () => {
  here = await openTestInstallation();
  [county, township] = [await here.signIn('chenjianguo'), await here.signIn('lifang')];
  [countyId, townId] = [await ownUnit(county), await ownUnit(township)];
  busy = await called('钟勤学', '柳湾村');
  idle = await called('顾未学', '柳湾村');
  elsewhere = await called('邓在外', '石桥乡');
  const ids: string[] = [];
  for (let at = 0; at < ENTRIES; at += 1) ids.push(await credited(busy, `第${at + 1}讲`));
  await credited(elsewhere, '别处的课');
  const [reversed = '', corrected = ''] = ids;
  const entry = (id: string) => `/api/v1/people/${busy.personId}/credit-entries/${id}`;
  const reason = { reason: '经核实由他人代学' };
  for (const id of [reversed, corrected])
    expect((await township.post(`${entry(id)}/reversal`, reason)).status).toBe(204);
  expect((await county.post(`${entry(corrected)}/reinstatement`, reason)).status).toBe(204);
  here.jobs.wake();
  await here.jobs.idle();
});
afterAll(() => here.close());

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

async function credited({ personId }: Learner, title: string): Promise<string> {
  const { platform } = here.installation;
  const posting = await platform.write((tx) =>
    postCredit(platform, tx, {
      ...{ personId, hundredths: 125, halfDays: 1, mode: 'online', intensity: 'regular' },
      ...{ area: 'law', sourceType: 'course', sourceKey: crypto.randomUUID(), evidence: {} },
      snapshot: { title: { 'zh-CN': title, en: title }, slug: null, revision: null, value: null },
      earnedAt: here.clock.now(),
      postedBy: 'system',
    }),
  );
  return posting.entry.id;
}

const ORDER = { kind: 'records', filters: {}, columns: [], format: 'pdf' };
interface Wish {
  readonly kind?: string;
  readonly format: 'pdf' | 'csv' | 'xlsx';
  readonly filters?: object;
  readonly columns?: readonly string[];
}

async function ordered(who: Visitor, unitId: string, wish: Wish): Promise<string> {
  const order = { ...ORDER, ...wish };
  const url = `/api/v1/org-units/${unitId}/report-runs`;
  const { status, body } = await who.post<{ id: string }>(url, { year: 2026, order });
  expect(status).toBe(201);
  return body.id;
}

async function finished(who: Visitor, id: string): Promise<ReportRun> {
  here.jobs.wake();
  await here.jobs.idle();
  return (await who.get<ReportRun>(`/api/v1/report-runs/${id}`)).body;
}

async function made(who: Visitor, unitId: string, wish: Wish) {
  const run = await finished(who, await ordered(who, unitId, wish));
  expect(run).toMatchObject({ state: 'ready', fault: null });
  const url = `/api/v1/report-runs/${run.id}/file`;
  const { rawPayload } = await here.app.inject({ url, headers: { cookie: who.cookie() } });
  return { run, bytes: rawPayload };
}

/** The words of each page, without spaces. */
async function pagesOf(bytes: Buffer): Promise<string[]> {
  const proxy = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(proxy, { mergePages: false });
  return text.map((page) => page.replaceAll(/\s/g, ''));
}

async function tableOf(bytes: Buffer): Promise<(readonly CellValue[])[]> {
  const path = join(here.dataFolder, 'fetched');
  await writeFile(path, bytes);
  const rows = [];
  for await (const { cells } of readSheet(path)) rows.push(cells);
  return rows;
}

/** What the ledger itself says of everybody whose standing is in the subtree. */
async function ledgerBelow(unitId: string) {
  const { db } = here.installation.platform;
  const people = await db.all<{ id: string; name: string }>(sql`
    SELECT p.id, p.name FROM people p JOIN person_standings s ON s.person_id = p.id AND s.year = 2026
    JOIN org_unit_ancestors a ON a.unit_id = s.unit_id AND a.ancestor_id = ${unitId}`);
  const entries = await db
    .select()
    .from(schema.creditEntries)
    .where(
      and(
        eq(schema.creditEntries.year, 2026),
        inArray(
          schema.creditEntries.personId,
          people.map(({ id }) => id),
        ),
      ),
    );
  const hundredths = entries.reduce((sum, entry) => sum + entry.hundredths, 0);
  const halfDays = entries.reduce((sum, entry) => sum + entry.halfDays, 0);
  return { people, entries, hundredths, halfDays };
}

test('on paper everybody below the unit begins a page, with their own page numbers, sums and lines to sign', async () => {
  const { run, bytes } = await made(township, townId, { format: 'pdf' });
  const pages = await pagesOf(bytes);
  const { people, entries } = await ledgerBelow(townId);
  expect(run).toMatchObject({ rowsWritten: entries.length, rowsDone: people.length });
  expect(pages[0]).toContain(`人数${people.length}`);
  const first = pages.filter((page) => page.startsWith('学习档案2026年·'));
  expect(first).toHaveLength(people.length);
  for (const { name } of people) expect(first.join('')).toContain(`姓名${name}`);
  const own = pages.filter((page) => page.includes(`${busy.name}·第`));
  expect(own.length).toBeGreaterThan(1);
  own.forEach((page, at) => expect(page).toContain(`第${at + 1}页，共${own.length}页`));
  const whole = own.join('');
  // 60 of 1.25, one of them taken back; the other was taken back and given again.
  for (const words of [
    '第60讲',
    '已冲销',
    '已更正',
    '更正计入',
    '合计73.75',
    '73.75学时，29.5天',
    '学员：',
    '盖章',
  ])
    expect(whole).toContain(words);
  const nothing = pages.find((page) => page.includes(`${idle.name}·第`)) ?? '';
  for (const words of ['没有学时记录', '第1页，共1页', '0.00学时'])
    expect(nothing).toContain(words);
  expect(pages.join('')).not.toContain('别处的课');
  expect(pages.join('')).not.toContain(elsewhere.name);
});

test('the summary at the end adds up to the ledger, unit by unit', async () => {
  const { bytes } = await made(county, countyId, { format: 'pdf' });
  const last = (await pagesOf(bytes)).slice(-2).join('');
  const { people, entries, hundredths, halfDays } = await ledgerBelow(countyId);
  const holders = new Set(entries.map(({ personId }) => personId)).size;
  const sums = [people.length, holders, entries.length];
  const total = `合计${sums.join('')}${(hundredths / 100).toFixed(2)}${(halfDays / 2).toFixed(1)}`;
  for (const words of ['各单位汇总', total, '制表人', '单位负责人']) expect(last).toContain(words);
});

test('a spreadsheet has a row for each entry with what became of it, typed, and sums that are the ledger’s', async () => {
  const columns = ['name', 'earnedOn', 'course', 'mode', 'area', 'hours', 'days', 'entryState'];
  const { run, bytes } = await made(township, townId, { format: 'xlsx', columns });
  const [heading, ...rows] = await tableOf(bytes);
  const totals = rows.pop();
  expect(heading?.at(-1)).toBe('记录状态');
  const { entries, hundredths, halfDays } = await ledgerBelow(townId);
  expect(rows).toHaveLength(entries.length);
  expect(run.rowsWritten).toBe(entries.length);
  expect(totals?.slice(5, 7)).toEqual([hundredths / 100, halfDays / 2]);
  const own = rows.filter(([name]) => name === busy.name);
  const states = Map.groupBy(own, (row) => row[7]);
  expect(Object.fromEntries([...states].map(([state, { length }]) => [state, length]))).toEqual({
    ...{ 有效: ENTRIES - 2, 已冲销: 1, 已更正: 1, 冲销: 2, 更正计入: 1 },
  });
  expect(own[0]?.[1]).toBeInstanceOf(Date);
  expect(own[0]?.[5]).toBe(1.25);
});

test('filters and chosen columns hold on paper too', async () => {
  const filters = { area: 'core_values' };
  const { bytes } = await made(township, townId, { format: 'pdf', filters, columns: ['course'] });
  const pages = await pagesOf(bytes);
  const own = pages.filter((page) => page.includes(`${busy.name}·第`));
  expect(own).toHaveLength(1);
  // What is credited towards the requirement is not cut to the topic.
  for (const words of ['没有学时记录', '73.75学时']) expect(own[0]).toContain(words);
  expect(pages.join('')).not.toContain('培训类型');
});

test('a file of records that was cut off is made anew after the restart', async () => {
  await here.jobs.stop();
  const id = await ordered(township, townId, { format: 'pdf' });
  const { platform } = here.installation;
  await platform.write(async (tx) => {
    await tx.run(sql`UPDATE report_runs SET state = 'running', rows_done = 1 WHERE id = ${id}`);
    await tx.run(sql`UPDATE jobs SET state = 'running' WHERE unique_key = ${`make-report:${id}`}`);
  });
  Object.assign(here, { jobs: await startJobs(platform, ...JOB_LANES) });
  expect(await finished(township, id)).toMatchObject({ state: 'ready' });
});

test('nobody has the records of another subtree made, or fetches them', async () => {
  const run = await finished(county, await ordered(county, countyId, { format: 'pdf' }));
  expect((await township.get(`/api/v1/report-runs/${run.id}`)).status).toBe(404);
  expect((await township.get(`/api/v1/report-runs/${run.id}/file`)).status).toBe(404);
  const url = `/api/v1/org-units/${countyId}/report-runs`;
  expect((await township.post(url, { year: 2026, order: ORDER })).status).toBe(404);
});

test('more people than paper holds are refused before anything is drawn; a spreadsheet takes them', async () => {
  await crowd(idle, MOST_RECORDS_ON_PAPER);
  const run = await finished(township, await ordered(township, townId, { format: 'pdf' }));
  expect(run).toMatchObject({ state: 'failed', fault: 'too-many-people', rowsDone: 0 });
  const filters = { direct: true };
  await made(township, townId, { format: 'pdf', filters });
  await made(township, townId, { format: 'csv' });
  const list = await ordered(township, townId, { kind: 'completion_list', format: 'pdf' });
  expect(await finished(township, list)).toMatchObject({ state: 'failed', fault: 'too-many-rows' });
});

test('whoever wanted a monthly report that cannot be made is told so', async () => {
  const wish = { name: '全镇学习档案', order: ORDER };
  const url = `/api/v1/org-units/${townId}/saved-reports`;
  const saved = await township.post<{ id: string }>(url, wish);
  const subscription = `/api/v1/saved-reports/${saved.body.id}/subscription`;
  expect((await township.put(subscription, { monthly: true })).status).toBe(204);
  here.clock.set('2026-11-30T18:01:00Z');
  for (let round = 0; round < 2; round += 1) {
    here.jobs.wake();
    await here.jobs.idle();
  }
  township = await here.signIn('lifang');
  const { items } = (await township.get<{ items: Notice[] }>('/api/v1/me/notices')).body;
  const told = items.find(({ kind }) => kind === 'report-failed');
  expect(told?.params.title).toBe('全镇学习档案');
  const run = `/api/v1${(told?.link ?? '').replace('/admin/reports', '/report-runs')}`;
  expect((await township.get<ReportRun>(run)).body.fault).toBe('too-many-people');
});
