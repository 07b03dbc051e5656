// A programme that is under way is repaired and given more time, and whom it concerns is told.
import type {
  Notice,
  ProblemCode,
  ProgrammeAmendment,
  ProgrammeMember,
  ProgrammeView,
} from '@xueshi/contracts';
import { beforeEach, expect, test } from 'vitest';
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
let done: Learner;
let learner: Learner;
let county: string;
let id: string;

beforeEach(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      for (const slug of ['law', 'theory', 'more']) await writeReadingCourse(folder, slug);
    },
  });
  admin = await here.signIn('chenjianguo');
  done = await addLearner(here, '柳湾村');
  learner = await addLearner(here, '柳湾村');
  const responsibleId = await personOf(here, 'chenjianguo');
  county = await unitIdOf(here, '云岭县(示例)');
  const courses = ['law', 'theory'].map((slug) => ({ slug, required: true, dueOn: null }));
  id = await issueProgramme(
    here,
    admin,
    county,
    draftOf([await unitIdOf(here, '柳湾村')], { responsibleId, courses, endsOn: '2026-12-10' }),
  );
  for (const slug of ['law', 'theory']) await study(done, slug);
  await study(learner, 'law');
  return () => here.close();
});

async function study({ visitor }: Learner, slug: string) {
  await beginReading(visitor, slug);
  here.clock.advance({ minutes: 1 });
  await finishReading(visitor, slug);
}
const work = async () => {
  here.jobs.wake();
  await here.jobs.idle();
};
const withdraw = (slug: string) =>
  here.installation.database.client.execute({
    sql: `UPDATE courses SET state = 'withdrawn' WHERE slug = ?`,
    args: [slug],
  });
const read = async () => (await admin.get<ProgrammeView>(`/api/v1/programmes/${id}`)).body;
const amend = async (change: Partial<ProgrammeAmendment>) => {
  const answer = await admin.post<{ code: ProblemCode }>(`/api/v1/programmes/${id}/amendments`, {
    version: (await read()).version,
    reason: '课程已经下线',
    note: '',
    endsOn: '2026-12-10',
    out: [],
    electives: [],
    ...change,
  });
  await work();
  return answer;
};
const members = async () =>
  (await admin.get<{ items: ProgrammeMember[] }>(`/api/v1/programmes/${id}/members`)).body.items;
const memberOf = async ({ personId }: Learner) =>
  (await members()).find((one) => one.personId === personId);
