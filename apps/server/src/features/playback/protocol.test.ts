// The reporting protocol of TRUST.md §2.3, row by row, through the application.
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { pass as passTime, useReportingClock } from '../../testing/reporting-clock.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  newRequestId,
  openTestInstallation,
  type TestInstallation,
} from '../../testing/test-installation.ts';

const MINUTES_10 = 600_000;
const place = { slug: 'long-lecture' };

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'long-lecture');
      await writeReadingCourse(folder, 'second-lecture');
    },
  });
  await addPaperLecture(here.installation.platform, 'long-lecture', MINUTES_10);
  await addPaperLecture(here.installation.platform, 'second-lecture', MINUTES_10);
});
afterAll(() => here.close());

useReportingClock();
beforeEach(async () => {
  learner = await addLearner(here);
  await learner.visitor.post('/api/v1/courses/long-lecture/enrolment');
});

const pass = (ms: number) => passTime(here, ms);

const rows = (sessionId: string) =>
  here.installation.platform.db
    .select()
    .from(schema.heartbeats)
    .where(eq(schema.heartbeats.sessionId, sessionId));

const standing = async (sessionId: string, who = learner) =>
  (
    await who.visitor.get<{
      state: string;
      supersededBy: string | null;
      lastSeq: number;
      nonce: string;
      resumeMs: number;
    }>(`/api/v1/playback-sessions/${sessionId}`)
  ).body;

test('what was played in real time is credited, and the answer says what is still missing', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(15_000);
  const { status, body } = await player.report(beatOf(1, 15_000, [[0, 15_000, 1]]));
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ackSeq: 1,
    grantedMs: 15_000,
    withheldMs: 0,
    reason: null,
    replayed: false,
    news: null,
  });
  expect(body.watched).toEqual([[0, 15_000]]);
  expect(body.needMs).toBe(570_000 - 15_000);
});

test('another learner’s playback session is not found, with the same answer as one that never was', async () => {
  const stranger = await addLearner(here);
  const { session } = await openPlayer(learner.visitor, place);
  const report = (id: string) =>
    stranger.visitor.post<{ code: string; requestId: string }>(
      `/api/v1/playback-sessions/${id}/beats`,
      {
        epoch: session.epoch,
        nonce: session.nonce,
        beats: [beatOf(1, 1000, [])],
      },
    );
  const foreign = await report(session.sessionId);
  const unknown = await report('a'.repeat(22));
  expect(foreign.status).toBe(404);
  expect({ ...foreign.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  expect(
    (await stranger.visitor.get(`/api/v1/playback-sessions/${session.sessionId}`)).status,
  ).toBe(404);
  expect(
    (
      await stranger.visitor.post(`/api/v1/playback-sessions/${session.sessionId}/close`, {
        positionMs: 0,
      })
    ).status,
  ).toBe(404);
  expect(await rows(session.sessionId)).toEqual([]);
});

test('a closed playback session takes no more reports and keeps the place', async () => {
  const player = await openPlayer(learner.visitor, place);
  const { sessionId } = player.session;
  expect(
    (
      await learner.visitor.post(`/api/v1/playback-sessions/${sessionId}/close`, {
        positionMs: 7_000,
      })
    ).status,
  ).toBe(204);
  expect(
    (
      await learner.visitor.post(`/api/v1/playback-sessions/${sessionId}/close`, {
        positionMs: 9_000,
      })
    ).status,
  ).toBe(204);
  pass(15_000);
  const answer = await player.report(beatOf(1, 15_000, [[0, 15_000, 1]]));
  expect(answer).toMatchObject({ status: 410, body: { code: 'playback-closed' } });
  expect(await standing(sessionId)).toMatchObject({ state: 'closed', resumeMs: 7_000 });
  expect(await rows(sessionId)).toEqual([]);
});

test('a report whose answer was lost is resent, answered the same and counted once', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(15_000);
  const body = { nonce: player.session.nonce, beats: [beatOf(1, 15_000, [[0, 15_000, 1]])] };
  const first = await player.send(body);
  pass(15_000);
  const again = await player.send(body);
  expect(again.status).toBe(200);
  expect(again.body).toEqual({ ...first.body, replayed: true });
  expect(await rows(player.session.sessionId)).toHaveLength(1);
});

test('a report that grew while the link was down counts only what is new', async () => {
  const player = await openPlayer(learner.visitor, place);
  const { nonce } = player.session;
  pass(15_000);
  await player.send({ nonce, beats: [beatOf(1, 15_000, [[0, 15_000, 1]])] });
  pass(15_000);
  const grown = await player.send({
    nonce,
    beats: [beatOf(1, 15_000, [[0, 15_000, 1]]), beatOf(2, 30_000, [[15_000, 30_000, 1]])],
  });
  expect(grown.body).toMatchObject({ ackSeq: 2, grantedMs: 30_000, watchedMs: 30_000 });
  expect(await rows(player.session.sessionId)).toHaveLength(2);
});

test('a beat that comes back with other content is refused and changes nothing', async () => {
  const player = await openPlayer(learner.visitor, place);
  const { nonce } = player.session;
  pass(15_000);
  await player.send({ nonce, beats: [beatOf(1, 15_000, [[0, 15_000, 1]])] });
  pass(15_000);
  const changed = await player.send({ nonce, beats: [beatOf(1, 15_000, [[50_000, 65_000, 1]])] });
  expect(changed).toMatchObject({ status: 409, body: { code: 'sequence-conflict' } });
  expect(await rows(player.session.sessionId)).toHaveLength(1);
});

test('a beat that is missing is asked for by its number, and nothing after it is taken', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(30_000);
  const gap = await player.report(beatOf(2, 30_000, [[15_000, 30_000, 1]]));
  expect(gap).toMatchObject({
    status: 409,
    body: { code: 'sequence-gap', params: { expected: 1 } },
  });
  const hole = await player.report(beatOf(1, 15_000, [[0, 15_000, 1]]), beatOf(3, 30_000, []));
  expect(hole).toMatchObject({
    status: 409,
    body: { code: 'sequence-gap', params: { expected: 2 } },
  });
  expect(await rows(player.session.sessionId)).toEqual([]);
});

