// A lecture on a link that breaks: what was played meanwhile is kept on the device and counted when the link is back,
// also where the page was closed in between, and where another device went on.
import type { CourseDetail, LectureView } from '@xueshi/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

const COURSES = ['trial', 'second'] as const;
type Slug = (typeof COURSES)[number];
/** Who plays nothing in any other journey: what was watched and where one goes on is this one's alone. */
const LEARNER = 'lifang';

let browser: Browser;
let phone: BrowserContext;
let page: Page;

async function ask<T>(path: string): Promise<T> {
  const answer = await phone.request.get(path);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

const watchedMs = async (slug: Slug) =>
  (await ask<LectureView>(`/api/v1/courses/${slug}/lessons/lecture`)).watchedMs;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
  phone = await openContext(browser, sharedUrl(), { width: 360, height: 740 });
  page = await phone.newPage();
  await signIn(page, LEARNER, inject('password'));
  for (const slug of COURSES) {
    const ready = async () =>
      expect((await ask<CourseDetail>(`/api/v1/courses/${slug}`)).lessons[0]?.ready).toBe(true);
    await vi.waitFor(ready, { timeout: 120_000, interval: 1000 });
    await phone.request.post(`/api/v1/courses/${slug}/enrolment`, {
      headers: { origin: sharedUrl() },
    });
  }
}, 260_000);
afterAll(() => browser.close());

async function playLecture(on: Page, slug: Slug): Promise<void> {
  await on.goto(`/courses/${slug}/lecture`);
  await on.getByRole('button', { name: '播放', exact: true }).first().click();
}

/** Waits until so many seconds more were played. */
async function playOn(on: Page, seconds: number): Promise<void> {
  const played = () =>
    on.locator('video').evaluate(({ played: parts }: HTMLVideoElement) => {
      let sum = 0;
      for (let part = 0; part < parts.length; part += 1) sum += parts.end(part) - parts.start(part);
      return sum;
    });
  const before = await played();
  await expect.poll(played, { timeout: 60_000 }).toBeGreaterThan(before + seconds);
}

/** What the player and the server said to each other, to be read where something did not count. */
function noteReports(on: Page): string[] {
  const notes: string[] = [];
  on.on('response', async (answer) => {
    if (!answer.url().includes('/api/v1/playback-sessions')) return;
    const body = await answer.text().catch(() => 'no body');
    notes.push(`${answer.status()} ${answer.request().postData() ?? ''} → ${body}`);
  });
  return notes;
}

test('another device takes over at once, and what the first had played still counts', async () => {
  const notes = noteReports(page);
  await playLecture(page, 'second');
  await playOn(page, 8);
  const desk = await openContext(browser, sharedUrl(), { width: 1280, height: 800 });
  const other = await desk.newPage();
  await signIn(other, LEARNER, inject('password'));
  await playLecture(other, 'trial');
  await page.getByText('已在其他设备继续播放').first().waitFor({ timeout: 40_000 });
  const counts = async () =>
    expect(await watchedMs('second'), notes.join('\n')).toBeGreaterThan(6_000);
  await vi.waitFor(counts, { timeout: 60_000, interval: 1_000 });
  await desk.close();
});

test('what plays on while the link is cut is kept, the learner is told, and it counts when the link is back', async () => {
  await playLecture(page, 'trial');
  await playOn(page, 3);
  await phone.setOffline(true);
  await page.getByText('离线，已暂存').waitFor({ timeout: 40_000 });
  await phone.setOffline(false);
  await expect.poll(() => watchedMs('trial'), { timeout: 40_000 }).toBeGreaterThan(14_000);
  await page.getByText('离线，已暂存').waitFor({ state: 'detached' });
});

test('a page closed without a link loses nothing, whatever lecture is opened next', async () => {
  const before = await watchedMs('second');
  await playLecture(page, 'second');
  await playOn(page, 2);
  await phone.setOffline(true);
  await page.getByText('离线，已暂存').waitFor({ timeout: 40_000 });
  await page.close();
  // Asked before the link is back: what the closing page was still about to send may go then.
  expect(await watchedMs('second')).toBeLessThan(before + 4_000);
  await phone.setOffline(false);

  page = await phone.newPage();
  await playLecture(page, 'trial');
  await expect.poll(() => watchedMs('second'), { timeout: 40_000 }).toBeGreaterThan(before + 4_000);
});
