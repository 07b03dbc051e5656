// Questions beside ordinary checks, and without any.
import type { CheckAnswer, LectureView, PresenceCheck } from '@xueshi/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { askingLecture, MOMENTS, questionIn, rightPlaces } from '../../testing/asking-lecture.ts';
import { addLearner } from '../../testing/learners.ts';
import { addPaperLecture, openPlayer } from '../../testing/paper-lecture.ts';
import { useReportingClock } from '../../testing/reporting-clock.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation } from '../../testing/test-installation.ts';
import { BEAT_MS, viewerOf } from '../../testing/viewer.ts';

const place = { slug: 'asking' };
useReportingClock();

/** A learner who plays the lecture on an installation with these checks. */
async function playingWith(checks: string) {
  const here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, place.slug),
    env: { XUESHI_PRESENCE_CHECKS: checks },
  });
  onTestFinished(() => here.close());
  await addPaperLecture(here.installation.platform, place.slug, 600_000, askingLecture);
  const { visitor } = await addLearner(here);
  await visitor.post(`/api/v1/courses/${place.slug}/enrolment`);
  const playing = viewerOf(here, await openPlayer(visitor, place));
  const send = async (check: PresenceCheck, body: object) =>
    (await visitor.post<CheckAnswer>(`/api/v1/presence-checks/${check.id}/answer`, body)).body;
  const lecture = async () =>
    (await visitor.get<LectureView>(`/api/v1/courses/${place.slug}/lessons/lecture`)).body;
  return { playing, send, lecture };
}

const kindAfter = ({ check }: { check: PresenceCheck | null }) => check?.kind ?? null;

test('a question answered begins the way to the next ordinary check anew', async () => {
  const { playing, send } = await playingWith('150-150');
  const first = questionIn((await playing.playTo(MOMENTS.single)).check);
  await send(first, { options: rightPlaces(first) });
  // Without the question a word would have come at 150 s; now it comes 150 s after it.
  expect(kindAfter(await playing.playTo(MOMENTS.single + 150_000 - BEAT_MS))).toBeNull();
  expect(kindAfter(await playing.playTo(MOMENTS.single + 150_000))).toBe('word');
});

test('where both are due in one report the question comes first', async () => {
  const { playing } = await playingWith('120-120');
  expect(kindAfter(await playing.playTo(MOMENTS.single))).toBe('question');
});

test('a question whose moment came while a word stood open is asked with its answer', async () => {
  const { playing, send } = await playingWith('105-105');
  const { check } = await playing.playTo(105_000);
  if (check?.kind !== 'word') return expect.unreachable();
  await playing.playTo(MOMENTS.single);
  const option = check.options.findIndex((one) => one.en === check.wanted.en);
  const answered = await send(check, { option });
  expect(answered).toMatchObject({ result: 'passed', watchedMs: MOMENTS.single });
  expect(questionIn(answered.check).atMs).toBe(MOMENTS.single);
});

test('where an installation asks for no checks it asks no questions either', async () => {
  const { playing, lecture } = await playingWith('off');
  const end = await playing.playTo(570_000);
  expect(end).toMatchObject({ check: null, news: { lessonCompleted: true } });
  expect((await lecture()).questions).toEqual([]);
});
