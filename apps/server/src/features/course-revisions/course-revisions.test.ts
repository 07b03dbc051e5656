// What becomes of those who are learning a course when its next version is published (DOMAIN 5.6).
import type {
  CourseCard,
  CourseDetail,
  CourseVersions,
  NewerVersion,
  Notice,
  QuizAttempt,
} from '@xueshi/contracts';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkEvidence } from '../archive/service.ts';
import { download } from '../../testing/download.ts';
import { addLearner, signInWithoutPassword, type Learner } from '../../testing/learners.ts';
import {
  finishReadingOf,
  openReadingOf,
  writeRevisedCourse,
  type RevisedCourse,
} from '../../testing/revised-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

const FIRST: RevisedCourse = {
  revision: 1,
  readings: { a: '先请人坐下。', b: '听人把话说完。' },
  question: '先做什么？',
};

let here: TestInstallation;
let learner: Learner;
let slug: string;
let number = 0;

beforeAll(async () => {
  here = await openTestInstallation({});
});
afterAll(() => here.close());
beforeEach(async () => {
  number += 1;
  slug = `receiving-${number}`;
  await publish(FIRST);
  learner = await addLearner(here);
  await learner.visitor.post(`/api/v1/courses/${slug}/enrolment`);
});

async function read(id: string): Promise<void> {
  await openReadingOf(learner.visitor, slug, id);
  here.clock.advance({ seconds: 60 });
  expect(await finishReadingOf(learner.visitor, slug, id)).toMatchObject({ status: 200 });
}

async function publish(course: RevisedCourse) {
  await writeRevisedCourse(here.coursesFolder, slug, course);
  const imported = await here.importAgain();
  await here.jobs.idle();
  return imported;
}

