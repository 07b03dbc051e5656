// Courses recommended to whoever writes a programme, for what its people still owe.
import type { ProgrammeRecommendations } from '@xueshi/contracts';
import { CN_2010_GRASSROOTS, type Clause } from '@xueshi/domain';
import { beforeEach, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { creditDirectly } from '../../testing/credits.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { draftOf, unitIdOf } from '../../testing/programmes.ts';
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
    looked: 3,
    owing: 2,
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
  await here.importAgain();
  const slugs = (await recommended(await draft())).items.map(({ slug }) => slug);
  expect(slugs).toContain('town');
  expect(slugs).not.toContain('village');
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
  expect(await recommended(await draft())).toMatchObject({ looked: 3, owing: 0, items: [] });
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
});

test('thousands are reckoned by a part of them, and the answer says so', async () => {
  const { client } = here.installation.database;
  const village = await unitIdOf(here, '柳湾村');
  const now = here.clock.now().getTime();
  for (let from = 0; from < 5500; from += 500) {
    const ids = Array.from(
      { length: 500 },
      (_, at) => `crowd-${String(from + at).padStart(5, '0')}`,
    );
    await client.execute({
      sql: `INSERT INTO people (id, name, name_pinyin, name_initials, created_at) VALUES ${ids.map(() => "(?, '众人', 'zhong ren', 'zr', ?)").join(',')}`,
      args: ids.flatMap((id) => [id, now]),
    });
    await client.execute({
      sql: `INSERT INTO memberships (id, person_id, org_unit_id, audience_category, starts_at) VALUES ${ids.map(() => "(?, ?, ?, 'township', ?)").join(',')}`,
      args: ids.flatMap((id) => [id, id, village, now]),
    });
  }
  const id = await draft({ target: { unitIds: [village], categories: ['township'] } });
  expect(await recommended(id)).toMatchObject({ people: 5503, looked: 5000, owing: 5000 });
});
