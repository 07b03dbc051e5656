// A course is written in the browser until nothing is left to mend, published by somebody else and found
// by a learner: in Chinese on a phone without scripts, and in English on a desktop with them.
import { ONE_POINT_PNG } from '@xueshi/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DESKTOP, expectFit, PHONE, type Device } from './devices.ts';
import { tickChecklist } from './review-checklist.ts';
import { ownServer } from './own-server.ts';

const here = ownServer();

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    options: PHONE,
    title: '邻里纠纷怎样调解',
    words: {
      empty: '还没有编写中的课程',
      outlineEmpty: '还没有内容',
      whole: '没有要改正的地方',
      worth: '按内容计算',
      comment: '审核意见',
      published: '第 1 版已发布',
      post: '村（社区）党组织书记',
    },
  },
  {
    name: 'in English, on a desktop',
    options: DESKTOP,
    title: '防汛值班要点',
    words: {
      empty: '',
      outlineEmpty: 'No lesson yet',
      whole: 'Nothing is left to mend',
      worth: 'computed from the material',
      comment: 'What the reviewer said',
      published: 'Version 1 is published',
      post: 'Village or community Party secretary',
    },
  },
] as const;

const visitor = here.visit;

/** Waits until the page says something. */
const says = (page: Page, words: string) =>
  page.locator('main', { hasText: words }).first().waitFor();
const press = (page: Page, action: string) =>
  page.locator(`form[action^="?/${action}"] button.button:not([type="button"])`).first().click();
const fill = (page: Page, name: string, text: string) =>
  page.locator(`[name="${name}"]`).fill(text);

async function begin(page: Page, title: string): Promise<string> {
  await page.goto('/studio/drafts');
  await fill(page, 'title', title);
  await page.locator('select[name="area"]').selectOption('social_management');
  await press(page, 'begin');
  await page.waitForURL(/\/studio\/drafts\/[^/?]+$/);
  return new URL(page.url()).pathname;
}

async function add(page: Page, kind: string, title: string): Promise<void> {
  await page.locator('select[name="kind"]').selectOption(kind);
  await page.locator('form[action^="?/add"] input[name="title"]').fill(title);
  await press(page, 'add');
  await page.locator(`input[name="title.zh.${kind}"]`).waitFor();
}

async function writeFacts(page: Page, title: string): Promise<void> {
  await fill(page, 'title.en', `In English: ${title.length}`);
  await fill(page, 'summary.zh', '学完能办好这件事。');
  await fill(page, 'summary.en', 'Afterwards one can do it.');
  await fill(page, 'lecturer.title', '讲师');
  await fill(page, 'tags', '基层、值班');
  await fill(page, 'source.0.title', '信访工作条例');
  await fill(page, 'source.0.issuer', '中共中央、国务院');
  await fill(page, 'source.0.date', '2022-02-25');
  const post = page.locator('[name="keyGroup"][value="village_secretary"]');
  await post.check();
  expect(await page.locator('[name="keyGroup"][value="reserve"]').count()).toBe(0);
  await press(page, 'facts');
  await page.locator('input[name="source.3.title"]').waitFor();
  expect(await page.locator('input[name="tags"]').inputValue()).toBe('基层 值班');
  expect(await post.isChecked()).toBe(true);
}

const TEXT = `# 先听再说\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`;
const lessonIds = (page: Page) =>
  page
    .locator('input[name^="title.zh."]')
    .evaluateAll((fields) => fields.map((field) => field.getAttribute('name')));

/** Titles the lessons, and moves them with the buttons as they are reached by keyboard. */
async function arrange(page: Page): Promise<void> {
  await fill(page, 'title.en.reading', 'Listen first');
  await fill(page, 'title.en.quiz', 'Quiz');
  await page.locator('button[value="down.reading"]').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => lessonIds(page)).toEqual(['title.zh.quiz', 'title.zh.reading']);
  expect(await page.locator('[name="title.en.quiz"]').inputValue()).toBe('Quiz');
  await page.locator('button[value="up.reading"]').click();
  await expect.poll(() => lessonIds(page)).toEqual(['title.zh.reading', 'title.zh.quiz']);
}

