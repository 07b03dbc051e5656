// An author sends a recording over a link that breaks, and it arrives as it was; what cannot be used is refused
// before it costs anything.
import type { DraftFile, DraftFiles } from '@xueshi/contracts';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { addLearner } from '../../testing/learners.ts';
import {
  anyFfmpeg,
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { listen, tusClient, type TusClient } from '../../testing/tus-client.ts';
import { makeRecording } from '../../testing/recordings.ts';
import { sweepUploadsHandler } from './sweep.ts';

let here: TestInstallation;
let author: Visitor;
let client: TusClient;
let id: string;
let recording: Buffer<ArrayBuffer>;

beforeAll(async () => {
  here = await openTestInstallation({
    env: { XUESHI_DRAFT_UPLOADS_GB: '0.02', XUESHI_UPLOADS_GB: '0.05' },
  });
  await listen(here);
  author = await here.signIn('zhoumin');
  client = tusClient(here, author);
  recording = await makeRecording(await anyFfmpeg(), { seconds: 12 });
});
afterAll(() => here.close());

beforeEach(async () => {
  const wish = { title: '上传试讲', area: 'law' };
  id = (await author.post<{ id: string }>('/api/v1/drafts', wish)).body.id;
});

const files = async (of = id) => (await author.get<DraftFiles>(`/api/v1/drafts/${of}/files`)).body;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const kept = () => readdir(join(here.dataFolder, 'drafts'));
const arriving = () => readdir(join(here.dataFolder, 'uploads'));

async function whole(name: string, bytes: Uint8Array<ArrayBuffer>, more = {}): Promise<DraftFile> {
  const { url, status } = await client.announce(id, { name, bytes: bytes.length, more });
  expect(status).toBe(201);
  expect((await client.send(url, 0, bytes)).status).toBe(204);
  await here.jobs.idle();
  const file = (await files()).files.find((one) => url.endsWith(one.id));
  if (!file) throw new Error('it arrived');
  return file;
}

test.each([
  { 'tus-resumable': '0.2.2' },
  { 'upload-concat': 'partial' },
  { 'upload-offset': '-1' },
])('what is announced otherwise than the protocol says is not noted: %j', async (headers) => {
  const announced = await client.announce(id, { name: '第一讲.mp4', bytes: 5 }, headers);
  expect(announced).toMatchObject({ status: 412, code: 'upload-protocol-unfit' });
  expect((await files()).uploads).toEqual([]);
});

test('a recording arrives in pieces, over a link that is cut, and is the same to the last byte', async () => {
  const announced = await client.announce(id, {
    name: '第一讲.mp4',
    bytes: recording.length,
    more: { fingerprint: 'a|b', sha256: sha256(recording) },
  });
  const { url } = announced;
  expect(announced.status).toBe(201);
  expect(url).toMatch(/^\/api\/v1\/drafts\/[\w-]+\/uploads\/[\w-]+$/);
  expect(announced.headers.get('access-control-allow-origin')).toBeNull();
  const third = Math.floor(recording.length / 3);
  expect((await client.send(url, 0, recording.subarray(0, third))).status).toBe(204);
  const cut = await client.begin(url, third, recording.subarray(third, third + 5_000), third);
  await vi.waitFor(async () =>
    expect((await files()).uploads[0]?.receivedBytes).toBe(third + 5_000),
  );
  cut();
  const { at } = await client.offset(url);
  expect(at).toBe(third + 5_000);
  expect((await files()).uploads).toMatchObject([
    {
      kind: 'recording',
      fileName: '第一讲.mp4',
      bytes: recording.length,
      receivedBytes: at,
      fingerprint: 'a|b',
    },
  ]);
  // Beginning elsewhere than where it ended would leave a hole or write twice.
  for (const start of [at + 1, 0])
    expect(await client.send(url, start, recording.subarray(start))).toMatchObject({
      status: 409,
      code: 'upload-piece-unfit',
    });
  expect((await client.send(url, at, recording.subarray(at))).status).toBe(204);
  await here.jobs.idle();
  const { files: all, uploads } = await files();
  expect(uploads).toEqual([]);
  expect(all).toMatchObject([
    {
      fileName: '第一讲.mp4',
      state: 'usable',
      sha256: sha256(recording),
      found: { width: 320, height: 240, videoCodec: 'avc', silent: [], black: [] },
    },
  ]);
  expect(Math.abs((all[0]?.found?.durationMs ?? 0) - 12_000)).toBeLessThan(200);
  const name = `${sha256(recording)}.mp4`;
  expect(sha256(await readFile(join(here.dataFolder, 'drafts', name)))).toBe(sha256(recording));
  expect(await arriving()).toEqual([]);
  // The answer to the last piece may have been lost: asked again, it says that all is there.
  expect(await client.offset(url)).toMatchObject({ status: 200, at: recording.length });
});

test('what was full when the server died is finished when it is asked for', async () => {
  const { url } = await client.announce(id, { name: 'a.mp4', bytes: recording.length });
  const uploadId = url.split('/').at(-1) ?? '';
  // All bytes on the disk, and nothing said about it: as after a kill between the two.
  await writeFile(join(here.dataFolder, 'uploads', uploadId), recording);
  expect(await client.offset(url)).toMatchObject({ status: 200, at: recording.length });
  await here.jobs.idle();
  expect((await files()).files).toMatchObject([{ id: uploadId, state: 'usable' }]);
});

test('a file that is not what its sender said is refused, and nothing of it is kept', async () => {
  const before = await kept();
  const file = await whole('a.mp4', Buffer.concat([recording, Buffer.from('x')]), {
    sha256: sha256(recording),
  });
  expect(file).toMatchObject({ state: 'refused', problem: 'differs' });
  expect(await kept()).toEqual(before);
  expect(await arriving()).toEqual([]);
});

test.each([
  ['a playlist that is called a recording', 'steal.mp4', '#EXTM3U\n/etc/passwd\n', 'playlist'],
  ['text that is called a recording', 'a.mov', '这不是录像', 'not-a-video'],
  ['a picture that is none', 'a.png', '<svg onload="alert(1)"/>', 'picture'],
  ['subtitles without a time', 'a.srt', '一段话', 'subtitles'],
])('%s is refused with its reason', async (_, name, text, problem) => {
  expect(await whole(name, Buffer.from(text))).toMatchObject({ state: 'refused', problem });
  expect(await arriving()).toEqual([]);
});

test('subtitles as most programs write them are kept as browsers show them', async () => {
  const text = '1\r\n00:00:01,000 --> 00:00:02,000\r\n大家好\r\n';
  const file = await whole('字幕.srt', Buffer.from(text));
  expect(file).toMatchObject({ state: 'usable', found: { cues: 1 } });
  const answer = await here.app.inject({
    url: `/media/drafts/${id}/${file.id}`,
    headers: { cookie: author.cookie() },
  });
  expect(answer.body).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n大家好\n');
  const wrong = '1\n00:00:03,000 --> 00:00:02,000\n倒着走\n';
  expect(await whole('倒.srt', Buffer.from(wrong))).toMatchObject({
    problem: 'subtitles',
    detail: { en: expect.stringContaining('Line 3: ') as string },
  });
});

test.each([
  ['of no use here', { name: 'a.exe', bytes: 10 }, 400, 'upload-kind-unfit'],
  ['without a byte', { name: 'a.mp4', bytes: 0 }, 400, 'upload-empty'],
  ['too large for its kind', { name: 'a.png', bytes: 9 * 1024 ** 2 }, 413, 'upload-too-large'],
  ['too large for the course', { name: 'a.mp4', bytes: 30_000_000 }, 413, 'upload-draft-full'],
])('a file %s is refused before it is sent', async (_, file, status, code) => {
  expect(await client.announce(id, file)).toMatchObject({ status, code });
  expect((await files()).uploads).toEqual([]);
});

test('what is announced takes its room at once, of the course and of the server', async () => {
  const most = 20_000_000;
  const first = await client.announce(id, { name: 'a.mp4', bytes: most });
  expect(first.status).toBe(201);
  expect((await client.announce(id, { name: 'b.mp4', bytes: most })).code).toBe(
    'upload-draft-full',
  );
  const other = { title: '另一门', area: 'law' };
  const others: string[] = [];
  for (let at = 0; at < 2; at += 1)
    others.push((await author.post<{ id: string }>('/api/v1/drafts', other)).body.id);
  const sent = await client.announce(others[0] ?? '', { name: 'a.mp4', bytes: most });
  expect(sent.status).toBe(201);
  const full = await client.announce(others[1] ?? '', { name: 'a.mp4', bytes: most });
  expect(full).toMatchObject({ status: 507, code: 'upload-all-full' });
  // Given up, it gives its room back.
  expect((await client.cancel(first.url)).status).toBe(204);
  expect((await client.cancel(sent.url)).status).toBe(204);
  expect((await client.offset(first.url)).status).toBe(404);
  expect(await arriving()).toEqual([]);
});

test('a name from outside is shown, and is no path', async () => {
  const file = await whole(
    '../../etc/课\u202Egnp.srt',
    Buffer.from('1\n0:0:1.0 --> 0:0:2.0\n好\n'),
  );
  expect(file.fileName).toBe('课gnp.srt');
  expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('nobody else sends, asks, gives up or sees: not of another course, not without the role, not from elsewhere', async () => {
  const { url } = await client.announce(id, { name: 'a.mp4', bytes: recording.length });
  const other = await author.post<{ id: string }>('/api/v1/drafts', { title: '别的', area: 'law' });
  const elsewhere = url.replace(id, other.body.id);
  expect((await client.offset(elsewhere)).status).toBe(404);
  expect((await client.send(elsewhere, 0, recording)).status).toBe(404);
  expect((await client.cancel(elsewhere)).status).toBe(404);
  const learner = tusClient(here, (await addLearner(here)).visitor);
  expect((await learner.announce(id, { name: 'a.mp4', bytes: 10 })).status).toBe(403);
  expect((await learner.offset(url)).status).toBe(403);
  expect((await learner.send(url, 0, recording)).status).toBe(403);
  expect((await learner.cancel(url)).status).toBe(403);
  const nobody = tusClient(here, here.visitor());
  expect((await nobody.send(url, 0, recording)).status).toBe(401);
  for (const origin of ['https://evil.example', null]) {
    const foreign = tusClient(here, author, origin);
    expect((await foreign.announce(id, { name: 'a.mp4', bytes: 10 })).code).toBe('foreign-origin');
    expect((await foreign.send(url, 0, recording)).status).toBe(403);
    expect((await foreign.cancel(url)).status).toBe(403);
  }
  expect((await client.offset(url)).at).toBe(0);
  expect((await client.cancel(url)).status).toBe(204);
});

test('uploads that nobody comes back for are swept, with what came of them', async () => {
  const { url } = await client.announce(id, { name: 'a.mp4', bytes: recording.length });
  await client.send(url, 0, recording.subarray(0, 1000));
  const { platform } = here.installation;
  const sweep = () =>
    sweepUploadsHandler(
      platform,
      {},
      { signal: new AbortController().signal, progress: () => undefined },
    );
  await sweep();
  expect((await files()).uploads).toHaveLength(1);
  here.clock.advance({ days: 15 });
  author = await here.signIn('zhoumin');
  client = tusClient(here, author);
  // What a killed process left of a draft that it had written out, and what one is just writing.
  const [left, fresh] = ['draft-aB3xYz', 'draft-Zz9aBc'].map((name) => join(here.dataFolder, name));
  if (!left || !fresh) return expect.unreachable();
  for (const room of [left, fresh]) await mkdir(room);
  await utimes(left, new Date(0), new Date(0));
  await sweep();
  expect((await files()).uploads).toEqual([]);
  expect(await arriving()).toEqual([]);
  expect((await readdir(here.dataFolder)).filter((name) => name.startsWith('draft-'))).toEqual([
    'draft-Zz9aBc',
  ]);
});
