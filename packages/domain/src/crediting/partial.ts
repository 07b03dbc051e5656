/** What of an unfinished course counts (DOMAIN 5.8, config `partial`): nothing, or each completed lesson. */
export const PARTIALS = ['none', 'per_lesson'] as const;
export type PartialCredit = (typeof PARTIALS)[number];

/** What a course is worth and in which steps, whole hundredths of a credit hour above 0. */
export interface DividedValue {
  readonly valueHundredths: number;
  readonly stepHundredths: number;
}

/**
 * A part of a course's value, hundredths: by how much of the whole was done, both in the same whole
 * unit, rounded down once to the step. Never all of it, whatever was done: one step at least is left
 * for the completion, so that the two together are exactly the value. 0 where nothing can be done.
 * Source: DOMAIN 5.1, 5.8.
 */
export function partOfValue(
  { valueHundredths, stepHundredths }: DividedValue,
  done: number,
  whole: number,
): number {
  if (whole <= 0) return 0;
  const steps = Math.floor((valueHundredths * Math.min(done, whole)) / (whole * stepHundredths));
  const most = Math.max(0, Math.floor((valueHundredths - 1) / stepHundredths));
  return Math.min(steps, most) * stepHundredths;
}

export interface WeighedLesson {
  /** Length of its material, whole seconds ≥ 0. */
  readonly seconds: number;
  readonly required: boolean;
  readonly complete: boolean;
}

/**
 * What of an unfinished course's value its completed lessons have earned, hundredths: by the length of
 * the material that is required. It never falls as lessons are completed. Source: DOMAIN 5.8.
 */
export function earnedByLessons(value: DividedValue, lessons: readonly WeighedLesson[]): number {
  const required = lessons.filter((lesson) => lesson.required);
  const secondsOf = (some: readonly WeighedLesson[]) =>
    some.reduce((sum, { seconds }) => sum + seconds, 0);
  const complete = required.filter((lesson) => lesson.complete);
  return partOfValue(value, secondsOf(complete), secondsOf(required));
}
