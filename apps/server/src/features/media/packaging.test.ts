import type { CourseDetail, ImportResult, LectureView } from '@xueshi/contracts';
import { openDatabase, schema } from '@xueshi/database';
import { fakeClock, makeSampleCourse, temporaryFolder } from '@xueshi/testkit';
import { eq } from 'drizzle-orm';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openInstallation } from '../../installation.ts';
import { readConfig } from '../../platform/config.ts';
import { startJobs } from '../../platform/jobs.ts';
import { openLog } from '../../platform/log.ts';
import { keptPath } from '../../platform/kept-files.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  anyFfmpeg,
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { importCourses } from '../catalogue/import-courses.ts';
import { sourceOf } from '../catalogue/kept-sources.ts';
import { findCourse } from '../catalogue/store.ts';
import { checkMedia } from './check-media.ts';
import { packageLectureHandler } from './package-lecture.handler.ts';
import { PACKAGE_LECTURE } from './package-lecture.job.ts';

const { jobs, mediaAssets } = schema;
const root = resolve(import.meta.dirname, '../../../../..');
const SECONDS = 6;
const SECRET = 'another learner’s private words';

let here: TestInstallation;
let learner: Learner;
let author: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder, ffmpeg) => {
      const sound = await makeSampleCourse(folder, { slug: 'sound', seconds: SECONDS, ffmpeg });
      for (const slug of ['truncated', 'stealing']) {
        await cp(sound, join(folder, slug), { recursive: true });
        // Something of its own in each, so that each has its own packaging.
        await writeFile(
          join(folder, slug, 'lecture.zh-CN.vtt'),
          `WEBVTT\n\n00:00.000 --> 00:06.000\n${slug}\n`,
        );
      }
      await truncate(join(folder, 'truncated', 'lecture.mp4'), 20_000);
      await writeFile(join(folder, 'secret.ts'), SECRET);
      await writeFile(
        join(folder, 'stealing', 'lecture.mp4'),
        '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n../secret.ts\n#EXT-X-ENDLIST\n',
      );
    },
  });
  learner = await addLearner(here);
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());

const imported = async (folder: string) => {
  const found = (
    await author.get<{ items: ImportResult[] }>('/api/v1/course-imports')
  ).body.items.find((item) => item.folder === folder);
  const media = found?.media[0];
  if (!media) throw new Error(`${folder} has no lecture`);
  return media;
};

const lectureOf = async (slug: string) => {
  await learner.visitor.post<CourseDetail>(`/api/v1/courses/${slug}/enrolment`);
  return (await learner.visitor.get<LectureView>(`/api/v1/courses/${slug}/lessons/lecture`)).body;
};

test.each([
  { slug: 'truncated', reason: 'truncated', promise: 'a video whose end is missing' },
  {
    slug: 'stealing',
    reason: 'playlist',
    promise: 'a playlist that calls itself a video and points at another file',
  },
])('$promise fails with its reason, at once and for good', async ({ slug, reason }) => {
  expect(await imported(slug)).toMatchObject({ state: 'failed', problem: reason });
  const { media } = await lectureOf(slug);
  expect(media).toMatchObject({ state: 'failed', playlistUrl: null, posterUrl: null });
  const refused = await learner.visitor.post<{ code: string }>('/api/v1/playback-sessions', {
    requestId: crypto.randomUUID(),
    slug,
    lessonKey: 'lecture',
    clientInfo: '',
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'media-not-ready' } });
});

test('a broken video holds up no other: the sound course can be learned', async () => {
  expect(await imported('sound')).toMatchObject({ state: 'ready', percent: 100, problem: null });
  expect((await lectureOf('sound')).media.state).toBe('ready');
  expect(
    (await lectureOf('truncated')).lessons.find((lesson) => lesson.key === 'reading')?.ready,
  ).toBe(true);
});

test('nothing of the file that was pointed at came into the installation', async () => {
  for (const entry of await readdir(here.dataFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('lock.db')) continue;
    const file = await open(join(entry.parentPath, entry.name));
    expect((await file.readFile()).includes(SECRET), entry.name).toBe(false);
    await file.close();
  }
});

/** Where the bytes of the version's video lie, whatever becomes of the folder that it came from. */
async function keptVideoOf(slug: string): Promise<string> {
  const { platform } = here.installation;
  const published = await findCourse(platform.db, slug);
  const files = await sourceOf(platform.db, published?.version.id ?? '');
  return keptPath(platform, files.find(({ name }) => name === 'lecture.mp4')?.sha256 ?? '');
}

