import type { LectureView } from '@xueshi/contracts';
import { sql, type SQL } from 'drizzle-orm';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../app.ts';
import { openSessions } from '../../platform/sessions.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  withSampleCourse,
  type TestInstallation,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;
let lecture: LectureView;
let assetId: string;

beforeAll(async () => {
  here = await openTestInstallation({ courses: withSampleCourse });
  learner = await addLearner(here);
  await learner.visitor.post('/api/v1/courses/trial/enrolment');
  lecture = (await learner.visitor.get<LectureView>('/api/v1/courses/trial/lessons/lecture')).body;
  assetId = lecture.media.playlistUrl?.split('/')[2] ?? '';
});
afterAll(() => here.close());

const fetchFile = (
  url: string,
  headers: Record<string, string> = {},
  cookie = learner.visitor.cookie(),
) =>
  here.app.inject({ method: 'GET', url, headers: { ...(cookie ? { cookie } : {}), ...headers } });

const filesIn = async (folder: string) =>
  (await readdir(join(here.dataFolder, folder, assetId), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).split(`${assetId}/`)[1] ?? '');

const TYPES: Record<string, RegExp> = {
  m3u8: /^application\/(vnd\.apple\.mpegurl|x-mpegurl)/,
  m4s: /^video\/(iso\.segment|mp4)/,
  mp4: /^video\/mp4/,
  vtt: /^text\/vtt/,
  jpg: /^image\/jpeg/,
  webp: /^image\/webp/,
};

test('every address that a lecture’s page names can be fetched by its learner', async () => {
  const { media, slides } = lecture;
  expect(media.state).toBe('ready');
  const urls = [
    media.playlistUrl,
    media.audioPlaylistUrl,
    media.posterUrl,
    media.thumbnailsUrl,
    ...media.subtitles.map((one) => one.url),
    ...slides.map((one) => one.imageUrl),
  ];
  expect(urls).toHaveLength(8);
  for (const url of urls) expect((await fetchFile(url ?? '')).statusCode, String(url)).toBe(200);
});

test('every file of the package comes with its right type and may be kept by this browser for ever', async () => {
  const files = (await filesIn('media')).filter((file) =>
    /\.(m3u8|m4s|mp4|vtt|jpg|webp)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const answer = await fetchFile(`/media/${assetId}/${file}`);
    expect(answer.statusCode, file).toBe(200);
    expect(answer.headers['content-type'], file).toMatch(
      TYPES[file.split('.').at(-1) ?? ''] ?? /^$/,
    );
    expect(answer.headers['cache-control'], file).toBe('private, max-age=31536000, immutable');
    expect(answer.headers['x-content-type-options'], file).toBe('nosniff');
  }
});

test('the playlists lead to every segment, and none of them outside', async () => {
  const seen = new Set<string>();
  async function follow(url: string): Promise<void> {
    const answer = await fetchFile(url);
    expect(answer.statusCode, url).toBe(200);
    const named = [...answer.body.matchAll(/URI="([^"]+)"/g)].map((match) => match[1] ?? '');
    const lines = answer.body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    for (const name of [...named, ...lines]) {
      const { origin, pathname } = new URL(name, `http://here${url}`);
      expect(`${origin}${pathname}`).toMatch(new RegExp(`^http://here/media/${assetId}/`));
      if (seen.has(pathname)) continue;
      seen.add(pathname);
      if (pathname.endsWith('.m3u8')) await follow(pathname);
      else expect((await fetchFile(pathname)).statusCode, pathname).toBe(200);
    }
  }
  await follow(lecture.media.playlistUrl ?? '');
  expect([...seen].filter((path) => path.endsWith('.m4s')).length).toBeGreaterThan(6);
});

test('a part of a file is sent as a part, and an impossible part is refused', async () => {
  const segment = (await filesIn('media')).find((file) => file.endsWith('.m4s')) ?? '';
  const url = `/media/${assetId}/${segment}`;
  const whole = (await fetchFile(url)).rawPayload;
  const part = await fetchFile(url, { range: 'bytes=100-299' });
  expect(part.statusCode).toBe(206);
  expect(part.headers['content-range']).toBe(`bytes 100-299/${whole.length}`);
  expect(part.rawPayload.equals(whole.subarray(100, 300))).toBe(true);
  const beyond = await fetchFile(url, { range: `bytes=${whole.length}-` });
  expect(beyond.statusCode).toBe(416);
  expect(beyond.headers).toMatchObject({
    'content-range': `bytes */${whole.length}`,
    'cache-control': 'no-store',
  });
});

