import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCompletionRule, electivesMissing, programmeStanding } from './programme-standing.ts';

const course = fc.record({
  required: fc.boolean(),
  hundredths: fc.integer({ min: 0, max: 400 }),
  isDone: fc.boolean(),
});
const courses = fc.array(course, { maxLength: 8 });
const rule = fc.record({
  electiveHundredths: fc.integer({ min: 0, max: 600 }),
  electiveCourses: fc.integer({ min: 0, max: 4 }),
});

test('all compulsory courses and the hours of elective ones', () => {
  const two = { required: true, hundredths: 100, isDone: true };
  const elective = { required: false, hundredths: 150, isDone: true };
  const asks = { electiveHundredths: 150, electiveCourses: 0 };
  expect(programmeStanding([two, two, elective], asks).isComplete).toBe(true);
  expect(programmeStanding([two, { ...two, isDone: false }, elective], asks).isComplete).toBe(
    false,
  );
  expect(programmeStanding([two, two], asks).isComplete).toBe(false);
});

test('completing one more course never takes completion away', () => {
  fc.assert(
    fc.property(courses, rule, fc.nat(), (all, asks, at) => {
      const more = all.map((one, place) =>
        place === at % (all.length || 1) ? { ...one, isDone: true } : one,
      );
      if (programmeStanding(all, asks).isComplete)
        expect(programmeStanding(more, asks).isComplete).toBe(true);
    }),
  );
});

test('a rule that is accepted can be met, and one that is refused cannot', () => {
  fc.assert(
    fc.property(courses, rule, (all, asks) => {
      const done = all.map((one) => ({ ...one, isDone: true }));
      expect(checkCompletionRule(all, asks) === null).toBe(
        programmeStanding(done, asks).isComplete,
      );
    }),
  );
});

test('somebody has completed it exactly where nothing is missing', () => {
  fc.assert(
    fc.property(courses, rule, (all, asks) => {
      const standing = programmeStanding(all, asks);
      const { electiveCourses, electiveHundredths } = electivesMissing(standing, asks);
      const missing =
        standing.requiredTotal - standing.requiredDone + electiveCourses + electiveHundredths;
      expect(standing.isComplete).toBe(all.length > 0 && missing === 0);
    }),
  );
});
