// Where the hour policy credits an unfinished course by its lessons: each brings its part, finishing it the rest.
import type {
  CompletionNews,
  CourseDetail,
  IssuedDocument,
  LearningRecord,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import type { HourPolicy } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../platform/new-id.ts';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { basis, draftFrom, tryPolicy, unitNamed } from '../../testing/hour-policies.ts';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
  type Learner,
} from '../../testing/learners.ts';
import { draftOf, issueProgramme } from '../../testing/programmes.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { checkLedger, planTransfer, transferCredits } from './service.ts';

const NOVEMBER = new Date('2026-11-24T05:00:00Z');

const BY_LESSONS = { partial: 'per_lesson' } as const;

let here: TestInstallation;
let inForce: Partial<HourPolicy> | null = null;
let learner: Learner;
let visitor: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'law', { readings: 3, valuation: 1 });
      await writeReadingCourse(folder, 'same', { readings: 2, valuation: 1, equivalence: 'one' });
    },
  });
});
afterAll(() => here.close());
beforeEach(async () => {
  here.clock.set(NOVEMBER);
  learner = await addLearner(here, '清河镇');
  visitor = learner.visitor;
  if (inForce !== BY_LESSONS) await adopt(BY_LESSONS);
});

/** The rules that hold; each test begins with those by lessons. */
async function adopt(rules: Partial<HourPolicy>): Promise<void> {
  await adoptRules(here, rules);
  inForce = rules;
}

/** Time goes by in these tests, and who is idle is signed out. */
async function comeBackAt(instant: Date): Promise<void> {
  here.clock.set(instant);
  visitor = (await signInWithoutPassword(here, learner.personId)).visitor;
}

async function read(lesson: number, slug = 'law', who = visitor): Promise<CompletionNews> {
  const key = lesson === 1 ? 'reading' : `reading-${lesson}`;
  const url = `/api/v1/courses/${slug}`;
  await who.post(`${url}/enrolment`);
  await who.post(`${url}/lessons/${key}/opening`);
  here.clock.advance({ minutes: 1 });
  return (await who.post<CompletionNews>(`${url}/lessons/${key}/reading-completion`)).body;
}

const recordOf = async (year = 2026) =>
  (await visitor.get<LearningRecord>(`/api/v1/me/record?year=${year}`)).body;
