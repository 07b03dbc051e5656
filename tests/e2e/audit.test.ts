// Who did what to whom: found by whoever answers for it, seen with before and after, taken away as a file.
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
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
    code: 'E2E-AUDIT-ZH',
    words: {
      changed: '修改人员信息',
      before: '原来',
      none: '没有符合条件的操作',
      ready: '下载',
      began: '已开始生成文件',
    },
  },
  {
    name: 'in English, on a desktop',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    code: 'E2E-AUDIT-EN',
    words: {
      changed: 'Changed a person’s details',
      before: 'Before',
      none: 'Nothing fits',
      ready: 'Download',
      began: 'The file is being made.',
    },
  },
] as const;

/** The first of the unit's people gets a code. */
async function giveCode(context: BrowserContext, code: string) {
  const headers = { origin: sharedUrl() };
  const units = await context.request.get('/api/v1/org-units');
  const [unit] = ((await units.json()) as { items: { id: string }[] }).items;
  const list = await context.request.get(`/api/v1/org-units/${unit?.id ?? ''}/people`);
  const [person] = ((await list.json()) as { items: { personId: string; name: string }[] }).items;
  if (!person) throw new Error('the unit has nobody');
  const data = { name: person.name, code, politicalStatus: null };
  const put = await context.request.put(`/api/v1/people/${person.personId}/personnel`, {
    headers,
    data,
  });
  expect(put.status()).toBe(204);
  return { ...person, unitId: unit?.id ?? '' };
}

for (const { name, options, code, words } of visits) {
  test(`a change is found, seen and taken away ${name}`, async () => {
    const context = await openContext(browser, sharedUrl(), options);
    const page = await context.newPage();
    await signIn(page, 'chenjianguo', inject('password'));
    const person = await giveCode(context, code);

    await page.goto(`/admin/units/${person.unitId}`);
    await page.locator(`a[href="/admin/audit?unit=${person.unitId}"]`).click();
    await page.waitForURL(/\/admin\/audit\?unit=/);
    await page.goto(`/admin/people/${person.personId}`);
    await page.locator(`a[href="/admin/audit?person=${person.personId}"]`).click();
    await page.waitForURL(/\/admin\/audit\?person=/);
    const search = page.locator('form[role="search"]');
    await search.locator('select[name="group"]').selectOption('people');
    await search.locator('button').click();
    await page.waitForURL(/group=people/);
    await page.locator('tbody a', { hasText: words.changed }).first().click();
    await page.waitForURL(/\/admin\/audit\/[^?]+$/);
    const change = page.locator('tr', { hasText: code });
    await expect.poll(() => change.count()).toBe(1);
    expect(await page.getByText(words.before).count()).toBeGreaterThan(0);

    await page.goto('/admin/audit');
    await search.locator('input[name="who"]').fill('查无此人');
    await search.locator('button').click();
    await page.getByText(words.none).waitFor();

    await page.goto(`/admin/audit?person=${person.personId}&group=people`);
    await page.locator('form[action*="export"] select').selectOption('csv');
    await page.locator('form[action*="export"] button').click();
    await page.getByText(words.began).waitFor();
    const newest = page.locator('ul[role="list"] li', { hasText: 'CSV' }).first();
    const file = newest.getByRole('link', { name: words.ready });
    await file.waitFor({ timeout: 30_000 });
    const answer = await context.request.get((await file.getAttribute('href')) ?? '');
    expect(answer.status()).toBe(200);
    expect(await answer.text()).toContain(code);
    await context.close();
  });
}
