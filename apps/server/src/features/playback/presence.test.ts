// Presence checks (TRUST.md §2.5) through the application: who is there loses nothing, who is not
// earns nothing.
import type {
  CheckAnswer,
  LectureView,
  PresenceCheck,
  PresenceRecord,
  WordCheck,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

const LECTURE_MS = 600_000;
/** A check falls due after exactly two minutes of counted time. */
const GAP_MS = 120_000;
const place = { slug: 'ten-minutes' };

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, place.slug);
      await writeReadingCourse(folder, 'eight-minutes');
    },
    env: { XUESHI_PRESENCE_CHECKS: '120-120' },
  });
  await addPaperLecture(here.installation.platform, place.slug, LECTURE_MS);
  await addPaperLecture(here.installation.platform, 'eight-minutes', 505_000);
});
afterAll(() => here.close());

useReportingClock();
beforeEach(async () => {
  learner = await addLearner(here);
  await learner.visitor.post(`/api/v1/courses/${place.slug}/enrolment`);
});

const pass = (ms: number) => passTime(here, ms);

const viewer = (player: TestPlayer) => viewerOf(here, player);

/** This lecture asks no questions of its author's own: every check is a word. */
function wordOf(check: PresenceCheck | null): WordCheck {
  if (check?.kind !== 'word') throw new Error('no word was asked for');
  return check;
}

async function askedCheck(player: TestPlayer): Promise<PresenceCheck> {
  const { check } = await viewer(player).playTo(GAP_MS);
  if (!check) throw new Error('no check was asked');
  return check;
}

const answer = (id: string, option: number, who = learner) =>
  who.visitor.post<CheckAnswer>(`/api/v1/presence-checks/${id}/answer`, { option });
const rightOption = (check: PresenceCheck) => {
  const { options, wanted } = wordOf(check);
  return options.findIndex((option) => option['zh-CN'] === wanted['zh-CN']);
};
const wrongOption = (check: PresenceCheck) => (rightOption(check) + 1) % check.options.length;
const lecture = async () =>
  (await learner.visitor.get<LectureView>(`/api/v1/courses/${place.slug}/lessons/lecture`)).body;
const outcomes = async () =>
  (
    await here.installation.platform.db
      .select()
      .from(schema.presenceChecks)
      .where(eq(schema.presenceChecks.personId, learner.personId))
      .orderBy(schema.presenceChecks.askedAt)
  ).map(({ outcome, takenBackMs }) => ({ outcome, takenBackMs }));

test('a check is asked when so much time has counted, not before, and what is asked names its answer', async () => {
  const playing = viewer(await openPlayer(learner.visitor, place));
  expect((await playing.playTo(GAP_MS - BEAT_MS)).check).toBeNull();
  const { check } = await playing.playTo(GAP_MS);
  expect(check).toMatchObject({ kind: 'word', secondsLeft: 60, attemptsLeft: 2 });
  const { options, wanted } = wordOf(check);
  expect(options).toHaveLength(4);
  expect(options).toContainEqual(wanted);
});

test('who answers keeps all and goes on; the next check comes after as much time again', async () => {
  const playing = viewer(await openPlayer(learner.visitor, place));
  const { check } = await playing.playTo(GAP_MS);
  if (!check) throw new Error('no check was asked');
  pass(20_000);
  expect((await answer(check.id, rightOption(check))).body).toMatchObject({
    result: 'passed',
    check: null,
    watchedMs: GAP_MS,
  });
  expect((await playing.playTo(2 * GAP_MS - BEAT_MS)).check).toBeNull();
  expect((await playing.playTo(2 * GAP_MS)).check).not.toBeNull();
});

test('playing on while a check is open loses nothing when it is answered in time', async () => {
  const playing = viewer(await openPlayer(learner.visitor, place));
  const { check } = await playing.playTo(GAP_MS);
  const later = await playing.playTo(GAP_MS + 45_000);
  // The first answer may have been lost, so it is told again.
  expect(later).toMatchObject({ grantedMs: BEAT_MS, check: { id: check?.id, secondsLeft: 15 } });
  if (!check) throw new Error('no check was asked');
  expect((await answer(check.id, rightOption(check))).body.watchedMs).toBe(GAP_MS + 45_000);
});

