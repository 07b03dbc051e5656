// Where a course wants it, a lecture is seen in order the first time, and the server holds whoever does not.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { pass as passTime, useReportingClock } from '../../testing/reporting-clock.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

const MINUTES_5 = 300_000;

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'in-order');
      await writeReadingCourse(folder, 'anywhere');
    },
  });
  const { platform } = here.installation;
  await addPaperLecture(platform, 'in-order', MINUTES_5, { seeking: 'watched' });
  await addPaperLecture(platform, 'anywhere', MINUTES_5);
});
afterAll(() => here.close());

useReportingClock();
beforeEach(async () => {
  learner = await addLearner(here);
  for (const slug of ['in-order', 'anywhere'])
    await learner.visitor.post(`/api/v1/courses/${slug}/enrolment`);
});

const pass = (ms: number) => passTime(here, ms);

test('what lies beyond where one has been does not count; the player is told where to go on, and a new visit begins there', async () => {
  const player = await openPlayer(learner.visitor, { slug: 'in-order' });
  pass(15_000);
  const first = (await player.report(beatOf(1, 15_000, [[0, 15_000, 1]]))).body;
  expect(first).toMatchObject({ grantedMs: 15_000, reason: null, reachedMs: null });
  pass(15_000);
  const jumped = (await player.report(beatOf(2, 30_000, [[200_000, 215_000, 1]]))).body;
  expect(jumped).toMatchObject({
    grantedMs: 0,
    withheldMs: 15_000,
    reason: 'ORDER',
    reachedMs: 15_000,
    watched: [[0, 15_000]],
  });
  const again = await openPlayer(learner.visitor, { slug: 'in-order' });
  expect(again.session.resumeMs).toBe(15_000);
  pass(15_000);
  const back = (await again.report(beatOf(1, 15_000, [[15_000, 30_000, 1]]))).body;
  expect(back).toMatchObject({ grantedMs: 15_000, reason: null, watched: [[0, 30_000]] });
});

test('who was without a link for longer than is paid for goes on where the counting stopped', async () => {
  const player = await openPlayer(learner.visitor, { slug: 'in-order' });
  pass(240_000);
  const beats = Array.from({ length: 16 }, (_, n) =>
    beatOf(n + 1, (n + 1) * 15_000, [[n * 15_000, (n + 1) * 15_000, 1]]),
  );
  const { body } = await player.report(...beats);
  expect(body).toMatchObject({ grantedMs: 120_000, withheldMs: 120_000, reachedMs: 120_000 });
  pass(15_000);
  const next = (await player.report(beatOf(17, 255_000, [[120_000, 135_000, 1]]))).body;
  expect(next).toMatchObject({ grantedMs: 15_000, reason: null });
});

test('a lecture that is complete, and one whose course does not want it, are gone through in any order', async () => {
  const anywhere = await openPlayer(learner.visitor, { slug: 'anywhere' });
  pass(15_000);
  const jumped = (await anywhere.report(beatOf(1, 15_000, [[200_000, 215_000, 1]]))).body;
  expect(jumped).toMatchObject({ grantedMs: 15_000, reason: null });

  const player = await openPlayer(learner.visitor, { slug: 'in-order' });
  const parts = [100_000, 100_000, 90_000];
  let at = 0;
  for (const [n, ms] of parts.entries()) {
    pass(ms);
    await player.report(beatOf(n + 1, at + ms, [[at, at + ms, 1]]));
    at += ms;
  }
  pass(5_000);
  const end = (await player.report(beatOf(4, at + 5_000, [[295_000, 300_000, 1]]))).body;
  expect(end).toMatchObject({ grantedMs: 5_000, needMs: 0, reason: null });
});