test('trying again takes the version’s own video: mended there, it is packaged', async () => {
  const { jobId } = await imported('truncated');
  const sound = join(here.coursesFolder, 'sound', 'lecture.mp4');
  await cp(sound, join(here.coursesFolder, 'truncated', 'lecture.mp4'));
  const retry = (who: Visitor, id: string | null) => who.post(`/api/v1/jobs/${id ?? ''}/retry`);
  expect((await retry(author, jobId)).status).toBe(204);
  await here.jobs.idle();
  expect(await imported('truncated')).toMatchObject({ state: 'failed', problem: 'truncated' });
  await cp(sound, await keptVideoOf('truncated'));
  expect((await retry(learner.visitor, jobId)).status).toBe(403);
  expect((await retry(author, 'no-such-job')).status).toBe(404);
  expect((await retry(author, jobId)).status).toBe(204);
  await here.jobs.idle();
  expect(await imported('truncated')).toMatchObject({ state: 'ready', problem: null });
  expect((await retry(author, jobId)).status).toBe(404);
  expect((await lectureOf('truncated')).media.state).toBe('ready');
});

test('a mended video that is imported again is a new revision with a lecture that plays', async () => {
  await cp(
    join(here.coursesFolder, 'sound', 'lecture.mp4'),
    join(here.coursesFolder, 'stealing', 'lecture.mp4'),
  );
  expect((await here.importAgain()).published).toContain('stealing');
  expect(await imported('stealing')).toMatchObject({ state: 'ready', problem: null });
  const { visitor } = await addLearner(here);
  await visitor.post('/api/v1/courses/stealing/enrolment');
  expect(
    (await visitor.get<LectureView>('/api/v1/courses/stealing/lessons/lecture')).body.media.state,
  ).toBe('ready');
});

test('one byte that rots in a packaged lecture is found, and so is a file that is gone', async () => {
  const { platform } = here.installation;
  expect(await checkMedia(platform)).toMatchObject({ problems: [] });
  const [asset] = await platform.db
    .select()
    .from(mediaAssets)
    .where(eq(mediaAssets.state, 'ready'));
  const folder = join(here.dataFolder, 'media', asset?.id ?? '');
  const files = (await readdir(folder, { recursive: true })).filter((name) =>
    name.endsWith('.m4s'),
  );
  const [first = '', second = ''] = files;
  const bytes = await readFile(join(folder, first));
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  // A file of its own: other lectures of the recording may share the one that was there.
  await rm(join(folder, first));
  await writeFile(join(folder, first), bytes);
  await rm(join(folder, second));
  const { problems } = await checkMedia(platform);
  expect(
    problems
      .map((one) => ({ assetId: one.assetId, file: one.file }))
      .sort((a, b) => (a.file < b.file ? -1 : 1)),
  ).toEqual([first, second].sort().map((name) => ({ assetId: asset?.id, file: name })));
});

test.each([
  { promise: 'stopped in an orderly way', left: null },
  { promise: 'killed', left: 'running' },
])('packaging that was $promise goes on at the next start and is whole', async ({ left }) => {
  const folder = await temporaryFolder();
  const env = {
    XUESHI_DATA: join(folder.path, 'data'),
    XUESHI_COURSES: join(folder.path, 'courses'),
    LOG_LEVEL: 'silent',
  };
  await mkdir(env.XUESHI_COURSES);
  await makeSampleCourse(env.XUESHI_COURSES, {
    slug: 'trial',
    seconds: SECONDS,
    ffmpeg: await anyFfmpeg(),
  });
  const config = readConfig(env, root);
  const first = await openInstallation(config, openLog(config), fakeClock());
  await importCourses(first.platform);
  const runner = await startJobs(first.platform, { [PACKAGE_LECTURE]: packageLectureHandler });
  const media = join(env.XUESHI_DATA, 'media');
  await vi.waitFor(
    () =>
      expect(
        existsSync(media) && readdirSync(media).some((name) => name.endsWith('.partial')),
      ).toBe(true),
    { timeout: 30_000, interval: 5 },
  );
  await runner.stop();
  const [asset] = await first.platform.db.select().from(mediaAssets);
  expect(asset?.state).toBe('packaging');
  expect((await first.platform.db.select().from(jobs))[0]).toMatchObject({
    state: 'waiting',
    attempts: 0,
  });
  expect(existsSync(join(media, asset?.id ?? ''))).toBe(false);
  await first.close();
  if (left !== null) {
    const database = await openDatabase(join(env.XUESHI_DATA, 'xueshi.db'));
    await database.client.execute(
      `UPDATE jobs SET state = 'running', attempts = 1, leased_until = 9999999999999`,
    );
    await database.close();
  }

  const next = await openTestInstallation({ dataFolder: env.XUESHI_DATA, env, empty: true });
  expect((await next.installation.platform.db.select().from(mediaAssets))[0]?.state).toBe('ready');
  expect(await checkMedia(next.installation.platform)).toEqual({ packages: 1, problems: [] });
  expect(readdirSync(media)).toEqual([asset?.id]);
  await next.close();
  await folder.remove();
});
