// A case that its author opened for discussion: among those who have finished it, and nobody before.
import type { CaseRun, ProblemCode, QuestionRow, QuestionThread } from '@xueshi/contracts';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import { writeExerciseCourse } from '../../testing/exercise-course.ts';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
  type Learner,
} from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeExerciseCourse(folder, 'discussed');
      await appendFile(join(folder, 'discussed', 'case.yaml'), 'discussion: true\n');
      await writeExerciseCourse(folder, 'plain');
    },
  });
});
afterAll(() => here.close());

type Thread = QuestionThread & { code: ProblemCode };
type Walker = Learner & { runId: string };
const author = async () =>
  (await signInWithoutPassword(here, await personOf(here, 'zhoumin'))).visitor;

async function beginCase(visitor: Visitor, slug: string): Promise<string> {
  await visitor.post(`/api/v1/courses/${slug}/enrolment`);
  return (await visitor.post<CaseRun>('/api/v1/case-runs', { slug, lessonKey: 'case' })).body.id;
}
async function decide(visitor: Visitor, runId: string): Promise<CaseRun> {
  here.clock.advance({ seconds: 75 });
  const url = `/api/v1/case-runs/${runId}/decisions`;
  await visitor.post(url, { nodeId: 'first', optionId: 'a' });
  return (await visitor.post<CaseRun>(url, { nodeId: 'second', optionId: 'a' })).body;
}
const reflect = async ({ visitor, runId }: Walker) =>
  (await visitor.put<CaseRun>(`/api/v1/case-runs/${runId}/reflection`, { text: '先听再说' })).body;

/** Somebody who has come to the end of the case, and not yet written a reflection. */
async function walker(slug = 'discussed'): Promise<Walker> {
  const learner = await addLearner(here);
  const runId = await beginCase(learner.visitor, slug);
  await decide(learner.visitor, runId);
  return { ...learner, runId };
}
async function finisher(slug = 'discussed'): Promise<Walker> {
  const one = await walker(slug);
  await reflect(one);
  return one;
}

const say = (visitor: Visitor, text: string, slug = 'discussed', more: object = {}) =>
  visitor.post<Thread>(`/api/v1/courses/${slug}/questions`, {
    text,
    lessonKey: 'case',
    atMs: null,
    isAfterCase: true,
    ...more,
  });
const listed = async (visitor: Visitor, query = '?lesson=case') =>
  (
    await visitor.get<{ items: QuestionRow[]; total: number }>(
      `/api/v1/courses/discussed/questions${query}`,
    )
  ).body;
const idsFor = async (visitor: Visitor, query?: string) =>
  (await listed(visitor, query)).items.map((one) => one.id);
const read = (visitor: Visitor, id: string) => visitor.get<Thread>(`/api/v1/questions/${id}`);
const reply = (visitor: Visitor, id: string, text: string) =>
  visitor.post<Thread>(`/api/v1/questions/${id}/replies`, { text });

test('the discussion opens with one’s own reflection, and learners write and answer one another there', async () => {
  const writer = await walker();
  expect(await say(writer.visitor, '太早的发言')).toMatchObject({
    status: 409,
    body: { code: 'case-discussion-closed' },
  });
  expect((await reflect(writer)).discussion).toBe('open');
  const said = await say(writer.visitor, '我先请代表坐下，因为人多嘴杂');
  expect(said).toMatchObject({ status: 201, body: { isAfterCase: true, lessonKey: 'case' } });
  const other = await finisher();
  expect(await idsFor(other.visitor)).toContain(said.body.id);
  const answered = await reply(other.visitor, said.body.id, '我也这样想');
  expect(answered.body.posts[1]).toMatchObject({ text: '我也这样想', byInstructor: false });
  // The writer is told as with any question of theirs.
  const own = await writer.visitor.get<{ unreadQuestions: number }>('/api/v1/me/questions');
  expect(own.body.unreadQuestions).toBe(1);
});

