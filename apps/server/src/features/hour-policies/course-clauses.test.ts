// What an hour policy asks for by name (ADR 0063): courses that are tried out, adopted, told and followed.
import type {
  AffectedPerson,
  Home,
  HourPolicyDraft,
  LearningRecord,
  RequirementExplanation,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  adoptPolicyAt,
  basis,
  draftFrom,
  tryPolicy,
  unitNamed,
  type Policies,
} from '../../testing/hour-policies.ts';
import { closeYear } from '../../testing/closed-year.ts';
import { addLearner, signInWithoutPassword, type Learner } from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { adoptedPolicies } from '../requirements/service.ts';
import { standingsThen } from '../standings/service.ts';

let here: TestInstallation;
let [system, county, town]: Visitor[] = [];
let learner: Learner;

beforeEach(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      const same = { equivalence: 'petitions' } as const;
      await writeReadingCourse(folder, 'letters', { ...same, title: '信访课', valuation: 0.5 });
      await writeReadingCourse(folder, 'visits', { ...same, title: '来访课', valuation: 2 });
      await writeReadingCourse(folder, 'flood', { title: '防汛课', valuation: 1 });
      await writeReadingCourse(folder, 'yearly', {
        title: '年年学',
        valuation: 1,
        repeat: 'yearly',
      });
    },
  });
  system = await here.signIn('hexiaoyan');
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  learner = await addLearner(here);
});
afterEach(() => here.close());

function by(visitor: Visitor | undefined): Visitor {
  if (!visitor) throw new Error('somebody signs in before each test');
  return visitor;
}

type Clause = HourPolicyDraft['byCategory']['township'][number];

const certain = (
  slugs: string[],
  atLeast = slugs.length,
  change: Partial<Clause> = {},
): Clause => ({
  id: 'certain',
  title: { 'zh-CN': '必学课程', en: 'Courses to learn' },
  filter: {},
  hundredths: null,
  halfDays: null,
  periodYears: 1,
  courses: { slugs, atLeast },
  ...change,
});

/** What a unit goes by, half an hour a year for townships, with more demands on them. */
async function wishAt(unitName: string, ...more: readonly Clause[]) {
  const unit = await unitNamed(here, unitName);
  const draft = await draftFrom(by(county), unit, { basis });
  const hours = draft.byCategory.township.filter(({ id }) => id === 'all-training');
  const little = hours.map((one) => ({ ...one, hundredths: 50, halfDays: null }));
  const byCategory = { ...draft.byCategory, township: [...little, ...more] };
  const fromYear = trainingYearOf(here.clock.now());
  return { unit, wish: { policy: { ...draft, byCategory }, fromYear } };
}

async function adopt(...more: readonly Clause[]) {
  const { unit, wish } = await wishAt('云岭县(示例)', ...more);
  return adoptPolicyAt(by(county), unit, wish);
}

async function learn(slug: string) {
  await beginReading(learner.visitor, slug);
  here.clock.advance({ minutes: 1 });
  return (await finishReading(learner.visitor, slug)).body;
}

const explained = async () =>
  (await learner.visitor.get<RequirementExplanation>('/api/v1/me/requirement')).body;
const asked = async () => (await explained()).clauses.find(({ id }) => id === 'certain')?.courses;
const completedIn = async () =>
  Object.fromEntries((await asked())?.items.map((one) => [one.slug, one.completedIn]) ?? []);

async function standing() {
  const { personStandings } = schema;
  const year = trainingYearOf(here.clock.now());
  const [row] = await here.installation.platform.db
    .select()
    .from(personStandings)
    .where(and(eq(personStandings.personId, learner.personId), eq(personStandings.year, year)));
  return row;
}

async function withdraw(slug: string) {
  const url = `/api/v1/courses/${slug}/withdrawal`;
  expect((await by(system).put(url, { reason: '内容已经过时' })).status).toBe(204);
}

