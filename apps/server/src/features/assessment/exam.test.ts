import type { QuizAnswer, QuizAttempt } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EXAM_ANSWERS, writeBank, writeExamCourse } from '../../testing/exam-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    banks: (folder) => writeBank(folder),
    courses: async (folder) => {
      await writeExamCourse(folder, 'exam');
      await writeExamCourse(folder, 'no-draw', { draws: false });
      await writeExamCourse(folder, 'when-done', { attempts: 2, review: 'when_done' });
      await writeExamCourse(folder, 'score-only', { review: 'score_only', minutes: null });
    },
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
});

type Refusable = QuizAttempt & { code: string };

async function start(slug = 'exam', who = learner) {
  await who.visitor.post(`/api/v1/courses/${slug}/enrolment`);
  return who.visitor.post<Refusable>('/api/v1/quiz-attempts', { slug, lessonKey: 'exam' });
}
const read = (id: string) => learner.visitor.get<Refusable>(`/api/v1/quiz-attempts/${id}`);
const save = (id: string, itemId: string, answer: unknown) =>
  learner.visitor.put<{ code: string }>(`/api/v1/quiz-attempts/${id}/answers/${itemId}`, {
    answer,
  });
const submit = (id: string, answers: unknown = {}) =>
  learner.visitor.post<Refusable>(`/api/v1/quiz-attempts/${id}/submission`, { answers });

/** The right answers as this attempt's screen asks for them. */
function rightAnswers({ items }: QuizAttempt): Record<string, QuizAnswer> {
  const letter = (item: QuizAttempt['items'][number], text: string) =>
    item.options.find((option) => option.text === text)?.id ?? '?';
  return Object.fromEntries(
    items.map((item): [string, QuizAnswer] => {
      if (item.id === 'fill') return [item.id, [...EXAM_ANSWERS.fill]];
      if (item.id === 'order')
        return [item.id, EXAM_ANSWERS.steps.map((text) => letter(item, text))];
      if (item.id === 'match')
        return [item.id, EXAM_ANSWERS.pairs.map((text) => letter(item, text))];
      if (item.kind === 'true_false') return [item.id, item.id.endsWith('--w1')];
      return [item.id, [/--s\d$/.test(item.id) ? 'B' : 'A']];
    }),
  );
}

test('an attempt asks its own items, two of the bank that fit and one whole case-set', async () => {
  const drawn = new Set<string>();
  for (let round = 0; round < 12; round += 1) {
    const { body } = await start('exam', await addLearner(here));
    const ids = body.items.map(({ id }) => id);
    expect(ids).toHaveLength(7);
    expect(ids).toEqual(expect.arrayContaining(['fill', 'order', 'match']));
    const singles = ids.filter((id) => /--s\d$/.test(id));
    expect(singles).toHaveLength(2);
    expect(singles).not.toContain('sample--s3');
    const [group] = body.groups;
    expect(body.groups).toHaveLength(1);
    const set = body.items.filter((item) => item.group === group?.id);
    expect(set.map(({ id }) => id)).toEqual(
      group?.id === 'sample--well' ? ['sample--w1', 'sample--w2'] : ['sample--r1', 'sample--r2'],
    );
    for (const id of ids) drawn.add(id);
  }
  expect(drawn.size).toBeGreaterThan(7);
});

test('nothing that is sent before handing in tells an order, a pair, a wording or an explanation', async () => {
  const { body } = await start();
  await save(body.id, 'fill', ['60日', '']);
  for (const sent of [body, (await read(body.id)).body]) {
    const text = JSON.stringify(sent);
    expect(text).not.toMatch(/解析|六十日内|"(rightAnswer|right|explanationHtml|guide)"/);
    expect(sent.items.find(({ id }) => id === 'fill')?.blanks).toBe(2);
    const order = sent.items.find(({ id }) => id === 'order');
    expect(order?.options.map(({ id }) => id)).toEqual(['A', 'B', 'C', 'D']);
    expect(order?.options.map(({ text }) => text)).not.toEqual(EXAM_ANSWERS.steps);
  }
});

test('all right is all points, each kind by its own rule', async () => {
  const { body } = await start();
  const done = await submit(body.id, rightAnswers(body));
  expect(done.body).toMatchObject({
    state: 'submitted',
    percent: 100,
    passed: true,
    earnedHundredths: 1000,
    worthHundredths: 1000,
    news: { courseCompleted: true },
  });
});

test('a blank, a pair and a step are what they were on the screen, saved one by one', async () => {
  const { body } = await start();
  const right = rightAnswers(body);
  const order = [...(right['order'] as string[])].reverse();
  expect((await save(body.id, 'order', order)).status).toBe(204);
  expect((await save(body.id, 'match', [(right['match'] as string[])[0], ''])).status).toBe(204);
  expect((await save(body.id, 'fill', ['六十日', '九十日'])).status).toBe(204);
  const again = (await read(body.id)).body;
  const answerOf = (id: string) => again.items.find((item) => item.id === id)?.answer;
  expect(answerOf('order')).toEqual(order);
  expect(answerOf('match')).toEqual([(right['match'] as string[])[0], '']);
  const done = (await submit(body.id)).body;
  const earned = (id: string) =>
    done.items.find((item) => item.id === id)?.result?.earnedHundredths;
  expect([earned('order'), earned('match'), earned('fill')]).toEqual([0, 100, 100]);
  const told = done.items.find(({ id }) => id === 'order');
  expect(told?.result?.rightAnswer).toEqual(right['order']);
});

