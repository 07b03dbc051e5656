// An hour policy is tried out on real figures, adopted with its basis document, and holds from then on.
import type {
  AdoptedPolicy,
  AffectedPerson,
  CourseDetail,
  HourPolicyDraft,
  LearningRecord,
} from '@xueshi/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { postCredit } from '../credit/service.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  adoptPolicyAt,
  basis,
  draftFrom,
  readPolicies,
  tryPolicy,
  unitNamed,
  withHours,
} from '../../testing/hour-policies.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { pass, useReportingClock } from '../../testing/reporting-clock.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

/** 3,600 characters to read: a quarter of an hour of 45 minutes. */
const TWELVE_MINUTES = { valuation: 'linear', body: '学'.repeat(3_600) } as const;

let here: TestInstallation;
let county: Visitor;

useReportingClock();
beforeEach(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'reading', TWELVE_MINUTES),
  });
  county = await here.signIn('chenjianguo');
});
afterEach(() => here.close());

const unitOf = (name: string) => unitNamed(here, name);
const policiesOf = (unit: { id: string }, by = county) => readPolicies(by, unit);
const draftOf = (unit: { id: string }, change: Partial<HourPolicyDraft>) =>
  draftFrom(county, unit, change);
const tryOut = (unit: { id: string }, policy: HourPolicyDraft, fromYear = 2026, by = county) =>
  tryPolicy(by, unit, { policy, fromYear });
const adopt = (
  unit: { id: string },
  policy: HourPolicyDraft,
  { fromYear = 2026, by = county } = {},
) => adoptPolicyAt(by, unit, { policy, fromYear });

async function credit(learner: Learner, hundredths: number): Promise<void> {
  const { platform } = here.installation;
  await platform.write((tx) =>
    postCredit(platform, tx, {
      personId: learner.personId,
      hundredths,
      halfDays: 0,
      mode: 'online',
      intensity: 'regular',
      area: 'law',
      sourceType: 'register',
      sourceKey: 'elsewhere',
      snapshot: { title: { 'zh-CN': '课程', en: '' }, slug: null, revision: null, value: null },
      evidence: {},
      earnedAt: here.clock.now(),
      postedBy: 'system',
    }),
  );
}

test('before a higher target is adopted, one sees who would fall short; then it holds', async () => {
  const learner = await addLearner(here);
  await credit(learner, 10_500);
  const top = await unitOf('云岭县(示例)');
  const draft = await draftOf(top, { basis });
  const higher = { ...draft, byCategory: withHours(draft, 12_000) };
  const { body } = await tryOut(top, higher);
  expect(body).toMatchObject({ problems: [], loosenings: [] });
  // Two of the sample county's people have between 100 and 120 hours as well.
  expect(body.whatIf).toMatchObject({ losing: 3, gaining: 0 });
  const people = `/api/v1/units/${top.id}/hour-policies/trials/${body.trial?.id}/people`;
  const listed = await county.get<{ items: AffectedPerson[]; total: number }>(
    `${people}?change=losing`,
  );
  expect(listed.body.total).toBe(3);
  expect(listed.body.items).toContainEqual(
    expect.objectContaining({ id: learner.personId, missingBefore: 0, missingAfter: 1_500 }),
  );
  const township = body.whatIf?.byCategory.find(({ category }) => category === 'township');
  expect((township?.metBefore ?? 0) - (township?.metAfter ?? 0)).toBe(3);
  const record = () => learner.visitor.get<LearningRecord>('/api/v1/me/record');
  expect((await record()).body.requirement?.met).toBe(true);

  const adopted = await adopt(top, higher);
  expect(adopted.status).toBe(201);
  const { requirement } = (await record()).body;
  expect(requirement).toMatchObject({ met: false, policyVersion: adopted.body.version, basis });
  const { inForce, adopted: history } = await policiesOf(top);
  expect(inForce).toMatchObject({ fromYear: 2026, toYear: null, adoptedBy: '陈建国' });
  const spans = (of: AdoptedPolicy[]) =>
    of.map(({ fromYear, toYear, supersededAt }) => [fromYear, toYear, supersededAt !== null]);
  expect(spans(history)).toEqual([
    [2026, null, false],
    [2025, 2025, false],
  ]);
  here.clock.advance({ seconds: 1 });
  // Another one for the same year takes its place; what was in force stays on record.
  await adopt(top, { ...draft, coveragePercent: 96 });
  expect(spans((await policiesOf(top)).adopted)).toEqual([
    [2026, null, false],
    [2026, null, true],
    [2025, 2025, false],
  ]);
});

