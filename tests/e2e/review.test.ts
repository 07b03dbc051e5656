// A course is reviewed at its places: a comment at a question, mended by its author, settled, the checklist, a
// time to publish that is called back, and the version with the name of who reviewed it.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { tickChecklist } from './review-checklist.ts';
import { ownServer } from './own-server.ts';
import { submitCourse } from './submitted-course.ts';

const here = ownServer();

const visitor = here.visit;

const press = (page: Page, action: string) =>
  page.locator(`form[action^="?/${action}"] button.button:visible`).first().click();
const says = (page: Page, words: string) =>
  page.locator('main', { hasText: words }).first().waitFor();

/** Everybody can use it, and it is no wider than a phone. */
async function expectFit(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('a comment at a question is mended, the checklist filled in, the course scheduled and published', async () => {
  const author = await visitor('zhoumin', { locale: 'en' });
  const draft = await submitCourse(author.context, here.url);

  // The reviewer is on a phone without scripts.
  const reviewer = await visitor('sunliping', { width: 360, javaScriptEnabled: false });
  await reviewer.page.goto(draft);
  await reviewer.page.locator(`main a[href="${draft}/review"]`).first().click();
  await says(reviewer.page, '答案：');
  await reviewer.page.locator('[id="at-quiz-i-q1"] a.write').click();
  await reviewer.page.locator('form#write textarea').fill('正确答案应是乙，请核对。');
  await press(reviewer.page, 'comment');
  await reviewer.page.locator('[id="at-quiz-i-q1"] article').waitFor();
  await reviewer.page.locator('textarea[name="comment"]').fill('请看第二节的意见。');
  await press(reviewer.page, 'giveBack');
  await says(reviewer.page, '已退回给作者');

  await author.page.goto(draft);
  await says(author.page, 'Comments not settled yet (1)');
  await says(author.page, 'Comments: 1');
  await expectFit(author.page);
  await author.page.goto(`${draft}/lessons/quiz?view=source`);
  const written = author.page.locator('textarea[name="text"]');
  await written.fill((await written.inputValue()).replace('answer: A', 'answer: B'));
  await press(author.page, 'save');
  await author.page.goto(draft);
  await author.page.locator('main a[href*="#comment-"]').first().click();
  await author.page.locator('article details summary').click();
  await author.page.locator('article textarea').fill('改为乙。');
  await author.page.locator('article button[name="done"]').click();
  await says(author.page, 'Mended, says the author');
  await expectFit(author.page);
  await author.page.goto(draft);
  await press(author.page, 'submit');
  await author.page.locator('form[action^="?/withdraw"]').waitFor();

  await reviewer.page.goto(`${draft}/review`);
  await says(reviewer.page, '改为乙。');
  await tickChecklist(reviewer.page);
  await press(reviewer.page, 'publish');
  await says(reviewer.page, '还有1条意见没有了结');
  // What was answered is still there.
  expect(await reviewer.page.locator('select[name="answer.law"]').inputValue()).toBe('done');
  await press(reviewer.page, 'settle');
  await says(reviewer.page, '看已了结的意见（1）');
  await press(reviewer.page, 'publish');
  await says(reviewer.page, '审核清单还没有填完');
  await tickChecklist(reviewer.page);
  await reviewer.page.locator('input[name="remark.law"]').fill('逐条核对过');
  const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 16);
  await reviewer.page.locator('input[name="publishAt"]').fill(tomorrow);
  await press(reviewer.page, 'publish');
  await says(reviewer.page, `定于 ${tomorrow.slice(0, 10).replaceAll('-', '/')}`);

  await author.page.goto(`${draft}/review`);
  await press(author.page, 'callBack');
  await says(author.page, 'The time is called back');
  await reviewer.page.goto(`${draft}/review`);
  await tickChecklist(reviewer.page);
  await reviewer.page.locator('input[name="remark.law"]').fill('逐条核对过');
  await press(reviewer.page, 'publish');
  await says(reviewer.page, '第 1 版已发布');

  await author.page.goto(draft);
  await author.page.locator('main a[href^="/studio/courses/"]').click();
  await author.page.locator('main summary').first().click();
  await says(author.page, '逐条核对过');
  await author.context.close();
  await reviewer.context.close();
});
