// An author cites an article while writing, without the mouse; a learner follows the link and comes
// back; a new edition that a reviewer takes in flags the course to its author.
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { WHOLE_CHECKLIST } from '../../apps/server/src/testing/whole-checklist.ts';
import { ownServer } from './own-server.ts';

const DESKTOP = { locale: 'en', width: 1280, height: 800 } as const;
const PHONE = { locale: 'zh-CN', width: 360, height: 740 } as const;
const WAIT = { timeout: 10_000, interval: 100 };

const here = ownServer();

const visitor = here.visit;

/** Calls the API as the person of this page. */
async function call<T>(
  { request }: BrowserContext,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  data?: unknown,
): Promise<T> {
  const answer = await request.fetch(url, { method, data, headers: { origin: here.url } });
  expect(answer.ok(), `${method} ${url}: ${answer.ok() ? '' : await answer.text()}`).toBe(true);
  const text = await answer.text();
  return (text === '' ? null : JSON.parse(text)) as T;
}

const text = (page: Page) => page.locator('textarea[name=text]');
const OLD = `样例便民条例

（2020年1月2日国务院公布）

第一条\u3000为了便民，制定本条例。

第二条\u3000办事窗口应当当场登记来访群众的姓名、住址和诉求。

出具凭证，不得推诿。

第三条\u3000本条例自2020年2月1日起施行。`;
const NEW = OLD.replace(
  '（2020年1月2日国务院公布）',
  '（2020年1月2日国务院公布\u30002026年1月2日国务院修订）',
)
  .replace('姓名、住址和诉求', '姓名和诉求')
  .replace('2020年2月1日起', '2026年2月1日起');

const QUOTATION =
  '> 办事窗口应当当场登记来访群众的姓名、住址和诉求。\n>\n> 出具凭证，不得推诿。\n>\n> —— 《样例便民条例》第二条\n';

async function takeIn(page: Page, words: string, articles: number): Promise<void> {
  await page.goto('/studio/statutes/new');
  await text(page).fill(words);
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.getByText('Nothing is left to mend; it can be taken in.').waitFor();
  await page.getByText(`Articles: ${articles}`).waitFor();
  await page.getByRole('button', { name: 'Take it in' }).click();
  await page.getByText('《样例便民条例》 is in the library.').waitFor();
}

/** A course with an empty reading, all else filled in; its draft and the page of the reading. */
async function beginCourse(context: BrowserContext) {
  const { id } = await call<{ id: string }>(context, 'POST', '/api/v1/drafts', {
    title: '当场登记',
    area: 'law',
  });
  const { version } = await call<{ version: number }>(context, 'GET', `/api/v1/drafts/${id}`);
  await call(context, 'PUT', `/api/v1/drafts/${id}/facts`, {
    version,
    facts: {
      title: { 'zh-CN': '当场登记', en: 'Register at once' },
      summary: { 'zh-CN': '学会当场登记。', en: 'Register at once.' },
      area: 'law',
      tags: ['便民'],
      lecturer: { name: '周敏', title: '讲师' },
      repeat: 'never',
      sources: [{ title: '样例便民条例', issuer: '国务院', date: '2020-01-02' }],
    },
  });
  await call(context, 'POST', `/api/v1/drafts/${id}/lessons`, {
    kind: 'reading',
    title: '怎样登记',
  });
  const draft = await call<{ version: number; slug: string; lessons: object[] }>(
    context,
    'GET',
    `/api/v1/drafts/${id}`,
  );
  await call(context, 'PUT', `/api/v1/drafts/${id}/lessons`, {
    version: draft.version,
    lessons: [{ id: 'reading', title: { 'zh-CN': '怎样登记', en: 'How to' }, required: true }],
  });
  return { id, slug: draft.slug, url: `/studio/drafts/${id}/lessons/reading` };
}

