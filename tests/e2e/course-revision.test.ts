// A course that somebody is learning is written on: its learner is told, sees what it means, and goes over;
// a typing error mended reaches them without a word.
import type { CourseDraft } from '@xueshi/contracts';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { ownServer } from './own-server.ts';
import { tickChecklist } from './review-checklist.ts';
import { submitCourse } from './submitted-course.ts';

const here = ownServer();

const visitor = here.visit;

const press = (page: Page, action: string) =>
  page.locator(`form[action^="?/${action}"] button.button:visible`).first().click();
const says = (page: Page, words: string) =>
  page.locator('main', { hasText: words }).first().waitFor();

async function publish(page: Page, draft: string, said?: string): Promise<void> {
  await page.goto(`${draft}/review`);
  if (said) await says(page, said);
  await tickChecklist(page);
  await press(page, 'publish');
  await page.waitForURL((url) => !url.pathname.endsWith('/review') || url.search !== '');
}

/** In the reading, as its author writes it. */
async function rewrite(page: Page, draft: string, from: string, to: string): Promise<void> {
  await page.goto(`${draft}/lessons/reading`);
  const written = page.locator('textarea[name="text"]');
  await written.fill((await written.inputValue()).replaceAll(from, to));
  const saved = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await press(page, 'save');
  await saved;
  // Before the page knows it, whoever leaves is asked whether they mean to.
  await page.locator('[data-save="saved"]').waitFor();
}

/** Opens a page until it says what long work brings about. */
async function readUntil(page: Page, url: string, words: string): Promise<void> {
  const main = async () => {
    await page.goto(url);
    return page.locator('main').innerText();
  };
  await expect.poll(main, { timeout: 30_000 }).toContain(words);
}

test('a learner goes over to new content, and a mended word comes to them', async () => {
  const author = await visitor('zhoumin');
  const reviewer = await visitor('sunliping');
  const draft = await submitCourse(author.context, here.url);
  await publish(reviewer.page, draft);
  const { slug } = (await (
    await author.context.request.get(`/api/v1/drafts/${draft.split('/').at(-1) ?? ''}`)
  ).json()) as CourseDraft;

  // The learner is on a phone without scripts, and has begun the reading.
  const learner = await visitor('wangxiulan', { width: 360, javaScriptEnabled: false });
  await learner.page.goto(`/courses/${slug}`);
  await press(learner.page, 'start');
  const opening = `/api/v1/courses/${slug}/lessons/reading/opening`;
  await learner.context.request.post(opening, { headers: { origin: here.url } });
  await learner.page.goto(`/courses/${slug}`);
  expect(await learner.page.locator('form[action^="?/goOver"]').count()).toBe(0);

  await rewrite(author.page, draft, '先看雨情，再看水位。', '先看雨情，再看水位，随时上报。');
  await author.page.goto(draft);
  expect(await author.page.locator('input[name="kind"]:checked').inputValue()).toBe('substantial');
  await press(author.page, 'submit');
  await author.page.locator('form[action^="?/withdraw"]').waitFor();
  await publish(reviewer.page, draft);

  await readUntil(learner.page, '/notices', '发布了新版');
  await learner.page.locator(`main a[href="/courses/${slug}"]`).first().click();
  await says(learner.page, '这门课程有了新版');
  await says(learner.page, '有改动或已取消的课时，在新版里要重新学：值班要点');
  const scripted = await visitor('wangxiulan', { width: 360, theme: 'dark' });
  await scripted.page.goto(`/courses/${slug}`);
  expect(await seriousViolations(scripted.page)).toEqual([]);
  await scripted.context.close();
  await press(learner.page, 'goOver');
  await learner.page.waitForURL(`**/courses/${slug}`);
  expect(await learner.page.locator('form[action^="?/goOver"]').count()).toBe(0);

  await rewrite(author.page, draft, '随时上报。', '随时上报！');
  await author.page.goto(draft);
  await author.page.locator('input[name="kind"][value="correction"]').check();
  expect(await seriousViolations(author.page)).toEqual([]);
  await press(author.page, 'submit');
  await says(author.page, '作为第 2 版的小修订提交');
  await publish(reviewer.page, draft, '这是第 2 版的小修订');
  await author.page.goto(`/studio/courses/${slug}`);
  await author.page.locator('h2', { hasText: '第 3 版' }).waitFor();
  expect(await author.page.locator('main').innerText()).toContain('小修订');

  await readUntil(learner.page, `/courses/${slug}/reading`, '随时上报！');
  for (const { context } of [author, reviewer, learner]) await context.close();
});
