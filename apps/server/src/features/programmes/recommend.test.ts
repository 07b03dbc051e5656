// Courses recommended to whoever writes a programme, for what its people still owe.
import type { ProgrammeRecommendations } from '@xueshi/contracts';
import { CN_2010_GRASSROOTS, type Clause } from '@xueshi/domain';
import { beforeEach, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { creditDirectly } from '../../testing/credits.ts';
import { holdGroup } from '../../testing/held-groups.ts';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme, unitIdOf } from '../../testing/programmes.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let admin: Visitor;
let learners: Learner[];

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
      await writeReadingCourse(folder, 'law', { equivalence: 'same-law' });
      await writeReadingCourse(folder, 'law-again', { equivalence: 'same-law', valuation: 0.5 });
      await writeReadingCourse(folder, 'theory', { area: 'theory', valuation: 1 });
    },
  });
  await adoptRules(here, {
    byCategory: {
      ...CN_2010_GRASSROOTS.byCategory,
      township: [
        clause('all', 300),
        clause('theory', 100, { areas: ['theory'] }),
        clause('compulsory', 50, { requiredOnly: true }),
      ],
    },
  });
  admin = await here.signIn('chenjianguo');
  learners = [];
  for (let at = 0; at < 3; at += 1) learners.push(await addLearner(here, '柳湾村'));
  return () => here.close();
});

const draft = async (change: Parameters<typeof draftOf>[1] = {}) => {
  const county = await unitIdOf(here, '云岭县(示例)');
  const body = draftOf([], {
    target: { personIds: learners.map(({ personId }) => personId) },
    courses: [],
    ...change,
  });
  return (await admin.post<{ id: string }>(`/api/v1/units/${county}/programmes`, body)).body.id;
};
const recommended = async (id: string) =>
  (await admin.get<ProgrammeRecommendations>(`/api/v1/programmes/${id}/recommendations`)).body;
const reason = (title: string, people: number, compulsoryOnly = false) => ({
  title: { 'zh-CN': title, en: title },
  people,
  compulsoryOnly,
});
const complete = async ({ visitor }: Learner, slug: string) => {
  await beginReading(visitor, slug);
  here.clock.advance({ minutes: 1 });
  await finishReading(visitor, slug);
};

test('each course comes with whom it helps towards what, those that help most first', async () => {
  const [, second, third] = learners as [Learner, Learner, Learner];
  await complete(second, 'theory');
  // Without a category nobody knows what somebody owes: it is no gap to be filled.
  await here.installation.database.client.execute({
    sql: 'UPDATE memberships SET audience_category = NULL WHERE person_id = ?',
    args: [third.personId],
  });
  const law = [reason('all', 2), reason('compulsory', 2, true)];
  expect(await recommended(await draft())).toEqual({
    year: 2026,
    people: 3,
    owing: 2,
    state: 'ready',
    asOf: null,
    percent: null,
    items: [
      expect.objectContaining({ slug: 'law-again', hundredths: 50, people: 2, reasons: law }),
      expect.objectContaining({ slug: 'law', hundredths: 25, people: 2, reasons: law }),
      expect.objectContaining({
        slug: 'theory',
        area: 'theory',
        people: 1,
        reasons: [reason('all', 1), reason('theory', 1), reason('compulsory', 1, true)],
      }),
    ],
  });
});

test('a course that is meant for others is not recommended for them', async () => {
  await writeReadingCourse(here.coursesFolder, 'village', {
    audience: ['village_community_principal'],
    valuation: 1,
  });
  await writeReadingCourse(here.coursesFolder, 'town', { audience: ['township'], valuation: 1 });
  await writeReadingCourse(here.coursesFolder, 'secretaries', {
    keyGroups: ['village_secretary'],
    valuation: 1,
  });
  await here.importAgain();
  const [secretary] = learners as [Learner];
  await holdGroup(here, secretary, 'village_secretary');
  const { items } = await recommended(await draft());
  const people = new Map(items.map((one) => [one.slug, one.people]));
  expect(people.get('town')).toBe(3);
  expect(people.get('secretaries')).toBe(1);
  expect(people.has('village')).toBe(false);
});

test('what is chosen already, and what has the same content, is not recommended again', async () => {
  const id = await draft({ courses: [{ slug: 'law', required: true, dueOn: null }] });
  expect((await recommended(id)).items.map(({ slug }) => slug)).toEqual(['theory']);
  const [first] = learners as [Learner];
  await complete(first, 'law-again');
  const all = await recommended(await draft());
  expect(all.items.map(({ slug, people }) => [slug, people])).toEqual([
    ['theory', 3],
    ['law-again', 2],
    ['law', 2],
  ]);
});

test('whoever has met everything needs nothing', async () => {
  await adoptRules(here, {
    byCategory: { ...CN_2010_GRASSROOTS.byCategory, township: [clause('all', 300)] },
  });
  for (const { personId } of learners)
    await creditDirectly(here, personId, { hundredths: 300, sourceKey: personId });
  expect(await recommended(await draft())).toMatchObject({ people: 3, owing: 0, items: [] });
});

