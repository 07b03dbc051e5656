import type { CompletionNews } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { courseCompletion } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { findVersion, type Lesson } from '../catalogue/service.ts';
import {
  creditCompletion,
  creditOfCourse,
  creditPart,
  givenParts,
  takeBackParts,
  type CreditEntry,
} from '../credit/service.ts';
import { mayCreditOffline } from '../offline-credit/service.ts';
import { noteCourseCompleted } from '../programmes/service.ts';
import {
  closeEnrolment,
  findEnrolment,
  lessonProgressOf,
  touchEnrolment,
  updateProgress,
  type Enrolment,
} from './store.ts';
import { studyOf } from './study.ts';
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
  const version = await findVersion(db, enrolment.courseVersionId);
  if (!now || !version) return news;
  const { personId, courseId, id: enrolmentId } = enrolment;
  const { repeat } = version;
  const parts = await givenParts(db, { personId, courseId, enrolmentId, repeat });
  const earnedThen = ({ earnedAt }: CreditEntry) => earnedAt.getTime() === completedAt.getTime();
  const creditedBy = (entry: CreditEntry) => ({
    ...{ entryId: entry.id, year: entry.year, hundredths: entry.hundredths, leftOut: null },
    ...{ yearBefore: null, closedYear: null },
    beforeHundredths: parts
      .filter(({ sequence }) => sequence < entry.sequence)
      .reduce((sum, { hundredths }) => sum + hundredths, 0),
  });
  if (now.completedAt?.getTime() !== completedAt.getTime()) {
    const part = parts.find(earnedThen);
    return part ? { ...news, credited: creditedBy(part) } : news;
  }
  const entry = await creditOfCourse(db, personId, { courseId, repeat, now: completedAt });
  if (!entry) {
    const notCredited = now.valueHundredths > 0 ? 'equivalent-credited' : 'no-value';
    return { ...news, courseCompleted: true, notCredited };
  }
  if (!earnedThen(entry))
    return { ...news, courseCompleted: true, notCredited: 'already-credited' };
  return { ...news, courseCompleted: true, credited: creditedBy(entry) };
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
  const news = { ...NO_NEWS, lessonCompleted };
  if (enrolment.completedAt) return news;
  const study = await studyOf(tx, enrolment, now);
  const { offline, heads } = study;
  const studiedOffline = offline.size > 0;
  const course = courseCompletion(heads);
  if (!course.complete)
    return { ...news, ...(await creditPart(platform, tx, { ...study, studiedOffline })) };
  const isHeldBack =
    studiedOffline &&
    enrolment.valueHundredths > 0 &&
    !(await mayCreditOffline(tx, enrolment, now));
  if (isHeldBack) {
    await takeBackOffline(platform, tx, enrolment, offline);
    await settleParts(tx, enrolment, now);
    const stands = lessonId !== null && !offline.has(lessonId);
    return { ...NO_NEWS, lessonCompleted: stands, notCredited: 'offline-share' };
  }
  await closeEnrolment(tx, enrolment.id, now);
  const { personId, courseId } = enrolment;
  await noteCourseCompleted(tx, { personId, courseId, now });
  const credit = await creditCompletion(platform, tx, { ...study, studiedOffline });
  return { lessonCompleted, courseCompleted: true, ...credit };
}

/** Takes back what of an unfinished course was credited for lessons that were set back since. */
export async function settleParts(tx: Tx, enrolment: Enrolment, now: Date): Promise<void> {
  if (enrolment.completedAt || enrolment.valueHundredths <= 0) return;
  await takeBackParts(tx, await studyOf(tx, enrolment, now));
}
