import type { TakenCourse } from '@xueshi/contracts';
import { sentencesOf, type LocatedError } from '@xueshi/formats';

/** Whoever mends a course with more of them finds the rest on the way. */
const MOST_TOLD = 100;

/** What is wrong with a course that nobody can open in the studio yet: by file and line. */
export const toldOf = (errors: readonly LocatedError[]): TakenCourse['faults'] =>
  errors.slice(0, MOST_TOLD).map((error) => {
    const { file, line } = error;
    return { file, line, message: sentencesOf(error) };
  });
