// A class in real browsers: the presenter's screen and two phones, one of them without scripts.
import { temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { writeExerciseCourse } from '../../apps/server/src/testing/exercise-course.ts';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { startServer, type ServerProcess } from './server-process.ts';

let folder: { path: string; remove(): Promise<void> };
let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  folder = await temporaryFolder();
  const courses = join(folder.path, 'courses');
  await mkdir(courses);
  await writeExerciseCourse(courses, 'exercise');
  server = await startServer({
    XUESHI_DATA: join(folder.path, 'data'),
    XUESHI_COURSES: courses,
    XUESHI_SAMPLE_PASSWORD: inject('password'),
  });
  browser = await launchBrowser(inject('chromium'));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await folder.remove();
});

const phone = async (javaScriptEnabled: boolean): Promise<Page> =>
  (
    await openContext(browser, server.url, { width: 360, height: 740, javaScriptEnabled })
  ).newPage();

async function expectReadable(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
}

test('two phones vote while the screen follows, and the choice of the class leads on', async () => {
  const screen = await (await openContext(browser, server.url)).newPage();
  await signIn(screen, 'zhoumin', inject('password'));
  await screen.goto('/class/open');
  await screen.getByRole('button', { name: /^打开课堂/ }).click();
  await screen.waitForURL(/\/class\/\d{6}\/screen$/);
  await expectReadable(screen);
  const code = /\d{6}/.exec(screen.url())?.[0] ?? '';

  // One types the code, the other comes by the QR code's address and has no scripts.
  const typing = await phone(true);
  await typing.goto('/class');
  await typing.getByLabel('口令').fill(code);
  await typing.getByRole('button', { name: '加入' }).click();
  await typing.getByText('投票开始后这里会出现选项').waitFor();
  const plain = await phone(false);
  await plain.goto(`/class/${code}`);
  await plain.getByRole('button', { name: '加入这个课堂' }).click();
  await plain.getByText('投票开始后这里会出现选项').waitFor();

  // And one stands behind something that holds streams back: it asks every few seconds.
  const held = await phone(true);
  await held.route('**/events', (route) => route.abort());
  await held.goto(`/class/${code}`);
  await held.getByRole('button', { name: '加入这个课堂' }).click();
  await held.getByText('每几秒更新一次').waitFor();

  // Voting opens by a key on the screen and by itself on the phone; the plain one is refreshed.
  await screen.keyboard.press('Space');
  await screen.getByText('已投 0 票').waitFor();
  await typing.getByRole('button', { name: '让他们明天再来' }).click();
  await typing.getByText('已投。结束前可以改。').waitFor();
  await expectReadable(typing);
  await screen.getByText('已投 1 票').waitFor();
  await typing.getByRole('button', { name: '请推选代表' }).click();
  await typing.locator('[aria-pressed="true"]', { hasText: '请推选代表' }).waitFor();
  await plain.getByRole('link', { name: '刷新' }).click();
  await plain.getByRole('button', { name: '请推选代表' }).click();
  await screen.getByText('已投 2 票').waitFor();
  expect(await screen.getByText('100%').count()).toBe(0);

  await held.getByRole('button', { name: '请推选代表' }).waitFor();

  await screen.keyboard.press('PageDown');
  await screen.getByText('100%（2 票）').waitFor();
  await typing.getByText('100%（2 票）').waitFor();
  await typing.getByText('您的一票').waitFor();
  await screen.keyboard.press('ArrowRight');
  await screen.getByText('代表坐下来谈').waitFor();
  await typing.getByText('代表坐下来谈').waitFor();

  // A vote without votes: the presenter takes the choice.
  await screen.keyboard.press('Space');
  await screen.getByText('已投 0 票').waitFor();
  await screen.keyboard.press('Space');
  await screen.getByText('请讲授人确定').waitFor();
  await screen.getByRole('button', { name: /当场出具回执/ }).click();
  await screen.getByText('村民放心离开').waitFor();
  for (const words of ['程序走通', '先稳住人再登记受理', '条文在此的用法', '换了你会怎样开口']) {
    await screen.keyboard.press('ArrowRight');
    await screen.getByText(words).first().waitFor();
    await typing.getByText(words).first().waitFor();
  }
  await expectReadable(screen);
  await screen.locator('form[action="?/close"] button').click();
  await screen.getByText('课堂已结束').waitFor();
  await typing.getByText('课堂已经结束').waitFor();
  await plain.getByRole('link', { name: '刷新' }).click();
  await plain.getByRole('button', { name: '加入' }).waitFor();
});
