// A course being written, begun through the API, where a test is about its pages.
import type { BrowserContext } from 'playwright-core';
import { sharedUrl } from './shared-server.ts';

/** A draft with a quiz and a case, as they begin; returns the address of its page. */
export async function beginCourse(context: BrowserContext): Promise<string> {
  const headers = { origin: sharedUrl() };
  const data = { title: '页面检查用的课程', area: 'law' };
  const begun = await context.request.post('/api/v1/drafts', { headers, data });
  const { id } = (await begun.json()) as { id: string };
  for (const kind of ['quiz', 'case']) {
    const lesson = { kind, title: '一节' };
    const added = await context.request.post(`/api/v1/drafts/${id}/lessons`, {
      headers,
      data: lesson,
    });
    if (added.status() !== 201) throw new Error(`not added: ${await added.text()}`);
  }
  return `/studio/drafts/${id}`;
}