const course = async () =>
  (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;
const states = async () => (await course()).lessons.map(({ key, state }) => [key, state]);
const newer = async () =>
  (
    await learner.visitor.get<{ newer: NewerVersion | null }>(
      `/api/v1/courses/${slug}/newer-version`,
    )
  ).body.newer;
const goOver = (revision: number) =>
  learner.visitor.post(`/api/v1/courses/${slug}/newer-version`, { revision });
const notices = async () =>
  (await learner.visitor.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items.filter(
    ({ kind }) => kind.startsWith('course-'),
  );
const beginQuiz = async () =>
  (
    await learner.visitor.post<QuizAttempt>('/api/v1/quiz-attempts', {
      slug,
      lessonKey: 'quiz',
    })
  ).body;
const passQuiz = async () => {
  const { id } = await beginQuiz();
  return learner.visitor.post<QuizAttempt>(`/api/v1/quiz-attempts/${id}/submission`, {
    answers: { one: ['B'] },
  });
};

test('a corrected word reaches whoever is learning at once, and takes nothing from them', async () => {
  await read('a');
  await publish({
    ...FIRST,
    revision: 2,
    corrects: 1,
    readings: { a: '先请人坐下！', b: '听人把话说完。' },
    valuation: 2,
  });
  expect(await course()).toMatchObject({ revision: 2, enrolment: { valueHundredths: 100 } });
  expect(await states()).toEqual([
    ['a', 'completed'],
    ['b', 'not_started'],
    ['quiz', 'not_started'],
  ]);
  expect(await newer()).toBeNull();
  expect(await notices()).toEqual([]);
  await read('b');
  expect((await passQuiz()).body.news).toMatchObject({ credited: { hundredths: 100 } });
  const { platform } = here.installation;
  expect((await checkEvidence(platform.db)).problems).toEqual([]);
});

test('the copy of one’s own data says when one went over, and what the course counted before and after', async () => {
  await read('a');
  await publish(SECOND);
  await goOver(2);
  const { bytes } = await download(here, learner.visitor, '/api/v1/me/data');
  const moves = unzipSync(bytes)['enrolment-moves.json'] ?? new Uint8Array();
  expect(JSON.parse(strFromU8(moves))).toEqual([
    expect.objectContaining({
      ...{ fromRevision: 1, toRevision: 2, cause: 'chosen', valueBefore: 100, valueAfter: 150 },
      movedAt: here.clock.now().toISOString(),
    }),
  ]);
});

test('an answer sheet that is open when a question is corrected is gone on with', async () => {
  const { id } = await beginQuiz();
  await learner.visitor.put(`/api/v1/quiz-attempts/${id}/answers/one`, { answer: ['B'] });
  await publish({ ...FIRST, revision: 2, corrects: 1, question: '最先做什么？' });
  const again = await beginQuiz();
  expect(again).toMatchObject({ id, items: [{ id: 'one', answer: ['B'] }] });
  expect(again.items[0]?.stemHtml).toContain('最先');
});

test.each<{ promise: string; change: Partial<RevisedCourse>; words: string }>([
  {
    promise: 'asks one lesson more',
    change: { readings: { ...FIRST.readings, c: '记下要点。' } },
    words: '材料c',
  },
  { promise: 'leaves one out', change: { readings: { a: '先请人坐下。' } }, words: '材料b' },
])('what $promise is refused as a small correction, with the lesson named', async (revised) => {
  const { refused } = await publish({ ...FIRST, ...revised.change, revision: 2, corrects: 1 });
  expect(refused.filter(({ folder }) => folder === slug)).toMatchObject([
    { folder: slug, errors: [{ file: 'course.yaml', params: { lesson: revised.words } }] },
  ]);
  expect(await course()).toMatchObject({ revision: 1 });
});

test('what corrects a version that is not the current one is no correction here', async () => {
  await publish({ ...FIRST, revision: 2, readings: { a: '先请人坐下。', b: '听。' } });
  await publish({ ...FIRST, revision: 3, corrects: 1, readings: { a: '请坐。', b: '听。' } });
  const author = await here.signIn('zhoumin');
  const { items } = (await author.get<CourseVersions>(`/api/v1/courses/${slug}/versions`)).body;
  expect(items.map(({ revision, kind }) => [revision, kind])).toEqual([
    [3, 'substantial'],
    [2, 'substantial'],
    [1, 'substantial'],
  ]);
});

const SECOND: RevisedCourse = {
  revision: 2,
  valuation: 1.5,
  readings: { a: '先请人坐下。', b: '听人把话说完，再登记受理。', 'c?': '延伸阅读。' },
  question: '先做什么？',
};

test('after more than a correction one may finish what one began, and is told until when', async () => {
  await read('a');
  await publish(SECOND);
  expect(await course()).toMatchObject({ revision: 1 });
  expect(await notices()).toMatchObject([
    { kind: 'course-revised', params: { title: '接访' }, link: `/courses/${slug}` },
  ]);
  const until = (await newer())?.finishUntil ?? '';
  const days = (Date.parse(until) - here.clock.now().getTime()) / 86_400_000;
  expect(days).toBeGreaterThan(89);
  expect(days).toBeLessThanOrEqual(91);
  await read('b');
  expect((await passQuiz()).body.news).toMatchObject({ credited: { hundredths: 100 } });
  expect(await newer()).toBeNull();
});

test('whoever goes over keeps what did not change and learns again what did, for the new value', async () => {
  await read('a');
  await read('b');
  await publish(SECOND);
  expect(await newer()).toMatchObject({
    revision: 2,
    hundredths: 100,
    newHundredths: 150,
    kept: [{ 'zh-CN': '材料a' }],
    lost: [{ 'zh-CN': '材料b' }],
    left: 2,
    hindrance: null,
  });
  expect((await goOver(2)).status).toBe(204);
  expect((await goOver(2)).status).toBe(204);
  expect(await course()).toMatchObject({ revision: 2, enrolment: { valueHundredths: 150 } });
  expect(await states()).toEqual([
    ['a', 'completed'],
    ['b', 'not_started'],
    ['c', 'not_started'],
    ['quiz', 'not_started'],
  ]);
  const { items } = (await learner.visitor.get<{ items: CourseCard[] }>('/api/v1/courses')).body;
  expect(items.find((one) => one.slug === slug)).toMatchObject({
    progress: { lessonsDone: 1, lessonsTotal: 4 },
  });
  await read('b');
  expect((await passQuiz()).body.news).toMatchObject({ credited: { hundredths: 150 } });
  const { platform } = here.installation;
  expect((await checkEvidence(platform.db)).problems).toEqual([]);
});

test('where the new version asks nothing more, going over completes the course', async () => {
  await read('a');
  expect((await passQuiz()).status).toBe(200);
  await publish({ ...FIRST, revision: 2, readings: { a: '先请人坐下。' } });
  expect(await newer()).toMatchObject({ left: 0 });
  expect((await goOver(2)).status).toBe(204);
  expect(await course()).toMatchObject({ credited: { hundredths: 100 } });
});

test('an answer sheet of a quiz that changed is handed in before one goes over', async () => {
  const { id } = await beginQuiz();
  await publish({ ...FIRST, revision: 2, question: '后做什么？' });
  expect(await newer()).toMatchObject({ hindrance: 'busy' });
  expect(await goOver(2)).toMatchObject({ status: 409, body: { code: 'newer-version-busy' } });
  await learner.visitor.post(`/api/v1/quiz-attempts/${id}/submission`, { answers: { one: ['B'] } });
  expect((await goOver(2)).status).toBe(204);
});

test('whoever was shown a version that another has overtaken is told so', async () => {
  await publish(SECOND);
  await publish({ ...SECOND, revision: 3, question: '再做什么？' });
  expect(await goOver(2)).toMatchObject({ status: 409, body: { code: 'newer-version-changed' } });
  expect((await goOver(3)).status).toBe(204);
});

test('when the time is over the course goes over by itself, says so, and nothing done is gone', async () => {
  await read('a');
  await publish(SECOND);
  const until = Date.parse((await newer())?.finishUntil ?? '');
  here.clock.advance({ ms: until - here.clock.now().getTime() - 1_000 });
  await here.jobs.idle();
  learner = { ...learner, ...(await signInWithoutPassword(here, learner.personId)) };
  expect(await course()).toMatchObject({ revision: 1 });
  here.clock.advance({ seconds: 2 });
  await here.jobs.idle();
  expect(await course()).toMatchObject({ revision: 2, enrolment: { valueHundredths: 150 } });
  expect((await states())[0]).toEqual(['a', 'completed']);
  expect((await notices()).map(({ kind }) => kind)).toEqual(['course-moved', 'course-revised']);
});

test('an older version made current again moves nobody', async () => {
  await publish(SECOND);
  await goOver(2);
  await publish(FIRST);
  expect(await course()).toMatchObject({ revision: 2 });
  expect(await newer()).toBeNull();
});

test('a course that is complete stays as it was learned', async () => {
  await read('a');
  await read('b');
  await passQuiz();
  await publish({ ...FIRST, revision: 2, corrects: 1, question: '最先做什么？' });
  expect(await course()).toMatchObject({ revision: 1, credited: { hundredths: 100 } });
});
