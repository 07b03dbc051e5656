// A course is never deleted: it is withdrawn, and put back.
import { mayUse } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { proseOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { isOpen, knownCourse, setCourseState } from '../catalogue/service.ts';

const LONGEST_REASON = 500;

/** Those who decide what is published decide what is no longer. */
export const mayWithdraw = (actor: Actor): boolean => mayUse('reviewer', actor);

export async function withdrawCourse(
  { write, clock }: Platform,
  actor: Actor,
  slug: string,
  said: string,
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const published = await knownCourse(tx, slug);
    if (!mayWithdraw(actor)) throw new Refused('forbidden');
    const reason = proseOf(said, LONGEST_REASON);
    if (!isOpen(published)) throw new Refused('course-withdrawn');
    const { course, version } = published;
    await setCourseState(tx, course.id, {
      state: 'withdrawn',
      withdrawnReason: reason,
      withdrawnAt: now,
      withdrawnBy: actor.personId,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'course-withdrawn',
      subject: `course:${course.id}`,
      detail: { title: version.title['zh-CN'], slug, reason },
      address: actor.address,
    });
  });
}

export async function restoreCourse(
  { write, clock }: Platform,
  actor: Actor,
  slug: string,
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const published = await knownCourse(tx, slug);
    if (!mayWithdraw(actor)) throw new Refused('forbidden');
    if (isOpen(published)) throw new Refused('course-not-withdrawn');
    const { course, version } = published;
    await setCourseState(tx, course.id, {
      state: 'published',
      withdrawnReason: null,
      withdrawnAt: null,
      withdrawnBy: null,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'course-restored',
      subject: `course:${course.id}`,
      detail: { title: version.title['zh-CN'], slug },
      address: actor.address,
    });
  });
}
