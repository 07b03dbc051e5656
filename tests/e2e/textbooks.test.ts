// An author brings textbooks in without scripts; a learner reads one from the course page, with keys and without.
import { expect, test } from 'vitest';
import { writeReadingCourse } from '../../apps/server/src/testing/reading-course.ts';
import { makeDeck } from '../../apps/server/src/testing/slide-decks.ts';
import { makeEpub } from '../../apps/server/src/testing/textbooks.ts';
import { seriousViolations } from './accessibility.ts';
import { ownServer } from './own-server.ts';

const here = ownServer(async (courses) => {
  await writeReadingCourse(courses, 'receiving', { title: '接访' });
});

const codes: string[] = [];

test('an author adds a textbook and sends its file, on a small screen without scripts', async () => {
  const { page } = await here.visit('zhoumin', {
    locale: 'zh-CN',
    width: 360,
    height: 740,
    javaScriptEnabled: false,
  });
  const books = [
    { title: '信访流程图册', bytes: await makeDeck(3), length: 'PDF，3 页' },
    {
      title: '信访工作读本',
      bytes: makeEpub([
        { title: '第一章 接访', body: '<p>先请人坐下。</p>' },
        { title: '第二章 办理', body: '<p>六十日内办结。</p>' },
      ]),
      length: 'EPUB，2 章',
    },
  ];
  for (const { title, bytes, length } of books) {
    await page.goto('/textbooks');
    await page.getByRole('link', { name: '新增教材' }).click();
    await page.getByLabel('书名').fill(title);
    await page.getByLabel('作者或编者').fill('县委党校教研室');
    await page.getByLabel('出版单位').fill('县委党校');
    await page.getByLabel('版次或年份').fill('2026');
    await page.getByLabel('ISBN').fill('978-7-301-04815-4');
    await page.getByLabel('授权说明').fill('编者同意在这里供学员阅读。');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('这个 ISBN 的校验码不对').waitFor();
    await page.getByLabel('ISBN').fill('');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('请在下面上传教材文件').waitFor();
    const field = page.locator('input[type=file]');
    await field.setInputFiles({ name: '书.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await page.getByRole('button', { name: '上传' }).click();
    await page.getByText('这个文件不是 PDF 或 EPUB').waitFor();
    await field.setInputFiles({ name: '书', mimeType: 'application/pdf', buffer: bytes });
    await page.getByRole('button', { name: '上传' }).click();
    await page.getByText(length).waitFor({ timeout: 30_000 });
    codes.push(/\/textbooks\/([\w-]+)\/edit/.exec(page.url())?.[1] ?? '');
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(360);
  }
}, 90_000);

test('an author ticks them, and the course is published with them', async () => {
  const { page, context } = await here.visit('zhoumin', { locale: 'en' });
  const headers = { origin: here.url };
  const begun = await context.request.post('/api/v1/courses/receiving/versions/1/draft', {
    headers,
  });
  const { id } = (await begun.json()) as { id: string };
  await page.goto(`/studio/drafts/${id}`);
  await page.getByText('Textbooks', { exact: true }).click();
  await page.getByLabel('信访流程图册').check();
  await page.getByLabel('信访工作读本').check();
  await page.getByRole('button', { name: 'Save these facts' }).click();
  await page.getByText('Textbooks: 2').waitFor();
  const submission = `/api/v1/drafts/${id}/submission`;
  await context.request.put(submission, { headers, data: { correction: false } });
  const reviewer = await here.visit('sunliping');
  const checklist = ['content', 'law', 'media', 'accessibility'].map((point) => ({
    point,
    answer: point === 'media' ? 'not_applicable' : 'done',
    remark: '',
  }));
  const decided = await reviewer.context.request.post(`/api/v1/drafts/${id}/decision`, {
    headers,
    data: { publish: true, comment: '', checklist },
  });
  expect(decided.status()).toBe(204);
}, 60_000);

test('a learner reads with the arrow keys, by number and by search, and goes on where they stopped', async () => {
  const { page } = await here.visit('wangxiulan', { locale: 'en' });
  await page.goto('/courses/receiving');
  await page.getByText('Reading a textbook earns no hours.').waitFor();
  await page.getByRole('link', { name: '信访流程图册' }).click();
  const picture = page.getByRole('img', { name: 'Page 1 of 3' });
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(1200);
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('ArrowRight');
  await page.getByRole('img', { name: 'Page 2 of 3' }).waitFor();
  await page.getByRole('spinbutton', { name: 'Page' }).fill('3');
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: 'Page 3 of 3' }).waitFor();
  await page.getByText('Text of this page').click();
  await page.getByText('记下原话，第3条').waitFor();
  await page.getByRole('searchbox', { name: 'Search in the book' }).fill('第2条');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByText('Places with “第2条”: 1').waitFor();
  await page.getByRole('link', { name: 'Page 2', exact: true }).click();
  await page.getByRole('img', { name: 'Page 2 of 3' }).waitFor();
  await page.goto(`/textbooks/${codes[0]}`);
  await page.getByRole('img', { name: 'Page 2 of 3' }).waitFor();
  await page.goto(`/textbooks/${codes[1]}?course=receiving`);
  await page.getByText('Contents (2)').click();
  await page.getByRole('link', { name: '第二章 办理' }).click();
  await page.getByText('六十日内办结。').waitFor();
  expect(await seriousViolations(page)).toEqual([]);

  const plain = await here.visit('zhaodeshui', {
    locale: 'zh-CN',
    width: 360,
    height: 740,
    javaScriptEnabled: false,
  });
  await plain.page.goto(`/textbooks/${codes[0]}?course=receiving`);
  await plain.page.getByRole('link', { name: '下一页' }).first().click();
  await plain.page.getByRole('img', { name: '第 2 页，共 3 页' }).waitFor();
  await plain.page.getByLabel('页码').fill('3');
  await plain.page.getByRole('button', { name: '跳转' }).click();
  await plain.page.getByRole('img', { name: '第 3 页，共 3 页' }).waitFor();
  await plain.page.getByLabel('在书中查找').fill('第1条');
  await plain.page.getByRole('button', { name: '查找' }).click();
  await plain.page.getByRole('link', { name: '第 1 页', exact: true }).click();
  await plain.page.getByRole('img', { name: '第 1 页，共 3 页' }).waitFor();
  const wide = await plain.page.evaluate('document.documentElement.scrollWidth');
  expect(wide).toBeLessThanOrEqual(360);
}, 60_000);
