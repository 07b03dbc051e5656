// The end of a year: a completion list taken away as a workbook, and the year closed under a seal; in both
// languages, with and without scripts.
import { readSheet, type CellValue } from '@xueshi/formats/spreadsheet';
import { temporaryFolder } from '@xueshi/testkit';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

/** Waits for something on the page, loading it again where no script does. */
async function until(page: Page, selector: string, scripts: boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      if (!scripts) await page.goto(page.url());
      expect(await page.locator(selector).count()).toBeGreaterThan(0);
    },
    { timeout: 20_000, interval: 500 },
  );
}

async function isSound(page: Page, scripts: boolean): Promise<void> {
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(tooWide).toBeLessThanOrEqual(0);
  if (!scripts) return;
  expect(await seriousViolations(page)).toEqual([]);
}

async function fetched(context: BrowserContext, page: Page): Promise<Buffer> {
  const href = await page.locator('a[href$="/file"]').getAttribute('href');
  const answer = await context.request.get(href ?? '');
  expect(answer.status()).toBe(200);
  return answer.body();
}

async function rowsOf(workbook: Buffer): Promise<(readonly CellValue[])[]> {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'list.xlsx');
  await writeFile(path, workbook);
  const rows = [];
  for await (const { cells } of readSheet(path)) rows.push(cells);
  await folder.remove();
  return rows;
}

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    who: 'lifang',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    words: { name: '姓名', total: '合计', sealed: '已加封' },
    also: { kind: 'records', format: 'pdf', begins: '%PDF-' },
  },
  {
    name: 'in English, on a desktop',
    who: 'chenjianguo',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    words: { name: 'Name', total: 'Total', sealed: 'Sealed' },
    also: { kind: 'course_people', format: 'csv', begins: '\uFEFFName,' },
  },
] as const;

for (const { name, who, options, words, also } of visits) {
  test(`a completion list is taken away and the year is closed ${name}`, async () => {
    const scripts = options.javaScriptEnabled;
    const context = await openContext(browser, sharedUrl(), options);
    const page = await context.newPage();
    await signIn(page, who, inject('password'));
    const { items } = (await (await context.request.get('/api/v1/org-units')).json()) as {
      items: { id: string }[];
    };
    const unit = `/admin/units/${items[0]?.id ?? ''}`;

    await page.goto(unit);
    await page.locator(`a[href="${unit}/reports"]`).click();
    await page.locator('input[name="columns"][value="code"]').uncheck();
    await page.locator('form[action*="order"] button').first().click();
    await page.waitForURL(/\/admin\/reports\//);
    await until(page, 'a[href$="/file"]', scripts);
    await isSound(page, scripts);
    const bytes = await fetched(context, page);
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect(await page.locator('main').innerText()).toContain(hash);
    const rows = await rowsOf(bytes);
    expect(rows[0]?.[0]).toBe(words.name);
    expect(rows.at(-1)?.[0]).toBe(words.total);
    expect(rows.length).toBeGreaterThan(2);

    await page.goto(`${unit}/reports?kind=${also.kind}`);
    await page.locator('select[name="format"]').selectOption(also.format);
    await isSound(page, scripts);
    await page.locator('form[action*="order"] button').first().click();
    await page.waitForURL(/\/admin\/reports\//);
    await until(page, 'a[href$="/file"]', scripts);
    expect((await fetched(context, page)).toString('utf8').startsWith(also.begins)).toBe(true);

    await page.goto(`${unit}/closing`);
    const lastYear = page.locator('form:has(input[name="confirmed"])').last();
    const year = await lastYear.locator('input[name="year"]').inputValue();
    await lastYear.locator('input[name="confirmed"]').check();
    await lastYear.locator('button').click();
    await page.waitForURL(/\/admin\/closings\//);
    await until(page, '#seal', scripts);
    expect(await page.locator('main').innerText()).toContain(words.sealed);
    expect(await page.locator('code').innerText()).toMatch(/^[0-9a-f]{64}$/);
    expect(await page.locator('h1').innerText()).toContain(year);
    await isSound(page, scripts);
    await page.goto(`${unit}/closing`);
    expect(await page.locator(`form input[name="year"][value="${year}"]`).count()).toBe(0);
    await context.close();
  });
}
