// What a cartridge becomes: a course that is not a folder yet.
import type { InBothLanguages } from '../course/course-source.ts';
import type { LocatedError } from '../located-error.ts';
import type { Question } from '../question-exchange/question.ts';

/** What the cartridge says of itself (LOM); texts on one line, as long as course.yaml takes them. */
export interface CartridgeFacts {
  /** The same text twice where it has one only; empty where it has none. */
  readonly title: InBothLanguages;
  readonly summary: InBothLanguages | null;
  readonly tags: readonly string[];
  readonly author: string | null;
  /** The terms under which it may be used. */
  readonly rights: string | null;
}

/** A picture that a reading shows. */
export interface CartridgePicture {
  /** Its own, safe name in the course folder; the same part has one name. */
  readonly name: string;
  /** Where it lies in the archive. */
  readonly part: string;
}

interface LessonBase {
  /** As ids of lessons are: `reading-1`, `quiz-2`. */
  readonly id: string;
  /** With the folders it lay in before it, at most 120 characters. */
  readonly title: string;
  /** False for what lay outside the order of the cartridge. */
  readonly required: boolean;
}

export type CartridgeLesson = LessonBase &
  (
    | {
        readonly kind: 'reading';
        /** By the rules of reading.md; pictures by their own names. */
        readonly markdown: string;
        readonly pictures: readonly CartridgePicture[];
      }
    | {
        readonly kind: 'quiz';
        /** 0 for as many as wanted; null where the cartridge does not say. */
        readonly attempts: number | null;
        readonly timeLimitMinutes: number | null;
        /** 1–200. */
        readonly questions: readonly Question[];
      }
  );

export interface CartridgeCourse {
  readonly facts: CartridgeFacts;
  /** 1–200, in their order. */
  readonly lessons: readonly CartridgeLesson[];
}

export type CartridgeRead =
  | {
      readonly ok: true;
      readonly course: CartridgeCourse;
      /** What stays behind or was changed, item by item, with a sentence like an error's. */
      readonly notCarried: readonly LocatedError[];
    }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };
