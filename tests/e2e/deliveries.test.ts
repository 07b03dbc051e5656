// How notices leave: a learner confirms an address and chooses a rhythm, an administrator connects the
// unit's messaging platform, the system administrator words the letters. With and without scripts.
import { temporaryFolder } from '@xueshi/testkit';
import { createServer, type Server } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openMailServer, type MailServer } from '../../apps/server/src/testing/mail-server.ts';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { startServer, type ServerProcess } from './server-process.ts';

let browser: Browser;
let mail: MailServer;
let receiver: Server;
let hook = '';
let status = 200;
let server: ServerProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  mail = await openMailServer();
  receiver = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(status).end());
  });
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
  const address = receiver.address();
  hook = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/notices`;
  folder = await temporaryFolder();
  const courses = join(folder.path, 'courses');
  await mkdir(courses);
  server = await startServer({
    XUESHI_DATA: join(folder.path, 'data'),
    XUESHI_COURSES: courses,
    XUESHI_SAMPLE_PASSWORD: inject('password'),
    XUESHI_WEBHOOK_HOSTS: 'http://127.0.0.1',
    SMTP_URL: mail.url,
    MAIL_FROM: '学时 <study@example.cn>',
  });
  browser = await launchBrowser(inject('chromium'));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await mail.close();
  await new Promise((closed) => receiver.close(closed));
  await folder.remove();
});

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    learner: 'wangxiulan',
    words: {
      none: '还没有发过',
      https: '要以 https:// 开头',
      took: '收下了测试消息',
      failed: '接口回答了错误',
      nothing: '最近没有发送',
      unknown: '没有“password”这个占位符',
      preview: '2 条要事',
    },
  },
  {
    name: 'in English, on a desktop',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    learner: 'zhaodeshui',
    words: {
      none: 'No letter with notices has been due yet',
      https: 'has to begin with https://',
      took: 'took the test message',
      failed: 'answered with an error',
      nothing: 'Nothing was sent lately',
      unknown: 'no placeholder "password"',
      preview: '2 条要事',
    },
  },
] as const;

async function expectFit(page: Page, scripts: boolean): Promise<void> {
  if (!scripts) return;
  expect(await seriousViolations(page)).toEqual([]);
}

/** Waits until the page says something. */
const says = (page: Page, words: string) =>
  page.locator('main', { hasText: words }).first().waitFor();

for (const { name, options, learner, words } of visits) {
  const scripts = options.javaScriptEnabled;
  test(`a learner confirms an address and chooses when mail comes, ${name}`, async () => {
    mail.letters.length = 0;
    const context = await openContext(browser, server.url, options);
    const page = await context.newPage();
    await signIn(page, learner, inject('password'));
    await page.goto('/plan');
    await page.locator('input[name="address"]').fill(`${learner}@example.cn`);
    await page.locator('form[action="?/mail"] button').click();
    await page.locator('input[name="code"]').waitFor();
    await expect.poll(() => mail.letters.length).toBe(1);
    const code = /\d{6}/.exec(mail.letters[0]?.text ?? '')?.[0] ?? '';
    await page.locator('input[name="code"]').fill(code);
    await page.locator('form[action="?/code"] button').click();
    const weekly = page.locator('input[name="rhythm"][value="weekly"]');
    await weekly.waitFor({ state: 'attached' });
    expect(await weekly.isChecked()).toBe(true);
    await says(page, words.none);
    await page.locator('input[name="rhythm"][value="daily"]').check({ force: true });
    await page.locator('select[name="language"]').selectOption('zh-CN');
    await page.locator('form[action="?/rhythm"] button').click();
    await page.waitForURL(/saved/);
    await page.reload();
    expect(await page.locator('input[name="rhythm"][value="daily"]').isChecked()).toBe(true);
    expect(await page.locator('select[name="language"]').inputValue()).toBe('zh-CN');
    await expectFit(page, scripts);
    await context.close();
  });

  test(`an administrator connects the messaging platform, ${name}`, async () => {
    const context = await openContext(browser, server.url, options);
    const page = await context.newPage();
    await signIn(page, 'lifang', inject('password'));
    const own = await context.request.get('/api/v1/org-units');
    const { items } = (await own.json()) as { items: { id: string }[] };
    const unit = `/admin/units/${items[0]?.id ?? ''}`;
    await page.goto(`${unit}/deliveries`);
    await says(page, words.nothing);
    await expectFit(page, scripts);
    await page.goto(`${unit}/webhook`);
    const save = async (url: string) => {
      await page.locator('input[name="url"]').fill(url);
      await page.locator('input[name="secret"]').fill('a-secret-of-some-length');
      await page.locator('form[action="?/save"] button').click();
    };
    await save('http://im.example.cn/');
    await says(page, words.https);
    await save(hook);
    const tryOut = page.locator('form[action="?/test"] button');
    await tryOut.waitFor();
    await tryOut.click();
    await says(page, words.took);
    status = 500;
    await save(hook);
    await page.locator('form[action="?/test"]').waitFor();
    await tryOut.click();
    await says(page, words.failed);
    status = 200;
    await expectFit(page, scripts);
    await page.locator('form[action="?/remove"] button').click();
    await tryOut.waitFor({ state: 'detached' });
    await context.close();
  });

  test(`the system administrator words the letters, ${name}`, async () => {
    const context = await openContext(browser, server.url, options);
    const page = await context.newPage();
    await signIn(page, 'hexiaoyan', inject('password'));
    await page.goto('/admin/letters');
    const form = page.locator('form:has(input[name="language"][value="zh-CN"])');
    const subject = form.locator('input[name="subject"]');
    const usual = await subject.inputValue();
    await subject.fill('{password}');
    await form.locator('button').first().click();
    await says(page, words.unknown);
    await subject.fill('{count} 条要事');
    await form.locator('button[formaction="?/preview"]').click();
    await says(page, words.preview);
    await expectFit(page, scripts);
    await form.locator('button').first().click();
    const reset = form.locator('button[formaction="?/reset"]');
    await reset.waitFor();
    expect(await subject.inputValue()).toBe('{count} 条要事');
    await reset.click();
    await reset.waitFor({ state: 'detached' });
    expect(await subject.inputValue()).toBe(usual);
    await context.close();
  });
}
