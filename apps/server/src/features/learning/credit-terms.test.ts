// Before one starts, the course page says all that stands between a learner and the hours.
import type { CourseDetail } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { askingLecture } from '../../testing/asking-lecture.ts';
import { writeExamCourse } from '../../testing/exam-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { addPaperLecture } from '../../testing/paper-lecture.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    env: { XUESHI_PRESENCE_CHECKS: '8-15' },
    courses: async (folder) => {
      await writeReadingCourse(folder, 'lecture');
      await writeExamCourse(folder, 'once', { attempts: 1, minutes: 20, draws: false });
      await writeExamCourse(folder, 'often', { attempts: 0, minutes: null, draws: false });
    },
  });
  const { platform } = here.installation;
  await addPaperLecture(platform, 'lecture', 600_000, { ...askingLecture, seeking: 'watched' });
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
});

const termsOf = async (slug: string) =>
  (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body.terms;

test('how often a quiz may be tried, and for how long', async () => {
  const once = await termsOf('once');
  expect(once.lessons).toMatchObject([{ kind: 'quiz', attempts: 1, timeLimitMinutes: 20 }]);
  const often = await termsOf('often');
  expect(often.lessons).toMatchObject([{ kind: 'quiz', attempts: null, timeLimitMinutes: null }]);
});

test('that a lecture asks questions, and how one may move in it the first time', async () => {
  const lessons = (await termsOf('lecture')).lessons;
  expect(lessons).toMatchObject([
    { kind: 'reading', questionCount: 0, seeking: null },
    { kind: 'lecture', questionCount: askingLecture.questions.length, seeking: 'watched' },
  ]);
});

test('what of the hours counts towards the requirement, by the policy that applies', async () => {
  await adoptRules(here, {
    dailyCapHundredths: 600,
    onlineSharePercent: 40,
    electiveWeightPercent: 50,
    offlineStudy: { credited: true, maxYearSharePercent: 30 },
  });
  expect(await termsOf('often')).toMatchObject({
    counting: { dailyCapHundredths: 600, onlineSharePercent: 40, electiveWeightPercent: 50 },
    offlineStudy: { credited: true, maxYearSharePercent: 30 },
  });
});
