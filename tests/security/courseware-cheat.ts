// Row 3 of DOMAIN §2d with courseware of another maker: it says at once that it is done.
import type { CoursewareLaunch, CoursewareView } from '@xueshi/contracts';
import { expect } from 'vitest';
import {
  passQuiz,
  writeCoursewareCourse,
} from '../../apps/server/src/testing/courseware-course.ts';
import { makeScormPackage } from '../../apps/server/src/testing/courseware-packages.ts';
import type { TestInstallation, Visitor } from '../../apps/server/src/testing/test-installation.ts';

export async function writePackagedCourse(folder: string): Promise<void> {
  const zip = makeScormPackage({ edition: '1.2', title: '安全生产', units: ['一'] });
  await writeCoursewareCourse(folder, 'packaged', { zip });
}

/** Reports ten hours and completion with the first word, plays on without a pause, and passes the quiz. */
export async function sayDoneAtOnce(here: TestInstallation, visitor: Visitor): Promise<void> {
  const launches = '/api/v1/courses/packaged/lessons/package/courseware-launches';
  const { body: open } = await visitor.post<CoursewareLaunch>(launches, { unit: 1 });
  const [, kind, pass] = new URL(open.frameUrl).pathname.split('/');
  const cmi = { core: { lesson_status: 'completed', session_time: '0010:00:00.00' } };
  const said = await here.app.inject({
    method: 'POST',
    url: `/${kind}/${pass}/memory/${open.launchId}`,
    headers: { host: 'courseware.localhost', 'content-type': 'application/json' },
    payload: JSON.stringify({ seq: 1, memory: { cmi } }),
  });
  expect(said.statusCode).toBe(204);
  const beats = `/api/v1/courseware-launches/${open.launchId}/beats`;
  for (let beat = 0; beat < 40; beat += 1)
    await visitor.post(beats, { wasShown: true, closes: beat === 39 });
  expect(await passQuiz(visitor, 'packaged')).toMatchObject({ courseCompleted: false });
  const lesson = '/api/v1/courses/packaged/lessons/package';
  const { body } = await visitor.get<CoursewareView>(lesson);
  expect(body.state).not.toBe('completed');
}
