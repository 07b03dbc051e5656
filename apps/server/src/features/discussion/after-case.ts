// The discussion of a case: among those who have finished it, for it tells where its choices lead.
import type { Reader } from '@xueshi/database';
import { mayUse } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { finishedCases } from '../cases/service.ts';
import type { Lesson } from '../catalogue/service.ts';
import { hasStarted } from '../learning/service.ts';
import { isInstructor } from './instructors.ts';

/**
 * The cases of a course whose discussion the caller may read. Instructors read all, and administrators
 * who only see to things; one who takes the course is a learner of it, and could be told too much.
 */
export async function openCases(
  db: Reader,
  actor: Actor,
  courseId: string,
): Promise<readonly string[] | 'all'> {
  if (isInstructor(actor)) return 'all';
  const takesPart = await hasStarted(db, actor.personId, courseId);
  if (mayUse('staff', actor) && !takesPart) return 'all';
  return finishedCases(db, actor.personId, courseId);
}

/** Refuses to discuss a lesson that is no case under discussion, or one that the caller has not finished. */
export async function refuseBeforeEnd(
  db: Reader,
  actor: Actor,
  { courseId, lesson }: { courseId: string; lesson: Lesson },
): Promise<void> {
  const { key, content } = lesson;
  const isDiscussed = content.kind === 'case' && content.discussion === true;
  const finished = isDiscussed ? await finishedCases(db, actor.personId, courseId) : [];
  if (!finished.includes(key)) throw new Refused('case-discussion-closed');
}
