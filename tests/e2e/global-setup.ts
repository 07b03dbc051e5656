import { findFfmpeg } from '@xueshi/media';
import { makeSampleCourse, temporaryFolder } from '@xueshi/testkit';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findChromium } from './browser.ts';
import { root, startServer } from './server-process.ts';

export const PASSWORD = 'Qinghe-2026-ok';

declare module 'vitest' {
  interface ProvidedContext {
    /** One for each worker. */
    sharedUrls: string[];
    chromium: string;
    password: string;
  }
}

/** A server for the journeys of each worker: the real process with the sample county, short real courses, and the real yearly test. */
export default async function setup(project: TestProject) {
  const ffmpeg = await findFfmpeg();
  if (!ffmpeg.ok) throw new Error(`the journeys need an ffmpeg: ${ffmpeg.detail}`);
  const folder = await temporaryFolder();
  const courses = join(folder.path, 'courses');
  await mkdir(courses);
  await makeSampleCourse(courses, { slug: 'trial', ffmpeg: ffmpeg.path, seconds: 40 });
  await makeSampleCourse(courses, {
    slug: 'second',
    title: '乡镇廉政建设',
    ffmpeg: ffmpeg.path,
    seconds: 30,
  });
  const examination = 'grassroots-law-examination';
  await cp(join(root, 'content/courses', examination), join(courses, examination), {
    recursive: true,
  });
  const servers = await Promise.all(
    Array.from({ length: project.config.maxWorkers }, (_, at) =>
      startServer({
        XUESHI_DATA: join(folder.path, `data-${at + 1}`),
        XUESHI_COURSES: courses,
        XUESHI_SAMPLE_PASSWORD: PASSWORD,
      }),
    ),
  );
  project.provide(
    'sharedUrls',
    servers.map(({ url }) => url),
  );
  project.provide('chromium', await findChromium());
  project.provide('password', PASSWORD);
  return async () => {
    for (const server of servers) await server.stop();
    await folder.remove();
  };
}
