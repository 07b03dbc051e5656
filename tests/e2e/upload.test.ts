// A lecturer uploads a recording over a link that breaks, gives it chapters, subtitles and a slide, and it is
// published, packaged through a crash of the server, and played by a learner.
import type { CourseDraft, DraftFiles, PackagedLecture } from '@xueshi/contracts';
import { findFfmpeg } from '@xueshi/media';
import { chinesePage, rawPdf, stream, written } from '@xueshi/media/testing/raw-pdf';
import { temporaryFolder } from '@xueshi/testkit';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, type VisitOptions } from './browser.ts';
import { tickChecklist } from './review-checklist.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import { visit } from './own-server.ts';

const run = promisify(execFile);
const SECONDS = 30;
const PATIENT = { timeout: 30_000 };

let browser: Browser;
let server: ServerProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await temporaryFolder();
  const courses = join(folder.path, 'courses');
  await mkdir(courses);
  await makeFiles();
  env = {
    XUESHI_DATA: join(folder.path, 'data'),
    XUESHI_COURSES: courses,
    XUESHI_SAMPLE_PASSWORD: inject('password'),
  };
  server = await startServer(env);
  env['PORT'] = new URL(server.url).port;
  browser = await launchBrowser(inject('chromium'));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await folder.remove();
});

const file = (name: string) => join(folder.path, name);

/** Noise makes it large: twenty megabytes and more, so that there is a middle in which to cut the link. */
async function makeFiles(): Promise<void> {
  const ffmpeg = await findFfmpeg();
  if (!ffmpeg.ok) throw new Error(ffmpeg.detail);
  const quiet = ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi'];
  await run(ffmpeg.path, [
    ...[...quiet, '-i', `testsrc2=size=640x360:rate=10:duration=${SECONDS}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=330:sample_rate=44100:duration=${SECONDS}`],
    ...['-vf', 'noise=alls=40:allf=t', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '24'],
    ...['-pix_fmt', 'yuv420p', '-af', 'volume=-12dB', '-c:a', 'aac', '-shortest'],
    file('第一讲.mp4'),
  ]);
  await run(ffmpeg.path, [
    ...quiet,
    '-i',
    'color=#31456b:s=1280x720',
    '-frames:v',
    '1',
    file('封面.png'),
  ]);
  const cue = (number: number, from: number) =>
    `${number}\r\n00:00:${String(from).padStart(2, '0')},000 --> 00:00:${String(from + 4).padStart(2, '0')},500\r\n第${number}句：先听，再问，再记。\r\n`;
  await writeFile(file('字幕.srt'), [cue(1, 0), cue(2, 6), cue(3, 12)].join('\r\n'));
  const [catalogue, , first, , ...fonts] = chinesePage('');
  const content = (number: number) => stream(written(`第${number}步：先听后问`, 60, 300));
  await writeFile(
    file('课件.pdf'),
    rawPdf([
      ...[catalogue ?? '', '<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2>>', first ?? '', content(1)],
      ...[...fonts, (first ?? '').replace('4 0 R', '9 0 R'), content(2)],
    ]),
  );
  await writeFile(file('假录像.mp4'), '#EXTM3U\n#EXTINF:8,\n/etc/passwd\n');
}

const visitor = (who: string, options?: VisitOptions) =>
  visit({ browser, url: server.url }, who, options);

const press = (page: Page, action: string) =>
  page.locator(`form[action^="?/${action}"] button.button:visible`).first().click();
const fill = (page: Page, name: string, text: string) =>
  page.locator(`[name="${name}"]`).fill(text);
const read = async <T>(context: BrowserContext, url: string) =>
  (await (await context.request.get(url)).json()) as T;

async function begin(page: Page, title: string): Promise<string> {
  await page.goto('/studio/drafts');
  await fill(page, 'title', title);
  await page.locator('select[name="area"]').selectOption('social_management');
  await press(page, 'begin');
  await page.waitForURL(/\/studio\/drafts\/[^/?]+$/);
  for (const kind of ['lecture', 'reading']) {
    await page.locator('select[name="kind"]').selectOption(kind);
    await page.locator('form[action^="?/add"] input[name="title"]').fill(`一节${kind}`);
    await press(page, 'add');
    await page.locator(`input[name="title.zh.${kind}"]`).waitFor();
  }
  for (const kind of ['lecture', 'reading']) await fill(page, `title.en.${kind}`, `A ${kind}`);
  await page.locator('form[action^="?/arrange"] button[value=""]:visible').last().click();
  await page
    .locator('#outline ~ * [role="status"], form[action^="?/arrange"] [role="status"]')
    .first()
    .waitFor();
  return new URL(page.url()).pathname;
}

