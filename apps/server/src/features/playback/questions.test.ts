// The author's own questions within a lecture (TRUST.md §2.5) through the application. Ordinary checks
// are too far apart here to come between.
import type { CheckAnswer, LectureView, PresenceRecord } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  askingLecture,
  MOMENTS,
  questionIn,
  rightPlaces,
  wrongPlaces,
} from '../../testing/asking-lecture.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  addPaperLecture,
  beatOf,
  openPlayer,
  type TestPlayer,
} from '../../testing/paper-lecture.ts';
import { pass as passTime, useReportingClock } from '../../testing/reporting-clock.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { BEAT_MS, viewerOf } from '../../testing/viewer.ts';
import { forgetPlayback } from './service.ts';

const LECTURE_MS = 600_000;
const place = { slug: 'asking' };
const silent = { slug: 'silent' };

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, place.slug);
      await writeReadingCourse(folder, silent.slug);
    },
    env: { XUESHI_PRESENCE_CHECKS: '36000-36000' },
  });
  await addPaperLecture(here.installation.platform, place.slug, LECTURE_MS, askingLecture);
  await addPaperLecture(here.installation.platform, silent.slug, LECTURE_MS);
});
afterAll(() => here.close());

useReportingClock();
beforeEach(async () => {
  learner = await addLearner(here);
  await learner.visitor.post(`/api/v1/courses/${place.slug}/enrolment`);
});

const pass = (ms: number) => passTime(here, ms);
const viewer = (player: TestPlayer) => viewerOf(here, player);
const open = () => openPlayer(learner.visitor, place);
const answer = (id: string, options: readonly number[], who = learner) =>
  who.visitor.post<CheckAnswer>(`/api/v1/presence-checks/${id}/answer`, { options });
const lecture = async () =>
  (await learner.visitor.get<LectureView>(`/api/v1/courses/${place.slug}/lessons/lecture`)).body;
const outcomes = async () =>
  (
    await here.installation.platform.db
      .select()
      .from(schema.presenceChecks)
      .where(eq(schema.presenceChecks.personId, learner.personId))
      .orderBy(schema.presenceChecks.askedAt)
  ).map(({ kind, outcome, takenBackMs }) => [kind, outcome, takenBackMs]);

/** Plays to the first question. */
async function toFirst() {
  const player = await open();
  const playing = viewer(player);
  const { check } = await playing.playTo(MOMENTS.single);
  return { player, playing, check: questionIn(check) };
}

test('a question is asked when its moment was watched, not before, and nothing tells its answer', async () => {
  const playing = viewer(await open());
  expect((await playing.playTo(MOMENTS.single - BEAT_MS)).check).toBeNull();
  const body = await playing.playTo(MOMENTS.single);
  const check = questionIn(body.check);
  expect(check).toMatchObject({
    atMs: MOMENTS.single,
    form: 'single',
    secondsLeft: 180,
    attemptsLeft: 2,
  });
  expect(check.stemHtml).toContain('<strong>问什么</strong>');
  expect([...check.options].sort()).toEqual(['劝返', '报告', '登记', '等待'].sort());
  const said = JSON.stringify([body, await lecture()]);
  expect(said).not.toContain('依据');
  expect(said).not.toContain('answer"');
});

test('the right answer brings the explanation, and the question is never asked again', async () => {
  const { playing, check } = await toFirst();
  const passed = (await answer(check.id, rightPlaces(check))).body;
  expect(passed).toMatchObject({ result: 'passed', check: null, watchedMs: MOMENTS.single });
  expect(passed.explanation?.html).toContain('single 的依据');
  // Sent again because the answer was lost: the same is said.
  const again = (await answer(check.id, rightPlaces(check))).body;
  expect(again).toMatchObject({ result: 'passed', explanation: passed.explanation });
  playing.goTo(0);
  expect((await playing.playTo(MOMENTS.single + 30_000)).check).toBeNull();
  expect((await lecture()).questions).toEqual([
    { atMs: MOMENTS.single, isAnswered: true },
    { atMs: MOMENTS.multiple, isAnswered: false },
    { atMs: MOMENTS.trueFalse, isAnswered: false },
  ]);
});

