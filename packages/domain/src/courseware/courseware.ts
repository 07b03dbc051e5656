/** What a package of courseware speaks with whoever plays it. */
export const COURSEWARE_STANDARDS = ['scorm_12', 'scorm_2004', 'cmi5'] as const;
export type CoursewareStandard = (typeof COURSEWARE_STANDARDS)[number];

/** When an assignable unit is satisfied (cmi5 specification 10.2.4); as the course structure spells it. */
export const MOVE_ON_RULES = [
  'Passed',
  'Completed',
  'CompletedAndPassed',
  'CompletedOrPassed',
  'NotApplicable',
] as const;
export type MoveOnRule = (typeof MOVE_ON_RULES)[number];

/** What is launched by itself: a SCO of SCORM, an assignable unit of cmi5. */
export interface CoursewareUnit {
  /** The item's identifier (SCORM), or the unit's IRI (cmi5). */
  readonly identifier: string;
  readonly title: string;
  /** The file that is launched, in the package, with forward slashes and nothing encoded. */
  readonly file: string;
  /** What follows the file's name in its address, with its `?` or `#`; empty for nothing. */
  readonly query: string;
  /** Of 0 to 1, from which it is passed; null: none is given. */
  readonly masteryScore: number | null;
  readonly moveOn: MoveOnRule;
  /** Handed to it at its launch: `datafromlms`, `dataFromLMS` or `launchParameters`; empty for nothing. */
  readonly launchData: string;
}

/** A package of courseware (课件包), as far as playing it needs it. */
export interface Courseware {
  readonly standard: CoursewareStandard;
  /** The organisation's identifier (SCORM), or the course's IRI (cmi5). */
  readonly identifier: string;
  readonly title: string;
  /** In the order of the package; at least one. */
  readonly units: readonly CoursewareUnit[];
}

/** What courseware says of a learner in one unit. It is the package's word, never a proof (TRUST.md 2.7). */
export interface UnitStanding {
  readonly completed: boolean;
  readonly success: 'passed' | 'failed' | null;
  /** Whole per cent, 0–100; null where none was told. */
  readonly scorePercent: number | null;
}

export const NOTHING_CLAIMED: UnitStanding = {
  completed: false,
  success: null,
  scorePercent: null,
};

/**
 * What holds after a further claim: what was completed or passed stays so, and the better score is kept,
 * as with quizzes.
 */
export function withClaim(before: UnitStanding, claim: UnitStanding): UnitStanding {
  const scores = [before.scorePercent, claim.scorePercent].filter((score) => score !== null);
  return {
    completed: before.completed || claim.completed,
    success: before.success === 'passed' ? 'passed' : (claim.success ?? before.success),
    scorePercent: scores.length === 0 ? null : Math.max(...scores),
  };
}

/** Whether a unit is satisfied by its rule (cmi5 specification 10.2.4; of SCORM: completed and not failed). */
export function isSatisfied(rule: MoveOnRule, { completed, success }: UnitStanding): boolean {
  const passed = success === 'passed';
  switch (rule) {
    case 'Passed':
      return passed;
    case 'Completed':
      return completed;
    case 'CompletedAndPassed':
      return completed && passed;
    case 'CompletedOrPassed':
      return completed || passed;
    case 'NotApplicable':
      return true;
  }
}
