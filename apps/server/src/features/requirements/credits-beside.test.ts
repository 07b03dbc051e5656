// What the accounts do not tell apart: days with more online study than counts, and compulsory courses.
import type { LearningRecord, RequirementExplanation } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingYearOf, type HourPolicy } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { ledgerOf, postCredit } from '../credit/service.ts';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme, unitIdOf } from '../../testing/programmes.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { adoptPolicy, policyWithin } from './service.ts';

let here: TestInstallation;
let learner: Learner;

beforeEach(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'law', { title: '条例' });
      await writeReadingCourse(folder, 'theory', { title: '理论', area: 'theory', valuation: 1 });
    },
  });
  learner = await addLearner(here, '清河镇');
  return () => here.close();
});

/** Adopts the county's own policy with something changed. */
async function adopt(change: (policy: HourPolicy) => Partial<HourPolicy>): Promise<void> {
  const { platform } = here.installation;
  const year = trainingYearOf(here.clock.now());
  await platform.write(async (tx) => {
    const units = await tx.select().from(schema.orgUnits);
    const orgUnit = units.find(({ parentId }) => parentId === null);
    const now = orgUnit && (await policyWithin(tx, orgUnit.path, year));
    if (!orgUnit || !now) throw new Error('the sample county has a policy');
    const policy = { ...now.policy, ...change(now.policy), version: 'test/2' };
    await adoptPolicy(tx, {
      orgUnit,
      policy,
      fromYear: year,
      adoptedBy: null,
      now: here.clock.now(),
    });
  });
  here.jobs.wake();
  await here.jobs.idle();
}

let posted = 0;
const credit = (hundredths: number, sourceType = 'course') =>
  here.installation.platform.write((tx) =>
    postCredit(here.installation.platform, tx, {
      personId: learner.personId,
      hundredths,
      halfDays: 0,
      mode: 'online',
      intensity: 'regular',
      area: 'law',
      sourceType,
      sourceKey: `elsewhere-${(posted += 1)}`,
      snapshot: { title: { 'zh-CN': '课程', en: '' }, slug: null, revision: null, value: null },
      evidence: {},
      earnedAt: here.clock.now(),
      postedBy: 'system',
    }),
  );
