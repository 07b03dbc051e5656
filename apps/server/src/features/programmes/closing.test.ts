// The report of a programme: figures that are the sums of the names behind them, and stay once it is closed.
import type {
  ClosingName,
  ClosingReport,
  ProblemCode,
  ProgrammeMember,
  ReportRun,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { readSheet, type CellValue } from '@xueshi/formats/spreadsheet';
import { and, eq } from 'drizzle-orm';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { beforeEach, expect, test } from 'vitest';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme, unitIdOf } from '../../testing/programmes.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let top: string;
let id: string;
let done: Learner;
let begun: Learner;
let excused: Learner;
let later: Learner;

beforeEach(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'law', { title: '条例' });
      await writeReadingCourse(folder, 'duty', { title: '职责' });
    },
  });
  county = await here.signIn('chenjianguo');
  top = await unitIdOf(here, '云岭县(示例)');
  done = await addLearner(here, '柳湾村');
  begun = await addLearner(here, '清河镇');
  excused = await addLearner(here, '石桥乡');
  later = await addLearner(here, '石桥乡');
  id = await issueProgramme(
    here,
    county,
    top,
    draftOf([top], {
      responsibleId: await personOf(here, 'chenjianguo'),
      courses: [
        { slug: 'law', required: true, dueOn: '2026-12-01' },
        { slug: 'duty', required: true, dueOn: null },
      ],
    }),
  );
  await complete(done, 'law', 'duty');
  await complete(begun, 'law');
  await beginReading(begun.visitor, 'duty');
  const at = ({ personId }: Learner) => `/api/v1/programmes/${id}/members/${personId}`;
  await county.post(`${at(excused)}/exemption`, { reason: '长期病假' });
  await county.post(`${at(later)}/extension`, { until: '2026-12-28', reason: '下乡驻点' });
  return () => here.close();
});

async function complete({ visitor }: Learner, ...slugs: readonly string[]) {
  for (const slug of slugs) {
    await beginReading(visitor, slug);
    here.clock.advance({ minutes: 1 });
    await finishReading(visitor, slug);
  }
}
const work = async () => {
  here.jobs.wake();
  await here.jobs.idle();
};
const close = async () => {
  expect((await county.post(`/api/v1/programmes/${id}/closing`)).status).toBe(204);
  await work();
};
const report = async () =>
  (await county.get<ClosingReport>(`/api/v1/programmes/${id}/report`)).body;
const names = async () =>
  (
    await county.get<{ items: ClosingName[]; total: number }>(
      `/api/v1/programmes/${id}/report/names`,
    )
  ).body;

async function membersIn(unitId: string): Promise<ProgrammeMember[]> {
  const found: ProgrammeMember[] = [];
  for (let page = 1; ; page += 1) {
    const url = `/api/v1/programmes/${id}/members?unitId=${unitId}&page=${page}`;
    const { items } = (await county.get<{ items: ProgrammeMember[] }>(url)).body;
    found.push(...items);
    if (items.length < 50) return found;
  }
}

const countOf = (members: readonly ProgrammeMember[]) => {
  const count = (state: ProgrammeMember['state']) =>
    members.filter((one) => one.state === state).length;
  const [completed, open, exempt] = [count('completed'), count('open'), count('exempt')];
  return { members: members.length, completed, open, exempt, left: 0 };
};

/** Counts everything anew from the names, and compares. */
async function recount({ figures }: ClosingReport) {
  const all = await membersIn(top);
  expect(figures.total).toEqual(countOf(all));
  expect(figures.extended).toBe(all.filter(({ isExtended }) => isExtended).length);
  const below = figures.byUnit.filter(({ unitId }) => unitId !== top);
  for (const row of below) {
    const own = await membersIn(row.unitId ?? '');
    expect(row.figures, row.unitName).toEqual(countOf(own));
    expect(row.extended).toBe(own.filter(({ isExtended }) => isExtended).length);
  }
  const sum = (of: (row: (typeof below)[number]) => number) =>
    figures.byUnit.reduce((whole, row) => whole + of(row), 0);
  for (const key of ['members', 'completed', 'open', 'exempt'] as const)
    expect(sum((row) => row.figures[key])).toBe(figures.total[key]);
  expect(sum((row) => row.extended ?? 0)).toBe(figures.extended);
  const unfinished = all.filter(({ state }) => state !== 'completed');
  expect((await names()).total).toBe(unfinished.length);
  for (const course of figures.courses) {
    const lack = unfinished.filter(({ state, missing }) =>
      state === 'exempt' ? true : missing.courses.some(({ slug }) => slug === course.slug),
    );
    expect(course.completed, course.slug).toBe(all.length - lack.length);
  }
}

test('while it runs the report says how things stand, and every figure is the sum of its names', async () => {
  const first = await report();
  expect(first).toMatchObject({
    frozen: null,
    mayCorrect: false,
    figures: {
      target: { units: ['云岭县(示例)'], people: [] },
      total: { completed: 1, exempt: 1 },
      extended: 1,
      courses: [
        { slug: 'law', begun: 2, completed: 2, meanPercent: null },
        { slug: 'duty', begun: 2, completed: 1 },
      ],
    },
  });
  await recount(first);
  await complete(later, 'law');
  const next = await report();
  expect(next.figures.courses[0]).toMatchObject({ begun: 3, completed: 3 });
  await recount(next);
});

