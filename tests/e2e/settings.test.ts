// A county gives the platform its name and sets a closing day; a township sees where they come from,
// and learners see them.
import { ONE_POINT_PNG } from '@xueshi/testkit';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { openContext, signIn } from './browser.ts';
import { ownServer } from './own-server.ts';

const here = ownServer();

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    platform: '云岭学习网',
    day: '31',
    words: {
      change: '修改',
      save: '保存',
      upload: '上传标志',
      saved: '已保存。',
      unfit: 'PNG、JPEG或WebP',
      atLeast: '至少保留180天',
      stricter: '只能更严',
      from: '来自“云岭县(示例)”',
      record: '1月31日',
    },
  },
  {
    name: 'in English, on a desktop',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    platform: 'Yunling Learning',
    day: '30',
    words: {
      change: 'Change',
      save: 'Save',
      upload: 'Send the emblem',
      saved: 'Saved.',
      unfit: 'a PNG, JPEG or WebP picture',
      atLeast: 'at least 180 days',
      stricter: 'only be made stricter',
      from: 'From “云岭县(示例)”',
      record: '30 January',
    },
  },
] as const;

const settingsOf = async (page: Page) => {
  const answer = await page.context().request.get('/api/v1/org-units');
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return `/admin/units/${items[0]?.id ?? ''}/settings`;
};
const formOf = (page: Page, setting: string) =>
  page.locator(`form:has([name=setting][value=${setting}])`);

async function open(page: Page, setting: string, change: string): Promise<void> {
  const item = page.locator('li').filter({ has: formOf(page, setting) });
  const summary = item.locator('summary', { hasText: change });
  if (!(await formOf(page, setting).isVisible())) await summary.click();
}

test.each(visits)(
  'a unit is given its settings, $name',
  async ({ options, platform, day, words }) => {
    const context = await openContext(here.browser, here.url, options);
    const page = await context.newPage();
    await signIn(page, 'chenjianguo', inject('password'));
    await page.goto(await settingsOf(page));

    await open(page, 'platform-name', words.change);
    await formOf(page, 'platform-name').locator('[name=value]').fill(platform);
    await formOf(page, 'platform-name').getByRole('button', { name: words.save }).click();
    await page.getByText(words.saved).waitFor();
    expect(await page.locator('header').innerText()).toContain(platform);

    await open(page, 'emblem', words.change);
    await page.setInputFiles('[name=file]', {
      name: 'dot.png',
      mimeType: 'image/png',
      buffer: ONE_POINT_PNG,
    });
    await formOf(page, 'emblem').getByRole('button', { name: words.upload }).click();
    await page.getByText(words.unfit).first().waitFor();

    await open(page, 'closing-day', words.change);
    await page.selectOption('[name=month]', '01');
    await page.selectOption('[name=day]', day);
    await formOf(page, 'closing-day').getByRole('button', { name: words.save }).click();
    await page.getByText(words.saved).waitFor();

    await open(page, 'heartbeat-days', words.change);
    await formOf(page, 'heartbeat-days').locator('[name=value]').fill('30');
    await formOf(page, 'heartbeat-days').getByRole('button', { name: words.save }).click();
    await page.getByText(words.atLeast).first().waitFor();

    const town = await openContext(here.browser, here.url, options);
    const below = await town.newPage();
    await signIn(below, 'lifang', inject('password'));
    await below.goto(await settingsOf(below));
    expect(await below.locator('main').innerText()).toContain(words.from);
    await open(below, 'closing-day', words.change);
    await below.selectOption('[name=month]', '02');
    await below.selectOption('[name=day]', '10');
    await formOf(below, 'closing-day').getByRole('button', { name: words.save }).click();
    await below.getByText(words.stricter).first().waitFor();

    const home = await openContext(here.browser, here.url, options);
    const learner = await home.newPage();
    await signIn(learner, 'wangxiulan', inject('password'));
    await learner.goto('/record');
    expect(await learner.locator('header').first().innerText()).toContain(platform);
    expect(await learner.locator('main').innerText()).toContain(words.record);
    for (const one of [context, town, home]) await one.close();
  },
);