const told = async ({ visitor }: Learner, kind: string) =>
  (await visitor.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items.filter(
    (notice) => notice.kind === kind,
  );

test('a withdrawn course is a fault of the programme under way, on its page and in the list', async () => {
  expect((await read()).faults).toEqual([]);
  await withdraw('theory');
  expect((await read()).faults).toEqual(['course-not-available']);
  const list = await admin.get<{ items: object[] }>(`/api/v1/units/${county}/programmes`);
  expect(list.body.items).toMatchObject([{ id, coursesGone: 1 }]);
});

test('a withdrawn course taken out completes who has done the rest; the others are told', async () => {
  await withdraw('theory');
  const other = await addLearner(here, '柳湾村');
  await work();
  expect((await amend({ out: [{ slug: 'theory', by: null }] })).status).toBe(204);
  expect((await read()).courses.map(({ slug }) => slug)).toEqual(['law']);
  expect(await memberOf(learner)).toMatchObject({ state: 'completed', requiredDone: 1 });
  expect(await memberOf(other)).toMatchObject({ state: 'open' });
  expect(await told(other, 'programme-changed')).toMatchObject([
    { params: { date: '2026-12-10', reason: '课程已经下线' }, link: `/programmes/${id}` },
  ]);
  expect(await told(done, 'programme-changed')).toEqual([]);
  const events = await admin.get<{ items: { id: string; action: string }[] }>(
    '/api/v1/audit/events',
  );
  const event = events.body.items.find(({ action }) => action === 'programme-amended');
  const { body } = await admin.get<object>(`/api/v1/audit/events/${event?.id}`);
  expect(body).toMatchObject({
    fields: expect.arrayContaining([
      expect.objectContaining({ name: 'required', isChange: true }),
      expect.objectContaining({ name: 'reason', after: '课程已经下线' }),
    ]) as unknown,
  });
});

test('a replacement is asked of those still open; who has completed the programme stays so', async () => {
  await withdraw('theory');
  const day = (await memberOf(done))?.completedAt;
  expect((await amend({ out: [{ slug: 'theory', by: 'more' }] })).status).toBe(204);
  expect((await read()).courses).toMatchObject([
    { slug: 'law', required: true },
    { slug: 'more', required: true },
  ]);
  expect(await memberOf(done)).toMatchObject({ state: 'completed', completedAt: day });
  expect(await memberOf(learner)).toMatchObject({ state: 'open', requiredDone: 1 });
  await study(learner, 'more');
  expect(await memberOf(learner)).toMatchObject({ state: 'completed' });
});

test('nothing compulsory comes silently, nothing is shortened, and what is left can be completed', async () => {
  const refused = async (change: Partial<ProgrammeAmendment>) => (await amend(change)).body.code;
  expect(await refused({ out: [{ slug: 'theory', by: 'more' }] })).toBe(
    'programme-replacement-available',
  );
  expect(await refused({ endsOn: '2026-12-09' })).toBe('programme-amendment-earlier');
  expect(await refused({ endsOn: '2027-01-10' })).toBe('programme-amendment-other-year');
  const everything = ['law', 'theory'].map((slug) => ({ slug, by: null }));
  expect(await refused({ out: everything })).toBe('programme-amendment-incomplete');
  expect(await refused({ electives: ['no-such-course'] })).toBe('programme-course-unknown');
  expect(await refused({ version: 7 })).toBe('programme-changed-elsewhere');
  expect(await told(learner, 'programme-changed')).toEqual([]);
});

test('a later end holds for everybody, and a shorter extension does not cut it', async () => {
  const at = `/api/v1/programmes/${id}/members/${learner.personId}/extension`;
  await admin.post(at, { until: '2026-12-15', reason: '下乡驻点' });
  expect((await amend({ endsOn: '2026-12-20', electives: ['more'] })).status).toBe(204);
  expect(await memberOf(learner)).toMatchObject({ dueOn: '2026-12-20', isExtended: false });
  expect((await read()).courses.at(-1)).toMatchObject({ slug: 'more', required: false });
});

test('several are given more time at once, and everybody by a job; each is told once', async () => {
  const extend = async (personIds: string[] | null, until: string) => {
    const answer = await admin.post<{ people: number; code: ProblemCode }>(
      `/api/v1/programmes/${id}/extensions`,
      { personIds, until, reason: '防汛期间' },
    );
    await work();
    return answer.body;
  };
  expect((await extend(null, '2026-12-10')).code).toBe('programme-extension-not-later');
  // Who has completed it needs no more time.
  const ticked = [learner.personId, done.personId];
  expect(await extend(ticked, '2026-12-31')).toEqual({ people: 1 });
  const open = (await members()).filter(({ state }) => state === 'open').length;
  expect(await extend(null, '2026-12-20')).toEqual({ people: open - 1 });
  expect(await extend(null, '2026-12-20')).toEqual({ people: 0 });
  expect(await memberOf(learner)).toMatchObject({
    dueOn: '2026-12-31',
    exception: { reason: '防汛期间', approvedBy: '陈建国' },
  });
  const days = (await members()).filter(({ state }) => state === 'open').map((one) => one.dueOn);
  expect(new Set(days)).toEqual(new Set(['2026-12-20', '2026-12-31']));
  expect(await told(learner, 'programme-extended')).toHaveLength(1);
});
