// On a poor link a form is filled in before the page's scripts arrive: what was chosen stays chosen.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

/** Scripts wait until what this gives is called. */
async function holdScripts(page: Page): Promise<() => void> {
  let arrive = (): void => undefined;
  const link = new Promise<void>((done) => (arrive = done));
  await page.route(/\/_app\/.*\.js$/, async (route) => {
    await link;
    await route.continue();
  });
  return () => arrive();
}

test('what was filled in before the scripts arrived is still there afterwards', async () => {
  const context = await openContext(browser, sharedUrl(), { width: 360, height: 740 });
  const page = await context.newPage();
  await signIn(page, 'chenjianguo', inject('password'));
  const own = (await (await context.request.get('/api/v1/org-units')).json()) as {
    items: { id: string }[];
  };
  const arrive = await holdScripts(page);
  await page.goto(`/admin/units/${own.items[0]?.id ?? ''}/edit`, { waitUntil: 'commit' });
  await page.fill('[name=name]', '云岭新县');
  await page.selectOption('[name=managementMode]', 'dual');
  await page.locator('[name=name]').selectText();

  arrive();
  // The framework takes the attribute away when it takes the page over.
  await page.waitForFunction(() => !document.querySelector('[name=name]')?.hasAttribute('value'));
  await page.waitForLoadState('networkidle');
  expect(await page.inputValue('[name=name]')).toBe('云岭新县');
  expect(await page.inputValue('[name=managementMode]')).toBe('dual');
  await page.keyboard.type('云岭县');
  expect(await page.inputValue('[name=name]')).toBe('云岭县');
  await context.close();
});

test('what was opened before the scripts arrived stays open', async () => {
  const context = await openContext(browser, sharedUrl(), { width: 360, height: 740 });
  const page = await context.newPage();
  await signIn(page, 'wangxiulan', inject('password'));
  const arrive = await holdScripts(page);
  await page.goto('/', { waitUntil: 'commit' });
  await page.locator('details summary').first().click();
  arrive();
  await page.waitForLoadState('networkidle');
  expect(await page.locator('details').first().getAttribute('open')).not.toBeNull();
  await page.locator('details summary').first().click();
  expect(await page.locator('details').first().getAttribute('open')).toBeNull();
  await context.close();
});
