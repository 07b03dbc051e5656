// Progress down to the name: who lacks what by when, found, sorted, cut and taken along as a file.
import type { ProgrammeMember, ReportRun } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { readSheet, type CellValue } from '@xueshi/formats/spreadsheet';
import { eq } from 'drizzle-orm';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme, unitIdOf } from '../../testing/programmes.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { pinyinOf } from '../people/service.ts';

let here: TestInstallation;
let county: Visitor;
let township: Visitor;
let top: string;
let own: string;
let village: string;
let id: string;
/** By name: all of them, those of 清河镇 first. */
const learners = new Map<string, Learner>();
const PLACES = { 安一: '柳湾村', 白二: '柳湾村', 曹三: '清河镇', 丁四: '石桥乡' } as const;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'law', { title: '条例' });
      await writeReadingCourse(folder, 'duty', { title: '职责' });
      await writeReadingCourse(folder, 'theory', { title: '理论', area: 'theory', valuation: 1 });
    },
  });
  county = await here.signIn('chenjianguo');
  township = await here.signIn('lifang');
  top = await unitIdOf(here, '云岭县(示例)');
  own = await unitIdOf(here, '清河镇');
  village = await unitIdOf(here, '柳湾村');
  for (const [name, unit] of Object.entries(PLACES)) {
    const learner = await addLearner(here, unit);
    await rename(learner, name);
    learners.set(name, learner);
  }
  id = await issueProgramme(
    here,
    county,
    top,
    draftOf([], {
      responsibleId: await personOf(here, 'chenjianguo'),
      target: { personIds: [...learners.values()].map(({ personId }) => personId) },
      courses: [
        { slug: 'law', required: true, dueOn: '2026-12-01' },
        { slug: 'duty', required: true, dueOn: null },
        { slug: 'theory', required: false, dueOn: null },
      ],
      rule: { electiveHundredths: 100, electiveCourses: 1 },
    }),
  );
  await complete('安一', 'law', 'duty', 'theory');
  await complete('白二', 'law');
  await county.post(`/api/v1/programmes/${id}/members/${idOf('丁四')}/extension`, {
    until: '2026-12-28',
    reason: '下乡驻点',
  });
}, 60_000);
afterAll(() => here.close());

const idOf = (name: string) => learners.get(name)?.personId ?? '';
const rename = ({ personId }: Learner, name: string) =>
  here.installation.platform.write((tx) =>
    tx
      .update(schema.people)
      .set({ name, ...pinyinOf(name) })
      .where(eq(schema.people.id, personId)),
  );

async function complete(name: string, ...slugs: readonly string[]) {
  const visitor = learners.get(name)?.visitor;
  if (!visitor) throw new Error(name);
  for (const slug of slugs) {
    await beginReading(visitor, slug);
    here.clock.advance({ minutes: 1 });
    await finishReading(visitor, slug);
  }
}

interface Answer {
  readonly items: ProgrammeMember[];
  readonly total: number;
  readonly way: { name: string }[];
  readonly below: { name: string }[];
}
const list = (query = '', who = county) =>
  who.get<Answer>(`/api/v1/programmes/${id}/members${query}`);
const namesIn = async (query: string) => (await list(query)).body.items.map(({ name }) => name);

test('each person stands with what is done, and what is missing by name with its day', async () => {
  const { items } = (await list()).body;
  expect(items.map(({ name }) => name)).toEqual(['安一', '白二', '曹三', '丁四']);
  const [done, some, none, later] = items;
  const nothing = { courses: [], electiveCourses: 0, electiveHundredths: 0 };
  expect(done).toMatchObject({ state: 'completed', requiredDone: 2, missing: nothing });
  expect(some).toMatchObject({
    requiredDone: 1,
    lastActiveAt: here.clock.now().toISOString(),
    missing: {
      courses: [{ slug: 'duty', dueOn: '2026-12-20' }],
      electiveCourses: 1,
      electiveHundredths: 100,
    },
  });
  expect(none?.lastActiveAt).toBeNull();
  expect(none?.missing.courses).toMatchObject([{ dueOn: '2026-12-01' }, { dueOn: '2026-12-20' }]);
  // Whoever was given more time has it for each course.
  expect(later?.missing.courses.map(({ dueOn }) => dueOn)).toEqual(['2026-12-28', '2026-12-28']);
});

test.each([
  ['name', '安一 白二 曹三 丁四', '丁四 曹三 白二 安一'],
  ['unit', '安一 白二 曹三 丁四', '丁四 曹三 安一 白二'],
  ['state', '白二 曹三 丁四 安一', '安一 白二 曹三 丁四'],
  ['required', '曹三 丁四 白二 安一', '安一 白二 曹三 丁四'],
  ['elective', '白二 曹三 丁四 安一', '安一 白二 曹三 丁四'],
  ['missing', '安一 白二 曹三 丁四', '曹三 丁四 白二 安一'],
  ['active', '曹三 丁四 安一 白二', '白二 安一 曹三 丁四'],
  ['due', '安一 白二 曹三 丁四', '丁四 安一 白二 曹三'],
])('the list is sorted by %s, and the other way round', async (sort, wanted, turned) => {
  expect((await namesIn(`?sort=${sort}`)).join(' ')).toBe(wanted);
  expect((await namesIn(`?sort=${sort}&descending=true`)).join(' ')).toBe(turned);
});

