import type { QuizAttempt, QuizView } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RIGHT_ANSWERS, WITHHELD, writeExerciseCourse } from '../../testing/exercise-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type Answer,
  type TestInstallation,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeExerciseCourse(folder, 'exercise');
      await writeExerciseCourse(folder, 'two-tries', { attempts: 2 });
    },
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
  await learner.visitor.post('/api/v1/courses/exercise/enrolment');
});

type Refusable = QuizAttempt & { code: string };
const start = (slug = 'exercise', who = learner) =>
  who.visitor.post<Refusable>('/api/v1/quiz-attempts', { slug, lessonKey: 'quiz' });
const read = (id: string, who = learner) =>
  who.visitor.get<Refusable>(`/api/v1/quiz-attempts/${id}`);
const answer = (id: string, itemId: string, given: unknown, who = learner) =>
  who.visitor.put<{ code: string }>(`/api/v1/quiz-attempts/${id}/answers/${itemId}`, {
    answer: given,
  });
const submit = (id: string, answers?: unknown, who = learner) =>
  who.visitor.post<Refusable>(
    `/api/v1/quiz-attempts/${id}/submission`,
    answers === undefined ? {} : { answers },
  );
const lesson = async () =>
  (await learner.visitor.get<QuizView>('/api/v1/courses/exercise/lessons/quiz')).body;

function tellsNothing({ body }: Answer<unknown>): void {
  const text = JSON.stringify(body);
  for (const words of WITHHELD.explanations) expect(text).not.toContain(words);
  expect(text).not.toMatch(/"(rightAnswer|right|explanationHtml|difficulty|seed)"/);
  expect(text).not.toContain('信访工作是');
}

test('before it is handed in, nothing that is sent tells a right answer', async () => {
  const attempt = await start();
  tellsNothing(attempt);
  const { id } = attempt.body;
  for (const [itemId, right] of Object.entries(RIGHT_ANSWERS))
    tellsNothing(await answer(id, itemId, right));
  tellsNothing(await read(id));
  tellsNothing(await start());
  tellsNothing({ status: 200, headers: {}, body: await lesson() });
  tellsNothing(await learner.visitor.get('/api/v1/courses/exercise'));
  const handedIn = await submit(id);
  expect(JSON.stringify(handedIn.body)).toContain(WITHHELD.explanations[0]);
  expect(handedIn.body.items.every((item) => item.result?.right)).toBe(true);
});

test('a wrong answer and a right one look the same until the quiz is handed in', async () => {
  const { id } = (await start()).body;
  await answer(id, 'one', ['A']);
  const wrong = (await read(id)).body;
  await answer(id, 'one', ['B']);
  const right = (await read(id)).body;
  const without = (attempt: QuizAttempt) => ({
    ...attempt,
    items: attempt.items.map((item) => ({ ...item, answer: null })),
  });
  expect(without(wrong)).toEqual(without(right));
});

test('going on later finds the same attempt, the same order and the answers saved one by one', async () => {
  const { body: attempt } = await start();
  expect((await answer(attempt.id, 'two', ['A', 'C'])).status).toBe(204);
  expect((await answer(attempt.id, 'three', false)).status).toBe(204);
  here.clock.advance({ minutes: 20 });
  const again = (await start()).body;
  expect(again.id).toBe(attempt.id);
  expect(again.items.map((item) => [item.id, item.options.map((option) => option.id)])).toEqual(
    attempt.items.map((item) => [item.id, item.options.map((option) => option.id)]),
  );
  expect(Object.fromEntries(again.items.map((item) => [item.id, item.answer]))).toEqual({
    one: null,
    two: ['A', 'C'],
    three: false,
  });
  expect((await answer(attempt.id, 'three', null)).status).toBe(204);
  expect((await answer(attempt.id, 'two', [])).status).toBe(204);
  expect((await read(attempt.id)).body.items.every((item) => item.answer === null)).toBe(true);
});

test('two attempts opened at the same moment are one', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  expect(one?.body.id).toBe(other?.body.id);
});

test.each([
  { itemId: 'one', given: ['A', 'B'], promise: 'two letters where one is asked' },
  { itemId: 'one', given: ['D'], promise: 'a letter that is no option' },
  { itemId: 'one', given: true, promise: 'true where a letter is asked' },
  { itemId: 'two', given: ['A', 'A'], promise: 'a letter twice' },
  { itemId: 'two', given: ['E'], promise: 'a letter beyond the options' },
  { itemId: 'three', given: ['A'], promise: 'a letter where true or false is asked' },
])('$promise is no answer, alone or handed in, and nothing is saved', async ({ itemId, given }) => {
  const { id } = (await start()).body;
  expect(await answer(id, itemId, given)).toMatchObject({
    status: 400,
    body: { code: 'quiz-answer-malformed' },
  });
  expect(await submit(id, { ...RIGHT_ANSWERS, [itemId]: given })).toMatchObject({
    status: 400,
    body: { code: 'quiz-answer-malformed' },
  });
  expect((await read(id)).body).toMatchObject({ state: 'open', percent: null });
  expect((await read(id)).body.items.every((item) => item.answer === null)).toBe(true);
});

