// A PDF of slides becomes pictures with their words, all of them or none.
import type { DraftFile, DraftFiles } from '@xueshi/contracts';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkInstallation } from '../../../commands/check.ts';
import { makeRecording } from '../../../testing/recordings.ts';
import { makeDeck, makeRecordingOf } from '../../../testing/slide-decks.ts';
import {
  anyFfmpeg,
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../../testing/test-installation.ts';
import { listen, tusClient, type TusClient } from '../../../testing/tus-client.ts';
import { takeInHandler } from '../take-in.handler.ts';

let here: TestInstallation;
let author: Visitor;
let client: TusClient;
let id: string;

beforeAll(async () => {
  // Presentations have tests of their own.
  here = await openTestInstallation({ env: { XUESHI_OFFICE: 'off' } });
  await listen(here);
  author = await here.signIn('zhoumin');
  client = tusClient(here, author);
});
afterAll(() => here.close());

beforeEach(async () => {
  const wish = { title: '幻灯片试讲', area: 'law' };
  id = (await author.post<{ id: string }>('/api/v1/drafts', wish)).body.id;
});

const files = async () => (await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`)).body.files;

async function send(name: string, bytes: Buffer<ArrayBuffer>): Promise<DraftFile> {
  const { url } = await client.announce(id, { name, bytes: bytes.length });
  await client.send(url, 0, bytes);
  await here.jobs.idle();
  const file = (await files()).find((one) => url.endsWith(one.id));
  if (!file) throw new Error('it arrived');
  return file;
}

test('twenty pages become twenty pictures with their words, and go with their file', async () => {
  const deck = await send('课件.pdf', await makeDeck(20));
  expect(deck).toMatchObject({ kind: 'slides', state: 'usable', found: { pages: 20 } });
  const pages = (await files()).filter(({ found }) => found?.page?.of === deck.id);
  const byNumber = new Map(pages.map((page) => [page.found?.page?.number, page]));
  expect([...byNumber.keys()].sort((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 20 }, (_, at) => at + 1),
  );
  const third = byNumber.get(3);
  expect(third).toMatchObject({
    kind: 'slide',
    state: 'usable',
    found: {
      ...{ width: 1600, height: 900 },
      page: { title: '第3步：接访从听开始', text: expect.stringContaining('记下原话，第3条') },
    },
  });
  const picture = await author.get(`/media/drafts/${id}/${third?.id}`);
  expect(picture.headers['content-type']).toBe('image/webp');
  expect(await readdir(join(here.dataFolder, 'uploads'))).toEqual([]);
  const { platform, database } = here.installation;
  const report = await checkInstallation(platform, database);
  expect(report.draftFiles).toMatchObject({ problems: [] });

  await author.delete(`/api/v1/drafts/${id}/files/${deck.id}`);
  expect(await files()).toEqual([]);
}, 60_000);

test('work that a killed server left half done is done once, and pages of a file that was removed do not come back', async () => {
  const bytes = await makeDeck(3);
  const { url } = await client.announce(id, { name: '课件.pdf', bytes: bytes.length });
  const fileId = url.split('/').at(-1) ?? '';
  const left = join(here.dataFolder, 'uploads', `${fileId}.pages`);
  await mkdir(left, { recursive: true });
  await writeFile(join(left, '0009.webp'), 'half a page');
  await client.send(url, 0, bytes);
  await here.jobs.idle();
  const numbers = async () => (await files()).flatMap(({ found }) => found?.page?.number ?? []);
  expect((await numbers()).toSorted()).toEqual([1, 2, 3]);
  const again = { signal: new AbortController().signal, progress: () => undefined };
  await takeInHandler(here.installation.platform, { fileId }, again);
  expect((await numbers()).toSorted()).toEqual([1, 2, 3]);
  await author.delete(`/api/v1/drafts/${id}/files/${fileId}`);
  await takeInHandler(here.installation.platform, { fileId }, again);
  expect(await files()).toEqual([]);
}, 30_000);

test('what cannot be used leaves no page behind', async () => {
  const refused = await send('坏了.pdf', Buffer.from('%PDF-1.7\n没有了'));
  expect(refused).toMatchObject({ state: 'refused', problem: 'not-a-pdf' });
  expect(await files()).toHaveLength(1);
  const { status, code } = await client.announce(id, { name: '课件.pptx', bytes: 10 });
  expect({ status, code }).toEqual({ status: 400, code: 'upload-presentation' });
});

test('a recording that shows the pages tells when, within a second and a half, and surely', async () => {
  const deck = await send('课件.pdf', await makeDeck(20));
  const pages = (await files())
    .filter(({ found }) => found?.page?.of === deck.id)
    .sort((a, b) => (a.found?.page?.number ?? 0) - (b.found?.page?.number ?? 0));
  const pictures = await Promise.all(
    pages.map(async ({ sha256 }) => readFile(join(here.dataFolder, 'drafts', `${sha256}.webp`))),
  );
  // The seventh page is not shown, the others for three to seven seconds each.
  const seconds = pages.map((_, at) => (at === 6 ? 0 : 3 + ((at * 3) % 5)));
  const video = await makeRecordingOf(await anyFfmpeg(), pictures, seconds);
  const recording = await send('第一讲.mp4', video);
  const url = `/api/v1/drafts/${id}/files/${recording.id}/slides`;
  const slides = pages.map((page) => page.id);
  expect((await author.post(url, { slides: [...slides, recording.id] })).status).toBe(404);
  expect((await author.post(url, { slides })).status).toBe(204);
  await here.jobs.idle();
  const after = (await files()).find((file) => file.id === recording.id);
  const matched = after?.found?.matched;
  expect(after?.matching).toBeNull();
  expect(matched).toMatchObject({ isDone: true, problem: null });
  expect(matched?.percent).toBeGreaterThan(70);
  for (const [at, slide] of (matched?.slides ?? []).entries()) {
    const shown = 1_000 * seconds.slice(0, at).reduce((sum, one) => sum + one, 0);
    if (at === 6) expect(slide.startMs).toBeNull();
    else expect(Math.abs((slide.startMs ?? -9_999) - shown), `page ${at + 1}`).toBeLessThan(1_500);
  }
}, 120_000);

test('a recording of something else is not trusted', async () => {
  const deck = await send('课件.pdf', await makeDeck(4));
  const recording = await send('别的.mp4', await makeRecording(await anyFfmpeg(), { seconds: 12 }));
  const slides = (await files()).flatMap((file) =>
    file.found?.page?.of === deck.id ? file.id : [],
  );
  const url = `/api/v1/drafts/${id}/files/${recording.id}/slides`;
  await author.post(url, { slides });
  await here.jobs.idle();
  const after = (await files()).find((file) => file.id === recording.id);
  expect(after?.found?.matched?.isDone).toBe(true);
  expect(after?.found?.matched?.percent).toBeLessThan(40);
}, 60_000);
