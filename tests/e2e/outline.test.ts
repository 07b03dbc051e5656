// The outline of a course is put in order by dragging; keys and buttons do the same (drafts.test.ts).
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { openContext, signIn } from './browser.ts';
import { ownServer } from './own-server.ts';

const here = ownServer();

async function begun(page: Page): Promise<string> {
  const call = async (path: string, data: object) => {
    const headers = { origin: here.url };
    const answer = await page.request.post(`${here.url}/api/v1/drafts${path}`, { headers, data });
    expect(answer.ok()).toBe(true);
    return (await answer.json()) as { id: string };
  };
  const { id } = await call('', { title: '排好次序', area: 'law' });
  for (const title of ['第一节', '第二节', '第三节'])
    await call(`/${id}/lessons`, { kind: 'reading', title });
  return `/studio/drafts/${id}`;
}

const titles = (page: Page) =>
  page
    .locator('input[name^="title.zh."]')
    .evaluateAll((fields) =>
      fields.map((field) => (field instanceof HTMLInputElement ? field.value : '')),
    );

/** Takes the grip of one row and moves to the middle of another, or beyond it. */
async function drag(page: Page, from: number, over: number, beyond: number): Promise<void> {
  // In the middle of the window: near its edges the page scrolls on while a row is dragged.
  await page
    .locator('ol:has([data-grip])')
    .evaluate((list) => list.scrollIntoView({ block: 'center' }));
  const grip = await page.locator('[data-grip]').nth(from).boundingBox();
  const row = await page.locator('li:has([data-grip])').nth(over).boundingBox();
  if (!grip || !row) throw new Error('there is no such row');
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  const target = row.y + row.height / 2 + beyond;
  await page.mouse.move(grip.x, (grip.y + target) / 2, { steps: 4 });
  await page.mouse.move(grip.x, target, { steps: 4 });
  await page.locator('ol[data-dragging]').waitFor();
}

test('a lesson is dragged to its place, with what was typed; Escape leaves it where it was', async () => {
  const context = await openContext(here.browser, here.url, { width: 1280, height: 1600 });
  const page = await context.newPage();
  await signIn(page, 'zhoumin', inject('password'));
  await page.goto(await begun(page));
  await page.locator('[data-grip]').first().waitFor();
  await page.waitForLoadState('networkidle');
  // Typed and not saved yet.
  await page.locator('input[name="title.en.reading"]').fill('First');

  await drag(page, 0, 1, 20);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await titles(page)).toEqual(['第一节', '第二节', '第三节']);

  await drag(page, 0, 1, 20);
  await page.mouse.up();
  const moved = ['第二节', '第一节', '第三节'];
  await expect.poll(() => titles(page)).toEqual(moved);
  await drag(page, 2, 0, -20);
  await page.mouse.up();
  const again = ['第三节', '第二节', '第一节'];
  await expect.poll(() => titles(page)).toEqual(again);
  await page.reload();
  expect(await titles(page)).toEqual(again);
  expect(await page.locator('input[name="title.en.reading"]').inputValue()).toBe('First');
  await context.close();
});