test('several options are right with all right ones and no other; one wrong answer may be mended', async () => {
  const { playing, check } = await toFirst();
  await answer(check.id, rightPlaces(check));
  const several = questionIn((await playing.playTo(MOMENTS.multiple)).check);
  expect(several.form).toBe('multiple');
  const half = await answer(several.id, rightPlaces(several).slice(1));
  expect(half.body).toMatchObject({
    result: 'wrong',
    explanation: null,
    check: { id: several.id, attemptsLeft: 1, options: several.options },
    watchedMs: MOMENTS.multiple,
  });
  expect((await answer(several.id, rightPlaces(several))).body.result).toBe('passed');
});

test('wrong twice: the part before it is to be watched again, and then it is asked once more', async () => {
  const { playing, check: first } = await toFirst();
  await answer(first.id, rightPlaces(first));
  const check = questionIn((await playing.playTo(MOMENTS.multiple + BEAT_MS)).check);
  await answer(check.id, wrongPlaces(check));
  const failed = (await answer(check.id, wrongPlaces(check))).body;
  // Its chapter runs from 200 s to its moment; what came before and after it stays.
  expect(failed).toMatchObject({
    result: 'failed',
    check: null,
    explanation: null,
    resumeMs: 200_000,
    watched: [
      [0, 200_000],
      [MOMENTS.multiple, MOMENTS.multiple + BEAT_MS],
    ],
  });
  expect(await lecture()).toMatchObject({ watchedMs: 215_000, resumeMs: 200_000 });
  // Going straight to its moment does not bring it back: the part is to be watched.
  playing.goTo(MOMENTS.multiple - BEAT_MS);
  expect((await playing.playTo(MOMENTS.multiple)).check).toBeNull();
  playing.goTo(200_000);
  const again = questionIn((await playing.playTo(MOMENTS.multiple - BEAT_MS)).check);
  expect(again).toMatchObject({ atMs: MOMENTS.multiple, attemptsLeft: 2 });
  expect(again.id).not.toBe(check.id);
  expect((await answer(again.id, rightPlaces(again))).body.result).toBe('passed');
  expect(await outcomes()).toEqual([
    ['question', 'passed', 0],
    ['question', 'failed', 200_000],
    ['question', 'passed', 0],
  ]);
});

test('a script that plays on past a question loses what was unproven, and is asked again', async () => {
  const { playing } = await toFirst();
  // Three minutes and the grace; a report each 15 s.
  const missed = await playing.playTo(MOMENTS.single + 195_000);
  expect(missed).toMatchObject({
    grantedMs: 0,
    reason: 'CHECK',
    watchedMs: 0,
    takenBack: { ms: MOMENTS.single + 180_000, resumeMs: 0 },
  });
  playing.goTo(0);
  // The next check is due with the next second that counts: a word, since no question is.
  expect((await playing.playTo(BEAT_MS)).check).toMatchObject({ kind: 'word' });
  expect(await outcomes()).toMatchObject([
    ['question', 'missed', MOMENTS.single + 180_000],
    ['word', 'open', 0],
  ]);
});

test('who paused and comes back late is asked anew and has lost nothing but the wrong answer given before', async () => {
  const { check } = await toFirst();
  await answer(check.id, wrongPlaces(check));
  pass(1_200_000);
  const late = (await answer(check.id, rightPlaces(check))).body;
  expect(late).toMatchObject({ result: 'asked-again', watchedMs: MOMENTS.single });
  const next = questionIn(late.check);
  expect(next).toMatchObject({ atMs: MOMENTS.single, secondsLeft: 180, attemptsLeft: 1 });
  expect((await answer(next.id, rightPlaces(next))).body.result).toBe('passed');
});

test('opening the page again asks the same question again, and forgives no wrong answer', async () => {
  const { check } = await toFirst();
  await answer(check.id, wrongPlaces(check));
  const session = (await open()).session;
  const again = questionIn(session.check);
  expect(again).toMatchObject({ atMs: MOMENTS.single, secondsLeft: 180, attemptsLeft: 1 });
  expect((await answer(again.id, wrongPlaces(again))).body).toMatchObject({
    result: 'failed',
    watchedMs: 0,
  });
});

