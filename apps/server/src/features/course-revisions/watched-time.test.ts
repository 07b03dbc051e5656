// What was watched of a lecture stays watched when its course goes over to another version (DOMAIN 5.6).
import type { CourseDetail, LectureView } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, signInWithoutPassword, type Learner } from '../../testing/learners.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { pass as passTime, useReportingClock } from '../../testing/reporting-clock.ts';
import { writeRevisedCourse } from '../../testing/revised-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { checkEvidence, compactEvidence } from '../archive/service.ts';
import { BY_ENROLMENT_AND_LESSON } from './carry-lessons.ts';

let here: TestInstallation;
let learner: Learner;
let slug: string;
let number = 0;

beforeAll(async () => {
  here = await openTestInstallation({ env: { XUESHI_KEEP_HEARTBEATS_DAYS: '30' } });
});
afterAll(() => here.close());

useReportingClock();
beforeEach(async () => {
  number += 1;
  slug = `lecture-${number}`;
  await publish({ revision: 1, readings: { a: '先请人坐下。' } });
  learner = await addLearner(here);
  await learner.visitor.post(`/api/v1/courses/${slug}/enrolment`);
});

/** The lecture stands behind the readings, so more of them move it. */
async function publish(course: { revision: number; readings: Record<string, string> }) {
  await writeRevisedCourse(here.coursesFolder, slug, course);
  await here.importAgain();
  const position = Object.keys(course.readings).length;
  await addPaperLecture(here.installation.platform, slug, 600_000, {}, position);
  await here.jobs.idle();
}

const pass = (ms: number) => passTime(here, ms);
const place = () => ({ slug });
const watched = async () =>
  (await learner.visitor.get<LectureView>(`/api/v1/courses/${slug}/lessons/lecture`)).body.watched;
const goOver = async () => {
  const url = `/api/v1/courses/${slug}/newer-version`;
  expect((await learner.visitor.post(url, { revision: 2 })).status).toBe(204);
  const { revision } = (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;
  expect(revision).toBe(2);
};
const problems = async () => (await checkEvidence(here.installation.platform.db)).problems;
const revised = { revision: 2, readings: { a: '先请人坐下。', b: '听人把话说完。' } };

test('a report that comes after going over counts in the new version, and nothing is lost', async () => {
  const player = await openPlayer(learner.visitor, place());
  pass(60_000);
  await player.report(beatOf(1, 60_000, [[0, 60_000, 1]]));
  await publish(revised);
  await goOver();
  expect(await watched()).toEqual([[0, 60_000]]);
  pass(60_000);
  const late = await player.report(beatOf(2, 120_000, [[60_000, 120_000, 1]]));
  expect(late.body).toMatchObject({ grantedMs: 60_000, watched: [[0, 120_000]] });
  expect(await watched()).toEqual([[0, 120_000]]);
  expect(await problems()).toEqual([]);
});

test('evidence that was archived before and after going over still proves what counts', async () => {
  const before = await openPlayer(learner.visitor, place());
  pass(60_000);
  await before.report(beatOf(1, 60_000, [[0, 60_000, 1]]));
  await archiveAll();
  await publish(revised);
  await goOver();
  const after = await openPlayer(learner.visitor, place());
  pass(60_000);
  await after.report(beatOf(1, 60_000, [[60_000, 120_000, 1]]));
  expect(await watched()).toEqual([[0, 120_000]]);
  await archiveAll();
  expect(await watched()).toEqual([[0, 120_000]]);
  expect(await problems()).toEqual([]);
});

async function archiveAll(): Promise<void> {
  here.clock.advance({ ms: 31 * 86_400_000 });
  expect((await compactEvidence(here.installation.platform)).sessions).toBeGreaterThan(0);
  learner = { ...learner, ...(await signInWithoutPassword(here, learner.personId)) };
}

test('every table that knows a lesson by its enrolment goes over', () => {
  const all = Object.values(schema).filter((one) => one instanceof SQLiteTable);
  const named = all.filter((table) => {
    const columns = getTableConfig(table).columns.map(({ name }) => name);
    const hasEnrolment = ['enrolment_id', 'enrolment_number'].some((name) =>
      columns.includes(name),
    );
    return hasEnrolment && columns.includes('lesson_id');
  });
  const names = (tables: readonly SQLiteTable[]) =>
    tables.map((table) => getTableConfig(table).name).sort();
  expect(names(named)).toEqual(names([...BY_ENROLMENT_AND_LESSON, schema.lessonProgress]));
});
