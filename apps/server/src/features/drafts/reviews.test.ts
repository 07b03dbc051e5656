// A submitted course is looked at place by place, by a checklist, and published now or at a time.
import type {
  CourseVersions,
  DraftComment,
  DraftReview,
  DraftText,
  Notice,
} from '@xueshi/contracts';
import { temporaryFolder } from '@xueshi/testkit';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginDraft } from '../../testing/begun-draft.ts';
import { writeBank } from '../../testing/exam-course.ts';
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

let kept: Awaited<ReturnType<typeof temporaryFolder>>;
const banks = () => join(kept.path, 'banks');

async function open(empty: boolean): Promise<void> {
  const env = { XUESHI_BANKS: banks() };
  here = await openTestInstallation({ dataFolder: join(kept.path, 'data'), empty, env });
  await signIn();
}

async function signIn(): Promise<void> {
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
}

beforeAll(async () => {
  kept = await temporaryFolder();
  await open(false);
});
afterAll(async () => {
  await here.close();
  await kept.remove();
});

const url = (rest: string) => `/api/v1/drafts/${id}/${rest}`;
const code = async (answer: Promise<{ body: { code?: string } }>) => (await answer).body.code;

async function write(lessonId: string, text: string): Promise<void> {
  const address = url(`lessons/${lessonId}/text`);
  const { version } = (await author.get<DraftText>(address)).body;
  expect((await author.put(address, { version, text })).status).toBe(200);
}

const PARAGRAPH = '走访时先听，再问，再记。';
const reading = (last: string) => `# 先听再说\n\n${PARAGRAPH.repeat(300)}\n\n${last}\n`;

/** A course without faults, submitted by its author. */
beforeEach(async () => {
  id = await beginDraft(author, {
    title: '走访怎样听',
    area: 'social_management',
    lessons: (['reading', 'quiz', 'case'] as const).map((kind) => ({ kind, title: '一节' })),
  });
  await write('reading', reading('最后复述一遍。'));
  const begun = (await author.get<DraftText>(url('lessons/case/text'))).body.text;
  await write('case', begun.replace('next: good', 'next: second'));
  await submit();
});

const submit = async () =>
  expect((await author.put(url('submission'), { correction: false })).status).toBe(204);
const review = async (who = reviewer) => (await who.get<DraftReview>(url('review'))).body;
const comments = async () =>
  (await author.get<{ items: DraftComment[] }>(url('comments'))).body.items;
const say = (who: Visitor, lessonId: string | null, place: string | null, text = '出处不明。') =>
  who.post<{ id: string; code: string }>(url('comments'), { lessonId, place, text });
const reply = (who: Visitor, commentId: string, done: boolean) =>
  who.post<{ code: string }>(url(`comments/${commentId}/replies`), { text: '改了。', done });
const settle = (who: Visitor, commentId: string) =>
  who.put<{ code: string }>(url(`comments/${commentId}/settlement`));
const decide = (who: Visitor, change: object = {}) =>
  who.post<{ code: string }>(url('decision'), {
    publish: true,
    comment: '',
    checklist: WHOLE_CHECKLIST,
    ...change,
  });