test('nothing is adopted of which the consequences were not seen, or that was changed since', async () => {
  const top = await unitOf('云岭县(示例)');
  const draft = await draftOf(top, { basis });
  const { body } = await tryOut(top, draft);
  const url = `/api/v1/units/${top.id}/hour-policies`;
  const send = (policy: HourPolicyDraft, seen: string | null) =>
    county.post<{ code: string }>(url, { fromYear: 2026, policy, seen });
  const before = await policiesOf(top);
  expect((await send(draft, '1.forged')).body.code).toBe('what-if-not-seen');
  const changed = { ...draft, coveragePercent: 80 };
  expect((await send(changed, body.seen)).body.code).toBe('what-if-not-seen');
  here.clock.advance({ hours: 3 });
  county = await here.signIn('chenjianguo');
  expect((await send(draft, body.seen)).body.code).toBe('what-if-not-seen');
  expect(await policiesOf(top)).toEqual(before);
});

test('a policy without its document, or with an impossible figure, is told where it is wrong', async () => {
  const top = await unitOf('云岭县(示例)');
  const draft = await draftOf(top, { basis: { title: ' ', number: null, date: null } });
  expect((await tryOut(top, draft)).body).toMatchObject({
    problems: [{ problem: 'no-basis' }],
    whatIf: null,
    seen: null,
  });
  const third = await draftOf(top, { basis, coveragePercent: 33 });
  expect((await tryOut(top, third)).body.problems).toMatchObject([
    { problem: 'coverage-out-of-range', category: null },
  ]);
  const none = { ...third, coveragePercent: 95, byCategory: withHours(third, 0) };
  expect((await tryOut(top, none)).body.problems).toMatchObject([
    { problem: 'threshold-not-positive', category: 'township' },
  ]);
  expect((await adopt(top, none)).body.code).toBe('hour-policy-unsound');
  // Everything that is wrong is told at once.
  const both = { ...none, basis: { ...basis, title: ' ' }, coveragePercent: 33 };
  expect((await tryOut(top, both)).body.problems).toEqual([
    { problem: 'no-basis', category: null, clauseId: null },
    { problem: 'coverage-out-of-range', category: null, clauseId: null },
    { problem: 'threshold-not-positive', category: 'township', clauseId: 'all-training' },
  ]);
});

test('a township may ask more than its county, and not less', async () => {
  const town = await unitOf('清河镇');
  const township = await here.signIn('lifang');
  const draft = await draftOf(town, { basis });
  const less = { ...draft, coveragePercent: 80, byCategory: withHours(draft, 9_000) };
  expect((await tryOut(town, less, 2026, township)).body.loosenings).toEqual([
    { what: 'coverage', category: null, clauseId: null },
    { what: 'clause', category: 'township', clauseId: 'all-training' },
  ]);
  expect((await adopt(town, less, { by: township })).body.code).toBe('hour-policy-loosens');
  const more = { ...draft, coveragePercent: 100 };
  expect((await adopt(town, more, { by: township })).status).toBe(201);

  const [inTown, elsewhere] = [await addLearner(here), await addLearner(here, '石桥乡')];
  const termsOf = async ({ visitor }: Learner) =>
    (await visitor.get<CourseDetail>('/api/v1/courses/reading')).body.terms;
  expect(await termsOf(inTown)).toMatchObject({
    coveragePercent: 100,
    policy: { scopeUnitName: '清河镇', basis },
  });
  expect(await termsOf(elsewhere)).toMatchObject({ coveragePercent: 95 });
  const { inForce, above } = await policiesOf(town, township);
  expect([inForce?.scope.name, above?.scope.name]).toEqual(['清河镇', '云岭县(示例)']);
  // The county's administrator is told of nobody whom the township's own policy decides about.
  const top = await unitOf('云岭县(示例)');
  const people = async () => (await tryOut(top, draft)).body.whatIf?.people ?? 0;
  const all = await people();
  await addLearner(here, '清河镇');
  expect(await people()).toBe(all);
  await addLearner(here, '石桥乡');
  expect(await people()).toBe(all + 1);
});

test('another county is none of a township’s business', async () => {
  const top = await unitOf('云岭县(示例)');
  const township = await here.signIn('lifang');
  const draft = await draftOf(top, { basis });
  expect((await tryOut(top, draft, 2026, township)).status).toBe(404);
  expect((await township.get(`/api/v1/units/${top.id}/hour-policies`)).status).toBe(404);
});