/** Writes a text with a fault, mends it, and sees it as learners will. */
async function writeReading(page: Page, draft: string, options: Device): Promise<void> {
  await page.goto(`${draft}/lessons/reading`);
  await fill(page, 'text', '没有标题\n\n> 一段引文。\n');
  if (!options.javaScriptEnabled) await press(page, 'save');
  const fault = page.locator('a[href$="line=1#text"]');
  await fault.waitFor();
  await page.locator('.prose blockquote').waitFor();
  await expectFit(page, options);
  await fault.click();
  if (options.javaScriptEnabled) {
    const at = await page.evaluate(() => {
      const area = document.querySelector('textarea');
      return [area?.selectionStart, area?.selectionEnd];
    });
    expect(at).toEqual([0, 4]);
  }
  await fill(page, 'text', TEXT);
  if (!options.javaScriptEnabled) await press(page, 'save');
  await page.locator('.prose', { hasText: '先听再说' }).waitFor();
  await fault.waitFor({ state: 'detached' });
  expect(await page.locator('textarea').inputValue()).toBe(TEXT);
}

/** Of what was found, only what is meant for a post; the address keeps both. */
async function cutToPost(page: Page, options: Device): Promise<void> {
  const post = page.locator('nav a[href*="keyGroup=village_secretary"]');
  await post.click();
  await page.waitForURL(/query=.*keyGroup=village_secretary/);
  await page.locator('nav a[aria-current="true"]', { hasText: / 1$/ }).last().waitFor();
  await expectFit(page, options);
}

for (const { name, options, title, words } of visits) {
  test(`from an empty page to a course that a learner finds, ${name}`, async () => {
    const author = await visitor('zhoumin', options);
    if (words.empty !== '') {
      await author.page.goto('/studio/drafts');
      await says(author.page, words.empty);
    }
    const draft = await begin(author.page, title);
    await says(author.page, words.outlineEmpty);
    await expectFit(author.page, options);
    await writeFacts(author.page, title);
    await add(author.page, 'reading', '先听再说');
    await add(author.page, 'quiz', '随堂测验');
    await arrange(author.page);
    await writeReading(author.page, draft, options);
    await author.page.goto(`${draft}/lessons/quiz?view=source`);
    await author.page.locator('.mono textarea').waitFor();
    await expectFit(author.page, options);
    await author.page.goto(draft);
    await says(author.page, words.whole);
    await says(author.page, words.worth);
    await press(author.page, 'submit');
    await author.page.locator('form[action^="?/withdraw"]').waitFor();
    expect(await author.page.locator('form[action^="?/publish"]').count()).toBe(0);
    expect(await author.page.locator('form[action^="?/facts"]').count()).toBe(0);

    const reviewer = await visitor('sunliping', options);
    await reviewer.page.goto(`${draft}/lessons/reading`);
    expect(await reviewer.page.locator('textarea').count()).toBe(0);
    await says(reviewer.page, '先听再说');
    await reviewer.page.goto(`${draft}/review`);
    await expectFit(reviewer.page, options);
    await fill(reviewer.page, 'comment', '第三段要注明出处。');
    await press(reviewer.page, 'giveBack');
    await reviewer.page.locator('form[action^="?/submit"]').waitFor();

    await author.page.goto(draft);
    await says(author.page, words.comment);
    await says(author.page, '第三段要注明出处。');
    await press(author.page, 'submit');
    await author.page.locator('form[action^="?/withdraw"]').waitFor();
    await reviewer.page.goto(`${draft}/review`);
    await tickChecklist(reviewer.page);
    await press(reviewer.page, 'publish');
    await says(reviewer.page, words.published);
    await reviewer.context.close();
    await author.context.close();

    const learner = await visitor('wangxiulan', options);
    await learner.page.goto(`/courses?query=${encodeURIComponent(title)}`);
    await cutToPost(learner.page, options);
    await learner.page.locator('main a[href^="/courses/"]').first().click();
    await learner.page.waitForURL(/\/courses\/[a-z0-9-]+$/);
    const course = await learner.page.locator('main').innerText();
    expect(course).toContain(options.locale === 'en' ? `In English: ${title.length}` : title);
    expect(course).toContain(words.post);
    await learner.context.close();
  });
}

