import { temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, inject, test } from 'vitest';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import type { Browser } from 'playwright-core';
let browser: Browser; let server: ServerProcess; let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  const courses = join(folder.path, 'courses'); await mkdir(courses);
  server = await startServer({ XUESHI_DATA: join(folder.path, 'data'), XUESHI_COURSES: courses, XUESHI_SAMPLE_PASSWORD: inject('password') });
  browser = await launchBrowser(inject('chromium'));
});
afterAll(async () => { await browser.close(); await server.stop(); await folder.remove(); });
test('look', async () => {
  const context = await openContext(browser, server.url, { locale: 'en', width: 1280, height: 900 });
  const page = await context.newPage();
  page.on('console', (m) => m.type() === 'error' && console.log('CONSOLE', m.text()));
  page.on('pageerror', (e) => console.log('PAGEERROR', e.message));
  await signIn(page, 'zhoumin', inject('password'));
  await page.goto('/studio/drafts');
  await page.locator('[name="title"]').fill('测试课程'); await page.locator('form[action^="?/begin"] button').click();
  await page.waitForURL(/drafts\/[^/]+$/);
  const base = page.url();
  for (const kind of ['quiz', 'case']) {
    await page.locator('form[action^="?/add"] select').selectOption(kind);
    await page.locator('form[action^="?/add"] [name="title"]').fill('一节'+kind);
    await page.locator('form[action^="?/add"] button').click();
    await page.locator(`a[href$="/lessons/${kind}"]`).waitFor();
  }
  await page.goto(base + '/lessons/quiz');
  await page.locator('[name="stem"]').fill('农村集体经济的决策主体是谁？');
  await page.getByRole('button', { name: 'Fill', exact: false }).click().catch(() => console.log('no fill'));
  await page.screenshot({ path: '/tmp/ed/quiz1.png', fullPage: true });
  await page.locator('[data-save="saved"]').waitFor({ timeout: 15000 });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: '/tmp/ed/quiz2.png', fullPage: true });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.screenshot({ path: '/tmp/ed/quiz3.png', fullPage: true });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(base + '/lessons/quiz/import');
  await page.locator('textarea').fill('一、单项选择题\n1．村规民约由谁表决通过？\nA．村民委员会  B．村民会议\n答案：B\n解析：《村民委员会组织法》第二十七条。\n2、谁管低保？\nA、甲\nB、乙\n答案：C\n3. 低保由村干部指定。（×）\n4. 村规民约由谁表决通过呢？\nA．村民委员会\nB．村民会议\n答案：B');
  await page.locator('form[action="?/read"] button.button').first().click();
  await page.locator('#found').waitFor();
  await page.screenshot({ path: '/tmp/ed/import1.png', fullPage: true });
  await page.locator('form[action="?/take"] button.button').last().click();
  await page.waitForURL(/added=/); await page.waitForTimeout(800);
  await page.screenshot({ path: '/tmp/ed/import2.png', fullPage: true });
  for (const [i, path] of ((process.env.ED_MORE ?? '').split(' ').filter(Boolean)).entries()) {
    await page.goto(base + path); await page.waitForTimeout(600);
    await page.screenshot({ path: `/tmp/ed/more${i}.png`, fullPage: true });
  }
}, 120000);
