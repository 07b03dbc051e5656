import type { CaseRun, SharedReflection } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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
let author: Visitor;
let reader: Walker;

interface Walker extends Learner {
  readonly runId: string;
}

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeExerciseCourse(folder, 'exercise'),
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  reader = await walker();
  author = (await signInWithoutPassword(here, await personOf(here, 'zhoumin'))).visitor;
});

/** Somebody who has walked the case to its end. */
async function walker(): Promise<Walker> {
  const learner = await addLearner(here);
  const { visitor } = learner;
  await visitor.post('/api/v1/courses/exercise/enrolment');
  const place = { slug: 'exercise', lessonKey: 'case' };
  const { id } = (await visitor.post<CaseRun>('/api/v1/case-runs', place)).body;
  here.clock.advance({ seconds: 75 });
  for (const nodeId of ['first', 'second'])
    await visitor.post(`/api/v1/case-runs/${id}/decisions`, { nodeId, optionId: 'a' });
  return { ...learner, runId: id };
}
const write = async ({ visitor, runId }: Walker, text: string, isShared?: boolean) =>
  (await visitor.put<CaseRun>(`/api/v1/case-runs/${runId}/reflection`, { text, isShared })).body;
const others = ({ visitor, runId }: Walker) =>
  visitor.get<{ items: { id: string; text: string }[]; code?: string }>(
    `/api/v1/case-runs/${runId}/reflections`,
  );
const textsFor = async (one: Walker) => (await others(one)).body.items.map(({ text }) => text);
const shared = async (after = '') =>
  (
    await author.get<{ items: SharedReflection[]; next: string | null }>(
      `/api/v1/studio/reflections${after}`,
    )
  ).body;

test('others’ reflections are read after writing one’s own, and only where they were shared', async () => {
  const writer = await walker();
  expect((await write(writer, '先请代表坐下')).sharing.isShared).toBe(false);
  expect(await others(reader)).toMatchObject({
    status: 409,
    body: { code: 'case-reflection-first' },
  });
  await write(reader, '我的想法');
  expect(await textsFor(reader)).not.toContain('先请代表坐下');
  expect((await write(writer, '先请代表坐下', true)).sharing.isShared).toBe(true);
  expect(await textsFor(reader)).toContain('先请代表坐下');
  // One's own is not among others'; and who wrote what is nowhere in the answer.
  expect(await textsFor(writer)).not.toContain('先请代表坐下');
  const answer = JSON.stringify((await others(reader)).body);
  for (const name of [writer.personId, writer.loginName, writer.runId])
    expect(answer).not.toContain(name);
});

test('a mended reflection is shown as mended, and one taken back is gone', async () => {
  const writer = await walker();
  await write(reader, '我的想法');
  await write(writer, '写错的', true);
  await write(writer, '写对的', true);
  expect(await textsFor(reader)).toContain('写对的');
  expect(await textsFor(reader)).not.toContain('写错的');
  await write(writer, '写对的');
  expect(await textsFor(reader)).not.toContain('写对的');
});

test('the twenty newest are shown', async () => {
  await write(reader, '我的想法');
  const writers: Walker[] = [];
  for (let number = 0; number < 21; number += 1) {
    writers.push(await walker());
    await write(writers[number] as Walker, `第${number}条`, true);
  }
  const texts = await textsFor(reader);
  expect(texts).toHaveLength(20);
  expect([texts[0], texts[19]]).toEqual(['第20条', '第1条']);
  // Saving an old one again does not push it to the front.
  here.clock.advance({ minutes: 1 });
  await write(writers[0] as Walker, '第0条', true);
  expect(await textsFor(reader)).toEqual(texts);
});

test('an author hides one for a reason that its writer sees and cannot get round; it is audited', async () => {
  const writer = await walker();
  await write(reader, '我的想法');
  await write(writer, '点名批评某人', true);
  const [found] = (await shared()).items;
  expect(found).toMatchObject({ text: '点名批评某人', courseSlug: 'exercise', hiddenReason: null });
  expect(JSON.stringify(found)).not.toContain(writer.personId);
  const hiding = `/api/v1/studio/reflections/${found?.id}/hiding`;
  expect((await author.put(hiding, { reason: '涉及他人隐私' })).status).toBe(204);
  expect(await textsFor(reader)).not.toContain('点名批评某人');
  await write(writer, '点名批评某人');
  expect((await write(writer, '再次点名', true)).sharing).toEqual({
    isShared: true,
    hiddenReason: '涉及他人隐私',
  });
  expect(await textsFor(reader)).not.toContain('再次点名');
  expect((await author.delete(hiding)).status).toBe(204);
  expect(await textsFor(reader)).toContain('再次点名');
  const events = await here.installation.platform.db.select().from(schema.auditEvents);
  const actorId = await personOf(here, 'zhoumin');
  expect(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        actorId,
        action: 'reflection-hidden',
        subject: `shared-reflection:${found?.id}`,
        detail: { reason: '涉及他人隐私' },
      }),
      expect.objectContaining({ actorId, action: 'reflection-shown' }),
    ]),
  );
});

test('what its writer took back cannot be found by authors either', async () => {
  const writer = await walker();
  await write(writer, '收回的话', true);
  const id = (await shared()).items[0]?.id;
  await write(writer, '收回的话');
  expect((await shared()).items.map(({ text }) => text)).not.toContain('收回的话');
  expect(
    (await author.put(`/api/v1/studio/reflections/${id}/hiding`, { reason: '…' })).status,
  ).toBe(404);
});

test('the list of all that is shared goes on page by page', async () => {
  for (let number = 0; number < 30; number += 1) await write(await walker(), `页${number}`, true);
  author = (await signInWithoutPassword(here, await personOf(here, 'zhoumin'))).visitor;
  const first = await shared();
  expect(first.items).toHaveLength(50);
  const second = await shared(`?after=${first.next}`);
  expect(second.items.length).toBeGreaterThan(0);
  const ids = [...first.items, ...second.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(second.next).toBeNull();
});