for (const options of [PHONE, DESKTOP]) {
  const scripts = options.javaScriptEnabled;
  test(`two who write at once lose nothing, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const author = await visitor('zhoumin', options);
    const draft = await begin(author.page, '两个人一起写');
    await add(author.page, 'reading', '第一节');
    await author.page.goto(`${draft}/lessons/reading`);
    const other = await visitor('sunliping', PHONE);
    await other.page.goto(`${draft}/lessons/reading`);
    await fill(other.page, 'text', '# 第一节\n\n同事写的一段。\n');
    await press(other.page, 'save');
    await other.context.close();

    await fill(author.page, 'text', '# 第一节\n\n自己写的一段。\n');
    if (!scripts) await press(author.page, 'save');
    await author.page.locator('pre', { hasText: '同事写的一段' }).waitFor();
    expect(await author.page.locator('textarea').inputValue()).toContain('自己写的一段');
    await expectFit(author.page, options);
    const merged = '# 第一节\n\n同事写的一段。\n\n自己写的一段。\n';
    await fill(author.page, 'text', merged);
    await press(author.page, 'save');
    await author.page.locator('pre').waitFor({ state: 'detached' });
    await author.page.reload();
    expect(await author.page.locator('textarea').inputValue()).toBe(merged);
    await author.context.close();
  });
}

test('facts that somebody else saved meanwhile are shown beside what was typed', async () => {
  const author = await visitor('zhoumin', PHONE);
  const draft = await begin(author.page, '两个人一起填');
  const other = await visitor('sunliping', PHONE);
  await other.page.goto(draft);
  await fill(other.page, 'title.en', 'As the colleague has it');
  await press(other.page, 'facts');
  await says(other.page, '已保存');
  await other.context.close();
  await fill(author.page, 'summary.zh', '自己填的简介。');
  await press(author.page, 'facts');
  await author.page.locator('dd', { hasText: 'As the colleague has it' }).waitFor();
  expect(await author.page.locator('[name="summary.zh"]').inputValue()).toBe('自己填的简介。');
  await fill(author.page, 'title.en', 'As the colleague has it');
  await press(author.page, 'facts');
  await says(author.page, '已保存');
  await author.context.close();
});

test('a picture is sent, said in words, put where the caret is, and seen', async () => {
  const author = await visitor('zhoumin', DESKTOP);
  const { page } = author;
  await page.goto(`${await begin(page, '图解接访')}`);
  await add(page, 'reading', '流程');
  await page.goto(`${new URL(page.url()).pathname}/lessons/reading`);
  await fill(page, 'text', '# 流程\n\n先看图。\n\n再说话。\n');
  await page.getByText('Pictures for the texts').click();
  await page.locator('input[data-pictures]:enabled').setInputFiles({
    name: 'flow.png',
    mimeType: 'image/png',
    buffer: ONE_POINT_PNG,
  });
  const row = page.locator('[data-picture="usable"]');
  await row.locator('img').waitFor();
  const put = row.getByRole('button', { name: 'Put into the text' });
  await put.click();
  await row.getByText('Say in a few words').waitFor();
  await row.getByLabel('What it shows').fill('接访 [流程图]');
  await page.locator('textarea').evaluate((area: HTMLTextAreaElement) => {
    const at = area.value.indexOf('再说话');
    area.setSelectionRange(at, at);
  });
  await put.click();
  await page.locator('.prose img[alt="接访 流程图"]').waitFor();
  const text = await page.locator('textarea').inputValue();
  expect(text).toMatch(
    /^# 流程\n\n先看图。\n\n!\[接访 流程图\]\(picture-\w+\.png\)\n\n再说话。\n$/,
  );
  await expectFit(page, DESKTOP);

  // The same picture in a question, where the cursor was.
  await page.goto(new URL(page.url()).pathname.replace(/\/lessons\/.*/, ''));
  await add(page, 'quiz', '看图答题');
  await page.goto(`${new URL(page.url()).pathname}/lessons/quiz`);
  await page.getByText('Pictures for the texts').click();
  const putInto = row.getByRole('button', { name: 'Put into the text' });
  await page.getByText('First put the cursor where').waitFor();
  expect(await putInto.isDisabled()).toBe(true);
  await page.locator('textarea[name="stem"]').fill('先做什么？');
  await page.getByText('Goes into: Question 1, ').waitFor();
  await row.getByLabel('What it shows').fill('流程图');
  await putInto.click();
  await expect
    .poll(() => page.locator('textarea[name="stem"]').inputValue())
    .toMatch(/^先做什么？\n\n!\[流程图\]\(picture-\w+\.png\)$/);
  await page.locator('[data-save="saved"]').waitFor();
  await expectFit(page, DESKTOP);
  await author.context.close();
});

test('what is typed while the link is down stays, and is saved when it is back', async () => {
  const author = await visitor('zhoumin', DESKTOP);
  const draft = await begin(author.page, '断网时写');
  await add(author.page, 'reading', '第一节');
  await author.page.goto(`${draft}/lessons/reading`);
  await author.context.setOffline(true);
  const text = '# 第一节\n\n断网时写的一段。\n';
  await fill(author.page, 'text', text);
  await author.page.locator('[data-save="unreachable"]').waitFor();
  await author.context.setOffline(false);
  await author.page.locator('[data-save="saved"]').waitFor();
  await author.page.reload();
  expect(await author.page.locator('textarea').inputValue()).toBe(text);
  await author.context.close();
});

test('what is typed while a save is under way goes with the next, and nobody is in their own way', async () => {
  const author = await visitor('zhoumin', DESKTOP);
  const draft = await begin(author.page, '慢网时写');
  await add(author.page, 'reading', '第一节');
  await author.page.goto(`${draft}/lessons/reading?line=1`);
  let release = () => {};
  const held = new Promise<void>((open) => (release = open));
  await author.page.route('**/lessons/reading?/save', async (route) => {
    await held;
    await route.continue();
  });
  await fill(author.page, 'text', '# 第一节\n\n第一句。\n');
  await author.page.locator('[data-save="saving"]').waitFor();
  const text = '# 第一节\n\n第一句。第二句。\n';
  await fill(author.page, 'text', text);
  await press(author.page, 'save');
  release();
  await author.page.locator('[data-save="waiting"]').waitFor();
  await author.page.locator('[data-save="saved"]').waitFor();
  expect(await author.page.locator('textarea').inputValue()).toBe(text);
  await author.page.reload();
  expect(await author.page.locator('textarea').inputValue()).toBe(text);
  await author.context.close();
});

test('what is typed before the scripts arrive is saved as well', async () => {
  const author = await visitor('zhoumin', DESKTOP);
  const draft = await begin(author.page, '页面还没有加载完');
  await add(author.page, 'reading', '第一节');
  let release = () => {};
  const held = new Promise<void>((open) => (release = open));
  await author.page.route('**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await author.page.goto(`${draft}/lessons/reading`, { waitUntil: 'commit' });
  const text = '# 第一节\n\n先写的一句。\n';
  await fill(author.page, 'text', text);
  release();
  await author.page.locator('.prose', { hasText: '先写的一句' }).waitFor();
  expect(await author.page.locator('textarea').inputValue()).toBe(text);
  await author.context.close();
});

test('who leaves the page with something typed is asked first', async () => {
  const author = await visitor('zhoumin', DESKTOP);
  const draft = await begin(author.page, '还没有保存的话');
  await add(author.page, 'reading', '第一节');
  await author.page.waitForLoadState('networkidle');
  await fill(author.page, 'title.en', 'Not saved yet');
  const asked = author.page.waitForEvent('dialog');
  const left = author.page.locator(`a[href="${draft}/lessons/reading"]`).click();
  await (await asked).dismiss();
  await left;
  expect(await author.page.locator('[name="title.en"]').inputValue()).toBe('Not saved yet');
  await press(author.page, 'facts');
  await author.page.locator('form[action^="?/facts"] [role="status"]').waitFor();
  await author.page.locator(`a[href="${draft}/lessons/reading"]`).click();
  await author.page.waitForURL(/lessons\/reading$/);
  await author.context.close();
});

test('a lesson and a draft are thrown away only after a second step', async () => {
  const author = await visitor('zhoumin', PHONE);
  const draft = await begin(author.page, '不要了的课程');
  await add(author.page, 'reading', '第一节');
  const remove = author.page.locator('button[value="out.reading"]');
  expect(await remove.isVisible()).toBe(false);
  await author.page.locator('details:has(button[value="out.reading"]) summary').click();
  await remove.click();
  await says(author.page, '还没有内容');
  await author.page.locator('details:has(form[action^="?/discard"]) summary').click();
  await press(author.page, 'discard');
  await author.page.waitForURL(/\/studio\/drafts$/);
  expect((await author.page.goto(draft))?.status()).toBe(404);
  await author.context.close();
});
