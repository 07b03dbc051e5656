import type { MarkingSheet, QuizAttempt } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeExamCourse } from '../../testing/exam-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;
let author: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) =>
      writeExamCourse(folder, 'essay', { essay: true, draws: false, minutes: null }),
  });
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
});

type Refusable = QuizAttempt & { code: string };
interface Queue {
  total: number;
  items: { id: string; pendingMarks: number; isOwn: boolean }[];
  next: string | null;
}

/** Hands in an attempt that gets the fill-in right (2 of 16 points) and writes the short answer. */
async function handIn(who: Pick<Learner, 'visitor'> = learner, essay = '先登记，六十日内答复。') {
  await who.visitor.post('/api/v1/courses/essay/enrolment');
  const place = { slug: 'essay', lessonKey: 'exam' };
  const { body } = await who.visitor.post<Refusable>('/api/v1/quiz-attempts', place);
  const answers = { fill: ['六十日', '三十日'], essay };
  return (
    await who.visitor.post<Refusable>(`/api/v1/quiz-attempts/${body.id}/submission`, { answers })
  ).body;
}
const read = async (id: string) =>
  (await learner.visitor.get<Refusable>(`/api/v1/quiz-attempts/${id}`)).body;
const sheet = (id: string, who = author) =>
  who.get<MarkingSheet & { code: string }>(`/api/v1/studio/marking/${id}`);
const mark = (id: string, hundredths: number, who = author, comment: string | null = null) =>
  who.put<{ pendingMarks: number; code: string }>(`/api/v1/studio/marking/${id}/marks`, {
    marks: [{ itemId: 'essay', hundredths, comment }],
  });
const queue = async () => (await author.get<Queue>('/api/v1/studio/marking')).body;

test('a short answer waits for a person: no percentage and no verdict before', async () => {
  const handedIn = await handIn();
  expect(handedIn).toMatchObject({
    state: 'marking',
    percent: null,
    passed: null,
    earnedHundredths: 200,
    worthHundredths: 1600,
    news: null,
  });
  expect(handedIn.items.find(({ id }) => id === 'essay')?.result).toMatchObject({
    isPending: true,
    rightAnswer: null,
  });
});

test('the marker sees answer and guide, and not whose answer it is', async () => {
  const { id } = await handIn();
  const { body } = await sheet(id);
  expect(body.answers).toMatchObject([
    { itemId: 'essay', points: 10, answer: '先登记，六十日内答复。', hundredths: null },
  ]);
  expect(body.answers[0]?.guideHtml).toContain('登记四分');
  const text = JSON.stringify(body);
  expect(text).not.toContain(learner.personId);
  expect(text).not.toContain(learner.loginName);
});

test('with the last mark the result stands: passing completes the course and credits it', async () => {
  const { id } = await handIn();
  expect((await mark(id, 800, author, '要点齐全')).body).toEqual({ pendingMarks: 0 });
  const marked = await read(id);
  expect(marked).toMatchObject({ state: 'submitted', percent: 62, passed: true });
  expect(marked.items.find((item) => item.id === 'essay')?.result).toMatchObject({
    isPending: false,
    earnedHundredths: 800,
    comment: '要点齐全',
  });
  const record = await learner.visitor.get<{ entries: unknown[] }>('/api/v1/me/record');
  expect(record.body.entries).toHaveLength(1);
});

test('a mark that does not reach the pass mark fails, without credit', async () => {
  const { id } = await handIn();
  await mark(id, 350);
  expect(await read(id)).toMatchObject({ state: 'submitted', percent: 34, passed: false });
});

test('once the result stands no mark is changed', async () => {
  const { id } = await handIn();
  await mark(id, 350);
  expect(await mark(id, 1000)).toMatchObject({ status: 409, body: { code: 'mark-not-waiting' } });
  expect(await read(id)).toMatchObject({ percent: 34 });
});

test.each([
  { hundredths: 1050, status: 400, promise: 'more than the item is worth' },
  { hundredths: -50, status: 400, promise: 'less than nothing' },
  { hundredths: 120, status: 400, promise: 'a fifth of a point' },
])('$promise is no mark', async ({ hundredths, status }) => {
  const { id } = await handIn();
  expect((await mark(id, hundredths)).status).toBe(status);
  expect(await read(id)).toMatchObject({ state: 'marking' });
});

test('an item that was not answered, or is not marked by hand, takes no mark', async () => {
  const { id } = await handIn();
  const wrong = await author.put<{ code: string }>(`/api/v1/studio/marking/${id}/marks`, {
    marks: [{ itemId: 'fill', hundredths: 100, comment: null }],
  });
  expect(wrong).toMatchObject({ status: 404, body: { code: 'quiz-item-unknown' } });
});

test('an empty short answer waits for nobody', async () => {
  expect(await handIn(learner, '  ')).toMatchObject({ state: 'submitted', percent: 12 });
});

test('nobody marks their own', async () => {
  const { id } = await handIn({ visitor: author });
  expect(await sheet(id)).toMatchObject({ status: 403, body: { code: 'mark-own-attempt' } });
  expect(await mark(id, 1000)).toMatchObject({ status: 403, body: { code: 'mark-own-attempt' } });
  expect((await queue()).items.find((one) => one.id === id)?.isOwn).toBe(true);
});

test('learners and administrators of units have no part in marking', async () => {
  const { id } = await handIn();
  for (const who of [learner.visitor, await here.signIn('lifang')]) {
    expect((await sheet(id, who)).status).toBe(403);
    expect((await mark(id, 1000, who)).status).toBe(403);
    expect((await who.get('/api/v1/studio/marking')).status).toBe(403);
  }
  expect((await sheet('nobodys')).status).toBe(404);
});

test('the queue is oldest first, page by page, and what is marked leaves it', async () => {
  for (let count = 0; count < 52; count += 1) {
    here.clock.advance({ seconds: 1 });
    await handIn(await addLearner(here));
  }
  const first = await queue();
  expect(first.items).toHaveLength(50);
  const rest = (await author.get<Queue>(`/api/v1/studio/marking?after=${first.next}`)).body;
  const ids = [...first.items, ...rest.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(first.total);
  expect(rest.next).toBeNull();
  const marked = first.items.find(({ isOwn }) => !isOwn);
  await mark(marked?.id ?? '', 0);
  expect((await queue()).total).toBe(first.total - 1);
});

test('who marked what is in the audit trail', async () => {
  const { id } = await handIn();
  await mark(id, 600);
  const events = await here.installation.platform.db.select().from(schema.auditEvents);
  expect(events.filter(({ subject }) => subject === `quiz-attempt:${id}`)).toMatchObject([
    { action: 'attempt-marked', detail: { marks: [{ itemId: 'essay', hundredths: 600 }] } },
  ]);
});
