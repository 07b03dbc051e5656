import fc from 'fast-check';
import { expect, test } from 'vitest';
import { missingPoints, REVIEW_POINTS, type CheckedPoint } from './review-points.ts';

const answers = fc.array(
  fc.record<CheckedPoint>({
    point: fc.constantFrom(...REVIEW_POINTS),
    answer: fc.constantFrom('done', 'not_applicable'),
  }),
);

test('a checklist is whole when every point is done, or there is no picture and sound to check', () => {
  const done = REVIEW_POINTS.map((point): CheckedPoint => ({ point, answer: 'done' }));
  expect(missingPoints(done, { hasLecture: true })).toEqual([]);
  const silent = [...done, { point: 'media', answer: 'not_applicable' } as const];
  expect(missingPoints(silent, { hasLecture: false })).toEqual([]);
  expect(missingPoints(silent, { hasLecture: true })).toEqual(['media']);
  expect(missingPoints([], { hasLecture: false })).toEqual([...REVIEW_POINTS]);
});

test('answering the missing points as done makes any checklist whole', () => {
  fc.assert(
    fc.property(answers, fc.boolean(), (given, hasLecture) => {
      const missing = missingPoints(given, { hasLecture });
      const added = missing.map((point): CheckedPoint => ({ point, answer: 'done' }));
      expect(missingPoints([...given, ...added], { hasLecture })).toEqual([]);
    }),
  );
});

test('a lecture never makes fewer points missing', () => {
  fc.assert(
    fc.property(answers, (given) => {
      const without = missingPoints(given, { hasLecture: false });
      expect(missingPoints(given, { hasLecture: true })).toEqual(
        expect.arrayContaining([...without]),
      );
    }),
  );
});
