import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverageOf, pointReference } from './coverage.ts';

const syllabus = {
  code: 'jcgb',
  areas: [
    {
      title: '理论',
      points: [
        { code: '1.1', text: '甲' },
        { code: '1.2', text: '乙' },
      ],
    },
    { title: '法律', points: [{ code: '2.1', text: '丙' }] },
  ],
};

test('a point is covered by the courses that name it, and a point without a course is told', () => {
  const courses = [
    { slug: 'one', syllabusPoints: ['jcgb/1.1', 'jcgb/1.1', 'other/1.2'] },
    { slug: 'two', syllabusPoints: ['jcgb/1.1', 'jcgb/9.9'] },
  ];
  const areas = coverageOf(syllabus, courses);
  expect(areas.map(({ covered }) => covered)).toEqual([1, 0]);
  expect(areas[0]?.points.map((point) => point.courses.map(({ slug }) => slug))).toEqual([
    ['one', 'two'],
    [],
  ]);
});

test('no more points are covered than there are, whatever courses name', () => {
  const references = fc.array(
    fc.constantFrom('jcgb/1.1', 'jcgb/1.2', 'jcgb/2.1', 'jcgb/3.1', 'x/1.1', ''),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ syllabusPoints: references })), (courses) => {
      const areas = coverageOf(syllabus, courses);
      const named = new Set<string>(courses.flatMap((course) => course.syllabusPoints));
      const all = syllabus.areas.flatMap(({ points }) => points.map(({ code }) => code));
      const covered = all.filter((code) => named.has(pointReference('jcgb', code)));
      expect(areas.reduce((sum, area) => sum + area.covered, 0)).toBe(covered.length);
    }),
  );
});
