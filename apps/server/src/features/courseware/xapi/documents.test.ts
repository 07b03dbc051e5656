// What courseware wants to remember, it finds again: its own, and nobody else's.
import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeReadingCourse } from '../../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../../testing/test-installation.ts';
import { LAUNCH_DATA, MOST_DOCUMENTS } from './documents.ts';
import {
  openUnits,
  type More,
  type Running,
  type Studying,
  type Units,
} from './running-unit.fixture.ts';

let here: TestInstallation;
let units: Units;
let studying: Studying;
let unit: Running;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'frame'),
  });
  units = await openUnits(here);
});
afterAll(async () => {
  await units.close();
  await here.close();
});
beforeEach(async () => {
  studying = await units.learner();
  unit = await studying.open();
});

const ACTIVITY = 'https://xueshi.invalid/units/1';
const stateOf = (stateId?: string, of = unit) => ({
  activityId: ACTIVITY,
  agent: of.actor,
  registration: of.launch.registration,
  ...(stateId === undefined ? {} : { stateId }),
});
const state = (
  method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD',
  stateId?: string,
  more: More = {},
  of = unit,
) => of.call(method, 'activities/state', { query: stateOf(stateId, of), ...more });

test('a bookmark is found again, byte by byte, by the next session too', async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 0xe8, 0xaf, 0xbe]);
  const headers = { 'content-type': 'image/x-bookmark' };
  expect((await state('PUT', 'bookmark', { body: bytes, headers })).status).toBe(204);
  const next = await studying.open();
  const answer = await units.app.inject({
    url: `/courseware/p/xapi/activities/state?${new URLSearchParams(stateOf('bookmark', next)).toString()}`,
    headers: {
      authorization: `Basic ${Buffer.from(next.launch.row.id).toString('base64')}`,
      'x-experience-api-version': '1.0.3',
    },
  });
  expect(answer.rawPayload).toEqual(bytes);
  expect(answer.headers).toMatchObject({
    'content-type': 'image/x-bookmark',
    etag: `"${hash('sha1', bytes, 'hex')}"`,
    'last-modified': here.clock.now().toUTCString(),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-experience-api-version': '1.0.3',
  });
  const { status, body, headers: told } = await state('HEAD', 'bookmark', {}, next);
  expect([status, body, told['etag']]).toEqual([200, '', answer.headers['etag']]);
});

test('properties that are sent are laid over those that are kept, at the top level only', async () => {
  expect((await state('POST', 'vars', { json: { x: 'foo', y: { a: 1 } } })).status).toBe(204);
  expect((await state('POST', 'vars', { json: { y: { b: 2 }, z: 'faz' } })).status).toBe(204);
  expect((await state('GET', 'vars')).body).toEqual({ x: 'foo', y: { b: 2 }, z: 'faz' });
  const headers = { 'content-type': 'text/plain' };
  expect((await state('POST', 'vars', { body: 'x', headers })).status).toBe(400);
  expect((await state('POST', 'vars', { json: [1] })).status).toBe(400);
  await state('PUT', 'text', { body: 'x', headers });
  expect((await state('POST', 'text', { json: { x: 1 } })).status).toBe(400);
  expect((await state('GET', 'vars')).body).toEqual({ x: 'foo', y: { b: 2 }, z: 'faz' });
});

test('ids are listed, also of what is newer than something, and all state goes at once but what the launcher left', async () => {
  await state('PUT', 'a', { json: 1 });
  const since = here.clock.now().toISOString();
  here.clock.advance({ seconds: 1 });
  await state('PUT', 'b', { json: 2 });
  expect((await state('GET')).body).toEqual([LAUNCH_DATA, 'a', 'b']);
  const query = { ...stateOf(), since };
  expect((await unit.call('GET', 'activities/state', { query })).body).toEqual(['b']);
  expect((await state('DELETE', 'a')).status).toBe(204);
  expect((await state('GET', 'a')).status).toBe(404);
  expect((await state('DELETE')).status).toBe(204);
  expect((await state('GET')).body).toEqual([LAUNCH_DATA]);
});

test('what the launcher left is read by the unit and written by nobody else', async () => {
  expect((await state('GET', LAUNCH_DATA)).body).toMatchObject({
    launchMode: 'Normal',
    moveOn: 'CompletedOrPassed',
  });
  const json = { launchMode: 'Browse' };
  for (const method of ['PUT', 'POST', 'DELETE'] as const)
    expect((await state(method, LAUNCH_DATA, method === 'DELETE' ? {} : { json })).status).toBe(
      403,
    );
  expect((await state('GET', LAUNCH_DATA)).body).toMatchObject({ launchMode: 'Normal' });
});

