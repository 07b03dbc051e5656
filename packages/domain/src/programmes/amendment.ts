import { checkCompletionRule, type CompletionRule } from './programme-standing.ts';

/** A course as a published programme has it. */
export interface CourseAmended {
  readonly courseId: string;
  readonly required: boolean;
  /** Its declared value, hundredths of a credit hour, 0 or more. */
  readonly hundredths: number;
  /** Whether it can still be begun. */
  readonly isAvailable: boolean;
}

/** What is to change in a published programme; days YYYY-MM-DD. */
export interface Amendment<C extends CourseAmended> {
  readonly endsOn: string;
  /** Compulsory courses to be taken out, each with what takes its place; null: nothing does. */
  readonly out: readonly { readonly courseId: string; readonly by: C | null }[];
  readonly electives: readonly C[];
}

export type AmendmentProblem =
  | 'end-earlier'
  | 'end-other-year'
  | 'not-compulsory'
  | 'still-available'
  | 'course-not-available'
  | 'course-twice'
  | 'out-of-reach';

/**
 * What keeps a published programme from being changed so; null: nothing. Nobody is given more than they
 * were told: the end moves later only, and within its year, since study counts by the year it ends in;
 * a course becomes compulsory only in the place of one that cannot be begun any more. What is left can
 * be completed. Source: DOMAIN M1, G14.
 */
export function amendmentProblem<C extends CourseAmended>(
  programme: {
    readonly endsOn: string;
    readonly rule: CompletionRule;
    readonly courses: readonly C[];
  },
  amendment: Amendment<C>,
): AmendmentProblem | null {
  const { endsOn, out, electives } = amendment;
  if (endsOn < programme.endsOn) return 'end-earlier';
  if (endsOn.slice(0, 4) !== programme.endsOn.slice(0, 4)) return 'end-other-year';
  for (const { courseId, by } of out) {
    const course = programme.courses.find((one) => one.courseId === courseId);
    if (course?.required !== true) return 'not-compulsory';
    if (by !== null && course.isAvailable) return 'still-available';
  }
  const coming = [...out.flatMap(({ by }) => by ?? []), ...electives];
  if (coming.some(({ isAvailable }) => !isAvailable)) return 'course-not-available';
  const ids = [...programme.courses, ...coming].map(({ courseId }) => courseId);
  const isOutTwice = new Set(out.map(({ courseId }) => courseId)).size !== out.length;
  if (isOutTwice || new Set(ids).size !== ids.length) return 'course-twice';
  const left = amendedCourses(programme.courses, amendment);
  return checkCompletionRule(left, programme.rule) === null ? null : 'out-of-reach';
}

/** The courses afterwards, in their order: what replaces another takes its place, electives come last. */
export function amendedCourses<C extends CourseAmended>(
  courses: readonly C[],
  { out, electives }: Pick<Amendment<C>, 'out' | 'electives'>,
): C[] {
  const kept = courses.flatMap((course) => {
    const change = out.find(({ courseId }) => courseId === course.courseId);
    if (!change) return [course];
    return change.by === null ? [] : [{ ...change.by, required: true }];
  });
  return [...kept, ...electives.map((course) => ({ ...course, required: false }))];
}
