import type { CoursewareProgress, CoursewareUnitView } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { coursewareMinimumSeconds } from '@xueshi/domain';
import type { CoursewareContent } from '../catalogue/service.ts';
import { launchedUnits, timedMsOf, unitsOf, type OfLesson } from './store.ts';

/** How far a learner is with courseware, as its page shows it. */
export async function progressIn(
  db: Reader,
  of: OfLesson,
  content: CoursewareContent,
  coveragePercent: number,
): Promise<CoursewareProgress> {
  const rows = new Map((await unitsOf(db, of)).map((row) => [row.unit, row]));
  const launched = await launchedUnits(db, of);
  const units = content.courseware.units.map(({ title, moveOn }, index): CoursewareUnitView => {
    const row = rows.get(index + 1);
    // A unit that reports nothing is done once it was opened.
    const isSatisfied = row?.satisfiedAt || (moveOn === 'NotApplicable' && launched.has(index + 1));
    return {
      unit: index + 1,
      title,
      state: isSatisfied ? 'satisfied' : launched.has(index + 1) ? 'in_progress' : 'not_started',
      success: (row?.success ?? null) as CoursewareUnitView['success'],
      scorePercent: row?.scorePercent ?? null,
    };
  });
  return {
    units,
    timedSeconds: Math.floor((await timedMsOf(db, of)) / 1000),
    neededSeconds: coursewareMinimumSeconds(content.minutes, coveragePercent),
  };
}

/**
 * Whether it is complete: every unit is by its rule, and it was open for as long as its hours ask. What the
 * units say is their word; the time is ours (TRUST.md 2.7).
 */
export const isComplete = ({ units, timedSeconds, neededSeconds }: CoursewareProgress): boolean =>
  units.every(({ state }) => state === 'satisfied') && timedSeconds >= neededSeconds;
