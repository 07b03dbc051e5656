import type { Clause, LocalText } from './clause.ts';
import type { HourPolicy } from './hour-policy.ts';
import type { CompletedCourse } from './asked-courses.ts';
import { evaluateClauses, type CreditSum } from './requirement.ts';

/** A clause that some credit would bring nearer. */
export interface BroughtNearer {
  readonly id: string;
  readonly title: LocalText;
  /** What is missing now, hundredths of a credit hour, above 0. */
  readonly missingHundredths: number;
  /** How much less would be missing, above 0 and never more than the credit brings. */
  readonly gainHundredths: number;
  /** Whether it asks for certain courses, this one among them. */
  readonly asksForCourse: boolean;
}

/** What is known of courses where a credit is looked at that comes from one. */
export interface CourseAtHand {
  readonly courseId: string;
  readonly completed: readonly CompletedCourse[];
}

/**
 * Which open clauses a credit would bring nearer, in their order: evaluated with it and without, so that
 * filters, caps and compulsory courses tell as they do for everybody. [] where nothing is owed, all is
 * met, or neither the credit nor the course that it comes from counts towards what is missing. Source: DOMAIN M1 ("recommended for the
 * gap"), H1–H4.
 */
export function broughtNearer(
  policy: HourPolicy,
  owed: { readonly category: string; readonly clauses: readonly Clause[] },
  sums: readonly CreditSum[],
  credit: CreditSum,
  course?: CourseAtHand,
): BroughtNearer[] {
  if (owed.clauses.length === 0) return [];
  const { year } = credit;
  const completed = course?.completed ?? [];
  const before = evaluateClauses(policy, owed, sums, year, completed);
  if (before.met) return [];
  const learned = course
    ? [...completed, { courseId: course.courseId, year, heldUntil: year }]
    : completed;
  const after = evaluateClauses(policy, owed, [...sums, credit], year, learned);
  return before.clauses.flatMap(({ id, title, missingHundredths, courses }, at) => {
    const gainHundredths = missingHundredths - (after.clauses[at]?.missingHundredths ?? 0);
    const asksForCourse = courses !== undefined;
    return gainHundredths > 0
      ? [{ id, title, missingHundredths, gainHundredths, asksForCourse }]
      : [];
  });
}
