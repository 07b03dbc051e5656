// A closed year is handed on: its list of people, as a file with the seal, and the data that the seal is of.
import type { ClosedUnit, FrozenPerson, OrgUnitRef, PersonRow, ReportRun } from '@xueshi/contracts';
import { readSheet, type CellValue } from '@xueshi/formats/spreadsheet';
import { sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { fillDemo } from '../demo/service.ts';

let here: TestInstallation;
let county: Visitor;
let countyId: string;
let closingId: string;
let hash: string;
let corrected: { personId: string; hundredths: number };

const url = (rest = '') => `/api/v1/year-closings/${closingId}${rest}`;

async function orderOf(filters: object, wish: object, unitId = countyId, year = 2025) {
  const order = { kind: 'closed_list', filters, columns: [], format: 'xlsx', ...wish };
  return county.post<{ id: string; code?: string }>(`/api/v1/org-units/${unitId}/report-runs`, {
    year,
    order,
  });
}

async function made(filters: object, wish: object, unitId = countyId, year = 2025) {
  const { status, body } = await orderOf(filters, wish, unitId, year);
  expect(status).toBe(201);
  here.jobs.wake();
  await here.jobs.idle();
  const run = (await county.get<ReportRun>(`/api/v1/report-runs/${body.id}`)).body;
  expect(run).toMatchObject({ state: 'ready', fault: null });
  return { run, bytes: await fetched(`/api/v1/report-runs/${body.id}/file`) };
}

async function fetched(address: string): Promise<Buffer> {
  const answer = await here.app.inject({ url: address, headers: { cookie: county.cookie() } });
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

interface Page {
  items: FrozenPerson[];
  total: number;
  page: number;
}
const peopleAt = async (query: string) => (await county.get<Page>(url(`/people${query}`))).body;

async function everybody(filter = ''): Promise<FrozenPerson[]> {
  const found: FrozenPerson[] = [];
  for (let page = 1; ; page += 1) {
    const { items } = await peopleAt(`?page=${page}${filter}`);
    found.push(...items);
    if (items.length < 50) return found;
  }
}

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
  const { platform } = here.installation;
  await fillDemo(platform, { people: 1_000, seed: 5 }, () => undefined);
  county = await here.signIn('demo-county');
  const { items } = (await county.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body;
  countyId = items[0]?.id ?? '';
  const closed = await county.post<{ id: string }>(`/api/v1/org-units/${countyId}/year-closings`, {
    year: 2025,
  });
  closingId = closed.body.id;
  await here.jobs.idle();
  hash = (await county.get<{ closing: { hash: string } }>(url())).body.closing.hash;
  const [first] = (
    await county.get<{ items: PersonRow[] }>(
      `/api/v1/org-units/${countyId}/people?year=2025&sort=hours&descending=true`,
    )
  ).body.items;
  const personId = first?.personId ?? '';
  const [entry] = await platform.db.all<{ id: string; hundredths: number }>(
    sql`SELECT id, hundredths FROM credit_entries WHERE person_id = ${personId} AND year = 2025 AND kind = 'credit' LIMIT 1`,
  );
  corrected = { personId, hundredths: entry?.hundredths ?? 0 };
  await county.post(`/api/v1/people/${personId}/credit-entries/${entry?.id}/reversal`, {
    reason: '材料核对有误，撤销这一条',
  });
}, 90_000);
afterAll(() => here.close());

test('whoever holds the frozen data proves the seal with nothing but SHA-256', async () => {
  const lines = await fetched(url('/lines'));
  expect(createHash('sha256').update(lines).digest('hex')).toBe(hash);
  const tampered = Buffer.from(lines.toString().replace('"met"', '"exempt"'));
  expect(tampered.equals(lines)).toBe(false);
  expect(createHash('sha256').update(tampered).digest('hex')).not.toBe(hash);
  const people = lines
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, object])
    .filter(([word]) => word === 'person');
  expect(people).toHaveLength((await peopleAt('')).total);
});

test('the frozen list names everybody once, hours and days as frozen, with corrections beside them', async () => {
  const people = await everybody();
  const { total } = await peopleAt('');
  expect(new Set(people.map(({ personId }) => personId)).size).toBe(total);
  expect(people).toHaveLength(total);
  const [top] = (await county.get<{ units: ClosedUnit[] }>(url())).body.units;
  const sums = people.reduce(
    (sum, { closed }) => ({
      hundredths: sum.hundredths + closed.hundredths,
      halfDays: sum.halfDays + closed.halfDays,
    }),
    { hundredths: 0, halfDays: 0 },
  );
  expect(sums).toEqual(top?.closed);
  const changed = people.filter(
    ({ closed, corrected: now }) => closed.hundredths !== now.hundredths,
  );
  expect(changed.map(({ personId }) => personId)).toEqual([corrected.personId]);
  expect((changed[0]?.closed.hundredths ?? 0) - (changed[0]?.corrected.hundredths ?? 0)).toBe(
    corrected.hundredths,
  );
});

