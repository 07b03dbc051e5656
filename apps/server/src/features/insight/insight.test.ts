// What authors see of how a course is learned, from real reports of players, answers and evaluations.
import type { CourseInsight } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { pass as passTime, useReportingClock } from '../../testing/reporting-clock.ts';
import { addPaperLecture, beatOf, openPlayer, type Spans } from '../../testing/paper-lecture.ts';
import { finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { compactEvidence } from '../archive/service.ts';

const SLUG = 'five-minutes';
const DURATION = 300_000;

let here: TestInstallation;
let author: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({ courses: (folder) => writeReadingCourse(folder, SLUG) });
  await addPaperLecture(here.installation.platform, SLUG, DURATION);
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());
useReportingClock();

const insight = async () => {
  author = await here.signIn('zhoumin');
  return (await author.get<CourseInsight>(`/api/v1/courses/${SLUG}/insight`)).body;
};

/** No more is granted at once than a player reports at once. */
const REPORT_MS = 100_000;

const inReports = ([from, to, rate]: Spans[number]): Spans[number][] => {
  const parts: Spans[number][] = [];
  for (let at = from; at < to; at += REPORT_MS)
    parts.push([at, Math.min(to, at + REPORT_MS), rate]);
  return parts;
};

/** Somebody plays stretches of the lecture, each in a playback of its own, as players report them. */
async function watch(...playbacks: Spans[number][]): Promise<Learner> {
  const learner = await addLearner(here);
  await learner.visitor.post(`/api/v1/courses/${SLUG}/enrolment`);
  for (const playback of playbacks) {
    const player = await openPlayer(learner.visitor, { slug: SLUG });
    let monoMs = 0;
    for (const [at, part] of inReports(playback).entries()) {
      const playedMs = part[1] - part[0];
      passTime(here, playedMs + 1_000);
      monoMs += playedMs + 1_000;
      expect((await player.report(beatOf(at + 1, monoMs, [part]))).status).toBe(200);
    }
  }
  return learner;
}

const upTo = (ms: number): Spans[number] => [0, ms, 1];

test('below five learners no curve is shown, and nothing is said of what to improve', async () => {
  for (let at = 0; at < 4; at += 1) await watch(upTo(150_000));
  const { lectures, improvements, threshold } = await insight();
  expect(lectures).toMatchObject([{ lessonKey: 'lecture', learners: 4, curve: null }]);
  expect(improvements).toEqual([]);
  expect(threshold).toBe(5);
});

test('the curve shows who watched, who watched again and where they stopped', async () => {
  // One watches all of it, and comes back to the second minute.
  await watch(upTo(300_000), [60_000, 120_000, 1]);
  const { lectures, improvements } = await insight();
  const [lecture] = lectures;
  expect(lecture).toMatchObject({ learners: 5, completed: 1 });
  const at = (ms: number) => lecture?.curve?.find(({ toMs }) => toMs > ms);
  expect(at(10_000)).toMatchObject({ watched: 5, again: 0, left: 0 });
  expect(at(90_000)).toMatchObject({ watched: 5, again: 1, left: 0 });
  expect(at(200_000)).toMatchObject({ watched: 1, left: 0 });
  expect(at(150_000)).toMatchObject({ left: 4 });
  expect(improvements).toMatchObject([
    { kind: 'left', lessonKey: 'lecture', atMs: 150_000, figure: 80 },
  ]);
});

test('what was archived of old playbacks counts as what was reported', async () => {
  const before = (await insight()).lectures;
  here.clock.advance({ days: 400 });
  await compactEvidence(here.installation.platform, new AbortController().signal);
  const { database } = here.installation;
  const left = await database.client.execute('SELECT count(*) AS n FROM heartbeats');
  expect(left.rows[0]?.['n']).toBe(0);
  expect((await insight()).lectures).toEqual(before);
});

test('low marks, reported faults and questions without an answer are told, in that order of urgency', async () => {
  for (let at = 0; at < 5; at += 1) {
    const { visitor } = await watch(upTo(300_000));
    await visitor.post(`/api/v1/courses/${SLUG}/lessons/reading/opening`);
    here.clock.advance({ minutes: 10 });
    expect((await finishReading(visitor, SLUG)).body.courseCompleted).toBe(true);
    const marks = { content: 4, teaching: 2, usefulness: 4, comment: null };
    expect((await visitor.put(`/api/v1/courses/${SLUG}/evaluation`, marks)).status).toBe(200);
  }
  const { visitor } = await watch(upTo(20_000));
  const asked = await visitor.post(`/api/v1/courses/${SLUG}/questions`, {
    text: '这一条怎么理解？',
    lessonKey: null,
    atMs: null,
  });
  expect(asked.status).toBe(201);
  const { improvements, evaluation } = await insight();
  expect(evaluation).toMatchObject({ count: 5, teachingTenths: 20 });
  expect(improvements.map(({ kind, figure }) => [kind, figure])).toEqual([
    ['left', 36],
    ['rating', 20],
    ['unanswered', 1],
  ]);
});

test('learners do not see it', async () => {
  const { visitor } = await addLearner(here);
  expect((await visitor.get(`/api/v1/courses/${SLUG}/insight`)).status).toBe(403);
});
