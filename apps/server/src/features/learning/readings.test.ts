import type { ReadingView } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'short');
      await writeReadingCourse(folder, 'long', { body: '先听人把话说完再答复。'.repeat(90) });
      await writeReadingCourse(folder, 'hostile', {
        body: '<script>alert(1)</script>\n\n[点我](javascript:alert(1)) <img src=x onerror=alert(1)>',
      });
    },
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
});

const lesson = async (slug: string) =>
  (await learner.visitor.get<ReadingView>(`/api/v1/courses/${slug}/lessons/reading`)).body;

test('a reading can be marked as read once its time has passed, to the second', async () => {
  await beginReading(learner.visitor, 'short');
  here.clock.advance({ ms: 19_000 });
  expect(await finishReading(learner.visitor, 'short')).toMatchObject({
    status: 409,
    body: { code: 'reading-too-soon', params: { seconds: 1 } },
  });
  here.clock.advance({ ms: 1_000 });
  expect(await finishReading(learner.visitor, 'short')).toMatchObject({
    status: 200,
    body: { courseCompleted: true },
  });
});

test('a longer text takes longer: a third of the time that reading it takes', async () => {
  await learner.visitor.post('/api/v1/courses/long/enrolment');
  const { minimumSeconds, secondsLeft } = await lesson('long');
  expect(minimumSeconds).toBeGreaterThan(50);
  expect(secondsLeft).toBe(minimumSeconds);
});

test('opening again, or looking at it, does not start the clock anew', async () => {
  await beginReading(learner.visitor, 'short');
  here.clock.advance({ seconds: 12 });
  const again = await learner.visitor.post<{ secondsLeft: number }>(
    '/api/v1/courses/short/lessons/reading/opening',
  );
  expect(again.body.secondsLeft).toBe(8);
  expect((await lesson('short')).secondsLeft).toBe(8);
});

test('a text that was never opened cannot be marked as read, however long one waits', async () => {
  await learner.visitor.post('/api/v1/courses/short/enrolment');
  here.clock.advance({ minutes: 20 });
  expect(await finishReading(learner.visitor, 'short')).toMatchObject({
    status: 409,
    body: { code: 'reading-too-soon', params: { seconds: 20 } },
  });
});

test('marking it as read twice at the same moment credits the course once', async () => {
  await beginReading(learner.visitor, 'short');
  here.clock.advance({ minutes: 1 });
  const answers = await Promise.all([
    finishReading(learner.visitor, 'short'),
    finishReading(learner.visitor, 'short'),
  ]);
  expect(answers.map((one) => one.status)).toEqual([200, 200]);
  expect(answers.filter((one) => one.body.credited !== null)).toHaveLength(1);
});

test('starting a course twice at the same moment is one start', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() =>
      learner.visitor.post<{ enrolment: { id: string } }>('/api/v1/courses/short/enrolment'),
    ),
  );
  expect(new Set(answers.map((one) => one.body.enrolment.id)).size).toBe(1);
});

test('a course is started before its lessons are opened', async () => {
  const refused = await learner.visitor.post<{ code: string }>(
    '/api/v1/courses/short/lessons/reading/opening',
  );
  expect(refused).toMatchObject({ status: 409, body: { code: 'course-not-started' } });
  expect((await learner.visitor.get('/api/v1/courses/short/lessons/reading')).status).toBe(409);
  expect((await learner.visitor.post('/api/v1/courses/no-such/enrolment')).status).toBe(404);
});

test('a text with markup that could run is not published at all', async () => {
  const { refused } = await here.importAgain();
  expect(refused.map((one) => one.folder)).toEqual(['hostile']);
  expect(refused[0]?.errors.map((error) => error.line)).toContain(3);
  expect((await learner.visitor.post('/api/v1/courses/hostile/enrolment')).status).toBe(404);
});
