import { schema } from '@xueshi/database';
import { makeSampleCourse } from '@xueshi/testkit';
import { eq } from 'drizzle-orm';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JOB_LANES } from '../../job-handlers.ts';
import { startJobs, type JobHandler } from '../../platform/jobs.ts';
import { addLearner } from '../../testing/learners.ts';
import {
  anyFfmpeg,
  openTestInstallation,
  type TestInstallation,
} from '../../testing/test-installation.ts';
import { importCourses } from '../catalogue/import-courses.ts';
import { PACKAGE_LECTURE } from './package-lecture.job.ts';

const { courses, lessons } = schema;
const SLUGS = ['first', 'second', 'third'];

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({ courses: async () => undefined });
  // Nothing is packaged before this says so.
  await here.jobs.stop();
  const made = await makeSampleCourse(here.coursesFolder, {
    slug: 'first',
    seconds: 6,
    ffmpeg: await anyFfmpeg(),
  });
  for (const slug of SLUGS.slice(1)) {
    const folder = join(here.coursesFolder, slug);
    await cp(made, folder, { recursive: true });
    // Something of its own in each, so that each has its own packaging.
    const words = `WEBVTT\n\n00:00.000 --> 00:06.000\n${slug}\n`;
    await writeFile(join(folder, 'lecture.zh-CN.vtt'), words);
  }
  expect((await importCourses(here.installation.platform)).refused).toEqual([]);
});
afterAll(() => here.close());

/** The courses whose lectures are taken up, in that order; each is left to be done again. */
async function takenUp(): Promise<string[]> {
  const { platform } = here.installation;
  const taken: string[] = [];
  const takeUp: JobHandler = async (_platform, payload) => {
    const { assetId } = payload as { assetId: string };
    const [row] = await platform.db
      .select({ slug: courses.slug })
      .from(lessons)
      .innerJoin(courses, eq(courses.currentVersionId, lessons.courseVersionId))
      .where(eq(lessons.mediaAssetId, assetId));
    taken.push(row?.slug ?? '');
  };
  const runner = await startJobs(platform, { [PACKAGE_LECTURE]: takeUp });
  await runner.idle();
  await runner.stop();
  return taken;
}

test('the lecture that a learner waits for is packaged before those that came earlier', async () => {
  const { visitor } = await addLearner(here);
  expect((await visitor.post('/api/v1/courses/third/enrolment')).status).toBe(200);
  expect(await takenUp()).toEqual(['third', 'first', 'second']);
});

test('what has its hour, as the end of an examination, does not wait for lectures to be packaged', () => {
  const others = JOB_LANES.filter((lane) => PACKAGE_LECTURE in lane).flatMap(Object.keys);
  expect(others).toEqual([PACKAGE_LECTURE]);
});
