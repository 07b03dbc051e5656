// Whom a course is meant for, what is better learned before it, and its cover: from the author's page to the learner's.
import type { CourseCard, CourseDetail, CourseDraft, Home } from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginDraft } from '../../testing/begun-draft.ts';
import { addLearner } from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { listen, tusClient } from '../../testing/tus-client.ts';
import { WHOLE_CHECKLIST } from '../../testing/whole-checklist.ts';

let here: TestInstallation;
let author: Visitor;
let id: string;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'first');
    },
  });
  await listen(here);
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());

const draft = async () => (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;

beforeEach(async () => {
  const lessons = [{ kind: 'reading' as const, title: '下村走访' }];
  id = await beginDraft(author, { title: '村里的信访', area: 'law', lessons });
  const text = `# 下村走访\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`;
  await author.put(`/api/v1/drafts/${id}/lessons/reading/text`, { version: 1, text });
});

async function saveFacts(change: Partial<CourseDraft['facts']>) {
  const { version, facts } = await draft();
  return author.put<{ code: string } | null>(`/api/v1/drafts/${id}/facts`, {
    ...{ version, facts: { ...facts, ...change } },
  });
}

async function sendPicture(): Promise<string> {
  const client = tusClient(here, author);
  const more = { purpose: 'text' };
  const file = { name: '村口.png', bytes: ONE_POINT_PNG.length, more };
  await client.send((await client.announce(id, file)).url, 0, ONE_POINT_PNG);
  await here.jobs.idle();
  return (await draft()).pictures[0]?.name ?? '';
}

async function publish(): Promise<string> {
  const reviewer = await here.signIn('sunliping');
  const { faults, slug } = await draft();
  expect(faults).toEqual([]);
  await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  const decision = { publish: true, comment: '', checklist: WHOLE_CHECKLIST };
  expect((await reviewer.post(`/api/v1/drafts/${id}/decision`, decision)).status).toBe(204);
  return slug;
}

test('what an author chooses is on the course’s page, and its cover in the catalogue', async () => {
  const { body: choices } = await author.get<{ items: { slug: string }[] }>(
    '/api/v1/course-choices',
  );
  expect(choices.items.map(({ slug }) => slug)).toContain('first');
  const cover = await sendPicture();
  await saveFacts({
    audience: ['village_community_principal', 'township'],
    prerequisites: ['first', 'not-here'],
    cover,
  });
  const slug = await publish();

  const { visitor } = await addLearner(here);
  const course = async () => (await visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;
  const { suggestions } = (await visitor.get<Home>('/api/v1/me/home')).body;
  expect(suggestions.map((one) => one.course.slug)).toContain(slug);
  const seen = await course();
  expect(seen.audience).toEqual(['village_community_principal', 'township']);
  // One that is not here is not told of, and none keeps anybody from beginning.
  expect(seen.prerequisites).toMatchObject([{ slug: 'first', state: 'not_started' }]);
  expect((await visitor.post(`/api/v1/courses/${slug}/enrolment`)).status).toBe(200);
  await beginReading(visitor, 'first');
  expect((await course()).prerequisites).toMatchObject([{ state: 'in_progress' }]);
  here.clock.advance({ minutes: 1 });
  await finishReading(visitor, 'first');
  expect((await course()).prerequisites).toMatchObject([{ state: 'completed' }]);

  const { items } = (await visitor.get<{ items: CourseCard[] }>('/api/v1/courses')).body;
  const url = items.find((one) => one.slug === slug)?.posterUrl ?? '';
  expect((await visitor.get(url)).headers['content-type']).toBe('image/png');
});

test('a course for others is not suggested on the home page, and is found all the same', async () => {
  await saveFacts({ audience: ['county_department'] });
  const slug = await publish();
  const { visitor } = await addLearner(here);
  const { suggestions } = (await visitor.get<Home>('/api/v1/me/home')).body;
  expect(suggestions.map(({ course }) => course.slug)).not.toContain(slug);
  expect((await visitor.get(`/api/v1/courses/${slug}`)).status).toBe(200);
});

test('a course for a post says so on its page, and what a draft or version names is never deleted', async () => {
  const system = await here.signIn('hexiaoyan');
  const own = { name: '驻村第一书记', nameEn: null, categories: [], mostInUnit: null };
  await system.post('/api/v1/key-groups', { code: 'first_secretary', ...own });
  const farm = { name: '国有农场干部', nameEn: null };
  await system.post('/api/v1/audience-categories', { code: 'state_farm', ...farm });
  const keyGroups = ['first_secretary', 'village_secretary'];
  expect((await saveFacts({ keyGroups, audience: ['state_farm'] })).status).toBe(204);
  // A draft names them already.
  const remove = async (url: string) => (await system.delete<{ code: string }>(url)).body.code;
  expect(await remove('/api/v1/key-groups/first_secretary')).toBe('key-group-in-use');
  expect(await remove('/api/v1/audience-categories/state_farm')).toBe('category-in-use');
  const slug = await publish();
  await author.delete(`/api/v1/drafts/${id}`);
  expect(await remove('/api/v1/key-groups/first_secretary')).toBe('key-group-in-use');
  const { visitor } = await addLearner(here);
  expect((await visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body.keyGroups).toEqual([
    {
      code: 'village_secretary',
      name: { 'zh-CN': '村（社区）党组织书记', en: 'Village or community Party secretary' },
    },
    { code: 'first_secretary', name: { 'zh-CN': '驻村第一书记', en: '驻村第一书记' } },
  ]);
});

test.each([
  ['reserve cadres, whom it would tell', { keyGroups: ['reserve'] }, 'key-group-confidential'],
  ['a key group that there is not', { keyGroups: ['nobody_knows'] }, 'key-group-unknown'],
  ['a category that there is not', { audience: ['nobody_knows'] }, 'category-unknown'],
])('a course is not meant for %s', async (_, change, code) => {
  expect(await saveFacts(change)).toMatchObject({ status: 400, body: { code } });
});

test('a key group that retired stays on a course that names it, and is named by none anew', async () => {
  const system = await here.signIn('hexiaoyan');
  const own = { name: '乡村振兴专干', nameEn: null, categories: [], mostInUnit: null };
  await system.post('/api/v1/key-groups', { code: 'zhuangan', ...own });
  const keyGroups = ['zhuangan'];
  expect((await saveFacts({ keyGroups })).status).toBe(204);
  await system.put('/api/v1/key-groups/zhuangan/state', { state: 'retired' });
  expect((await saveFacts({ tags: ['乡村振兴'] })).status).toBe(204);
  expect((await draft()).facts.keyGroups).toEqual(keyGroups);
  expect((await saveFacts({ keyGroups: [] })).status).toBe(204);
  expect((await draft()).facts).not.toHaveProperty('keyGroups');
  expect((await saveFacts({ keyGroups })).body).toMatchObject({ code: 'key-group-retired' });
});

test('a course that comes before itself, and a cover that is no picture here, are told at their fields', async () => {
  const { slug } = await draft();
  await saveFacts({ prerequisites: [slug], cover: 'gone.png' });
  const { faults } = await draft();
  expect(faults.map(({ field, message }) => [field, message['zh-CN']])).toEqual([
    ['prerequisites', '课程不能是自己的先修课程；请删去。'],
    ['cover', expect.stringContaining('gone.png')],
  ]);
});