test.each(['I', 'a', '', 'AB', 5, null, {}, [['A']]])('%j is no option letter', async (letter) => {
  const { id } = (await start()).body;
  expect((await answer(id, 'two', [letter])).status).toBe(400);
});

test('an item that is not in the quiz is refused', async () => {
  const { id } = (await start()).body;
  expect(await answer(id, 'four', ['A'])).toMatchObject({
    status: 404,
    body: { code: 'quiz-item-unknown' },
  });
  expect(await submit(id, { four: ['A'] })).toMatchObject({
    status: 404,
    body: { code: 'quiz-item-unknown' },
  });
  expect((await submit(id, { 'not an id': 5 })).status).toBe(400);
  for (const name of ['__proto__', 'constructor', 'toString'])
    expect((await answer(id, name, ['A'])).status, name).toBe(404);
});

test('another learner’s attempt is not found, and stays as it was', async () => {
  const { id } = (await start()).body;
  const stranger = await addLearner(here);
  for (const refused of [
    await read(id, stranger),
    await answer(id, 'one', ['B'], stranger),
    await submit(id, RIGHT_ANSWERS, stranger),
  ]) {
    expect(refused).toMatchObject({ status: 404, body: { code: 'not-found' } });
  }
  expect((await read(id)).body.state).toBe('open');
});

test('what is handed in stays handed in: no second submission, no answer afterwards', async () => {
  const { id } = (await start()).body;
  const first = await submit(id, { one: ['A'] });
  expect(first.body).toMatchObject({
    state: 'submitted',
    correct: 0,
    percent: 0,
    passed: false,
    news: null,
  });
  expect(await submit(id, RIGHT_ANSWERS)).toMatchObject({
    status: 409,
    body: { code: 'quiz-attempt-submitted' },
  });
  expect(await answer(id, 'one', ['B'])).toMatchObject({
    status: 409,
    body: { code: 'quiz-attempt-submitted' },
  });
  expect((await read(id)).body).toMatchObject({ correct: 0, percent: 0 });
});

test('handing in twice at the same moment counts once', async () => {
  const { id } = (await start()).body;
  const statuses = (await Promise.all([submit(id, RIGHT_ANSWERS), submit(id, { one: ['A'] })])).map(
    (one) => one.status,
  );
  expect(statuses.sort()).toEqual([200, 409]);
});

test('two of three right is 66 per cent, rounded down, and passes a mark of 60', async () => {
  const { id } = (await start()).body;
  const { body } = await submit(id, { ...RIGHT_ANSWERS, two: ['A'] });
  expect(body).toMatchObject({
    correct: 2,
    percent: 66,
    passed: true,
    news: { lessonCompleted: true, courseCompleted: false },
  });
  expect((await lesson()).state).toBe('completed');
});

test('a quiz that was passed stays passed when it is tried again and failed', async () => {
  await submit((await start()).body.id, RIGHT_ANSWERS);
  const again = await submit((await start()).body.id, {});
  expect(again.body).toMatchObject({ number: 2, passed: false, news: null });
  expect(await lesson()).toMatchObject({
    state: 'completed',
    attempts: [{ passed: true }, { passed: false }],
  });
});

test('where two attempts are allowed there is no third', async () => {
  await learner.visitor.post('/api/v1/courses/two-tries/enrolment');
  for (const left of [1, 0]) {
    const attempt = await start('two-tries');
    expect(attempt.body.attemptsLeft).toBe(left);
    await submit(attempt.body.id, {});
  }
  expect(await start('two-tries')).toMatchObject({
    status: 409,
    body: { code: 'quiz-no-attempts-left' },
  });
});

test('only a quiz can be begun as a quiz, and only in a course that was started', async () => {
  expect(
    await learner.visitor.post('/api/v1/quiz-attempts', { slug: 'exercise', lessonKey: 'case' }),
  ).toMatchObject({ status: 409, body: { code: 'wrong-lesson-kind' } });
  expect(await start('exercise', await addLearner(here))).toMatchObject({
    status: 409,
    body: { code: 'course-not-started' },
  });
});
