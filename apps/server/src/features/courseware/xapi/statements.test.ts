// Courseware finds again what it said; and whoever speaks the protocol wrongly is told how.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeReadingCourse } from '../../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../../testing/test-installation.ts';
import {
  openUnits,
  type More,
  type Running,
  type StatementSent,
  type Units,
} from './running-unit.fixture.ts';

let here: TestInstallation;
let units: Units;
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
  unit = await (await units.learner()).open();
  await unit.say(unit.defined('initialized'));
});

interface List {
  readonly statements: readonly {
    readonly id: string;
    readonly verb: { readonly id: string };
    readonly stored: string;
  }[];
  readonly more: string;
}
const ANSWERED = 'http://adlnet.gov/expapi/verbs/answered';
const list = async (query: Record<string, string> = {}, of = unit) => {
  const answer = await of.call('GET', 'statements', { query });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body as List;
};
const verbs = ({ statements }: List) => statements.map(({ verb }) => verb.id.split('/').at(-1));
const answers = (count: number): StatementSent[] =>
  Array.from({ length: count }, (_, index) =>
    unit.allowed(ANSWERED, {
      object: { id: `${unit.launch.activityId}/question/${index}` },
      result: { response: String(index) },
    }),
  );

test('what was said is read as it was said, with when it was stored and who stands for it', async () => {
  const said = unit.allowed(ANSWERED, { timestamp: '2026-11-24T09:59:00+08:00' });
  await unit.say(said);
  const answer = await unit.call('GET', 'statements', { query: { statementId: said.id } });
  expect(answer.body).toMatchObject({
    ...said,
    timestamp: '2026-11-24T01:59:00.000Z',
    version: '1.0.0',
    authority: { account: unit.launch.actor },
  });
  const { stored } = answer.body as { stored: string };
  expect(Date.parse(stored) - here.clock.now().getTime()).toBeLessThan(100);
  expect(answer.headers).toMatchObject({
    'last-modified': new Date(stored).toUTCString(),
    'x-experience-api-consistent-through': here.clock.now().toISOString(),
  });
});

test('the last comes first, or last where that is asked for, and lists are narrowed', async () => {
  const [first, second] = answers(2);
  if (!first || !second) throw new Error('two were made');
  await unit.say(first, second);
  expect(verbs(await list())).toEqual(['answered', 'answered', 'initialized', 'launched']);
  expect(verbs(await list({ ascending: 'true', limit: '2' }))).toEqual(['launched', 'initialized']);
  expect(verbs(await list({ verb: ANSWERED }))).toEqual(['answered', 'answered']);
  const { activityId } = unit.launch;
  const about = await list({ activity: `${activityId}/question/1` });
  expect(about.statements.map(({ id }) => id)).toEqual([second.id]);
  const publisher = { activity: 'http://publisher.example/au/1' };
  expect(verbs(await list(publisher))).toEqual([]);
  expect(verbs(await list({ ...publisher, related_activities: 'true' }))).toHaveLength(4);
  const [newest] = about.statements;
  expect(verbs(await list({ since: newest?.stored ?? '' }))).toEqual([]);
  expect(verbs(await list({ until: newest?.stored ?? '', limit: '1' }))).toEqual(['answered']);
});