test.each([
  ['白', ['白二']],
  ['cao', ['曹三']],
  ['ｃｓ', ['曹三']],
  ['DS', ['丁四']],
  ['没有', []],
])('typing “%s” finds whom it means', async (typed, wanted) => {
  const found = await namesIn(`?query=${encodeURIComponent(typed)}`);
  expect(found).toEqual(wanted);
});

test('it is cut to a unit of the subtree, further and further down; another unit is not found', async () => {
  const { way, below } = (await list()).body;
  expect(way.map(({ name }) => name)).toEqual(['云岭县(示例)']);
  expect(below.map(({ name }) => name)).toContain('清河镇');
  const within = (await list(`?unitId=${own}`)).body;
  expect(within.items.map(({ name }) => name)).toEqual(['安一', '白二', '曹三']);
  expect(within.way.map(({ name }) => name)).toEqual(['云岭县(示例)', '清河镇']);
  expect(within.below.map(({ name }) => name)).toContain('柳湾村');
  expect(await namesIn(`?unitId=${village}&state=open`)).toEqual(['白二']);
  const above = `/api/v1/units/${own}/programmes-above/${id}/members`;
  const seen = await township.get<Answer>(`${above}?unitId=${village}`);
  expect(seen.body.items.map(({ name }) => name)).toEqual(['安一', '白二']);
  expect((await township.get(`${above}?unitId=${top}`)).status).toBe(404);
  expect((await list(`?unitId=${'A'.repeat(22)}`)).status).toBe(404);
});

async function fileOf(who: Visitor, unitId: string, members: object, format: string) {
  const order = { kind: 'programme', columns: [], format, filters: { programmeId: id, members } };
  const url = `/api/v1/org-units/${unitId}/report-runs`;
  const made = await who.post<{ id: string }>(url, { year: 2026, order });
  if (made.status !== 201) return { status: made.status, name: '', rows: [], bytes: Buffer.of() };
  here.jobs.wake();
  await here.jobs.idle();
  const run = (await who.get<ReportRun>(`/api/v1/report-runs/${made.body.id}`)).body;
  const { rawPayload } = await here.app.inject({
    url: `/api/v1/report-runs/${made.body.id}/file`,
    headers: { cookie: who.cookie() },
  });
  const path = join(here.dataFolder, 'fetched');
  await writeFile(path, rawPayload);
  const rows: (readonly CellValue[])[] = [];
  for await (const { cells } of readSheet(path)) rows.push(cells);
  return { status: made.status, name: run.fileName ?? '', rows, bytes: rawPayload };
}

test('the list is a file, cut and sorted alike, with figures and days that can be reckoned with', async () => {
  const members = { state: 'open', unitId: own, sort: 'missing', descending: true };
  const { rows, name } = await fileOf(county, top, members, 'xlsx');
  const [heading = [], first = [], second = []] = rows;
  const at = (column: string) => heading.indexOf(column);
  expect([first, second].map((row) => row[at('姓名')])).toEqual(['曹三', '白二']);
  expect(second[at('必修完成')]).toBe(1);
  expect(second[at('必修共几门')]).toBe(2);
  expect(second[at('还缺哪些')]).toBe('《职责》（2026-12-20 前）；选修 1 门；选修 1 学时');
  expect(second[at('截止日期')]).toEqual(new Date('2026-12-20T00:00:00Z'));
  // Two people and a line of sums.
  expect(rows).toHaveLength(4);
  for (const words of ['信访工作条例专题学习', '清河镇', '未完成']) expect(name).toContain(words);
});

test('a township has a file of its own people of a county’s programme, and of nobody else', async () => {
  const { rows } = await fileOf(township, own, {}, 'csv');
  const names = rows.map(([name]) => name);
  for (const name of ['安一', '白二', '曹三']) expect(names).toContain(name);
  expect(names).not.toContain('丁四');
  expect((await fileOf(township, own, { unitId: top }, 'csv')).status).toBe(404);
});

test('a name that a spreadsheet would calculate stays text in the list', async () => {
  const learner = learners.get('曹三');
  if (!learner) throw new Error('曹三');
  await rename(learner, '=1+1');
  const { bytes } = await fileOf(county, top, {}, 'csv');
  expect(bytes.toString()).toContain("'=1+1");
  const { rows } = await fileOf(county, top, {}, 'xlsx');
  expect(rows.flat()).toContain('=1+1');
  await rename(learner, '曹三');
});