test('without signing in there is nothing, nor with a session that ended', async () => {
  const url = lecture.media.playlistUrl ?? '';
  for (const cookie of ['', 'xueshi-session=made-up']) {
    const answer = await fetchFile(url, {}, cookie);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['cache-control'] ?? 'no-store').not.toContain('immutable');
    expect(answer.body).not.toContain('#EXTM3U');
  }
});

test.each([
  'manifest.json',
  '../secret.key',
  '..%2fsecret.key',
  '%2e%2e/%2e%2e/xueshi.db',
  '..%5c..%5cxueshi.db',
  '.hidden.mp4',
  'video/../manifest.json',
  'stage.done',
  'master.m3u8%00.jpg',
  'master.m3u8/',
  '',
  'nothing-here.m4s',
])('what no player needs is not there: %s', async (file) => {
  const answer = await fetchFile(`/media/${assetId}/${file}`);
  expect([400, 404]).toContain(answer.statusCode);
  expect(answer.headers['cache-control'] ?? 'no-store').not.toContain('immutable');
});

test('an unfinished package and another folder of the installation are not there', async () => {
  await writeFile(join(here.dataFolder, 'media', 'probe.mp4'), 'x');
  for (const path of [
    `${assetId}.partial/master.m3u8`,
    `${'0'.repeat(40)}/master.m3u8`,
    'probe.mp4',
    '../media/probe.mp4',
    `${assetId.toUpperCase()}/master.m3u8`,
  ]) {
    expect((await fetchFile(`/media/${path}`)).statusCode, path).toBe(404);
  }
});

const setCourseStates = (statement: SQL) =>
  here.installation.platform.write((tx) => tx.run(statement));

test('a lecture that was never published is not there for a learner, though an author may see it', async () => {
  const author = await here.signIn('zhoumin');
  await setCourseStates(sql`UPDATE courses SET state = 'withdrawn'`);
  const stranger = await addLearner(here);
  const status = async (cookie: string) =>
    (await fetchFile(lecture.media.posterUrl ?? '', {}, cookie)).statusCode;
  expect(await status(stranger.visitor.cookie())).toBe(404);
  expect(await status(learner.visitor.cookie())).toBe(200);
  expect(await status(author.cookie())).toBe(200);
  await setCourseStates(sql`UPDATE courses SET state = 'published'`);
});

test('behind nginx files are handed over by name, after the same checks', async () => {
  const { platform } = here.installation;
  const config = { ...platform.config, mediaAccelPrefix: '/protected-media' };
  const app = await buildApp({
    platform: { ...platform, config },
    sessions: openSessions(platform),
    jobs: here.jobs,
    version: 'test',
    web: null,
  });
  const ask = (url: string, cookie = learner.visitor.cookie()) =>
    app.inject({ method: 'GET', url, headers: cookie ? { cookie } : {} });
  const playlist = await ask(lecture.media.playlistUrl ?? '');
  expect(playlist.statusCode).toBe(200);
  expect(playlist.headers['x-accel-redirect']).toBe(
    `/protected-media/media/${assetId}/master.m3u8`,
  );
  expect(playlist.body).toBe('');
  const slide = await ask(lecture.slides[0]?.imageUrl ?? '');
  expect(slide.headers['x-accel-redirect']).toMatch(
    new RegExp(`^/protected-media/slides/${assetId}/slides/\\w+\\.webp$`),
  );
  for (const [url, cookie, status] of [
    [lecture.media.playlistUrl ?? '', '', 401],
    [`/media/${assetId}/manifest.json`, undefined, 404],
    [`/media/${assetId}/none.m4s`, undefined, 404],
  ] as const) {
    const refused = await ask(url, cookie);
    expect(refused.statusCode).toBe(status);
    expect(refused.headers).not.toHaveProperty('x-accel-redirect');
  }
  await app.close();
});