test('who turns to another lecture is asked for a word there; the question waits in its own', async () => {
  await learner.visitor.post(`/api/v1/courses/${silent.slug}/enrolment`);
  const { check } = await toFirst();
  await answer(check.id, wrongPlaces(check));
  const { check: word } = (await openPlayer(learner.visitor, silent)).session;
  if (word?.kind !== 'word') return expect.unreachable();
  const option = word.options.findIndex((one) => one.en === word.wanted.en);
  const url = `/api/v1/presence-checks/${word.id}/answer`;
  // What proves presence there proves what was watched here, and asks nothing of this lecture.
  expect((await learner.visitor.post<CheckAnswer>(url, { option })).body).toMatchObject({
    result: 'passed',
    check: null,
  });
  const playing = viewer(await open());
  playing.goTo(MOMENTS.single);
  const back = questionIn((await playing.playTo(MOMENTS.single + BEAT_MS)).check);
  expect(back).toMatchObject({ atMs: MOMENTS.single, attemptsLeft: 1 });
});

test('a report sent again, and a server that restarted, tell of the same question', async () => {
  const player = await open();
  const beats = Array.from({ length: 8 }, (_, at) =>
    beatOf(at + 1, (at + 1) * BEAT_MS, [[at * BEAT_MS, (at + 1) * BEAT_MS, 1]]),
  );
  pass(MOMENTS.single);
  const { nonce } = player.session;
  const first = questionIn((await player.send({ nonce, beats })).body.check);
  forgetPlayback(here.installation.platform, learner.personId);
  pass(5_000);
  const resent = (await player.send({ nonce, beats })).body;
  expect(resent).toMatchObject({ replayed: true, check: { ...first, secondsLeft: 175 } });
  expect(await outcomes()).toHaveLength(1);
});

test('reports that waited for the link count whole, and the question they came past is asked then', async () => {
  const player = await open();
  await viewer(player).playTo(7 * BEAT_MS);
  // Two minutes without a link, while the picture plays on past the moment.
  pass(7 * BEAT_MS);
  const beats = [8, 9, 10, 11, 12, 13, 14].map((seq) =>
    beatOf(seq, seq * BEAT_MS, [[(seq - 1) * BEAT_MS, seq * BEAT_MS, 1]]),
  );
  const { body } = await player.report(...beats);
  expect(body).toMatchObject({ grantedMs: 7 * BEAT_MS, watchedMs: 14 * BEAT_MS });
  const check = questionIn(body.check);
  expect(check.atMs).toBe(MOMENTS.single);
  expect((await answer(check.id, rightPlaces(check))).body).toMatchObject({
    result: 'passed',
    watchedMs: 14 * BEAT_MS,
  });
});

test('the next question that is due is asked with the answer to the one before', async () => {
  const { playing, check: first } = await toFirst();
  playing.goTo(MOMENTS.multiple - 2 * BEAT_MS);
  // One question at a time.
  expect((await playing.playTo(MOMENTS.multiple)).check).toMatchObject({ id: first.id });
  const then = (await answer(first.id, rightPlaces(first))).body;
  expect(then).toMatchObject({ result: 'passed', news: null });
  const second = questionIn(then.check);
  expect(second).toMatchObject({ atMs: MOMENTS.multiple, secondsLeft: 180 });
  expect((await answer(second.id, rightPlaces(second))).body).toMatchObject({
    result: 'passed',
    check: null,
  });
});

