import type { Reader } from '@xueshi/database';
import { mayRepeat, repeatOf, trainingYearOf } from '@xueshi/domain';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  findLesson,
  findVersion,
  isOpen,
  knownCourse,
  type CourseVersion,
  type Lesson,
  type PublishedCourse,
} from '../catalogue/service.ts';
import { packageFirst } from '../media/service.ts';
import { insertEnrolment, latestEnrolment, touchEnrolment, type Enrolment } from './store.ts';

/**
 * The enrolment that counts now: the latest one, unless the course may be credited again
 * and that one was completed long enough ago (DOMAIN rule 5.5).
 */
export async function currentEnrolment(
  db: Reader,
  personId: string,
  published: PublishedCourse,
  now: Date,
): Promise<Enrolment | null> {
  const latest = await latestEnrolment(db, personId, published.course.id);
  return latest && isOver(latest, published.version.repeat, now) ? null : latest;
}

export function isOver(enrolment: Enrolment, repeat: string, now: Date): boolean {
  return enrolment.completedAt !== null && mayRepeat(repeatOf(repeat), enrolment.completedAt, now);
}

/** Starts a course: its version and value are pinned. Starting again changes nothing. */
export async function startCourse(platform: Platform, actor: Actor, slug: string): Promise<void> {
  const now = platform.clock.now();
  const published = await knownCourse(platform.db, slug);
  await platform.write(async (tx) => {
    const current = await currentEnrolment(tx, actor.personId, published, now);
    await packageFirst(tx, current?.courseVersionId ?? published.version.id, now);
    if (current) return touchEnrolment(tx, current.id, now);
    if (!isOpen(published)) throw new Refused('course-not-available');
    await insertEnrolment(tx, {
      id: newId(),
      personId: actor.personId,
      courseId: published.course.id,
      courseVersionId: published.version.id,
      cycle: published.version.repeat === 'never' ? 'once' : String(trainingYearOf(now)),
      valueHundredths: published.version.valueHundredths,
      startedAt: now,
      lastActiveAt: now,
      completedAt: null,
    });
  });
}

export interface OpenLesson {
  readonly published: PublishedCourse;
  readonly version: CourseVersion;
  readonly enrolment: Enrolment;
  readonly lesson: Lesson;
}

/** A lesson of a course that the caller has started, in the version pinned at the start. */
export async function openLesson(
  db: Reader,
  actor: Actor,
  place: { slug: string; lessonKey: string },
  now: Date,
): Promise<OpenLesson> {
  const published = await knownCourse(db, place.slug);
  const enrolment = await currentEnrolment(db, actor.personId, published, now);
  if (!enrolment) throw new Refused('course-not-started');
  const version =
    enrolment.courseVersionId === published.version.id
      ? published.version
      : await findVersion(db, enrolment.courseVersionId);
  const lesson = await findLesson(db, enrolment.courseVersionId, place.lessonKey);
  if (!version || !lesson) throw new Refused('lesson-not-found');
  return { published, version, enrolment, lesson };
}