test('a nonce that was not given out with the last answer is refused', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(15_000);
  const made = await player.send({
    nonce: 'x'.repeat(43),
    beats: [beatOf(1, 15_000, [[0, 15_000, 1]])],
  });
  expect(made).toMatchObject({ status: 409, body: { code: 'bad-nonce' } });
  const other = await openPlayer((await enrolled()).visitor, place);
  pass(1_000);
  const borrowed = await player.send({
    nonce: other.session.nonce,
    beats: [beatOf(1, 15_000, [[0, 15_000, 1]])],
  });
  expect(borrowed).toMatchObject({ status: 409, body: { code: 'bad-nonce' } });
  expect(await rows(player.session.sessionId)).toEqual([]);
  const { nonce } = await standing(player.session.sessionId);
  pass(5_000);
  expect((await player.send({ nonce, beats: [beatOf(1, 15_000, [[0, 15_000, 1]])] })).status).toBe(
    200,
  );
});

async function enrolled(): Promise<Learner> {
  const other = await addLearner(here);
  await other.visitor.post('/api/v1/courses/long-lecture/enrolment');
  return other;
}

test.each([
  { promise: 'a stretch that runs backwards', spans: [[9_000, 8_000, 1]] },
  { promise: 'a stretch without length', spans: [[9_000, 9_000, 1]] },
  { promise: 'a stretch beyond the end', spans: [[MINUTES_10 - 1_000, MINUTES_10 + 1_001, 1]] },
  { promise: 'playing faster than allowed', spans: [[0, 15_000, 1.5]] },
  { promise: 'more than the device’s own clock', spans: [[0, 16_001, 1]] },
  {
    promise: 'more in many pieces than the device’s own clock',
    spans: [
      [0, 9_000, 1],
      [20_000, 29_000, 1],
    ],
  },
])('$promise cannot have been played and is refused', async ({ spans }) => {
  const player = await openPlayer(learner.visitor, place);
  pass(30_000);
  const answer = await player.send({ beats: [{ ...beatOf(1, 15_000, []), spans }] });
  expect(answer).toMatchObject({ status: 422, body: { code: 'bad-span' } });
  expect(await rows(player.session.sessionId)).toEqual([]);
});

test('a device clock that runs backwards between two beats is refused', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(30_000);
  const answer = await player.report(beatOf(1, 15_000, []), beatOf(2, 14_999, []));
  expect(answer).toMatchObject({ status: 422, body: { code: 'bad-span' } });
});

test('more than the server’s clock allows is cut off, never refused, and can be watched again', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(10_000);
  const fast = await player.report(beatOf(1, 30_000, [[0, 30_000, 1]]));
  expect(fast).toMatchObject({
    status: 200,
    body: { grantedMs: 10_000, withheldMs: 20_000, reason: 'RATE' },
  });
  pass(20_000);
  const again = await player.report(beatOf(2, 50_000, [[10_000, 30_000, 1]]));
  expect(again.body).toMatchObject({ grantedMs: 20_000, withheldMs: 0, reason: null });
});

