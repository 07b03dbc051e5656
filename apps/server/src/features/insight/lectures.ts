import type { LectureInsight } from '@xueshi/contracts';
import { attentionCurve, FEWEST_LEARNERS, type WatchedLecture } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { findCourseLessons, type LessonHead, type PublishedCourse } from '../catalogue/service.ts';
import { newestWatching, playbacksOf } from './store.ts';

/** So many say enough, and their reports are read in a fraction of a second. */
const MOST_LEARNERS = 500;
const AT_ONCE = 20;

/** One lecture's curve, over all versions of the course that play the same video. */
export async function lectureInsight(
  { db }: Platform,
  { course }: PublishedCourse,
  head: LessonHead,
): Promise<LectureInsight> {
  const durationMs = head.durationMs ?? 0;
  const versions = await findCourseLessons(db, course.id, head.key);
  const same = versions.filter(({ mediaAssetId }) => mediaAssetId === head.mediaAssetId);
  const lecture = { lessonIds: same.map(({ id }) => id), durationMs };
  const watching = await newestWatching(db, lecture.lessonIds, MOST_LEARNERS);
  const learners: WatchedLecture[] = [];
  for (let at = 0; at < watching.length; at += AT_ONCE) {
    const some = watching.slice(at, at + AT_ONCE);
    const ids = some.map(({ enrolmentId }) => enrolmentId);
    const playbacks = await playbacksOf(db, ids, lecture);
    for (const one of some)
      learners.push({ ...one, playbacks: playbacks.get(one.enrolmentId) ?? [] });
    // A breath between: a heartbeat that waits is served before the next.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    lessonKey: head.key,
    title: head.title,
    durationMs,
    learners: learners.length,
    most: MOST_LEARNERS,
    completed: learners.filter(({ isComplete }) => isComplete).length,
    curve:
      learners.length < FEWEST_LEARNERS || durationMs === 0
        ? null
        : attentionCurve(durationMs, learners),
  };
}
