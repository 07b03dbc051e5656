// What the daily look found, from an administrator's decision to the appeal that gives the hours back.
import type { CourseDetail, LearningRecord } from '@xueshi/contracts';
import { temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { inspectEvidence } from '../../apps/server/src/features/flags/service.ts';
import {
  addPaperLecture,
  beatOf,
  openPlayer,
} from '../../apps/server/src/testing/paper-lecture.ts';
import {
  beginReading,
  finishReading,
  writeReadingCourse,
} from '../../apps/server/src/testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
} from '../../apps/server/src/testing/test-installation.ts';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { startServer, type ServerProcess } from './server-process.ts';

const BEAT_MS = 15_000;
const BEATS = 120;
const REASON = '经核实，当天由他人代为播放';
const APPEAL = '当天我本人在村部学习，有值班记录可查';

let folder: { path: string; remove(): Promise<void> };
let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  folder = await temporaryFolder();
  const dataFolder = join(folder.path, 'data');
  const courses = join(folder.path, 'courses');
  await mkdir(courses);
  const before = await openTestInstallation({
    dataFolder,
    courses: (into) => writeReadingCourse(into, 'evening'),
  });
  await learnLikeAMachine(before);
  await before.close();
  server = await startServer({
    XUESHI_DATA: dataFolder,
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

/** Yesterday 王秀兰 completed a course, her lecture reported at intervals that no player keeps. */
async function learnLikeAMachine(here: TestInstallation): Promise<void> {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { platform } = here.installation;
  await addPaperLecture(platform, 'evening', BEATS * BEAT_MS);
  // Ten in the morning of yesterday, in China.
  const today = new Date().toISOString().slice(0, 10);
  here.clock.set(`${today}T02:00:00.000Z`);
  here.clock.advance({ days: -1 });
  const learner = await here.signIn('wangxiulan');
  await beginReading(learner, 'evening');
  const player = await openPlayer(learner, { slug: 'evening' });
  for (let seq = 1; seq <= BEATS; seq += 1) {
    here.clock.advance({ ms: BEAT_MS });
    vi.advanceTimersByTime(5_000);
    await player.report(beatOf(seq, seq * BEAT_MS, [[(seq - 1) * BEAT_MS, seq * BEAT_MS, 1]]));
  }
  expect((await finishReading(learner, 'evening')).body.credited).not.toBeNull();
  here.clock.advance({ days: 1 });
  expect(await inspectEvidence(platform)).toBe(1);
  vi.useRealTimers();
}

async function pageOf(loginName: string, width = 1280): Promise<Page> {
  const context = await openContext(browser, server.url, { width, height: 800 });
  const page = await context.newPage();
  await signIn(page, loginName, inject('password'));
  return page;
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
}

async function hundredthsOf(page: Page): Promise<number> {
  const record = (await (await page.request.get('/api/v1/me/record')).json()) as LearningRecord;
  return record.totals.hundredths;
}

test('an administrator upholds what was seen, the learner reads why and appeals, another one overturns, and the hours are back', async () => {
  const learner = await pageOf('wangxiulan', 360);
  const credited = await hundredthsOf(learner);
  await learner.goto('/');
  expect(await learner.getByText('管理员').count()).toBe(0);

  const township = await pageOf('lifang');
  await township.goto('/admin');
  await township.getByRole('link', { name: '异常提示' }).click();
  await township.getByText('连续 100 次上报').waitFor();
  await expectAccessible(township);
  await township.getByRole('link', { name: '王秀兰' }).click();
  await township.getByRole('heading', { name: '依据' }).waitFor();
  await expectAccessible(township);
  await township.getByText('认定属实', { exact: true }).click();
  await township.getByLabel('理由（学员看得到）').fill(REASON);
  await township.getByRole('button', { name: '认定属实并撤回' }).click();
  await township.getByText('已记录。').waitFor();
  await township.getByText('冲销《一篇材料》的学时').waitFor();

  // The learner is told at home, reads the reason in the record, and appeals there.
  expect(await hundredthsOf(learner)).toBe(credited - 25);
  await learner.goto('/');
  await learner.getByText('您可以查看理由并申诉').waitFor();
  await learner.getByRole('status').getByRole('link', { name: '去看看' }).click();
  await learner.locator('#decisions').getByText(REASON).waitFor();
  await expectAccessible(learner);
  await learner.getByText('不同意？可以申诉').click();
  await learner.getByLabel('申诉理由').fill(APPEAL);
  await learner.getByRole('button', { name: '提交申诉' }).click();
  await learner.getByText('由云岭县(示例)的管理员处理。').waitFor();

  // Who decided cannot decide the appeal.
  await township.reload();
  await township.getByText('申诉须由另一位管理员处理。').waitFor();
  const county = await pageOf('chenjianguo');
  await county.goto('/admin/flags?group=appealed');
  await county.getByRole('link', { name: '王秀兰' }).click();
  await county.getByText(APPEAL).waitFor();
  await county.getByLabel('理由（学员看得到）').fill('值班记录属实，撤销原决定');
  await county.getByRole('button', { name: '撤销原决定' }).click();
  await county.getByText('已记录。').waitFor();

  expect(await hundredthsOf(learner)).toBe(credited);
  await learner.goto('/record');
  await learner.locator('#decisions').getByText('值班记录属实，撤销原决定').waitFor();
  await learner.locator('#decisions').getByText('已恢复').waitFor();
  const course = (await (
    await learner.request.get('/api/v1/courses/evening')
  ).json()) as CourseDetail;
  expect(course.enrolment?.completedAt).not.toBeNull();
});

test('all of it works before any script arrives', async () => {
  const context = await openContext(browser, server.url, { javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, 'lifang', inject('password'));
  await page.goto('/admin/flags?group=decided');
  await page.getByRole('link', { name: '王秀兰' }).click();
  await page.getByRole('heading', { name: '处理经过' }).waitFor();
  await page.goto('/admin/flags?query=没有这样的人');
  await page.getByText('没有符合条件的提示').waitFor();
});
