import type { ProblemCode, QuestionRow, QuestionThread } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
  type Learner,
} from '../../testing/learners.ts';
import { addPaperLecture } from '../../testing/paper-lecture.ts';
import { beginReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { POSTS_PER_DAY } from './service.ts';

let here: TestInstallation;
let authorId: string;

/** Whoever waits for days signs in again. */
const again = async (personId: string) => (await signInWithoutPassword(here, personId)).visitor;
const author = () => again(authorId);

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'reading');
      await writeReadingCourse(folder, 'other');
    },
  });
  await addPaperLecture(here.installation.platform, 'reading', 600_000);
  authorId = await personOf(here, 'zhoumin');
});
afterAll(() => here.close());

type Thread = QuestionThread & { code: ProblemCode; title: string };
interface Page {
  items: QuestionRow[];
  total: number;
  unreadQuestions: number;
  waiting: number;
}

async function fellow(unit?: string): Promise<Learner> {
  const learner = await addLearner(here, unit);
  await beginReading(learner.visitor, 'reading');
  return learner;
}
const ask = (visitor: Visitor, text: string, place: { lessonKey?: string; atMs?: number } = {}) =>
  visitor.post<Thread>('/api/v1/courses/reading/questions', {
    text,
    lessonKey: place.lessonKey ?? null,
    atMs: place.atMs ?? null,
  });
const reply = (visitor: Visitor, id: string, text: string) =>
  visitor.post<Thread>(`/api/v1/questions/${id}/replies`, { text });
const read = (visitor: Visitor, id: string) => visitor.get<Thread>(`/api/v1/questions/${id}`);
const own = async (visitor: Visitor) => (await visitor.get<Page>('/api/v1/me/questions')).body;
const hide = (visitor: Visitor, postId: string, reason = '与课程无关') =>
  visitor.put<{ code: ProblemCode }>(`/api/v1/question-posts/${postId}/hiding`, { reason });
const waiting = async () => (await (await author()).get<Page>('/api/v1/studio/questions')).body;

test('a question at a second is answered by an instructor, marked so, and its asker is told until they have seen it', async () => {
  const asker = await fellow();
  const asked = await ask(asker.visitor, '十五日从哪天算起？', {
    lessonKey: 'lecture',
    atMs: 61_000,
  });
  expect(asked).toMatchObject({ status: 201, body: { atMs: 61_000, isAnswered: false } });
  const { id } = asked.body;
  here.clock.advance({ days: 3 });
  expect((await waiting()).items.find((one) => one.id === id)?.waitingDays).toBe(3);

  const answered = await reply(await author(), id, '从收到之日起算。');
  expect(answered.body.posts[1]).toMatchObject({
    byInstructor: true,
    writer: { name: '周敏', unitName: '县委党校' },
  });
  expect((await waiting()).items.some((one) => one.id === id)).toBe(false);
  const returned = await again(asker.personId);
  expect((await own(returned)).unreadQuestions).toBe(1);
  await read(returned, id);
  expect((await own(returned)).unreadQuestions).toBe(1);
  await returned.post(`/api/v1/questions/${id}/reading`);
  expect(await own(returned)).toMatchObject({ unreadQuestions: 0, items: [{ unread: 0 }] });

  // A follow-up of the asker waits again; another learner's remark answers nothing.
  await reply(returned, id, '节假日也算吗？');
  await reply((await fellow()).visitor, id, '我也想知道。');
  expect((await waiting()).items.some((one) => one.id === id)).toBe(true);
});

test('whoever started the course sees the questions; others see none', async () => {
  const { id } = (await ask((await fellow()).visitor, '谁能看到？')).body;
  expect((await read((await fellow('石桥乡')).visitor, id)).status).toBe(200);
  const stranger = (await addLearner(here)).visitor;
  const unknown = await read(stranger, 'no-such-question');
  expect((await read(stranger, id)).body).toMatchObject({
    status: 404,
    code: unknown.body.code,
  });
  expect(await stranger.get('/api/v1/courses/reading/questions')).toMatchObject({
    status: 409,
    body: { code: 'course-not-started' },
  });
  expect((await ask(stranger, '没开始也能问吗？')).status).toBe(409);
  expect((await reply(stranger, id, '插一句')).status).toBe(404);
});

test('names are shown, and neither login names, ids of persons nor counts of persons', async () => {
  const asker = await fellow();
  const { id } = (await ask(asker.visitor, '显示什么？')).body;
  const { body } = await read((await fellow()).visitor, id);
  const text = JSON.stringify(body);
  expect(body.posts[0]?.writer).toEqual({ name: asker.actor.name, unitName: '清河镇' });
  expect(text).not.toContain(asker.personId);
  expect(text).not.toContain(asker.loginName);
});

