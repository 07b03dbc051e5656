import type { CaseRun, CaseView } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WITHHELD, writeExerciseCourse } from '../../testing/exercise-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

/** A quarter of the five minutes that the case says it takes. */
const SHORTEST_SECONDS = 75;

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeExerciseCourse(folder, 'exercise'),
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
  await learner.visitor.post('/api/v1/courses/exercise/enrolment');
});

type Refusable = CaseRun & { code: string };
const begin = (who = learner) =>
  who.visitor.post<Refusable>('/api/v1/case-runs', { slug: 'exercise', lessonKey: 'case' });
/** Begins the case and reads what is to be read. */
async function start(who = learner) {
  const run = await begin(who);
  here.clock.advance({ seconds: SHORTEST_SECONDS });
  return run;
}
const decide = (id: string, nodeId: string, optionId: string, who = learner) =>
  who.visitor.post<Refusable>(`/api/v1/case-runs/${id}/decisions`, { nodeId, optionId });
const reflect = (id: string, text: string, who = learner) =>
  who.visitor.put<Refusable>(`/api/v1/case-runs/${id}/reflection`, { text });
const lesson = async () =>
  (await learner.visitor.get<CaseView>('/api/v1/courses/exercise/lessons/case')).body;

const { consequences, commentary, note, endings, reflection } = WITHHELD;

test('before a decision nothing tells where the options lead or how good they are', async () => {
  const run = await start();
  for (const body of [run.body, await lesson()]) {
    const text = JSON.stringify(body);
    for (const words of [...consequences, ...endings, commentary, note, reflection])
      expect(text).not.toContain(words);
    expect(text).not.toMatch(/sound|arguable|poor|"next"/);
  }
});

test('after a decision its own consequence is told, and no judgement until the end', async () => {
  const { id } = (await start()).body;
  const text = JSON.stringify((await decide(id, 'first', 'b')).body);
  expect(text).toContain(consequences[1]);
  for (const words of [
    consequences[0],
    consequences[2],
    consequences[3],
    ...endings,
    commentary,
    note,
    reflection,
  ])
    expect(text).not.toContain(words);
  expect(text).not.toMatch(/sound|arguable|poor/);
});

test('at the end the judgements, the commentary and the law are told, and the lesson is complete', async () => {
  const { id } = (await start()).body;
  await decide(id, 'first', 'b');
  const { body } = await decide(id, 'second', 'a');
  expect(body.steps.map((step) => step.chosen?.judgement)).toEqual(['poor', 'sound']);
  expect(body).toMatchObject({
    ending: { id: 'settled' },
    reflectionQuestion: reflection,
    news: { lessonCompleted: true },
  });
  expect(body.commentaryHtml).toContain(commentary);
  expect(body.statutes[0]).toMatchObject({ statute: '信访工作条例', note });
  expect(body.statutes[0]?.textHtml).not.toBe('');
  expect(await lesson()).toMatchObject({ state: 'completed', run: { ending: { id: 'settled' } } });
});

test.each([
  {
    promise: 'an option that does not exist',
    nodeId: 'first',
    optionId: 'z',
    status: 400,
    code: 'case-option-unknown',
  },
  {
    promise: 'an option of another decision',
    nodeId: 'first',
    optionId: 'c',
    status: 400,
    code: 'case-option-unknown',
  },
  {
    promise: 'a decision that has not come up yet',
    nodeId: 'second',
    optionId: 'a',
    status: 409,
    code: 'case-step-not-current',
  },
  {
    promise: 'a decision that does not exist',
    nodeId: 'nowhere',
    optionId: 'a',
    status: 409,
    code: 'case-step-not-current',
  },
  {
    promise: 'an ending instead of a decision',
    nodeId: 'settled',
    optionId: 'a',
    status: 409,
    code: 'case-step-not-current',
  },
])('$promise is refused and changes nothing', async ({ nodeId, optionId, status, code }) => {
  const { id } = (await start()).body;
  expect(await decide(id, nodeId, optionId)).toMatchObject({ status, body: { code } });
  expect((await lesson()).run?.steps).toMatchObject([{ nodeId: 'first', chosen: null }]);
});