test('page by page each statement comes once, in both directions', async () => {
  await unit.say(...answers(23));
  for (const ascending of ['true', 'false']) {
    const seen: string[] = [];
    let page = await list({ limit: '10', ascending });
    seen.push(...page.statements.map(({ id }) => id));
    while (page.more !== '') {
      const path = page.more.replace('/courseware/pass/xapi/', '');
      const query = Object.fromEntries(new URLSearchParams(path.split('?')[1]));
      page = await list(query);
      seen.push(...page.statements.map(({ id }) => id));
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  }
});

test('with format ids only what identifies is told', async () => {
  const said = unit.allowed(ANSWERED, {
    object: { id: 'http://a.example/q', definition: { name: { zh: '第一题' } } },
    verb: { id: ANSWERED, display: { zh: '答了' } },
  });
  await unit.say(said);
  const query = { statementId: said.id, format: 'ids' };
  const { body } = await unit.call('GET', 'statements', { query });
  expect(body).toMatchObject({
    actor: { account: unit.launch.actor },
    context: { registration: unit.launch.registration },
  });
  const { object, verb } = body as { object: object; verb: object };
  expect([object, verb]).toEqual([{ id: 'http://a.example/q' }, { id: ANSWERED }]);
});

test('of another learner or registration nothing is found', async () => {
  const other = await (await units.learner()).open();
  const initialized = other.defined('initialized');
  await other.say(initialized);
  expect(verbs(await list({ agent: other.actor }))).toEqual([]);
  expect(verbs(await list({ registration: randomUUID() }))).toEqual([]);
  const { actor: agent, launch } = unit;
  const own = { agent, registration: launch.registration.toUpperCase() };
  expect(verbs(await list(own))).toEqual(['initialized', 'launched']);
  const query = { statementId: initialized.id };
  expect((await unit.call('GET', 'statements', { query })).status).toBe(404);
  const voided = { voidedStatementId: initialized.id };
  expect((await unit.call('GET', 'statements', { query: voided })).status).toBe(404);
});

const ID = '12345678-1234-5678-1234-567812345678';

test.each<[string, Record<string, string>]>([
  ['two ids', { statementId: ID, voidedStatementId: ID }],
  ['an id and more', { statementId: ID, verb: ANSWERED }],
  ['a limit below nothing', { limit: '-1' }],
  ['a time that is none', { since: 'yesterday' }],
  ['attachments', { attachments: 'true' }],
  ['something that nobody knows', { what: 'ever' }],
])('asking with %s is malformed', async (_, query) => {
  expect((await unit.call('GET', 'statements', { query })).status).toBe(400);
});

test.each<[string, number, More]>([
  ['what is no JSON', 400, { body: '{', headers: { 'content-type': 'application/json' } }],
  ['text', 400, { body: '[]', headers: { 'content-type': 'text/plain' } }],
  [
    'attachments',
    400,
    { body: '--x--', headers: { 'content-type': 'multipart/mixed; boundary=x' } },
  ],
  ['no object', 400, { json: 1 }],
  ['another version', 400, { json: [], headers: { 'x-experience-api-version': '1.1.0' } }],
  ['a version of old', 400, { json: [], headers: { 'x-experience-api-version': '0.95' } }],
  ['the version 1.0', 200, { json: [], headers: { 'x-experience-api-version': '1.0' } }],
  ['a token of no launch', 401, { json: [], headers: { authorization: 'Basic eA==' } }],
  ['parameters that nobody knows', 400, { json: [], query: { method: 'PUT' } }],
])('sending %s is answered with %i, and the version that is spoken', async (_, status, more) => {
  const answer = await unit.call('POST', 'statements', more);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    'x-experience-api-version': '1.0.3',
    'cache-control': 'no-store',
  });
});

test('one request has fifty statements at most, each with an id of its own', async () => {
  expect((await unit.say(...answers(50))).status).toBe(200);
  expect((await unit.say(...answers(51))).status).toBe(413);
  const [one] = answers(1);
  if (!one) throw new Error('one was made');
  expect((await unit.say(one, { ...one, id: one.id.toUpperCase() })).status).toBe(400);
});

test('a statement of more than 64 KiB is too large', async () => {
  const long = (length: number) =>
    unit.allowed(ANSWERED, { result: { response: 'x'.repeat(length) } });
  expect((await unit.say(long(63_000))).status).toBe(200);
  expect((await unit.say(long(66_000))).status).toBe(413);
});

test('PUT takes one statement, by the id of its address', async () => {
  const [said] = answers(1);
  if (!said) throw new Error('one was made');
  const put = (query: Record<string, string>, json: unknown) =>
    unit.call('PUT', 'statements', { query, json });
  expect((await put({}, said)).status).toBe(400);
  expect((await put({ statementId: randomUUID() }, said)).status).toBe(400);
  expect((await put({ statementId: said.id }, [said])).status).toBe(400);
  const { id: _, ...nameless } = said;
  expect((await put({ statementId: said.id }, nameless)).status).toBe(204);
  expect((await put({ statementId: said.id.toUpperCase() }, said)).status).toBe(204);
  expect(verbs(await list({ verb: ANSWERED }))).toHaveLength(1);
});

test('who asks what is spoken here, or who somebody is, is told no more than it knows', async () => {
  const about = await unit.call('GET', 'about', {
    headers: { authorization: '', 'x-experience-api-version': '2.0' },
  });
  expect(about).toMatchObject({ status: 200, body: { version: ['1.0.3'] } });
  const person = await unit.call('GET', 'agents', { query: { agent: unit.actor } });
  expect(person.body).toEqual({ objectType: 'Person', account: [unit.launch.actor] });
  const activity = await unit.call('GET', 'activities', { query: { activityId: 'urn:x:y' } });
  expect(activity.body).toEqual({ objectType: 'Activity', id: 'urn:x:y' });
});