test('a hidden reply is gone for others; its writer sees why; it is kept and the deed is written down', async () => {
  const [asker, rude] = [await fellow(), await fellow()];
  const { id } = (await ask(asker.visitor, '请教一个问题')).body;
  const post = (await reply(rude.visitor, id, '骂人的话')).body.posts[1];
  expect((await hide(await author(), post?.id ?? '', '言语不文明')).status).toBe(204);
  const seenBy = async (visitor: Visitor) => (await read(visitor, id)).body.posts[1];
  expect(await seenBy(asker.visitor)).toMatchObject({ text: null, hidden: { reason: null } });
  expect(await seenBy(rude.visitor)).toMatchObject({
    text: '骂人的话',
    hidden: { reason: '言语不文明' },
  });
  expect(await seenBy(await author())).toMatchObject({ text: '骂人的话', mayHide: true });
  const { rows } = await here.installation.database.client.execute({
    sql: `SELECT detail FROM audit_events WHERE action = 'question-post-hidden' AND subject = ?`,
    args: [`question-post:${post?.id ?? ''}`],
  });
  expect(String(rows[0]?.['detail'])).toContain('言语不文明');
  await (await author()).delete(`/api/v1/question-posts/${post?.id ?? ''}/hiding`);
  expect(await seenBy(asker.visitor)).toMatchObject({ text: '骂人的话', hidden: null });
});

test('a hidden question is “not found” for others, waits for nobody, and takes no more replies', async () => {
  const [asker, other] = [await fellow(), await fellow()];
  const { id, posts } = (await ask(asker.visitor, '跑题的问题')).body;
  await hide(await author(), posts[0]?.id ?? '');
  expect((await read(other.visitor, id)).status).toBe(404);
  const list = (await other.visitor.get<Page>('/api/v1/courses/reading/questions')).body;
  expect(list.items.some((one) => one.id === id)).toBe(false);
  expect((await read(asker.visitor, id)).body.posts[0]?.hidden?.reason).toBe('与课程无关');
  expect((await reply(asker.visitor, id, '为什么？')).body.code).toBe('question-hidden');
  expect((await waiting()).items.some((one) => one.id === id)).toBe(false);
});

test('an administrator hides what people of their subtree wrote, and nobody else’s', async () => {
  const lifang = await here.signIn('lifang');
  const near = (await ask((await fellow('柳湾村')).visitor, '本镇的人写的')).body;
  const far = (await ask((await fellow('石桥乡')).visitor, '别的乡的人写的')).body;
  expect((await hide(lifang, near.posts[0]?.id ?? '')).status).toBe(204);
  expect((await hide(lifang, far.posts[0]?.id ?? '')).status).toBe(404);
  const learner = await fellow();
  expect((await hide(learner.visitor, far.posts[0]?.id ?? '')).status).toBe(403);
});

test('an instructor’s own question is a learner’s, and answering oneself answers nothing', async () => {
  await beginReading(await author(), 'reading');
  const { id } = (await ask(await author(), '老师自己的问题')).body;
  expect((await reply(await author(), id, '补充一下')).body.posts[1]?.byInstructor).toBe(false);
  expect((await waiting()).items.some((one) => one.id === id)).toBe(true);
});

test('the same words sent twice over a poor line are one question and one reply', async () => {
  const asker = (await fellow()).visitor;
  const first = (await ask(asker, '只问一次')).body;
  expect((await ask(asker, '只问一次')).body.id).toBe(first.id);
  await reply(asker, first.id, '只补充一次');
  expect((await reply(asker, first.id, '只补充一次')).body.posts).toHaveLength(2);
});

test('a day has its limit, said with the hours until the next is possible', async () => {
  const { personId, visitor } = await fellow();
  const { id } = (await ask(visitor, '第一问')).body;
  here.clock.advance({ hours: 2 });
  const asker = await again(personId);
  for (let n = 1; n < POSTS_PER_DAY; n += 1)
    expect((await reply(asker, id, `补充 ${n}`)).status).toBe(201);
  const refused = await reply(asker, id, '再补充');
  expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-today' } });
  expect(refused.body.title).toMatch(new RegExp(`${POSTS_PER_DAY}.*22`));
  here.clock.advance({ hours: 22, seconds: 1 });
  expect((await reply(await again(personId), id, '再补充')).status).toBe(201);
});

test.each([
  { place: { lessonKey: 'lecture', atMs: 600_001 }, code: 'no-such-place' },
  { place: { lessonKey: 'reading', atMs: 1 }, code: 'no-such-place' },
  { place: { lessonKey: 'nowhere' }, code: 'lesson-not-found' },
])('a question at a place that is not there is refused: $place', async ({ place, code }) => {
  expect((await ask((await fellow()).visitor, '在哪里？', place)).body.code).toBe(code);
});

test('an author sees first what is asked about courses that they wrote, and all of them where asked', async () => {
  const { id } = (await ask((await fellow()).visitor, '这一条怎么理解？')).body;
  const reviewer = await here.signIn('sunliping');
  const listed = async (query = '') => {
    const { body } = await reviewer.get<Page & { courses: string; ownCourses: number }>(
      `/api/v1/studio/questions${query}`,
    );
    return { ...body, ids: body.items.map((one) => one.id) };
  };
  // Whoever wrote none answers for all.
  expect(await listed('?state=all')).toMatchObject({ courses: 'all', ownCourses: 0 });
  await reviewer.post('/api/v1/courses/other/versions/1/draft');
  expect(await listed()).toMatchObject({ courses: 'own', ownCourses: 1, waiting: 0, ids: [] });
  expect((await listed('?courses=all&state=all')).ids).toContain(id);
  expect(await listed('?courses=all')).toMatchObject({ courses: 'all', ownCourses: 1 });
});