test('of another learner or registration nothing is seen and nothing written', async () => {
  const other = await (await units.learner()).open();
  await state('PUT', 'secret', { json: 1 }, other);
  for (const query of [
    { ...stateOf('secret'), agent: other.actor },
    { ...stateOf('secret'), registration: other.launch.registration.replace(/^0/, '1') },
  ])
    for (const method of ['GET', 'PUT', 'POST', 'DELETE'] as const)
      expect((await unit.call(method, 'activities/state', { query, json: {} })).status).toBe(403);
  expect((await state('GET', 'secret')).status).toBe(404);
  for (const path of ['agents', 'agents/profile'])
    expect((await unit.call('GET', path, { query: { agent: other.actor } })).status).toBe(403);
});

test('a profile is replaced only by who says which version was seen', async () => {
  const profile = (method: 'GET' | 'PUT' | 'DELETE', more: More = {}) =>
    unit.call(method, 'activities/profile', {
      query: { activityId: ACTIVITY, profileId: 'marks' },
      ...more,
    });
  const first = { json: { a: 1 }, headers: { 'if-none-match': '*' } };
  expect((await profile('PUT', first)).status).toBe(204);
  expect((await profile('PUT', first)).status).toBe(412);
  expect(await profile('PUT', { json: { a: 2 } })).toMatchObject({
    status: 409,
    body: { code: 'precondition-missing' },
  });
  const etag = String((await profile('GET')).headers['etag']);
  const second = { json: { a: 3 }, headers: { 'if-match': etag } };
  expect((await profile('PUT', second)).status).toBe(204);
  expect((await profile('PUT', second)).status).toBe(412);
  expect((await profile('DELETE', { headers: { 'if-match': etag } })).status).toBe(412);
  expect((await profile('GET')).body).toEqual({ a: 3 });
  expect((await profile('DELETE')).status).toBe(204);
  expect((await profile('GET')).status).toBe(404);
});

test('what the learner prefers is kept as the learner’s profile', async () => {
  const query = { agent: unit.actor, profileId: 'cmi5LearnerPreferences' };
  expect((await unit.call('GET', 'agents/profile', { query })).status).toBe(404);
  const json = { languagePreference: 'zh-CN', audioPreference: 'off' };
  const headers = { 'if-none-match': '*' };
  expect((await unit.call('PUT', 'agents/profile', { query, json, headers })).status).toBe(204);
  expect((await unit.call('GET', 'agents/profile', { query })).body).toEqual(json);
  const { agent } = query;
  expect((await unit.call('GET', 'agents/profile', { query: { agent } })).body).toEqual([
    'cmi5LearnerPreferences',
  ]);
  expect((await unit.call('DELETE', 'agents/profile', { query: { agent } })).status).toBe(400);
});

test('there is room for so many documents of such a size, and no more', async () => {
  const body = Buffer.alloc(256 * 1024, 'x');
  const headers = { 'content-type': 'text/plain' };
  expect((await state('PUT', 'large', { body, headers })).status).toBe(204);
  const larger = Buffer.concat([body, Buffer.from('x')]);
  expect((await state('PUT', 'large', { body: larger, headers })).status).toBe(413);
  const half = 'x'.repeat(200 * 1024);
  await state('POST', 'merged', { json: { a: half } });
  expect((await state('POST', 'merged', { json: { b: half } })).status).toBe(413);
  // Three are there: what the launcher left, and the two above.
  for (let number = 3; number < MOST_DOCUMENTS; number += 1)
    expect((await state('PUT', `d${number}`, { json: number })).status).toBe(204);
  expect((await state('PUT', 'one-more', { json: 1 })).status).toBe(413);
  expect((await state('PUT', 'd3', { json: 'again' })).status).toBe(204);
});

test.each<[string, Record<string, string>]>([
  ['without an activity', { activityId: '' }],
  ['with an activity that is no IRI', { activityId: 'unit-1' }],
  ['with an agent that is none', { agent: '{"name":"x"}' }],
  ['with a registration that is no UUID', { registration: '1' }],
  ['with a parameter in another case', { StateId: 'x' }],
  ['with a parameter of another resource', { profileId: 'x' }],
])('a request %s is malformed', async (_, change) => {
  const query = { ...stateOf('x'), ...change };
  expect((await unit.call('GET', 'activities/state', { query })).status).toBe(400);
});
