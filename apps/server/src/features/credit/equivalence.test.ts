// Courses with the same content count once in a training year, by the hour policy (rule 5.7).
import type { CourseDetail, LearningRecord } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { addLearner, signInWithoutPassword, type Learner } from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      const same = { equivalence: 'petitions', repeat: 'yearly' } as const;
      await writeReadingCourse(folder, 'short', { ...same, title: '短课', valuation: 0.5 });
      await writeReadingCourse(folder, 'long', { ...same, title: '长课', valuation: 2 });
      await writeReadingCourse(folder, 'other', { valuation: 1 });
    },
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  await adoptRules(here, { equivalence: 'higher' });
  learner = await addLearner(here);
});

async function learn(slug: string) {
  await beginReading(learner.visitor, slug);
  here.clock.advance({ minutes: 1 });
  return (await finishReading(learner.visitor, slug)).body;
}

const record = async () => (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body;
const hoursHad = async () => (await record()).totals.hundredths;
const termsOf = async (slug: string) =>
  (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body.terms;

test('the better of two courses with the same content takes the place of the lesser', async () => {
  expect(await learn('short')).toMatchObject({ credited: { hundredths: 50 } });
  expect(await termsOf('long')).toMatchObject({
    equivalent: { title: { 'zh-CN': '短课' }, hundredths: 50, giveWay: true },
  });
  expect(await learn('long')).toMatchObject({ credited: { hundredths: 200 } });
  const { totals, entries } = await record();
  expect(totals.hundredths).toBe(200);
  expect(entries.map(({ kind, hundredths }) => [kind, hundredths])).toEqual([
    ['reversal', -50],
    ['credit', 200],
    ['credit', 50],
  ]);
  expect(entries[0]?.reason).toContain('《长课》');
  const { body } = await learner.visitor.get<{ items: { kind: string }[] }>('/api/v1/me/notices');
  expect(body.items.map(({ kind }) => kind)).toContain('credit-reversed');
});

test('the lesser adds nothing after the better, and both pages say why', async () => {
  await learn('long');
  expect(await termsOf('short')).toMatchObject({ equivalent: { hundredths: 200, giveWay: false } });
  expect(await learn('short')).toMatchObject({
    courseCompleted: true,
    credited: null,
    notCredited: 'equivalent-credited',
  });
  expect(await hoursHad()).toBe(200);
});

test('by the policy “the first”, the better one adds nothing either', async () => {
  await adoptRules(here, { equivalence: 'first' });
  await learn('short');
  expect(await termsOf('long')).toMatchObject({ equivalent: { giveWay: false } });
  expect(await learn('long')).toMatchObject({ credited: null });
  expect(await hoursHad()).toBe(50);
});

test('by the policy “both”, both count', async () => {
  await adoptRules(here, { equivalence: 'both' });
  await learn('short');
  expect(await termsOf('long')).toMatchObject({ equivalent: null });
  await learn('long');
  expect(await hoursHad()).toBe(250);
});

test('other courses count beside them, and in the next year the same content counts again', async () => {
  await learn('short');
  expect((await termsOf('other')).equivalent).toBeNull();
  await learn('other');
  expect(await hoursHad()).toBe(150);
  here.clock.advance({ days: 366 });
  learner = { ...learner, ...(await signInWithoutPassword(here, learner.personId)) };
  expect((await termsOf('long')).equivalent).toBeNull();
  expect(await learn('long')).toMatchObject({ credited: { hundredths: 200 } });
});
