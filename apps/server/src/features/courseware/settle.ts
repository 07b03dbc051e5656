import type { CompletionNews } from '@xueshi/contracts';
import type { Reader, Tx } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { findLessonById, type CoursewareContent } from '../catalogue/service.ts';
import { completeLesson, findEnrolment, NO_NEWS } from '../learning/service.ts';
import { isComplete, progressIn } from './progress.ts';
import type { LaunchRow } from './store.ts';

export async function coursewareOf(db: Reader, launch: LaunchRow): Promise<CoursewareContent> {
  const lesson = await findLessonById(db, launch.lessonId);
  if (lesson?.content.kind !== 'courseware') throw new Error('a launch of something else');
  return lesson.content;
}

/** Completes the lesson, in the caller's transaction, where all its units and its time are there; once. */
export async function completeWhereDone(
  platform: Platform,
  tx: Tx,
  launch: LaunchRow,
  now: Date,
): Promise<CompletionNews> {
  const content = await coursewareOf(tx, launch);
  if (!isComplete(await progressIn(tx, launch, content, launch.coveragePercent))) return NO_NEWS;
  const enrolment = await findEnrolment(tx, launch.enrolmentId);
  if (!enrolment) throw new Error('courseware is launched by an enrolment');
  return completeLesson(platform, tx, { enrolment, lesson: { id: launch.lessonId }, now });
}