test('trying it out counts whom it would affect; from then on everybody sees which courses are missing', async () => {
  await learn('flood');
  const { unit, wish } = await wishAt('云岭县(示例)');
  await adoptPolicyAt(by(county), unit, wish);
  here.clock.advance({ minutes: 1 });
  const { wish: more } = await wishAt('云岭县(示例)', certain(['flood', 'visits']));
  const { body } = await tryPolicy(by(county), unit, more);
  expect(body).toMatchObject({ problems: [], loosenings: [] });
  const people = `/api/v1/units/${unit.id}/hour-policies/trials/${body.trial?.id}/people`;
  const { items } = (await by(county).get<{ items: AffectedPerson[] }>(people)).body;
  expect(body.whatIf?.losing).toBe(items.filter(({ change }) => change === 'losing').length);
  expect(items.find(({ id }) => id === learner.personId)).toMatchObject({
    ...{ change: 'losing', missingBefore: 0, missingAfter: 200 },
  });
  expect((await adoptPolicyAt(by(county), unit, more)).status).toBe(201);

  const told = {
    atLeast: 2,
    done: 1,
    items: [
      { slug: 'flood', title: { 'zh-CN': '防汛课' }, completedIn: 2026, isOpen: true },
      { slug: 'visits', title: { 'zh-CN': '来访课' }, completedIn: null, isOpen: true },
    ],
  };
  const { clauses, met } = await explained();
  expect(met).toBe(false);
  expect(clauses.at(-1)).toMatchObject({ met: false, missingHundredths: 200, courses: told });
  const address = `/api/v1/people/${learner.personId}/record`;
  const records = [learner.visitor.get('/api/v1/me/record'), by(town).get(address)];
  for (const record of await Promise.all(records))
    expect((record.body as LearningRecord).requirement).toMatchObject({
      ...{ met: false, clauses: [{}, { courses: told }] },
    });
  const home = (await learner.visitor.get<Home>('/api/v1/me/home')).body;
  expect(home.requirement?.clauses[1]?.courses).toMatchObject(told);
  expect(home.suggestions[0]).toMatchObject({
    ...{ course: { slug: 'visits' }, clause: { title: { 'zh-CN': '必学课程' } } },
  });

  await learn('visits');
  expect(await explained()).toMatchObject({ met: true });
  const page = await by(county).get<Policies & { courses: { slug: string }[] }>(
    `/api/v1/units/${unit.id}/hour-policies`,
  );
  const { inForce, courses } = page.body;
  expect(inForce?.policy.byCategory.township[1]?.courses).toEqual({
    ...{ slugs: ['flood', 'visits'], atLeast: 2 },
  });
  expect(courses.map(({ slug }) => slug)).toContain('yearly');
});

test('whoever misses a course has not met the year in lists and figures, and has as soon as it is done', async () => {
  await learn('flood');
  await adopt(certain(['letters', 'visits', 'yearly'], 2));
  expect(await standing()).toMatchObject({
    ...{ state: 'behind', share: 0, targetHundredths: 50, missingHundredths: 150 },
  });
  const before = here.clock.now();
  here.clock.advance({ minutes: 1 });
  await learn('visits');
  // The other one has the same content and is done with it.
  expect(await completedIn()).toEqual({ letters: 2026, visits: 2026, yearly: null });
  expect(await standing()).toMatchObject({ state: 'met', missingHundredths: 0 });

  const { platform } = here.installation;
  const policies = await adoptedPolicies(platform);
  const then = await standingsThen(platform.db, { at: before, policies, paths: new Map() }, [
    learner.personId,
  ]);
  expect(then.get(learner.personId)?.standing.state).toBe('behind');
});

test('a course that brings no hours, as its like has brought them, is done all the same', async () => {
  await learn('visits');
  expect((await learn('letters')).notCredited).toBe('equivalent-credited');
  await adopt(certain(['letters']));
  expect(await completedIn()).toEqual({ letters: 2026 });
  expect(await standing()).toMatchObject({ state: 'met' });
});

test('in December whoever still misses one is behind, and unsure at worst', async () => {
  await learn('flood');
  await adopt(certain(['yearly']));
  expect(await standing()).toMatchObject({ state: 'on_course', outlook: 'likely' });
  here.clock.set(new Date('2026-12-10T02:00:00Z'));
  learner = { ...learner, ...(await signInWithoutPassword(here, learner.personId)) };
  await learn('visits');
  expect(await standing()).toMatchObject({ state: 'behind', outlook: 'unsure' });
});

