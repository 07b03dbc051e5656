// What a learner is advised to study next: on the home page with the reason, in the plan by its order.
import type { Home, Plan } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { CN_2010_GRASSROOTS, type Clause } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { creditDirectly } from '../../testing/credits.ts';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme, unitIdOf } from '../../testing/programmes.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

const clause = (id: string, hundredths: number, filter: Clause['filter'] = {}): Clause => ({
  id,
  title: { 'zh-CN': id, en: id },
  filter,
  hundredths,
  halfDays: null,
  periodYears: 1,
});

beforeEach(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'law', { equivalence: 'law', valuation: 0.5 });
      await writeReadingCourse(folder, 'law-again', { equivalence: 'law' });
      await writeReadingCourse(folder, 'skills', { area: 'job_skills' });
      await writeReadingCourse(folder, 'theory', { area: 'theory' });
    },
  });
  await adoptRules(here, {
    byCategory: {
      ...CN_2010_GRASSROOTS.byCategory,
      township: [clause('all', 300), clause('theory', 100, { areas: ['theory'] })],
    },
  });
  learner = await addLearner(here, '柳湾村');
  return () => here.close();
});

const suggested = async (who = learner) =>
  (await who.visitor.get<Home>('/api/v1/me/home')).body.suggestions;
const slugs = async (who = learner) => (await suggested(who)).map(({ course }) => course.slug);
const why = async (slug: string, who = learner) =>
  (await suggested(who)).find(({ course }) => course.slug === slug);
const issue = async (change: Parameters<typeof draftOf>[1]) =>
  issueProgramme(
    here,
    await here.signIn('chenjianguo'),
    await unitIdOf(here, '云岭县(示例)'),
    draftOf([await unitIdOf(here, '柳湾村')], {
      responsibleId: await personOf(here, 'chenjianguo'),
      ...change,
    }),
  );
const appointAs = (
  personId: string,
  facts: { audienceCategory?: string | null; rank?: string },
): Promise<unknown> =>
  here.installation.platform.write((tx) =>
    tx.update(schema.memberships).set(facts).where(eq(schema.memberships.personId, personId)),
  );
const clauseReason = (title: string, missingHundredths: number) => ({
  clause: { title: { 'zh-CN': title, en: title }, missingHundredths },
});

test('what counts for more than one open demand comes first, with the demand that lacks least', async () => {
  expect(await slugs()).toEqual(['law', 'theory', 'law-again', 'skills']);
  expect(await why('theory')).toMatchObject(clauseReason('theory', 100));
  expect(await why('law')).toMatchObject(clauseReason('all', 300));
  // Only theory is missing now: whatever else counts for nothing any more.
  await creditDirectly(here, learner.personId, { hundredths: 300, sourceKey: 'all' });
  expect((await slugs())[0]).toBe('theory');
  expect(await why('law')).toMatchObject({ clause: null, programme: null, chosenFor: null });
});

test('whoever owes nothing is shown what is new, without a reason', async () => {
  await appointAs(learner.personId, { audienceCategory: null });
  const all = await suggested();
  expect(all).toHaveLength(4);
  expect(all.every((one) => one.clause === null)).toBe(true);
});

test('an elective that an assigned programme still asks for comes before all, until it has enough', async () => {
  const id = await issue({
    rule: { electiveHundredths: 0, electiveCourses: 1 },
    courses: [
      { slug: 'law', required: true, dueOn: null },
      { slug: 'skills', required: false, dueOn: null },
      { slug: 'law-again', required: false, dueOn: null },
    ],
  });
  expect(await slugs()).toEqual(['law-again', 'skills', 'theory']);
  expect(await why('skills')).toMatchObject({
    programme: { id, title: '信访工作条例专题学习' },
    ...clauseReason('all', 300),
  });
  await beginReading(learner.visitor, 'skills');
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'skills');
  expect(await why('law-again')).toMatchObject({ programme: null });
});

test('what a unit above chose for the category or level is said to colleagues, not to others', async () => {
  const other = await addLearner(here, '石桥乡');
  await issue({
    target: { categories: ['township'] },
    courses: [{ slug: 'skills', required: true, dueOn: null }],
  });
  // Assigned to the learner, it stands among the assigned ones.
  expect(await slugs()).not.toContain('skills');
  expect(await why('skills', other)).toMatchObject({
    chosenFor: { unitName: '云岭县(示例)', category: 'township', positionLevel: null, rank: null },
  });
  await appointAs(other.personId, { audienceCategory: 'county_department' });
  expect(await why('skills', other)).toMatchObject({ chosenFor: null });
});

test('what was chosen for a rank is said to whoever holds it', async () => {
  const other = await addLearner(here, '石桥乡');
  const third = await addLearner(here, '石桥乡');
  await appointAs(third.personId, { rank: 'section_4' });
  await issue({
    target: { ranks: ['section_4'], personIds: [third.personId] },
    courses: [{ slug: 'skills', required: true, dueOn: null }],
  });
  expect(await why('skills', other)).toMatchObject({ chosenFor: null });
  await appointAs(other.personId, { rank: 'section_4' });
  expect(await why('skills', other)).toMatchObject({
    chosenFor: { category: null, positionLevel: null, rank: 'section_4' },
  });
});

test('what was chosen for reserve cadres, by a draft, or elsewhere is told to nobody', async () => {
  const county = await here.signIn('chenjianguo');
  const sibling = await unitIdOf(here, '石桥乡');
  const village = await unitIdOf(here, '柳湾村');
  const responsibleId = await personOf(here, 'chenjianguo');
  const target = { categories: ['township' as const] };
  const courses = [{ slug: 'skills', required: true, dueOn: null }];
  const reserve = {
    unitIds: [village],
    categories: target.categories,
    keyGroups: ['reserve' as const],
  };
  await county.post(
    `/api/v1/units/${await unitIdOf(here, '云岭县(示例)')}/programmes`,
    draftOf([village], { responsibleId, target, courses }),
  );
  await here.installation.database.client.execute({
    sql: `INSERT INTO key_group_memberships (id, person_id, key_group, starts_at) VALUES ('k', ?, 'reserve', 0)`,
    args: [(await addLearner(here, '柳湾村')).personId],
  });
  await issue({ target: reserve, courses });
  await addLearner(here, '石桥乡');
  await issueProgramme(
    here,
    county,
    sibling,
    draftOf([sibling], { responsibleId, target, courses }),
  );
  expect(await why('skills')).toMatchObject({ chosenFor: null });
});

test('content completed under another name is not suggested again', async () => {
  await beginReading(learner.visitor, 'law');
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'law');
  expect(await slugs()).toEqual(['theory', 'skills']);
});

test('the plan begins with what was begun, then takes what closes most', async () => {
  const planned = async () =>
    (await learner.visitor.get<Plan>('/api/v1/me/plan')).body.weeks.flatMap(({ courses }) =>
      courses.map(({ slug }) => slug),
    );
  expect((await planned()).slice(0, 2).sort()).toEqual(['law', 'theory']);
  await beginReading(learner.visitor, 'skills');
  expect((await planned())[0]).toBe('skills');
});
