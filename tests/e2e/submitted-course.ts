// A course of a reading and a quiz, written and submitted through the API, where a test is about what follows.
import type { BrowserContext } from 'playwright-core';

/** A course without faults, submitted: how it is written is another journey. */
export async function submitCourse(context: BrowserContext, origin: string): Promise<string> {
  const headers = { origin };
  const call = async <T>(method: 'get' | 'post' | 'put', url: string, data?: unknown) => {
    const answer = await context.request[method](`/api/v1/drafts${url}`, {
      headers,
      ...(data === undefined ? {} : { data }),
    });
    if (!answer.ok()) throw new Error(`${url}: ${await answer.text()}`);
    const text = await answer.text();
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  const { id } = await call<{ id: string }>('post', '', { title: '防汛值班', area: 'job_skills' });
  await call('post', `/${id}/lessons`, { kind: 'reading', title: '值班要点' });
  await call('post', `/${id}/lessons`, { kind: 'quiz', title: '随堂测验' });
  const lessons = ['reading', 'quiz'].map((lesson) => ({
    id: lesson,
    title: { 'zh-CN': lesson === 'quiz' ? '随堂测验' : '值班要点', en: 'On duty' },
    required: true,
  }));
  const { version } = await call<{ version: number }>('get', `/${id}`);
  await call('put', `/${id}/lessons`, { version, lessons });
  await call('put', `/${id}/facts`, {
    version: version + 1,
    facts: {
      title: { 'zh-CN': '防汛值班', en: 'On duty in the flood season' },
      summary: { 'zh-CN': '学完会值班。', en: 'Know how to be on duty.' },
      area: 'job_skills',
      tags: ['防汛'],
      lecturer: { name: '周敏', title: '讲师' },
      repeat: 'never',
      sources: [{ title: '信访工作条例', issuer: '中共中央、国务院', date: '2022-02-25' }],
    },
  });
  const text = `# 值班要点\n\n${'先看雨情，再看水位。'.repeat(500)}\n\n> 一段引文。\n\n- 报告\n- 记录\n`;
  await call('put', `/${id}/lessons/reading/text`, { version: 1, text });
  await call('put', `/${id}/submission`, { correction: false });
  return `/studio/drafts/${id}`;
}
