// From no account to signed in: accounts for a village, a slip, and the first sign-in with it.
import type { AccountBatch, UnitOverview } from '@xueshi/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

/** The village below the township that its administrator looks after. */
async function villageOf(page: Page): Promise<string> {
  const { request } = page.context();
  const { items } = (await (await request.get('/api/v1/org-units')).json()) as {
    items: { id: string }[];
  };
  const town = await request.get(`/api/v1/org-units/${items[0]?.id ?? ''}/overview`);
  const { children } = (await town.json()) as UnitOverview;
  return children.find(({ unit }) => unit.name === '柳湾村')?.unit.id ?? '';
}

const visits: readonly {
  name: string;
  audience: AccountBatch['audience'];
  options: { locale: 'zh-CN' | 'en'; width: number; height: number; javaScriptEnabled: boolean };
  ready: string;
}[] = [
  {
    name: 'new accounts, in Chinese, on a phone, without scripts',
    audience: 'without_account',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    ready: '人已生成',
  },
  {
    name: 'new passwords, in English, on a desktop',
    audience: 'unused_password',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    ready: 'Not signed in yet',
  },
];

for (const { name, audience, options, ready } of visits) {
  test(`people are given slips and sign in with them: ${name}`, async () => {
    const context = await openContext(browser, sharedUrl(), options);
    const page = await context.newPage();
    await signIn(page, 'lifang', inject('password'));
    await page.goto(`/admin/units/${await villageOf(page)}/accounts`);
    await page.locator(`form:has(input[value="${audience}"]) button`).click();
    await page.waitForURL(/\/admin\/account-batches\//);
    const batch = page.url();
    await vi.waitFor(
      async () => {
        if (!options.javaScriptEnabled) await page.goto(batch);
        expect(await page.locator('[role="status"]').innerText()).toContain(ready);
      },
      { timeout: 20_000, interval: 500 },
    );
    await page.locator('form[action*="show"] button').first().click();
    const slip = page.locator('ul > li:has(code)').first();
    await slip.waitFor();
    const [loginName = '', password = ''] = await slip.locator('code').allInnerTexts();
    expect(await page.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(
      options.width,
    );

    const newcomer = await openContext(browser, sharedUrl(), options);
    const own = await newcomer.newPage();
    await own.goto('/sign-in');
    await own.locator('input[name="loginName"]').fill(loginName);
    await own.locator('input[name="password"]').fill(password);
    await own.locator('form:has(input[name="password"]) button').click();
    await own.waitForURL(/\/password/);
    await newcomer.close();
    await context.close();
  });
}
