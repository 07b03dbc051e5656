// What a unit's people have to do with each course in a year, and who they are: figures are the sums of names.
import type { OrgUnitRef, Problem, ReportRun } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { readSheet, type CellValue } from '@xueshi/formats/spreadsheet';
import { eq } from 'drizzle-orm';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/new-id.ts';
import { writeExamCourse } from '../../testing/exam-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { knownCourse, lessonHeads } from '../catalogue/service.ts';
import { postCredit } from '../credit/service.ts';

let here: TestInstallation;
let county: Visitor;
let township: Visitor;
let countyId: string;
let townId: string;

const slug = 'exam';
const title = '考试课程';

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeExamCourse(folder, slug, { draws: false });
      await writeReadingCourse(folder, 'reading', { area: 'integrity' });
    },
  });
  [county, township] = [await here.signIn('chenjianguo'), await here.signIn('lifang')];
  [countyId, townId] = [await ownUnit(county), await ownUnit(township)];
  const [done, again, under, before] = [
    await addLearner(here, '柳湾村'),
    await addLearner(here, '柳湾村'),
    await addLearner(here),
    await addLearner(here),
  ];
  const elsewhere = await addLearner(here, '石桥乡');
  await studied(done, { from: '2026-02-01', to: '2026-03-01', results: [60, 90] });
  await credited(done);
  // Begun last year and completed in this.
  await studied(again, { from: '2025-12-01', to: '2026-01-20', results: [70] });
  const entryId = await credited(again);
  const reversal = `/api/v1/people/${again.personId}/credit-entries/${entryId}/reversal`;
  expect((await township.post(reversal, { reason: '经核实由他人代学' })).status).toBe(204);
  await studied(under, { from: '2026-10-01', to: null, results: [] });
  await studied(before, { from: '2025-02-01', to: '2025-03-01', results: [100] });
  await studied(elsewhere, { from: '2026-04-01', to: '2026-05-01', results: [50] });
  await credited(elsewhere);
  await studied(under, { slug: 'reading', from: '2026-10-01', to: '2026-10-02', results: [] });
  here.jobs.wake();
  await here.jobs.idle();
});
afterAll(() => here.close());

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

async function versionOf(slug: string) {
  const { db } = here.installation.platform;
  const { course, version } = await knownCourse(db, slug);
  const quiz = (await lessonHeads(db, [version.id])).find(({ kind }) => kind === 'quiz');
  return { courseId: course.id, courseVersionId: version.id, quizId: quiz?.id };
}

interface Studying {
  readonly slug?: string;
  readonly from: string;
  readonly to: string | null;
  readonly results: readonly number[];
}

async function studied({ personId }: Learner, study: Studying): Promise<void> {
  const { from, to, results } = study;
  const { quizId, ...course } = await versionOf(study.slug ?? slug);
  const at = (day: string) => new Date(`${day}T02:00:00Z`);
  const [id, end] = [newId(), to === null ? null : at(to)];
  await here.installation.platform.write(async (tx) => {
    await tx.insert(schema.enrolments).values({
      ...{ id, personId, ...course, cycle: 'once' },
      ...{ valueHundredths: 100, startedAt: at(from), lastActiveAt: end ?? at(from) },
      completedAt: end,
    });
    for (const [number, percent] of results.entries())
      await tx.insert(schema.quizAttempts).values({
        ...{ id: newId(), enrolmentId: id, lessonId: quizId ?? '', number: number + 1, seed: 1 },
        ...{ startedAt: at(from), submittedAt: end ?? at(from), percent, passed: true },
      });
  });
}

async function credited({ personId }: Learner): Promise<string> {
  const { platform } = here.installation;
  const titles = { 'zh-CN': title, en: title };
  const posting = await platform.write((tx) =>
    postCredit(platform, tx, {
      ...{ personId, hundredths: 125, halfDays: 0, mode: 'online', intensity: 'regular' },
      ...{ area: 'law', sourceType: 'course', sourceKey: crypto.randomUUID(), evidence: {} },
      snapshot: { title: titles, slug, revision: 1, value: null },
      earnedAt: here.clock.now(),
      postedBy: 'system',
    }),
  );
  return posting.entry.id;
}

interface Wish {
  readonly kind: string;
  readonly filters?: object;
  readonly columns?: readonly string[];
  readonly format?: string;
}

function ordered(who: Visitor, unitId: string, wish: Wish) {
  const order = { filters: {}, columns: [], format: 'csv', ...wish };
  const url = `/api/v1/org-units/${unitId}/report-runs`;
  return who.post<{ id: string } & Problem>(url, { year: 2026, order });
}

async function rowsOf(who: Visitor, unitId: string, wish: Wish): Promise<(readonly CellValue[])[]> {
  const { status, body } = await ordered(who, unitId, wish);
  expect(status).toBe(201);
  here.jobs.wake();
  await here.jobs.idle();
  const run = (await who.get<ReportRun>(`/api/v1/report-runs/${body.id}`)).body;
  expect(run.state).toBe('ready');
  const { rawPayload } = await here.app.inject({
    url: `/api/v1/report-runs/${run.id}/file`,
    headers: { cookie: who.cookie() },
  });
  const path = join(here.dataFolder, 'fetched');
  await writeFile(path, rawPayload);
  const rows = [];
  for await (const { cells } of readSheet(path)) rows.push(cells);
  return rows;
}

const FIGURES = [
  'course',
  'enrolled',
  'underWay',
  'completed',
  'completedShare',
  'quizMean',
  'credits',
  'hours',
];
const NAMES = ['name', 'courseState', 'completedOn', 'hours'];

