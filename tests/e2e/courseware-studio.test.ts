// An author takes a package in, tries it as learners will see it, says how long it takes, and submits the course.
import type { CourseDraft } from '@xueshi/contracts';
import type { BrowserContext } from 'playwright-core';
import { expect, test } from 'vitest';
import { makeScormPackage } from '../../apps/server/src/testing/courseware-packages.ts';
import { seriousViolations } from './accessibility.ts';
import { ownServer } from './own-server.ts';

const here = ownServer();

/** A course with a quiz and all its facts, begun through the API: how those are written is another journey. */
async function beginCourse(context: BrowserContext): Promise<string> {
  const call = async (method: 'post' | 'put', url: string, data: unknown) => {
    const headers = { origin: here.url };
    const answer = await context.request[method](`/api/v1/drafts${url}`, { headers, data });
    if (!answer.ok()) throw new Error(`${url}: ${await answer.text()}`);
    return answer;
  };
  const begun = await call('post', '', { title: '安全生产', area: 'job_skills' });
  const { id } = (await begun.json()) as { id: string };
  await call('post', `/${id}/lessons`, { kind: 'quiz', title: '测验' });
  await call('put', `/${id}/lessons`, {
    version: 2,
    lessons: [{ id: 'quiz', title: { 'zh-CN': '测验', en: 'Quiz' }, required: true }],
  });
  await call('put', `/${id}/facts`, {
    version: 3,
    facts: {
      title: { 'zh-CN': '安全生产', en: 'Safety at work' },
      summary: { 'zh-CN': '学完会用。', en: 'Know how to work safely.' },
      area: 'job_skills',
      tags: ['安全'],
      lecturer: { name: '周敏', title: '讲师' },
      repeat: 'never',
      sources: [{ title: '安全生产法', issuer: '全国人大常委会', date: '2021-06-10' }],
    },
  });
  return id;
}

test('a package is taken in, tried and submitted with the course', async () => {
  const { context, page } = await here.visit('zhoumin', { locale: 'en', width: 1280, height: 900 });
  const id = await beginCourse(context);
  await page.goto(`/studio/drafts/${id}`);
  await page.getByLabel('Kind').selectOption('courseware');
  await page.getByLabel('Title in Chinese').last().fill('互动课件');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('link', { name: '互动课件' }).first().click();
  await page.getByText('There are no packages yet.').waitFor();
  await page.locator('input[data-upload]:enabled').setInputFiles({
    name: 'safety.zip',
    mimeType: 'application/zip',
    buffer: makeScormPackage({ edition: '2004', units: ['Helmets', 'Machines'] }),
  });
  await page.getByText('Which units it has (2)').waitFor();
  await page.getByRole('button', { name: 'Try: Machines' }).click();
  const unit = page.frameLocator('iframe[sandbox]').frameLocator('#unit');
  await unit.locator('#state', { hasText: 'begun by 试看' }).waitFor();
  await unit.getByRole('button', { name: 'Done' }).click();
  await unit.locator('#state', { hasText: 'finished' }).waitFor();
  expect(await seriousViolations(page, { iframes: false })).toEqual([]);
  await page.getByRole('button', { name: 'Close courseware' }).click();
  await page.getByLabel('Minutes it takes').fill('30');
  await page.getByRole('button', { name: 'Save the lesson' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await seriousViolations(page)).toEqual([]);

  const draft = (await (await context.request.get(`/api/v1/drafts/${id}`)).json()) as CourseDraft;
  expect(draft.faults.map(({ field }) => field)).toEqual(['title.en']);
  await page.setViewportSize({ width: 360, height: 740 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
  await context.close();
});
