// Writing a note while a lecture plays, and asking at a second of it until the answer has come.
import type { LectureView } from '@xueshi/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;
let learner: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
  learner = await openContext(browser, sharedUrl(), { width: 360, height: 740 });
  page = await learner.newPage();
  await signIn(page, 'zhaodeshui', inject('password'));
  await vi.waitFor(async () => expect(await readyState()).toBe('ready'), {
    timeout: 120_000,
    interval: 1_000,
  });
});
afterAll(() => browser.close());

/** Starts the course, which changes nothing the second time, and asks for its lecture. */
async function readyState(): Promise<string> {
  const headers = { origin: sharedUrl() };
  await learner.request.post('/api/v1/courses/trial/enrolment', { headers });
  const answer = await learner.request.get('/api/v1/courses/trial/lessons/lecture');
  return ((await answer.json()) as LectureView).media.state;
}

const mediaTime = () =>
  page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);

test('a note is taken at the second at which one begins to write, and leads back there', async () => {
  await page.goto('/courses/trial/lecture');
  await page.getByRole('button', { name: '播放', exact: true }).first().click();
  await expect.poll(mediaTime, { timeout: 30_000 }).toBeGreaterThan(3);
  await page.getByRole('tab', { name: '笔记' }).click();
  const before = Math.floor(await mediaTime());
  await page.getByLabel('写一条笔记').pressSequentially('十五日内告知');
  const after = Math.ceil(await mediaTime());
  await expect.poll(mediaTime, { timeout: 20_000 }).toBeGreaterThan(after + 2);
  await page.getByRole('button', { name: '保存笔记' }).first().click();
  const note = page.getByRole('article').filter({ hasText: '十五日内告知' });
  const jump = note.getByRole('button', { name: /从 0:\d\d 播放/ });
  await jump.waitFor();
  const second = Number(/0:(\d\d)/.exec((await jump.textContent()) ?? '')?.[1]);
  // The player tells its time four times a second.
  expect(second).toBeGreaterThanOrEqual(before - 1);
  expect(second).toBeLessThanOrEqual(after);

  await page.getByRole('button', { name: '暂停' }).first().click();
  await jump.click();
  await expect.poll(mediaTime).toBeGreaterThanOrEqual(second);
  expect(await mediaTime()).toBeLessThan(second + 5);
});

test('two devices change the same note: the second is told, and nothing of either is lost', async () => {
  const other = await learner.newPage();
  await page.goto('/notes');
  await other.goto('/notes');
  for (const [on, words] of [
    [page, '手机上补充的'],
    [other, '电脑上补充的'],
  ] as const) {
    await on.getByText('修改或删除').first().click();
    await on.getByLabel('笔记内容').first().fill(words);
    await on.getByRole('button', { name: '保存笔记' }).first().click();
    if (on === page) await on.getByRole('article').getByText(words).waitFor();
  }
  await other.getByText('在另一台设备或另一个页面上改过了').waitFor();
  await other.getByRole('blockquote').getByText('手机上补充的').waitFor();
  expect(await other.getByLabel('笔记内容').first().inputValue()).toBe('电脑上补充的');
  await other.getByRole('button', { name: '另存为新笔记' }).click();
  await expect.poll(() => other.getByRole('article').count()).toBe(2);
  const file = await learner.request.get('/api/v1/me/notes/export?format=markdown');
  const text = await file.text();
  expect(text).toContain('手机上补充的');
  expect(text).toContain('电脑上补充的');
  await other.close();
});

test('a question asked at the playing second is answered in the studio, and its asker is told', async () => {
  await page.goto('/courses/trial/lecture?t=12');
  await page.getByRole('button', { name: '播放', exact: true }).first().click();
  await expect.poll(mediaTime, { timeout: 30_000 }).toBeGreaterThan(12);
  await page.getByRole('link', { name: '向老师提问' }).click();
  await page.waitForURL('**/courses/trial/questions?**');
  await page.getByText(/提问位置：讲座的 0:\d\d/).waitFor();
  await page.getByLabel('问题', { exact: true }).fill('十五日从哪天算起？');
  await page.getByRole('button', { name: '提交问题' }).click();
  await page.waitForURL('**/questions/*');
  const address = page.url();

  const studio = await openContext(browser, sharedUrl());
  const author = await studio.newPage();
  await signIn(author, 'zhoumin', inject('password'));
  await author.goto('/studio/questions');
  await author.getByRole('link', { name: '十五日从哪天算起？' }).click();
  await author.getByLabel('以教师身份答复').fill('从收到之日起算。');
  await author.getByRole('button', { name: '提交答复' }).click();
  await author.getByText('教师答复').first().waitFor();
  await studio.close();

  await page.goto('/');
  await page.getByText('您有 1 个提问收到了新回复').waitFor();
  await page.goto(address);
  const answer = page.getByRole('article').filter({ hasText: '从收到之日起算。' });
  await answer.getByText('教师答复').waitFor();
  await expect
    .poll(async () => {
      const own = await learner.request.get('/api/v1/me/questions');
      return ((await own.json()) as { unreadQuestions: number }).unreadQuestions;
    })
    .toBe(0);
});

test('a fault is reported from the lesson with its place, and its state is seen', async () => {
  await page.goto('/courses/trial/lecture?t=9');
  await page.getByRole('link', { name: '报错' }).click();
  await page.waitForURL('**/feedback/new?**');
  await page.getByText('0:09').waitFor();
  await page.getByLabel('内容', { exact: true }).fill('这里没有声音');
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await page.getByText('已提交，由周敏办理').waitFor();
  await page.getByText('待办理').waitFor();
});

test('before scripts arrive a note is written, changed and deleted by plain forms', async () => {
  const plain = await openContext(browser, sharedUrl(), {
    width: 360,
    javaScriptEnabled: false,
  });
  const sheet = await plain.newPage();
  await signIn(sheet, 'zhaodeshui', inject('password'));
  await sheet.goto('/courses/trial/reading');
  await sheet.getByText(/我的笔记（0）/).click();
  await sheet.getByLabel('写在哪一段').selectOption({ index: 1 });
  await sheet.getByLabel('写一条笔记').fill('没有脚本也能写');
  await sheet.getByRole('button', { name: '保存笔记' }).click();
  const note = sheet.getByRole('article').filter({ hasText: '没有脚本也能写' });
  await note.getByRole('link', { name: /第 1 段/ }).waitFor();
  await note.getByText('修改或删除').click();
  await note.getByRole('button', { name: '删除这条笔记' }).click();
  await sheet.getByText('这一课还没有笔记').waitFor({ state: 'attached' });
  await plain.close();
});
