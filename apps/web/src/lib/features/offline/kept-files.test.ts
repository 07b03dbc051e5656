import { expect, test } from 'vitest';
import { keptUrl, withKeptUrls } from './kept-files.ts';

const ASSET = 'a'.repeat(40);

test('whatever a lesson names is asked for below the person’s own address', () => {
  expect(keptUrl('p1', `/media/${ASSET}/audio/index.m3u8`)).toBe(
    `/offline/kept/p1/${ASSET}/audio/index.m3u8`,
  );
  const lesson = {
    posterUrl: `/media/${ASSET}/poster.jpg`,
    html: '<img src="/media/pictures/x.webp"> 见 /media/ 一节',
  };
  expect(withKeptUrls('p1', lesson)).toEqual({
    posterUrl: `/offline/kept/p1/${ASSET}/poster.jpg`,
    html: '<img src="/offline/kept/p1/pictures/x.webp"> 见 /media/ 一节',
  });
});

test('what a playback fetches online is never answered from what is kept', () => {
  const url = `/media/playback/session-1/audio/segment-00001.m4s`;
  expect(withKeptUrls('p1', { url })).toEqual({ url });
});
