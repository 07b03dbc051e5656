// Who answers for a programme: chosen from those who may run it, named to learners, told of it.
import type { AssignedProgramme, Notice, ProblemCode, ProgrammeView } from '@xueshi/contracts';
import { beforeEach, expect, test } from 'vitest';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import { draftOf, issueProgramme, unitIdOf } from '../../testing/programmes.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let township: Visitor;
let chen: string;
let li: string;
let own: string;
let learner: Learner;

beforeEach(async () => {
  here = await openTestInstallation({ courses: (folder) => writeReadingCourse(folder, 'law') });
  county = await here.signIn('chenjianguo');
  township = await here.signIn('lifang');
  chen = await personOf(here, 'chenjianguo');
  li = await personOf(here, 'lifang');
  own = await unitIdOf(here, '清河镇');
  learner = await addLearner(here, '柳湾村');
  return () => here.close();
});

const issue = () =>
  issueProgramme(
    here,
    county,
    own,
    draftOf([], { responsibleId: li, target: { personIds: [learner.personId] } }),
  );
const read = async (id: string) =>
  (await county.get<ProgrammeView>(`/api/v1/programmes/${id}`)).body;
const put = (id: string, personId: string, who = county) =>
  who.put<{ code: ProblemCode }>(`/api/v1/programmes/${id}/responsible`, { personId });
const told = async (who: Visitor, kind: string) =>
  (await who.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items.filter(
    (one) => one.kind === kind,
  );

test('those who may run training at the unit are offered, from there and from above', async () => {
  const { responsibleChoices } = await read(await issue());
  const ids = responsibleChoices.map(({ personId }) => personId);
  expect(ids).toEqual(expect.arrayContaining([chen, li]));
  expect(ids).not.toContain(learner.personId);
});

test('nobody who could not run it answers for it, neither by choice nor in a draft', async () => {
  const id = await issue();
  expect(await put(id, learner.personId)).toMatchObject({
    status: 400,
    body: { code: 'programme-responsible-not-entitled' },
  });
  const draft = await county.post<{ code: ProblemCode }>(
    `/api/v1/units/${await unitIdOf(here, '云岭县(示例)')}/programmes`,
    draftOf([], { responsibleId: li }),
  );
  expect(draft).toMatchObject({
    status: 400,
    body: { code: 'programme-responsible-not-entitled' },
  });
});

test('learners are told whom to ask, also after somebody else took it over', async () => {
  const id = await issue();
  const asked = async () =>
    (await learner.visitor.get<{ items: AssignedProgramme[] }>('/api/v1/me/programmes')).body
      .items[0]?.responsible;
  expect(await asked()).toMatchObject({ name: '李芳' });
  expect((await put(id, chen)).status).toBe(204);
  expect(await asked()).toMatchObject({ name: '陈建国' });
  expect((await read(id)).responsibleName).toBe('陈建国');
});

test('whoever comes to answer for it is told; who decided it for themselves is not', async () => {
  const id = await issue();
  expect(await told(township, 'programme-responsible')).toMatchObject([
    { link: `/admin/programmes/${id}`, params: { date: '2026-12-20' } },
  ]);
  await put(id, chen);
  expect(await told(county, 'programme-responsible')).toEqual([]);
});

test('a week and a day before the end, and after it, they hear how many are still open', async () => {
  const id = await issue();
  const { programmesNextMorning } = await import('./service.ts');
  for (const day of ['2026-12-12', '2026-12-13', '2026-12-19', '2026-12-20', '2026-12-21']) {
    here.clock.set(`${day}T00:00:00Z`);
    await here.installation.platform.write((tx) => programmesNextMorning(tx, here.clock.now()));
    here.clock.set(`${day}T01:00:00Z`);
    here.jobs.wake();
    await here.jobs.idle();
  }
  township = await here.signIn('lifang');
  const ending = await told(township, 'programme-ending');
  expect(ending).toHaveLength(2);
  expect(ending[0]).toMatchObject({
    params: { count: 1, date: '2026-12-20' },
    link: `/admin/programmes/${id}/members?state=open`,
  });
  expect(await told(township, 'programme-over')).toHaveLength(1);
});
