// What finishing a course brings (DOMAIN 5.1, 5.7, 5.8).
import type { CompletionNews } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { givenInParts } from './course-parts.ts';
import { equivalentCredit, givesWay, replaceLesser } from './equivalence.ts';
import { leftOutBy } from './left-out.ts';
import { courseCreditOf, postCredit, type CourseStudy } from './post-credit.ts';
import { rulesWithin } from './rules.ts';
import { courseKey, creditFor } from './sources.ts';

export interface Completion extends CourseStudy {
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
  const beforeHundredths = await givenInParts(tx, {
    ...{ personId, courseId, repeat },
    enrolmentId: enrolment.id,
  });
  const hundredths = valueHundredths - beforeHundredths;
  if (hundredths <= 0 || (await creditFor(tx, personId, { courseId, repeat, at: now })))
    return { credited: null, notCredited: 'already-credited' };
  const year = trainingYearOf(now);
  // A course that stands alone has nothing beside it to look for.
  const rule = group === null ? 'both' : (await rulesWithin(tx, personId, year)).equivalence;
  const credit = await courseCreditOf(tx, completion);
  const { slug } = credit.snapshot;
  const other = await equivalentCredit(tx, { personId, group, rule, year, slug });
  if (other && !givesWay(other, rule, valueHundredths))
    return { credited: null, notCredited: 'equivalent-credited' };
  const { entry } = await postCredit(platform, tx, {
    ...credit,
    sourceKey: courseKey(courseId, repeat, now),
    hundredths,
    evidence: {
      enrolmentId: enrolment.id,
      lessons: evidence,
      ...(studiedOffline && { studiedOffline }),
    },
  });
  if (other) await replaceLesser(tx, other, entry, now);
  const leftOut = await leftOutBy(platform, tx, entry);
  return {
    credited: { entryId: entry.id, year: entry.year, hundredths, leftOut, beforeHundredths },
    notCredited: null,
  };
}
