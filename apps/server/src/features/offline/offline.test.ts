import type {
  CaseView,
  LearningRecord,
  LectureView,
  OfflineOffer,
  ProblemCode,
  QuizAttempt,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { SAMPLE_ANSWERS } from '@xueshi/testkit';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { creditDirectly } from '../../testing/credits.ts';
import { addLearner, signInWithoutPassword, type Learner } from '../../testing/learners.ts';
import { creditOfflineStudy, takeAlong, type OfflineDevice } from '../../testing/offline-device.ts';
import { beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { pass, useReportingClock } from '../../testing/reporting-clock.ts';
import {
  openTestInstallation,
  withSampleCourse,
  type TestInstallation,
} from '../../testing/test-installation.ts';
import { checkEvidence } from '../archive/service.ts';
import { ownOfflineStudy } from './service.ts';

const LECTURE_MS = 24_000;
const DAY_MS = 86_400_000;

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({ courses: withSampleCourse });
  await creditOfflineStudy(here, '石桥乡');
});
afterAll(() => here.close());
useReportingClock();

/** A learner of 石桥乡 goes by that unit's own policy, which counts nothing offline. */
async function begin(unit: '清河镇' | '石桥乡' = '清河镇'): Promise<Learner> {
  const learner = await addLearner(here, unit);
  await learner.visitor.post('/api/v1/courses/trial/enrolment');
  return learner;
}
const takeLecture = (learner: Learner) => takeAlong(here, learner.visitor, 'lecture', 'audio');
const lectureOf = async ({ visitor }: Learner) =>
  (await visitor.get<LectureView>('/api/v1/courses/trial/lessons/lecture')).body;

/** Watches the whole lecture offline, in real time. */
function watchAll(device: OfflineDevice): void {
  device.log({ kind: 'opened' });
  device.log({ kind: 'watched', spans: [[0, 12_000, 1]] }, 12_000);
  device.log({ kind: 'watched', spans: [[12_000, 24_000, 1]] }, 12_000);
}

async function finishOnline({ visitor }: Learner) {
  await visitor.post('/api/v1/courses/trial/lessons/reading/opening');
  const place = { slug: 'trial', lessonKey: 'case' };
  const { id } = (await visitor.post<{ id: string }>('/api/v1/case-runs', place)).body;
  const decide = (nodeId: string) =>
    visitor.post(`/api/v1/case-runs/${id}/decisions`, { nodeId, optionId: 'a' });
  await decide('first');
  here.clock.advance({ seconds: 80 });
  await decide('second');
  await visitor.post('/api/v1/courses/trial/lessons/reading/reading-completion');
  const quiz = { slug: 'trial', lessonKey: 'quiz' };
  const attempt = (await visitor.post<QuizAttempt>('/api/v1/quiz-attempts', quiz)).body;
  const url = `/api/v1/quiz-attempts/${attempt.id}/submission`;
  return (await visitor.post<QuizAttempt>(url, { answers: SAMPLE_ANSWERS })).body.news;
}

