// What leads from a figure to its names can be taken away, and adds up to the figure.
import type {
  Dashboard,
  NamedAmount,
  OrgUnitRef,
  PersonOutlook,
  ReportRun,
  UnitAmount,
} from '@xueshi/contracts';
import { readSheet, type CellValue } from '@xueshi/formats/spreadsheet';
import { sql } from 'drizzle-orm';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { fillDemo } from '../demo/service.ts';

let here: TestInstallation;
let county: Visitor;
let unit: string;

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
  await fillDemo(here.installation.platform, { people: 600, seed: 5 }, () => undefined);
  county = await here.signIn('demo-county');
  const { items } = (await county.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body;
  unit = `/api/v1/org-units/${items[0]?.id ?? ''}`;
}, 60_000);
afterAll(() => here.close());

/** Everybody on all pages of a list. */
async function all<Item>(path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let after: string | null = ''; after !== null;) {
    const { body }: { body: { items: Item[]; next: string | null } } = await county.get(
      `${path}${after && `&after=${encodeURIComponent(after)}`}`,
    );
    items.push(...body.items);
    after = body.next;
  }
  return items;
}

async function fileOf(filters: object, format: string) {
  const order = { kind: 'outlook_list', filters, columns: [], format };
  const asked = await county.post<{ id: string }>(`${unit}/report-runs`, { year: 2026, order });
  expect(asked.status).toBe(201);
  here.jobs.wake();
  await here.jobs.idle();
  const run = (await county.get<ReportRun>(`/api/v1/report-runs/${asked.body.id}`)).body;
  expect(run).toMatchObject({ state: 'ready', fault: null });
  const answer = await here.app.inject({
    url: `/api/v1/report-runs/${run.id}/file`,
    headers: { cookie: county.cookie() },
  });
  return { run, bytes: answer.rawPayload };
}

async function tableOf(bytes: Buffer): Promise<(readonly CellValue[])[]> {
  const path = join(here.dataFolder, 'list');
  await writeFile(path, bytes);
  const rows = [];
  for await (const { cells } of readSheet(path)) rows.push(cells);
  return rows;
}

test.each([
  ['xlsx', { outlook: 'at_risk' }],
  ['csv', { outlook: 'unsure', category: 'township' }],
] as const)(
  'a list of names is taken away as %s: the same people in the same order',
  async (format, cut) => {
    const query = new URLSearchParams(cut).toString();
    const names = await all<PersonOutlook>(`${unit}/outlooks?${query}`);
    expect(names.length).toBeGreaterThan(0);
    const { run, bytes } = await fileOf(cut, format);
    expect(run).toMatchObject({ rowsWritten: names.length, rowsTotal: names.length });
    const [heading, ...rows] = await tableOf(bytes);
    rows.pop();
    const at = (word: string) => heading?.indexOf(word) ?? -1;
    const [name, missing, low, high] = ['姓名', '还差学时', '预计学时（低）', '预计学时（高）'].map(
      at,
    );
    expect(rows.map((row) => [row[name ?? 0], Number(row[missing ?? 0])])).toEqual(
      names.map(({ person, missingHundredths }) => [person.name, missingHundredths / 100]),
    );
    const [first] = names;
    const ends = [first?.forecast.atPaceHundredths, first?.forecast.asLastYearHundredths]
      .filter((end) => end !== null && end !== undefined)
      .map((end) => end / 100);
    expect([rows[0]?.[low ?? 0], rows[0]?.[high ?? 0]].map(Number)).toEqual([
      Math.min(...ends),
      Math.max(...ends),
    ]);
    expect(run.fileName).toContain(cut.outlook === 'at_risk' ? '可能完不成' : '要靠年底赶学');
  },
);

test('no list of names is made of a year whose standings are not kept', async () => {
  const order = { kind: 'outlook_list', filters: {}, columns: [], format: 'csv' };
  expect(await county.post(`${unit}/report-runs`, { year: 2001, order })).toMatchObject({
    body: { code: 'report-year-unavailable' },
  });
});