const figuresOf = async (who: Visitor, unitId: string, filters = {}) =>
  (await rowsOf(who, unitId, { kind: 'courses', columns: FIGURES, format: 'xlsx', filters })).find(
    ([course]) => course === title,
  );

test('a course says how many of the unit’s people studied it in the year, how many completed it, and what was credited', async () => {
  // One completed it and is credited, one completed it and lost the credit, one is under way; one was done last year.
  const figures = (await figuresOf(township, townId)) ?? [];
  expect(figures.slice(1, 4)).toEqual([3, 1, 2]);
  expect(figures[4]).toBeCloseTo(2 / 3, 3);
  // Each one's best of the year: 90 and 70.
  expect(figures.slice(5)).toEqual([0.8, 1, 1.25]);
  expect((await figuresOf(county, countyId))?.slice(1, 4)).toEqual([4, 1, 3]);
});

test('the figures of every course are the sums over the names behind them', async () => {
  const rows = await rowsOf(county, countyId, {
    kind: 'courses',
    columns: FIGURES,
    format: 'xlsx',
  });
  const [, ...found] = rows.slice(0, -1);
  const { db } = here.installation.platform;
  const people = await db.$count(schema.personStandings, eq(schema.personStandings.year, 2026));
  const known = await db.select().from(schema.courses);
  let compared = 0;
  for (const course of known) {
    const { version } = await knownCourse(db, course.slug);
    const own = found.filter(([name]) => name === version.title['zh-CN']);
    if (own.length === 0) continue;
    compared += 1;
    const filters = { course: course.slug };
    const wish = { kind: 'course_people', columns: NAMES, format: 'xlsx', filters };
    const names = (await rowsOf(county, countyId, wish)).slice(1);
    const total = names.pop();
    expect(names).toHaveLength(people);
    const counted = (state: string) => names.filter((row) => row[1] === state).length;
    const sum = (at: number) => own.reduce((all, row) => all + Number(row[at] ?? 0), 0);
    expect([counted('在学'), counted('已学完')]).toEqual([sum(2), sum(3)]);
    expect(sum(1)).toBe(people - counted('未开始'));
    expect(Number(total?.[3])).toBeCloseTo(sum(7), 5);
  }
  expect(compared).toBeGreaterThan(1);
});

test('who completed a course, and when, and who has not, is told by name', async () => {
  const wish = { kind: 'course_people', columns: NAMES, format: 'xlsx' };
  const filters = { course: slug, courseState: 'completed' };
  const rows = (await rowsOf(township, townId, { ...wish, filters })).slice(1, -1);
  expect(rows.map((row) => row[2])).toEqual(
    expect.arrayContaining([new Date('2026-03-01'), new Date('2026-01-20')]),
  );
  expect(rows).toHaveLength(2);
  const open = { course: slug, courseState: 'not_begun' };
  const others = (await rowsOf(township, townId, { ...wish, filters: open })).slice(1, -1);
  expect(new Set(others.map((row) => row[2]))).toEqual(new Set([null]));
  expect(others.length).toBeGreaterThan(1);
});

test('topics and modes cut the courses; topic by topic is another order of the same rows', async () => {
  const found = async (filters: object) => (await figuresOf(township, townId, filters))?.[1];
  expect(await found({ area: 'law', mode: 'online' })).toBe(3);
  for (const filters of [{ area: 'integrity' }, { mode: 'in_person' }])
    expect(await found(filters)).toBeUndefined();
  const wish = { kind: 'courses', columns: ['area', 'course', 'credits'], format: 'csv' };
  const rows = await rowsOf(county, countyId, wish);
  const byArea = await rowsOf(county, countyId, { ...wish, filters: { byArea: true } });
  expect(byArea.toSorted()).toEqual(rows.toSorted());
  const areas = byArea.slice(1, -1).map(([area]) => area);
  expect(areas.filter((area, at) => area !== areas[at - 1])).toHaveLength(new Set(areas).size);
});

test('a course’s evaluation is that of all learners, and untold while few have answered', async () => {
  const { courseId } = await versionOf(slug);
  const { platform } = here.installation;
  const now = here.clock.now();
  const evaluated = async () => {
    const wish = { kind: 'courses', columns: ['course', 'evaluation'], format: 'xlsx' };
    return (await rowsOf(township, townId, wish)).find(([course]) => course === title)?.[1];
  };
  const people = await platform.db.select().from(schema.people).limit(5);
  const [last, ...others] = people.map(({ id: personId }) => ({
    ...{ personId, courseId, content: 5, teaching: 4, usefulness: 3, comment: null },
    ...{ shuffle: newId(), createdAt: now, updatedAt: now },
  }));
  await platform.write((tx) => tx.insert(schema.courseEvaluations).values(others));
  expect((await evaluated()) ?? null).toBeNull();
  await platform.write((tx) => tx.insert(schema.courseEvaluations).values(last ? [last] : []));
  expect(await evaluated()).toBe(4);
});

test('a list of people needs a course that there is, and is of one’s own subtree alone', async () => {
  const wish = { kind: 'course_people' };
  expect(await ordered(township, townId, wish)).toMatchObject({
    status: 400,
    body: { code: 'report-course-missing' },
  });
  const unknown = { ...wish, filters: { course: 'no-such-course' } };
  expect((await ordered(township, townId, unknown)).status).toBe(404);
  const known = { ...wish, filters: { course: slug } };
  expect((await ordered(township, countyId, known)).status).toBe(404);
});
