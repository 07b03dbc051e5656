import type { Reader } from '@xueshi/database';
import { trainingYearOf, type CreditRules } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { creditRulesFor } from '../requirements/service.ts';

/** How hours come about for a person now: by their unit's policy of this year. */
export async function creditRulesOf(
  platform: Platform,
  personId: string,
  db: Reader = platform.db,
): Promise<CreditRules> {
  const unit = await unitOfPerson(db, personId);
  const year = trainingYearOf(platform.clock.now());
  return creditRulesFor(platform, unit?.path ?? null, year);
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