test('the list is cut to a unit, to those who met their requirement or not, and to a name', async () => {
  const people = await everybody();
  const { units } = (await county.get<{ units: ClosedUnit[] }>(url())).body;
  const part = units.find(({ people: counted }, at) => at > 0 && counted > 1);
  const within = await everybody(`&unit=${part?.unitId}`);
  expect(within).toHaveLength(part?.people ?? -1);
  const met = await everybody('&state=met');
  expect(met.map(({ personId }) => personId)).toEqual(
    people.filter(({ state }) => state === 'met').map(({ personId }) => personId),
  );
  const name = people[7]?.name ?? '';
  const named = await everybody(`&query=${encodeURIComponent(name)}`);
  expect(named.map(({ name: found }) => found)).toContain(name);
  expect(named.every(({ name: found }) => found.includes(name))).toBe(true);
  expect(await peopleAt('?unit=no-such-unit')).toMatchObject({ items: [], total: 0 });
  const below = (await county.get<{ units: ClosedUnit[] }>(url(`?unit=${part?.unitId}`))).body;
  expect(below.units[0]).toEqual(part);
});

test('the list as a workbook has the seal in its name, figures as frozen and as corrected, and their sums', async () => {
  const { run, bytes } = await made({}, {});
  const [heading, ...rows] = await tableOf(bytes);
  expect(heading).toEqual(
    expect.arrayContaining(['姓名', '学时', '更正后学时', '天数', '更正后天数', '完成情况']),
  );
  const people = await everybody();
  expect(run.rowsWritten).toBe(people.length);
  expect(run.fileName).toContain(hash.slice(0, 12));
  const [at, then] = [heading?.indexOf('学时') ?? -1, heading?.indexOf('更正后学时') ?? -1];
  const totals = rows.at(-1) ?? [];
  const sum = people.reduce((all, { closed }) => all + closed.hundredths, 0);
  expect(totals[at]).toBe(sum / 100);
  expect(totals[then]).toBe((sum - corrected.hundredths) / 100);
  expect(rows.slice(0, -1).map(([name]) => name)).toEqual(people.map(({ name }) => name));
});

test('for paper it has a cover with the seal and lines to sign, also of a unit below by the seal above', async () => {
  const { units } = (await county.get<{ units: ClosedUnit[] }>(url())).body;
  const part = units.find(({ people: counted }, at) => at > 0 && counted > 1);
  const { bytes, run } = await made({}, { format: 'pdf' }, part?.unitId);
  expect(run.rowsWritten).toBe(part?.people);
  const proxy = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(proxy, { mergePages: false });
  const [cover = ''] = text.map((page) => page.replaceAll(/\s/g, ''));
  for (const words of ['年度结账名单', '2025', hash, '结账单位']) expect(cover).toContain(words);
  expect(text.at(-1)?.replaceAll(/\s/g, '')).toContain('单位负责人');
});

test('a year that is not closed has no frozen list, and a frozen list is not saved', async () => {
  expect(await orderOf({}, {}, countyId, 2026)).toMatchObject({
    status: 400,
    body: { code: 'report-year-not-closed' },
  });
  const saved = await county.post(`/api/v1/org-units/${countyId}/saved-reports`, {
    name: '结账名单',
    order: { kind: 'closed_list', filters: {}, columns: [], format: 'csv' },
  });
  expect(saved).toMatchObject({ status: 400, body: { code: 'report-not-saved' } });
});

test('years later a closed year is still reported, as it was frozen; one that is not closed is not', async () => {
  const people = await everybody();
  here.clock.advance({ days: 900 });
  await here.jobs.idle();
  county = await here.signIn('demo-county');
  const { years } = (
    await county.get<{ years: number[] }>(`/api/v1/org-units/${countyId}/report-runs`)
  ).body;
  expect(years).toEqual([2029, 2028, 2025]);
  const list = await made(
    {},
    { kind: 'completion_list', format: 'csv', columns: ['name', 'hours'] },
  );
  const rows = await tableOf(list.bytes);
  expect(rows.slice(1, -1).map(([name]) => name)).toEqual(people.map(({ name }) => name));
  expect(Number(rows.at(-1)?.[1])).toBe(
    people.reduce((sum, { closed }) => sum + closed.hundredths, 0) / 100,
  );
  const units = await made(
    {},
    { kind: 'unit_summary', format: 'csv', columns: ['unit', 'people', 'met', 'days'] },
  );
  const [, top] = await tableOf(units.bytes);
  expect(top?.slice(1, 3).map(Number)).toEqual([
    people.length,
    people.filter(({ state }) => state === 'met').length,
  ]);
  // What was corrected since is in the ledger, and so in what is made of it.
  const hours = await made({}, { kind: 'hours', format: 'csv', columns: ['area', 'hours'] });
  expect(Number((await tableOf(hours.bytes)).at(-1)?.[1])).toBe(
    people.reduce((sum, one) => sum + one.corrected.hundredths, 0) / 100,
  );
  // On somebody's own pages both stand beside each other.
  const one = people.find(({ personId }) => personId === corrected.personId);
  const wish = { kind: 'records', format: 'pdf' };
  const records = await made({ direct: true }, wish, one?.unitId);
  const proxy = await getDocumentProxy(new Uint8Array(records.bytes));
  const { text } = await extractText(proxy, { mergePages: false });
  const amount = (sums?: { hundredths: number; halfDays: number }) =>
    `${((sums?.hundredths ?? 0) / 100).toFixed(2)}学时，${((sums?.halfDays ?? 0) / 2).toFixed(1)}天`;
  const own = text
    .map((page) => page.replaceAll(/\s/g, ''))
    .filter((page) => page.includes(`更正后${amount(one?.corrected)}`));
  expect(own).toHaveLength(1);
  for (const words of [one?.name ?? '?', `结账时计入${amount(one?.closed)}`])
    expect(own[0]).toContain(words);
  expect(await orderOf({}, { kind: 'completion_list' }, countyId, 2026)).toMatchObject({
    status: 400,
    body: { code: 'report-year-unavailable' },
  });
}, 120_000);