/** From the text to the quotation in it, without the mouse. */
async function citeByKeyboard(page: Page): Promise<void> {
  // Citing needs scripts: its button comes with them.
  await page.getByRole('button', { name: 'Cite an article' }).waitFor();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByLabel('Find the article to cite').waitFor();
  await page.keyboard.type('yangli');
  await page.getByText('No such article.').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('ylbm 2');
  await page.getByText('Articles found: 1').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => {
    expect(await text(page).inputValue()).toContain(QUOTATION);
  }, WAIT);
  expect(await text(page).evaluate((area) => area === document.activeElement)).toBe(true);
}

/** Waits until what was typed is saved and nothing is left to mend. */
async function savedWithoutFaults(context: BrowserContext, id: string): Promise<void> {
  await vi.waitFor(async () => {
    const lesson = await call<{ text: string; faults: unknown[] }>(
      context,
      'GET',
      `/api/v1/drafts/${id}/lessons/reading/text`,
    );
    expect(lesson.text).toContain(QUOTATION);
    const { faults } = await call<{ faults: unknown[] }>(context, 'GET', `/api/v1/drafts/${id}`);
    expect([...lesson.faults, ...faults]).toEqual([]);
  }, WAIT);
}

/** A learner on a phone goes to the article and comes back to the line that they had read. */
async function followAndReturn(slug: string): Promise<void> {
  const { context, page } = await visitor('zhaodeshui', PHONE);
  await call(context, 'POST', `/api/v1/courses/${slug}/enrolment`);
  await page.goto(`/courses/${slug}/reading`);
  const link = page.getByRole('link', { name: '《样例便民条例》第二条' });
  await link.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => window.scrollY);
  expect(before).toBeGreaterThan(300);
  await link.click();
  await page.waitForURL(/\/statutes\//u);
  await page.locator('section[aria-current]', { hasText: '第二条' }).waitFor();
  await page.getByRole('link', { name: '回到刚才的课程' }).click();
  await page.waitForURL(`**/courses/${slug}/reading`);
  await vi.waitFor(async () => {
    const now = await page.evaluate(() => window.scrollY);
    expect(Math.abs(now - before)).toBeLessThan(100);
  }, WAIT);
  await context.close();
}

async function seeTheFlag(page: Page, draftId: string): Promise<void> {
  await page.goto('/studio');
  await page.getByText('Courses or banks that cite articles which have changed: 1.').waitFor();
  await page.getByRole('link', { name: 'Look at them' }).click();
  const flagged = page.locator('.card', { hasText: 'Register at once' });
  await flagged.locator('del').waitFor();
  expect(await flagged.locator('del').allInnerTexts()).toEqual(['、住址']);
  await page.goto(`/studio/drafts/${draftId}`);
  await page.getByRole('heading', { name: 'Cited articles that changed' }).waitFor();
  await page.goto('/notices');
  await page.getByText('A new edition of 《样例便民条例》 is in force from 2026-02-01.').waitFor();
  await page.goto('/statutes/样例便民条例/differences');
  await page.getByText('2 changed, 0 new, 0 gone, 0 only renumbered, 1 the same.').waitFor();
}

test('from a citation in a draft to the notice that its article has changed', async () => {
  const reviewer = await visitor('sunliping', DESKTOP);
  await takeIn(reviewer.page, OLD, 3);
  const author = await visitor('zhoumin', DESKTOP);
  const course = await beginCourse(author.context);
  await author.page.goto(course.url);
  await text(author.page).fill(`# 怎样登记\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`);
  await citeByKeyboard(author.page);
  await savedWithoutFaults(author.context, course.id);
  await call(author.context, 'PUT', `/api/v1/drafts/${course.id}/submission`, {
    correction: false,
  });
  const decision = { publish: true, comment: '', checklist: WHOLE_CHECKLIST };
  await call(reviewer.context, 'POST', `/api/v1/drafts/${course.id}/decision`, decision);
  await followAndReturn(course.slug);
  await takeIn(reviewer.page, NEW, 3);
  await seeTheFlag(author.page, course.id);
  await author.context.close();
  await reviewer.context.close();
}, 180_000);
