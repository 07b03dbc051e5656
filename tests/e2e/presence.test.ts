// Presence checks in a real browser, on an installation that asks after every six counted seconds,
// and an author's questions between them.
import type { CourseDetail, LectureView } from '@xueshi/contracts';
import { findFfmpeg } from '@xueshi/media';
import { makeSampleCourse, temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { startServer, type ServerProcess } from './server-process.ts';

// The chapters begin at 0:00, 0:18 and 0:36: as close as questions may be to each other and to the end.
const QUESTIONS = `[
  { at: 0:16, item: { id: first, kind: single, stem: 群众来访先做什么？, options: [登记, 劝返, 报告],
    answer: A, explanation: 先登记。, difficulty: 1 } },
  { at: 0:36, item: { id: second, kind: true_false, stem: 登记后出具凭证。, answer: true,
    explanation: 应当出具。, difficulty: 1 } } ]`;

let folder: { path: string; remove(): Promise<void> };
let server: ServerProcess;
let browser: Browser;
let learner: BrowserContext;
let page: Page;

beforeAll(async () => {
  folder = await temporaryFolder();
  const ffmpeg = await findFfmpeg();
  if (!ffmpeg.ok) throw new Error(`the journey needs an ffmpeg: ${ffmpeg.detail}`);
  const courses = join(folder.path, 'courses');
  await mkdir(courses);
  await makeSampleCourse(courses, {
    slug: 'trial',
    ffmpeg: ffmpeg.path,
    seconds: 40,
    seeking: 'watched',
  });
  await makeSampleCourse(courses, {
    slug: 'asking',
    ffmpeg: ffmpeg.path,
    seconds: 54,
    questions: QUESTIONS,
  });
  server = await startServer({
    XUESHI_DATA: join(folder.path, 'data'),
    XUESHI_COURSES: courses,
    XUESHI_SAMPLE_PASSWORD: inject('password'),
    XUESHI_PRESENCE_CHECKS: '6-6',
  });
  browser = await launchBrowser(inject('chromium'));
  learner = await openContext(browser, server.url, { width: 360, height: 740 });
  page = await learner.newPage();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await folder.remove();
});

/** Starts a course and opens its lecture once its video is ready. */
async function openLecture(slug: string) {
  const headers = { origin: server.url };
  await learner.request.post(`/api/v1/courses/${slug}/enrolment`, { headers });
  await expect
    .poll(async () => (await ask<CourseDetail>(`/api/v1/courses/${slug}`)).lessons[0]?.ready, {
      timeout: 120_000,
      interval: 1000,
    })
    .toBe(true);
  await page.goto(`/courses/${slug}/lecture`);
}

async function ask<T>(path: string): Promise<T> {
  return (await (await learner.request.get(path)).json()) as T;
}
const lecture = () => ask<LectureView>('/api/v1/courses/trial/lessons/lecture');
const dialog = () => page.getByRole('dialog', { name: '在线确认' });
const mediaTime = () =>
  page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
const isPaused = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.paused);

/** The word that is asked for, and the buttons with the other ones. */
async function optionsOf() {
  const said = (await dialog().getByText(/^请点/).textContent()) ?? '';
  const wanted = /“(.+)”/.exec(said)?.[1] ?? '';
  const labels = await dialog().getByRole('button').allTextContents();
  const wrong = labels.find((label) => label.trim() !== wanted) ?? '';
  return { wanted, wrong: wrong.trim() };
}

function isWithinDialog(element: Element): boolean {
  const dialogBottom = element.closest('dialog')?.getBoundingClientRect().bottom ?? 0;
  return element.getBoundingClientRect().bottom <= dialogBottom;
}

/** Keeps back what reports are answered with where it names a check that was named before. */
async function holdOldNews() {
  const named = new Set<string>();
  const held: Promise<void>[] = [];
  const gate = Promise.withResolvers<undefined>();
  await page.route('**/beats', async (route) => {
    const answer = await route.fetch();
    const { check } = (await answer.json()) as { check?: { id: string } | null };
    if (!check || !named.has(check.id)) {
      if (check) named.add(check.id);
      return route.fulfill({ response: answer });
    }
    const told = gate.promise.then(() => route.fulfill({ response: answer }));
    held.push(told);
    return told;
  });
  return {
    held,
    async letGo(): Promise<void> {
      gate.resolve(undefined);
      await Promise.all(held);
      await page.unroute('**/beats');
    },
  };
}