test('before that nothing of it is there: not in a list, not in a number, not by its address', async () => {
  const { id } = (await say((await finisher()).visitor, '这样选的后果是平息了')).body;
  const ended = await walker();
  const begun = await addLearner(here);
  await beginCase(begun.visitor, 'discussed');
  for (const { visitor } of [begun, ended]) {
    const before = await listed(visitor, '');
    expect(before.items.filter((one) => one.isAfterCase)).toEqual([]);
    expect(before.total).toBe(before.items.length);
    expect(await idsFor(visitor)).not.toContain(id);
    const unknown = await read(visitor, 'no-such-question');
    expect((await read(visitor, id)).body).toMatchObject({ status: 404, code: unknown.body.code });
    expect((await reply(visitor, id, '插一句')).status).toBe(404);
  }
  await reflect(ended);
  expect((await read(ended.visitor, id)).status).toBe(200);
});

test('an ended case says what opens the discussion; one that is walked anew keeps it open', async () => {
  const { visitor } = await addLearner(here);
  const runId = await beginCase(visitor, 'discussed');
  const ended = await decide(visitor, runId);
  expect(ended.discussion).toBe('after_reflection');
  await reflect({ visitor, runId } as Walker);
  const { id } = (await say(visitor, '再走一遍之前说的')).body;
  const anew = await beginCase(visitor, 'discussed');
  expect(await idsFor(visitor)).toContain(id);
  expect((await decide(visitor, anew)).discussion).toBe('open');
});

test('a case has no discussion where its author did not open one', async () => {
  const one = await walker('plain');
  expect((await reflect(one)).discussion).toBeNull();
  expect((await say(one.visitor, '能讨论吗', 'plain')).body.code).toBe('case-discussion-closed');
  const visitor = (await finisher()).visitor;
  for (const lessonKey of ['quiz', null])
    expect((await say(visitor, '别处的讨论', 'discussed', { lessonKey })).body.code).toBe(
      'case-discussion-closed',
    );
});

test('what an instructor writes is marked, and nobody in a discussion waits for one', async () => {
  const { id } = (await say((await finisher()).visitor, '老师怎么看')).body;
  const waiting = async (state: string) =>
    (
      await (
        await author()
      ).get<{ items: QuestionRow[] }>(`/api/v1/studio/questions?state=${state}`)
    ).body.items.map((one) => one.id);
  expect(await waiting('waiting')).not.toContain(id);
  expect(await waiting('all')).toContain(id);
  const answered = await reply(await author(), id, '两种做法都说得通');
  expect(answered.body.posts[1]).toMatchObject({ byInstructor: true });
  await reply((await finisher()).visitor, id, '再补充一句');
  expect(await waiting('waiting')).not.toContain(id);
});

test('a question about the case is asked and read as before, by whoever has begun', async () => {
  const begun = await addLearner(here);
  await beginCase(begun.visitor, 'discussed');
  const asked = await say(begun.visitor, '材料在哪里看', 'discussed', { isAfterCase: false });
  expect(asked.body.isAfterCase).toBe(false);
  const other = await addLearner(here);
  await beginCase(other.visitor, 'discussed');
  expect(await idsFor(other.visitor)).toContain(asked.body.id);
});

test('an administrator of the writer’s unit hides a post; as a learner of the course they read only what others may', async () => {
  const { id, posts } = (await say((await finisher()).visitor, '点名批评某人')).body;
  const lifang = await here.signIn('lifang');
  expect((await read(lifang, id)).status).toBe(200);
  const hiding = `/api/v1/question-posts/${posts[0]?.id ?? ''}/hiding`;
  expect((await lifang.put(hiding, { reason: '涉及他人隐私' })).status).toBe(204);
  expect((await read((await finisher()).visitor, id)).status).toBe(404);
  await lifang.delete(hiding);
  await beginCase(lifang, 'discussed');
  expect((await read(lifang, id)).status).toBe(404);
  expect(await idsFor(lifang)).not.toContain(id);
});

test('everybody’s own data says which of their posts stand in a discussion', async () => {
  const { visitor } = await finisher();
  await say(visitor, '我的发言');
  const { bytes } = await download(here, visitor, '/api/v1/me/data');
  const texts = Object.values(unzipSync(bytes)).map((content) => strFromU8(content));
  expect(texts.join('\n')).toMatch(/"isAfterCase":\s*true/);
});

test('a post once written for those who have finished is never shown to others afterwards', async () => {
  await say((await finisher()).visitor, '不会公开的话');
  await expect(
    here.installation.database.client.execute('UPDATE course_questions SET is_after_case = 0'),
  ).rejects.toThrow(/stays with those who have finished/);
});
