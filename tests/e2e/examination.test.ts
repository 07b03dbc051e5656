import type { QuizAttempt } from '@xueshi/contracts';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

const EXAMINATION = '/courses/grassroots-law-examination/examination';
const WRITTEN = '/courses/grassroots-law-examination/written';

async function enrolled(loginName: string, options: Parameters<typeof openContext>[2] = {}) {
  const context = await openContext(browser, sharedUrl(), {
    width: 360,
    height: 740,
    ...options,
  });
  const page = await context.newPage();
  await signIn(page, loginName, inject('password'));
  await context.request.post('/api/v1/courses/grassroots-law-examination/enrolment', {
    headers: { origin: sharedUrl() },
  });
  return { context, page };
}

async function attemptOn(context: BrowserContext, page: Page): Promise<QuizAttempt> {
  const id = new URL(page.url()).searchParams.get('attempt');
  return (await (await context.request.get(`/api/v1/quiz-attempts/${id}`)).json()) as QuizAttempt;
}

/** Answers an item as a person does: taps, picks or types. */
async function answer(fieldset: Locator): Promise<void> {
  const steps = fieldset.locator('button[aria-pressed]');
  for (let at = 0; at < (await steps.count()); at += 1) await steps.nth(at).click();
  const sides = fieldset.locator('select');
  for (let at = 0; at < (await sides.count()); at += 1)
    await sides.nth(at).selectOption({ index: at + 1 });
  const blanks = fieldset.locator('input[type=text]');
  for (let at = 0; at < (await blanks.count()); at += 1) await blanks.nth(at).fill('三十');
  const boxes = fieldset.locator('input[type=checkbox]');
  for (let at = 0; at < Math.min(2, await boxes.count()); at += 1) await boxes.nth(at).check();
  const choices = fieldset.locator('input[type=radio]');
  if ((await choices.count()) > 0) await choices.first().check();
}

const open = ({ items }: QuizAttempt) => items.filter((item) => item.answer === null).length;

test('a timed test on a phone: every kind of question, a link that breaks, a page that is closed', async () => {
  const { context, page } = await enrolled('wangxiulan');
  await page.goto(EXAMINATION);
  await page.getByText('限时 25 分钟').waitFor();
  await page.getByRole('button', { name: '开始测验' }).click();
  await page.waitForURL('**/examination?attempt=*');
  await page.getByRole('timer').waitFor();

  const items = page.locator('fieldset');
  const total = await items.count();
  expect(total).toBeGreaterThanOrEqual(16);
  for (let at = 0; at < total - 3; at += 1) await answer(items.nth(at));
  await page.getByText('已保存').waitFor();
  await expect.poll(async () => open(await attemptOn(context, page))).toBe(3);

  // The link breaks: what is answered meanwhile goes out when it is back.
  await context.setOffline(true);
  await answer(items.nth(total - 3));
  await page.getByText('网络不通').waitFor();
  await context.setOffline(false);
  await page.getByText('已保存').waitFor({ timeout: 40_000 });
  await expect.poll(async () => open(await attemptOn(context, page))).toBe(2);

  // Closed and opened again, the sheet is as it was and the clock has gone on.
  const before = await attemptOn(context, page);
  await page.goto('/');
  await page.goto(EXAMINATION);
  await page.getByRole('button', { name: '继续作答' }).click();
  await page.waitForURL(`**/examination?attempt=${before.id}`);
  await page.getByText(`已答 ${total - 2} / ${total} 题`).waitFor();
  expect((await attemptOn(context, page)).secondsLeft).toBeLessThan(25 * 60);

  // Two are open: one is told so before handing in.
  await page.getByRole('button', { name: '提交答卷' }).click();
  await page.getByText('还有 2 题没有作答').waitFor();
  await page.getByRole('button', { name: '仍要提交' }).click();
  await page
    .getByText(/这次没有通过|通过了/)
    .first()
    .waitFor();
  expect(await attemptOn(context, page)).toMatchObject({ state: 'submitted', closedBy: 'learner' });
  await context.close();
});

test('without scripts the sheet is filled in and handed in as a form, orders and sides too', async () => {
  const { context, page } = await enrolled('zhaodeshui', { javaScriptEnabled: false });
  await page.goto(EXAMINATION);
  await page.getByRole('button', { name: '开始测验' }).click();
  const items = page.locator('fieldset');
  for (let at = 0; at < (await items.count()); at += 1) {
    const places = items.nth(at).locator('select[name^="place-"]');
    const count = await places.count();
    for (let place = 0; place < count; place += 1)
      await places.nth(place).selectOption(String(count - place));
    if (count === 0) await answer(items.nth(at));
  }
  await page.getByRole('button', { name: '提交答卷' }).click();
  await page
    .getByText(/这次没有通过|通过了/)
    .first()
    .waitFor();
  const attempt = await attemptOn(context, page);
  expect(attempt).toMatchObject({ state: 'submitted', closedBy: 'learner' });
  await context.close();
});

test('a written answer is marked by an author who does not see whose it is, and the learner reads the comment', async () => {
  const { context, page } = await enrolled('wangxiulan', { width: 1280 });
  await page.goto(WRITTEN);
  await page.getByRole('button', { name: '开始测验' }).click();
  await page
    .locator('fieldset textarea')
    .fill('把轮水办法写成协议，告知双方三十日内可以共同申请司法确认。');
  await page.getByText('已保存').waitFor();
  await page.getByRole('button', { name: '提交答卷' }).click();
  await page.getByRole('button', { name: '仍要提交' }).click();
  await page.getByText('已提交，等待评阅').waitFor();
  const sheet = page.url();

  const author = await openContext(browser, sharedUrl());
  const desk = await author.newPage();
  await signIn(desk, 'zhoumin', inject('password'));
  await desk.goto('/studio/marking');
  await desk
    .getByRole('link', { name: /材料简答/ })
    .first()
    .click();
  await desk.getByText('把轮水办法写成协议').waitFor();
  expect(await desk.locator('main').textContent()).not.toContain('王秀兰');
  await desk.getByLabel(/得分（0–6）/).fill('4.5');
  await desk.getByLabel(/评语/).fill('还要督促履行并回访');
  await desk.getByRole('button', { name: '保存打分' }).click();
  await desk.waitForURL('**/studio/marking?marked=1');
  await author.close();

  await page.goto(sheet);
  await page.getByText('还要督促履行并回访').waitFor();
  await page.getByText('得 4.5 分，满分 6 分。').waitFor();

  // What went wrong is there to practise.
  await page.goto('/practice');
  await answer(page.locator('fieldset'));
  await page.getByRole('button', { name: '核对答案' }).click();
  await page.getByText(/再对一次就移出|看看解析/).waitFor();
  await context.close();
});
