// More time and exemptions are taken back as they were granted: with a reason, told, and on record.
import type { Notice, ProblemCode, ProgrammeMember } from '@xueshi/contracts';
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
let learner: Learner;
let id: string;

beforeEach(async () => {
  here = await openTestInstallation({ courses: (folder) => writeReadingCourse(folder, 'law') });
  admin = await here.signIn('chenjianguo');
  learner = await addLearner(here, '柳湾村');
  const responsibleId = await personOf(here, 'chenjianguo');
  const county = await unitIdOf(here, '云岭县(示例)');
  const village = await unitIdOf(here, '柳湾村');
  id = await issueProgramme(here, admin, county, draftOf([village], { responsibleId }));
  return () => here.close();
});

const ask = (what: string, body: object) =>
  admin.post<{ code: ProblemCode }>(
    `/api/v1/programmes/${id}/members/${learner.personId}/${what}`,
    body,
  );
const exempt = () => ask('exemption', { reason: '长期病假' });
const withdraw = (kind: 'extension' | 'exemption', reason = '点错了人') =>
  ask('withdrawal', { kind, reason });
const member = async () =>
  (
    await admin.get<{ items: ProgrammeMember[] }>(`/api/v1/programmes/${id}/members`)
  ).body.items.find(({ personId }) => personId === learner.personId);
const told = async (kind: string) =>
  (await learner.visitor.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items.filter(
    (notice) => notice.kind === kind,
  );

test('an exemption that is taken back asks for the programme again, and both are told and kept', async () => {
  expect(await withdraw('exemption')).toMatchObject({
    status: 409,
    body: { code: 'programme-nothing-granted' },
  });
  expect((await exempt()).status).toBe(204);
  expect((await withdraw('exemption')).status).toBe(204);
  expect(await member()).toMatchObject({ state: 'open', exception: null });
  expect(await told('programme-exemption-withdrawn')).toMatchObject([
    { params: { reason: '点错了人', date: '2026-12-20' }, link: `/programmes/${id}` },
  ]);
  const events = await admin.get<{ items: { action: string }[] }>('/api/v1/audit/events');
  expect(events.body.items.map(({ action }) => action).slice(0, 2)).toEqual([
    'programme-exemption-withdrawn',
    'programme-exemption',
  ]);
  expect((await exempt()).status).toBe(204);
  expect(await member()).toMatchObject({ state: 'exempt', exception: { reason: '长期病假' } });
});

test('what was completed while exempt counts when the exemption is taken back', async () => {
  await exempt();
  await beginReading(learner.visitor, 'law');
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'law');
  expect(await member()).toMatchObject({ state: 'exempt' });
  await withdraw('exemption');
  expect(await member()).toMatchObject({ state: 'completed', requiredDone: 1 });
});

test('more time that is taken back ends with the programme again; an exemption beside it stands', async () => {
  await ask('extension', { until: '2026-12-28', reason: '下乡驻点' });
  expect((await withdraw('extension', '短')).status).toBe(400);
  expect((await withdraw('extension')).status).toBe(204);
  expect(await member()).toMatchObject({
    dueOn: '2026-12-20',
    isExtended: false,
    exception: null,
  });
  expect(await told('programme-extension-withdrawn')).toMatchObject([
    { params: { date: '2026-12-20' } },
  ]);
  expect((await withdraw('extension')).status).toBe(409);
});

test('who was exempted and is so no more is not exempt on coming back', async () => {
  await exempt();
  await withdraw('exemption');
  const put = async (unit: string) => {
    await here.installation.database.client.execute({
      sql: 'UPDATE memberships SET org_unit_id = ? WHERE person_id = ?',
      args: [await unitIdOf(here, unit), learner.personId],
    });
    here.jobs.wake();
    await here.jobs.idle();
  };
  await put('石桥乡');
  await put('柳湾村');
  expect(await member()).toMatchObject({ state: 'open' });
});

test('nobody takes back what concerns themselves, and nothing changes once the programme is closed', async () => {
  await exempt();
  const own = await personOf(here, 'chenjianguo');
  const answer = await admin.post(`/api/v1/programmes/${id}/members/${own}/withdrawal`, {
    kind: 'exemption',
    reason: '点错了人',
  });
  expect(answer).toMatchObject({ status: 403, body: { code: 'own-record' } });
  await admin.post(`/api/v1/programmes/${id}/closing`);
  expect(await withdraw('exemption')).toMatchObject({ body: { code: 'programme-state' } });
});
