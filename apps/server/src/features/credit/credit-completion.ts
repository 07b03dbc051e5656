// What finishing a course brings (DOMAIN 5.1, 5.7, 5.8).
import type { CompletionNews } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { givenParts, nextPartKey, partsOfStudy, sumOf } from './course-parts.ts';
import { equivalentCredit, givesWay, replaceLesser } from './equivalence.ts';
import { leftOutBy } from './left-out.ts';
import { courseCreditOf, postCredit, type CourseStudy } from './post-credit.ts';
import { rulesWithin } from './rules.ts';
import { courseKey, creditFor } from './sources.ts';
import { yearsOf, type TimedLesson } from './over-new-year.ts';

export interface Completion extends CourseStudy {
  /** When the enrolment was begun, and when each required lesson was complete. */
  readonly enrolment: CourseStudy['enrolment'] & {
    readonly startedAt: Date;
    readonly number: number;
  };
  readonly lessons: readonly TimedLesson[];
  /** Part of it was studied without a link: the entry says so for good. */
  readonly studiedOffline: boolean;
}

/**
 * Posts the credit of a completed course at the value pinned when it was started, less what was credited
 * of it in parts (DOMAIN 5.8).
 */
export async function creditCompletion(
  platform: Platform,
  tx: Tx,
  completion: Completion,
): Promise<Pick<CompletionNews, 'credited' | 'notCredited'>> {
  const { enrolment, version, evidence, studiedOffline, now } = completion;
  const { personId, courseId, valueHundredths } = enrolment;
  if (valueHundredths <= 0) return { credited: null, notCredited: 'no-value' };
  const { repeat, equivalenceGroup: group } = version;
  const given = await givenParts(tx, partsOfStudy(completion));
  const beforeHundredths = sumOf(given);
  if (
    valueHundredths <= beforeHundredths ||
    (await creditFor(tx, personId, { courseId, repeat, at: now }))
  )
    return { credited: null, notCredited: 'already-credited' };
  const year = trainingYearOf(now);
  const rules = await rulesWithin(tx, personId, year);
  // A course that stands alone has nothing beside it to look for.
  const rule = group === null ? 'both' : rules.equivalence;
  const credit = await courseCreditOf(tx, completion);
  const { slug } = credit.snapshot;
  const other = await equivalentCredit(tx, { personId, group, rule, year, slug });
  if (other && !givesWay(other, rule, valueHundredths))
    return { credited: null, notCredited: 'equivalent-credited' };
  const years = await yearsOf(tx, { completion, rules, given, isOneOfSeveral: rule !== 'both' });
  const { closedYear } = years;
  const said = { enrolmentId: enrolment.id, lessons: evidence };
  if (years.before) {
    const { hundredths, lastAt: earnedAt } = years.before;
    await postCredit(platform, tx, {
      ...{ ...credit, hundredths, earnedAt },
      sourceKey: await nextPartKey(tx, partsOfStudy(completion)),
      evidence: { ...said, part: 'new-year' },
    });
  }
  const { entry } = await postCredit(platform, tx, {
    ...{ ...credit, hundredths: years.since },
    sourceKey: courseKey(courseId, repeat, now),
    evidence: {
      ...said,
      ...(studiedOffline && { studiedOffline }),
      ...(closedYear !== null && { closedYear }),
    },
  });
  if (other) await replaceLesser(tx, other, entry, now);
  const leftOut = await leftOutBy(platform, tx, entry);
  const { before } = years;
  return {
    credited: {
      ...{ entryId: entry.id, year, hundredths: years.since, leftOut, beforeHundredths },
      yearBefore: before && { year: year - 1, hundredths: before.hundredths },
      closedYear,
    },
    notCredited: null,
  };
}
