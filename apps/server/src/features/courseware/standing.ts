import type { CoursewareStanding } from '@xueshi/contracts';
import { trainingYearOf } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { openLesson } from '../learning/service.ts';
import { creditRulesFor } from '../requirements/service.ts';
import { progressIn } from './progress.ts';

/** How far a learner is, and where its frame would come from: null where there is no such place. */
export async function readStanding(
  platform: Platform,
  actor: Actor,
  place: { readonly slug: string; readonly lessonKey: string },
  origin: string | null,
): Promise<CoursewareStanding> {
  const { db, clock } = platform;
  const now = clock.now();
  const { enrolment, lesson } = await openLesson(db, actor, place, now);
  const { content } = lesson;
  if (content.kind !== 'courseware') throw new Refused('wrong-lesson-kind');
  const of = { enrolmentId: enrolment.id, lessonId: lesson.id };
  const rules = await creditRulesFor(platform, actor.unit?.path ?? null, trainingYearOf(now));
  return { progress: await progressIn(db, of, content, rules.coveragePercent), origin };
}
