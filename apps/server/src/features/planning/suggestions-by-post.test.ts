// What is suggested to whoever holds a post (DOMAIN C7): by what courses name, and by what units chose for it.
import type { CourseCard, Home, Plan } from '@xueshi/contracts';
import { CN_2010_GRASSROOTS } from '@xueshi/domain';
import { beforeAll, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { holdGroup } from '../../testing/held-groups.ts';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme, unitIdOf } from '../../testing/programmes.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'everybody', { valuation: 2 });
      await writeReadingCourse(folder, 'secretaries', { keyGroups: ['village_secretary'] });
      await writeReadingCourse(folder, 'both', {
        audience: ['township'],
        keyGroups: ['village_secretary', 'elsewhere_only'],
      });
      await writeReadingCourse(folder, 'villages', { audience: ['village_community_principal'] });
    },
  });
  await adoptRules(here, CN_2010_GRASSROOTS);
  return () => here.close();
});

const suggested = async ({ visitor }: Learner) =>
  (await visitor.get<Home>('/api/v1/me/home')).body.suggestions;
const slugs = async (who: Learner) => (await suggested(who)).map(({ course }) => course.slug);
const why = async (slug: string, who: Learner) =>
  (await suggested(who)).find(({ course }) => course.slug === slug);
const SECRETARY = {
  code: 'village_secretary',
  name: { 'zh-CN': '村（社区）党组织书记', en: 'Village or community Party secretary' },
};

test('whoever holds a key group sees courses for it before those for everybody, and why', async () => {
  const secretary = await addLearner(here, '柳湾村');
  await holdGroup(here, secretary, 'village_secretary');
  expect(await slugs(secretary)).toEqual(['both', 'secretaries', 'everybody']);
  expect(await why('secretaries', secretary)).toMatchObject({ keyGroup: SECRETARY });
  expect(await why('both', secretary)).toMatchObject({ keyGroup: SECRETARY });
  expect(await why('everybody', secretary)).toMatchObject({ keyGroup: null });
});

test('others are not suggested what is meant for a post, and find it all the same', async () => {
  const other = await addLearner(here, '柳湾村');
  // A category that it names as well needs no post, and is no reason of a post.
  expect(await slugs(other)).toEqual(['everybody', 'both']);
  expect(await why('both', other)).toMatchObject({ keyGroup: null });
  expect((await other.visitor.get('/api/v1/courses/secretaries')).status).toBe(200);
  const { items } = (await other.visitor.get<{ items: CourseCard[] }>('/api/v1/courses')).body;
  expect(items.map(({ slug }) => slug)).toContain('secretaries');
});

test('the plan leads through what is meant for one’s post first, and through the rest after it', async () => {
  const secretary = await addLearner(here, '柳湾村');
  await holdGroup(here, secretary, 'village_secretary');
  const planned = async ({ visitor }: Learner) =>
    (await visitor.get<Plan>('/api/v1/me/plan')).body.weeks
      .flatMap(({ courses }) => courses)
      .map(({ slug }) => slug);
  // The longest comes first of what is meant for somebody; for others all the same, after it.
  expect(await planned(secretary)).toEqual(['everybody', 'both', 'secretaries', 'villages']);
  const other = await addLearner(here, '柳湾村');
  expect((await planned(other)).slice(0, 2)).toEqual(['everybody', 'both']);
});

test('a post that has ended suggests nothing any more', async () => {
  const former = await addLearner(here, '柳湾村');
  const end = new Date(here.clock.now().getTime() + 60_000);
  await holdGroup(here, former, 'village_secretary', end);
  expect(await slugs(former)).toContain('secretaries');
  here.clock.advance({ minutes: 1 });
  expect(await slugs(former)).not.toContain('secretaries');
});

test('what a unit chose for a key group is said to whoever holds it; for reserve cadres to nobody', async () => {
  const [chief, reserve, assigned] = [
    await addLearner(here, '石桥乡'),
    await addLearner(here, '石桥乡'),
    await addLearner(here, '柳湾村'),
  ];
  const county = await here.signIn('chenjianguo');
  const choose = async (slug: string, target: Parameters<typeof draftOf>[1]) =>
    issueProgramme(
      here,
      county,
      await unitIdOf(here, '云岭县(示例)'),
      draftOf([], {
        responsibleId: await personOf(here, 'chenjianguo'),
        courses: [{ slug, required: true, dueOn: null }],
        ...target,
      }),
    );
  await holdGroup(here, chief, 'township_chief');
  await holdGroup(here, reserve, 'reserve');
  const personIds = [assigned.personId];
  const chiefs = { categories: ['township'], keyGroups: ['township_chief'], personIds };
  await choose('villages', { target: chiefs });
  await choose('secretaries', { target: { keyGroups: ['reserve'], personIds } });
  // Neither course is meant for the category or post of the two: who chose it knows better.
  expect(await why('villages', chief)).toMatchObject({
    keyGroup: null,
    chosenFor: {
      unitName: '云岭县(示例)',
      category: 'township',
      keyGroup: { code: 'township_chief', name: { 'zh-CN': '乡镇（街道）党政正职' } },
    },
  });
  // It was chosen for chiefs, not for everybody in townships.
  expect(await slugs(reserve)).toEqual(['everybody', 'both']);
});

test('an elective of an assigned programme is suggested for whatever post it is meant', async () => {
  const member = await addLearner(here, '柳湾村');
  await issueProgramme(
    here,
    await here.signIn('chenjianguo'),
    await unitIdOf(here, '云岭县(示例)'),
    draftOf([], {
      responsibleId: await personOf(here, 'chenjianguo'),
      rule: { electiveHundredths: 0, electiveCourses: 1 },
      courses: [{ slug: 'secretaries', required: false, dueOn: null }],
      target: { personIds: [member.personId] },
    }),
  );
  expect((await slugs(member))[0]).toBe('secretaries');
});
