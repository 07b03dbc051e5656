// Which of what somebody still owes a course of this installation would bring nearer.
import { broughtNearer, type BroughtNearer, type CreditSum } from '@xueshi/domain';
import type { YearEvaluation } from './evaluate.ts';

export interface CourseCredit {
  readonly area: string;
  readonly hundredths: number;
  /** Whether a programme makes it compulsory. */
  readonly required: boolean;
}

/** [] where nothing is owed or all of it is met. A course learned here is regular study online. */
export function courseGains(
  { adopted, owed, year, sums, evaluated }: YearEvaluation,
  { area, hundredths, required }: CourseCredit,
): BroughtNearer[] {
  if (!adopted || !owed || evaluated === null || evaluated.met) return [];
  const clauses = owed.clauses.map(({ clause }) => clause);
  const credit = {
    ...{ hundredths, halfDays: 0, year, required },
    mode: 'online' as const,
    intensity: 'regular' as const,
    area: area as CreditSum['area'],
  };
  return broughtNearer(adopted.policy, { category: owed.category, clauses }, sums, credit);
}
