// Two authors work on the same lecture: who saves second sees what the first one saved, and loses nothing.
import type { DraftText, LectureForm } from '@xueshi/contracts';
import { expect, test } from 'vitest';
import { ownServer } from './own-server.ts';

const here = ownServer();

test('what somebody else saved of a lecture is shown, and saving again puts one’s own in its place', async () => {
  const { context, page } = await here.visit('zhoumin', { locale: 'en', width: 1280, height: 900 });
  const headers = { origin: here.url };
  const post = (url: string, data: unknown) => context.request.post(url, { headers, data });
  const begun = await post('/api/v1/drafts', { title: '两个人的课', area: 'law' });
  const { id } = (await begun.json()) as { id: string };
  await post(`/api/v1/drafts/${id}/lessons`, { kind: 'lecture', title: '第一讲' });
  const text = `/api/v1/drafts/${id}/lessons/lecture/text`;
  const read = async () => (await (await context.request.get(text)).json()) as DraftText;

  await page.goto(`/studio/drafts/${id}/lectures/lecture`);
  await page.getByLabel('Chapter 1: title in English').fill('Mine');
  const before = await read();
  const form = JSON.parse(before.text) as LectureForm;
  const chapters = [{ startMs: 0, title: { 'zh-CN': '她的', en: 'Hers' } }];
  const saved = await context.request.put(text, {
    headers,
    data: { version: before.version, text: JSON.stringify({ ...form, chapters }) },
  });
  expect(saved.ok()).toBe(true);

  await page.getByRole('button', { name: 'Save the lecture' }).click();
  await page.getByText('0:00 她的 Hers').waitFor();
  expect(await page.getByLabel('Chapter 1: title in English').inputValue()).toBe('Mine');
  await page.getByRole('button', { name: 'Save the lecture' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect((await read()).text).toContain('Mine');
  await context.close();
});