test('a programme of the next year is recommended for that year’s hours', async () => {
  const [first] = learners as [Learner];
  await complete(first, 'theory');
  const id = await draft({ startsOn: '2027-03-01', endsOn: '2027-06-30' });
  const next = await recommended(id);
  expect(next).toMatchObject({ year: 2027, owing: 3 });
  // Completed once for good: it brings no second credit.
  expect(next.items.find(({ slug }) => slug === 'theory')).toMatchObject({ people: 2 });
});

test('somebody who may not run the programme learns nothing of what its people owe', async () => {
  const id = await draft();
  const township = await here.signIn('lifang');
  expect((await township.get(`/api/v1/programmes/${id}/recommendations`)).status).toBe(404);
  const [first] = learners as [Learner];
  const url = `/api/v1/programmes/${id}/recommendations`;
  expect((await first.visitor.get(url)).status).toBe(403);
  expect((await township.post(url)).status).toBe(404);
});

/** Colleagues in the village: so many that nobody waits until each was looked at. */
async function crowd(count: number): Promise<void> {
  const { client } = here.installation.database;
  const village = await unitIdOf(here, '柳湾村');
  const now = here.clock.now().getTime();
  const ids = Array.from({ length: count }, (_, at) => `crowd-${String(at).padStart(5, '0')}`);
  await client.execute({
    sql: `INSERT INTO people (id, name, name_pinyin, name_initials, created_at) VALUES ${ids.map(() => "(?, '众人', 'zhong ren', 'zr', ?)").join(',')}`,
    args: ids.flatMap((id) => [id, now]),
  });
  await client.execute({
    sql: `INSERT INTO memberships (id, person_id, org_unit_id, audience_category, starts_at) VALUES ${ids.map(() => "(?, ?, ?, 'township', ?)").join(',')}`,
    args: ids.flatMap((id) => [id, id, village, now]),
  });
}
const settle = async () => {
  here.jobs.wake();
  await here.jobs.idle();
};

test('for many people it is worked out in the background, for everybody, and kept until the audience changes', async () => {
  await crowd(400);
  await settle();
  // Those who have met the year are passed over by their standing, and counted all the same.
  for (const at of [1, 2, 3])
    await creditDirectly(here, `crowd-0000${at}`, { hundredths: 9_000, sourceKey: `c${at}` });
  await adoptRules(here, {
    byCategory: { ...CN_2010_GRASSROOTS.byCategory, township: [clause('all', 300)] },
  });
  await settle();
  const village = await unitIdOf(here, '柳湾村');
  const target = { unitIds: [village], personIds: [], categories: ['township' as const] };
  const id = await draft({ target });
  expect(await recommended(id)).toMatchObject({ state: 'missing', items: [], asOf: null });
  const url = `/api/v1/programmes/${id}/recommendations`;
  expect((await admin.post(url)).status).toBe(204);
  await settle();
  const worked = await recommended(id);
  expect(worked).toMatchObject({ state: 'ready', people: 403, owing: 400, percent: null });
  expect(worked.items.find(({ slug }) => slug === 'theory')).toMatchObject({
    people: 400,
    reasons: [reason('all', 400)],
  });
  expect(Date.parse(worked.asOf ?? '')).toBe(here.clock.now().getTime());
  // What is taken into the programme, and what is equal to it, is not shown from then on.
  const { version } = (await admin.get<{ version: number }>(`/api/v1/programmes/${id}`)).body;
  const county = draftOf([], { target, courses: [{ slug: 'law', required: true, dueOn: null }] });
  await admin.put(`/api/v1/programmes/${id}`, { ...county, version });
  expect((await recommended(id)).items.map(({ slug }) => slug)).toEqual(['theory']);
  const wider = { ...target, categories: [] };
  await admin.put(`/api/v1/programmes/${id}`, {
    ...draftOf([], { target: wider, courses: [] }),
    version: version + 1,
  });
  expect(await recommended(id)).toMatchObject({ state: 'outdated', people: 403 });
  expect((await admin.delete(`/api/v1/programmes/${id}`)).status).toBe(204);
});

test('a course that was chosen this year for such posts comes first, and says by whom', async () => {
  const county = await unitIdOf(here, '云岭县(示例)');
  const [ranks, keyGroups] = [['section_4' as const], ['village_secretary']];
  for (const who of learners) await holdGroup(here, who, 'village_secretary');
  await issueProgramme(
    here,
    admin,
    county,
    draftOf([], {
      responsibleId: await personOf(here, 'chenjianguo'),
      courses: [{ slug: 'theory', required: false, dueOn: null }],
      rule: { electiveHundredths: 0, electiveCourses: 1 },
      target: { personIds: learners.map(({ personId }) => personId), ranks, keyGroups },
    }),
  );
  const whom = { personIds: learners.map(({ personId }) => personId) };
  const others = await recommended(await draft({ target: whom }));
  expect(others.items.map(({ chosenFor }) => chosenFor)).toEqual([null, null, null]);
  const half = await recommended(await draft({ target: { ...whom, ranks } }));
  expect(half.items.map(({ chosenFor }) => chosenFor)).toEqual([null, null, null]);
  const same = await recommended(await draft({ target: { ...whom, ranks, keyGroups } }));
  expect(same.items[0]).toMatchObject({
    slug: 'theory',
    chosenFor: {
      ...{ unitName: '云岭县(示例)', category: null, positionLevel: null, rank: ranks[0] },
      keyGroup: { code: 'village_secretary', name: { 'zh-CN': '村（社区）党组织书记' } },
    },
  });
});
