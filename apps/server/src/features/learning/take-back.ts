import type { Tx } from '@xueshi/database';
import { lengthMs, normalise, subtract, type IntervalSet } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { progressChanges } from '../../platform/progress-changes.ts';
import { dropOfflineParts } from '../offline-credit/service.ts';
import { lessonProgressOf, updateProgress, type Enrolment } from './store.ts';

/** Takes what was counted from offline study out again: those stretches are to be watched online. */
export async function takeBackOffline(
  platform: Platform,
  tx: Tx,
  { id, personId }: Pick<Enrolment, 'id' | 'personId'>,
  parts: ReadonlyMap<string, IntervalSet>,
): Promise<void> {
  for (const [lessonId, part] of parts) {
    const progress = await lessonProgressOf(tx, id, lessonId);
    if (!progress) continue;
    const watched = subtract(normalise(progress.watched), part);
    await updateProgress(tx, id, lessonId, {
      watched: [...watched],
      watchedMs: lengthMs(watched),
      completedAt: null,
    });
  }
  await dropOfflineParts(tx, id);
  progressChanges(platform).tell(personId);
}
