import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysUntilNewYear, planStudy, weekdayOf } from './study-plan.ts';

const course = (id: string, hundredths = 100) => ({ id, hundredths });
// Thursday.
const now = new Date('2026-11-26T01:00:00Z');

test('a gap of three hours in six weeks: an hour a fortnight, each in its week', () => {
  const plan = planStudy(
    300,
    ['a', 'b', 'c', 'd'].map((id) => course(id)),
    now,
  );
  expect(plan).toEqual({
    weeks: [
      { from: '2026-11-30', to: '2026-12-06', courseIds: ['a'], hundredths: 100 },
      { from: '2026-12-14', to: '2026-12-20', courseIds: ['b'], hundredths: 100 },
      { from: '2026-12-28', to: '2026-12-31', courseIds: ['c'], hundredths: 100 },
    ],
    hundredths: 300,
    isEnough: true,
  });
});

test('no gap, no plan', () => {
  expect(planStudy(0, [course('a')], now)).toEqual({ weeks: [], hundredths: 0, isEnough: true });
});

test('too few courses are said to be too few', () => {
  const plan = planStudy(1000, [course('a')], now);
  expect(plan).toMatchObject({ hundredths: 100, isEnough: false });
});

test('on 31 December all that is missing is due today', () => {
  const plan = planStudy(200, [course('a'), course('b')], new Date('2026-12-31T15:00:00Z'));
  expect(plan.weeks).toEqual([
    { from: '2026-12-31', to: '2026-12-31', courseIds: ['a', 'b'], hundredths: 200 },
  ]);
});

test('whatever the gap and the courses: none twice, none too many, all in order and before the year ends', () => {
  const anyCourses = fc.array(fc.integer({ min: 25, max: 400 }), { maxLength: 40 });
  const anyDay = fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2026-12-31T15:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), anyCourses, anyDay, (missing, values, day) => {
      const courses = values.map((hundredths, at) => course(`c${at}`, hundredths));
      const plan = planStudy(missing, courses, day);
      const ids = plan.weeks.flatMap(({ courseIds }) => courseIds);
      expect(ids).toEqual(courses.slice(0, ids.length).map(({ id }) => id));
      const before = values.slice(0, Math.max(0, ids.length - 1)).reduce((a, b) => a + b, 0);
      if (ids.length > 0) expect(before).toBeLessThan(missing);
      expect(plan.isEnough).toBe(plan.hundredths >= missing);
      if (!plan.isEnough) expect(ids).toHaveLength(courses.length);
      const starts = plan.weeks.map(({ from }) => from);
      expect([...starts].sort()).toEqual(starts);
      expect(plan.weeks.every(({ from, to }) => from <= to && to <= '2026-12-31')).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('weekdays are those of Shanghai', () => {
  expect(weekdayOf(new Date('2026-11-26T01:00:00Z'))).toBe(4);
  expect(weekdayOf(new Date('2026-11-29T15:59:59Z'))).toBe(7);
  expect(weekdayOf(new Date('2026-11-29T16:00:00Z'))).toBe(1);
});

test('the days left are today to 31 December', () => {
  expect(daysUntilNewYear(now)).toHaveLength(36);
  expect(daysUntilNewYear(new Date('2026-12-31T15:59:59Z'))).toHaveLength(1);
});
