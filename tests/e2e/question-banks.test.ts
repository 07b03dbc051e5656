// An author keeps a bank in the studio: makes it, writes three questions, retires one, and has a quiz draw two.
import type { BankCard, DraftText } from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { ownServer } from './own-server.ts';

const here = ownServer();

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Everybody can use it, and it is no wider than a phone. */
async function expectFit(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect({ width, overflow }).toEqual({ width, overflow: 0 });
  }
}

async function beginBank(page: Page): Promise<string> {
  await page.goto('/studio/bank');
  await page.getByRole('link', { name: '管理题库' }).click();
  await page.waitForURL('**/studio/banks');
  await field(page, '代号').fill('village-affairs');
  await field(page, '名称').fill('村务公开题库');
  await field(page, '出处').fill('镇农经站编');
  await button(page, '新建').click();
  await page.waitForURL('**/studio/banks/village-affairs');
  await page.getByText('题库里还没有题').waitFor();
  return '/studio/banks/village-affairs';
}

/** Opens the editor of a new question, and fills in what every kind has. */
async function write(page: Page, bank: string, kind: string, stem: string): Promise<void> {
  await page.goto(bank);
  await page.getByRole('link', { name: kind, exact: true }).click();
  await field(page, '题干').fill(stem);
  await field(page, '解析').fill('见村务公开的规定。');
  await page.getByLabel('标签').fill('村务');
}

async function saveNew(page: Page, id: string): Promise<void> {
  await button(page, '保存').click();
  await page.waitForURL(`**/items/${id}?added=1`);
  await page.getByText('可用', { exact: true }).first().waitFor();
}

async function writeThree(page: Page, bank: string): Promise<void> {
  await write(page, bank, '单选', '村务多久公开一次？');
  await field(page, 'A').fill('每季度');
  await field(page, 'B').fill('每十年');
  await page.getByLabel('A 是正确答案').check();
  await page.getByRole('button', { name: '删除“D”这一行' }).click();
  await page.getByRole('button', { name: '删除“C”这一行' }).click();
  await saveNew(page, 'q1');
  await write(page, bank, '判断', '村务公开栏可以设在村口。');
  await field(page, '正确').check();
  await saveNew(page, 'q2');
  await write(page, bank, '填空', '收支至少每____公开一次。');
  await page.getByLabel('1', { exact: true }).fill('季度/三个月');
  await saveNew(page, 'q3');
}

/** A picture goes into the stem that is on the page, is seen as learners will see it, and out again by the history. */
async function pictureAndBack(page: Page): Promise<void> {
  await page.getByText('文字里的图片', { exact: true }).click();
  const picture = { name: '公开栏.png', mimeType: 'image/png', buffer: ONE_POINT_PNG };
  await page.getByLabel('图片', { exact: true }).setInputFiles(picture);
  await button(page, '上传').click();
  await page.getByText('图片已上传。').waitFor();
  await field(page, '题干').click();
  await page.getByText('将放入：题干').waitFor();
  await button(page, '插入正文').click();
  await page.getByText('请用几个字说明图片的内容。').waitFor();
  await field(page, '图片内容说明').fill('村口的公开栏');
  await button(page, '插入正文').click();
  await page.getByText('图片已插入正文。').waitFor();
  await button(page, '保存').click();
  await page.getByText('已保存。', { exact: true }).waitFor();
  await page.getByText('学员看到的样子和答案', { exact: true }).click();
  const shown = page.getByAltText('村口的公开栏');
  await shown.waitFor();
  expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await page.getByText('修改记录', { exact: true }).click();
  await expectFit(page);
  await button(page, '恢复成这样（第 1 次）').click();
  await page.waitForURL('**?returned=1');
  await expect.poll(() => field(page, '题干').inputValue()).not.toContain('公开栏]');
}

/** What is found is seen before it goes out, and comes as a file, also with its search. */
async function takeOut(page: Page, bank: string): Promise<void> {
  await page.goto(`${bank}?kind=true_false`);
  await page.getByRole('link', { name: '导出查到的题' }).click();
  await page.getByText('导出查到的 1 题（判断 · 未停用）。').waitFor();
  await page.getByRole('link', { name: '改为导出整个题库' }).click();
  await page.getByText('导出整个题库：共 3 题，其中已停用 1 题。').waitFor();
  await page.getByText('导出的文件里有答案和解析。').waitFor();
  await expectFit(page);
  for (const [form, file] of [
    ['Excel 表格', 'village-affairs.xlsx'],
    ['题库源文件（zip）', 'village-affairs.zip'],
  ] as const) {
    await page.getByRole('radio', { name: form }).check();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, '导出').click(),
    ]);
    expect(download.suggestedFilename()).toBe(file);
    expect(await download.failure()).toBeNull();
  }
  // Of one that has no answer yet nothing goes to another system, and the page says so.
  await page.goto(`${bank}/export?kind=true_false&state=ready&refused=bank-export-empty`);
  await page.getByText('没有可以导出的题；请换一种格式').waitFor();
}

test('a bank is written, one question retired, all taken out, and two are drawn by rule into a quiz', async () => {
  const { context, page } = await here.visit('zhoumin', {
    locale: 'zh-CN',
    width: 1280,
    height: 900,
  });
  const bank = await beginBank(page);
  await writeThree(page, bank);
  await pictureAndBack(page);
  await button(page, '停用').click();
  await button(page, '恢复使用').waitFor();

  await page.goto(bank);
  await page.getByText('共 2 题').waitFor();
  await expectFit(page);
  await field(page, '状态').selectOption('retired');
  await button(page, '查找').click();
  await page.getByText('共 1 题').waitFor();
  await takeOut(page, bank);
  const { items } = (await (await context.request.get('/api/v1/studio/banks')).json()) as {
    items: BankCard[];
  };
  expect(items.find(({ name }) => name === 'village-affairs')).toMatchObject({
    ready: 2,
    retired: 1,
  });

  const headers = { origin: here.url };
  const data = { title: '村务公开怎么做', area: 'law' };
  const begun = await context.request.post('/api/v1/drafts', { headers, data });
  const { id } = (await begun.json()) as { id: string };
  const lesson = { kind: 'quiz', title: '随堂测验' };
  await context.request.post(`/api/v1/drafts/${id}/lessons`, { headers, data: lesson });
  await page.goto(`/studio/drafts/${id}/lessons/quiz`);
  await button(page, '加一条抽题规则').click();
  await field(page, '题库').selectOption('village-affairs');
  await page.getByText('现在符合的有 2 题').waitFor();
  await field(page, '数量').fill('3');
  await page.getByText('只有 2 个符合，抽不出 3 个').waitFor();
  await field(page, '数量').fill('2');
  await expectFit(page);
  await button(page, '保存').click();
  const draws = async () => {
    const read = await context.request.get(`/api/v1/drafts/${id}/lessons/quiz/text`);
    return (await read.json()) as DraftText;
  };
  await expect
    .poll(async () => (await draws()).quiz?.draws)
    .toMatchObject([{ bank: 'village-affairs', count: 2 }]);
  expect((await draws()).faults.filter((fault) => fault.field?.startsWith('draw'))).toEqual([]);
  await context.close();
});
