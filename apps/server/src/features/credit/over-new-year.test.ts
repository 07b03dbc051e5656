// A course begun before New Year and finished after it: whole in the year in which it was finished, or shared
// by the time learned in each, as the hour policy says.
import type {
  CompletionNews,
  CourseDetail,
  IssuedDocument,
  LearningRecord,
} from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { basis, draftFrom, tryPolicy, unitNamed } from '../../testing/hour-policies.ts';
import { addLearner, signInWithoutPassword, type Learner } from '../../testing/learners.ts';
import { addPaperLecture, openPlayer } from '../../testing/paper-lecture.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import { useReportingClock } from '../../testing/reporting-clock.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { viewerOf } from '../../testing/viewer.ts';
import { compactEvidence } from '../archive/service.ts';
import { checkLedger } from './service.ts';

const MINUTE_MS = 60_000;
const slug = 'talk';

let here: TestInstallation;
let learner: Learner;
let visitor: Visitor;

useReportingClock();
beforeAll(async () => {
  here = await openTestInstallation({
    env: { XUESHI_PRESENCE_CHECKS: 'off', XUESHI_KEEP_HEARTBEATS_DAYS: '7' },
    courses: (folder) => writeReadingCourse(folder, slug, { valuation: 1 }),
  });
  await addPaperLecture(here.installation.platform, slug, 8 * MINUTE_MS);
  here.clock.set('2026-12-01T02:00:00Z');
  await adoptRules(here, { attribution: 'accrual' });
});
afterAll(() => here.close());
beforeEach(async () => {
  here.clock.set('2026-12-30T02:00:00Z');
  learner = await addLearner(here, '清河镇');
  visitor = learner.visitor;
});

async function comeBackAt(instant: string): Promise<void> {
  here.clock.set(instant);
  visitor = (await signInWithoutPassword(here, learner.personId)).visitor;
}

/** Plays the lecture from one minute to another; opened for the first time the course is begun with it. */
async function watch(from: number, to: number): Promise<void> {
  await visitor.post(`/api/v1/courses/${slug}/enrolment`);
  const viewer = viewerOf(here, await openPlayer(visitor, { slug }));
  viewer.goTo(from * MINUTE_MS);
  await viewer.playTo(to * MINUTE_MS);
}

async function finish(): Promise<CompletionNews> {
  await watch(5, 8);
  await beginReading(visitor, slug);
  here.clock.advance({ minutes: 1 });
  return (await finishReading(visitor, slug)).body as CompletionNews;
}

const recordOf = async (year: number) =>
  (await visitor.get<LearningRecord>(`/api/v1/me/record?year=${year}`)).body;
const hours = async () => [
  (await recordOf(2026)).totals.hundredths,
  (await recordOf(2027)).totals.hundredths,
];

test('five of eight minutes watched before New Year bring half the hour there, and the rest after it', async () => {
  const { terms } = (await visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;
  expect(terms.attribution).toBe('accrual');
  await watch(0, 5);
  await comeBackAt('2027-01-05T02:00:00Z');
  const { credited } = await finish();
  expect(credited).toMatchObject({
    ...{ year: 2027, hundredths: 50, closedYear: null },
    yearBefore: { year: 2026, hundredths: 50 },
  });
  expect(await hours()).toEqual([50, 50]);
  const [entry] = (await recordOf(2026)).entries;
  expect(entry).toMatchObject({ part: 'new-year', courseSlug: slug });
  expect(entry?.earnedAt.slice(0, 10)).toBe('2026-12-30');
  const url = `/api/v1/me/credit-entries/${credited?.entryId}/certificate`;
  const { totals } = (await visitor.post<IssuedDocument>(url)).body;
  expect(totals.hundredths).toBe(100);
  expect((await checkLedger(here.installation.platform.db)).problems).toEqual([]);
});

test('what was watched when is known after the single reports became one row', async () => {
  await watch(0, 5);
  await comeBackAt('2027-01-20T02:00:00Z');
  expect((await compactEvidence(here.installation.platform)).sessions).toBeGreaterThan(0);
  await finish();
  expect(await hours()).toEqual([50, 50]);
});

test('a course that was begun after New Year is the new year’s alone', async () => {
  await comeBackAt('2027-01-05T02:00:00Z');
  await watch(0, 5);
  expect((await finish()).credited).toMatchObject({ hundredths: 100, yearBefore: null });
});

test('where the policy goes by completion, all of it counts in the year in which it was finished', async () => {
  await watch(0, 5);
  await comeBackAt('2027-01-05T02:00:00Z');
  await adoptRules(here, { attribution: 'completion' });
  expect((await finish()).credited).toMatchObject({ hundredths: 100, yearBefore: null });
  await adoptRules(here, { attribution: 'accrual' });
});

test('trying it out says how much of unfinished courses would count this year instead of the next', async () => {
  await watch(0, 5);
  const county = await here.signIn('chenjianguo');
  const unit = await unitNamed(here, '云岭县(示例)');
  const policy = await draftFrom(county, unit, { basis, attribution: 'completion' });
  const { whatIf } = (await tryPolicy(county, unit, { policy, fromYear: 2026 })).body;
  expect(whatIf?.accruing.people).toBeGreaterThan(0);
  expect(whatIf?.accruing.hundredths).toBeLessThanOrEqual(-50);
});

test('nothing is written into a closed year: all of it counts in the new one, and the learner is told', async () => {
  await watch(0, 5);
  await comeBackAt('2027-01-05T02:00:00Z');
  await here.jobs.idle();
  const town = await unitNamed(here, '清河镇');
  const admin = await here.signIn('lifang');
  const closing = await admin.post(`/api/v1/org-units/${town.id}/year-closings`, { year: 2026 });
  expect(closing.status).toBe(201);
  const { credited } = await finish();
  expect(credited).toMatchObject({ hundredths: 100, yearBefore: null, closedYear: 2026 });
  expect(await hours()).toEqual([0, 100]);
  expect((await recordOf(2027)).entries).toMatchObject([{ part: null, closedYear: 2026 }]);
});
