// A certificate from its issue to its end: downloaded, verified by a stranger, revoked by a reversal.
import type { LearningRecord } from '@xueshi/contracts';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { openContext, signIn } from './browser.ts';
import { ownServer } from './own-server.ts';

const here = ownServer();

async function visit(loginName: string | null, width = 360): Promise<[BrowserContext, Page]> {
  const context = await openContext(here.browser, here.url, { width, height: 740 });
  const page = await context.newPage();
  if (loginName) await signIn(page, loginName, inject('password'));
  return [context, page];
}

async function expectReadable(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  );
  expect(await seriousViolations(page)).toEqual([]);
}

/** Saves what a link downloads. */
async function save(page: Page, name: string | RegExp) {
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name }).first().click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('a learner downloads a certificate, a stranger verifies it, and a reversal revokes it', async () => {
  const [learner, page] = await visit('wangxiulan');
  await page.goto('/record');
  await expectReadable(page);
  await page
    .getByRole('link', { name: /^依据和证书/ })
    .first()
    .click();
  await page.getByRole('heading', { name: '学习过程' }).waitFor();
  await page.getByRole('button', { name: '出具结业证书' }).click();
  await page.getByText('已出具，验证码').waitFor();
  await expectReadable(page);
  const pdf = await save(page, /^下载 PDF/);
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const code = /^xueshi-certificate-([0-9A-Z]{16})\.pdf$/.exec(pdf.name)?.[1] ?? '';
  expect(code).not.toBe('');
  const entryId = new URL(page.url()).pathname.split('/').pop() ?? '';

  // A stranger with the paper in hand, before any script has arrived.
  const stranger = await openContext(here.browser, here.url, {
    width: 360,
    javaScriptEnabled: false,
  });
  const desk = await stranger.newPage();
  await desk.goto('/verify');
  const typed = code.toLowerCase().replace(/(.{4})(?=.)/g, '$1 ');
  await desk.getByLabel('验证码').fill(typed);
  await desk.getByRole('button', { name: '核验' }).click();
  await desk.getByText('本平台出具，内容与出具时一致').waitFor();
  await desk.getByText('王*兰').waitFor();
  expect(await desk.content()).not.toContain('王秀兰');
  await desk.goto('/verify/0000-0000-0000-0000');
  await desk.getByText('没有查到这个验证码').waitFor();
  await stranger.close();

  const [office, desktop] = await visit('lifang', 1280);
  const { person } = (await (
    await learner.request.get('/api/v1/me/record')
  ).json()) as LearningRecord;
  await desktop.goto(`/admin/people/${person.id}`);
  const row = desktop.getByRole('row').filter({
    has: desktop.locator(`a[href$="/entries/${entryId}"]`),
  });
  await row.getByText('冲销这条学时').click();
  await row
    .locator('form[action*=reverse]')
    .getByLabel('原因（学员可见）')
    .fill('经核实由他人代学');
  await row.getByRole('button', { name: '确认冲销' }).click();
  await desktop.getByText('更正已记入').waitFor();
  await office.close();

  // From the QR code: the address with the code in it.
  const [later, phone] = await visit(null);
  await phone.goto(`/verify/${code}`);
  await phone.getByText('已撤销', { exact: true }).waitFor();
  await phone.getByText('这份文件不再有效').waitFor();
  await expectReadable(phone);
  await later.close();

  await page.reload();
  await page.getByText('已冲销的记录不能出具结业证书').waitFor();
  await page.getByText('经核实由他人代学').waitFor();
  await learner.close();
});

test('a learner takes the signed record and all data along', async () => {
  const [learner, page] = await visit('zhaodeshui');
  await page.goto('/record');
  await page.getByRole('button', { name: /年度学时证明$/ }).click();
  await page.getByText('已出具，验证码').waitFor();
  const statement = await save(page, /^下载 PDF/);
  expect(statement.name).toMatch(/^xueshi-hours-statement-/);
  const record = await save(page, '下载全部年度签名档案');
  expect(record.name).toBe('xueshi-record-all.json');
  expect(record.bytes.toString('utf8')).toContain('"algorithm": "Ed25519"');
  const data = await save(page, '下载我的全部数据');
  expect(data.name).toBe('xueshi-my-data.zip');
  expect(data.bytes.subarray(0, 2).toString()).toBe('PK');
  await learner.close();
});