test('a quiz’s result is the mean of each member’s best attempt', async () => {
  const { platform } = here.installation;
  const { enrolments, lessons, quizAttempts } = schema;
  const tries = [
    [done, 60],
    [done, 90],
    [begun, 75],
  ] as const;
  for (const [at, [{ personId }, percent]] of tries.entries())
    await platform.write(async (tx) => {
      const [row] = await tx
        .select({ enrolmentId: enrolments.id, lessonId: lessons.id })
        .from(enrolments)
        .innerJoin(schema.courses, eq(schema.courses.id, enrolments.courseId))
        .innerJoin(lessons, eq(lessons.courseVersionId, enrolments.courseVersionId))
        .where(and(eq(enrolments.personId, personId), eq(schema.courses.slug, 'law')));
      if (!row) throw new Error('nobody began the course');
      const now = here.clock.now();
      const times = { startedAt: now, submittedAt: now };
      await tx
        .insert(quizAttempts)
        .values({ id: `try-${at}`, number: at + 1, seed: 1, percent, ...row, ...times });
    });
  const { courses } = (await report()).figures;
  expect(courses.map(({ meanPercent }) => meanPercent)).toEqual([82.5, null]);
});

test('closed, it stays: later study, moves and new names change neither figures nor who is named', async () => {
  await close();
  const first = await report();
  const listed = await names();
  expect(first.frozen).toMatchObject({ isIntact: true, closedBy: '陈建国' });
  await recount(first);
  expect(listed.items.find(({ personId }) => personId === excused.personId)).toMatchObject({
    state: 'exempt',
    reason: '长期病假',
    missing: { courses: [] },
  });
  expect(listed.items.find(({ personId }) => personId === begun.personId)).toMatchObject({
    state: 'open',
    missing: { courses: [{ slug: 'duty', dueOn: '2026-12-20' }] },
  });
  here.clock.advance({ minutes: 2 });
  await finishReading(begun.visitor, 'duty');
  const { platform, database } = here.installation;
  await platform.write((tx) =>
    tx.update(schema.people).set({ name: '改了名' }).where(eq(schema.people.id, later.personId)),
  );
  await work();
  expect(await report()).toEqual(first);
  expect(await names()).toEqual(listed);
  await recount(first);
  for (const statement of [
    `UPDATE programme_report_names SET name = ''`,
    'DELETE FROM programme_report_names',
    'INSERT INTO programme_report_names SELECT * FROM programme_report_names',
  ])
    await expect(database.client.execute(statement)).rejects.toThrow('append-only');
});

test('what was wrong is written beside the figures, with name and time, and cannot be taken back', async () => {
  const correct = (text: string, who = county) =>
    who.post<{ code: ProblemCode }>(`/api/v1/programmes/${id}/report/corrections`, { text });
  expect(await correct('还没有结束')).toMatchObject({ status: 409 });
  await close();
  const before = (await report()).figures;
  expect((await correct('有一人已在线下完成')).status).toBe(204);
  expect((await correct('', county)).status).toBe(400);
  const township = await here.signIn('lifang');
  expect((await correct('不是本单位的', township)).status).toBe(404);
  expect(await report()).toMatchObject({
    figures: before,
    mayCorrect: true,
    corrections: [{ text: '有一人已在线下完成', writtenBy: '陈建国' }],
  });
  await expect(
    here.installation.database.client.execute('DELETE FROM programme_report_corrections'),
  ).rejects.toThrow('append-only');
});

async function fileOf(format: string, year = 2026): Promise<{ run: ReportRun; bytes: Buffer }> {
  const order = { kind: 'programme_closing', columns: [], format, filters: { programmeId: id } };
  const url = `/api/v1/org-units/${top}/report-runs`;
  const made = await county.post<{ id: string }>(url, { year, order });
  await work();
  const run = (await county.get<ReportRun>(`/api/v1/report-runs/${made.body.id}`)).body;
  expect(run).toMatchObject({ state: 'ready' });
  const { rawPayload } = await here.app.inject({
    url: `/api/v1/report-runs/${made.body.id}/file`,
    headers: { cookie: county.cookie() },
  });
  return { run, bytes: rawPayload };
}

test('the report is a workbook with figures that can be reckoned with, and a paper to sign', async () => {
  await close();
  const { figures } = await report();
  const workbook = await fileOf('xlsx');
  expect(workbook.run.fileName).toContain('信访工作条例专题学习');
  const path = join(here.dataFolder, 'fetched.xlsx');
  await writeFile(path, workbook.bytes);
  const rows: (readonly CellValue[])[] = [];
  for await (const { cells } of readSheet(path)) rows.push(cells);
  const { total, extended } = figures;
  const share = total.completed / (total.members - total.exempt);
  expect(rows[0]?.slice(0, 2)).toEqual(['单位', '应学人数']);
  expect(rows.at(-1)).toEqual([
    ...['合计', total.members, total.completed, total.exempt],
    ...[extended, total.open, share],
  ]);
  const proxy = await getDocumentProxy(new Uint8Array((await fileOf('pdf')).bytes));
  const { text } = await extractText(proxy, { mergePages: true });
  const all = text.replaceAll(/\s/g, '');
  for (const words of ['结项报告', '各单位', '各门课程', '条例', '长期病假', '单位负责人'])
    expect(all).toContain(words);
});

test('a programme is reported as it is, also where the year written over it was closed long ago', async () => {
  await close();
  const url = `/api/v1/org-units/${top}/year-closings`;
  expect((await county.post(url, { year: 2025 })).status).toBe(201);
  await work();
  here.clock.advance({ days: 400 });
  county = await here.signIn('chenjianguo');
  const [asItIs, ofClosedYear] = [await fileOf('csv'), await fileOf('csv', 2025)];
  expect(ofClosedYear.bytes.equals(asItIs.bytes)).toBe(true);
  expect(ofClosedYear.run.rowsTotal).toBe(asItIs.run.rowsTotal);
  expect(ofClosedYear.run.fileName).toBe(asItIs.run.fileName?.replace('-2026-', '-2025-'));
});
