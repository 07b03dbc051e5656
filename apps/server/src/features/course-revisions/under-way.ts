// How things stand for somebody under way in an older version of a course.
import { schema, type Reader } from '@xueshi/database';
import { finishOldUntil, trainingYearOf, type CreditRules } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import {
  lessonHeads,
  mediaStates,
  revisionBetween,
  versionsOf,
  type Revision,
} from '../catalogue/service.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { creditRulesFor } from '../requirements/service.ts';

/** Revisions that lead to the current version of a course, by the older version's id. */
export async function revisionsOf(
  db: Reader,
  courseId: string,
): Promise<ReadonlyMap<string, Revision>> {
  const [course] = await db
    .select({ current: schema.courses.currentVersionId })
    .from(schema.courses)
    .where(eq(schema.courses.id, courseId));
  const versions = await versionsOf(db, courseId);
  return new Map(
    versions.flatMap(({ id }): [string, Revision][] => {
      const revision = course?.current ? revisionBetween(versions, id, course.current) : null;
      return revision ? [[id, revision]] : [];
    }),
  );
}

/** Whether all videos of a version can be played: nobody is led to one that waits for its package. */
export async function isPlayable(db: Reader, versionId: string): Promise<boolean> {
  const heads = await lessonHeads(db, [versionId]);
  const assets = heads.flatMap(({ mediaAssetId }) => mediaAssetId ?? []);
  const states = await mediaStates(db, assets);
  return assets.every((id) => states.get(id)?.state === 'ready');
}

/** Until when somebody may finish the version before, by the hour policy of their unit. */
export async function mayFinishUntil(
  platform: Platform,
  personId: string,
  { since }: Pick<Revision, 'since'>,
): Promise<Date | null> {
  const unit = await unitOfPerson(platform.db, personId);
  const year = trainingYearOf(platform.clock.now());
  const rules: CreditRules = await creditRulesFor(platform, unit?.path ?? null, year);
  return finishOldUntil(since, rules.finishOldUntilDays);
}
