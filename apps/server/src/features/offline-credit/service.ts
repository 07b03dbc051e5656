// What counted of offline study in a course, and whether that course may be credited. A door of its
// own, since learning asks it and offline study itself rests on learning.
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  normalise,
  trainingYearOf,
  union,
  withinYearShare,
  type IntervalSet,
} from '@xueshi/domain';
import { and, eq, gt } from 'drizzle-orm';
import { findLessonById } from '../catalogue/service.ts';
import { ledgerOf, standingEntries, wasStudiedOffline } from '../credit/service.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { policyWithin } from '../requirements/service.ts';

const { offlinePermissions } = schema;

const countedOf = (enrolmentId: string) =>
  and(eq(offlinePermissions.enrolmentId, enrolmentId), gt(offlinePermissions.grantedMs, 0));

/** What of each lesson was counted from offline study, by lesson; empty where nothing was. */
export async function offlineParts(
  db: Reader,
  enrolmentId: string,
): Promise<ReadonlyMap<string, IntervalSet>> {
  const { lessonId, granted } = offlinePermissions;
  const rows = await db
    .select({ lessonId, granted })
    .from(offlinePermissions)
    .where(countedOf(enrolmentId));
  const parts = new Map<string, IntervalSet>();
  for (const row of rows)
    parts.set(row.lessonId, union(parts.get(row.lessonId) ?? [], normalise(row.granted)));
  return parts;
}

/** Nothing of it counts any more; the log stays as it came. */
export async function dropOfflineParts(tx: Tx, enrolmentId: string): Promise<void> {
  await tx
    .update(offlinePermissions)
    .set({ granted: [], grantedMs: 0, reason: 'policy' })
    .where(countedOf(enrolmentId));
}

/** The same by the place of the lesson in its course: what counts without a player's reports. */
export async function offlinePartsByPosition(
  db: Reader,
  enrolmentId: string,
): Promise<{ courseVersionId: string; position: number; part: IntervalSet }[]> {
  const parts = [...(await offlineParts(db, enrolmentId))];
  return Promise.all(
    parts.map(async ([lessonId, part]) => {
      const lesson = await findLessonById(db, lessonId);
      if (!lesson) throw new Error('something was counted of a lesson that is gone');
      const { courseVersionId, position } = lesson;
      return { courseVersionId, position, part };
    }),
  );
}

/**
 * Whether a course may be posted, any part of which was studied offline: the policy of the year
 * still counts such study, and it stays within its share of the year's posted hours (TRUST 2.7).
 */
export async function mayCreditOffline(
  tx: Tx,
  { personId, valueHundredths }: { personId: string; valueHundredths: number },
  now: Date,
): Promise<boolean> {
  const year = trainingYearOf(now);
  const unit = await unitOfPerson(tx, personId);
  const adopted = unit && (await policyWithin(tx, unit.path, year));
  const policy = adopted?.policy.offlineStudy;
  if (!policy?.credited) return false;
  const standing = standingEntries(await ledgerOf(tx, personId)).filter(
    (entry) => entry.year === year,
  );
  const sum = (entries: typeof standing) =>
    entries.reduce((total, { hundredths }) => total + hundredths, 0);
  return withinYearShare({
    postedHundredths: sum(standing),
    offlineHundredths: sum(standing.filter(wasStudiedOffline)),
    valueHundredths,
    maxSharePercent: policy.maxYearSharePercent,
  });
}
