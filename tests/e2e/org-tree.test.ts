// An administrator keeps the tree: adds, renames, moves, merges and closes units, and looks back at a day.
import type { Browser, Page } from 'playwright-core';
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
    units: {
      town: '东坪乡',
      village: '青石村',
      renamed: '青石新村',
      other: '白石村',
      office: '东坪税务所',
      code: 'DPX',
    },
    words: {
      form: '→ 社区',
      moved: '已划转',
      merged: '已合并',
      closed: '恢复本单位',
      located: '垂直管理单位（只看人数）',
      past: '不是现在的',
      submit: { move: '确认划转', merge: '确认合并', close: '撤销本单位', find: '查找' },
    },
  },
  {
    name: 'in English, on a desktop',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    units: {
      town: '西坪乡',
      village: '红岩村',
      renamed: '红岩新村',
      other: '黄岩村',
      office: '西坪税务所',
      code: 'XPX',
    },
    words: {
      form: '→ Community',
      moved: 'Moved.',
      merged: 'Merged;',
      closed: 'Open it again',
      located: 'Units of vertical lines (counts only)',
      past: 'not the present one',
      submit: { move: 'Move it', merge: 'Merge it', close: 'Close the unit', find: 'Search' },
    },
  },
] as const;

const textOf = (page: Page) => page.locator('main').innerText();
const button = (page: Page, name: string) => page.locator('main').getByRole('button', { name });
const link = (page: Page, name: string) =>
  page.locator('main').getByRole('link', { name, exact: true });

async function add(page: Page, base: string, name: string, level: string): Promise<void> {
  await page.goto(`${base}/units/new`);
  await page.fill('[name=name]', name);
  await page.selectOption('[name=level]', level);
  await page.selectOption('[name=kind]', level === 'village' ? 'village' : 'region');
  await page.locator('main form[method=POST] button').click();
  await page.waitForURL(/\/admin\/units\/[^/]+(\?.*)?$/);
}

/** Fills fields of a unit's form, which may be open with others already chosen, and saves it. */
async function change(page: Page, unit: string, fields: Record<string, string>): Promise<void> {
  if (!page.url().endsWith(`${unit}/edit`)) await page.goto(`${unit}/edit`);
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
  await page.locator('main form[method=POST] button').click();
  await page.waitForURL((url) => url.pathname === new URL(unit, url).pathname);
}

/** The page of a unit below one, found by its name. */
async function treeOf(page: Page, base: string, name: string, find: string): Promise<string> {
  await page.goto(`${base}/tree`);
  await page.locator('main [name=q]').fill(name);
  await button(page, find).click();
  await link(page, name).click();
  await page.locator('main h1', { hasText: name }).waitFor();
  return page.url().replace(/\/tree.*$/, '');
}

async function choose(page: Page, name: string, find: string): Promise<void> {
  await page.locator('main [name=q]').fill(name);
  await button(page, find).click();
  await link(page, name).click();
}

test.each(visits)('the tree is kept, $name', async ({ options, units, words }) => {
  const context = await openContext(browser, sharedUrl(), options);
  const page = await context.newPage();
  const { submit } = words;
  await signIn(page, 'chenjianguo', inject('password'));
  const own = (await (await context.request.get('/api/v1/org-units')).json()) as {
    items: { id: string }[];
  };
  const county = `/admin/units/${own.items[0]?.id ?? ''}`;
  await add(page, county, units.town, 'township');
  await add(page, county, units.village, 'village');
  await add(page, county, units.other, 'village');

  const village = await treeOf(page, county, units.village, submit.find);
  await page.goto(`${village}/edit`);
  await page.fill('[name=name]', units.renamed);
  await page.locator('[name=form]').selectOption('community');
  await page.locator('main form[method=POST] button').click();
  await page.waitForURL(village);

  await page.goto(`${village}/move`);
  await choose(page, units.town, submit.find);
  await button(page, submit.move).click();
  await page.waitForURL(/tree\?moved/);
  expect(await textOf(page)).toContain(words.moved);
  expect(await page.locator('nav ol, main nav').first().innerText()).toContain(units.town);

  const other = await treeOf(page, county, units.other, submit.find);
  await page.goto(`${other}/merge`);
  await choose(page, units.renamed, submit.find);
  await button(page, submit.merge).click();
  await page.waitForURL(/tree\?merged/);
  expect(await textOf(page)).toContain(words.merged);

  await button(page, submit.close).click();
  await page.waitForURL(/tree$/);
  await button(page, words.closed).waitFor();

  await page.goto(`${village}/history`);
  const history = await textOf(page);
  expect(history).toContain(`${units.village} → ${units.renamed}`);
  expect(history).toContain(words.form);
  expect(history).toContain(units.town);

  await add(page, county, units.office, 'township');
  const town = await treeOf(page, county, units.town, submit.find);
  const office = await treeOf(page, county, units.office, submit.find);
  await change(page, town, { code: units.code });
  await page.goto(`${office}/edit`);
  await page.selectOption('[name=managementMode]', 'vertical');
  await change(page, office, { placeCode: units.code });
  await page.goto(`${town}/dashboard`);
  const located = page.getByRole('region', { name: words.located });
  expect(await located.locator('tbody th').first().innerText()).toBe(units.office);
  expect(await located.locator('a').count()).toBe(0);

  await page.goto(`${county}/tree?on=2020-01-31`);
  expect(await textOf(page)).toContain(words.past);
  expect(await textOf(page)).not.toContain(units.town);
  await context.close();
});