test('a script that plays on past a check loses all since the last proof, and earns nothing more', async () => {
  const player = await openPlayer(learner.visitor, place);
  const playing = viewer(player);
  const first = (await playing.playTo(GAP_MS)).check;
  if (!first) throw new Error('no check was asked');
  await answer(first.id, rightOption(first));
  expect((await playing.playTo(2 * GAP_MS)).check).not.toBeNull();
  const missed = await playing.playTo(2 * GAP_MS + 75_000);
  expect(missed).toMatchObject({
    grantedMs: 0,
    withheldMs: BEAT_MS,
    reason: 'CHECK',
    watchedMs: GAP_MS,
    takenBack: { ms: GAP_MS + 60_000, resumeMs: GAP_MS },
  });
  expect(await lecture()).toMatchObject({ watchedMs: GAP_MS, resumeMs: GAP_MS });
  expect(await outcomes()).toEqual([
    { outcome: 'passed', takenBackMs: 0 },
    { outcome: 'missed', takenBackMs: GAP_MS + 60_000 },
  ]);
  // The next thing that is granted asks at once, so waiting for longer gaps brings nothing.
  playing.goTo(GAP_MS);
  expect((await playing.playTo(GAP_MS + BEAT_MS)).check).not.toBeNull();
});

test('however often it is tried, a lecture is never completed without an answer', async () => {
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const playing = viewer(await openPlayer(learner.visitor, place));
    playing.goTo(0);
    const last = await playing.playTo(LECTURE_MS);
    expect(last.news).toBeNull();
  }
  expect((await lecture()).state).toBe('in_progress');
});

test('opening the lecture again and again does not make a check go away', async () => {
  let ends = 0;
  for (let visit = 0; visit < 14; visit += 1) {
    const player = await openPlayer(learner.visitor, place);
    if (ends >= GAP_MS) expect(player.session.check).toMatchObject({ secondsLeft: 60 });
    const playing = viewer(player);
    playing.goTo(ends);
    ends = Math.min(ends + 45_000, LECTURE_MS);
    expect((await playing.playTo(ends)).news).toBeNull();
  }
  expect((await lecture()).state).toBe('in_progress');
});

/** What may be granted from the moment a check waits: its time, and what a lost link had buffered. */
const WHILE_WAITING_MS = 180_000;

/** The night over: whoever is back answers, once. */
async function answerInTheMorning(playing: ReturnType<typeof viewer>) {
  const waiting = (await playing.playTo(LECTURE_MS)).check;
  if (!waiting) throw new Error('no check waits');
  return (await answer(waiting.id, rightOption(waiting))).body;
}

test('who reports seldom and never answers is not paid for the night', async () => {
  const player = await openPlayer(learner.visitor, place);
  let check: PresenceCheck | null = null;
  for (let seq = 1; seq * 90_000 < LECTURE_MS; seq += 1) {
    const end = seq * 90_000;
    pass(90_000);
    const { body } = await player.report(beatOf(seq, end, [[end - 90_000, end, 1]]));
    check = body.check ?? check;
  }
  if (!check) throw new Error('no check was asked');
  const passed = await answer(check.id, rightOption(check));
  expect(passed.body).toMatchObject({ result: 'passed', news: null });
  // A report is paid whole or not at all, so one more may have gone through.
  expect(passed.body.watchedMs).toBeLessThanOrEqual(GAP_MS + WHILE_WAITING_MS + 90_000);
  expect((await lecture()).state).toBe('in_progress');
});

test('who opens the lecture again and again instead of answering is not paid for the night either', async () => {
  let ends = 0;
  for (let visit = 0; visit < 14; visit += 1) {
    const playing = viewer(await openPlayer(learner.visitor, place));
    playing.goTo(ends);
    ends = Math.min(ends + 45_000, LECTURE_MS);
    await playing.playTo(ends);
  }
  const playing = viewer(await openPlayer(learner.visitor, place));
  playing.goTo(LECTURE_MS - BEAT_MS);
  const passed = await answerInTheMorning(playing);
  expect(passed).toMatchObject({ result: 'passed', news: null });
  expect(passed.watchedMs).toBeLessThanOrEqual(GAP_MS + WHILE_WAITING_MS + BEAT_MS);
});

test('who answers has the time of a waiting check anew', async () => {
  const playing = viewer(await openPlayer(learner.visitor, place));
  for (let ends = GAP_MS; ends <= 3 * GAP_MS; ends += GAP_MS) {
    const { check } = await playing.playTo(ends);
    if (!check) throw new Error('no check was asked');
    expect((await answer(check.id, rightOption(check))).body.watchedMs).toBe(ends);
  }
});

test('who paused and comes back late is asked anew, and has lost nothing', async () => {
  const player = await openPlayer(learner.visitor, place);
  const check = await askedCheck(player);
  pass(1_200_000);
  const late = (await answer(check.id, rightOption(check))).body;
  expect(late).toMatchObject({
    result: 'asked-again',
    watchedMs: GAP_MS,
    check: { secondsLeft: 60 },
  });
  if (!late.check) throw new Error('no check was asked');
  expect(late.check.id).not.toBe(check.id);
  expect((await answer(late.check.id, rightOption(late.check))).body).toMatchObject({
    result: 'passed',
    watchedMs: GAP_MS,
  });
  expect((await outcomes()).map((one) => one.outcome)).toEqual(['renewed', 'passed']);
});