test('a credit that is taken back takes the course with it', async () => {
  await learn('flood');
  await adopt(certain(['flood']));
  expect(await standing()).toMatchObject({ state: 'met' });
  const { creditEntries } = schema;
  const [entry] = await here.installation.platform.db
    .select()
    .from(creditEntries)
    .where(eq(creditEntries.personId, learner.personId));
  const url = `/api/v1/people/${learner.personId}/credit-entries/${entry?.id}/reversal`;
  expect((await by(town).post(url, { reason: '经核实由他人代学' })).status).toBe(204);
  expect(await completedIn()).toEqual({ flood: null });
  expect((await standing())?.state).not.toBe('met');
});

test('in the next year a yearly course is to be learned again; one that is learned once for ever is not', async () => {
  await adopt(certain(['flood', 'yearly']));
  await learn('flood');
  await learn('yearly');
  expect(await completedIn()).toEqual({ flood: 2026, yearly: 2026 });
  here.clock.advance({ days: 366 });
  learner = { ...learner, ...(await signInWithoutPassword(here, learner.personId)) };
  expect(await completedIn()).toEqual({ flood: 2026, yearly: null });
  await learn('yearly');
  expect(await completedIn()).toEqual({ flood: 2026, yearly: 2027 });
});

test('a course that there is not is refused by its name, and so is a withdrawn one that is named anew', async () => {
  const refused = async (slug: string) => {
    const { unit, wish } = await wishAt('云岭县(示例)', certain([slug]));
    const url = `/api/v1/units/${unit.id}/hour-policies/what-if`;
    return (await by(county).post<{ code: string; title: string }>(url, wish)).body;
  };
  const unknown = await refused('no-such-course');
  expect(unknown.code).toBe('hour-policy-course-unknown');
  expect(unknown.title).toContain('no-such-course');
  await withdraw('flood');
  const gone = await refused('flood');
  expect(gone.code).toBe('hour-policy-course-withdrawn');
  expect(gone.title).toContain('防汛课');
});

test('a withdrawn course goes on counting, is told as one that cannot be taken, and may stay in the policy', async () => {
  await learn('flood');
  await adopt(certain(['flood', 'visits']));
  await withdraw('flood');
  await withdraw('visits');
  expect((await asked())?.items).toMatchObject([
    { slug: 'flood', completedIn: 2026, isOpen: false },
    { slug: 'visits', completedIn: null, isOpen: false },
  ]);
  here.clock.advance({ minutes: 1 });
  expect((await adopt(certain(['flood', 'visits'], 1))).status).toBe(201);
  expect(await explained()).toMatchObject({ met: true });
});

test('a township may ask for more of the courses or leave fewer to choose from, never ask for less', async () => {
  await adopt(certain(['flood', 'visits', 'yearly'], 2));
  const { unit, wish } = await wishAt('清河镇');
  const asking = (...of: Parameters<typeof certain>) => {
    const [hours] = wish.policy.byCategory.township;
    const township = [...(hours ? [hours] : []), certain(...of)];
    const byCategory = { ...wish.policy.byCategory, township };
    return { ...wish, policy: { ...wish.policy, byCategory } };
  };
  const less = await tryPolicy(by(town), unit, asking(['flood', 'visits', 'letters'], 2));
  expect(less.body.loosenings).toEqual([
    { what: 'clause', category: 'township', clauseId: 'certain' },
  ]);
  expect((await adoptPolicyAt(by(town), unit, asking(['flood', 'visits']))).status).toBe(201);
});

test('hours beside courses, or more courses than there are to choose from, are told with everything else', async () => {
  const { unit, wish } = await wishAt(
    '云岭县(示例)',
    certain(['flood'], 2),
    certain(['flood'], 1, { id: 'beside', hundredths: 100 }),
  );
  const { body } = await tryPolicy(by(county), unit, wish);
  expect(body.problems.map(({ problem, clauseId }) => [problem, clauseId])).toEqual([
    ['courses-out-of-range', 'certain'],
    ['courses-beside-hours', 'beside'],
  ]);
});

test('a year that is closed freezes whoever misses a course as not met, and the list of it says so', async () => {
  await learn('flood');
  await adopt(certain(['flood', 'visits']));
  expect((await standing())?.state).not.toBe('met');
  const { closingId, frozen } = await closeYear(here, by(county), learner.personId);
  expect(frozen?.personId).toBe(learner.personId);
  expect(frozen?.state).not.toBe('met');
  const met = `/api/v1/year-closings/${closingId}/people?state=met`;
  expect(JSON.stringify((await by(county).get(met)).body)).not.toContain(learner.personId);
});
