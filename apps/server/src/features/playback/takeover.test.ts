// One playback at a time: what another device takes over, and what of the first still counts (TRUST.md §2.3).
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { pass as passTime, useReportingClock } from '../../testing/reporting-clock.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

const MINUTES_10 = 600_000;
const place = { slug: 'long-lecture' };

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'long-lecture'),
  });
  await addPaperLecture(here.installation.platform, 'long-lecture', MINUTES_10);
});
afterAll(() => here.close());

useReportingClock();
beforeEach(async () => {
  learner = await addLearner(here);
  await learner.visitor.post('/api/v1/courses/long-lecture/enrolment');
});

const pass = (ms: number) => passTime(here, ms);

interface Standing {
  readonly state: string;
  readonly supersededBy: string | null;
  readonly leftMs: number;
  readonly nonce: string;
  readonly resumeMs: number;
}

const standing = async (sessionId: string) =>
  (await learner.visitor.get<Standing>(`/api/v1/playback-sessions/${sessionId}`)).body;

test('going on at another device supersedes the first, which is told the device and earns nothing more', async () => {
  const phone = await openPlayer(learner.visitor, { ...place, clientInfo: 'phone' });
  const desk = await openPlayer(learner.visitor, { ...place, clientInfo: 'the office computer' });
  pass(15_000);
  const late = await phone.report(beatOf(1, 15_000, [[0, 15_000, 1]]));
  expect(late).toMatchObject({ status: 409, body: { code: 'playback-superseded' } });
  expect(await standing(phone.session.sessionId)).toMatchObject({
    state: 'superseded',
    supersededBy: 'the office computer',
  });
  expect(await standing(desk.session.sessionId)).toMatchObject({
    state: 'open',
    supersededBy: null,
  });
  expect((await desk.report(beatOf(1, 15_000, [[0, 15_000, 1]]))).body.grantedMs).toBe(15_000);
});

test('what was played before another device took over still counts, up to that moment', async () => {
  const phone = await openPlayer(learner.visitor, { ...place, clientInfo: 'phone' });
  pass(15_000);
  expect((await phone.report(beatOf(1, 15_000, [[0, 15_000, 1]]))).body).toMatchObject({
    grantedMs: 15_000,
    takenOver: false,
  });
  pass(10_000);
  const desk = await openPlayer(learner.visitor, { ...place, clientInfo: 'desk' });
  expect(await standing(phone.session.sessionId)).toMatchObject({
    state: 'superseded',
    leftMs: 10_000,
  });
  pass(5_000);
  const nonce = (await standing(phone.session.sessionId)).nonce;
  const late = { nonce, beats: [beatOf(2, 30_000, [[15_000, 30_000, 1]])] };
  expect((await phone.send(late)).body).toMatchObject({
    ackSeq: 2,
    grantedMs: 10_000,
    withheldMs: 5_000,
    watchedMs: 25_000,
    takenOver: true,
    replayed: false,
  });
  // Its answer was lost: the same again, and nothing twice.
  pass(5_000);
  expect((await phone.send(late)).body).toMatchObject({ watchedMs: 25_000, replayed: true });
  pass(5_000);
  expect(await phone.report(beatOf(3, 45_000, [[30_000, 45_000, 1]]))).toMatchObject({
    status: 409,
    body: { code: 'playback-superseded' },
  });
  // The clock of the device in use was not touched.
  expect((await desk.report(beatOf(1, 15_000, [[60_000, 75_000, 1]]))).body).toMatchObject({
    grantedMs: 15_000,
    watchedMs: 40_000,
  });
  expect((await standing(desk.session.sessionId)).resumeMs).toBe(75_000);
});

test('two devices in turn never count more than the time that went by', async () => {
  const started = here.clock.now().getTime();
  let counted = 0;
  let before: Awaited<ReturnType<typeof openPlayer>> | null = null;
  for (let turn = 0; turn < 12; turn += 1) {
    const player = await openPlayer(learner.visitor, place);
    if (before) {
      const from = turn * 40_000;
      const claim = beatOf(1, 40_000, [[from, from + 40_000, 1]]);
      const { nonce } = await standing(before.session.sessionId);
      counted += (await before.send({ nonce, beats: [claim] })).body.grantedMs;
    }
    before = player;
    pass(7_000);
  }
  expect(counted).toBe(11 * 7_000);
  expect(counted).toBeLessThanOrEqual(here.clock.now().getTime() - started);
});

test('closing the superseded device leaves the place of the one in use alone', async () => {
  const phone = await openPlayer(learner.visitor, place);
  const desk = await openPlayer(learner.visitor, place);
  pass(15_000);
  await desk.report(beatOf(1, 15_000, [[100_000, 115_000, 1]]));
  await learner.visitor.post(`/api/v1/playback-sessions/${phone.session.sessionId}/close`, {
    positionMs: 3_000,
  });
  expect((await standing(desk.session.sessionId)).resumeMs).toBe(115_000);
});
