// A county enters a lecturer and a syllabus; an author names both in a course; learners see them there.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeReadingCourse } from '../../apps/server/src/testing/reading-course.ts';
import { seriousViolations } from './accessibility.ts';
import { ownServer } from './own-server.ts';

const here = ownServer(async (courses) => {
  for (const slug of ['receiving', 'listening']) {
    await writeReadingCourse(courses, slug, { title: `课程 ${slug}` });
    const file = join(courses, slug, 'course.yaml');
    const text = (await readFile(file, 'utf8'))
      .replace('title: 教师 }', 'title: 教师, register: yunling-zheng-liyan }')
      .replace('repeat:', 'syllabusPoints: [yunling-jcgb/1.1]\nrepeat:');
    await writeFile(file, text);
  }
});

test('an administrator enters a lecturer with a photo and a syllabus line by line, without scripts', async () => {
  const { page } = await here.visit('chenjianguo', {
    locale: 'zh-CN',
    width: 360,
    height: 740,
    javaScriptEnabled: false,
  });
  await page.goto('/lecturers');
  await page.getByRole('link', { name: '新增师资' }).click();
  await page.getByLabel('姓名', { exact: true }).fill('马兰心');
  await page.getByLabel('类别').selectOption('grassroots_cadre');
  await page.getByLabel('单位和职务').fill('退休乡镇党委书记');
  await page.getByLabel('授课领域').fill('基层党建、乡村治理');
  await page.getByLabel('简介', { exact: true }).fill('讲过**二十年**党课。');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已新增。可以在下面上传照片。').waitFor();
  const file = page.locator('input[type=file]');
  await file.setInputFiles({ name: '说明.png', mimeType: 'image/png', buffer: Buffer.from('x') });
  await page.getByRole('button', { name: '上传照片' }).click();
  await page.getByText('照片须是 PNG、JPEG 或 WebP 图片').waitFor();
  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 200 } });
  await file.setInputFiles({ name: '照片.png', mimeType: 'image/png', buffer });
  await page.getByRole('button', { name: '上传照片' }).click();
  await page.getByText('照片已更新。').waitFor();
  await page.getByRole('img', { name: '马兰心的照片' }).waitFor();

  await page.goto('/syllabuses');
  await page.getByRole('link', { name: '新建大纲' }).click();
  await page.getByLabel('名称').fill('村干部大纲');
  await page.getByLabel('版本').fill('2026');
  await page.getByLabel('内容').fill('先写了一条\n# 理论武装\n能讲清楚');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.getByText('第 1 行：').waitFor();
  await page.getByLabel('内容').fill('# 理论武装\n能讲清楚');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.getByText('草稿已保存。').waitFor();
  await page.getByRole('button', { name: '施行' }).click();
  await page.getByText('已施行。').waitFor();
  await page.getByText('没有课的要点：1 条').waitFor();
  const wide = await page.evaluate('document.documentElement.scrollWidth');
  expect(wide).toBeLessThanOrEqual(360);
});

test('an author names a lecturer of the register and points of the syllabus', async () => {
  const { page, context } = await here.visit('zhoumin', { locale: 'en' });
  const send = async (method: string, url: string, data?: unknown) => {
    const headers = { origin: here.url };
    const answer = await context.request.fetch(url, { method, headers, ...(data ? { data } : {}) });
    return { status: answer.status(), body: answer.status() === 204 ? null : await answer.json() };
  };
  const { id } = (await send('POST', '/api/v1/drafts', { title: '一门课', area: 'law' })).body as {
    id: string;
  };
  await page.goto(`/studio/drafts/${id}`);
  await page.getByLabel('Lecturer from the register').selectOption('yunling-luo-xiuying');
  await page.getByText('Points of syllabuses that it covers').click();
  await page.getByLabel('1.2 组织一次完整的人民调解').check();
  await page.getByRole('button', { name: 'Save these facts' }).click();
  await page.getByText('Points of syllabuses that it covers: 1').waitFor();
  await expect.poll(() => page.getByLabel('Lecturer', { exact: true }).inputValue()).toBe('罗秀英');
  expect(await seriousViolations(page)).toEqual([]);
  await page.goto('/syllabuses');
  await page.getByRole('link', { name: '基层干部培训大纲(示例)' }).click();
  await page.getByRole('heading', { name: '依法办事' }).waitFor();
  expect(await page.getByText('No course').count()).toBeGreaterThan(4);
  expect(await page.getByRole('link', { name: 'One reading' }).count()).toBe(2);
  expect(await seriousViolations(page)).toEqual([]);
});

test('a learner sees who lectures, other courses and the points that a course covers', async () => {
  const { page } = await here.visit('wangxiulan', { locale: 'en' });
  await page.goto('/courses/receiving');
  const about = page.getByRole('region', { name: 'About the lecturer' });
  await about.getByText('Expert or scholar').waitFor();
  await about.getByText('Teaches mass work').waitFor();
  await page.getByText('1.1 按规定接待来访').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await about.getByRole('link', { name: 'Zheng Liyan' }).click();
  await page.getByRole('heading', { level: 1, name: 'Zheng Liyan' }).waitFor();
  expect(await page.getByRole('link', { name: 'One reading' }).count()).toBe(2);
});

test('a picture that an author sends for the cover becomes the cover, and another sent later does not', async () => {
  const { page, context } = await here.visit('zhoumin', { locale: 'en' });
  const begun = await context.request.post('/api/v1/drafts', {
    headers: { origin: here.url },
    data: { title: '有封面的课', area: 'law' },
  });
  await page.goto(`/studio/drafts/${((await begun.json()) as { id: string }).id}`);
  await page.getByText('Cover picture').first().click();
  const sendPicture = async (name: string, x: number) => {
    const buffer = await page.screenshot({ clip: { x, y: 0, width: 160, height: 90 } });
    await page
      .locator('input[data-pictures]:enabled')
      .setInputFiles({ name, mimeType: 'image/png', buffer });
    await page.getByRole('radio', { name }).waitFor();
  };
  await sendPicture('first.png', 0);
  await expect.poll(() => page.getByRole('radio', { name: 'first.png' }).isChecked()).toBe(true);
  await sendPicture('second.png', 60);
  await page.getByRole('button', { name: 'Save these facts' }).click();
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await page.getByText('Cover picture (chosen)').click();
  expect(await page.getByRole('radio', { name: 'first.png' }).isChecked()).toBe(true);
  expect(await seriousViolations(page)).toEqual([]);
});
