// The author's own questions within a lecture (课中问题): each is asked when its moment was watched, and
// the lecture is complete only when all are answered right (TRUST.md §2.5).
import { assert } from '../assertion.ts';
import { intersect, lengthMs, subtract, type Interval, type IntervalSet } from './intervals.ts';
import { DEFAULT_COVERAGE_PERCENT } from './playback.ts';
import type { PresencePolicy } from './presence.ts';

/**
 * How a question stands for one learner: `unasked`; `asked` and not answered right yet; `again`: answered
 * wrong too often, so that its part is to be watched again first; `right`.
 */
export type QuestionStanding = 'unasked' | 'asked' | 'again' | 'right';

export interface LectureQuestion {
  readonly id: string;
  /** The moment it is asked at, ms of media time; the part it asks about ends there. */
  readonly atMs: number;
  /** The part it closes: from the beginning of its chapter to its moment. */
  readonly part: Interval;
  readonly standing: QuestionStanding;
}

/** As many as a lecture may ask: more would break it up. Source: TRUST.md §2.5. */
export const MOST_LECTURE_QUESTIONS = 12;

/** The last second before a question: whoever watched it has come to its moment, ms. */
const MOMENT_MS = 1_000;

/**
 * The part of a lecture that a question at `atMs` closes: from the beginning of the chapter that its
 * moment lies in, or ends, to the moment itself. `chapterStartsMs` ascend; without chapters the part
 * begins with the lecture. Asserts whole ms and at least one second before the question. Source: TRUST 2.5.
 */
export function partOfQuestion(atMs: number, chapterStartsMs: readonly number[]): Interval {
  assert(
    Number.isSafeInteger(atMs) && atMs >= MOMENT_MS,
    'a second of lecture precedes a question',
  );
  return [chapterStartsMs.findLast((startMs) => startMs < atMs) ?? 0, atMs];
}

/** Whether the last second before a question's moment was watched, whole. */
function isReached({ atMs }: LectureQuestion, watched: IntervalSet): boolean {
  return lengthMs(intersect(watched, [[atMs - MOMENT_MS, atMs]])) === MOMENT_MS;
}

/** Whether so much of a question's part was watched as completes a lecture. */
function isPartWatched({ part }: LectureQuestion, watched: IntervalSet): boolean {
  const ofPart = lengthMs(intersect(watched, [part]));
  return ofPart * 100 >= lengthMs([part]) * DEFAULT_COVERAGE_PERCENT;
}

/**
 * The question that is to be asked now: the earliest whose moment was watched and that was not
 * answered right. One that was answered wrong too often waits until its part was watched again.
 * Decided by what is watched, not by the way there, so no order of reports passes one by.
 * Source: TRUST 2.5 ("wrong twice → re-watch that chapter").
 */
export function dueQuestion<Question extends LectureQuestion>(
  questions: readonly Question[],
  watched: IntervalSet,
): Question | null {
  return questions.reduce<Question | null>((earliest, question) => {
    if (question.standing === 'right' || !isReached(question, watched)) return earliest;
    if (question.standing === 'again' && !isPartWatched(question, watched)) return earliest;
    return earliest && earliest.atMs <= question.atMs ? earliest : question;
  }, null);
}

/** What stays watched after a question was answered wrong too often: all but the part it closes. */
export function afterFailedQuestion(
  watched: IntervalSet,
  { part }: Pick<LectureQuestion, 'part'>,
): IntervalSet {
  return subtract(watched, [part]);
}

/**
 * Time to answer a question by the server's clock, ms. `checkTimeMs` is what an accommodation gives
 * this learner for an ordinary check, null without one: a question's time is as many times longer.
 * Source: TRUST 2.5 ("an accommodation flag lengthens the deadline").
 */
export function questionTimeMs(checkTimeMs: number | null, policy: PresencePolicy): number {
  const times = (checkTimeMs ?? policy.deadlineMs) / policy.deadlineMs;
  return Math.round(policy.questionMs * Math.max(1, times));
}