test.each([
  { itemId: 'fill', given: ['六十日'], promise: 'one text for two blanks' },
  { itemId: 'fill', given: 'A', promise: 'a text where there are blanks' },
  { itemId: 'order', given: ['A', 'A'], promise: 'a step twice' },
  { itemId: 'match', given: ['A', 'B', 'C'], promise: 'more sides than there are' },
  { itemId: 'match', given: ['E', 'A'], promise: 'a side that there is not' },
])('$promise is no answer', async ({ itemId, given }) => {
  const { body } = await start();
  expect(await save(body.id, itemId, given)).toMatchObject({
    status: 400,
    body: { code: 'quiz-answer-malformed' },
  });
});

test('an item of the bank that was not drawn is not in this attempt', async () => {
  const { body } = await start();
  const absent = ['s1', 's2', 's3', 's4'].find(
    (id) => !body.items.some((item) => item.id === `sample--${id}`),
  );
  expect(await save(body.id, `sample--${absent}`, ['B'])).toMatchObject({
    status: 404,
    body: { code: 'quiz-item-unknown' },
  });
});

test('the clock is the server’s: when the time is over nothing is taken any more', async () => {
  const { body } = await start();
  expect(body).toMatchObject({ secondsLeft: 1200, state: 'open' });
  here.clock.advance({ minutes: 19 });
  expect((await read(body.id)).body.secondsLeft).toBe(60);
  const right = rightAnswers(body);
  expect((await save(body.id, 'fill', right['fill'])).status).toBe(204);
  here.clock.advance({ seconds: 76 });
  expect(await save(body.id, 'order', right['order'])).toMatchObject({
    status: 409,
    body: { code: 'quiz-time-over' },
  });
  const done = await submit(body.id, right);
  expect(done.body).toMatchObject({ state: 'submitted', closedBy: 'time', earnedHundredths: 200 });
});

test('what is handed in on the last second arrives', async () => {
  const { body } = await start();
  here.clock.advance({ minutes: 20, seconds: 14 });
  expect((await submit(body.id, rightAnswers(body))).body).toMatchObject({
    closedBy: 'learner',
    percent: 100,
  });
});

test('an attempt that nobody hands in is handed in with what was saved, though nobody is there', async () => {
  const { body } = await start();
  const right = rightAnswers(body);
  for (const [itemId, answer] of Object.entries(right)) await save(body.id, itemId, answer);
  here.clock.advance({ minutes: 21 });
  here.jobs.wake();
  await here.jobs.idle();
  const closed = (await read(body.id)).body;
  expect(closed).toMatchObject({
    state: 'submitted',
    closedBy: 'time',
    percent: 100,
    passed: true,
  });
  const record = await learner.visitor.get<{ entries: unknown[] }>('/api/v1/me/record');
  expect(record.body.entries).toHaveLength(1);
  expect(await submit(body.id, {})).toMatchObject({ body: { code: 'quiz-attempt-submitted' } });
});

test('starting again after the time ran out shows the attempt that ran out', async () => {
  const { body } = await start();
  here.clock.advance({ minutes: 21 });
  const again = (await start()).body;
  expect(again).toMatchObject({ id: body.id, state: 'submitted', closedBy: 'time' });
  expect((await start()).body.number).toBe(2);
});

test('the time goes on while the page is closed: going on finds the same clock', async () => {
  const { body } = await start();
  here.clock.advance({ minutes: 10 });
  expect((await start()).body).toMatchObject({ id: body.id, secondsLeft: 600 });
});

test('where only the score is shown, nothing else ever is', async () => {
  const { body } = await start('score-only');
  const done = (await submit(body.id, rightAnswers(body))).body;
  expect(done).toMatchObject({ items: [], groups: [], percent: 100, itemCount: 7 });
  expect((await read(body.id)).body.items).toEqual([]);
});

test('where answers are shown when one is done, a failed first attempt shows none', async () => {
  const first = (await start('when-done')).body;
  expect((await submit(first.id)).body).toMatchObject({ items: [], passed: false });
  const second = (await start('when-done')).body;
  expect((await read(first.id)).body.items).toEqual([]);
  expect((await submit(second.id)).body.items).toHaveLength(7);
  expect((await read(first.id)).body.items).toHaveLength(7);
});

test('a quiz without a draw asks the same items of everybody', async () => {
  const ids = async () =>
    (await start('no-draw', await addLearner(here))).body.items.map(({ id }) => id).sort();
  expect(await ids()).toEqual(['fill', 'match', 'order']);
});