test('who lost the link when the check was asked is asked anew, and what was played meanwhile counts', async () => {
  const playing = viewer(await openPlayer(learner.visitor, place));
  const { check } = await playing.playTo(GAP_MS);
  pass(90_000);
  const back = await playing.playTo(GAP_MS + BEAT_MS);
  expect(back).toMatchObject({ grantedMs: BEAT_MS, takenBack: null, check: { secondsLeft: 60 } });
  expect(back.check?.id).not.toBe(check?.id);
});

test('one wrong answer may be mended; the second wrong one is a missed check', async () => {
  const player = await openPlayer(learner.visitor, place);
  const check = await askedCheck(player);
  expect((await answer(check.id, wrongOption(check))).body).toMatchObject({
    result: 'wrong',
    check: { id: check.id, attemptsLeft: 1 },
    watchedMs: GAP_MS,
  });
  expect((await answer(check.id, wrongOption(check))).body).toMatchObject({
    result: 'missed',
    check: null,
    watchedMs: 0,
    resumeMs: 0,
  });
  // Sent again because the answer was lost: the same is said, and nothing happens.
  expect((await answer(check.id, rightOption(check))).body.result).toBe('missed');
  expect(await outcomes()).toEqual([{ outcome: 'missed', takenBackMs: GAP_MS }]);
});

test('a lecture watched far enough when its check is asked is complete with the answer', async () => {
  // 95 per cent of it are reached with the very report that makes the fourth check due.
  const eight = { slug: 'eight-minutes' };
  await learner.visitor.post(`/api/v1/courses/${eight.slug}/enrolment`);
  const playing = viewer(await openPlayer(learner.visitor, eight));
  for (let part = 1; part < 4; part += 1) {
    const { check } = await playing.playTo(part * GAP_MS);
    if (!check) throw new Error('no check was asked');
    await answer(check.id, rightOption(check));
  }
  const end = await playing.playTo(4 * GAP_MS);
  expect(end).toMatchObject({ needMs: 0, news: null });
  if (!end.check) throw new Error('no check was asked');
  const passed = (await answer(end.check.id, rightOption(end.check))).body;
  expect(passed.news).toMatchObject({ lessonCompleted: true });
});

test('what another lecture was granted since the last proof is at stake as well', async () => {
  const eight = { slug: 'eight-minutes' };
  await learner.visitor.post(`/api/v1/courses/${eight.slug}/enrolment`);
  await viewer(await openPlayer(learner.visitor, eight)).playTo(60_000);
  const player = await openPlayer(learner.visitor, place);
  const { check } = await viewer(player).playTo(60_000);
  if (!check) throw new Error('no check was asked');
  await answer(check.id, wrongOption(check));
  await answer(check.id, wrongOption(check));
  expect((await lecture()).watchedMs).toBe(0);
  const other = await learner.visitor.get<LectureView>(
    `/api/v1/courses/${eight.slug}/lessons/lecture`,
  );
  expect(other.body.watchedMs).toBe(0);
  expect(await outcomes()).toEqual([{ outcome: 'missed', takenBackMs: 120_000 }]);
});

test('who needs longer gets it from the next check on, and the reason is written down', async () => {
  const administrator = await here.signIn('chenjianguo');
  const url = `/api/v1/people/${learner.personId}`;
  const wish = { seconds: 180, reason: '视力不便，使用读屏软件' };
  expect((await learner.visitor.put(`${url}/check-time`, wish)).status).toBe(403);
  expect((await administrator.put(`${url}/check-time`, { ...wish, seconds: 7 })).status).toBe(400);
  expect((await administrator.put(`${url}/check-time`, wish)).status).toBe(204);
  const player = await openPlayer(learner.visitor, place);
  const check = await askedCheck(player);
  expect(check.secondsLeft).toBe(180);
  pass(150_000);
  expect((await answer(check.id, rightOption(check))).body.result).toBe('passed');
  const { body } = await administrator.get<PresenceRecord>(`${url}/presence`);
  expect(body).toMatchObject({ checkSeconds: 180, checks: [{ outcome: 'passed', seconds: 150 }] });
  const events = await here.installation.platform.db
    .select()
    .from(schema.auditEvents)
    .where(eq(schema.auditEvents.action, 'presence-check-time-set'));
  expect(events).toMatchObject([
    { subject: `person:${learner.personId}`, detail: { after: 180_000, reason: wish.reason } },
  ]);
});

test('a check is its learner’s alone', async () => {
  const player = await openPlayer(learner.visitor, place);
  const check = await askedCheck(player);
  const stranger = await addLearner(here);
  expect((await answer(check.id, rightOption(check), stranger)).status).toBe(404);
  expect((await answer(check.id, rightOption(check))).body.result).toBe('passed');
});