const newest = async (who: Visitor, kind: Notice['kind']) =>
  (await who.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items.find(
    (notice) => notice.kind === kind && (notice.link ?? '').includes(id),
  );

test('the reviewer sees all of the course, with answers, in pieces that have places', async () => {
  const { lessons, faults, mayDecide, changes, hasLecture } = await review();
  expect({ faults, mayDecide, changes, hasLecture }).toEqual({
    faults: 0,
    mayDecide: true,
    changes: null,
    hasLecture: false,
  });
  const keys = Object.fromEntries(
    lessons.map((lesson) => [lesson.id, lesson.parts.map(({ key }) => key?.slice(0, 2))]),
  );
  expect(keys['reading']).toEqual(['p-', 'p-', 'p-']);
  expect(keys['quiz']?.every((key) => key === 'i-')).toBe(true);
  expect(keys['case']).toContain('d-');
  expect(lessons.map(({ parts }) => parts.map(({ html }) => html).join('')).join('')).toContain(
    '答案：',
  );
  expect((await review(author)).mayDecide).toBe(false);
});

test('a comment stands at its place, is answered, mended and settled, and hinders publishing until then', async () => {
  const quiz = (await review()).lessons.find((lesson) => lesson.id === 'quiz');
  const place = quiz?.parts[0]?.key ?? '';
  expect(await code(say(author, 'quiz', place))).toBe('draft-own-submission');
  expect(await code(say(reviewer, 'quiz', 'i-no-such-item'))).toBe('not-found');
  expect(await code(say(reviewer, 'quiz', place, ' '))).toBe('text-empty');
  const { body, status } = await say(reviewer, 'quiz', place);
  expect(status).toBe(201);
  expect(await code(decide(reviewer))).toBe('review-comments-open');
  expect((await decide(reviewer, { publish: false, comment: '请看意见。' })).status).toBe(204);
  expect(await newest(author, 'course-given-back')).toMatchObject({
    params: { reason: '请看意见。' },
  });

  // It stays over the rounds; its writer cannot call it mended, nor its author settle it.
  expect(await code(reply(reviewer, body.id, true))).toBe('forbidden');
  expect((await reply(author, body.id, true)).status).toBe(204);
  await submit();
  const [kept] = await comments();
  expect(kept).toMatchObject({ lessonId: 'quiz', place, state: 'done', text: '出处不明。' });
  expect(kept?.excerpt).not.toBe('');
  expect(kept?.replies).toMatchObject([{ text: '改了。' }]);
  expect(await code(settle(author, body.id))).toBe('draft-own-submission');
  expect(await code(decide(reviewer))).toBe('review-comments-open');
  await reply(reviewer, body.id, false);
  expect((await comments())[0]?.state).toBe('open');
  expect((await settle(reviewer, body.id)).status).toBe(204);
  expect((await settle(reviewer, body.id)).status).toBe(204);
  expect((await comments())[0]).toMatchObject({ state: 'settled' });
  expect((await decide(reviewer)).status).toBe(204);
});

test('without the whole checklist nothing is published; with it, it is kept with the version', async () => {
  expect(await code(decide(reviewer, { checklist: [] }))).toBe('review-checklist-incomplete');
  const skipped = WHOLE_CHECKLIST.map((one) => ({ ...one, answer: 'not_applicable' }));
  expect(await code(decide(reviewer, { checklist: skipped }))).toBe('review-checklist-incomplete');
  expect(await code(decide(author))).toBe('draft-own-submission');
  const checklist = WHOLE_CHECKLIST.map((one) => ({ ...one, remark: `看过 ${one.point}` }));
  const stale = { checklist, submittedAt: '2020-01-01T00:00:00.000Z' };
  expect(await code(decide(reviewer, stale))).toBe('draft-changed-elsewhere');
  expect((await decide(reviewer, { checklist })).status).toBe(204);
  const { slug } = (await author.get<{ slug: string }>(`/api/v1/drafts/${id}`)).body;
  const versions = (await author.get<CourseVersions>(`/api/v1/courses/${slug}/versions`)).body;
  expect(versions.items[0]?.review).toMatchObject({ by: '孙丽萍', checklist });
  expect(await newest(author, 'course-published')).toMatchObject({ params: { name: '孙丽萍' } });
  const admin = await here.signIn('hexiaoyan');
  const { items } = (
    await admin.get<{ items: { id: string; action: string }[] }>(
      '/api/v1/audit/events?group=courses',
    )
  ).body;
  const published = items.find(({ action }) => action === 'course-draft-published');
  const event = await admin.get(`/api/v1/audit/events/${published?.id ?? ''}`);
  expect(JSON.stringify(event.body)).toContain('看过 law');
});

test('what changed since the published version is shown line by line', async () => {
  await decide(reviewer);
  await write('reading', reading('最后复述一遍，再约时间。'));
  await submit();
  const { changes } = await review();
  expect(changes).toMatchObject({ from: 1, unchanged: 2 });
  expect(changes?.files.map(({ name }) => name)).toEqual(['course.yaml', 'reading.md']);
  const lines = changes?.files[1]?.parts?.flat().filter(({ kind }) => kind !== 'same');
  expect(lines?.map(({ kind, lines: text }) => [kind, ...text])).toEqual([
    ['removed', '最后复述一遍。'],
    ['added', '最后复述一遍，再约时间。'],
  ]);
});

const HOUR = 3_600_000;
const inHours = (hours: number) =>
  new Date(here.clock.now().getTime() + hours * HOUR).toISOString();
const state = async () =>
  (await author.get<{ state: string; scheduledFor: string | null }>(`/api/v1/drafts/${id}`)).body;

async function waitHours(hours: number): Promise<void> {
  here.clock.advance({ hours });
  here.jobs.wake();
  await here.jobs.idle();
  // Their sessions are over by then.
  await signIn();
}

test('a time is set, holds the course still, and is called back by who submitted it', async () => {
  for (const hours of [-1, 0, 24 * 367])
    expect(await code(decide(reviewer, { publishAt: inHours(hours) }))).toBe('draft-schedule-time');
  expect(await code(author.delete(url('schedule')))).toBe('draft-not-scheduled');
  const publishAt = inHours(48);
  expect((await decide(reviewer, { publishAt })).status).toBe(204);
  expect(await state()).toMatchObject({ state: 'submitted', scheduledFor: publishAt });
  expect((await newest(author, 'course-scheduled'))?.params.time).toMatch(/^\d\d:\d\d$/);
  expect(await code(author.delete(url('submission')))).toBe('draft-scheduled');
  expect(await code(decide(reviewer))).toBe('draft-scheduled');
  expect(await review()).toMatchObject({ mayDecide: false, mayCallBack: true });
  expect((await author.delete(url('schedule'))).status).toBe(204);
  await waitHours(49);
  expect(await state()).toMatchObject({ state: 'submitted', scheduledFor: null });
});

test('it is published at its time, by a server that was restarted meanwhile', async () => {
  await decide(reviewer, { publishAt: inHours(24) });
  await waitHours(23);
  expect((await state()).state).toBe('submitted');
  const now = here.clock.now();
  await here.close();
  await open(true);
  here.clock.set(now);
  await waitHours(2);
  expect(await state()).toMatchObject({ state: 'published', scheduledFor: null });
  expect(await newest(author, 'course-published')).toMatchObject({ params: { name: '孙丽萍' } });
});

test('what came up meanwhile sends it back to its reviewer, and both are told', async () => {
  await writeBank(banks());
  await decide(reviewer, { publish: false, comment: '加一道题库里的题。' });
  await write('quiz', 'passMark: 60\nattempts: 0\ndraw:\n  - { bank: sample, count: 2 }\n');
  await submit();
  await decide(reviewer, { publishAt: inHours(1) });
  await rm(banks(), { recursive: true });
  await waitHours(2);
  expect(await state()).toMatchObject({ state: 'submitted', scheduledFor: null });
  expect(await review()).toMatchObject({ mayDecide: true, lessons: [] });
  for (const who of [author, reviewer])
    expect(await newest(who, 'course-schedule-stopped')).toMatchObject({
      params: { title: '走访怎样听' },
    });
});
