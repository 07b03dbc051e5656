// A published course is opened in the studio from its versions, its further settings are seen and changed; and a
// package of it is taken in. In Chinese on a phone without scripts, and in English on a desktop with them.
import { findFfmpeg } from '@xueshi/media';
import { makeSampleCourse } from '@xueshi/testkit';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { openContext, signIn } from './browser.ts';
import { ownServer } from './own-server.ts';

const here = ownServer(async (courses) => {
  const ffmpeg = await findFfmpeg();
  if (!ffmpeg.ok) throw new Error(`the journeys need an ffmpeg: ${ffmpeg.detail}`);
  const folder = await makeSampleCourse(courses, { slug: 'trial', ffmpeg: ffmpeg.path });
  await cp(folder, join(courses, 'second'), { recursive: true });
});

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    slug: 'trial',
    words: {
      work: '打开编写',
      on: '这门课程正在编写',
      more: '更多设置',
      none: '没有要改正的地方',
      fixed: '是您定的',
      refused: '这个课程包不能用',
    },
  },
  {
    name: 'in English, on a desktop',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    slug: 'second',
    words: {
      work: 'Work on it in the studio',
      on: 'It is being worked on in the studio',
      more: 'More settings',
      none: 'Nothing is left to mend',
      fixed: 'as you fixed them',
      refused: 'This package cannot be used',
    },
  },
] as const;

/** Everybody can use it, and it is no wider than the screen. */
async function expectFit(page: Page, isScripted: boolean): Promise<void> {
  if (!isScripted) return;
  expect(await seriousViolations(page)).toEqual([]);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect({ width, overflow }).toEqual({ width, overflow: 0 });
  }
}

const says = (page: Page, words: string) =>
  page.locator('main', { hasText: words }).first().waitFor();

const zip = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/zip', buffer });

async function sendByForm(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.goto('/studio/drafts');
  await page.locator('input[type="file"]').setInputFiles(zip(name, bytes));
  await page.locator('form[action^="?/fromPackage"] button.button').click();
}

/** The link is lost after the first answer, and the page is opened anew: it goes on with the same file. */
async function sendInPieces(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.goto('/studio/drafts');
  let isCut = false;
  await page.route('**/packages/uploads/*', async (route) => {
    if (isCut || route.request().method() !== 'PATCH') return route.continue();
    isCut = true;
    await page.context().setOffline(true);
    return route.abort('internetdisconnected');
  });
  await page.locator('input[data-upload]:enabled').setInputFiles(zip(name, bytes));
  await page.locator('[data-transfer="unreachable"]', { hasText: name }).waitFor();
  await page.context().setOffline(false);
  await page.goto('about:blank');
  await page.goto('/studio/drafts');
  const unfinished = page.locator('[data-unfinished]', { hasText: name });
  const chosen = page.waitForEvent('filechooser');
  await unfinished.locator('button:enabled').first().click();
  await (await chosen).setFiles(zip(name, bytes));
  await page.locator('[data-package]:not([data-package="reading"])', { hasText: name }).waitFor();
  await page.locator('[data-transfer]').waitFor({ state: 'detached' });
}

test.each(visits)('a course is opened in the studio, $name', async ({ options, slug, words }) => {
  const context = await openContext(here.browser, here.url, options);
  const page = await context.newPage();
  await signIn(page, 'zhoumin', inject('password'));
  const versions = `/studio/courses/${slug}`;
  await page.goto(versions);
  await expectFit(page, options.javaScriptEnabled);
  await page.getByRole('button', { name: words.work }).click();
  await page.waitForURL(/\/studio\/drafts\/[\w-]+$/);
  const draft = page.url();
  await says(page, words.none);
  await says(page, words.fixed);
  await page.locator('summary', { hasText: words.more }).click();
  await expectFit(page, options.javaScriptEnabled);
  await page.locator('select[name="seeking"]').selectOption('watched');
  await page.locator('input[name="hours"]').fill('0.75');
  await page.locator('form[action^="?/facts"] button.button').last().click();
  await page.locator('.value', { hasText: '0.75' }).waitFor();
  await page.goto(draft);
  await page.locator('summary', { hasText: words.more }).click();
  expect(await page.locator('select[name="seeking"]').inputValue()).toBe('watched');
  await page.goto(versions);
  await page.getByRole('link', { name: words.on }).click();
  await page.waitForURL(draft);

  // What was downloaded is taken in again, as a course of its own.
  const url = `${here.url}/api/v1/courses/${slug}/versions/1/package`;
  const buffer = await (await page.request.get(url)).body();
  const send = options.javaScriptEnabled ? sendInPieces : sendByForm;
  await send(page, 'half.zip', buffer.subarray(0, 1_000));
  await says(page, words.refused);
  await expectFit(page, options.javaScriptEnabled);
  await send(page, 'course.zip', buffer);
  if (options.javaScriptEnabled)
    await page.locator('[data-package="made"]', { hasText: 'course.zip' }).locator('a').click();
  await page.waitForURL(/\/studio\/drafts\/[\w-]+(?:#package)?$/);
  const { pathname } = new URL(page.url());
  expect(pathname).not.toBe(new URL(draft).pathname);
  await page.goto(`${pathname}/lectures/lecture`);
  await page.locator('main', { hasText: 'lecture.mp4' }).first().waitFor();
  await expectFit(page, options.javaScriptEnabled);
  await context.close();
});
