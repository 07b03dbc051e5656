// An administrator issues a programme; a learner sees it, and who has not finished is reminded.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser, openContext, signIn } from './browser.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

const WORDS = {
  'zh-CN': {
    begin: '建立草稿',
    add: /加为必修$/,
    publish: '发布',
    assigned: '安排给我的培训',
    mark: /必修，.* 前/,
    remind: /提醒未完成的 \d+ 人/,
    reminded: /已提醒 \d+ 人/,
  },
  en: {
    begin: 'Begin as a draft',
    add: /^Add .* as compulsory$/,
    publish: 'Publish',
    assigned: 'Assigned to me',
    mark: /Compulsory by/,
    remind: /Remind the \d+ unfinished/,
    reminded: /\d+ reminded/,
  },
} as const;

test.each(['zh-CN', 'en'] as const)(
  'a programme is issued, seen by a learner on a phone, and the unfinished are reminded (%s)',
  async (locale) => {
    const words = WORDS[locale];
    const title = `专题学习 ${locale}`;
    const office = await openContext(browser, inject('baseUrl'), { locale });
    const admin = await office.newPage();
    await signIn(admin, 'lifang', inject('password'));
    await admin.goto('/admin');
    const unit = /\/admin\/units\/[^/?]+/.exec(admin.url())?.[0] ?? '';
    await admin.goto(`${unit}/programmes/new`);
    await admin.locator('input[name="title"]').fill(title);
    const day = (days: number) =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    await admin.locator('input[name="startsOn"]').fill(day(0));
    await admin.locator('input[name="endsOn"]').fill(day(30));
    await admin.getByRole('button', { name: words.begin }).click();
    await admin.getByRole('heading', { level: 1, name: title }).waitFor();
    await admin.getByRole('button', { name: words.add }).first().click();
    await admin.getByRole('button', { name: words.publish, exact: true }).click();
    const overview = admin.url().split('?')[0] ?? '';

    const phone = await openContext(browser, inject('baseUrl'), {
      locale,
      width: 360,
      height: 740,
    });
    const learner = await phone.newPage();
    await signIn(learner, 'wangxiulan', inject('password'));
    await expect
      .poll(
        async () => {
          await learner.goto('/');
          return learner.getByRole('link', { name: title }).count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await learner.getByRole('heading', { name: words.assigned }).waitFor();
    await learner.getByRole('link', { name: title }).click();
    await learner.getByRole('heading', { level: 1, name: title }).waitFor();
    const wide = await learner.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await learner.goto('/courses');
    await learner.getByText(words.mark).first().waitFor();

    await admin.goto(`${overview}/members`);
    await admin.getByRole('button', { name: words.remind }).click();
    await admin.getByText(words.reminded).waitFor();
    const shots = process.env['XUESHI_SHOTS'];
    if (shots) {
      await admin.screenshot({ path: `${shots}/members-${locale}.png`, fullPage: true });
      await admin.goto(overview);
      await admin.screenshot({ path: `${shots}/overview-${locale}.png`, fullPage: true });
      await learner.goto('/');
      await learner.screenshot({ path: `${shots}/home-${locale}.png` });
      await learner.getByRole('link', { name: title }).click();
      await learner.getByRole('heading', { level: 1, name: title }).waitFor();
      await learner.screenshot({ path: `${shots}/programme-${locale}.png` });
      await admin.goto(`${unit}/programmes/new`);
      await admin.locator('input[name="title"]').fill('草稿看样');
      await admin.locator('input[name="startsOn"]').fill(day(0));
      await admin.locator('input[name="endsOn"]').fill(day(30));
      await admin.getByRole('button', { name: words.begin }).click();
      await admin.getByRole('heading', { level: 1, name: '草稿看样' }).waitFor();
      await admin.screenshot({ path: `${shots}/draft-${locale}.png`, fullPage: true });
    }
    await phone.close();
    await office.close();
  },
);