describe('taking a lesson along', () => {
  test('a started course says what can be taken along and how large it is; quizzes stay online', async () => {
    const { visitor } = await begin();
    const { body } = await visitor.get<OfflineOffer>('/api/v1/courses/trial/offline');
    expect(body).toMatchObject({
      days: 14,
      credited: true,
      maxYearSharePercent: 20,
      hasQuiz: true,
    });
    const forms = Object.fromEntries(body.lessons.map(({ key, forms }) => [key, forms]));
    const [video, audio] = forms['lecture'] ?? [];
    expect(audio?.bytes).toBeGreaterThan(10_000);
    expect(video?.bytes).toBeGreaterThan(audio?.bytes ?? Infinity);
    expect(forms['reading']).toMatchObject([{ form: 'text' }]);
    expect(forms['case']).toMatchObject([{ form: 'text' }]);
    expect(forms['case']?.[0]?.bytes).toBeGreaterThan(forms['reading']?.[0]?.bytes ?? Infinity);
    expect(forms['quiz']).toEqual([]);
    const quiz = { slug: 'trial', lessonKey: 'quiz', form: 'text' };
    expect((await visitor.post('/api/v1/offline-permissions', quiz)).status).toBe(409);
  });

  test('the files it names are all there, and the playlist holds one picture and the sound', async () => {
    const { visitor } = await begin();
    const { kept } = await takeAlong(here, visitor, 'lecture', 'video');
    expect(kept.files.length).toBeGreaterThan(6);
    for (const { url, bytes } of kept.files) {
      const answer = await visitor.get(url);
      expect({ url, status: answer.status }).toEqual({ url, status: 200 });
      expect(Number(answer.headers['content-length'])).toBe(bytes);
    }
    const playlist = kept.playlist?.text ?? '';
    const named = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(named).toHaveLength(1);
    expect(playlist).toMatch(/URI="audio\/index\.m3u8"/);
    const folder = kept.playlist?.url.replace('master.m3u8', '') ?? '';
    expect(kept.files.map(({ url }) => url)).toContain(folder + (named[0] ?? ''));
  });

  test('nothing taken along is evidence that a lecture was sent for watching online', async () => {
    const { visitor, personId } = await begin();
    const { kept } = await takeAlong(here, visitor, 'lecture', 'audio');
    for (const { url } of kept.files) await visitor.get(url);
    const rows = await here.installation.platform.db
      .select()
      .from(schema.mediaDeliveries)
      .where(eq(schema.mediaDeliveries.personId, personId));
    expect(rows).toEqual([]);
  });

  test('a case is taken along whole, without what others chose', async () => {
    const { visitor } = await begin();
    const { kept } = await takeAlong(here, visitor, 'case', 'text');
    expect(kept.caseScript?.nodes.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(JSON.stringify(kept.caseScript)).not.toContain('peers');
  });

  test('a course not started is not taken along', async () => {
    const { visitor } = await addLearner(here);
    expect((await visitor.get('/api/v1/courses/trial/offline')).status).toBe(409);
  });
});

describe('where the policy says nothing', () => {
  test('the place is kept, and no watched time is earned', async () => {
    const learner = await begin('石桥乡');
    const device = await takeLecture(learner);
    watchAll(device);
    const { body } = await device.send();
    expect(body).toMatchObject({
      ackSeq: 3,
      grantedMs: 0,
      watchedMs: 0,
      reason: 'policy',
      resumeMs: LECTURE_MS,
      state: 'in_progress',
    });
    expect(await lectureOf(learner)).toMatchObject({ watchedMs: 0, resumeMs: LECTURE_MS });
  });

  test('a reading read and a case ended count, by the time the server itself measured', async () => {
    const learner = await begin('石桥乡');
    const reading = await takeAlong(here, learner.visitor, 'reading', 'text');
    reading.log({ kind: 'opened' });
    reading.log({ kind: 'read' }, 5_000);
    const early = await reading.send();
    expect(early.body).toMatchObject({ state: 'in_progress', news: null });
    expect(early.body.secondsLeft).toBeGreaterThan(0);
    here.clock.advance({ seconds: early.body.secondsLeft });
    expect((await reading.send()).body).toMatchObject({
      state: 'completed',
      news: { lessonCompleted: true },
    });

    const walk = await takeAlong(here, learner.visitor, 'case', 'text');
    walk.log({ kind: 'begun' });
    walk.log({ kind: 'decided', decision: { nodeId: 'first', optionId: 'a' } }, 40_000);
    walk.log({ kind: 'decided', decision: { nodeId: 'second', optionId: 'b' } }, 40_000);
    expect((await walk.send()).body).toMatchObject({ state: 'completed' });
    expect((await walk.send()).body.news).toBeNull();
    const { run } = (await learner.visitor.get<CaseView>('/api/v1/courses/trial/lessons/case'))
      .body;
    expect(run?.ending?.id).toBe('doubtful');
    expect(run?.steps).toHaveLength(2);
  });

  test('a way through a case that cannot be walked is refused', async () => {
    const learner = await begin('石桥乡');
    const walk = await takeAlong(here, learner.visitor, 'case', 'text');
    walk.log({ kind: 'begun' });
    walk.log({ kind: 'decided', decision: { nodeId: 'second', optionId: 'a' } }, 80_000);
    expect((await walk.send()).body.code).toBe('offline-log-broken');
  });
});

describe('where the policy counts it', () => {
  test('what was played counts once, however often it is sent', async () => {
    const learner = await begin();
    const device = await takeLecture(learner);
    watchAll(device);
    expect((await device.send()).body).toMatchObject({
      grantedMs: LECTURE_MS,
      reason: null,
      state: 'completed',
      news: { lessonCompleted: true, courseCompleted: false },
    });
    expect((await device.send()).body).toMatchObject({ grantedMs: 0, watchedMs: LECTURE_MS });
    const problems = (await checkEvidence(here.installation.platform.db)).problems;
    expect(problems).toEqual([]);
  });

  test('no more counts than real time went by between taking along and coming back', async () => {
    const learner = await begin();
    const hasty = await takeLecture(learner);
    hasty.log({ kind: 'opened' });
    hasty.log({ kind: 'watched', spans: [[0, 20_000, 1]] });
    expect((await hasty.send()).body.code).toBe('bad-span');
    // Its own clock says twenty seconds; the server saw five.
    const liar = await takeLecture(learner);
    liar.log({ kind: 'opened' });
    liar.log({ kind: 'watched', spans: [[0, 20_000, 1]] }, 20_000);
    here.clock.advance({ ms: -15_000 });
    expect((await liar.send()).body).toMatchObject({ grantedMs: 5_000, reason: 'clock' });
    here.clock.advance({ ms: 15_000 });
  });

  test('time that went into watching online does not pay again', async () => {
    const learner = await begin();
    const device = await takeLecture(learner);
    const player = await openPlayer(learner.visitor, { slug: 'trial' });
    pass(here, 15_000);
    const online = await player.report(beatOf(1, 15_000, [[0, 15_000, 1]]));
    expect(online.body.grantedMs).toBe(15_000);
    device.log({ kind: 'opened' });
    device.log({ kind: 'watched', spans: [[15_000, 24_000, 1]] }, 9_000);
    here.clock.advance({ ms: -9_000 });
    expect((await device.send()).body).toMatchObject({ grantedMs: 0, reason: 'clock' });
    here.clock.advance({ ms: 9_000 });
  });

  test('two lessons taken along share one clock', async () => {
    const learner = await begin();
    const one = await takeLecture(learner);
    const two = await takeLecture(learner);
    one.log({ kind: 'opened' });
    one.log({ kind: 'watched', spans: [[0, 10_000, 1]] }, 10_000);
    two.log({ kind: 'opened' }, 10_000);
    two.log({ kind: 'watched', spans: [[10_000, 24_000, 1]] }, 14_000);
    // Thirty-four seconds went by in all; twenty are taken away again.
    here.clock.advance({ ms: -20_000 });
    const first = (await one.send()).body.grantedMs;
    const second = (await two.send()).body.grantedMs;
    expect(first + second).toBeLessThanOrEqual(14_000);
    expect(first).toBe(10_000);
    here.clock.advance({ ms: 20_000 });
  });

  test('an open player cannot claim the time that was just paid out', async () => {
    const learner = await begin();
    const device = await takeLecture(learner);
    const player = await openPlayer(learner.visitor, { slug: 'trial' });
    watchAll(device);
    expect((await device.send()).body.grantedMs).toBe(LECTURE_MS);
    pass(here, 0);
    const late = await player.report(beatOf(1, 24_000, [[0, 20_000, 1]]));
    expect(late.body).toMatchObject({ grantedMs: 0 });
    const state = await lectureOf(learner);
    expect(state.watchedMs).toBe(LECTURE_MS);
  });

  test('after its expiry a permission keeps the place and counts nothing', async () => {
    const learner = await begin();
    const device = await takeLecture(learner);
    watchAll(device);
    here.clock.advance({ ms: 15 * DAY_MS });
    const { visitor } = await signInWithoutPassword(here, learner.personId);
    const body = { permission: device.kept.permission, entries: device.entries };
    const url = `/api/v1/offline-permissions/${device.kept.id}/study`;
    expect((await visitor.post(url, body)).body).toMatchObject({
      grantedMs: 0,
      reason: 'expired',
      resumeMs: LECTURE_MS,
    });
  });
});

describe('what is forged', () => {
  const refusedAs = async (answer: Promise<{ status: number; body: { code: ProblemCode } }>) => {
    const { status, body } = await answer;
    return { status, code: body.code };
  };

  test('a permission that was altered, or is another one’s, counts nothing', async () => {
    const learner = await begin();
    const device = await takeLecture(learner);
    const other = await takeLecture(learner);
    watchAll(device);
    const [payload = '', keyId, signature] = device.kept.permission.split('.');
    const longer = Buffer.from(payload, 'base64url')
      .toString()
      .replace(/"expiresAt":"\d{4}/, '"expiresAt":"2999');
    const altered = [Buffer.from(longer).toString('base64url'), keyId, signature].join('.');
    const code = { status: 422, code: 'offline-permission-false' };
    expect(await refusedAs(device.send({ permission: altered }))).toEqual(code);
    expect(await refusedAs(device.send({ permission: other.kept.permission }))).toEqual(code);
    expect(await refusedAs(device.send({ permission: 'x' }))).toEqual(code);
    expect((await lectureOf(learner)).watchedMs).toBe(0);
  });

  test('a log that was altered, cut or made up counts nothing', async () => {
    const learner = await begin();
    const device = await takeLecture(learner);
    watchAll(device);
    const [first, second, third] = device.entries;
    const altered = [first, { ...second, spans: [[1_000, 12_000, 1]] }, third];
    const broken = { status: 422, code: 'offline-log-broken' };
    expect(await refusedAs(device.send({ entries: altered }))).toEqual(broken);
    expect(await refusedAs(device.send({ entries: [first, third] }))).toMatchObject({
      code: 'sequence-gap',
    });
    expect((await device.send()).status).toBe(200);
    const changedLater = [first, { ...second, hash: third?.hash }];
    expect(await refusedAs(device.send({ entries: changedLater }))).toMatchObject({
      code: 'sequence-conflict',
    });
  });

  test('another person’s permission is not found', async () => {
    const learner = await begin();
    const other = await begin();
    const device = await takeLecture(learner);
    watchAll(device);
    const body = { permission: device.kept.permission, entries: device.entries };
    const url = `/api/v1/offline-permissions/${device.kept.id}`;
    expect((await other.visitor.post(`${url}/study`, body)).status).toBe(404);
    expect((await other.visitor.delete(url)).status).toBe(404);
  });

  test('a permission that was given back takes nothing more', async () => {
    const learner = await begin();
    const device = await takeLecture(learner);
    watchAll(device);
    const url = `/api/v1/offline-permissions/${device.kept.id}`;
    expect((await learner.visitor.delete(url)).status).toBe(204);
    expect((await device.send()).status).toBe(410);
  });
});

describe('the credit of a course studied offline in part', () => {
  test('is posted within the share of the year, and says so for good', async () => {
    const learner = await begin();
    await creditDirectly(here, learner.personId);
    const device = await takeLecture(learner);
    watchAll(device);
    await device.send();
    expect(await finishOnline(learner)).toMatchObject({ credited: { hundredths: 50 } });
    const { entries } = (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body;
    const [entry] = entries;
    expect(entry).toMatchObject({ studiedOffline: true, courseSlug: 'trial' });
    expect(entry?.why.evidence[0]).toMatchObject({ offlineMs: LECTURE_MS });
    expect(entries[1]).toMatchObject({ studiedOffline: false });
  });

  test('beyond that share the lecture is to be watched online, and then it is posted unmarked', async () => {
    const learner = await begin();
    const device = await takeLecture(learner);
    watchAll(device);
    await device.send();
    expect(await finishOnline(learner)).toMatchObject({
      lessonCompleted: true,
      courseCompleted: false,
      credited: null,
      notCredited: 'offline-share',
    });
    expect(await lectureOf(learner)).toMatchObject({ watchedMs: 0, state: 'in_progress' });
    const player = await openPlayer(learner.visitor, { slug: 'trial' });
    pass(here, LECTURE_MS);
    const { body } = await player.report(beatOf(1, LECTURE_MS, [[0, LECTURE_MS, 1]]));
    expect(body.news).toMatchObject({ courseCompleted: true, credited: { hundredths: 50 } });
    const { entries } = (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body;
    expect(entries[0]).toMatchObject({ studiedOffline: false });
    expect((await checkEvidence(here.installation.platform.db)).problems).toEqual([]);
  });
});

test('what was taken along and what came back is in the copy of one’s own data', async () => {
  const learner = await begin();
  const device = await takeLecture(learner);
  watchAll(device);
  await device.send();
  const { db } = here.installation.platform;
  const rows = await Promise.all(
    ownOfflineStudy.map(async (part) => {
      const all = [];
      for await (const page of part.pages(db, learner.personId)) all.push(...page);
      return all;
    }),
  );
  expect(rows[0]).toMatchObject([{ id: device.kept.id, lesson: 'lecture', grantedMs: LECTURE_MS }]);
  expect(rows[1]?.map((row) => row['seq'])).toEqual([1, 2, 3]);
});
