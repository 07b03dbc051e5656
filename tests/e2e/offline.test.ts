import type { CourseDetail, LectureView } from '@xueshi/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser, openContext, signIn, signInByForm } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

const SLUG = 'second';

let browser: Browser;
let phone: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
  phone = await openContext(browser, sharedUrl(), { width: 360, height: 740 });
  page = await phone.newPage();
});
afterAll(() => browser.close());

async function ask<T>(path: string): Promise<T> {
  const answer = await phone.request.get(path);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

const course = () => ask<CourseDetail>(`/api/v1/courses/${SLUG}`);
const lecture = () => ask<LectureView>(`/api/v1/courses/${SLUG}/lessons/lecture`);
const stateOf = async (key: string) =>
  (await course()).lessons.find((lesson) => lesson.key === key)?.state;
const mediaTime = () =>
  page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);

async function keep(button: RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).click();
}

/** Begins the course, which changes nothing the second time, and opens its lecture. */
async function openLecture(): Promise<void> {
  const headers = { origin: sharedUrl() };
  await phone.request.post(`/api/v1/courses/${SLUG}/enrolment`, { headers });
  await page.goto(`/courses/${SLUG}/lecture`);
}

/** Opens a kept lesson from the list. */
async function openKept(title: string): Promise<void> {
  await page
    .getByRole('listitem')
    .filter({ hasText: title })
    .getByRole('link', { name: '打开' })
    .click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

async function watchTheLecture(): Promise<void> {
  await openKept('视频讲座');
  await page.getByRole('button', { name: '播放', exact: true }).first().click();
  await expect.poll(mediaTime, { timeout: 30_000 }).toBeGreaterThan(11);
  await page.getByRole('link', { name: '返回离线学习' }).click();
}

async function readTheReading(): Promise<void> {
  await openKept('阅读材料');
  const done = page.getByRole('button', { name: '我已读完' });
  await expect.poll(() => done.isEnabled(), { timeout: 40_000 }).toBe(true);
  await done.click();
  await page.getByText('已在本机标记读完').waitFor();
  await page.getByRole('link', { name: '返回离线学习' }).click();
}

async function walkTheCase(): Promise<void> {
  await openKept('案例');
  await page.getByRole('button', { name: '开始' }).click();
  for (const choice of ['请他们推选代表到接待室', '当场出具受理回执']) {
    await page.getByRole('radio', { name: choice }).check();
    await page.getByRole('button', { name: '就这么办' }).click();
  }
  await page.getByText('程序走通').waitFor();
  await page.getByText('先稳住人').waitFor();
  await page.getByRole('link', { name: '返回离线学习' }).click();
}

test('lessons kept on a phone are studied without a network, and the progress arrives afterwards', async () => {
  await signIn(page, 'zhaodeshui', inject('password'));
  await page.goto(`/courses/${SLUG}`);
  await expect
    .poll(async () => (await course()).lessons[0]?.ready, { timeout: 120_000, interval: 1000 })
    .toBe(true);
  await openLecture();
  const { watchedMs } = await lecture();
  await page.getByRole('link', { name: '保存离线学习' }).click();

  await page.getByText('测验要联网做').waitFor();
  await keep(/视频讲座.*低清视频/);
  await page.getByText('已保存到本机').waitFor({ timeout: 60_000 });
  await keep(/阅读材料/);
  await expect.poll(() => page.getByText('已保存到本机').count(), { timeout: 20_000 }).toBe(2);
  await keep(/案例/);
  await expect.poll(() => page.getByText('已保存到本机').count(), { timeout: 20_000 }).toBe(3);

  // No network: whatever is asked for, what was kept is offered.
  await phone.setOffline(true);
  await page.goto('/record');
  await page.waitForURL('**/offline?without=1');
  await page.getByText('现在没有网络').waitFor();
  await page.reload();
  await page.getByRole('listitem').filter({ hasText: '视频讲座' }).waitFor();

  await watchTheLecture();
  await readTheReading();
  await walkTheCase();
  await page.getByText('有学习记录还没上传').first().waitFor();

  // Back again: the log is sent by itself. The answer is lost on the way, so it is sent once more.
  let lost = 0;
  await page.route(
    '**/api/v1/offline-permissions/*/study',
    async (route) => {
      await route.fetch();
      lost += 1;
      await route.abort();
    },
    { times: 3 },
  );
  // A page that is open would hear that the network is back, and send before the next one opens.
  await page.goto('about:blank');
  await phone.setOffline(false);
  await page.goto('/offline');
  await page.getByRole('button', { name: '上传学习记录' }).click();
  expect(lost).toBe(3);
  await expect.poll(() => stateOf('reading'), { timeout: 30_000 }).toBe('completed');
  await expect.poll(() => page.getByText('有学习记录还没上传').count()).toBe(0);
  await page.getByText('观看时长要联网看才计入').waitFor();
  const view = await lecture();
  expect(view.watchedMs).toBe(watchedMs);
  expect(view.resumeMs).toBeGreaterThan(10_000);
  expect(view.state).toBe('in_progress');
});

const keptCaches = () =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.includes('kept')).length);

