// Units changed by Excel: an error mended, imported, and undone; in both languages, with and without scripts.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { bookOf, sendSheet, untilWords } from './sheet-imports.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    code: 'E2EUZ',
    village: '新桥村',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    link: '用 Excel 修改',
    headings: ['单位编码', '单位名称', '上级单位编码', '层级', '性质'],
    level: '村级',
    kind: '村（社区）',
    words: {
      parent: '您管理的范围内没有这个单位',
      level: '没有这个层级',
      ready: '新增 1 个单位',
      applied: '已导入：新增 1 个单位，更新 1 个单位',
      same: '不需要导入',
      undone: '已撤销',
    },
  },
  {
    name: 'in English, on a desktop',
    code: 'E2EUE',
    village: 'New Bridge Village',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    link: 'Change by Excel',
    headings: ['Unit code', 'Name of the unit', 'Code of the unit above', 'Level', 'Kind'],
    level: 'Village',
    kind: 'Village or community',
    words: {
      parent: 'There is no such open unit',
      level: 'No such level',
      ready: '1 to add',
      applied: 'Imported: 1 added, 1 updated',
      same: 'nothing to import',
      undone: 'It was undone',
    },
  },
] as const;

for (const { name, code, village, options, link, headings, level, kind, words } of visits) {
  test(`units with an error are mended, imported, and undone ${name}`, async () => {
    const scripts = options.javaScriptEnabled;
    const context = await openContext(browser, sharedUrl(), options);
    const page = await context.newPage();
    await signIn(page, 'lifang', inject('password'));
    const { items } = (await (await context.request.get('/api/v1/org-units')).json()) as {
      items: { id: string }[];
    };
    const base = `/admin/units/${items[0]?.id ?? ''}`;
    await page.goto(`${base}/tree`);
    await page.getByRole('link', { name: link }).click();
    await page.waitForURL(/\/excel$/);
    const address = page.url();
    const exported = await context.request.get(
      (await page.locator('a[href$="/unit-sheet"]').getAttribute('href')) ?? '',
    );
    expect((await exported.body()).subarray(0, 2).toString()).toBe('PK');

    const wrong = await bookOf('units.xlsx', headings, [
      [code, village, 'YL99', 'Hamlet', kind],
      ['YL12', null, code, null, null],
    ]);
    await sendSheet(page, address, wrong);
    await untilWords(page, words.parent, scripts);
    const errors = await page.locator('table').innerText();
    expect(errors).toContain('C2');
    expect(errors).toContain('D2');
    expect(errors).toContain(words.level);
    expect(await page.locator('form[action*="apply"]').count()).toBe(0);
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(tooWide).toBe(false);
    if (scripts) {
      expect(await seriousViolations(page)).toEqual([]);
    }

    const right = await bookOf('units-2.xlsx', headings, [
      [code, village, 'YL08', level, kind],
      ['YL12', null, code, null, null],
    ]);
    await sendSheet(page, address, right);
    await untilWords(page, words.ready, scripts);
    await page.locator('form[action*="apply"] button').click();
    await untilWords(page, words.applied, scripts);
    const imported = page.url();
    await page.goto(`${base}/tree`);
    expect(await page.locator('main').innerText()).toContain(village);

    await sendSheet(page, address, right);
    await untilWords(page, words.same, scripts);
    await page.goto(imported);
    await page.locator('form[action*="undo"] button').click();
    await untilWords(page, words.undone, scripts);
    await page.goto(`${base}/tree`);
    expect(await page.locator('main').innerText()).not.toContain(village);
    await context.close();
  });
}