/** Sends the recording and pulls the plug after the second piece; the page is closed on top of it. */
async function sendAndLoseLink(author: { context: BrowserContext; page: Page }): Promise<void> {
  const { context, page } = author;
  let pieces = 0;
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH') pieces += 1;
    if (pieces <= 2) return route.continue();
    await context.setOffline(true);
    return route.abort('internetdisconnected');
  });
  await page.locator('input[data-upload]:enabled').setInputFiles(file('第一讲.mp4'));
  await page.locator('[data-transfer="unreachable"]').waitFor();
  await page.close({ runBeforeUnload: false });
  await context.setOffline(false);
}

test('from an uploaded recording to a lecture that a learner plays', async () => {
  const author = await visitor('zhoumin');
  const draft = await begin(author.page, '接访从听开始');
  const lecture = `${draft}/lessons/lecture`;
  await author.page.goto(lecture);
  await author.page.waitForURL(/\/lectures\/lecture$/);
  await author.page.waitForLoadState('networkidle');
  await sendAndLoseLink(author);

  // Another day: what is unfinished stands there, and the same file goes on where it stopped.
  const page = await author.context.newPage();
  await page.goto(lecture);
  await page.locator('[data-unfinished]', { hasText: '第一讲.mp4' }).waitFor();
  await page.waitForLoadState('networkidle');
  await expectFit(page);
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  const chosen = page.waitForEvent('filechooser');
  await page.locator('[data-unfinished] button').first().click();
  await (await chosen).setFiles(file('第一讲.mp4'));
  await page.locator('[data-file="usable"]', { hasText: '第一讲.mp4' }).waitFor();
  await page.locator('[data-transfer]').waitFor({ state: 'detached' });
  expect(Math.min(...offsets)).toBeGreaterThanOrEqual(10 * 1024 * 1024);
  await page
    .locator('input[data-upload]:enabled')
    .setInputFiles(['字幕.srt', '封面.png', '课件.pdf', '假录像.mp4'].map(file));
  await expect
    .poll(() => page.locator('[data-file="usable"]').count(), { timeout: 60_000 })
    .toBe(4);
  await page.locator('[data-file="refused"]', { hasText: '假录像.mp4' }).waitFor();
  const { files } = await read<DraftFiles>(
    author.context,
    `/api/v1${draft.replace('/studio', '')}/files`,
  );
  expect(files.find(({ kind }) => kind === 'recording')?.sha256).toMatch(/^[0-9a-f]{64}$/);

  await mendSubtitles(page);
  await page.goto(lecture);
  await writeLecture(page);
  await expectFit(page);
  await writeRest(page, draft);
  await press(page, 'submit');
  await page.locator('form[action^="?/withdraw"]').waitFor();

  const reviewer = await visitor('sunliping');
  await reviewer.page.goto(`${draft}/review`);
  await tickChecklist(reviewer.page);
  await press(reviewer.page, 'publish');
  const slug = await packaged(author.context, reviewer.page, draft);
  await author.context.close();
  await reviewer.context.close();
  await learn(slug);
});

