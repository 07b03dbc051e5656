// What a lecture asks is written in the studio: with the player and by keyboard, and without scripts on a phone.
import type { DraftLectureQuestions, TakenCourse } from '@xueshi/contracts';
import { findFfmpeg } from '@xueshi/media';
import { makeSampleCourse } from '@xueshi/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { ownServer } from './own-server.ts';

const here = ownServer(async (courses) => {
  const ffmpeg = await findFfmpeg();
  if (!ffmpeg.ok) throw new Error(`the journeys need an ffmpeg: ${ffmpeg.detail}`);
  await makeSampleCourse(courses, { slug: 'trial', ffmpeg: ffmpeg.path, seconds: 90 });
});

/** Without scripts, by somebody else. */
async function addOnAPhone(questions: string): Promise<void> {
  const phone = await here.visit('sunliping', {
    locale: 'zh-CN',
    width: 360,
    height: 740,
    javaScriptEnabled: false,
  });
  const plain = phone.page;
  await plain.goto(questions);
  await plain.getByRole('button', { name: '判断' }).click();
  const second = plain.locator('[data-card="2"]');
  if ((await second.getAttribute('open')) === null) await second.locator('summary').click();
  await second.getByLabel('提问时间').fill('1：02');
  await second.getByLabel('题干').fill('登记以后要给凭证。');
  await second.getByLabel('正确', { exact: true }).check();
  await second.getByLabel('解析').fill('有明文。');
  await plain.getByRole('button', { name: '保存', exact: true }).click();
  await plain.getByText('1:02').first().waitFor();
  await phone.context.close();
}

/** One of a bank is looked for by its words, and chosen. */
async function chooseFromABank(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'From a question bank' }).click();
  await page.getByLabel('Search the banks').fill('no such words');
  await page.getByLabel('Search the banks').press('Enter');
  await page.getByText('Nothing fits.').waitFor();
  await page.getByLabel('Search the banks').fill('');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page
    .getByRole('button', { name: /^Choose “/ })
    .first()
    .click();
  await page.getByText('Chosen: ').waitFor();
}

test('a question is added at the player’s second, mended where it is told, and goes on without scripts', async () => {
  const { context, page } = await here.visit('zhoumin', { locale: 'en', width: 1280, height: 900 });
  const headers = { origin: here.url };
  const url = '/api/v1/courses/trial/versions/1/draft';
  const taken = (await (await context.request.post(url, { headers })).json()) as TakenCourse;
  const lecture = `/studio/drafts/${taken.id}/lectures/lecture`;
  const read = async () =>
    (await (
      await context.request.get(`/api/v1/drafts/${taken.id}/lessons/lecture/lecture-questions`)
    ).json()) as DraftLectureQuestions;
  const saved = () => page.locator('[data-save="saved"]').waitFor();

  await page.goto(lecture);
  await page.getByRole('link', { name: 'Edit the questions' }).click();
  await page.waitForURL('**/questions');
  const video = page.locator('video');
  await video.evaluate((element: HTMLVideoElement) => {
    element.currentTime = 31.4;
  });
  await page.getByText('Add a question at 0:31').waitFor();
  await page.getByRole('button', { name: 'Choose one' }).click();
  // The cursor is in the question; the arrow keys move its time.
  await page.keyboard.type('What comes first?');
  await page.getByLabel('Asked at').press('ArrowDown');
  await saved();
  await page.getByText('No right answer is marked yet; mark it.').waitFor();
  const option = (letter: string) => page.getByLabel(letter, { exact: true });
  await option('A').fill('Register');
  await page.keyboard.press('Alt+Enter');
  await option('B').fill('Send away');
  await page.getByLabel('Explanation').fill('Register first.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => (await read()).faults).toEqual([]);
  expect((await read()).questions).toMatchObject([
    { at: '0:30', item: { options: [{ text: 'Register', right: true }, { text: 'Send away' }] } },
  ]);
  expect(await seriousViolations(page)).toEqual([]);

  // Removed, and brought back.
  await page.getByLabel('Explanation').press('Alt+Delete');
  await page.getByRole('button', { name: 'Undo' }).click();
  await saved();

  await addOnAPhone(`${lecture}/questions`);
  expect(await read()).toMatchObject({
    faults: [],
    questions: [
      { at: '0:30', item: { explanation: 'Register first.' } },
      { at: '1:02', item: { kind: 'true_false', truth: true } },
    ],
  });
  // Who had the page open meanwhile is told, and keeps both.
  await page.getByLabel('Question', { exact: true }).fill('What comes first of all?');
  await page.getByText('登记以后要给凭证').waitFor();
  await page.getByRole('button', { name: 'Add theirs that are not here' }).click();
  await page.getByRole('button', { name: 'Save the merged text' }).click();
  await saved();
  expect((await read()).questions).toMatchObject([
    { item: { stem: 'What comes first of all?' } },
    { item: { stem: '登记以后要给凭证。' } },
  ]);

  await chooseFromABank(page);
  await saved();
  const banks = (await read()).questions.flatMap(({ bankItem }) => bankItem?.bank ?? []);
  expect(banks).toEqual(['grassroots-law']);
  expect(await seriousViolations(page)).toEqual([]);
  await context.close();
});
