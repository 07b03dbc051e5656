// A roster with errors: imported after mending, and taken back; in both languages, with and without scripts. It
// names a key group that was made for this installation a moment ago.
import type { CellValue } from '@xueshi/formats/spreadsheet';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn, type VisitOptions } from './browser.ts';
import { bookOf, sendSheet, untilWords } from './sheet-imports.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

const HEADINGS = ['人员编码', '姓名', '单位编码', '干部类别', '身份证号', '重点对象'];
const fileOf = (name: string, rows: readonly (readonly CellValue[])[]) =>
  bookOf(name, HEADINGS, rows);

/** A system administrator adds a key group by the page's form; its name tells the visits apart. */
async function addKeyGroup(code: string, options: VisitOptions): Promise<string> {
  const context = await openContext(browser, sharedUrl(), options);
  const page = await context.newPage();
  await signIn(page, 'hexiaoyan', inject('password'));
  await page.goto('/admin/key-groups');
  const name = `驻村第一书记${code}`;
  const form = page.locator('form[action="?/add"]');
  await form.locator('[name="code"]').fill(code.toLowerCase());
  await form.locator('[name="name"]').fill(name);
  await form.locator('button').click();
  await page.locator('tbody', { hasText: name }).waitFor();
  await context.close();
  return name;
}

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    code: 'E2EZ',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    words: {
      error: '身份证号的校验码不对',
      unit: '没有这个单位编码',
      ready: '新增 2 人',
      applied: '已导入',
      undone: '已撤销',
      same: '不需要导入',
      exported: '不含身份证号',
    },
  },
  {
    name: 'in English, on a desktop',
    code: 'E2EE',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    words: {
      error: 'The check digit is wrong',
      unit: 'There is no such unit code',
      ready: '2 to add',
      applied: 'Imported: 2 added',
      undone: 'It was undone',
      same: 'nothing to import',
      exported: 'without identity numbers',
    },
  },
] as const;

for (const { name, code, options, words } of visits) {
  test(`a roster with errors is mended, imported, and undone ${name}`, async () => {
    const scripts = options.javaScriptEnabled;
    const group = await addKeyGroup(code, options);
    const context = await openContext(browser, sharedUrl(), options);
    const page = await context.newPage();
    await signIn(page, 'lifang', inject('password'));
    const { items } = (await (await context.request.get('/api/v1/org-units')).json()) as {
      items: { id: string }[];
    };
    const address = `/admin/units/${items[0]?.id ?? ''}/roster`;
    const category = '乡镇（街道）干部';
    const wrong = await fileOf('名册.xlsx', [
      [`${code}1`, '何春生', 'YL08', category, '110105194912310021', group],
      [`${code}2`, '罗秋菊', 'YL99', category, null, null],
    ]);
    await sendSheet(page, address, wrong);
    await untilWords(page, words.error, scripts);
    const errors = page.locator('table');
    expect(await errors.innerText()).toContain('E2');
    expect(await errors.innerText()).toContain('C3');
    expect(await errors.innerText()).toContain(words.unit);
    expect(await page.locator('form[action*="apply"]').count()).toBe(0);
    if (scripts) {
      expect(await seriousViolations(page)).toEqual([]);
    }

    const right = await fileOf('名册-改.xlsx', [
      [`${code}1`, '何春生', 'YL08', category, null, group],
      [`${code}2`, '罗秋菊', 'YL09', category, null, null],
    ]);
    await sendSheet(page, address, right);
    await untilWords(page, words.ready, scripts);
    await page.locator('form[action*="apply"] button').click();
    await untilWords(page, words.applied, scripts);
    const imported = page.url();

    await sendSheet(page, address, right);
    await untilWords(page, words.same, scripts);

    await page.goto(address);
    await page.locator('form[action*="export"] select').selectOption('csv');
    // The list may show an older file already: what counts is that this one was asked for.
    const asked = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.locator('form[action*="export"] button').click();
    await asked;
    await untilWords(page, words.exported, scripts);
    const newest = page.locator('tbody tr:first-child a[href*="/roster-exports/"]');
    await vi.waitFor(async () => {
      await page.goto(address);
      expect(await newest.count()).toBe(1);
    }, 20_000);
    const file = await context.request.get((await newest.getAttribute('href')) ?? '');
    expect(await file.text()).toMatch(new RegExp(`${code}1,.*${group}`));

    await page.goto(imported);
    await page.locator('form[action*="undo"] button').click();
    await untilWords(page, words.undone, scripts);
    await context.close();
  });
}