test('a learner who is there goes on; one who does not pass goes back and loses only what was unproven', async () => {
  await signIn(page, 'wangxiulan', inject('password'));
  await openLecture('trial');
  const oldNews = await holdOldNews();
  await page.getByRole('button', { name: '播放', exact: true }).first().click();

  // The picture rests while the question stands; it can be answered by keyboard and not be dismissed.
  await dialog().waitFor({ timeout: 40_000 });
  expect(await isPaused()).toBe(true);
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  const first = await optionsOf();
  await dialog().getByRole('button', { name: first.wanted }).press('Enter');
  await dialog().waitFor({ state: 'hidden' });
  await expect.poll(isPaused).toBe(false);
  // A report that was on its way still names the check that was passed: it is not asked again.
  expect(oldNews.held.length).toBeGreaterThan(0);
  await oldNews.letGo();
  const wentOnAt = await mediaTime();
  await expect.poll(mediaTime).toBeGreaterThan(wentOnAt + 0.5);
  // This course lets nobody skip ahead the first time; the page says so instead.
  await page.keyboard.press('9');
  await page.getByText('第一次学习时不能跳到还没看过的地方').waitFor();
  expect(await mediaTime()).toBeLessThan(25);
  await page.keyboard.press('0');
  await expect.poll(mediaTime).toBeLessThan(5);

  const proven = (await lecture()).watchedMs;
  expect(proven).toBeGreaterThanOrEqual(6_000);

  // The second time somebody just clicks.
  await dialog().waitFor({ timeout: 40_000 });
  await dialog()
    .getByRole('button', { name: (await optionsOf()).wrong })
    .click();
  await dialog().getByText('还可以答 1 次').waitFor();
  await dialog()
    .getByRole('button', { name: (await optionsOf()).wrong })
    .click();
  await dialog().waitFor({ state: 'hidden' });
  await page.getByText(/没有完成在线确认/).waitFor();
  expect(await isPaused()).toBe(true);
  const after = await lecture();
  expect(after.watchedMs).toBeLessThanOrEqual(proven + 1_000);
  expect(after.watchedMs).toBeGreaterThanOrEqual(6_000);

  // Whoever moves the picture past the player’s own controls is led back, and nothing of it counts.
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    video.currentTime = 36;
    void video.play();
  });
  await page.getByText('第一次学习要按顺序来').waitFor({ timeout: 40_000 });
  expect(await mediaTime()).toBeLessThan(20);
  expect((await lecture()).watchedMs).toBe(after.watchedMs);
});

test('an author’s question is answered by keyboard; wrong twice brings the part before it back', async () => {
  await openLecture('asking');
  await page.getByText('这一讲中途有 2 个问题').first().waitFor();
  await page.getByRole('button', { name: '播放', exact: true }).first().click();
  const question = page.getByRole('dialog', { name: '课中问题' });
  const right = page.getByRole('dialog', { name: '答对了' });
  /** The next question; the words asked for on the way are answered. */
  async function nextQuestion(): Promise<void> {
    for (;;) {
      await dialog().or(question).waitFor({ timeout: 40_000 });
      if (await question.isVisible()) return;
      await dialog()
        .getByRole('button', { name: (await optionsOf()).wanted })
        .press('Enter');
      await dialog().waitFor({ state: 'hidden' });
    }
  }

  await nextQuestion();
  expect(await isPaused()).toBe(true);
  // At its moment, and not with the next report a quarter of a minute later.
  expect(await mediaTime()).toBeLessThan(22);
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  // An answer is chosen before one hands it in.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await question.getByText('请先选择答案').waitFor();
  await page.keyboard.press('Shift+Tab');
  const options = await question.locator('label').allTextContents();
  const place = options.findIndex((text) => text.includes('登记'));
  await page.keyboard.press('Space');
  for (let step = 0; step < place; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await right.getByText('先登记').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await right.waitFor({ state: 'hidden' });
  await expect.poll(isPaused).toBe(false);
  await page.getByRole('tab', { name: '大纲' }).click();
  await page.getByText('问题，已答对').waitFor();

  await nextQuestion();
  // As high as a phone's screen is when it lies: what is said of an answer can be read all the same.
  await page.setViewportSize({ width: 360, height: 400 });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await question.getByRole('radio', { name: '错' }).check();
    await question.getByRole('button', { name: '提交' }).click();
    if (attempt > 0) continue;
    const told = question.getByText('还可以答 1 次');
    await told.waitFor();
    expect(await told.evaluate(isWithinDialog)).toBe(true);
  }
  await question.waitFor({ state: 'hidden' });
  await page.getByText(/从 0:18 到 0:36 这一段要重新看一遍/).waitFor();
  await expect.poll(mediaTime).toBeCloseTo(18, 0);
  const { questions, watched } = await ask<LectureView>('/api/v1/courses/asking/lessons/lecture');
  expect(questions.map(({ isAnswered }) => isAnswered)).toEqual([true, false]);
  expect(watched[0]).toEqual([0, 18_000]);
});
