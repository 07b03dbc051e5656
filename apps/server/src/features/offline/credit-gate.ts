// Whether a course that was studied offline in part may be credited now, and what happens where not.
import type { Reader, Tx } from '@xueshi/database';
import {
  lengthMs,
  normalise,
  subtract,
  trainingYearOf,
  union,
  withinYearShare,
  type IntervalSet,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { findLessonById } from '../catalogue/service.ts';
import { ledgerOf, standingEntries, wasStudiedOffline } from '../credit/service.ts';
import { lessonProgressOf, updateProgress, type Enrolment } from '../learning/service.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { forgetPlayback } from '../playback/service.ts';
import { policyWithin } from '../requirements/service.ts';
import { countedIn, updatePermission } from './store.ts';

/** What of each lesson was counted from offline study, by lesson; empty where nothing was. */
export async function offlineParts(
  db: Reader,
  enrolmentId: string,
): Promise<ReadonlyMap<string, IntervalSet>> {
  const parts = new Map<string, IntervalSet>();
  for (const { lessonId, granted } of await countedIn(db, enrolmentId))
    parts.set(lessonId, union(parts.get(lessonId) ?? [], normalise(granted)));
  return parts;
}

/**
 * Whether the course may be posted, any part of which was studied offline: the policy of the year
 * still counts such study, and it stays within its share of the year's posted hours (TRUST 2.7).
 */
export async function mayCreditOffline(
  tx: Tx,
  { personId, valueHundredths }: Pick<Enrolment, 'personId' | 'valueHundredths'>,
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

/** Takes what was counted from offline study out again: those stretches are to be watched online. */
export async function takeBackOffline(
  platform: Platform,
  tx: Tx,
  { id: enrolmentId, personId }: Pick<Enrolment, 'id' | 'personId'>,
): Promise<void> {
  const parts = await offlineParts(tx, enrolmentId);
  for (const [lessonId, part] of parts) {
    const progress = await lessonProgressOf(tx, enrolmentId, lessonId);
    if (!progress) continue;
    const watched = subtract(normalise(progress.watched), part);
    await updateProgress(tx, enrolmentId, lessonId, {
      watched: [...watched],
      watchedMs: lengthMs(watched),
      completedAt: null,
    });
  }
  for (const { id } of await countedIn(tx, enrolmentId))
    await updatePermission(tx, id, { granted: [], grantedMs: 0, reason: 'policy' });
  forgetPlayback(platform, personId);
}

/** By the place of the lesson in its course: what of a lecture counts without a player's reports. */
export async function grantedByPosition(
  db: Reader,
  enrolmentId: string,
): Promise<{ position: number; granted: IntervalSet }[]> {
  const parts = [...(await offlineParts(db, enrolmentId))];
  return Promise.all(
    parts.map(async ([lessonId, granted]) => {
      const lesson = await findLessonById(db, lessonId);
      if (!lesson) throw new Error('something was counted of a lesson that is gone');
      return { position: lesson.position, granted };
    }),
  );
}
