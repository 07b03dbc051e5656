// The words around the notices of a letter, set by the system administrator.
import type { LetterTemplate } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let system: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({ env: { PUBLIC_URL: 'http://localhost' } });
  system = await here.signIn('hexiaoyan');
});
afterAll(() => here.close());

const url = '/api/v1/letter-templates';
const words = { subject: '{unit}：{count} 条', greeting: '{name} 同志：', closing: '见 {link}' };
const all = async () => (await system.get<{ items: LetterTemplate[] }>(url)).body.items;

test('words are set for one language, previewed with placeholders filled, and reset', async () => {
  const before = await all();
  expect(before.map(({ language, isOwn }) => ({ language, isOwn }))).toEqual([
    { language: 'zh-CN', isOwn: false },
    { language: 'en', isOwn: false },
  ]);
  expect((await system.put(`${url}/zh-CN`, words)).status).toBe(204);
  expect((await all())[0]).toEqual({ language: 'zh-CN', ...words, isOwn: true });
  expect((await all())[1]).toEqual(before[1]);
  const preview = await system.post<{ subject: string; text: string }>(
    `${url}/zh-CN/preview`,
    words,
  );
  expect(preview.body.subject).toBe('清河镇：2 条');
  expect(preview.body.text).toMatch(/同志：\n\n· .*\n· .*\n\n见 http:\/\/localhost\/notices$/);
  expect((await system.delete(`${url}/zh-CN`)).status).toBe(204);
  expect(await all()).toEqual(before);
});

test('where letters have no link, what is said about it is left out', async () => {
  const there = await openTestInstallation();
  const visitor = await there.signIn('hexiaoyan');
  const closing = '全部通知：{link}\n此致';
  const { body } = await visitor.post<{ text: string }>(`${url}/zh-CN/preview`, {
    ...words,
    closing,
  });
  expect(body.text.endsWith('\n\n此致')).toBe(true);
  await there.close();
});

test.each(['preview', ''])(
  'an unknown placeholder is named and nothing is kept (%s)',
  async (rest) => {
    const wrong = { ...words, closing: '{password} {link}' };
    const before = await all();
    const answer =
      rest === ''
        ? await system.put<{ code: string; title: string }>(`${url}/en`, wrong)
        : await system.post<{ code: string; title: string }>(`${url}/en/preview`, wrong);
    expect(answer).toMatchObject({ status: 400, body: { code: 'letter-placeholder-unknown' } });
    expect(answer.body.title).toContain('password');
    expect(await all()).toEqual(before);
  },
);
