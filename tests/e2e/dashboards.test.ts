// From the answer, how many will miss the year, to a name in three clicks and back to the same place; in
// both languages, with and without scripts.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    words: {
      title: '年底预测',
      back: '返回名单',
      reminded: '已提醒',
      passedOver: '一周内已经提醒过',
    },
  },
  {
    name: 'in English, on a desktop, dark',
    options: { locale: 'en', width: 1280, height: 800, theme: 'dark', javaScriptEnabled: true },
    words: {
      title: 'Outlook for the year',
      back: 'Back to the list',
      reminded: 'Reminded:',
      passedOver: 'reminded within the week',
    },
  },
] as const;

interface Words {
  readonly reminded: string;
  readonly passedOver: string;
}

/** What would be sent stands above a list; the first visit's click sends it, the second finds it sent. */
async function remindOnce(page: Page, list: string, words: Words, first: boolean) {
  const remind = page.locator('form[action*="/remind"] button');
  if (first) {
    await remind.click();
    const said = page.getByRole('status').filter({ hasText: words.reminded });
    await said.first().waitFor();
  }
  await page.goto(list);
  expect(await remind.count()).toBe(0);
  expect(await page.getByText(words.passedOver).count()).toBeGreaterThan(0);
}

/** In days, from a topic to its names and to one of them; the measure goes along, and back. */
async function goToEarner(page: Page, unit: string, back: string) {
  await page.goto(`${unit}/dashboard?measure=days`);
  await page.locator('section[aria-labelledby="by-area"] th a').first().click();
  await page.waitForURL((url) => url.pathname.endsWith('/earned'));
  expect(new URL(page.url()).searchParams.get('measure')).toBe('days');
  expect(await page.locator('tr[data-total]').count()).toBe(1);
  const earner = page.locator('tbody th a').first();
  const first = await earner.innerText();
  await earner.click();
  await page.waitForURL(/\/admin\/people\//);
  await page.getByRole('link', { name: back }).click();
  await page.waitForURL((url) => url.pathname.endsWith('/earned'));
  expect(await page.locator('tr:target th a').innerText()).toBe(first);
  expect(new URL(page.url()).searchParams.get('measure')).toBe('days');
}

for (const { name, options, words } of visits) {
  test(`a name at risk is three clicks away and the way back loses nothing ${name}`, async () => {
    const context = await openContext(browser, sharedUrl(), options);
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('console', (line) => {
      if (line.type() === 'error') troubles.push(line.text());
    });
    await signIn(page, 'chenjianguo', inject('password'));
    const { items } = (await (await context.request.get('/api/v1/org-units')).json()) as {
      items: { id: string }[];
    };
    const unit = `/admin/units/${items[0]?.id ?? ''}`;
    await page.goto(unit);
    await page.locator(`a[href="${unit}/dashboard"]`).click();
    await page.waitForURL(/\/dashboard$/);
    expect(await page.locator('h1').innerText()).toContain(words.title);
    const pictures = page.locator('[role="img"][aria-label] svg');
    expect(await pictures.count()).toBe(4);
    // The page is sent pictures, and no script that draws them.
    if (options.javaScriptEnabled) {
      const scripts = await page.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name: url }) => url),
      );
      expect(scripts.filter((url) => /chart/i.test(url))).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
    }

    // A sub-unit, its names, a name.
    await page.locator('a[data-step]').first().click();
    await page.waitForURL((url) => !url.pathname.startsWith(`${unit}/`));
    await page.locator('#answer ~ * a[href*="/outlooks"]').first().click();
    await page.waitForURL(/\/outlooks\?/);
    if ((await page.locator('tbody th a').count()) === 0) {
      await page.locator('select[name="outlook"]').selectOption('unsure');
      await page.locator('form[action$="/outlooks"] button').click();
      await page.waitForURL(/outlook=unsure/);
    }
    const list = new URL(page.url());
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(tooWide).toBeLessThanOrEqual(0);
    const person = page.locator('tbody th a').first();
    const who = await person.innerText();
    await person.click();
    await page.waitForURL(/\/admin\/people\//);
    expect(await page.locator('h1').innerText()).toContain(who);

    await page.getByRole('link', { name: words.back }).click();
    await page.waitForURL((url) => url.pathname === list.pathname && url.hash.startsWith('#row-'));
    expect(new URL(page.url()).search).toBe(list.search);
    // At the row one left it from.
    expect(await page.locator('tr:target th a').innerText()).toBe(who);

    await remindOnce(page, list.href, words, !options.javaScriptEnabled);
    await goToEarner(page, unit, words.back);
    expect(troubles).toEqual([]);
    await context.close();
  });
}
