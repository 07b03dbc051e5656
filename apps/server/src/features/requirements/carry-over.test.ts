// Electives above one year's requirement count towards the next, where the hour policy says so.
import type { LearningRecord, RequirementExplanation } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, eq, isNull, sum } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { basis, draftFrom, tryPolicy, unitNamed } from '../../testing/hour-policies.ts';
import { addLearner, signInWithoutPassword, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { postCredit } from '../credit/service.ts';

let here: TestInstallation;
let learner: Learner;
let visitor: Visitor;
let admin: Visitor;

beforeAll(async () => {
  here = await openTestInstallation();
  here.clock.set('2026-11-24T05:00:00Z');
  await adoptRules(here, { carryOverHundredths: 2_000 });
});
afterAll(() => here.close());
beforeEach(async () => {
  here.clock.set('2026-11-24T05:00:00Z');
  learner = await addLearner(here, '清河镇');
});

let posted = 0;
const learn = (hundredths: number) =>
  here.installation.platform.write((tx) =>
    postCredit(here.installation.platform, tx, {
      ...{ personId: learner.personId, hundredths, halfDays: 0, mode: 'online', area: 'law' },
      ...{ intensity: 'regular', sourceType: 'register', sourceKey: `year-${(posted += 1)}` },
      snapshot: { title: { 'zh-CN': '课程', en: '' }, slug: null, revision: null, value: null },
      evidence: {},
      earnedAt: here.clock.now(),
      postedBy: 'system',
    }),
  );

async function nextYear(): Promise<void> {
  here.clock.set('2027-02-10T05:00:00Z');
  visitor = (await signInWithoutPassword(here, learner.personId)).visitor;
  admin = await here.signIn('chenjianguo');
}

const recordOf = async (year: number) =>
  (await visitor.get<LearningRecord>(`/api/v1/me/record?year=${year}`)).body;
const standing = async () => {
  const { personStandings } = schema;
  const [row] = await here.installation.platform.db
    .select()
    .from(personStandings)
    .where(and(eq(personStandings.personId, learner.personId), eq(personStandings.year, 2027)));
  return row;
};

test('up to the limit they count, the record keeps them in their year, and it is explained to both sides', async () => {
  await learn(13_000);
  await nextYear();
  await learn(500);
  const record = await recordOf(2027);
  expect(record.totals.hundredths).toBe(500);
  expect(record.requirement).toMatchObject({
    carriedHundredths: 2_000,
    clauses: [{ hundredths: 2_500, missingHundredths: 7_500 }],
  });
  expect((await recordOf(2026)).requirement).toMatchObject({
    carriedHundredths: 0,
    clauses: [{ hundredths: 13_000 }],
  });
  const url = `/api/v1/people/${learner.personId}/requirement?year=2027`;
  const { body } = await admin.get<RequirementExplanation>(url);
  expect(body).toMatchObject({
    carriedHundredths: 2_000,
    rule: { carryOverHundredths: 2_000 },
    clauses: [{ hundredths: 2_500 }],
  });
});

test('lists and sums of units have the same, and follow when the year before is corrected', async () => {
  await learn(10_000);
  const entry = (await learn(1_500)).entry;
  await nextYear();
  await learn(100);
  expect((await standing())?.missingHundredths).toBe(8_400);
  const url = `/api/v1/people/${learner.personId}/credit-entries/${entry.id}/reversal`;
  expect((await admin.post(url, { reason: '登记有误' })).status).toBe(204);
  expect((await standing())?.missingHundredths).toBe(9_900);
  await here.jobs.idle();
  const { personStandings, unitOutlooks, orgUnits } = schema;
  const { db } = here.installation.platform;
  const [byName] = await db
    .select({ missing: sum(personStandings.missingHundredths) })
    .from(personStandings)
    .where(eq(personStandings.year, 2027));
  const [byUnit] = await db
    .select({ missing: sum(unitOutlooks.missingHundredths) })
    .from(unitOutlooks)
    .innerJoin(orgUnits, eq(orgUnits.id, unitOutlooks.unitId))
    .where(and(isNull(orgUnits.parentId), eq(unitOutlooks.year, 2027)));
  expect(byUnit).toEqual(byName);
});

test('who did not meet the year before has nothing above it', async () => {
  await learn(9_900);
  await nextYear();
  expect((await recordOf(2027)).requirement?.carriedHundredths).toBe(0);
});

test('trying the policy out says for how many less would be owed', async () => {
  await learn(13_000);
  await nextYear();
  await learn(100);
  await here.jobs.idle();
  const unit = await unitNamed(here, '云岭县(示例)');
  const tried = async (carryOverHundredths: number | null) => {
    const policy = await draftFrom(admin, unit, { basis, carryOverHundredths });
    return (await tryPolicy(admin, unit, { policy, fromYear: 2027 })).body.whatIf;
  };
  expect(await tried(2_000)).toMatchObject({ owingLess: 0, owingMore: 0 });
  expect((await tried(null))?.owingMore).toBeGreaterThan(0);
  expect((await tried(3_000))?.owingLess).toBeGreaterThan(0);
});
