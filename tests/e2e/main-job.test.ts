import type { CourseDetail, Home, LectureView, UnitOverview } from '@xueshi/contracts';
import { SAMPLE_ANSWERS } from '@xueshi/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser, openContext, signIn, signInByForm } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;
let learner: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
  learner = await openContext(browser, sharedUrl(), { width: 1280, height: 800 });
  page = await learner.newPage();
});
afterAll(() => browser.close());

async function ask<T>(context: BrowserContext, path: string): Promise<T> {
  const answer = await context.request.get(path);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

const mediaTime = () =>
  page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);

/** Waits for the lectures to be packaged: the course page says when a lecture is ready. */
async function untilReady(slug: string): Promise<void> {
  await expect
    .poll(
      async () => (await ask<CourseDetail>(learner, `/api/v1/courses/${slug}`)).lessons[0]?.ready,
      { timeout: 120_000, interval: 1000 },
    )
    .toBe(true);
}

test('from signing in to credited hours: a learner’s way through a course, and the administrator sees it', async () => {
  await signInByForm(page, 'wangxiulan', inject('password'));
  const before = await ask<Home>(learner, '/api/v1/me/home');
  const admin = await openContext(browser, sharedUrl());
  const adminPage = await admin.newPage();
  await signIn(adminPage, 'chenjianguo', inject('password'));
  const [county] = (await ask<{ items: { id: string }[] }>(admin, '/api/v1/org-units')).items;
  const overview = () => ask<UnitOverview>(admin, `/api/v1/org-units/${county?.id ?? ''}/overview`);
  const sumBefore = (await overview()).total.hundredths;

  // The course, found by a two-character word.
  await page.goto('/courses?query=信访');
  await page.getByRole('link', { name: '测试课程：基层信访工作' }).first().click();
  await page.waitForURL('**/courses/trial');
  await untilReady('trial');
  await page.getByRole('button', { name: '开始学习' }).first().click();
  await page.waitForURL('**/courses/trial/lecture');

  await beginTheCase();
  await page.goto('/courses/trial/lecture');
  // The lecture plays: media time advances and segments are really fetched.
  const segments: string[] = [];
  page.on('response', (answer) => {
    if (answer.url().endsWith('.m4s') && answer.status() < 300) segments.push(answer.url());
  });
  await page.getByRole('button', { name: '播放', exact: true }).first().click();
  await expect.poll(mediaTime, { timeout: 30_000 }).toBeGreaterThan(16);
  expect(segments.length).toBeGreaterThan(3);
  await expect
    .poll(
      async () =>
        (await ask<LectureView>(learner, '/api/v1/courses/trial/lessons/lecture')).watchedMs,
      { timeout: 20_000 },
    )
    .toBeGreaterThan(10_000);

  await reloadAndGoOn();

  // To the end: the lecture is complete.
  await expect
    .poll(
      async () => (await ask<LectureView>(learner, '/api/v1/courses/trial/lessons/lecture')).state,
      { timeout: 90_000, interval: 1000 },
    )
    .toBe('completed');

  await readTheReading();
  await decideTheCase();
  await passTheQuiz();

  // The hours have arrived: on the home ring and in the unit's figures.
  const after = await ask<Home>(learner, '/api/v1/me/home');
  expect(after.totals.hundredths).toBe(before.totals.hundredths + 50);
  await page.goto('/');
  const hours = String((after.requirement?.clauses[0]?.hundredths ?? 0) / 100);
  await expect
    .poll(() => page.getByRole('img', { name: new RegExp(hours.replace('.', '\\.')) }).count())
    .toBeGreaterThan(0);
  expect((await overview()).total.hundredths).toBe(sumBefore + 50);
  await adminPage.goto('/admin');
  await adminPage.getByRole('link', { name: '清河镇' }).first().click();
  await adminPage.waitForURL('**/admin/units/**');
  await adminPage
    .getByRole('link', { name: /名单|人员/ })
    .first()
    .click();
  await adminPage.getByRole('link', { name: '王秀兰' }).first().click();
  await adminPage.getByText('测试课程：基层信访工作').first().waitFor();
  await admin.close();
});

async function readTheReading(): Promise<void> {
  await page.goto('/courses/trial/reading');
  const done = page.getByRole('button', { name: /已读完/ });
  await expect.poll(() => done.isEnabled(), { timeout: 40_000 }).toBe(true);
  await done.click();
  await expect
    .poll(async () => (await ask<CourseDetail>(learner, '/api/v1/courses/trial')).lessons[1]?.state)
    .toBe('completed');
}

/** Reloading resumes within three seconds of the place. */
async function reloadAndGoOn(): Promise<void> {
  const left = await mediaTime();
  await page.reload();
  await page.getByRole('button', { name: '播放', exact: true }).first().click();
  await expect.poll(mediaTime, { timeout: 20_000 }).toBeGreaterThan(3);
  const resumed = await mediaTime();
  expect(Math.abs(resumed - left)).toBeLessThan(3);
}

/** Begun before the lecture: the server counts the time that one has had to read it. */
async function beginTheCase(): Promise<void> {
  await page.goto('/courses/trial/case');
  await page.getByRole('button', { name: /开始/ }).first().click();
  await decideOn('请他们推选代表到接待室');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  // One reads on from what it led to.
  await expect.poll(focused).toBe('第 1 步');
  // The next decision would end it, and nobody has read it yet.
  await decideOn('当场出具受理回执');
  await page.getByText('请先看完情况和材料').waitFor();
  // Said where one has just decided; nobody is taken back to an earlier step.
  expect(await focused()).not.toBe('第 1 步');
}

async function decideOn(choice: string): Promise<void> {
  await page.getByRole('radio', { name: choice }).check();
  await page.getByRole('button', { name: '就这么办' }).click();
}

async function endTheCase(): Promise<boolean> {
  await page.goto('/courses/trial/case');
  await decideOn('当场出具受理回执');
  await page
    .getByText(/程序走通|请先看完情况和材料/)
    .first()
    .waitFor();
  return (await page.getByText('程序走通').count()) > 0;
}

async function decideTheCase(): Promise<void> {
  await expect.poll(endTheCase, { timeout: 90_000, interval: 2_000 }).toBe(true);
  await page.getByText('先稳住人').first().waitFor();
  await discussTheCase();
}

/** What others say opens with one's own reflection; one's own words then stand among them. */
async function discussTheCase(): Promise<void> {
  await page.getByText('写下自己的反思并保存，就能看到大家的发言').waitFor();
  await page.getByLabel('换了你，会怎样开口？').fill('先听他们把话说完');
  await page.getByRole('button', { name: '保存' }).first().click();
  await page.getByLabel('您的看法').fill('人多嘴杂，先请代表坐下');
  await page.getByRole('button', { name: '发言' }).click();
  const said = page.getByRole('link', { name: '人多嘴杂，先请代表坐下' });
  await said.waitFor();
  await said.click();
  await page.getByText('做完这个案例、写下反思的学员和老师才能看到。').waitFor();
}

async function passTheQuiz(): Promise<void> {
  await page.goto('/courses/trial/quiz');
  await page.getByRole('button', { name: /开始/ }).first().click();
  await page.getByRole('radio', { name: '群众工作' }).check();
  await page.getByRole('checkbox', { name: '请推选代表' }).check();
  await page.getByRole('checkbox', { name: '登记事项' }).check();
  await page.getByRole('radio', { name: SAMPLE_ANSWERS.q3 ? '正确' : '错误' }).check();
  await page.getByRole('button', { name: '提交答卷' }).click();
  await page.getByText('通过了').first().waitFor();
}
