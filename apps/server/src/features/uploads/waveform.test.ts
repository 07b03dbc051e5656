// The sound of a recording, drawn in the studio before anything is packaged.
import type { DraftFile, DraftFiles, DraftWaveform } from '@xueshi/contracts';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRecording } from '../../testing/recordings.ts';
import { beginDraft } from '../../testing/begun-draft.ts';
import {
  anyFfmpeg,
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { listen, tusClient } from '../../testing/tus-client.ts';

let here: TestInstallation;
let author: Visitor;
let recording: Buffer<ArrayBuffer>;

beforeAll(async () => {
  here = await openTestInstallation();
  await listen(here);
  author = await here.signIn('zhoumin');
  recording = await makeRecording(await anyFfmpeg(), { seconds: 12 });
});
afterAll(() => here.close());

const begin = () => beginDraft(author, { title: '波形试讲', area: 'law', lessons: [] });

async function upload(id: string, name: string, bytes: Buffer<ArrayBuffer>): Promise<DraftFile> {
  const client = tusClient(here, author);
  const { url } = await client.announce(id, { name, bytes: bytes.length });
  await client.send(url, 0, bytes);
  await here.jobs.idle();
  const { files } = (await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`)).body;
  const file = files.find((one) => url.endsWith(one.id));
  if (file?.state !== 'usable') throw new Error(`${name}: ${file?.problem}`);
  return file;
}

const urlOf = (id: string, fileId: string) => `/api/v1/drafts/${id}/files/${fileId}/waveform`;
const waveforms = async () =>
  (await readdir(join(here.dataFolder, 'drafts'))).filter((name) => name.endsWith('.wave'));

test('a recording that was uploaded has a waveform as long as it is, once for the same recording', async () => {
  const [one, other] = [await begin(), await begin()];
  const file = await upload(one, '第一讲.mp4', recording);
  const { status, body } = await author.get<DraftWaveform>(urlOf(one, file.id));
  expect(status).toBe(200);
  const peaks = Buffer.from(body.peaks, 'base64');
  expect(Math.abs(peaks.length / body.perSecond - 12)).toBeLessThan(0.5);
  expect(Math.max(...peaks)).toBeGreaterThan(50);
  expect(await waveforms()).toEqual([`${file.sha256}.wave`]);
  const again = await upload(other, '副本.mp4', recording);
  expect((await author.get<DraftWaveform>(urlOf(other, again.id))).body).toEqual(body);
  expect(await waveforms()).toHaveLength(1);
  expect(await readdir(join(here.dataFolder, 'uploads'))).toEqual([]);

  // Only in its own draft, only to authors, and only of recordings.
  expect((await author.get(urlOf(other, file.id))).status).toBe(404);
  const learner = await here.signIn('wangxiulan');
  expect((await learner.get(urlOf(one, file.id))).status).toBe(403);
  const words = Buffer.from('1\n00:00:01,000 --> 00:00:02,000\n好\n');
  const subtitles = await upload(one, '字幕.srt', words);
  expect((await author.get(urlOf(one, subtitles.id))).status).toBe(404);
});

test('a recording from before there were waveforms has none, and is as usable as others', async () => {
  const id = await begin();
  const file = await upload(id, '旧.mp4', recording);
  for (const name of await waveforms()) await rm(join(here.dataFolder, 'drafts', name));
  expect((await author.get(urlOf(id, file.id))).status).toBe(404);
  const { files } = (await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`)).body;
  expect(files).toMatchObject([{ state: 'usable' }]);
});
