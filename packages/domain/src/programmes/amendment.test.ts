import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  amendedCourses,
  amendmentProblem,
  type Amendment,
  type CourseAmended,
} from './amendment.ts';
import { programmeStanding } from './programme-standing.ts';

const course = (courseId: string, change: Partial<CourseAmended> = {}): CourseAmended => ({
  courseId,
  required: true,
  hundredths: 100,
  isAvailable: true,
  ...change,
});
const gone = course('gone', { isAvailable: false });
const programme = {
  endsOn: '2026-09-30',
  rule: { electiveHundredths: 0, electiveCourses: 0 },
  courses: [course('law'), gone, course('free', { required: false })],
};
const amendment = (change: Partial<Amendment<CourseAmended>> = {}) => ({
  endsOn: '2026-09-30',
  out: [],
  electives: [],
  ...change,
});

test.each([
  ['an end that is earlier', { endsOn: '2026-09-29' }, 'end-earlier'],
  ['an end in another year', { endsOn: '2027-01-01' }, 'end-other-year'],
  ['an elective taken out', { out: [{ courseId: 'free', by: null }] }, 'not-compulsory'],
  [
    'a replacement of what can be begun',
    { out: [{ courseId: 'law', by: course('new') }] },
    'still-available',
  ],
  [
    'what cannot be begun',
    { electives: [course('old', { isAvailable: false })] },
    'course-not-available',
  ],
  ['a course that is there', { electives: [course('law')] }, 'course-twice'],
  ['a later end', { endsOn: '2026-12-31' }, null],
  ['a course taken out', { out: [{ courseId: 'law', by: null }] }, null],
  ['a replacement of what is gone', { out: [{ courseId: 'gone', by: course('new') }] }, null],
] as const)('%s: %s', (_, change, problem) => {
  expect(amendmentProblem(programme, amendment(change as object))).toBe(problem);
});

test('nobody is left with a rule that cannot be met', () => {
  const single = { ...programme, courses: [gone] };
  const out = [{ courseId: 'gone', by: null }];
  expect(amendmentProblem(single, amendment({ out }))).toBe('out-of-reach');
});

test('the replacement stands in the place of what is gone, and electives come last', () => {
  const change = {
    out: [{ courseId: 'gone', by: course('new', { required: false }) }],
    electives: [course('more')],
  };
  expect(
    amendedCourses(programme.courses, change).map((one) => [one.courseId, one.required]),
  ).toEqual([
    ['law', true],
    ['new', true],
    ['free', false],
    ['more', false],
  ]);
});

const courses = fc
  .uniqueArray(fc.record({ n: fc.nat(8), required: fc.boolean(), isAvailable: fc.boolean() }), {
    selector: ({ n }) => n,
    minLength: 1,
  })
  .map((list) => list.map(({ n, ...rest }) => course(`c${n}`, rest)));
const changes = fc.record({
  out: fc.array(
    fc.record({
      courseId: fc.nat(8).map((n) => `c${n}`),
      by: fc.option(fc.nat(14).map((n) => course(`c${n}`))),
    }),
    { maxLength: 3 },
  ),
  electives: fc.array(
    fc.nat(14).map((n) => course(`c${n}`)),
    { maxLength: 3 },
  ),
});

test('what is accepted never asks for more compulsory courses, and leaves nobody farther away', () => {
  fc.assert(
    fc.property(courses, changes, fc.func(fc.boolean()), (before, change, done) => {
      const rule = { electiveHundredths: 0, electiveCourses: 0 };
      const endsOn = '2026-09-30';
      fc.pre(amendmentProblem({ endsOn, rule, courses: before }, { endsOn, ...change }) === null);
      const missing = (list: readonly CourseAmended[]) => {
        const standing = programmeStanding(
          // Nobody has done what comes in the place of a course and not that course.
          list.map((one) => ({ ...one, isDone: one.isAvailable && done(one.courseId) })),
          rule,
        );
        return standing.requiredTotal - standing.requiredDone;
      };
      const after = amendedCourses(before, change);
      expect(after.filter(({ required }) => required).length).toBeLessThanOrEqual(
        before.filter(({ required }) => required).length,
      );
      expect(missing(after)).toBeLessThanOrEqual(missing(before));
    }),
  );
});