test('another person on the same phone finds nothing of it', async () => {
  await page.goto('/account');
  await page.getByText('本机保存的离线内容会删除').waitFor();
  expect(await keptCaches()).toBe(1);
  // A colleague signs in while the first session has merely gone.
  await phone.clearCookies({ name: /xueshi-session/ });
  await signInByForm(page, 'wangxiulan', inject('password'));
  await expect.poll(keptCaches).toBe(0);
  await page.goto('/offline');
  await page.getByText('还没有保存内容').waitFor();
});

test('the sound alone plays without a network, and signing out with study unsent asks first', async () => {
  await page.goto(`/courses/${SLUG}`);
  await openLecture();
  await page.goto(`/courses/${SLUG}/offline`);
  // The link breaks while it is fetched; what came stays, and going on fetches the rest.
  const fetched: string[] = [];
  page.on('requestfinished', (request) => {
    if (request.url().endsWith('.m4s')) fetched.push(request.url());
  });
  await page.route('**/audio/segment-*2.m4s', (route) => route.abort());
  await keep(/视频讲座.*只要声音/);
  await page.getByText('已存的部分还在').waitFor({ timeout: 60_000 });
  await page.unroute('**/audio/segment-*2.m4s');
  await keep(/接着保存/);
  await page.getByText('已保存到本机').waitFor({ timeout: 60_000 });
  expect(new Set(fetched).size).toBe(fetched.length);
  await phone.setOffline(true);
  await page.goto('/offline');
  await openKept('视频讲座');
  await page.getByRole('button', { name: '播放', exact: true }).first().click();
  await expect.poll(mediaTime, { timeout: 30_000 }).toBeGreaterThan(7);
  await page.getByRole('link', { name: '返回离线学习' }).click();
  await page.getByText('有学习记录还没上传').first().waitFor();

  // The server will not have the log this time: what is not sent would be lost with the sign-out.
  await page.route('**/api/v1/offline-permissions/*/study', (route) => route.abort());
  await phone.setOffline(false);
  await page.goto('/account');
  await page.getByText('本机保存的离线内容会删除').waitFor();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByText('还没上传。现在退出').waitFor();
  expect(await keptCaches()).toBe(1);
  await page.getByRole('button', { name: '仍要退出并删除' }).click();
  await page.waitForURL('**/sign-in');
  expect(await keptCaches()).toBe(0);
});

test('a device without room says so, and keeps what it has', async () => {
  const full = await openContext(browser, sharedUrl(), { width: 360, height: 740 });
  const tab = await full.newPage();
  const devtools = await full.newCDPSession(tab);
  const allowBytes = (quotaSize: number) =>
    devtools.send('Storage.overrideQuotaForOrigin', { origin: sharedUrl(), quotaSize });
  await signInByForm(tab, 'zhaodeshui', inject('password'));
  await tab.goto(`/courses/${SLUG}/offline`);
  const keepVideo = tab.getByRole('button', { name: /视频讲座.*低清视频/ });

  // Not even the offline app has room.
  await allowBytes(300_000);
  await keepVideo.click();
  await tab.getByText('这台设备存不下了。').waitFor();
  // Now it has, but the lecture has not: what the browser believes to be left is not told.
  await allowBytes(100_000_000);
  await tab.getByRole('button', { name: /阅读材料/ }).click();
  await tab.getByText('已保存到本机').waitFor();
  await allowBytes(await usedBytes(tab));
  await keepVideo.click();
  await tab.getByText('这台设备存不下了。').waitFor();
  await allowBytes(100_000_000);
  await tab.getByRole('button', { name: /接着保存/ }).click();
  await expect.poll(() => tab.getByText('已保存到本机').count()).toBe(2);
  await full.close();
});

const usedBytes = (tab: Page) =>
  tab.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
