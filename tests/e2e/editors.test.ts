// A lecturer makes a quiz and a case without seeing a line of code: pastes a paper, mends what is wrong in
// it, edits by keyboard, tries the quiz, builds a case of three decisions, walks it, and submits.
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { openContext, signIn } from './browser.ts';
import { ownServer } from './own-server.ts';

const here = ownServer();

async function authorPage(javaScriptEnabled = true): Promise<Page> {
  const context = await openContext(here.browser, here.url, { javaScriptEnabled });
  const page = await context.newPage();
  await signIn(page, 'zhoumin', inject('password'));
  return page;
}

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

const press = (page: Page, action: string) =>
  page.locator(`form[action^="?/${action}"] button.button:visible`).first().click();
const saved = (page: Page) => page.locator('[data-save="saved"]').waitFor();
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

async function begin(page: Page): Promise<string> {
  await page.goto('/studio/drafts');
  await page.locator('[name="title"]').fill('村务公开怎么做');
  await page.locator('select[name="area"]').selectOption('social_management');
  await press(page, 'begin');
  await page.waitForURL(/\/studio\/drafts\/[^/?]+$/);
  for (const [kind, title] of [
    ['reading', '先读一读'],
    ['quiz', '随堂测验'],
    ['case', '机井之争'],
  ] as const) {
    await page.locator('select[name="kind"]').selectOption(kind);
    await page.locator('form[action^="?/add"] input[name="title"]').fill(title);
    await press(page, 'add');
    await page.locator(`input[name="title.zh.${kind}"]`).waitFor();
  }
  return new URL(page.url()).pathname;
}

const question = (number: number, answer: string) => `${number}. 第${number}件事应当由谁来定？
A. 村委会${number}
B. 村民会议${'甲乙丙丁戊己庚辛壬癸'[number - 1]}
答案：${answer}
解析：由村民会议讨论决定，第${number}项。
难度：1`;
/** Ten questions; the answer of the fifth is none of its options. */
const PAPER = Array.from({ length: 10 }, (_, at) => question(at + 1, at === 4 ? 'C' : 'B'));
const FAULTY_LINE = 4 * 6 + 4;

async function takePaper(page: Page, quiz: string): Promise<void> {
  await page.goto(`${quiz}/import`);
  await press(page, 'read');
  await page.locator('main [role="alert"]').waitFor();
  await page.locator('textarea').fill(PAPER.join('\n'));
  await press(page, 'read');
  const fault = page.getByRole('button', { name: `第 ${FAULTY_LINE} 行` });
  await fault.waitFor();
  expect(await page.locator('input[name="item"]').count()).toBe(9);
  await expectFit(page);
  await fault.click();
  const chosen = await page.evaluate(() => {
    const area = document.querySelector('textarea');
    return area?.value.slice(area.selectionStart, area.selectionEnd);
  });
  expect(chosen).toBe('答案：C');
  await page.keyboard.type('答案：B');
  await press(page, 'read');
  await fault.waitFor({ state: 'detached' });
  // They ask nearly the same, which is said, and left to the author.
  for (const box of await page.locator('input[name="item"]').all()) await box.check();
  await page.locator('form[action="?/take"] button.button').click();
  await page.waitForURL(/added=10/);
}

/** With nothing but keys: open a question, add an option, mark it as right, delete, undo. */
async function editByKeyboard(page: Page): Promise<void> {
  const cards = page.locator('section[id^="card-"]');
  expect(await cards.count()).toBe(10);
  await cards.first().locator('button.fold').focus();
  await page.keyboard.press('Enter');
  await cards.first().locator('textarea[name="stem"]').focus();
  await page.keyboard.press('End');
  await page.keyboard.type('（改过）');
  await cards.first().getByLabel('B', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('村民小组');
  await page.keyboard.press('Alt+Enter');
  expect(await cards.first().getByLabel('C 是正确答案').isChecked()).toBe(true);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => cards.nth(1).locator('textarea[name="stem"]').count()).toBe(1);
  await page.keyboard.press('Alt+Delete');
  await expect.poll(() => cards.count()).toBe(9);
  await page.getByRole('button', { name: '恢复' }).click();
  await expect.poll(() => cards.count()).toBe(10);
  await page.keyboard.press('Alt+ArrowDown');
  await saved(page);
  await expectFit(page);
}

async function tryQuiz(page: Page, quiz: string): Promise<void> {
  await page.goto(`${quiz}/try`);
  const items = page.locator('fieldset[id^="item-"]');
  expect(await items.count()).toBe(10);
  for (const item of await items.all()) {
    const isChanged = (await item.innerText()).includes('（改过）');
    const right = isChanged ? '村民小组' : '村民会议';
    await item.locator('label', { hasText: right }).first().click();
  }
  await press(page, 'grade');
  await page.locator('main', { hasText: '没有留下任何记录' }).waitFor();
  expect(await page.locator('main').innerText()).toContain('100');
  await expectFit(page);
}

test('a lecturer makes a quiz and a case with the editors, and submits the course', async () => {
  const page = await authorPage();
  const draft = await begin(page);
  await takePaper(page, `${draft}/lessons/quiz`);
  await editByKeyboard(page);
  await page.goto(`${draft}/lessons/quiz`);
  const second = page.locator('section[id^="card-"]').nth(0);
  expect(await second.innerText()).toContain('第1件事应当由谁来定？（改过）');
  await tryQuiz(page, `${draft}/lessons/quiz`);
  await buildCase(page, `${draft}/lessons/case`);
  await writeRest(page, draft);
  await page.goto(draft);
  await page.locator('main', { hasText: '没有要改正的地方' }).waitFor();
  await press(page, 'submit');
  await page.locator('form[action^="?/withdraw"]').waitFor();
  await page.goto(`${draft}/lessons/quiz`);
  expect(await page.locator('textarea').count()).toBe(0);
  await page.context().close();
});

