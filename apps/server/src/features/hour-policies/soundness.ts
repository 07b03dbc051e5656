import type { HourPolicyDraft } from '@xueshi/contracts';
import { looseningsOf, policyProblems, type ClauseLists, type HourPolicy } from '@xueshi/domain';

/** A policy as somebody would have it, from a training year on. */
export interface Wish {
  readonly fromYear: number;
  readonly policy: HourPolicyDraft;
}

/** A draft as a policy, under a version of its code and with the courses that it asks for. */
export function policyOf(
  draft: HourPolicyDraft,
  version: number,
  clauses: ClauseLists,
): HourPolicy {
  const { byCategory: _, others: _o, byOwnCategory: _b, ...rules } = draft;
  return {
    ...rules,
    ...clauses,
    version: `${draft.code}/${version}`,
    basis: { ...draft.basis, title: draft.basis.title.trim() },
  };
}

/** Why a policy cannot be adopted: what is wrong in it, and in what it asks less than the one above. */
export function faultsOf(policy: HourPolicy, above: HourPolicy | null) {
  const problems = policyProblems(policy);
  // What cannot stand is not compared: a threshold of nothing is no looser than another.
  if (problems.length > 0) return { problems, loosenings: [] };
  return {
    problems,
    loosenings: above ? looseningViews(policy, above) : [],
  };
}

export const looseningViews = (policy: HourPolicy, above: HourPolicy) =>
  looseningsOf(policy, above).map((one) => ({
    what: one.what,
    category: one.what === 'clause' ? one.category : null,
    clauseId: one.what === 'clause' ? one.clauseId : null,
  }));
