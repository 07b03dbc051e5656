// A course that an author has begun, with nothing left to mend in its facts and titles. Used by tests only.
import type { CourseDraft, DraftLesson } from '@xueshi/contracts';
import type { Visitor } from './test-installation.ts';

interface Begun {
  readonly title: string;
  readonly area: CourseDraft['facts']['area'];
  readonly lessons: readonly { readonly kind: DraftLesson['kind']; readonly title: string }[];
}

/** Gives its id. */
export async function beginDraft(
  author: Visitor,
  { title, area, lessons }: Begun,
): Promise<string> {
  const { id } = (await author.post<{ id: string }>('/api/v1/drafts', { title, area })).body;
  const url = `/api/v1/drafts/${id}`;
  for (const lesson of lessons) await author.post(`${url}/lessons`, lesson);
  const read = async () => (await author.get<CourseDraft>(url)).body;
  const begun = await read();
  await author.put(`${url}/lessons`, {
    version: begun.version,
    lessons: begun.lessons.map(({ kind: _, ...lesson }) => ({
      ...lesson,
      title: { ...lesson.title, en: 'Lesson' },
    })),
  });
  await author.put(`${url}/facts`, {
    version: (await read()).version,
    facts: {
      title: { 'zh-CN': title, en: 'A course' },
      summary: { 'zh-CN': '学完能办好这件事。', en: 'Afterwards one can do it.' },
      area,
      tags: ['信访'],
      lecturer: { name: '周敏', title: '讲师' },
      repeat: 'never',
      sources: [{ title: '信访工作条例', issuer: '中共中央、国务院', date: '2022-02-25' }],
    },
  });
  return id;
}