/** A word is mended and an end taken from the player, beside the recording; and once more before scripts arrive. */
async function mendSubtitles(page: Page): Promise<void> {
  const sent = page.locator('[data-file="usable"]', { hasText: '字幕.srt' });
  await sent.getByRole('link', { name: '编辑字幕' }).click();
  await page.waitForURL(/\/subtitles\//);
  await page.getByRole('button', { name: '从这里播放：第2条' }).click();
  await page.locator('li[aria-current]:has([name="cues.1.text"])').waitFor(PATIENT);
  await moveByWaveform(page);
  const time = (one: HTMLVideoElement) => one.currentTime;
  await page.getByRole('button', { name: '从这里播放：第2条' }).click();
  await expect.poll(() => page.locator('video').evaluate(time), PATIENT).toBeGreaterThan(7);
  await page.locator('.time:has([name="cues.1.end"]) button').click();
  const end = await page.locator('[name="cues.1.end"]').inputValue();
  expect(end).toMatch(/^0:0(?:6\.[5-9]|[7-9])/);
  await fill(page, 'cues.0.text', '第1句：先听后记。');
  await page.locator('form[action^="?/save"] .end button').click();
  await page.locator('[role="status"]', { hasText: '已保存' }).waitFor();
  await expectFit(page);

  const unscripted = await visitor('zhoumin', { javaScriptEnabled: false });
  await unscripted.page.goto(page.url());
  const value = (name: string) => unscripted.page.locator(`[name="${name}"]`).inputValue();
  expect(await value('cues.0.text')).toBe('第1句：先听后记。');
  expect(await value('cues.1.end')).toBe(end);
  await fill(unscripted.page, 'cues.1.end', '0:05');
  const save = unscripted.page.locator('form[action^="?/save"] .end button');
  await save.click();
  await unscripted.page.locator('.alert', { hasText: '第2条字幕不能这样显示' }).waitFor();
  expect(await value('cues.1.end')).toBe('0:05');
  for (const name of ['start', 'end', 'text']) await fill(unscripted.page, `cues.1.${name}`, '');
  await save.click();
  await unscripted.page.locator('main', { hasText: '共2条' }).waitFor();
  await unscripted.context.close();

  // Who still has the page of before sees what was saved meanwhile, and saving again puts their own in its place.
  await fill(page, 'cues.0.text', '第1句：先听。');
  await page.locator('form[action^="?/save"] .end button').click();
  await page.locator('.alert', { hasText: '第1句：先听后记。' }).waitFor();
  expect(await page.locator('[name="cues.0.text"]').inputValue()).toBe('第1句：先听。');
  await page.locator('form[action^="?/save"] .end button').click();
  await page.locator('[role="status"]', { hasText: '已保存' }).waitFor();
}

/** By keyboard alone: the chosen subtitle appears where the player is, and its end is moved. */
async function moveByWaveform(page: Page): Promise<void> {
  const head = page.getByRole('slider', { name: '播放位置' });
  const value = (name: string) => page.locator(`[name="${name}"]`).inputValue();
  await head.press('Space');
  const isPaused = (one: HTMLVideoElement) => one.paused;
  await expect.poll(() => page.locator('video').evaluate(isPaused)).toBe(true);
  await head.press('PageDown');
  expect(await head.getAttribute('aria-valuetext')).toMatch(/^0:12，选中第3条/);
  await head.press('PageUp');
  for (let step = 0; step < 3; step += 1) await head.press('ArrowRight');
  await head.press('BracketLeft');
  expect(await value('cues.1.start')).toBe('0:06.3');
  await page.getByRole('slider', { name: '第2条：消失于' }).press('ArrowLeft');
  expect(await value('cues.1.end')).toBe('0:10.4');
  await page.locator('[name="cues.1.end"]').press('ArrowUp');
  expect(await value('cues.1.end')).toBe('0:10.5');
}

/** Chapters and the slide get their moments from the player, as somebody does who watches. */
async function writeLecture(page: Page): Promise<void> {
  const chosen = page.locator('select[name="recording"]');
  await expect.poll(() => chosen.inputValue(), PATIENT).not.toBe('');
  const video = page.locator('video');
  await expect
    .poll(() => video.evaluate((one: HTMLVideoElement) => Math.round(one.duration)), PATIENT)
    .toBe(SECONDS);
  await fill(page, 'chapters.0.zh', '先听');
  await fill(page, 'chapters.0.en', 'Listen');
  await fill(page, 'chapters.1.zh', '再记');
  await fill(page, 'chapters.1.en', 'Write down');
  const seek = async (seconds: number, place: string) => {
    await video.evaluate((one: HTMLVideoElement, to) => void (one.currentTime = to), seconds);
    const there = (one: HTMLVideoElement) => !one.seeking && one.currentTime;
    await expect.poll(() => video.evaluate(there), PATIENT).toBeCloseTo(seconds, 1);
    await page.locator(`.time:has([name="${place}"]) button`).click();
  };
  await seek(12, 'chapters.1.at');
  await seek(3, 'slides.0.at');
  expect(await page.locator('[name="chapters.1.at"]').inputValue()).toBe('0:12');
  expect(await page.locator('[name="slides.0.title"]').inputValue()).toBe('封面');
  await matchPages(page);
  await preview(page);
  await seek(0.5, 'trim.start');
  await seek(28, 'trim.end');
  const said = page.locator('[data-trimmed="part"]');
  await said.filter({ hasText: '讲座从 0:00.5 到 0:28，长 0:27' }).waitFor();
  await seek(9.5, 'poster');
  const still = page.locator('#poster video');
  await expect.poll(() => still.evaluate((one: HTMLVideoElement) => one.currentTime)).toBe(9.5);
  await page.locator('form[action^="?/save"] .end button').click();
  await page
    .locator('main', { hasText: '这一讲没有要改正的地方' })
    .waitFor()
    .catch(async (error: unknown) => {
      throw new Error(await page.locator('main').innerText(), { cause: error });
    });
  expect(await page.locator('[name="chapters.1.zh"]').inputValue()).toBe('再记');
  expect(await page.locator('[name="poster"]').inputValue()).toBe('0:09.5');
  expect(await page.locator('[name="trim.end"]').inputValue()).toBe('0:28');
}

/** The pages of the PDF wait for their moments, and get them by one key while the recording plays. */
async function matchPages(page: Page): Promise<void> {
  await page.locator('button[name="deck"]').click();
  await page.locator('[data-waiting="2"]').waitFor();
  expect(await page.locator('[name="slides.1.title"]').inputValue()).toBe('第1步：先听后问');
  await page.locator('.match button').first().click();
  const key = page.locator('[data-match-next]');
  const said = page.locator('.match [role="status"]');
  const reached = (seconds: number) =>
    expect
      .poll(
        () => page.locator('video').evaluate((one: HTMLVideoElement) => one.currentTime),
        PATIENT,
      )
      .toBeGreaterThan(seconds);
  await reached(6);
  await key.press('Enter');
  await said.filter({ hasText: '第1步' }).waitFor();
  await key.press('Backspace');
  await said.filter({ hasText: '退回' }).waitFor();
  await reached(7);
  await key.press(' ');
  await said.filter({ hasText: '第1步' }).waitFor();
  await expectFit(page);
  await reached(10);
  await key.press('Enter');
  await said.filter({ hasText: '都对上了' }).waitFor();
  await page.locator('.match .bar > button').last().click();
  // What the picture shows has nothing to do with the slides, and that is said.
  await page.locator('button[name="match"]').click();
  await page.locator('[data-matched] .alert').first().waitFor(PATIENT);
}

/** Recording, slides and outline beside each other, as learners have them, before anything is packaged. */
async function preview(page: Page): Promise<void> {
  await page.locator('.preview > button').click();
  await page.locator('.preview .outline button', { hasText: '再记' }).click();
  await page.locator('.preview figure img[alt*="步"]').waitFor(PATIENT);
  await expectFit(page);
  await page.locator('.preview > button').click();
}

async function writeRest(page: Page, draft: string): Promise<void> {
  await page.goto(`${draft}/lessons/reading`);
  await page.waitForLoadState('networkidle');
  await fill(page, 'text', `# 接访须知\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`);
  await page.locator('[data-save="saved"]').waitFor();
  await page.goto(draft);
  await fill(page, 'title.en', 'Receiving visitors begins with listening');
  await fill(page, 'summary.zh', '学完能接好一次访。');
  await fill(page, 'summary.en', 'Afterwards one can receive a visitor.');
  await fill(page, 'lecturer.title', '讲师');
  await fill(page, 'tags', '信访');
  await fill(page, 'source.0.title', '信访工作条例');
  await fill(page, 'source.0.issuer', '中共中央、国务院');
  await fill(page, 'source.0.date', '2022-02-25');
  await press(page, 'facts');
  await page.locator('main', { hasText: '没有要改正的地方' }).waitFor();
}

/** The server dies while it packages, and its successor goes on; the studio says when it is ready. */
async function packaged(context: BrowserContext, page: Page, draft: string): Promise<string> {
  const api = `/api/v1${draft.replace('/studio', '')}`;
  const lectures = async () =>
    (await read<{ items: PackagedLecture[] }>(context, `${api}/packaging`)).items;
  await expect
    .poll(async () => (await lectures())[0]?.state, { timeout: 30_000, interval: 100 })
    .toBe('packaging');
  await server.stop('SIGKILL');
  server = await startServer(env);
  await page.goto(draft);
  await page.locator('[data-packaging="ready"]').waitFor({ timeout: 120_000 });
  expect((await lectures())[0]).toMatchObject({ percent: 100, durationMs: 27_500 });
  return (await read<CourseDraft>(context, api)).slug;
}

async function learn(slug: string): Promise<void> {
  const learner = await visitor('wangxiulan');
  const { page } = learner;
  await page.goto(`/courses/${slug}`);
  await page.getByRole('button', { name: '开始学习' }).first().click();
  await page.waitForURL(`**/courses/${slug}/lecture`);
  await page.getByRole('button', { name: '播放', exact: true }).first().click();
  await expect
    .poll(() => page.locator('video').evaluate((one: HTMLVideoElement) => one.currentTime), {
      timeout: 30_000,
    })
    .toBeGreaterThan(4);
  await page.locator('img[alt*="封面"]').first().waitFor();
  await page.locator('main', { hasText: '再记' }).waitFor();
  await learner.context.close();
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
    if (process.env['SHOTS']) {
      const path = join(process.env['SHOTS'], `lecture-${width}-${Date.now()}.png`);
      await page.screenshot({ path, fullPage: true });
    }
  }
}
