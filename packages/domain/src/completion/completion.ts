import { assert } from '../assertion.ts';
import { READING_CHARACTERS_PER_MINUTE } from '../crediting/valuation.ts';

export interface LessonState {
  readonly id: string;
  readonly required: boolean;
  readonly complete: boolean;
}

export interface CourseCompletion {
  /** Whether the course's rule is met: every required lesson is complete. */
  readonly complete: boolean;
  /** Lessons that count, completed and in all: the required ones. */
  readonly done: number;
  readonly total: number;
  /** What to do next: the first incomplete lesson that counts, then any other; null when all is done. */
  readonly nextLessonId: string | null;
}

/**
 * How far a learner is with a course. Only required lessons count; a course without any counts all
 * of its lessons, so that no course is complete before it is begun. `lessons` are in the order of
 * learning; one at least is asserted. Source: DOMAIN 5.8 ("nothing until the course's rule is met").
 */
export function courseCompletion(lessons: readonly LessonState[]): CourseCompletion {
  assert(lessons.length > 0, 'a course has lessons');
  const required = lessons.filter((lesson) => lesson.required);
  const counting = required.length > 0 ? required : lessons;
  const done = counting.filter((lesson) => lesson.complete).length;
  const next = [...counting, ...lessons].find((lesson) => !lesson.complete);
  return {
    complete: done === counting.length,
    done,
    total: counting.length,
    nextLessonId: next?.id ?? null,
  };
}

/** Nobody opens and finishes anything in less. */
const SHORTEST_SECONDS = 20;
const LONGEST_READING_SECONDS = 600;

/**
 * Seconds by the server's clock between opening a reading and marking it as read: a third of the
 * time it takes at 300 characters a minute, rounded up; from 20 to 600. A fast reader is not held
 * up; the minimum only stops clicking through. Source: DOMAIN 2d #22 (reading time capped by length).
 */
export function readingMinimumSeconds(characters: number): number {
  assert(Number.isSafeInteger(characters) && characters >= 0, 'characters are counted, never < 0');
  const third = Math.ceil((characters * 60) / (READING_CHARACTERS_PER_MINUTE * 3));
  return Math.min(Math.max(third, SHORTEST_SECONDS), LONGEST_READING_SECONDS);
}

/**
 * Seconds by the server's clock between opening a case and its ending: a quarter of the minutes it
 * takes a careful reader, at least 20. Source: DOMAIN M11 ("minimum reading time counted by server").
 */
export function caseMinimumSeconds(minutes: number): number {
  assert(Number.isSafeInteger(minutes) && minutes >= 0, 'minutes are whole, never < 0');
  return Math.max((minutes * 60) / 4, SHORTEST_SECONDS);
}
