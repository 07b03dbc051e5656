// What authors see of courseware: unit by unit, in figures, and nobody's.
import type { CourseInsight, CoursewareLaunch } from '@xueshi/contracts';
import { FEWEST_LEARNERS } from '@xueshi/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeCoursewareCourse } from '../../testing/courseware-course.ts';
import { makeScormPackage } from '../../testing/courseware-packages.ts';
import { addLearner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;

beforeAll(async () => {
  const zip = makeScormPackage({ units: ['安全帽', '机器'] });
  here = await openTestInstallation({
    courses: (folder) => writeCoursewareCourse(folder, 'safety', { zip }),
  });
});
afterAll(() => here.close());

/** Somebody opens a unit, and it says this of them. */
async function learn(unit: number, core: Record<string, unknown>): Promise<void> {
  const { visitor } = await addLearner(here);
  await visitor.post('/api/v1/courses/safety/enrolment');
  const { body } = await visitor.post<CoursewareLaunch>(
    '/api/v1/courses/safety/lessons/package/courseware-launches',
    { unit },
  );
  const pass = new URL(body.frameUrl).pathname.split('/').slice(0, 3).join('/');
  const kept = await here.app.inject({
    method: 'POST',
    url: `${pass}/memory/${body.launchId}`,
    headers: { host: 'courseware.localhost', 'content-type': 'application/json' },
    payload: JSON.stringify({ seq: 1, memory: { cmi: { core } } }),
  });
  expect(kept.statusCode).toBe(204);
}

const coursewareOf = async () => {
  const author = await here.signIn('zhoumin');
  return (await author.get<CourseInsight>('/api/v1/courses/safety/insight')).body.courseware;
};

test('each part says how many opened it, finished it and failed, once there are enough to hide in', async () => {
  for (let at = 1; at < FEWEST_LEARNERS; at += 1)
    await learn(1, { lesson_status: 'completed', score: { raw: '80' } });
  expect(await coursewareOf()).toMatchObject([{ learners: FEWEST_LEARNERS - 1, units: null }]);
  await learn(1, { lesson_status: 'failed', score: { raw: '30' } });
  await learn(2, { lesson_status: 'completed', score: { raw: '10' } });
  expect(await coursewareOf()).toMatchObject([
    {
      lessonKey: 'package',
      learners: FEWEST_LEARNERS + 1,
      completed: 0,
      units: [
        {
          title: '安全帽',
          opened: FEWEST_LEARNERS,
          satisfied: FEWEST_LEARNERS - 1,
          failed: 1,
          averagePercent: 70,
        },
        // One mark alone is somebody's.
        { title: '机器', opened: 1, satisfied: 1, failed: 0, averagePercent: null },
      ],
    },
  ]);
});
