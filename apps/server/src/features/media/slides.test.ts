// What a lecture's package is named after.
import type { LectureMedia, MediaFile } from '@xueshi/formats';
import { temporaryFolder } from '@xueshi/testkit';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../platform/config.ts';
import { storeSlides } from './slides.ts';

const root = resolve(import.meta.dirname, '../../../../..');

async function lecture() {
  const folder = await temporaryFolder();
  onTestFinished(() => folder.remove());
  const file = async (name: string, content: string): Promise<MediaFile> => {
    const path = join(folder.path, name);
    await writeFile(path, content);
    return { name, path, bytes: content.length };
  };
  const media: LectureMedia = {
    video: await file('lecture.mp4', 'recording'),
    durationMs: 240_000,
    chapters: [{ startMs: 0, title: { 'zh-CN': '先听', en: 'Listen' } }],
    slides: [{ startMs: 0, image: await file('1.webp', 'slide'), title: '听', text: '' }],
    subtitles: [{ language: 'zh-CN', file: await file('zh.vtt', 'WEBVTT\n'), cues: [] }],
  };
  const config = readConfig({ XUESHI_DATA: join(folder.path, 'data') }, root);
  const assetOf = async (more: Partial<LectureMedia>) =>
    (await storeSlides({ config }, { ...media, ...more })).asset;
  return { assetOf };
}

test('a lecture without a chosen poster keeps the name that it has been packaged under', async () => {
  const { assetOf } = await lecture();
  expect(await assetOf({})).toMatchObject({
    id: '7b475b57e7276a79f9c70756595c3bc0ffae5923',
    posterMs: null,
  });
});

test('each part of a recording has a name of its own, and all of it the one of before', async () => {
  const { assetOf } = await lecture();
  const trim = { startMs: 0, endMs: 200_000, recordingMs: 240_000 };
  const assets = [
    await assetOf({ trim }),
    await assetOf({ trim: { ...trim, startMs: 1_000 } }),
    await assetOf({ trim, posterMs: 1_000 }),
    await assetOf({}),
  ];
  expect(new Set(assets.map(({ id }) => id)).size).toBe(4);
  expect(assets[0]).toMatchObject({ trim });
  expect(assets[3]).not.toHaveProperty('trim');
});

test('each chosen poster has a name of its own, always the same', async () => {
  const { assetOf } = await lecture();
  const moments = [undefined, 0, 1_000, 10_000, 1_000];
  const assets = [];
  for (const posterMs of moments)
    assets.push(await assetOf(posterMs === undefined ? {} : { posterMs }));
  const ids = assets.map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
  expect(ids[4]).toBe(ids[2]);
  expect(assets.map(({ posterMs }) => posterMs)).toEqual([null, 0, 1_000, 10_000, 1_000]);
});
