// What people owe, by policies, posts, time in service and what was approved for them alone.
import type { Reader } from '@xueshi/database';
import type { RemembersBy } from '../../platform/remembered.ts';
import { evaluatePerson, type AccountedSum, type PersonEvaluation } from './evaluate.ts';
import { adoptedPolicies, policiesWithin } from './policies.ts';
import { subjectOf, subjectsOf } from './subjects.ts';

export { courseGains, isAskedFor, type CourseCredit } from './course-gains.ts';
export { postToday } from './post-today.ts';
export type { CourseNow } from './completed-courses.ts';
export { creditsBeside, type CreditsBeside } from './credits-beside.ts';
export {
  carriedOver,
  evaluateOwing,
  evaluateYear,
  hasCreditsOf,
  owingIn,
  yearsLookedAt,
  type AccountedSum,
  type PersonEvaluation,
  type YearEvaluation,
} from './evaluate.ts';
export { policiesThen, subjectsThen, type PathsThen, type SubjectThen } from './facts-then.ts';
export { ownAdjustments } from './own-data.ts';
export {
  adoptedPolicies,
  adoptPolicy,
  completePolicy,
  creditRulesFor,
  installationRules,
  pickPolicy,
  policiesIn,
  policiesWithin,
  policyFor,
  policyPicker,
  policyWithin,
  type AdoptedHere,
  type PolicyIn,
} from './policies.ts';
export { adjustmentView, clauseView, owingView, resultView } from './views.ts';
export {
  adjustmentsInForce,
  subjectsOf,
  type ApprovedAdjustment,
  type SubjectFacts,
} from './subjects.ts';

/** What a person owes in a year and has; null where nobody has such an appointment. */
export async function requirementOf(
  platform: RemembersBy,
  personId: string,
  accounted: readonly AccountedSum[],
  year: number,
): Promise<PersonEvaluation | null> {
  const subject = await subjectOf(platform, personId);
  if (!subject) return null;
  const policies = await adoptedPolicies(platform);
  return evaluatePerson(platform.db, policies, { subject, year, accounted });
}

/** The same from within a transaction, which may just have changed it. */
export async function requirementWithin(
  tx: Reader,
  personId: string,
  accounted: readonly AccountedSum[],
  year: number,
): Promise<PersonEvaluation | null> {
  const [subject] = await subjectsOf(tx, [personId]);
  if (!subject) return null;
  const policies = await policiesWithin(tx);
  return evaluatePerson(tx, policies, { subject, year, accounted });
}
