import { keyGroupsAt, type PostToday } from '@xueshi/domain';
import type { YearEvaluation } from './evaluate.ts';

/** What somebody is at an instant of the year that was looked at; nothing where nobody knows a requirement for them. */
export const postToday = (evaluation: YearEvaluation | null, now: Date): PostToday => ({
  category: evaluation?.appointments.at(-1)?.category ?? null,
  keyGroups: keyGroupsAt(evaluation?.keyGroups ?? [], now),
});