const record = async () => (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body;
const explained = async () =>
  (await learner.visitor.get<RequirementExplanation>('/api/v1/me/requirement')).body;

test('of twelve hours on one day ten count; the record keeps all, and it is said why', async () => {
  await adopt(() => ({ dailyCapHundredths: 1_000 }));
  await credit(700);
  await credit(500);
  expect((await record()).totals.hundredths).toBe(1_200);
  expect((await record()).requirement).toMatchObject({
    overDayHundredths: 200,
    clauses: [{ hundredths: 1_000 }],
  });
  expect(await explained()).toMatchObject({
    overDayHundredths: 200,
    rule: { dailyCapHundredths: 1_000 },
  });
  here.clock.advance({ days: 1 });
  learner = { ...learner, visitor: await here.signIn(learner.loginName) };
  await credit(300);
  expect((await record()).requirement?.clauses).toMatchObject([{ hundredths: 1_300 }]);
  // A register of years elsewhere comes in on one day, and was not learned on it.
  await credit(4_000, 'register');
  expect((await record()).requirement?.clauses).toMatchObject([{ hundredths: 5_300 }]);
  // The ledger keeps what was earned: without the cap it counts again.
  await adopt(() => ({ dailyCapHundredths: null }));
  expect((await record()).requirement?.clauses).toMatchObject([{ hundredths: 5_500 }]);
});

test('a day is a day: what was learned in the morning and in the evening counts together', async () => {
  await adopt(() => ({ dailyCapHundredths: 1_000 }));
  await credit(700);
  here.clock.advance({ minutes: 90 });
  learner = { ...learner, visitor: await here.signIn(learner.loginName) };
  await credit(500);
  expect((await record()).requirement?.clauses).toMatchObject([{ hundredths: 1_000 }]);
});

test('who learns beyond the limit of a day is told with the credit what does not count', async () => {
  await adopt(() => ({ dailyCapHundredths: 1_000 }));
  await credit(950);
  await beginReading(learner.visitor, 'theory');
  here.clock.advance({ minutes: 1 });
  const { body } = await finishReading(learner.visitor, 'theory');
  expect(body.credited).toMatchObject({
    hundredths: 100,
    leftOut: { overDayHundredths: 50, overCapHundredths: 0 },
  });
});

test('what counts by the weight of electives is told with the credit, and on the record', async () => {
  await adopt(() => ({ electiveWeightPercent: 50 }));
  await beginReading(learner.visitor, 'theory');
  here.clock.advance({ minutes: 1 });
  const { body } = await finishReading(learner.visitor, 'theory');
  expect(body.credited?.leftOut).toEqual({ overDayHundredths: 0, overCapHundredths: 50 });
  expect((await record()).requirement?.clauses).toMatchObject([{ overCapHundredths: 50 }]);
});

test('where all of it counts, nothing is said', async () => {
  await adopt(() => ({ dailyCapHundredths: 1_000 }));
  await beginReading(learner.visitor, 'theory');
  here.clock.advance({ minutes: 1 });
  expect((await finishReading(learner.visitor, 'theory')).body.credited?.leftOut).toBeNull();
});

test('only courses that a programme makes compulsory count for a clause that asks for them', async () => {
  await adopt(({ byCategory }) => ({
    byCategory: {
      ...byCategory,
      township: [
        ...byCategory.township,
        {
          id: 'compulsory',
          title: { 'zh-CN': '必修', en: 'Compulsory' },
          filter: { requiredOnly: true },
          hundredths: 50,
          halfDays: null,
          periodYears: 1,
        },
      ],
    },
  }));
  for (const slug of ['law', 'theory']) {
    await beginReading(learner.visitor, slug);
    here.clock.advance({ minutes: 1 });
    await finishReading(learner.visitor, slug);
  }
  const compulsory = async () =>
    (await record()).requirement?.clauses.find(({ id }) => id === 'compulsory')?.hundredths;
  expect(await compulsory()).toBe(0);
  const admin = await here.signIn('chenjianguo');
  const [county, town] = [await unitIdOf(here, '云岭县(示例)'), await unitIdOf(here, '清河镇')];
  const { totals } = await record();
  await issueProgramme(
    here,
    admin,
    county,
    draftOf([town], { responsibleId: await personOf(here, 'chenjianguo') }),
  );
  const after = await compulsory();
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThan(totals.hundredths);
  // What is left of it after a correction counts, and no more.
  const { platform } = here.installation;
  const entry = (await ledgerOf(platform.db, learner.personId)).find(
    ({ hundredths }) => hundredths === after,
  );
  const reduced = { hundredths: 1, halfDays: 0, reason: '核对后更正' };
  const url = `/api/v1/people/${learner.personId}/credit-entries/${entry?.id}/reduction`;
  expect((await admin.post(url, reduced)).status).toBe(204);
  expect(await compulsory()).toBe(1);
});

test('electives weigh what the policy says, until a programme makes the course compulsory', async () => {
  await adopt(() => ({ electiveWeightPercent: 50 }));
  await credit(1_000, 'register');
  await beginReading(learner.visitor, 'law');
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'law');
  const { totals } = await record();
  const counted = async () => (await record()).requirement?.clauses[0]?.hundredths;
  expect(await counted()).toBe(Math.floor(totals.hundredths / 2));
  await here.jobs.idle();
  const admin = await here.signIn('chenjianguo');
  const [county, town] = [await unitIdOf(here, '云岭县(示例)'), await unitIdOf(here, '清河镇')];
  const draft = draftOf([town], { responsibleId: await personOf(here, 'chenjianguo') });
  await issueProgramme(here, admin, county, draft);
  const law = totals.hundredths - 1_000;
  expect(await counted()).toBe(500 + law);
  expect(await explained()).toMatchObject({ rule: { electiveWeightPercent: 50 } });
  // The administrator's list has it too, without the learner doing anything.
  await here.jobs.idle();
  const { db } = here.installation.platform;
  const [standing] = await db
    .select()
    .from(schema.personStandings)
    .where(eq(schema.personStandings.personId, learner.personId));
  expect(standing?.missingHundredths).toBe(10_000 - (500 + law));
});

test('for who is exempt from a programme, nothing of it is compulsory', async () => {
  await adopt(() => ({ electiveWeightPercent: 50 }));
  await beginReading(learner.visitor, 'law');
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'law');
  const { totals } = await record();
  const half = Math.floor(totals.hundredths / 2);
  const admin = await here.signIn('chenjianguo');
  const [county, town] = [await unitIdOf(here, '云岭县(示例)'), await unitIdOf(here, '清河镇')];
  const draft = draftOf([town], {
    responsibleId: await personOf(here, 'chenjianguo'),
    courses: ['law', 'theory'].map((slug) => ({ slug, required: true, dueOn: null })),
  });
  const programme = await issueProgramme(here, admin, county, draft);
  const counted = async () => (await record()).requirement?.clauses[0]?.hundredths;
  expect(await counted()).toBe(totals.hundredths);
  const member = `/api/v1/programmes/${programme}/members/${learner.personId}`;
  expect((await admin.post(`${member}/exemption`, { reason: '长期病休' })).status).toBe(204);
  expect(await counted()).toBe(half);
  // The administrator's list follows, without the learner doing anything.
  await here.jobs.idle();
  const { db } = here.installation.platform;
  const [standing] = await db
    .select()
    .from(schema.personStandings)
    .where(eq(schema.personStandings.personId, learner.personId));
  expect(standing?.missingHundredths).toBe(10_000 - half);
});