interface Earned {
  readonly total: { hundredths: number; halfDays: number };
  readonly names: { items: NamedAmount[]; people: number; next: string | null } | null;
  readonly units: { items: UnitAmount[]; direct: { hundredths: number; halfDays: number } } | null;
}

const earned = async (path: string, query: string) =>
  (await county.get<Earned>(`${path}/earned?${query}`)).body;

/** Everybody on all pages of the names behind a figure. */
async function namesBehind(path: string, query: string) {
  const items: NamedAmount[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Earned = await earned(path, `${query}${after && `&after=${after}`}`);
    items.push(...(page.names?.items ?? []));
    after = page.names?.next ?? null;
  }
  return items;
}

const totalOf = (amounts: readonly { hundredths: number; halfDays: number }[]) => ({
  hundredths: amounts.reduce((sum, one) => sum + one.hundredths, 0),
  halfDays: amounts.reduce((sum, one) => sum + one.halfDays, 0),
});

/** Each person's sum of the entries that fit, from the ledger itself. */
async function recount(condition: ReturnType<typeof sql>, year: number) {
  const rows = await here.installation.platform.db.all<{
    id: string;
    hundredths: number;
    halfDays: number;
  }>(sql`
    SELECT person_id AS id, sum(hundredths) AS hundredths, sum(half_days) AS halfDays
    FROM credit_entries WHERE year = ${year} AND ${condition} GROUP BY person_id
    HAVING sum(hundredths) <> 0 OR sum(half_days) <> 0`);
  return new Map(rows.map(({ id, ...amount }) => [id, amount]));
}

test.each([2026, 2025])(
  'behind every figure by topic and by mode are the names it sums up, counted from the ledger (%i)',
  async (year) => {
    const board = (await county.get<Dashboard>(`${unit}/dashboard?year=${year}`)).body;
    expect(board.byArea.length).toBeGreaterThan(1);
    expect(board.byMode.length).toBeGreaterThan(0);
    const kinds = [
      ...board.byArea.map(({ area, ...figure }) => ({
        figure,
        query: `area=${area ?? 'none'}`,
        condition: sql`coalesce(area, '') = ${area ?? ''}`,
      })),
      ...board.byMode.map(({ mode, ...figure }) => ({
        figure,
        query: `mode=${mode}`,
        condition: sql`mode = ${mode}`,
      })),
    ];
    for (const { figure, query, condition } of kinds) {
      const asked = `${query}&year=${year}`;
      const names = await namesBehind(unit, asked);
      expect(totalOf(names), asked).toEqual(figure);
      const { total, names: first } = await earned(unit, asked);
      expect(total, asked).toEqual(figure);
      expect(first?.people).toBe(names.length);
      const ledger = await recount(condition, year);
      for (const { personId, hundredths, halfDays } of names)
        expect({ hundredths, halfDays }).toEqual(ledger.get(personId));
      const hours = names.map(({ hundredths }) => hundredths);
      expect(hours).toEqual([...hours].sort((one, other) => other - one));
    }
  },
);

test('the same figure is told by sub-unit, each leading to its own names, for a category as for all', async () => {
  const category = 'township';
  const board = (await county.get<Dashboard>(`${unit}/dashboard?category=${category}`)).body;
  const [largest] = board.byArea;
  const query = `area=${largest?.area ?? 'none'}&category=${category}`;
  const { total, units, names } = await earned(unit, `${query}&byUnit=true`);
  expect(names).toBeNull();
  expect(total).toEqual({ hundredths: largest?.hundredths, halfDays: largest?.halfDays });
  expect(totalOf([...(units?.items ?? []), ...(units ? [units.direct] : [])])).toEqual(total);
  for (const { unit: child, ...amount } of units?.items ?? [])
    expect(totalOf(await namesBehind(`/api/v1/org-units/${child.id}`, query))).toEqual(amount);
  const direct = await namesBehind(unit, `${query}&direct=true`);
  expect(totalOf(direct)).toEqual(units?.direct);
});