const step = (page: Page, name: string) => page.getByRole('region', { name });

/** A third decision after the first, from the choice of where an option leads. */
async function buildCase(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('main', { hasText: '走不到这里' }).waitFor();
  await field(page, '发生了什么').fill('三组村民为机井用水争执，找到村委会。');
  const first = step(page, '决定 1');
  await first.getByLabel('选项 A 之后去').selectOption({ label: '决定 2' });
  const second = step(page, '决定 2');
  await second.getByLabel('选项 A 之后去').selectOption({ label: '新的决定……' });
  const third = step(page, '决定 3');
  await third.getByLabel('此刻的局面').fill('双方都愿意谈。');
  await third.getByLabel('问什么').fill('怎样把约定定下来？');
  for (const [letter, text, judgement, ending] of [
    ['A', '写成协议，双方签字', 'sound', '结局 1'],
    ['B', '口头约好', 'poor', '结局 2'],
  ] as const) {
    await third.getByLabel(`选项 ${letter}：怎么做`).fill(text);
    await third.getByLabel(`选项 ${letter} 的结果`).fill('大家都照做。');
    await third.getByLabel(`选项 ${letter} 的评判`).selectOption(judgement);
    const next = third.getByLabel(`选项 ${letter} 之后去`);
    const labels = await next.locator('option').allInnerTexts();
    await next.selectOption({ label: labels.find((label) => label.startsWith(ending)) ?? '' });
  }
  await page.locator('main', { hasText: '从头到尾走得通' }).waitFor();
  await saved(page);
  expect(await page.locator('svg .box').count()).toBe(5);
  await expectFit(page);
  await page.goto(`${address}/try`);
  for (const choice of ['第一种做法', '做法', '写成协议']) {
    await page.locator('label', { hasText: choice }).first().click();
    await page.locator('form[action="?/decide"] button.button').click();
  }
  await page.locator('main', { hasText: '处理得当' }).waitFor();
  await expectFit(page);
}

/** What no editor of this journey is about. */
async function writeRest(page: Page, draft: string): Promise<void> {
  await page.goto(draft);
  for (const [name, text] of [
    ['title.en', 'Openness in village affairs'],
    ['summary.zh', '学完会做村务公开。'],
    ['summary.en', 'Afterwards one can do it.'],
    ['lecturer.title', '讲师'],
    ['tags', '村务公开'],
    ['source.0.title', '信访工作条例'],
    ['source.0.issuer', '中共中央、国务院'],
    ['source.0.date', '2022-02-25'],
  ] as const)
    await page.locator(`[name="${name}"]`).fill(text);
  await press(page, 'facts');
  await page.locator('input[name="source.3.title"]').waitFor();
  for (const id of ['reading', 'quiz', 'case'])
    await page.locator(`[name="title.en.${id}"]`).fill('Lesson');
  await page.locator('form[action^="?/arrange"] .end button').click();
  await page.locator('form[action^="?/arrange"] .end', { hasText: '已保存' }).waitFor();
  await page.goto(`${draft}/lessons/reading`);
  await page
    .locator('[name="text"]')
    .fill(`# 先读\n\n${'先公开，再听意见，再改正。'.repeat(300)}\n`);
  await page.locator('.prose', { hasText: '先公开' }).waitFor();
}

test('without scripts the form says so, and the same content is read and saved as text', async () => {
  const page = await authorPage(false);
  const draft = await begin(page);
  await page.goto(`${draft}/lessons/quiz`);
  await page.locator('noscript, main', { hasText: '源文本' }).first().waitFor();
  expect(await page.locator('[name="passMark"]').isDisabled()).toBe(true);
  await page.goto(`${draft}/lessons/quiz?view=source`);
  const text = await page.locator('textarea').inputValue();
  await page.locator('textarea').fill(text.replace('passMark: 60', 'passMark: 75 # 比照县里'));
  await press(page, 'save');
  await page.goto(`${draft}/lessons/quiz`);
  expect(await page.locator('[name="passMark"]').inputValue()).toBe('75');
  await page.goto(`${draft}/lessons/quiz/import`);
  await page.locator('textarea').fill(question(1, 'B'));
  await press(page, 'read');
  await page.locator('form[action="?/take"] button.button').click();
  await page.waitForURL(/added=1$/);
  await page.goto(`${draft}/lessons/quiz?view=source`);
  expect(await page.locator('textarea').inputValue()).toContain('# 比照县里');
  await page.context().close();
});

test('two who edit at once lose nothing: what the other saved is named, and either can be kept', async () => {
  const page = await authorPage();
  const draft = await begin(page);
  await page.goto(`${draft}/lessons/quiz`);
  await page.locator('[name="stem"]').waitFor();
  const other = await authorPage(false);
  await other.goto(`${draft}/lessons/quiz?view=source`);
  const text = await other.locator('textarea').inputValue();
  await other.locator('textarea').fill(text.replace('在这里写题干。', '同事写的题干'));
  await press(other, 'save');
  await other.context().close();
  await page.locator('[name="stem"]').fill('自己写的题干');
  await page.locator('main [role="status"] li', { hasText: '同事写的题干' }).waitFor();
  expect(await page.locator('[name="stem"]').inputValue()).toBe('自己写的题干');
  await page.getByRole('button', { name: '改用对方存下的' }).click();
  await saved(page);
  expect(await page.locator('[name="stem"]').inputValue()).toBe('同事写的题干');
  await page.context().close();
});
