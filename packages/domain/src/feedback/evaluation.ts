import { assert } from '../assertion.ts';

/** From how many answers on results are shown: fewer could point to a person. */
export const EVALUATION_THRESHOLD = 5;

/** One person's answer: three marks, whole numbers from 1 (poor) to 5 (good). */
export interface EvaluationMarks {
  readonly content: number;
  readonly teaching: number;
  readonly usefulness: number;
}

export interface EvaluationSummary {
  readonly count: number;
  /** Averages in tenths, 10 to 50, rounded to the nearest. */
  readonly contentTenths: number;
  readonly teachingTenths: number;
  readonly usefulnessTenths: number;
}

/**
 * What a course's evaluations come to; null while there are fewer than `EVALUATION_THRESHOLD`.
 * Marks must be whole numbers from 1 to 5. Source: DOMAIN M15.
 */
export function summariseEvaluations(
  answers: readonly EvaluationMarks[],
): EvaluationSummary | null {
  for (const answer of answers) {
    for (const mark of [answer.content, answer.teaching, answer.usefulness]) {
      assert(Number.isInteger(mark) && mark >= 1 && mark <= 5, 'a mark is a whole number, 1 to 5');
    }
  }
  if (answers.length < EVALUATION_THRESHOLD) return null;
  const tenths = (markOf: (answer: EvaluationMarks) => number) =>
    Math.round((answers.reduce((sum, answer) => sum + markOf(answer), 0) * 10) / answers.length);
  return {
    count: answers.length,
    contentTenths: tenths((answer) => answer.content),
    teachingTenths: tenths((answer) => answer.teaching),
    usefulnessTenths: tenths((answer) => answer.usefulness),
  };
}
