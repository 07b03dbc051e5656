// What no request may do, whoever sends it, for every operation that the API's document names.
import * as contracts from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addressOf,
  readOperations,
  type Operation,
} from '../../apps/server/src/testing/api-operations.ts';
import { digestDatabase } from '../../apps/server/src/testing/database-digest.ts';
import {
  openTestInstallation,
  ORIGIN,
  TEST_PASSWORD,
  type TestInstallation,
} from '../../apps/server/src/testing/test-installation.ts';

let here: TestInstallation;
let cookie: string;
let operations: Operation[];

beforeAll(async () => {
  here = await openTestInstallation();
  cookie = (await here.signIn('hexiaoyan')).cookie();
  operations = await readOperations(here.app);
});
afterAll(() => here.close());

const writes = () => operations.filter((operation) => operation.method !== 'GET');

interface Sent {
  readonly headers?: Record<string, string>;
  readonly payload?: string;
}

async function send(operation: Operation, { headers = {}, payload }: Sent) {
  const answer = await here.app.inject({
    method: operation.method,
    url: addressOf(operation.path),
    headers: { cookie, ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  const isProblem = String(answer.headers['content-type']).startsWith('application/problem+json');
  return {
    name: operation.name,
    status: answer.statusCode,
    code: isProblem ? answer.json<{ code: string }>().code : null,
  };
}

async function refusals(sent: Sent, wanted: { status: number; code: string }, of = writes()) {
  expect(of.length).toBeGreaterThan(5);
  const before = await digestDatabase(here.installation.database);
  const answers = [];
  for (const operation of of) answers.push(await send(operation, sent));
  expect(answers).toEqual(of.map(({ name }) => ({ name, ...wanted })));
  expect(await digestDatabase(here.installation.database)).toEqual(before);
}

const json = { 'content-type': 'application/json' };
const foreign = { status: 403, code: 'foreign-origin' };

test.each([
  { promise: 'a page of another site', headers: { origin: 'https://evil.example' } },
  { promise: 'a page of another port', headers: { origin: 'http://localhost:8081' } },
  { promise: 'a page of a look-alike site', headers: { origin: `${ORIGIN}.evil.example` } },
  { promise: 'a sandboxed page without an origin', headers: { origin: 'null' } },
  {
    promise: 'a browser that calls it cross-site',
    headers: { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
  },
  {
    promise: 'a browser that calls it same-site',
    headers: { origin: ORIGIN, 'sec-fetch-site': 'same-site' },
  },
  { promise: 'a cookie without any origin', headers: {} },
])('nothing is done for $promise', async ({ headers }) => {
  await refusals(
    { headers: { ...json, ...headers } as Record<string, string>, payload: '{}' },
    foreign,
  );
});

test.each([
  'text/plain',
  'text/plain;charset=UTF-8',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json, text/plain',
  'application/json\t',
  'application/json;x=text/plain',
  ' application/jsonp',
  'application/xml',
])('a body of the type %j is not read', async (type) => {
  const credentials = JSON.stringify({ loginName: 'hexiaoyan', password: TEST_PASSWORD });
  await refusals(
    { headers: { origin: ORIGIN, 'content-type': type }, payload: credentials },
    { status: 415, code: 'unsupported-media-type' },
  );
});

test.each([
  '{"__proto__":{"isAdmin":true}}',
  '{"a":{"__proto__":{"isAdmin":true}}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"loginName":"x","password":"y","__proto__":null}',
])('a body that reaches for prototypes is refused: %s', async (payload) => {
  const withBody = writes().filter((operation) => operation.hasBody);
  await refusals(
    { headers: { ...json, origin: ORIGIN }, payload },
    { status: 400, code: 'invalid-request' },
    withBody,
  );
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
});

test.each([
  'null',
  '[]',
  '"text"',
  '1',
  'true',
  '',
  '{',
  '{"a":1}{"b":2}',
  '\u0000',
  '{"a":1,}',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
])('a body that is no object is refused: %j', async (payload) => {
  const withBody = writes().filter((operation) => operation.hasBody);
  await refusals(
    { headers: { ...json, origin: ORIGIN }, payload },
    { status: 400, code: 'invalid-request' },
    withBody,
  );
});

/** Operations that say how long their body may be, by their names: whole texts of lessons, statutes and forms. */
const LONGER = new Map<string, number>(
  Object.values<unknown>(contracts).flatMap((one) =>
    typeof one === 'object' && one !== null && 'bodyBytes' in one && 'url' in one && 'method' in one
      ? [[`${String(one.method)} ${braced(String(one.url))}`, Number(one.bodyBytes)] as const]
      : [],
  ),
);

/** An address as the API's document writes it: `:id` is `{id}` there. */
function braced(url: string): string {
  return url.replaceAll(/:(\w+)/g, '{$1}');
}

const bodyOf = (bytes: number) => ({
  headers: { ...json, origin: ORIGIN },
  payload: JSON.stringify({ text: 'x'.repeat(bytes) }),
});
const tooLarge = { status: 413, code: 'payload-too-large' };

test('a body larger than 256 KiB is refused before it is read, where nothing longer is meant', async () => {
  const withBody = writes().filter(({ hasBody, name }) => hasBody && !LONGER.has(name));
  await refusals(bodyOf(256 * 1024), tooLarge, withBody);
});

test('a text of a lesson or a statute may be longer, up to a limit of its own', async () => {
  const longer = writes().filter(({ name }) => LONGER.has(name));
  expect(longer.length).toBe(LONGER.size);
  for (const operation of longer) {
    const sent = await send(operation, bodyOf(LONGER.get(operation.name) ?? 0));
    expect(sent).toEqual({ name: operation.name, ...tooLarge });
  }
  expect(Math.max(...LONGER.values())).toBeLessThanOrEqual(4 * 1024 * 1024);
});

const signIn = (body: unknown) =>
  here
    .visitor({ address: '10.9.0.1' })
    .post<{ code: string; errors?: { message: string }[] }>('/api/v1/session', body);

test.each([
  {
    promise: 'a field that nobody asked for',
    body: { loginName: 'hexiaoyan', password: TEST_PASSWORD, role: 'sys_admin' },
  },
  { promise: 'a figure where words are wanted', body: { loginName: 5, password: TEST_PASSWORD } },
  { promise: 'a missing field', body: { loginName: 'hexiaoyan' } },
  { promise: 'a NUL in a text', body: { loginName: 'hexiaoyan\u0000', password: TEST_PASSWORD } },
  {
    promise: 'half a character in a text',
    body: { loginName: 'hexiaoyan\ud800', password: TEST_PASSWORD },
  },
  {
    promise: 'a text that is too long',
    body: { loginName: 'hexiaoyan', password: 'x'.repeat(257) },
  },
])('$promise is refused and the place is named', async ({ body }) => {
  const answer = await signIn(body);
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  expect(answer.body.errors).toHaveLength(1);
  expect((await signIn({ loginName: 'hexiaoyan', password: TEST_PASSWORD })).status).toBe(200);
});

test.each([
  '/api/v1/courses?query=%00',
  '/api/v1/courses/a%00b',
  '/api/v1/courses/%ed%a0%80',
  '/api/v1/courses/%zz',
  `/api/v1/courses/${'a'.repeat(500)}`,
  '/api/v1/people/%00/record',
  '/api/v1/courses?page=1e3',
  '/api/v1/courses?page=0',
  '/api/v1/courses?page=%201',
  '/api/v1/courses?page=1&page=2',
  '/api/v1/me/record?year=',
  '/api/v1/me/record?year=2026.0',
  '/api/v1/courses?surprise=1',
])('%s is refused', async (url) => {
  const answer = await here.visitor({ cookie }).get<{ code: string }>(url);
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
});

test('answers carry the headers that keep browsers from guessing and from telling', async () => {
  const answer = await here.visitor({ cookie }).get('/api/v1/session');
  expect(answer.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{12}-\d{9}$/);
});

test('a problem is told in the language of the reader, Chinese where none was chosen', async () => {
  const titled = async (cookies: string) => {
    const answer = await here
      .visitor({ cookie: cookies })
      .get<{ title: string }>('/api/v1/session');
    return answer.body.title;
  };
  expect(await titled('')).toBe('请先登录。');
  expect(await titled('xueshi-locale=en')).toMatch(/sign in/i);
  expect(await titled('xueshi-locale=../../etc')).toBe('请先登录。');
});
