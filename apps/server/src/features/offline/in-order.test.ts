// A lecture that is seen in order the first time is so on a device without a link too.
import type { LectureView } from '@xueshi/contracts';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { creditOfflineStudy, takeAlong } from '../../testing/offline-device.ts';
import { useReportingClock } from '../../testing/reporting-clock.ts';
import {
  openTestInstallation,
  withSampleCourse,
  type TestInstallation,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder, ffmpeg) => {
      await withSampleCourse(folder, ffmpeg);
      const course = join(folder, 'trial/course.yaml');
      const text = await readFile(course, 'utf8');
      expect(text).toContain('seeking: free');
      await writeFile(course, text.replace('seeking: free', 'seeking: watched'));
    },
  });
  await creditOfflineStudy(here, '石桥乡');
});
afterAll(() => here.close());
useReportingClock();

async function begin(unit: '清河镇' | '石桥乡'): Promise<void> {
  learner = await addLearner(here, unit);
  await learner.visitor.post('/api/v1/courses/trial/enrolment');
}
beforeEach(() => begin('清河镇'));

const lecture = async () =>
  (await learner.visitor.get<LectureView>('/api/v1/courses/trial/lessons/lecture')).body;

test('what was skipped to does not count, is told, and one goes on where one has been', async () => {
  const device = await takeAlong(here, learner.visitor, 'lecture', 'audio');
  device.log({ kind: 'opened' });
  device.log({ kind: 'watched', spans: [[0, 2_000, 1]] }, 2_000);
  device.log({ kind: 'watched', spans: [[19_000, 24_000, 1]] }, 5_000);
  const { body } = await device.send();
  expect(body).toMatchObject({ grantedMs: 2_000, reason: 'order', resumeMs: 2_000 });
  expect(await lecture()).toMatchObject({ watched: [[0, 2_000]], state: 'in_progress' });

  // The rest, in order, counts as ever, and completes it.
  device.log({ kind: 'watched', spans: [[2_000, 24_000, 1]] }, 22_000);
  const { body: after } = await device.send();
  expect(after).toMatchObject({ grantedMs: 22_000, reason: null, state: 'completed' });
});

test('where offline study does not count, the place stays where one has been online', async () => {
  await begin('石桥乡');
  const device = await takeAlong(here, learner.visitor, 'lecture', 'audio');
  device.log({ kind: 'watched', spans: [[0, 20_000, 1]] }, 20_000);
  const { body } = await device.send();
  expect(body).toMatchObject({ grantedMs: 0, reason: 'policy', resumeMs: 0 });
});
