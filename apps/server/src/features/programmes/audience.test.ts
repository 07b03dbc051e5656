// What the editor of a draft asks for beside the draft itself: names to add, and what will happen when.
import type { PersonRow, ProgrammeView } from '@xueshi/contracts';
import { beforeEach, expect, test } from 'vitest';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, unitIdOf } from '../../testing/programmes.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let admin: Visitor;
let township: string;
let learner: Learner;

beforeEach(async () => {
  here = await openTestInstallation({ courses: (folder) => writeReadingCourse(folder, 'law') });
  admin = await here.signIn('lifang');
  township = await unitIdOf(here, '清河镇');
  learner = await addLearner(here, '柳湾村');
  await code(learner, 'QH-0042');
  return () => here.close();
});

const code = ({ personId }: Learner, text: string) =>
  here.installation.database.client.execute({
    sql: 'UPDATE people SET code = ? WHERE id = ?',
    args: [text, personId],
  });
const found = async (query: string, unitId = township, more = '') =>
  (
    await admin.get<{ items: PersonRow[]; total: number }>(
      `/api/v1/org-units/${unitId}/people?query=${encodeURIComponent(query)}${more}`,
    )
  ).body;
const draft = async (change: Parameters<typeof draftOf>[1]) => {
  const body = draftOf([township], { responsibleId: await personOf(here, 'lifang'), ...change });
  return (await admin.post<{ id: string }>(`/api/v1/units/${township}/programmes`, body)).body.id;
};
const read = async (id: string) =>
  (await admin.get<ProgrammeView>(`/api/v1/programmes/${id}`)).body;

test.each(['QH-0042', 'qh-0042', 'ｑｈ－００４２', ' QH-0042 '])(
  'a personnel code typed as %j finds exactly its holder',
  async (typed) => {
    await code(await addLearner(here, '柳湾村'), 'QH-00421');
    const { items, total } = await found(typed);
    expect({ total, ids: items.map(({ personId }) => personId) }).toEqual({
      total: 1,
      ids: [learner.personId],
    });
    expect((await found(typed, township, '&page=2')).items).toEqual([]);
  },
);

test('a code of somebody elsewhere, or who does not fit the list, finds nobody', async () => {
  await code(await addLearner(here, '石桥乡'), 'SQ-0001');
  expect(await found('SQ-0001')).toMatchObject({ items: [], total: 0 });
  expect((await found('QH-0042', township, '&direct=true')).total).toBe(0);
  expect((await found('QH-0042', township, '&category=none')).total).toBe(0);
  expect((await found('QH-0042', township, '&category=township')).total).toBe(1);
  expect((await found('QH-004')).total).toBe(0);
});

test('who is named stands in the draft with their unit, and not with one that is none of its business', async () => {
  const id = await draft({ target: { personIds: [learner.personId] } });
  const [named] = (await read(id)).targetPeople;
  expect(named).toMatchObject({ personId: learner.personId, unitName: '柳湾村' });
  await here.installation.database.client.execute({
    sql: 'UPDATE memberships SET org_unit_id = ? WHERE person_id = ?',
    args: [await unitIdOf(here, '石桥乡'), learner.personId],
  });
  expect((await read(id)).targetPeople).toMatchObject([{ unitName: null }]);
});

test('a unit or person that has gone since keeps no draft from being saved, and nobody new slips in', async () => {
  const { client } = here.installation.database;
  const [village, sibling] = [await unitIdOf(here, '柳湾村'), await unitIdOf(here, '石桥乡')];
  const stranger = await addLearner(here, '石桥乡');
  const target = { unitIds: [village], personIds: [learner.personId] };
  const id = await draft({ target });
  await client.execute({
    sql: 'UPDATE memberships SET org_unit_id = ? WHERE person_id = ?',
    args: [sibling, learner.personId],
  });
  await client.execute({
    sql: `UPDATE org_units SET closed_at = 0 WHERE id = ?`,
    args: [village],
  });
  const save = (version: number, more: Partial<typeof target>) =>
    admin.put<{ code: string }>(`/api/v1/programmes/${id}`, {
      ...draftOf([], { target: { ...target, ...more } }),
      version,
    });
  expect((await save(1, {})).status).toBe(200);
  for (const more of [
    { unitIds: [village, sibling] },
    { personIds: [learner.personId, stranger.personId] },
  ])
    expect(await save(2, more)).toMatchObject({
      status: 400,
      body: { code: 'programme-target-outside' },
    });
  expect((await save(2, { unitIds: [], personIds: [] })).status).toBe(200);
});

test.each([
  ['none', '2026-12-20', null],
  [
    'quarterly',
    '2026-12-31',
    { preparedOn: '2026-12-17', startsOn: '2027-02-20', endsOn: '2027-03-31' },
  ],
  [
    'yearly',
    '2026-12-20',
    { preparedOn: '2026-12-06', startsOn: '2027-11-20', endsOn: '2027-12-20' },
  ],
] as const)(
  'a draft that comes again %s says what happens when',
  async (recurrence, endsOn, next) => {
    expect((await read(await draft({ recurrence, endsOn }))).nextRun).toEqual(next);
  },
);

test('the editor offers reserve cadres only to whoever may know who they are', async () => {
  const id = await draft({});
  expect((await read(id)).mayNameReserves).toBe(false);
  const county = await here.signIn('chenjianguo');
  const view = await county.get<ProgrammeView>(`/api/v1/programmes/${id}`);
  expect(view.body.mayNameReserves).toBe(true);
});
