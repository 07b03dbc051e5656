import type { PracticeItem, QuizAttempt, QuizItemResult } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeExamCourse } from '../../testing/exam-course.ts';
import { writeExerciseCourse } from '../../testing/exercise-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeExerciseCourse(folder, 'exercise');
      await writeExamCourse(folder, 'order', { draws: false, minutes: null });
      await writeExamCourse(folder, 'score-only', {
        draws: false,
        minutes: null,
        review: 'score_only',
      });
    },
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
});

interface Due {
  total: number;
  items: PracticeItem[];
}
interface Tried {
  result: QuizItemResult;
  isDone: boolean;
  code: string;
}

async function take(slug: string, lessonKey: string, answers: unknown = {}) {
  await learner.visitor.post(`/api/v1/courses/${slug}/enrolment`);
  const { body } = await learner.visitor.post<QuizAttempt>('/api/v1/quiz-attempts', {
    slug,
    lessonKey,
  });
  await learner.visitor.post(`/api/v1/quiz-attempts/${body.id}/submission`, { answers });
}
const due = async (who = learner) => (await who.visitor.get<Due>('/api/v1/me/practice')).body;
const lessonOf = async (itemId: string) =>
  (await due()).items.find(({ item }) => item.id === itemId)?.lessonId ?? 'none';
const practise = (lessonId: string, itemId: string, answer: unknown, who = learner) =>
  who.visitor.post<Tried>('/api/v1/me/practice/answers', { lessonId, itemId, answer });

test('what was wrong or left out is there to practise; what was right is not', async () => {
  await take('exercise', 'quiz', { one: ['B'], two: ['A'] });
  const { total, items } = await due();
  expect(total).toBe(2);
  expect(items.map(({ item }) => item.id).sort()).toEqual(['three', 'two']);
  expect(JSON.stringify(items)).not.toMatch(/解析|rightAnswer/);
});

test('trying says at once whether it is right, and why', async () => {
  await take('exercise', 'quiz', { one: ['B'], three: true });
  const lessonId = await lessonOf('two');
  const { body } = await practise(lessonId, 'two', ['A']);
  expect(body.result).toMatchObject({ right: false, rightAnswer: ['A', 'C'] });
  expect(body.result.explanationHtml).toContain('其二的解析');
});

test('right twice in a row, an item leaves the list; a slip begins anew', async () => {
  await take('exercise', 'quiz', { one: ['B'], three: true });
  const lessonId = await lessonOf('two');
  const tries = [];
  for (const answer of [['A', 'C'], ['A'], ['A', 'C'], ['C', 'A']])
    tries.push((await practise(lessonId, 'two', answer)).body.isDone);
  expect(tries).toEqual([false, false, false, true]);
  expect(await due()).toEqual({ total: 0, items: [] });
});

test('practice earns nothing and changes no result', async () => {
  await take('exercise', 'quiz', {});
  const lessonId = await lessonOf('one');
  await practise(lessonId, 'one', ['B']);
  const lesson = await learner.visitor.get<{ state: string }>(
    '/api/v1/courses/exercise/lessons/quiz',
  );
  expect(lesson.body.state).toBe('in_progress');
});

test('an order is asked in an order of its own, which the answer is read by', async () => {
  await take('order', 'exam');
  const lessonId = await lessonOf('order');
  const asked = (await due()).items.find(({ item }) => item.id === 'order')?.item;
  const letters = ['登记', '受理', '办理', '答复'].map(
    (text) => asked?.options.find((option) => option.text === text)?.id ?? '?',
  );
  expect((await practise(lessonId, 'order', letters)).body.result.right).toBe(true);
});

test('a quiz that shows only its score is not practised: that would tell its answers', async () => {
  await take('score-only', 'exam');
  expect(await due()).toEqual({ total: 0, items: [] });
});

test('while another attempt is open its answers cannot be asked for here', async () => {
  await take('exercise', 'quiz', {});
  const lessonId = await lessonOf('one');
  await learner.visitor.post('/api/v1/quiz-attempts', { slug: 'exercise', lessonKey: 'quiz' });
  expect(await due()).toEqual({ total: 0, items: [] });
  expect(await practise(lessonId, 'one', ['B'])).toMatchObject({ status: 404 });
});

test('another’s wrong items are nobody else’s', async () => {
  await take('exercise', 'quiz', {});
  const lessonId = await lessonOf('one');
  const stranger = await addLearner(here);
  expect(await due(stranger)).toEqual({ total: 0, items: [] });
  expect((await practise(lessonId, 'one', ['B'], stranger)).status).toBe(404);
});

test.each([[['Z']], [[]], [true], ['']])('%j is no answer to a choice', async (answer) => {
  await take('exercise', 'quiz', {});
  const lessonId = await lessonOf('one');
  expect(await practise(lessonId, 'one', answer)).toMatchObject({
    status: 400,
    body: { code: 'quiz-answer-malformed' },
  });
});
