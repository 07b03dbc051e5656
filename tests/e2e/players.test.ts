// What is published plays in players that are not ours: other programs read the same playlists.
import type { CourseDetail, LectureView } from '@xueshi/contracts';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

const SHAKA = fileURLToPath(import.meta.resolve('shaka-player/dist/shaka-player.compiled.js'));
/** How fast the lecture is played, so that the test does not take as long as it. */
const RATE = 4;

/** What is asked of Shaka Player here; its own declarations name globals of every page. */
interface ForeignPlayer {
  attach(video: HTMLVideoElement): Promise<void>;
  load(url: string): Promise<void>;
  getVariantTracks(): { readonly height: number | null }[];
  getTextTracks(): { readonly language: string }[];
}

let browser: Browser;
let page: Page;
let lecture: LectureView;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
  const context = await openContext(browser, sharedUrl(), { bypassCSP: true });
  page = await context.newPage();
  await signIn(page, 'zhaodeshui', inject('password'));
  const ask = async <T>(path: string) => (await (await context.request.get(path)).json()) as T;
  await vi.waitFor(
    async () => {
      const course = await ask<CourseDetail>('/api/v1/courses/second');
      expect(course.lessons[0]?.ready).toBe(true);
    },
    { timeout: 120_000, interval: 1000 },
  );
  const enrolled = await context.request.post('/api/v1/courses/second/enrolment', {
    headers: { origin: sharedUrl() },
  });
  expect(enrolled.ok()).toBe(true);
  lecture = await ask('/api/v1/courses/second/lessons/lecture');
  await page.goto('/about');
}, 150_000);
afterAll(() => browser.close());

/** Plays what a page script has put into the one video, and says where it came to an end and how long it is. */
async function playToTheEnd(): Promise<{ ended: number; duration: number; width: number }> {
  return page.locator('#foreign').evaluate(async (element, rate) => {
    const video = element as HTMLVideoElement;
    video.muted = true;
    video.playbackRate = rate;
    const ended = new Promise<void>((done, failed) => {
      video.addEventListener('ended', () => done());
      video.addEventListener('error', () => failed(new Error(video.error?.message)));
    });
    await video.play();
    await ended;
    return { ended: video.currentTime, duration: video.duration, width: video.videoWidth };
  }, RATE);
}

const expectWhole = (played: { ended: number; duration: number; width: number }) => {
  expect(played.duration * 1000).toBeGreaterThan(lecture.media.durationMs - 500);
  expect(played.duration * 1000).toBeLessThan(lecture.media.durationMs + 500);
  expect(played.ended).toBeCloseTo(played.duration, 0);
  expect(played.width).toBeGreaterThan(0);
};

const putVideo = (src = '') =>
  page.evaluate((url) => {
    document.querySelector('#foreign')?.remove();
    const video = Object.assign(document.createElement('video'), { id: 'foreign' });
    if (url) video.src = url;
    document.body.append(video);
  }, src);

test('a published lecture plays from start to end in Shaka Player, which finds every picture and the subtitles', async () => {
  await putVideo();
  await page.addScriptTag({ path: SHAKA });
  const found = await page.evaluate(async (url) => {
    const { shaka } = globalThis as unknown as { shaka: { Player: new () => ForeignPlayer } };
    const player = new shaka.Player();
    await player.attach(document.querySelector('#foreign') as HTMLVideoElement);
    await player.load(url);
    return {
      heights: player.getVariantTracks().map(({ height }) => height),
      languages: player.getTextTracks().map(({ language }) => language),
    };
  }, lecture.media.playlistUrl ?? '');
  expect(new Set(found.heights).size).toBeGreaterThanOrEqual(3);
  expect(found.languages.length).toBeGreaterThan(0);
  expectWhole(await playToTheEnd());
});

test('and natively, where the browser plays such lists itself', async () => {
  await putVideo(lecture.media.playlistUrl ?? '');
  expectWhole(await playToTheEnd());
});

test('our own player hands the list to a browser that has no media source, as older iPhones have none', async () => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'MediaSource');
    Reflect.deleteProperty(globalThis, 'ManagedMediaSource');
  });
  await page.goto('/courses/second/lecture');
  await page.getByRole('button', { name: '播放', exact: true }).first().click();
  const video = page.locator('video');
  const state = () =>
    video.evaluate((element: HTMLVideoElement) => ({
      source: element.currentSrc,
      time: element.currentTime,
    }));
  await expect.poll(async () => (await state()).time, { timeout: 30_000 }).toBeGreaterThan(3);
  expect((await state()).source).toMatch(/\/media\/playback\/.*\.m3u8$/);
});

test('a picture that the browser or an add-on speeds up is slowed down, and the learner is told that no more counts', async () => {
  const video = page.locator('video');
  const setRate = (rate: number) =>
    video.evaluate((element: HTMLVideoElement, wanted) => {
      element.playbackRate = wanted;
    }, rate);
  const rate = () => video.evaluate((element: HTMLVideoElement) => element.playbackRate);
  await setRate(2);
  await expect.poll(rate).toBe(1);
  await page.getByText('视频被浏览器或插件调快了').waitFor();
  // One that insists is not fought over for ever.
  await video.evaluate((element: HTMLVideoElement) =>
    element.addEventListener('ratechange', () => {
      if (element.playbackRate < 2) element.playbackRate = 2;
    }),
  );
  await setRate(2);
  await expect.poll(rate).toBe(2);
  await page.getByText('视频被浏览器或插件调快了').waitFor();
});
