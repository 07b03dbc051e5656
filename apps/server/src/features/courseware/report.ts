import type { CoursewareBeatAnswer } from '@xueshi/contracts';
import { timeSinceBeat } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { hasClock } from '../playback/service.ts';
import { progressIn } from './progress.ts';
import { completeWhereDone, coursewareOf } from './settle.ts';
import { findLaunch, updateLaunch } from './store.ts';

/**
 * Takes a report that courseware is open. The time since the report before is what the server's clock says,
 * so one that comes twice adds nothing.
 */
export async function reportCourseware(
  platform: Platform,
  actor: Actor,
  launchId: string,
  { wasShown, closes = false }: { readonly wasShown: boolean; readonly closes?: boolean },
): Promise<CoursewareBeatAnswer> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const launch = await findLaunch(tx, launchId);
    if (launch?.personId !== actor.personId) throw new Refused('not-found');
    const isCurrent =
      launch.closedAt === null && (await hasClock(tx, launch.personId, launch.epoch));
    const counts = isCurrent && wasShown;
    const more = counts ? timeSinceBeat(launch.lastBeatAt.getTime(), now.getTime()) : 0;
    await updateLaunch(tx, launch.id, {
      lastBeatAt: now,
      timedMs: launch.timedMs + more,
      ...(closes && isCurrent ? { closedAt: now } : {}),
    });
    const content = await coursewareOf(tx, launch);
    const progress = await progressIn(tx, launch, content, launch.coveragePercent);
    const news = await completeWhereDone(platform, tx, launch, now);
    return { isCurrent: isCurrent && !closes, progress, news };
  });
}
