import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseMinimumSeconds, courseCompletion, readingMinimumSeconds } from './completion.ts';

const lesson = (id: string, complete: boolean, required = true) => ({ id, required, complete });

test.each([
  {
    promise: 'a course begins with its first lesson',
    lessons: [lesson('lecture', false), lesson('quiz', false)],
    expected: { complete: false, done: 0, total: 2, nextLessonId: 'lecture' },
  },
  {
    promise: 'a lesson left out is what comes next',
    lessons: [lesson('lecture', true), lesson('case', false), lesson('quiz', true)],
    expected: { complete: false, done: 2, total: 3, nextLessonId: 'case' },
  },
  {
    promise: 'a lesson that is not required does not hold a course up',
    lessons: [lesson('extra', false, false), lesson('quiz', true)],
    expected: { complete: true, done: 1, total: 1, nextLessonId: 'extra' },
  },
  {
    promise: 'required lessons come first',
    lessons: [lesson('extra', false, false), lesson('quiz', false)],
    expected: { complete: false, done: 0, total: 1, nextLessonId: 'quiz' },
  },
  {
    promise: 'a course of nothing required asks for all of it',
    lessons: [lesson('a', true, false), lesson('b', false, false)],
    expected: { complete: false, done: 1, total: 2, nextLessonId: 'b' },
  },
  {
    promise: 'a finished course has nothing next',
    lessons: [lesson('lecture', true), lesson('extra', true, false)],
    expected: { complete: true, done: 1, total: 1, nextLessonId: null },
  },
])('$promise', ({ lessons, expected }) => {
  expect(courseCompletion(lessons)).toEqual(expected);
});

test('a course is complete exactly when all that counts is done', () => {
  const lessons = fc
    .array(fc.record({ required: fc.boolean(), complete: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    })
    .map((states) => states.map((state, index) => ({ id: `l${index}`, ...state })));
  fc.assert(
    fc.property(lessons, (course) => {
      const { complete, done, total, nextLessonId } = courseCompletion(course);
      expect(complete).toBe(done === total);
      expect(nextLessonId === null).toBe(course.every((each) => each.complete));
      expect(course.find(({ id }) => id === nextLessonId)?.complete ?? false).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  { promise: 'a notice of a hundred characters asks twenty seconds', characters: 100, seconds: 20 },
  { promise: '1,800 characters, six minutes to read, ask two', characters: 1_800, seconds: 120 },
  { promise: 'a second begun is a second', characters: 1_801, seconds: 121 },
  { promise: 'a book asks ten minutes', characters: 100_000, seconds: 600 },
])('$promise', ({ characters, seconds }) => {
  expect(readingMinimumSeconds(characters)).toBe(seconds);
});

test.each([
  { minutes: 1, seconds: 20 },
  { minutes: 12, seconds: 180 },
  { minutes: 30, seconds: 450 },
])('a case of $minutes minutes asks for $seconds seconds', ({ minutes, seconds }) => {
  expect(caseMinimumSeconds(minutes)).toBe(seconds);
});
