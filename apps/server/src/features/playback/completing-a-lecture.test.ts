// What is told when a lecture has been watched far enough.
import type { BeatsAnswer } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { pass as passTime, useReportingClock } from '../../testing/reporting-clock.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

const place = { slug: 'ten-minutes' };

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, place.slug),
  });
  await addPaperLecture(here.installation.platform, place.slug, 600_000);
});
afterAll(() => here.close());

useReportingClock();
beforeEach(async () => {
  learner = await addLearner(here);
  await learner.visitor.post(`/api/v1/courses/${place.slug}/enrolment`);
});

const pass = (ms: number) => passTime(here, ms);

test('a lecture is complete at 95 per cent, once', async () => {
  const player = await openPlayer(learner.visitor, place);
  const news: BeatsAnswer['news'][] = [];
  for (let seq = 1; seq <= 40; seq += 1) {
    pass(15_000);
    const answer = await player.report(
      beatOf(seq, seq * 15_000, [[(seq - 1) * 15_000, seq * 15_000, 1]]),
    );
    news.push(answer.body.news);
  }
  const told = news.flatMap((one, at) => (one ? [{ seq: at + 1, ...one }] : []));
  expect(told).toEqual([
    { seq: 38, lessonCompleted: true, courseCompleted: false, credited: null, notCredited: null },
  ]);
});

test('who did not get the answer that told of the completion gets it when sending again', async () => {
  const player = await openPlayer(learner.visitor, place);
  let told = '';
  for (let seq = 1; seq <= 5; seq += 1) {
    pass(114_000);
    const beat = beatOf(seq, seq * 114_000, [[(seq - 1) * 114_000, seq * 114_000, 1]]);
    const nonce = seq === 1 ? player.session.nonce : told;
    const first = await player.report(beat);
    told = first.body.nonce;
    pass(1_000);
    const again = await player.send({ beats: [beat], nonce });
    const news = seq === 5 ? { lessonCompleted: true, courseCompleted: false } : null;
    if (news) expect(first.body.news).toMatchObject(news);
    expect(again.body).toEqual({ ...first.body, replayed: true });
  }
});

test('one millisecond short of 95 per cent is not complete', async () => {
  const player = await openPlayer(learner.visitor, place);
  for (let seq = 1; seq <= 5; seq += 1) {
    pass(114_000);
    const from = (seq - 1) * 114_000;
    const to = seq === 5 ? from + 113_999 : from + 114_000;
    const { body } = await player.report(beatOf(seq, seq * 114_000, [[from, to, 1]]));
    expect(body.news).toBeNull();
    if (seq === 5) expect(body.needMs).toBe(1);
  }
  pass(1_000);
  const last = await player.report(beatOf(6, 571_000, [[569_999, 570_000, 1]]));
  expect(last.body).toMatchObject({ needMs: 0, news: { lessonCompleted: true } });
});
