// Which of what somebody still owes a course of this installation would bring nearer.
import { broughtNearer, type BroughtNearer, type CreditSum } from '@xueshi/domain';
import type { YearEvaluation } from './evaluate.ts';

export interface CourseCredit {
  /** null: any course of the area and value that no clause asks for. */
  readonly courseId: string | null;
  readonly area: string;
  readonly hundredths: number;
  /** Whether a programme makes it compulsory. */
  readonly required: boolean;
}

/** [] where nothing is owed or all of it is met. A course learned here is regular study online. */
export function courseGains(
  { adopted, owed, year, sums, evaluated, completed }: YearEvaluation,
  { courseId, area, hundredths, required }: CourseCredit,
): BroughtNearer[] {
  if (!adopted || !owed || evaluated === null || evaluated.met) return [];
  const clauses = owed.clauses.map(({ clause }) => clause);
  const credit = {
    ...{ hundredths, halfDays: 0, year, required },
    mode: 'online' as const,
    intensity: 'regular' as const,
    area: area as CreditSum['area'],
  };
  const course = { courseId: courseId ?? '', completed };
  return broughtNearer(adopted.policy, { category: owed.category, clauses }, sums, credit, course);
}

/** Whether somebody owes a course by its name, so that it brings what no other of its kind does. */
export const isAskedFor = ({ owed }: YearEvaluation, courseId: string): boolean =>
  owed?.clauses.some(({ clause }) => clause.courses?.of.some(({ id }) => id === courseId)) ?? false;
