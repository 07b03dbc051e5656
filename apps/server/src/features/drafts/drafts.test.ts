// An author writes a course in the studio, somebody else publishes it, and learners find it.
import type {
  CourseCard,
  CourseDetail,
  CourseDraft,
  DraftCard,
  DraftReview,
  DraftText,
} from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { WHOLE_CHECKLIST } from '../../testing/whole-checklist.ts';

let here: TestInstallation;
let author: Visitor;
let reviewer: Visitor;
let id: string;

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
});
afterAll(() => here.close());

beforeEach(async () => {
  const begun = await author.post<{ id: string }>('/api/v1/drafts', {
    title: '矛盾纠纷排查入门',
    area: 'social_management',
  });
  id = begun.body.id;
});

const draft = async (who = author) => (await who.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
const code = async (answer: Promise<{ body: { code?: string } }>) => (await answer).body.code;

const FACTS = {
  title: { 'zh-CN': '矛盾纠纷排查入门', en: 'Finding disputes early' },
  summary: { 'zh-CN': '学完能排查常见的邻里纠纷。', en: 'Find common disputes early.' },
  area: 'social_management',
  tags: ['矛盾纠纷', ' 排查 ', ''],
  lecturer: { name: '周敏', title: '讲师' },
  repeat: 'never',
  sources: [{ title: '信访工作条例', issuer: '中共中央、国务院', date: '2022-02-25' }],
} as const;

async function saveFacts() {
  const { version } = await draft();
  return author.put(`/api/v1/drafts/${id}/facts`, { version, facts: FACTS });
}

const textUrl = (lessonId: string) => `/api/v1/drafts/${id}/lessons/${lessonId}/text`;
const textOf = async (lessonId: string) => (await author.get<DraftText>(textUrl(lessonId))).body;
const addLesson = (kind: string, title: string) =>
  author.post<{ lessonId: string }>(`/api/v1/drafts/${id}/lessons`, { kind, title });

async function write(lessonId: string, text: string) {
  const { version } = await textOf(lessonId);
  return author.put<{ version: number }>(textUrl(lessonId), { version, text });
}

async function nameLessons() {
  const { version, lessons } = await draft();
  const named = lessons.map(({ kind: _, ...lesson }) => ({
    ...lesson,
    title: { ...lesson.title, en: 'Lesson' },
  }));
  return author.put(`/api/v1/drafts/${id}/lessons`, { version, lessons: named });
}

/** A course that has nothing left to mend. */
async function writeWhole() {
  await saveFacts();
  await addLesson('reading', '先排查，再化解');
  await addLesson('quiz', '随堂测验');
  await nameLessons();
  await write('reading', `# 先排查，再化解\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`);
}

const submit = (correction = false) =>
  author.put<{ code: string }>(`/api/v1/drafts/${id}/submission`, { correction });
const decide = (who: Visitor, publish: boolean, comment = '') =>
  who.post<{ code: string }>(`/api/v1/drafts/${id}/decision`, {
    publish,
    comment,
    ...(publish && { checklist: WHOLE_CHECKLIST }),
  });

test('a new course says all that is still missing, in words, at its place', async () => {
  await addLesson('reading', '第一节');
  const { faults, hundredths, slug, state } = await draft();
  expect(state).toBe('draft');
  expect(slug).toBe('mao-dun-jiu-fen-pai-cha-ru-men');
  expect(hundredths).toBeNull();
  expect(faults.length).toBeGreaterThan(2);
  expect(faults.every(({ message }) => message['zh-CN'] !== '' && message.en !== '')).toBe(true);
  // The page names the field in its own words; keys of a file that nobody sees would say nothing.
  expect(faults.map(({ message }) => message.en).join(' ')).not.toMatch(/["“]/);
  expect(faults.find(({ field }) => field === 'title.en')?.message).toEqual({
    'zh-CN': '不能为空；请写上内容。',
    en: 'Must not be blank; fill it in.',
  });
  expect(faults.map(({ lessonId, field }) => [lessonId, field])).toEqual(
    expect.arrayContaining([
      [null, 'title.en'],
      [null, 'summary.zh-CN'],
      [null, 'lecturer.title'],
      ['reading', 'title.en'],
    ]),
  );
  expect(await code(submit())).toBe('draft-with-faults');
});

test('what is written wrongly is told in a whole sentence', async () => {
  const { version } = await draft();
  const facts = {
    ...FACTS,
    equivalence: '信访 一',
    sources: [{ ...FACTS.sources[0], date: '去年' }],
  };
  await author.put(`/api/v1/drafts/${id}/facts`, { version, facts });
  const { faults } = await draft();
  const told = (field: string) => faults.find((fault) => fault.field === field)?.message['zh-CN'];
  expect(told('sources.0.date')).toMatch(/^写法不对，应当形如 \d{4}-/);
  expect(told('equivalence')).toMatch(/^写法不对，应当形如/);
});

test('from an empty page to a course that learners find, by two people', async () => {
  await writeWhole();
  const whole = await draft();
  expect(whole.faults).toEqual([]);
  expect(whole.facts.tags).toEqual(['矛盾纠纷', '排查']);
  expect(whole.hundredths).toBeGreaterThan(0);
  expect((await submit()).status).toBe(204);
  expect((await draft(reviewer)).mayDecide).toBe(true);
  expect((await decide(reviewer, true)).status).toBe(204);
  const learner = await addLearner(here);
  const { items } = (
    await learner.visitor.get<{ items: CourseCard[] }>('/api/v1/courses?query=矛盾纠纷')
  ).body;
  expect(items.map(({ slug }) => slug)).toContain(whole.slug);
  const detail = (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${whole.slug}`)).body;
  expect(detail).toMatchObject({ title: FACTS.title, value: { hundredths: whole.hundredths } });
  expect(await draft()).toMatchObject({ state: 'published', revision: 2 });
});

test('nobody publishes what they submitted, and no author publishes at all', async () => {
  await writeWhole();
  await submit();
  expect(await code(decide(author, true))).toBe('draft-own-submission');
  expect((await draft(author)).mayDecide).toBe(false);
  await author.delete(`/api/v1/drafts/${id}/submission`);
  await reviewer.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  expect(await code(decide(reviewer, true))).toBe('draft-own-submission');
  expect((await draft()).state).toBe('submitted');
});

test('what is being reviewed stays as it is; given back, it says why and can be changed', async () => {
  await writeWhole();
  await submit();
  expect(await code(saveFacts() as ReturnType<typeof submit>)).toBe('draft-submitted');
  expect(await code(write('reading', '# 改\n\n改。') as never)).toBe('draft-submitted');
  expect(await code(decide(reviewer, false, ' '))).toBe('text-empty');
  expect((await decide(reviewer, false, '第三段要注明出处。')).status).toBe(204);
  expect(await draft()).toMatchObject({ state: 'draft', comment: '第三段要注明出处。' });
  expect((await saveFacts()).status).toBe(204);
});

test('two who write at once do not overwrite each other', async () => {
  await addLesson('reading', '第一节');
  const { version } = await textOf('reading');
  const put = (who: Visitor, text: string) =>
    who.put<{ code: string; version: number }>(textUrl('reading'), { version, text });
  expect((await put(author, '# 甲\n\n甲写的。')).status).toBe(200);
  expect(await code(put(reviewer, '# 乙\n\n乙写的。'))).toBe('draft-changed-elsewhere');
  // The same words again, as when an answer was lost, are no conflict.
  expect((await put(author, '# 甲\n\n甲写的。')).status).toBe(200);
  expect((await textOf('reading')).text).toContain('甲写的');
  const stale = { version: 1, lessons: [] };
  expect(await code(author.put(`/api/v1/drafts/${id}/lessons`, stale))).toBe(
    'draft-changed-elsewhere',
  );
});

test('errors in a text stand at their line, and a reading is shown as learners will see it', async () => {
  await addLesson('reading', '第一节');
  await addLesson('quiz', '测验');
  await write('reading', '没有标题\n\n> 一段引文。\n');
  const reading = await textOf('reading');
  expect(reading.previewHtml).toContain('<blockquote');
  expect(reading.faults).toMatchObject([{ lessonId: 'reading', line: 1 }]);
  await write('quiz', 'passMark: 60\nitems: nothing\n');
  const quiz = await textOf('quiz');
  expect(quiz.previewHtml).toBeNull();
  expect(quiz.faults.map(({ line }) => line)).toContain(2);
});

test('a published course is written on and published again, as a new version', async () => {
  await writeWhole();
  await submit();
  await decide(reviewer, true);
  await write('reading', `# 先排查，再化解\n\n${'走访时先问，再听，再记。'.repeat(420)}\n`);
  expect((await draft()).state).toBe('draft');
  await submit();
  await decide(reviewer, true);
  const learner = await addLearner(here);
  const { slug } = await draft();
  const detail = (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;
  expect(detail.revision).toBe(2);
});

test('a typing error is mended as a small correction, which the reviewer is told and learners do not notice', async () => {
  await writeWhole();
  await submit();
  await decide(reviewer, true);
  const { slug } = await draft();
  const learner = await addLearner(here);
  await learner.visitor.post(`/api/v1/courses/${slug}/enrolment`);
  await write('reading', `# 先排查，再化解\n\n${'走访时先听，再问，再记！'.repeat(400)}\n`);
  expect((await submit(true)).status).toBe(204);
  expect(await draft()).toMatchObject({ state: 'submitted', corrects: 1 });
  const review = await reviewer.get<DraftReview>(`/api/v1/drafts/${id}/review`);
  expect(review.body).toMatchObject({ corrects: 1, changes: { from: 1 } });
  await decide(reviewer, true);
  await here.jobs.idle();
  expect(await draft()).toMatchObject({ state: 'published', corrects: null });
  const detail = (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;
  expect(detail.revision).toBe(2);
});

test('what is more than words cannot be submitted as a small correction', async () => {
  await writeWhole();
  await submit();
  await decide(reviewer, true);
  await addLesson('reading', '再补一节');
  await nameLessons();
  await write('reading-2', `# 再补一节\n\n${'走访时先问。'.repeat(100)}\n`);
  expect(await submit(true)).toMatchObject({
    status: 409,
    body: { code: 'draft-more-than-words', params: { lesson: '再补一节' } },
  });
  expect(await draft()).toMatchObject({ state: 'draft', corrects: null });
  expect((await submit()).status).toBe(204);
});

test('order, removal and being compulsory are kept; a removed lesson takes its text along', async () => {
  await addLesson('reading', '一');
  await addLesson('reading', '二');
  await addLesson('quiz', '三');
  const { version, lessons } = await draft();
  const [, second, third] = lessons.map(({ kind: _, ...lesson }) => lesson);
  const kept = [{ ...third, required: false }, second];
  await author.put(`/api/v1/drafts/${id}/lessons`, { version, lessons: kept });
  expect((await draft()).lessons.map((one) => [one.id, one.required])).toEqual([
    ['quiz', false],
    ['reading-2', true],
  ]);
  expect((await author.get(textUrl('reading'))).status).toBe(404);
  expect((await addLesson('reading', '又一')).body.lessonId).toBe('reading');
});

test('a learner sees no drafts; the list has them with the newest first, and a discarded one is gone', async () => {
  const learner = await addLearner(here);
  expect((await learner.visitor.get('/api/v1/drafts')).status).toBe(403);
  expect((await learner.visitor.get(`/api/v1/drafts/${id}`)).status).toBe(403);
  const list = async () =>
    (await author.get<{ items: DraftCard[] }>('/api/v1/drafts')).body.items.map((one) => one.id);
  expect(await list()).toContain(id);
  expect((await author.delete(`/api/v1/drafts/${id}`)).status).toBe(204);
  expect(await list()).not.toContain(id);
});