const hoursIn = async (year: number) => (await recordOf(year)).totals.hundredths;
const course = async (slug = 'law') =>
  (await visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;
const ledgerProblems = async () => (await checkLedger(here.installation.platform.db)).problems;

test('each lesson brings its part at once and finishing the course the rest, together exactly its value', async () => {
  expect((await course()).terms.partial).toBe('per_lesson');
  expect((await read(1)).credited).toMatchObject({ hundredths: 25, beforeHundredths: 0 });
  expect(await course()).toMatchObject({ enrolment: { partHundredths: 25 }, credited: null });
  expect((await read(3)).credited).toMatchObject({ hundredths: 25, beforeHundredths: 25 });
  const last = await read(2);
  expect(last).toMatchObject({
    courseCompleted: true,
    credited: { hundredths: 50, beforeHundredths: 50, year: 2026 },
  });
  expect((await course()).credited).toMatchObject({ hundredths: 100 });
  const { totals, entries } = await recordOf();
  expect(totals.hundredths).toBe(100);
  expect(entries.map(({ part, hundredths }) => [part, hundredths])).toEqual([
    [null, 50],
    ['lesson', 25],
    ['lesson', 25],
  ]);
  expect(await ledgerProblems()).toEqual([]);
});

test('where a policy says nothing of it, an unfinished course brings nothing', async () => {
  await adopt({});
  expect((await read(1)).credited).toBeNull();
  expect((await course()).terms.partial).toBe('none');
  // Adopted afterwards, it counts with the next lesson what was completed before.
  await adopt(BY_LESSONS);
  expect((await read(2)).credited).toMatchObject({ hundredths: 50 });
});

test('what was credited by lessons stays where the policy says so no more; the rest comes at the end', async () => {
  await read(1);
  await adopt({});
  expect((await read(2)).credited).toBeNull();
  expect((await read(3)).credited).toMatchObject({ hundredths: 75 });
  expect(await hoursIn(2026)).toBe(100);
});

test('a lesson counts in the year in which it was completed, and the rest in the year of the course', async () => {
  await read(1);
  await comeBackAt(new Date('2027-01-05T05:00:00Z'));
  await adopt(BY_LESSONS);
  await read(2);
  await read(3);
  expect([await hoursIn(2026), await hoursIn(2027)]).toEqual([25, 75]);
});

test('of courses with the same content none is credited before it is finished', async () => {
  expect((await course('same')).terms.partial).toBe('none');
  expect((await read(1, 'same')).credited).toBeNull();
  expect((await read(2, 'same')).credited).toMatchObject({ hundredths: 100 });
});

test('a certificate states the whole course, and of a part of it there is none', async () => {
  const part = (await read(1)).credited?.entryId;
  const issue = (id: string | undefined) =>
    visitor.post<IssuedDocument & { code: string }>(`/api/v1/me/credit-entries/${id}/certificate`);
  expect((await issue(part)).body.code).toBe('entry-without-certificate');
  await read(2);
  const whole = (await read(3)).credited?.entryId;
  expect((await issue(part)).body.code).toBe('entry-without-certificate');
  expect((await issue(whole)).body.totals.hundredths).toBe(100);
});

test('a part that an administrator took back is not given again by finishing the course', async () => {
  const part = (await read(1)).credited?.entryId;
  const admin = (await here.signIn('chenjianguo')) satisfies Visitor;
  const url = `/api/v1/people/${learner.personId}/credit-entries/${part}/reversal`;
  expect((await admin.post(url, { reason: '登记有误' })).status).toBe(204);
  await read(2);
  await read(3);
  expect(await hoursIn(2026)).toBe(75);
});

test('parts of a compulsory course count for what is compulsory', async () => {
  await adopt({ partial: 'per_lesson', electiveWeightPercent: 50 });
  await read(1);
  const counted = async () => (await recordOf()).requirement?.clauses[0]?.hundredths;
  expect(await counted()).toBe(12);
  const town = await unitNamed(here, '清河镇');
  const county = await unitNamed(here, '云岭县(示例)');
  const draft = draftOf([town.id], { responsibleId: await personOf(here, 'chenjianguo') });
  await issueProgramme(here, await here.signIn('chenjianguo'), county.id, draft);
  expect(await counted()).toBe(25);
});

describe('lessons that an upheld flag sets back', () => {
  async function lessonOf(key: string) {
    const { enrolments, lessons } = schema;
    const [row] = await here.installation.platform.db
      .select({ enrolmentId: enrolments.id, lessonId: lessons.id })
      .from(enrolments)
      .innerJoin(lessons, eq(lessons.courseVersionId, enrolments.courseVersionId))
      .where(and(eq(enrolments.personId, learner.personId), eq(lessons.key, key)));
    if (!row) throw new Error('the learner has not begun this');
    return row;
  }

  async function uphold(key: string): Promise<string> {
    const [id, now, lesson] = [newId(), here.clock.now(), await lessonOf(key)];
    await here.installation.platform.write((tx) =>
      tx.insert(schema.flags).values({
        ...{ id, personId: learner.personId, rule: 'steady-beats', day: '2026-11-24', subject: id },
        ...{ lessons: [lesson], figures: {}, evidence: [], raisedAt: now, state: 'open' },
      }),
    );
    const admin = await here.signIn('lifang');
    const body = { reason: '经核实，不是本人学习', lessons: [lesson] };
    expect((await admin.post(`/api/v1/flags/${id}/upholding`, body)).status).toBe(204);
    return id;
  }

  async function overturn(id: string): Promise<void> {
    const text = '当天本人在岗学习，有同事作证';
    expect((await visitor.post(`/api/v1/me/flags/${id}/appeal`, { text })).status).toBe(204);
    const url = `/api/v1/flags/${id}/appeal-decision`;
    const decision = { outcome: 'overturned', reason: '复核后属实' };
    expect((await (await here.signIn('chenjianguo')).post(url, decision)).status).toBe(204);
  }

  test('lose their part, and bring it again once they are completed again', async () => {
    await read(1);
    await read(2);
    await uphold('reading-2');
    expect(await hoursIn(2026)).toBe(25);
    expect((await read(2)).credited).toMatchObject({ hundredths: 25 });
    await read(3);
    expect(await hoursIn(2026)).toBe(100);
  });

  test('lose the parts with the rest where the course is finished; an appeal gives all again', async () => {
    for (const lesson of [1, 2, 3]) await read(lesson);
    const flag = await uphold('reading-2');
    expect(await hoursIn(2026)).toBe(0);
    await overturn(flag);
    expect(await hoursIn(2026)).toBe(100);
    expect(await ledgerProblems()).toEqual([]);
  });
});

describe('two accounts of one person', () => {
  const merge = async (from: Learner, to: Learner): Promise<void> => {
    const { platform } = here.installation;
    const planned = await planTransfer(platform.db, from.personId, to.personId);
    const cause = { postedBy: to.personId, reason: '同一人', now: here.clock.now() };
    const arrived = await platform.write((tx) =>
      transferCredits(tx, from.personId, to.personId, cause),
    );
    const sum = planned.moves.reduce((all, { hundredths }) => all + hundredths, 0);
    expect(arrived.hundredths).toBe(sum);
  };

  test.each([
    { name: 'one finished and one begun', other: 3, own: 1, together: 100 },
    { name: 'one begun and one finished', other: 1, own: 3, together: 100 },
    { name: 'both begun', other: 2, own: 1, together: 25 },
    { name: 'one begun alone', other: 2, own: 0, together: 50 },
  ])('never bring more than the course is worth: $name', async ({ other, own, together }) => {
    const duplicate = await addLearner(here, '清河镇');
    for (let lesson = 1; lesson <= other; lesson += 1) await read(lesson, 'law', duplicate.visitor);
    for (let lesson = 1; lesson <= own; lesson += 1) await read(lesson);
    await merge(duplicate, learner);
    expect(await hoursIn(2026)).toBe(together);
    for (let lesson = own + 1; lesson <= 3; lesson += 1) await read(lesson);
    expect(await hoursIn(2026)).toBe(100);
  });
});

test('trying the policy out says who would be credited how much of unfinished courses', async () => {
  await adopt({});
  await read(1);
  await read(2);
  const county = await here.signIn('chenjianguo');
  const unit = await unitNamed(here, '云岭县(示例)');
  const policy = await draftFrom(county, unit, { basis, partial: 'per_lesson' });
  const { whatIf } = (await tryPolicy(county, unit, { policy, fromYear: 2026 })).body;
  expect(whatIf?.unfinished.gaining).toBeGreaterThan(0);
  expect(whatIf?.unfinished.hundredths).toBeGreaterThanOrEqual(50);
  expect(whatIf?.owingLess).toBeGreaterThan(0);
  expect(whatIf?.unfinished.stopped).toBe(0);
});