test('the last decision is not taken before the case can have been read, and nothing is lost', async () => {
  const { id } = (await begin()).body;
  expect((await decide(id, 'first', 'a')).status).toBe(200);
  here.clock.advance({ seconds: SHORTEST_SECONDS - 1 });
  expect(await decide(id, 'second', 'a')).toMatchObject({
    status: 409,
    body: { code: 'case-too-soon', params: { seconds: 1 } },
  });
  expect(await lesson()).toMatchObject({
    state: 'in_progress',
    run: { ending: null, steps: [{ chosen: { optionId: 'a' } }, { chosen: null }] },
  });
  here.clock.advance({ seconds: 1 });
  expect((await decide(id, 'second', 'a')).body.news).toMatchObject({ lessonCompleted: true });
  // Walking it again brings nothing, so nobody has to wait for it.
  const again = (await begin()).body.id;
  await decide(again, 'first', 'b');
  expect((await decide(again, 'second', 'c')).body.ending?.id).toBe('doubtful');
});

test('a decision is taken once: neither twice at the same moment nor again later', async () => {
  const { id } = (await start()).body;
  const twice = await Promise.all([decide(id, 'first', 'a'), decide(id, 'first', 'b')]);
  expect(twice.map((one) => one.status).sort()).toEqual([200, 409]);
  expect(await decide(id, 'first', 'a')).toMatchObject({
    status: 409,
    body: { code: 'case-step-not-current' },
  });
  await decide(id, 'second', 'c');
  expect(await decide(id, 'second', 'a')).toMatchObject({
    status: 409,
    body: { code: 'case-already-ended' },
  });
  expect((await lesson()).run?.ending?.id).toBe('doubtful');
});

test('a case that was left is gone on with where one stood', async () => {
  const { id } = (await start()).body;
  await decide(id, 'first', 'a');
  const again = (await start()).body;
  expect(again.id).toBe(id);
  expect(again.steps).toMatchObject([
    { nodeId: 'first', chosen: { optionId: 'a' } },
    { nodeId: 'second', chosen: null },
  ]);
});

test('a case that has ended can be walked again, and ending it again brings nothing new', async () => {
  const first = (await start()).body.id;
  await decide(first, 'first', 'a');
  await decide(first, 'second', 'a');
  const second = (await start()).body;
  expect(second.id).not.toBe(first);
  expect(second).toMatchObject({ ending: null, steps: [{ nodeId: 'first', chosen: null }] });
  await decide(second.id, 'first', 'a');
  expect((await decide(second.id, 'second', 'c')).body.news).toMatchObject({
    lessonCompleted: false,
    courseCompleted: false,
  });
});

test('a reflection is written after the end, kept as typed, and shown as text', async () => {
  const { id } = (await start()).body;
  expect(await reflect(id, '太早')).toMatchObject({
    status: 409,
    body: { code: 'case-not-ended' },
  });
  await decide(id, 'first', 'a');
  expect(await reflect(id, '还是太早')).toMatchObject({
    status: 409,
    body: { code: 'case-not-ended' },
  });
  await decide(id, 'second', 'a');
  const words = '先听人把话说完。<script>alert(1)</script> \ud83d\ude00';
  expect((await reflect(id, words)).body.reflection).toBe(words);
  expect((await lesson()).run?.reflection).toBe(words);
  expect((await reflect(id, '改一改')).body.reflection).toBe('改一改');
  expect((await reflect(id, 'x'.repeat(2001))).status).toBe(400);
  // Half a character would be another text when it is read again.
  expect((await reflect(id, '\ud800')).status).toBe(400);
});

test('another learner’s case is not found, and stays as it was', async () => {
  const { id } = (await start()).body;
  const stranger = await addLearner(here);
  expect(await decide(id, 'first', 'a', stranger)).toMatchObject({
    status: 404,
    body: { code: 'not-found' },
  });
  expect(await reflect(id, 'x', stranger)).toMatchObject({
    status: 404,
    body: { code: 'not-found' },
  });
  expect((await lesson()).run?.steps).toMatchObject([{ chosen: null }]);
});
