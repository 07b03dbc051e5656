import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVALUATION_THRESHOLD, summariseEvaluations } from './evaluation.ts';

const mark = fc.integer({ min: 1, max: 5 });
const answer = fc.record({ content: mark, teaching: mark, usefulness: mark });

test('up to four answers say nothing about anybody', () => {
  fc.assert(
    fc.property(fc.array(answer, { maxLength: EVALUATION_THRESHOLD - 1 }), (answers) => {
      expect(summariseEvaluations(answers)).toBeNull();
    }),
  );
});

test('from five answers on an average lies between the least and the best mark', () => {
  fc.assert(
    fc.property(fc.array(answer, { minLength: EVALUATION_THRESHOLD, maxLength: 60 }), (answers) => {
      const summary = summariseEvaluations(answers);
      const marks = answers.map((one) => one.teaching * 10);
      expect(summary?.count).toBe(answers.length);
      expect(summary?.teachingTenths).toBeGreaterThanOrEqual(Math.min(...marks));
      expect(summary?.teachingTenths).toBeLessThanOrEqual(Math.max(...marks));
    }),
  );
});

test('each mark is averaged by itself, to the nearest tenth', () => {
  const answers = [5, 4, 4, 4, 4, 5].map((content) => ({ content, teaching: 1, usefulness: 5 }));
  expect(summariseEvaluations(answers)).toEqual({
    count: 6,
    contentTenths: 43,
    teachingTenths: 10,
    usefulnessTenths: 50,
  });
});

test('what is no mark is a fault of the program, not an average', () => {
  expect(() => summariseEvaluations([{ content: 6, teaching: 1, usefulness: 1 }])).toThrow();
  expect(() => summariseEvaluations([{ content: 1.5, teaching: 1, usefulness: 1 }])).toThrow();
});
