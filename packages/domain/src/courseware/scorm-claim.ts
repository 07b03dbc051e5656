import type { UnitStanding } from './courseware.ts';

/** What the rules of SCORM read of a unit's data model; everything in it is the unit's word. */
export interface ScormFacts {
  /** `cmi.core.lesson_status` (1.2), or `cmi.completion_status` (2004). */
  readonly status: string;
  /** `cmi.success_status` (2004); empty in 1.2. */
  readonly success: string;
  /** `cmi.core.score.raw` or `cmi.score.raw`. */
  readonly raw: number | null;
  /** 0 and 100 where the unit gives none. */
  readonly min: number | null;
  readonly max: number | null;
  /** `cmi.score.scaled`, –1 to 1 (2004). */
  readonly scaled: number | null;
}

/** A unit's score as a share of the best there is, of 0 to 1; null: none was told, or it makes no sense. */
function scaledScore({ raw, min, max, scaled }: ScormFacts): number | null {
  if (scaled !== null) return scaled >= -1 && scaled <= 1 ? Math.max(0, scaled) : null;
  if (raw === null) return null;
  const [least, most] = [min ?? 0, max ?? 100];
  if (most <= least || raw < least || raw > most) return null;
  return (raw - least) / (most - least);
}

/**
 * What a unit of SCORM claims: completed, passed or failed, and its score. Where the package sets a mark to
 * pass and the unit tells a score, the mark decides (SCORM 1.2 RTE 3.4.4, `cmi.core.lesson_status`; SCORM
 * 2004 RTE 4.2.22, `cmi.success_status`). `browsed` and `incomplete` complete nothing.
 */
export function scormClaim(facts: ScormFacts, masteryScore: number | null): UnitStanding {
  const score = scaledScore(facts);
  const told = [facts.status, facts.success];
  const said = told.includes('failed') ? 'failed' : told.includes('passed') ? 'passed' : null;
  const success =
    masteryScore === null || score === null ? said : score >= masteryScore ? 'passed' : 'failed';
  return {
    completed: facts.status === 'completed',
    success,
    scorePercent: score === null ? null : Math.floor(score * 100 + 1e-9),
  };
}
