/** A course of a programme, with whether the person has completed it. */
export interface CourseOfProgramme {
  readonly required: boolean;
  /** Its declared value, hundredths of a credit hour, 0 or more. */
  readonly hundredths: number;
  readonly isDone: boolean;
}

/** What a programme asks beside all its compulsory courses; 0 asks for nothing. */
export interface CompletionRule {
  readonly electiveHundredths: number;
  readonly electiveCourses: number;
}

export interface ProgrammeStanding {
  readonly requiredTotal: number;
  readonly requiredDone: number;
  readonly electiveDone: number;
  /** Hundredths of the elective courses that are done. */
  readonly electiveHundredths: number;
  readonly isComplete: boolean;
}

/**
 * Where somebody stands in a programme: complete once every compulsory course is done and the elective
 * ones reach both the hours and the number asked for. A programme without courses is never complete.
 * Source: DOMAIN M1, M2 and issue "programmes" (all compulsory + N elective hours or courses).
 */
export function programmeStanding(
  courses: readonly CourseOfProgramme[],
  rule: CompletionRule,
): ProgrammeStanding {
  const required = courses.filter((course) => course.required);
  const done = courses.filter((course) => !course.required && course.isDone);
  const requiredDone = required.filter((course) => course.isDone).length;
  const electiveHundredths = done.reduce((sum, course) => sum + course.hundredths, 0);
  return {
    requiredTotal: required.length,
    requiredDone,
    electiveDone: done.length,
    electiveHundredths,
    isComplete:
      courses.length > 0 &&
      requiredDone === required.length &&
      electiveHundredths >= rule.electiveHundredths &&
      done.length >= rule.electiveCourses,
  };
}

export type RuleProblem = 'no-courses' | 'electives-out-of-reach';

/** Whether the rule can be met with the courses there are; a programme that nobody can complete is refused. */
export function checkCompletionRule(
  courses: readonly Omit<CourseOfProgramme, 'isDone'>[],
  rule: CompletionRule,
): RuleProblem | null {
  if (courses.length === 0) return 'no-courses';
  const all = programmeStanding(
    courses.map((course) => ({ ...course, isDone: true })),
    rule,
  );
  return all.isComplete ? null : 'electives-out-of-reach';
}

/** Elective courses, and hundredths of a credit hour of them, that the rule still asks for; 0 or more. */
export const electivesMissing = (
  standing: Pick<ProgrammeStanding, 'electiveDone' | 'electiveHundredths'>,
  rule: CompletionRule,
): CompletionRule => ({
  electiveCourses: Math.max(0, rule.electiveCourses - standing.electiveDone),
  electiveHundredths: Math.max(0, rule.electiveHundredths - standing.electiveHundredths),
});
