/** What is looked at before a course is published, in the order of the checklist (DOMAIN: review). */
export const REVIEW_POINTS = ['content', 'law', 'media', 'accessibility'] as const;
export type ReviewPoint = (typeof REVIEW_POINTS)[number];

export interface CheckedPoint {
  readonly point: ReviewPoint;
  readonly answer: 'done' | 'not_applicable';
}

/**
 * The points that are not answered yet, in their order. Of a point that is answered twice the last
 * answer holds. "Not applicable" answers picture and sound alone, and only without a lecture.
 */
export function missingPoints(
  answers: readonly CheckedPoint[],
  { hasLecture }: { readonly hasLecture: boolean },
): readonly ReviewPoint[] {
  const said = new Map(answers.map(({ point, answer }) => [point, answer]));
  return REVIEW_POINTS.filter((point) => {
    const answer = said.get(point);
    return answer !== 'done' && !(answer === 'not_applicable' && point === 'media' && !hasLecture);
  });
}
