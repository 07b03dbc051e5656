import { afterEach, expect, test, vi } from 'vitest';
import { fetchFiles, keptUrl, withKeptUrls } from './kept-files.ts';

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

afterEach(() => vi.unstubAllGlobals());

test('when a device has no more room, nothing is said to arrive after that was told', async () => {
  // The first file finds no room while the others are still being stored.
  const others = Promise.withResolvers<undefined>();
  let stored = 0;
  const put = () => {
    stored += 1;
    if (stored > 1) return others.promise;
    setTimeout(() => others.resolve(undefined), 0);
    return Promise.reject(new DOMException('', 'QuotaExceededError'));
  };
  const cache = { match: () => Promise.resolve(undefined), put };
  vi.stubGlobal('caches', { open: () => Promise.resolve(cache) });
  const files = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ url: `data:,${name}`, bytes: 1 }));

  let heard = 0;
  const end = await fetchFiles({
    personId: 'p1',
    permission: { bytes: 5, files, playlist: null },
    signal: new AbortController().signal,
    progressed: () => (heard += 1),
  });
  expect(end).toBe('full');
  const heardBefore = heard;
  await others.promise;
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(heard).toBe(heardBefore);
  // Files that were not begun are not begun any more.
  expect(stored).toBe(3);
});