test('a year that is over keeps its policy; the next one may have another ahead of time', async () => {
  const top = await unitOf('云岭县(示例)');
  const draft = await draftOf(top, { basis, coveragePercent: 90 });
  expect((await tryOut(top, draft, 2025)).body).toMatchObject({ code: 'hour-policy-year-past' });
  expect((await tryOut(top, draft, 2099)).body).toMatchObject({ code: 'hour-policy-year-far' });
  expect((await adopt(top, draft, { fromYear: 2027 })).status).toBe(201);
  const { inForce, adopted } = await policiesOf(top);
  expect(inForce?.policy.coveragePercent).toBe(95);
  expect(adopted.map(({ fromYear, toYear }) => [fromYear, toYear])).toEqual([
    [2027, null],
    [2025, 2026],
  ]);
});

test('how much of a lecture completes it is the policy’s to say, from the next playback on', async () => {
  await addPaperLecture(here.installation.platform, 'reading', 100_000);
  const learner = await addLearner(here);
  await learner.visitor.post('/api/v1/courses/reading/enrolment');
  const player = await openPlayer(learner.visitor, { slug: 'reading' });
  pass(here, 60_000);
  const first = await player.report(beatOf(1, 60_000, [[0, 60_000, 1]]));
  expect(first.body).toMatchObject({ watchedMs: 60_000, needMs: 35_000 });
  const top = await unitOf('云岭县(示例)');
  const draft = await draftOf(top, { basis, coveragePercent: 50 });
  expect((await tryOut(top, draft)).body.whatIf).toMatchObject({
    lecturesNearer: 1,
    lecturesFarther: 0,
  });
  expect((await adopt(top, draft)).status).toBe(201);
  pass(here, 1_000);
  // What is playing goes on by the rules it was opened with.
  const second = await player.report(beatOf(2, 61_000, [[60_000, 61_000, 1]]));
  expect(second.body.needMs).toBe(34_000);
  const again = await openPlayer(learner.visitor, { slug: 'reading' });
  pass(here, 1_000);
  const third = await again.report(beatOf(1, 1_000, [[61_000, 62_000, 1]]));
  expect(third.body).toMatchObject({ needMs: 0, news: { lessonCompleted: true } });
});

test('a longer hour changes what courses would be worth, and only those published from then on', async () => {
  const top = await unitOf('云岭县(示例)');
  const draft = await draftOf(top, { basis, academicHourMinutes: 30, stepHundredths: 5 });
  const { body } = await tryOut(top, draft);
  const [course] = body.whatIf?.courses ?? [];
  expect(course?.slug).toBe('reading');
  expect(course?.after).toBeGreaterThan(course?.before ?? 0);
  expect((await adopt(top, draft)).status).toBe(201);
  const learner = await addLearner(here);
  const valueOf = async (slug: string) =>
    (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body.value;
  expect((await valueOf('reading')).hundredths).toBe(course?.before);
  await writeReadingCourse(here.coursesFolder, 'later', TWELVE_MINUTES);
  await here.importAgain();
  expect(await valueOf('later')).toMatchObject({
    academicHourMinutes: 30,
    hundredths: course?.after,
  });
});

test('a table of lengths decides what courses are worth, and is tried out before', async () => {
  const top = await unitOf('云岭县(示例)');
  const tiers = [
    { fromSeconds: 0, hundredths: 75 },
    { fromSeconds: 1_800, hundredths: 150 },
  ];
  const draft = await draftOf(top, { basis, tiers });
  const { body } = await tryOut(top, draft);
  expect(body.whatIf?.courses.find(({ slug }) => slug === 'reading')).toMatchObject({ after: 75 });
  expect((await adopt(top, draft)).status).toBe(201);
  await writeReadingCourse(here.coursesFolder, 'by-table', TWELVE_MINUTES);
  await here.importAgain();
  const learner = await addLearner(here);
  const { body: detail } = await learner.visitor.get<CourseDetail>('/api/v1/courses/by-table');
  expect(detail.value).toMatchObject({ kind: 'tiers', hundredths: 75 });
  expect((await tryOut(top, { ...draft, tiers: tiers.slice(1) })).body).toMatchObject({
    problems: [{ problem: 'tiers-unsound' }],
  });
});
