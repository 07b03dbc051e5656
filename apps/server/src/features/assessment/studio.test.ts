import type { AnalysedItem, BankItem, QuizAttempt } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBank, writeExamCourse } from '../../testing/exam-course.ts';
import { writeExerciseCourse } from '../../testing/exercise-course.ts';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    banks: (folder) => writeBank(folder),
    courses: async (folder) => {
      await writeExerciseCourse(folder, 'exercise');
      await writeExamCourse(folder, 'exam');
    },
  });
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());

interface Analysis {
  attempts: number;
  averagePercent: number | null;
  passedPercent: number | null;
  items: AnalysedItem[];
}
const analyse = async (slug = 'exercise', lessonKey = 'quiz') =>
  (await author.get<Analysis>(`/api/v1/studio/quizzes/${slug}/${lessonKey}`)).body;

async function take(answers: unknown, times = 1) {
  const { visitor } = await addLearner(here);
  await visitor.post('/api/v1/courses/exercise/enrolment');
  for (let count = 0; count < times; count += 1) {
    const { body } = await visitor.post<QuizAttempt>('/api/v1/quiz-attempts', {
      slug: 'exercise',
      lessonKey: 'quiz',
    });
    await visitor.post(`/api/v1/quiz-attempts/${body.id}/submission`, { answers });
  }
}

test('a quiz that nobody took yet is analysed as that', async () => {
  const analysis = await analyse();
  expect(analysis).toMatchObject({ attempts: 0, averagePercent: null, passedPercent: null });
  expect(analysis.items.map(({ facilityPercent }) => facilityPercent)).toEqual([null, null, null]);
});

test('item by item: how many got it, whether those who know more do, and what was chosen', async () => {
  // Twelve who know, eight who do not; both get the third; those who do not know choose A.
  for (let count = 0; count < 12; count += 1)
    await take({ one: ['B'], two: ['A', 'C'], three: true });
  for (let count = 0; count < 8; count += 1) await take({ one: ['A'], two: ['D'], three: true });
  const analysis = await analyse();
  expect(analysis).toMatchObject({ attempts: 20, passedPercent: 60, averagePercent: 73 });
  const [one, two, three] = analysis.items;
  expect(one).toMatchObject({ facilityPercent: 60, discriminationHundredths: 100, advice: null });
  expect(one?.options.map(({ percent }) => percent)).toEqual([40, 60, 0]);
  expect(one?.options[1]).toMatchObject({ isRight: true, topPercent: 100, bottomPercent: 0 });
  expect(two?.options.map(({ percent }) => percent)).toEqual([60, 0, 60, 40]);
  expect(three).toMatchObject({ facilityPercent: 100, advice: 'too_easy' });
});

test('a second attempt knows the answers, and is not counted', async () => {
  const before = (await analyse()).attempts;
  await take({ one: ['B'] }, 3);
  expect((await analyse()).attempts).toBe(before + 1);
});

test('after a change of one item, attempts at the old version count for the others only', async () => {
  const before = await analyse();
  const file = join(here.coursesFolder, 'exercise', 'quiz.yaml');
  await writeExerciseCourse(here.coursesFolder, 'exercise');
  const text = await import('node:fs/promises').then(({ readFile }) => readFile(file, 'utf8'));
  await writeFile(file, text.replace('stem: 多选题', 'stem: 多选题（新）'));
  await here.importAgain();
  const [one, two] = (await analyse()).items;
  expect(one?.attempts).toBe(before.attempts);
  expect(two?.attempts).toBe(0);
});

test('the list of quizzes says how large the pool is and how it went', async () => {
  const { body } = await author.get<{ items: Record<string, unknown>[] }>('/api/v1/studio/quizzes');
  expect(body.items).toContainEqual(
    expect.objectContaining({ courseSlug: 'exam', asked: 7, pool: 10, attempts: 0 }),
  );
});

test('an unknown quiz is not found', async () => {
  expect((await author.get('/api/v1/studio/quizzes/nothing/quiz')).status).toBe(404);
  expect((await author.get('/api/v1/studio/quizzes/exercise/case')).status).toBe(404);
});

interface Found {
  total: number;
  pages: number;
  page: number;
  origins: { name: string; items: number }[];
  items: BankItem[];
}
const search = async (query = '') => (await author.get<Found>(`/api/v1/studio/bank${query}`)).body;

test('authors find items of banks and of quizzes by word, kind, area, difficulty and where they stand', async () => {
  const all = await search();
  expect(all.origins).toEqual([
    expect.objectContaining({ name: 'sample', items: 8 }),
    expect.objectContaining({ name: 'exam', items: 3 }),
    expect.objectContaining({ name: 'exercise', items: 3 }),
  ]);
  expect(all.total).toBe(14);
  const ids = async (query: string) => (await search(query)).items.map(({ itemId }) => itemId);
  expect(await ids('?search=单选其')).toEqual(['s1', 's2', 's3', 's4']);
  expect(await ids('?search=土地')).toEqual(['s3']);
  expect(await ids('?search=机井 调解')).toEqual(['w1']);
  expect(await ids('?origin=sample&area=integrity')).toEqual(['s4']);
  expect(await ids('?origin=sample&difficulty=3')).toEqual(['s3']);
  expect(await ids('?kind=ordering')).toEqual(['order']);
  expect(await ids('?search=%25')).toEqual([]);
  expect(await ids('?search=土_')).toEqual([]);
  expect(await ids('?page=99')).toHaveLength(14);
  expect(await ids('?search=没有这个词')).toEqual([]);
});

test('an item of the bank shows its key, its case-set and where it comes from', async () => {
  const [item] = (await search('?search=机井 调解')).items;
  expect(item).toMatchObject({
    origin: 'bank',
    originName: 'sample',
    kind: 'true_false',
    source: '题库编写组',
    lines: [{ text: '✓', isRight: true }],
  });
  expect(item?.groupHtml).toContain('三组村民');
});

test('learners see neither bank nor analysis', async () => {
  const { visitor } = await addLearner(here);
  for (const url of ['bank', 'quizzes', 'quizzes/exercise/quiz'])
    expect((await visitor.get(`/api/v1/studio/${url}`)).status).toBe(403);
});
