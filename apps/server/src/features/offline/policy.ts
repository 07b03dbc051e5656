import type { Reader } from '@xueshi/database';
import { DEFAULT_OFFLINE_STUDY, trainingYearOf, type OfflineStudyPolicy } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { policyFor } from '../requirements/service.ts';

/** What study without a link is worth to a person now: their unit's policy of this year. */
export async function offlinePolicyOf(
  platform: Platform,
  personId: string,
  db: Reader = platform.db,
): Promise<OfflineStudyPolicy> {
  const unit = await unitOfPerson(db, personId);
  const year = trainingYearOf(platform.clock.now());
  const adopted = unit && (await policyFor(platform, unit.path, year));
  return adopted?.policy.offlineStudy ?? DEFAULT_OFFLINE_STUDY;
}

/**
 * Whether completing the course takes passing a quiz, which is always online: a required one, or any
 * where no lesson is required and so all are.
 */
export function quizCounts(
  lessons: readonly { readonly kind: string; readonly required: boolean }[],
): boolean {
  const required = lessons.filter((lesson) => lesson.required);
  return (required.length > 0 ? required : lessons).some(({ kind }) => kind === 'quiz');
}
