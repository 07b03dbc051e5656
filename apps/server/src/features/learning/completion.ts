import type { CompletionNews } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { courseCompletion, lengthMs } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { findVersion, lessonHeads, type Lesson } from '../catalogue/service.ts';
import { creditCompletion, creditOfCourse } from '../credit/service.ts';
import { mayCreditOffline, offlineParts } from '../offline-credit/service.ts';
import { noteCourseCompleted } from '../programmes/service.ts';
import {
  closeEnrolment,
  coursewareOpenMs,
  findEnrolment,
  lessonProgressOf,
  progressOf,
  touchEnrolment,
  updateProgress,
  type Enrolment,
} from './store.ts';
import { takeBackOffline } from './take-back.ts';

export const NO_NEWS: CompletionNews = {
  lessonCompleted: false,
  courseCompleted: false,
  credited: null,
  notCredited: null,
};

/**
 * What completing a lesson brought about, told again: to whoever was not reached by the answer.
 * Completing happened at one instant; what else happened then belongs to it.
 */
export async function newsAgain(
  platform: Platform,
  enrolment: Pick<Enrolment, 'id' | 'personId' | 'courseId' | 'courseVersionId'>,
  completedAt: Date,
): Promise<CompletionNews> {
  const { db } = platform;
  const news = { ...NO_NEWS, lessonCompleted: true };
  const now = await findEnrolment(db, enrolment.id);
  if (now?.completedAt?.getTime() !== completedAt.getTime()) return news;
  const version = await findVersion(db, enrolment.courseVersionId);
  const entry =
    version &&
    (await creditOfCourse(db, enrolment.personId, {
      courseId: enrolment.courseId,
      repeat: version.repeat,
      now: completedAt,
    }));
  if (!entry) {
    const notCredited = now.valueHundredths > 0 ? 'equivalent-credited' : 'no-value';
    return { ...news, courseCompleted: true, notCredited };
  }
  if (entry.earnedAt.getTime() !== completedAt.getTime())
    return { ...news, courseCompleted: true, notCredited: 'already-credited' };
  const { id: entryId, year, hundredths } = entry;
  const credited = { entryId, year, hundredths, leftOut: null };
  return { ...news, courseCompleted: true, credited };
}

/**
 * Marks a lesson as complete and, when it was the last one required, completes the course and
 * posts its credit, all in the caller's transaction. Completing again changes nothing.
 */
export async function completeLesson(
  platform: Platform,
  tx: Tx,
  done: { enrolment: Enrolment; lesson: Pick<Lesson, 'id'>; now: Date },
): Promise<CompletionNews> {
  const { enrolment, lesson, now } = done;
  const progress = await lessonProgressOf(tx, enrolment.id, lesson.id);
  if (!progress) throw new Error('a lesson is completed after it was begun');
  if (progress.completedAt) return NO_NEWS;
  await updateProgress(tx, enrolment.id, lesson.id, { completedAt: now, unproven: [] });
  await touchEnrolment(tx, enrolment.id, now);
  return completeCourseIfDone(platform, tx, { enrolment, lessonId: lesson.id, now });
}

/**
 * Completes the course and posts its credit where all that is required of it is complete, in the caller's
 * transaction; `lessonId` is the lesson that was completed just now, null where none was.
 */
export async function completeCourseIfDone(
  platform: Platform,
  tx: Tx,
  done: { enrolment: Enrolment; lessonId: string | null; now: Date },
): Promise<CompletionNews> {
  const { enrolment, lessonId, now } = done;
  const lessonCompleted = lessonId !== null;
  const heads = await lessonHeads(tx, [enrolment.courseVersionId]);
  const rows = new Map((await progressOf(tx, enrolment.id)).map((row) => [row.lessonId, row]));
  const course = courseCompletion(
    heads.map((head) => ({
      id: head.id,
      required: head.required,
      complete: (rows.get(head.id)?.completedAt ?? null) !== null,
    })),
  );
  if (!course.complete || enrolment.completedAt) return { ...NO_NEWS, lessonCompleted };
  const offline = await offlineParts(tx, enrolment.id);
  const isHeldBack =
    offline.size > 0 &&
    enrolment.valueHundredths > 0 &&
    !(await mayCreditOffline(tx, enrolment, now));
  if (isHeldBack) {
    await takeBackOffline(platform, tx, enrolment, offline);
    const stands = lessonId !== null && !offline.has(lessonId);
    return { ...NO_NEWS, lessonCompleted: stands, notCredited: 'offline-share' };
  }
  await closeEnrolment(tx, enrolment.id, now);
  const { personId, courseId } = enrolment;
  await noteCourseCompleted(tx, { personId, courseId, now });
  const version = await findVersion(tx, enrolment.courseVersionId);
  if (!version) throw new Error('an enrolment without its version');
  const opened = await coursewareOpenMs(tx, enrolment.id);
  const evidence = heads.map((head) => {
    const row = rows.get(head.id);
    return {
      lesson: head.title,
      kind: head.kind,
      completedAt: row?.completedAt?.toISOString() ?? null,
      watchedMs: head.kind === 'lecture' ? (row?.watchedMs ?? 0) : null,
      durationMs: head.kind === 'lecture' ? head.materialSeconds * 1000 : null,
      percent: head.kind === 'quiz' ? (row?.bestPercent ?? null) : null,
      ...(head.kind === 'courseware' && { openMs: opened.get(head.id) ?? 0 }),
      ...(offline.has(head.id) && { offlineMs: lengthMs(offline.get(head.id) ?? []) }),
    };
  });
  const credit = await creditCompletion(platform, tx, {
    enrolment,
    version,
    evidence,
    studiedOffline: offline.size > 0,
    now,
  });
  return { lessonCompleted, courseCompleted: true, ...credit };
}
