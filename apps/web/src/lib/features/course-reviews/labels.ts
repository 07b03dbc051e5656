import type { Checklist, DraftComment } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

type Point = Checklist[number]['point'];
type Answer = Checklist[number]['answer'];

const states: Record<DraftComment['state'], () => string> = {
  open: m.reviews_state_open,
  done: m.reviews_state_done,
  settled: m.reviews_state_settled,
};
const tones = { open: 'warn', done: 'accent', settled: 'good' } as const;
const points: Record<Point, { label: () => string; text: () => string }> = {
  content: { label: m.reviews_point_content, text: m.reviews_point_content_text },
  law: { label: m.reviews_point_law, text: m.reviews_point_law_text },
  media: { label: m.reviews_point_media, text: m.reviews_point_media_text },
  accessibility: {
    label: m.reviews_point_accessibility,
    text: m.reviews_point_accessibility_text,
  },
};
const answers: Record<Answer, () => string> = {
  done: m.reviews_answer_done,
  not_applicable: m.reviews_answer_not_applicable,
};

export const POINTS = Object.keys(points) as readonly Point[];
export const commentStateLabel = (state: DraftComment['state']) => labelOf(states, state);
export const commentTone = (state: DraftComment['state']) => tones[state];
export const pointLabel = (point: Point) => points[point].label();
export const pointText = (point: Point) => points[point].text();
export const answerLabel = (answer: Answer) => labelOf(answers, answer);

/** What can be answered about a point. */
export const answerOptions = (point: Point, hasLecture: boolean) => [
  { value: '', label: m.reviews_answer_none() },
  { value: 'done', label: answerLabel('done') },
  ...(point === 'media' && !hasLecture
    ? [{ value: 'not_applicable', label: answerLabel('not_applicable') }]
    : []),
];

/** How many comments of each lesson are not settled. */
export const openCounts = (comments: readonly DraftComment[]): ReadonlyMap<string | null, number> =>
  new Map(
    [
      ...Map.groupBy(
        comments.filter(({ state }) => state !== 'settled'),
        ({ lessonId }) => lessonId,
      ),
    ].map(([lessonId, all]) => [lessonId, all.length]),
  );

export const reviewUrl = (draftId: string) => `/studio/drafts/${draftId}/review`;
export const lessonAnchor = (lessonId: string) => `lesson-${lessonId}`;
export const partAnchor = (lessonId: string, key: string) => `at-${lessonId}-${key}`;
export const commentAnchor = (id: string) => `comment-${id}`;
/** The page with the form for a comment open at that place. */
export const writeUrl = (lessonId: string, place: string | null) =>
  `?${new URLSearchParams({ lesson: lessonId, place: place ?? '' })}#write`;
