import type { CourseDetail, LearningRecord } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner, signInWithoutPassword, type Learner } from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'once-only');
      await writeReadingCourse(folder, 'every-year', { repeat: 'yearly' });
      await writeReadingCourse(folder, 'every-two', { repeat: 'every-2-years' });
      await writeReadingCourse(folder, 'revised', { valuation: 0.5 });
    },
  });
});
afterAll(() => here.close());

/** Sits down at a moment: nobody's session lasts from one year into the next. */
async function at(instant: string, learner: Learner) {
  here.clock.set(instant);
  return (await signInWithoutPassword(here, learner.personId)).visitor;
}

async function complete(learner: Learner, slug: string, completedAt: string) {
  const visitor = await at(new Date(Date.parse(completedAt) - 60_000).toISOString(), learner);
  await beginReading(visitor, slug);
  here.clock.set(completedAt);
  return (await finishReading(visitor, slug)).body;
}

test.each([
  {
    completedAt: '2026-12-31T15:59:59.999Z',
    year: 2026,
    promise: 'the last millisecond of the year in China',
  },
  { completedAt: '2026-12-31T16:00:00.000Z', year: 2027, promise: 'the first moment of the next' },
])('a course completed in $promise counts for $year', async ({ completedAt, year }) => {
  const learner = await addLearner(here);
  expect(await complete(learner, 'once-only', completedAt)).toMatchObject({
    courseCompleted: true,
    credited: { year, hundredths: 25 },
  });
  const visitor = await at(completedAt, learner);
  const record = (await visitor.get<LearningRecord>(`/api/v1/me/record?year=${year}`)).body;
  expect(record).toMatchObject({ year, totals: { hundredths: 25 } });
  const other = (await visitor.get<LearningRecord>(`/api/v1/me/record?year=${2026 + 2027 - year}`))
    .body;
  expect(other.totals.hundredths).toBe(0);
});

test('a course for every year is credited again next year, in that year', async () => {
  const learner = await addLearner(here);
  expect((await complete(learner, 'every-year', '2026-12-01T02:00:00Z')).credited?.year).toBe(2026);
  const sameYear = await complete(learner, 'every-year', '2026-12-02T02:00:00Z');
  expect(sameYear).toMatchObject({ lessonCompleted: false, credited: null });
  expect((await complete(learner, 'every-year', '2027-02-01T02:00:00Z')).credited).toMatchObject({
    year: 2027,
    hundredths: 25,
  });
});

test('a course that counts once stays credited once, in whatever year one comes back', async () => {
  const learner = await addLearner(here);
  expect((await complete(learner, 'once-only', '2026-12-01T02:00:00Z')).credited?.year).toBe(2026);
  expect(await complete(learner, 'once-only', '2027-02-01T02:00:00Z')).toMatchObject({
    lessonCompleted: false,
    credited: null,
  });
  const visitor = await at('2027-02-01T03:00:00Z', learner);
  expect((await visitor.get<LearningRecord>('/api/v1/me/record?year=2027')).body.entries).toEqual(
    [],
  );
});

test('a yearly course begun in one year and finished in the next counts where it was finished, and again the year after', async () => {
  const learner = await addLearner(here);
  await beginReading(await at('2026-12-30T02:00:00Z', learner), 'every-year');
  const finished = await finishReading(await at('2027-01-05T02:00:00Z', learner), 'every-year');
  expect(finished.body.credited?.year).toBe(2027);
  expect(await complete(learner, 'every-year', '2027-06-01T02:00:00Z')).toMatchObject({
    credited: null,
  });
  expect((await complete(learner, 'every-year', '2028-01-05T02:00:00Z')).credited?.year).toBe(2028);
});

test('a course of every two years is open again, and credited again, in the second year after', async () => {
  const learner = await addLearner(here);
  expect((await complete(learner, 'every-two', '2026-12-01T02:00:00Z')).credited?.year).toBe(2026);
  expect(await complete(learner, 'every-two', '2027-12-31T15:00:00Z')).toMatchObject({
    lessonCompleted: false,
    credited: null,
  });
  expect((await complete(learner, 'every-two', '2027-12-31T16:30:00Z')).credited?.year).toBe(2028);
});

test('the value is the one that was promised at the start, though a new revision is worth another', async () => {
  const early = await addLearner(here);
  const visitor = await at('2026-11-24T05:00:00Z', early);
  await beginReading(visitor, 'revised');
  await writeReadingCourse(here.coursesFolder, 'revised', { valuation: 2, revision: 2 });
  expect((await here.importAgain()).published).toEqual(['revised']);
  here.clock.advance({ minutes: 5 });
  const seen = (await visitor.get<CourseDetail>('/api/v1/courses/revised')).body;
  expect(seen).toMatchObject({ revision: 1, enrolment: { valueHundredths: 50 } });
  expect((await finishReading(visitor, 'revised')).body.credited?.hundredths).toBe(50);
  const late = await addLearner(here);
  const credited = await complete(late, 'revised', '2026-11-24T08:00:00Z');
  expect(credited.credited?.hundredths).toBe(200);
});