test('a lecture is complete with the last question, and asks nothing when it is watched again', async () => {
  const { playing, check: first } = await toFirst();
  await answer(first.id, rightPlaces(first));
  const second = questionIn((await playing.playTo(MOMENTS.multiple)).check);
  await answer(second.id, rightPlaces(second));
  const end = await playing.playTo(MOMENTS.trueFalse);
  expect(end).toMatchObject({ needMs: 0, news: null });
  const third = questionIn(end.check);
  expect(third).toMatchObject({ form: 'true_false', options: [] });
  expect((await answer(third.id, rightPlaces(third))).body).toMatchObject({
    result: 'passed',
    news: { lessonCompleted: true },
  });
  expect((await lecture()).state).toBe('completed');
  playing.goTo(0);
  expect((await playing.playTo(LECTURE_MS)).check).toBeNull();
});

test('who skips the moment of a question does not complete the lecture by it', async () => {
  const playing = viewer(await open());
  // All but the ten seconds before each question: more than 95 per cent.
  let from = 0;
  for (const atMs of [...Object.values(MOMENTS), LECTURE_MS + 10_000]) {
    playing.goTo(from);
    const body = await playing.playTo(Math.min(atMs - 10_000, LECTURE_MS));
    expect(body).toMatchObject({ check: null, news: null });
    from = atMs;
  }
  expect(await lecture()).toMatchObject({ state: 'in_progress', watchedMs: 570_000 });
  for (const atMs of Object.values(MOMENTS)) {
    playing.goTo(atMs - 10_000);
    const { check, needMs } = await playing.playTo(atMs);
    expect(needMs).toBe(0);
    const asked = questionIn(check);
    expect(asked.atMs).toBe(atMs);
    const { body } = await answer(asked.id, rightPlaces(asked));
    expect(body.news?.lessonCompleted ?? false).toBe(atMs === MOMENTS.trueFalse);
  }
});

test('who needs longer for an ordinary check has as many times longer for a question', async () => {
  const administrator = await here.signIn('chenjianguo');
  const url = `/api/v1/people/${learner.personId}`;
  const wish = { seconds: 180, reason: '视力不便，使用读屏软件' };
  expect((await administrator.put(`${url}/check-time`, wish)).status).toBe(204);
  const { check } = await toFirst();
  expect(check.secondsLeft).toBe(540);
  pass(500_000);
  expect((await answer(check.id, rightPlaces(check))).body.result).toBe('passed');
  const { body } = await administrator.get<PresenceRecord>(`${url}/presence`);
  expect(body.checks).toMatchObject([{ kind: 'question', outcome: 'passed', seconds: 500 }]);
});

test('a question is its learner’s alone, and an answer without a choice is none', async () => {
  const { check } = await toFirst();
  const stranger = await addLearner(here);
  expect((await answer(check.id, rightPlaces(check), stranger)).status).toBe(404);
  expect((await answer(check.id, [])).status).toBe(400);
  const url = `/api/v1/presence-checks/${check.id}/answer`;
  expect((await learner.visitor.post(url, { option: 0 })).status).toBe(400);
  expect((await answer(check.id, [0, 0])).status).toBe(400);
  expect((await answer(check.id, [0, 1, 2, 3])).body).toMatchObject({
    result: 'wrong',
    check: { attemptsLeft: 1 },
  });
});

test('authors see of each question how many answered it and how many were right at once', async () => {
  const author = await here.signIn('zhoumin');
  const insight = async () => {
    const { body } = await author.get<{
      items: { questionId: string; atMs: number; answered: number; rightAtFirst: number }[];
    }>('/api/v1/studio/lecture-questions');
    return body.items;
  };
  const [before] = await insight();
  const { check } = await toFirst();
  expect(await insight()).toHaveLength(3);
  expect((await insight())[0]).toEqual(before);
  await answer(check.id, wrongPlaces(check));
  await answer(check.id, rightPlaces(check));
  learner = await addLearner(here);
  await learner.visitor.post(`/api/v1/courses/${place.slug}/enrolment`);
  const other = (await toFirst()).check;
  await answer(other.id, rightPlaces(other));
  expect((await insight())[0]).toMatchObject({
    questionId: 'single',
    atMs: MOMENTS.single,
    answered: (before?.answered ?? 0) + 2,
    rightAtFirst: (before?.rightAtFirst ?? 0) + 1,
  });
  expect((await learner.visitor.get('/api/v1/studio/lecture-questions')).status).toBe(403);
});
