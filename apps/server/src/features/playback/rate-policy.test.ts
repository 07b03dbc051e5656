// How fast a lecture may be watched for credit is the course's to say, as far as the hour policy lets
// it; the server's clock holds it.
import type { CourseDetail, LectureView } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { pass, useReportingClock } from '../../testing/reporting-clock.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'real-time');
      await writeReadingCourse(folder, 'faster');
    },
  });
  await adoptRules(here, { maxRatePercent: 150 });
  await addPaperLecture(here.installation.platform, 'real-time', 600_000);
  await addPaperLecture(here.installation.platform, 'faster', 600_000, { maxRate: 1.5 });
});
afterAll(() => here.close());

useReportingClock();
beforeEach(async () => {
  learner = await addLearner(here);
  for (const slug of ['real-time', 'faster'])
    await learner.visitor.post(`/api/v1/courses/${slug}/enrolment`);
});

test('where a course allows one and a half times, ten seconds earn fifteen, and not a second more', async () => {
  const player = await openPlayer(learner.visitor, { slug: 'faster' });
  expect(player.session.maxRate).toBe(1.5);
  pass(here, 10_000);
  expect((await player.report(beatOf(1, 10_000, [[0, 15_000, 1.5]]))).body.grantedMs).toBe(15_000);
  pass(here, 10_000);
  // Whoever says that more time went by at home is held to the server's clock.
  const { body } = await player.report(beatOf(2, 60_000, [[15_000, 60_000, 1.5]]));
  expect(body).toMatchObject({ grantedMs: 15_000, withheldMs: 30_000, reason: 'RATE' });
  pass(here, 10_000);
  expect((await player.report(beatOf(3, 70_000, [[30_000, 45_000, 2]]))).body.code).toBe(
    'bad-span',
  );
});

test('elsewhere real time holds, also for whoever learns a faster course beside it', async () => {
  const faster = await openPlayer(learner.visitor, { slug: 'faster' });
  pass(here, 60_000);
  await faster.report(beatOf(1, 60_000, [[0, 1_000, 1]]));
  const player = await openPlayer(learner.visitor, { slug: 'real-time' });
  expect(player.session.maxRate).toBe(1);
  pass(here, 10_000);
  const { body } = await player.report(beatOf(1, 30_000, [[0, 30_000, 1]]));
  expect(body).toMatchObject({ grantedMs: 10_000, withheldMs: 20_000 });
  pass(here, 10_000);
  expect((await player.report(beatOf(2, 40_000, [[10_000, 25_000, 1.5]]))).body.code).toBe(
    'bad-span',
  );
});

test('course page and lecture page say how fast one may play', async () => {
  const rates = async (slug: string) => {
    const course = await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`);
    const lecture = await learner.visitor.get<LectureView>(
      `/api/v1/courses/${slug}/lessons/lecture`,
    );
    return [course.body.terms.maxRate, lecture.body.maxRate];
  };
  expect(await rates('real-time')).toEqual([1, 1]);
  // A lesson written past the import is not in the remembered catalogue of the course page.
  expect((await rates('faster'))[1]).toBe(1.5);
});

test('where the hour policy lets real time count and no more, a faster course plays at real time', async () => {
  await adoptRules(here, { maxRatePercent: 100 });
  const player = await openPlayer(learner.visitor, { slug: 'faster' });
  expect(player.session.maxRate).toBe(1);
  const lecture = await learner.visitor.get<LectureView>('/api/v1/courses/faster/lessons/lecture');
  expect(lecture.body.maxRate).toBe(1);
});