test('watching a part again earns nothing', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(15_000);
  await player.report(beatOf(1, 15_000, [[0, 15_000, 1]]));
  pass(15_000);
  const again = await player.report(beatOf(2, 30_000, [[0, 15_000, 1]]));
  expect(again.body).toMatchObject({ grantedMs: 0, watchedMs: 15_000, withheldMs: 0 });
});

test('jumping ahead earns what was played on both sides and nothing between', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(20_000);
  const { body } = await player.report(
    beatOf(1, 20_000, [
      [0, 10_000, 1],
      [500_000, 510_000, 1],
    ]),
  );
  expect(body.watched).toEqual([
    [0, 10_000],
    [500_000, 510_000],
  ]);
  expect(body.grantedMs).toBe(20_000);
});

test('two courses at once never earn more than one clock', async () => {
  await learner.visitor.post('/api/v1/courses/second-lecture/enrolment');
  const places = [place, { slug: 'second-lecture' }];
  let granted = 0;
  for (let turn = 0; turn < 6; turn += 1) {
    const player = await openPlayer(learner.visitor, places[turn % 2] ?? place);
    pass(10_000);
    const answer = await player.report(
      beatOf(1, 60_000, [[turn * 60_000, turn * 60_000 + 60_000, 1]]),
    );
    granted += answer.body.grantedMs;
  }
  expect(granted).toBe(60_000);
});

test('opening is safe to retry: the same request gives the same session', async () => {
  const requestId = newRequestId();
  const first = await openPlayer(learner.visitor, { ...place, requestId });
  const again = await openPlayer(learner.visitor, { ...place, requestId });
  expect(again.session).toEqual(first.session);
  pass(15_000);
  expect((await first.report(beatOf(1, 15_000, [[0, 15_000, 1]]))).status).toBe(200);
});

test('one playback session may report twice in five seconds; the third is asked to wait and loses nothing', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(15_000);
  await player.report(beatOf(1, 5_000, [[0, 5_000, 1]]));
  await player.report(beatOf(2, 10_000, [[5_000, 10_000, 1]]));
  const third = await player.report(beatOf(3, 15_000, [[10_000, 15_000, 1]]));
  expect(third).toMatchObject({ status: 429, body: { code: 'slow-down' } });
  expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
  pass(0);
  expect((await player.report(beatOf(3, 15_000, [[10_000, 15_000, 1]]))).body).toMatchObject({
    grantedMs: 5_000,
    watchedMs: 15_000,
  });
});

test('a minute without a link loses nothing: its beats arrive together and count', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(60_000);
  const beats = [1, 2, 3, 4].map((seq) =>
    beatOf(seq, seq * 15_000, [[(seq - 1) * 15_000, seq * 15_000, 1]]),
  );
  expect((await player.report(...beats)).body).toMatchObject({
    ackSeq: 4,
    grantedMs: 60_000,
    withheldMs: 0,
  });
});

test('after five minutes without a link two minutes count; the rest is shown as missing', async () => {
  const player = await openPlayer(learner.visitor, place);
  pass(300_000);
  const beats = Array.from({ length: 20 }, (_, at) =>
    beatOf(at + 1, (at + 1) * 15_000, [[at * 15_000, (at + 1) * 15_000, 1]]),
  );
  const { body } = await player.report(...beats);
  expect(body).toMatchObject({
    ackSeq: 20,
    grantedMs: 120_000,
    withheldMs: 180_000,
    reason: 'RATE',
  });
  expect(body.watched).toEqual([[0, 120_000]]);
});

test('only a lecture can be played, and only one whose video is ready', async () => {
  const open = (lessonKey: string) =>
    learner.visitor.post('/api/v1/playback-sessions', {
      requestId: newRequestId(),
      ...place,
      lessonKey,
      clientInfo: '',
    });
  expect(await open('reading')).toMatchObject({ status: 409, body: { code: 'wrong-lesson-kind' } });
  expect(await open('no-such')).toMatchObject({ status: 404, body: { code: 'lesson-not-found' } });
  const outsider = await addLearner(here);
  const unstarted = await outsider.visitor.post('/api/v1/playback-sessions', {
    requestId: newRequestId(),
    ...place,
    lessonKey: 'lecture',
    clientInfo: '',
  });
  expect(unstarted).toMatchObject({ status: 409, body: { code: 'course-not-started' } });
});
