import type { RequirementResult } from './requirement.ts';

/** How far trying a policy out has come. */
export const TRIAL_STATES = ['waiting', 'running', 'ready', 'failed'] as const;

/**
 * What another policy does to one person's year: met now and no more, met by it, or short either way
 * and owing more or less than now.
 */
export const POLICY_CHANGES = ['losing', 'gaining', 'more', 'less'] as const;
export type PolicyChange = (typeof POLICY_CHANGES)[number];

export interface Missing {
  /** Hundredths of hours over all clauses. */
  readonly hundredths: number;
  /** Half-days over the clauses that ask for days alone: the others are told in hours. */
  readonly halfDays: number;
}

/** What is missing of a requirement; nothing where none is owed. */
export function missingOf(result: RequirementResult | null): Missing {
  const clauses = result?.clauses ?? [];
  return {
    hundredths: clauses.reduce((sum, clause) => sum + clause.missingHundredths, 0),
    halfDays: clauses.reduce(
      (sum, clause) => sum + (clause.targetHundredths === null ? clause.missingHalfDays : 0),
      0,
    ),
  };
}

/**
 * The change from what is owed by one policy to what is owed by another, null where there is none.
 * Where less is owed in hours and more in days it is "more": nobody is told too little.
 * Source: DOMAIN 5.12 (a changed policy is shown by its consequences first).
 */
export function policyChange(
  was: RequirementResult | null,
  will: RequirementResult,
): PolicyChange | null {
  if (was?.met === true) return will.met ? null : 'losing';
  if (will.met) return 'gaining';
  const [before, after] = [missingOf(was), missingOf(will)];
  if (after.hundredths > before.hundredths || after.halfDays > before.halfDays) return 'more';
  if (after.hundredths < before.hundredths || after.halfDays < before.halfDays) return 'less';
  return null;
}
