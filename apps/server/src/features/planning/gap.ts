import { daysLeftInYear, pace, trainingYearOf } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { accountsOf } from '../credit/service.ts';
import { requirementOf, type YearEvaluation } from '../requirements/service.ts';

/** What a person still owes this year in hours. */
export interface Gap {
  readonly year: number;
  readonly daysLeft: number;
  /** Over all clauses due this year that wait for hours; null where no requirement applies. */
  readonly missingHundredths: number | null;
  readonly paceHundredthsPerWeek: number | null;
}

export async function gapOf(platform: Platform, personId: string): Promise<Gap> {
  return gapIn(platform, await evaluationOf(platform, personId));
}

/** What a person owes this year and has. */
export async function evaluationOf(
  platform: Platform,
  personId: string,
): Promise<YearEvaluation | null> {
  const year = trainingYearOf(platform.clock.now());
  return requirementOf(platform, personId, await accountsOf(platform.db, personId), year);
}

export function gapIn({ clock }: Platform, evaluation: YearEvaluation | null): Gap {
  const now = clock.now();
  const year = trainingYearOf(now);
  const daysLeft = daysLeftInYear(now);
  const evaluated = evaluation?.evaluated;
  if (!evaluated) return { year, daysLeft, missingHundredths: null, paceHundredthsPerWeek: null };
  const steady = pace(evaluated, daysLeft);
  const due = new Set(steady?.clauses.map(({ id }) => id));
  const missing = evaluated.clauses
    .filter(({ id }) => due.has(id))
    .reduce((sum, { missingHundredths }) => sum + missingHundredths, 0);
  return {
    year,
    daysLeft,
    missingHundredths: missing,
    paceHundredthsPerWeek: steady?.hundredthsPerWeek ?? null,
  };
}
