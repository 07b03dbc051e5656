import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intersect, lengthMs, normalise, subtract, union, type IntervalSet } from './intervals.ts';
import {
  afterFailedQuestion,
  dueQuestion,
  partOfQuestion,
  questionTimeMs,
  type LectureQuestion,
} from './lecture-questions.ts';
import { DEFAULT_PRESENCE_POLICY } from './presence.ts';

const SECONDS = 600;
const CHAPTERS = [0, 120_000, 300_000, 480_000];

const question = (
  atMs: number,
  standing: LectureQuestion['standing'] = 'unasked',
): LectureQuestion => ({
  id: `at-${atMs}`,
  atMs,
  part: partOfQuestion(atMs, CHAPTERS),
  standing,
});

test.each([
  { where: 'within a chapter', atMs: 200_000, part: [120_000, 200_000] },
  { where: 'at the end of a chapter', atMs: 300_000, part: [120_000, 300_000] },
  { where: 'in the last chapter', atMs: 590_000, part: [480_000, 590_000] },
])('a question $where closes what comes before it in that chapter', ({ atMs, part }) => {
  expect(partOfQuestion(atMs, CHAPTERS)).toEqual(part);
});

test('without chapters a question closes all before it', () => {
  expect(partOfQuestion(200_000, [])).toEqual([0, 200_000]);
});

test('a question is asked when the last second before it was watched, whole', () => {
  const one = question(200_000);
  expect(dueQuestion([one], [[199_000, 200_000]])).toBe(one);
  expect(dueQuestion([one], [[0, 199_999]])).toBeNull();
  expect(dueQuestion([one], [[199_001, 400_000]])).toBeNull();
});

test('the earliest of several that are due is asked first, whatever their order', () => {
  const [early, late] = [question(100_000), question(200_000)];
  const watched: IntervalSet = [[0, 300_000]];
  expect(dueQuestion([late, early], watched)).toBe(early);
  expect(dueQuestion([late, { ...early, standing: 'right' }], watched)).toBe(late);
});

test('after wrong answers it waits until its part was watched again', () => {
  const again = question(300_000, 'again');
  expect(dueQuestion([again], [[299_000, 300_000]])).toBeNull();
  expect(dueQuestion([again], [[140_000, 300_000]])).toBeNull();
  expect(dueQuestion([again], [[125_000, 300_000]])).toBe(again);
});

test('an accommodation makes a question’s time as many times longer as an ordinary check’s', () => {
  const policy = DEFAULT_PRESENCE_POLICY;
  expect(questionTimeMs(null, policy)).toBe(180_000);
  expect(questionTimeMs(60_000, policy)).toBe(180_000);
  expect(questionTimeMs(300_000, policy)).toBe(900_000);
});

const second = fc.integer({ min: 0, max: SECONDS - 1 });
const grants = fc
  .array(fc.tuple(second, fc.integer({ min: 1, max: 90 })), { maxLength: 30 })
  .map((list) =>
    list.map(([from, length]): IntervalSet => [
      [from * 1000, Math.min(from + length, SECONDS) * 1000],
    ]),
  );
const moments = fc
  .uniqueArray(fc.integer({ min: 15, max: SECONDS - 15 }), { minLength: 1, maxLength: 6 })
  .map((list) => list.map((at) => at * 1000));

test('in whatever order a lecture is watched, each question is asked in the report that brings its moment', () => {
  fc.assert(
    fc.property(grants, moments, (list, atMs) => {
      const asked = new Set<number>();
      let watched: IntervalSet = [];
      for (const grant of list) {
        watched = union(watched, grant);
        // Answered right at once, as often as one is due.
        for (;;) {
          const open = atMs.filter((at) => !asked.has(at)).map((at) => question(at));
          const due = dueQuestion(open, watched);
          if (!due) break;
          asked.add(due.atMs);
        }
        const seen = (at: number) => lengthMs(intersect(watched, [[at - 1000, at]])) === 1000;
        expect([...asked].sort()).toEqual(atMs.filter(seen).sort());
      }
    }),
    { numRuns: 1_000 },
  );
});

test('wrong answers take back exactly the part before the question, and it is not due before that was watched again', () => {
  fc.assert(
    fc.property(grants, moments, (list, [atMs = 60_000]) => {
      const watched = normalise(list.flat());
      const failed = question(atMs, 'again');
      const stays = afterFailedQuestion(watched, failed);
      expect(intersect(stays, [failed.part])).toEqual([]);
      expect(stays).toEqual(subtract(watched, [failed.part]));
      expect(union(stays, intersect(watched, [failed.part]))).toEqual(watched);
      expect(dueQuestion([failed], stays)).toBeNull();
      expect(dueQuestion([failed], union(stays, [failed.part]))).toBe(failed);
    }),
    { numRuns: 1_000 },
  );
});
