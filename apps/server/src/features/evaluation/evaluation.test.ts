import type { CourseEvaluation, EvaluationResult, Home, ProblemCode } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
  type Learner,
} from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      for (const slug of ['few', 'many', 'changed', 'yearly'])
        await writeReadingCourse(folder, slug, { repeat: slug === 'yearly' ? 'yearly' : 'never' });
    },
  });
});
afterAll(() => here.close());

async function graduateOf(slug: string): Promise<Learner> {
  const learner = await addLearner(here);
  await beginReading(learner.visitor, slug);
  here.clock.advance({ minutes: 5 });
  await finishReading(learner.visitor, slug);
  return learner;
}
const graduate = async (slug: string): Promise<Visitor> => (await graduateOf(slug)).visitor;

const GOOD = { content: 5, teaching: 4, usefulness: 5, comment: null as string | null };
const evaluate = (visitor: Visitor, slug: string, answer: Partial<typeof GOOD> = {}) =>
  visitor.put<CourseEvaluation & { code: ProblemCode }>(`/api/v1/courses/${slug}/evaluation`, {
    ...GOOD,
    ...answer,
  });
const read = async (visitor: Visitor, slug: string) =>
  (await visitor.get<CourseEvaluation>(`/api/v1/courses/${slug}/evaluation`)).body;
async function resultsOf(slug: string): Promise<EvaluationResult | undefined> {
  const author = (await signInWithoutPassword(here, await personOf(here, 'zhoumin'))).visitor;
  const { body } = await author.get<{ items: EvaluationResult[] }>('/api/v1/studio/evaluations');
  return body.items.find(({ courseSlug }) => courseSlug === slug);
}

test('whoever has not completed a course cannot evaluate it', async () => {
  const { visitor } = await addLearner(here);
  await beginReading(visitor, 'few');
  expect(await evaluate(visitor, 'few')).toMatchObject({
    status: 409,
    body: { code: 'course-not-completed' },
  });
  expect((await read(visitor, 'few')).mayEvaluate).toBe(false);
});

test('four answers show nothing to anybody, not even that there are four; the fifth shows all', async () => {
  for (let n = 1; n <= 4; n += 1)
    await evaluate(await graduate('many'), 'many', { comment: `第${n}份` });
  expect(await resultsOf('many')).toMatchObject({ summary: null, comments: [] });
  const fifth = await graduate('many');
  expect((await read(fifth, 'many')).summary).toBeNull();
  await evaluate(fifth, 'many', { content: 1, comment: null });
  const result = await resultsOf('many');
  expect(result?.summary).toEqual({
    count: 5,
    contentTenths: 42,
    teachingTenths: 40,
    usefulnessTenths: 50,
  });
  expect([...(result?.comments ?? [])].sort()).toEqual(['第1份', '第2份', '第3份', '第4份']);
  expect((await read(await here.signIn('wangxiulan'), 'many')).summary?.count).toBe(5);
});

test('one person has one answer, however often they change it', async () => {
  const learner = await graduate('changed');
  for (const content of [1, 2, 3, 4, 5, 1]) await evaluate(learner, 'changed', { content });
  expect(await read(learner, 'changed')).toMatchObject({ own: { content: 1 }, summary: null });
});

test('what was completed in an earlier year may still be evaluated after starting anew', async () => {
  const { personId } = await graduateOf('yearly');
  here.clock.advance({ days: 90 });
  const learner = (await signInWithoutPassword(here, personId)).visitor;
  await beginReading(learner, 'yearly');
  expect((await evaluate(learner, 'yearly')).status).toBe(200);
});

test('evaluating changes no hours', async () => {
  const learner = await graduate('few');
  const before = (await learner.get<Home>('/api/v1/me/home')).body.totals;
  await evaluate(learner, 'few', { content: 1 });
  expect((await learner.get<Home>('/api/v1/me/home')).body.totals).toEqual(before);
});

test.each([0, 6, 2.5])('%s is no mark', async (content) => {
  expect((await evaluate(await graduate('few'), 'few', { content })).status).toBe(400);
});

test('a comment has its limit, and blanks are none', async () => {
  const learner = await graduate('few');
  const refused = await evaluate(learner, 'few', { comment: '长'.repeat(1001) });
  expect(refused.body.code).toBe('text-too-long');
  expect((await evaluate(learner, 'few', { comment: '  ' })).body.own?.comment).toBeNull();
});
