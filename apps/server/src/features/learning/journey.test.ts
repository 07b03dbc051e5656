import { SAMPLE_ANSWERS } from '@xueshi/testkit';
import type {
  BeatsAnswer,
  CaseRun,
  CourseDetail,
  Home,
  LearningRecord,
  PlaybackSession,
  QuizAttempt,
  UnitOverview,
} from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '../credit/service.ts';
import {
  newRequestId,
  openTestInstallation,
  withSampleCourse,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({ courses: withSampleCourse });
});
afterAll(() => here.close());

test('a lecture watched, a reading read, a case decided and a quiz passed arrive in the year and in the unit’s figures', async () => {
  const learner = await here.signIn('wangxiulan');
  const admin = await here.signIn('chenjianguo');
  const before = (await learner.get<Home>('/api/v1/me/home')).body;
  const [county] = (await admin.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  const figures = async () =>
    (await admin.get<UnitOverview>(`/api/v1/org-units/${county?.id ?? ''}/overview`)).body;
  const sumBefore = (await figures()).total.hundredths;

  const course = (await learner.post<CourseDetail>('/api/v1/courses/trial/enrolment')).body;
  expect(course.enrolment?.valueHundredths).toBe(50);

  const place = { slug: 'trial', lessonKey: 'lecture' };
  const session = (
    await learner.post<PlaybackSession>('/api/v1/playback-sessions', {
      requestId: newRequestId(),
      ...place,
      clientInfo: 'test',
    })
  ).body;
  here.clock.advance({ seconds: 15 });
  const beat = { state: 'playing', visible: true, muted: false, sinceInputMs: 0 };
  const first = await learner.post<BeatsAnswer>(
    `/api/v1/playback-sessions/${session.sessionId}/beats`,
    {
      epoch: session.epoch,
      nonce: session.nonce,
      beats: [{ ...beat, seq: 1, monoMs: 15_000, spans: [[0, 15_000, 1]] }],
    },
  );
  expect(first.body).toMatchObject({ ackSeq: 1, grantedMs: 15_000, withheldMs: 0 });
  here.clock.advance({ seconds: 9 });
  const second = await learner.post<BeatsAnswer>(
    `/api/v1/playback-sessions/${session.sessionId}/beats`,
    {
      epoch: session.epoch,
      nonce: first.body.nonce,
      beats: [{ ...beat, seq: 2, monoMs: 24_000, spans: [[15_000, 24_000, 1]] }],
    },
  );
  expect(second.body.news?.lessonCompleted).toBe(true);

  await learner.post('/api/v1/courses/trial/lessons/reading/opening');
  const tooSoon = await learner.post<{ code: string }>(
    '/api/v1/courses/trial/lessons/reading/reading-completion',
  );
  expect(tooSoon.body.code).toBe('reading-too-soon');
  here.clock.advance({ seconds: 25 });
  expect(
    (await learner.post('/api/v1/courses/trial/lessons/reading/reading-completion')).status,
  ).toBe(200);

  expect((await decideTheCase(learner)).ending?.id).toBe('settled');

  const attempt = (
    await learner.post<QuizAttempt>('/api/v1/quiz-attempts', { slug: 'trial', lessonKey: 'quiz' })
  ).body;
  expect(attempt.items.every((item) => item.result === null)).toBe(true);
  const result = (
    await learner.post<QuizAttempt>(`/api/v1/quiz-attempts/${attempt.id}/submission`, {
      answers: SAMPLE_ANSWERS,
    })
  ).body;
  expect(result).toMatchObject({
    percent: 100,
    passed: true,
    news: { courseCompleted: true, credited: { hundredths: 50, year: 2026 } },
  });

  const after = (await learner.get<Home>('/api/v1/me/home')).body;
  expect(after.totals.hundredths).toBe(before.totals.hundredths + 50);
  expect((await figures()).total.hundredths).toBe(sumBefore + 50);
  const record = (await learner.get<LearningRecord>('/api/v1/me/record')).body;
  expect(record.entries[0]).toMatchObject({ courseSlug: 'trial', hundredths: 50 });
  expect(record.entries[0]?.why.evidence).toHaveLength(4);
  expect((await checkLedger(here.installation.platform.db)).problems).toEqual([]);
});

async function decideTheCase(learner: Visitor): Promise<CaseRun> {
  const place = { slug: 'trial', lessonKey: 'case' };
  const { id } = (await learner.post<CaseRun>('/api/v1/case-runs', place)).body;
  const decide = (nodeId: string) =>
    learner.post<CaseRun>(`/api/v1/case-runs/${id}/decisions`, { nodeId, optionId: 'a' });
  await decide('first');
  here.clock.advance({ seconds: 75 });
  return (await decide('second')).body;
}
