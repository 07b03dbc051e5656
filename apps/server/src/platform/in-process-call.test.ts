import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestInstallation, type TestInstallation } from '../testing/test-installation.ts';
import { readInProcess } from './in-process-call.ts';

let here: TestInstallation;
let cookie: string;

beforeAll(async () => {
  here = await openTestInstallation();
  cookie = (await here.signIn('chenjianguo')).cookie();
});
afterAll(() => here.close());

const ORIGIN_HEADERS = { host: 'localhost:80', origin: 'http://localhost:80' };
/** What no two answers have in common. */
const OWN = ['x-request-id', 'date', 'connection', 'keep-alive'];

async function bothWays(url: string, headers: Record<string, string>) {
  const sent = { url, headers: { ...ORIGIN_HEADERS, ...headers }, remoteAddress: '192.0.2.7' };
  const within = await readInProcess(here.app, sent);
  const outside = await here.app.inject({ method: 'GET', ...sent });
  const told = (given: object) =>
    Object.fromEntries(
      Object.entries(given)
        .filter(([name]) => !OWN.includes(name))
        .map(([name, value]) => [name, Array.isArray(value) ? value : String(value)]),
    );
  const same = (body: string) =>
    body.replaceAll(/"(requestId|asOf|uptimeSeconds)":("[^"]*"|\d+)/g, '"$1":"own"');
  return [
    { status: within.statusCode, headers: told(within.headers), body: same(within.body) },
    { status: outside.statusCode, headers: told(outside.headers), body: same(outside.body) },
  ] as const;
}

test.each([
  ['what the caller may see', '/api/v1/org-units', 200],
  ['a home with Chinese words', '/api/v1/me/home', 200],
  ['somebody else’s unit', '/api/v1/org-units/elsewhere/overview', 404],
  ['a query that is no such thing', '/api/v1/org-units/x/overview?year=next', 400],
  ['an address of nothing', '/api/v1/nothing', 404],
])('%s is answered to a page as to anybody over the network', async (_what, url, status) => {
  const [within, outside] = await bothWays(url, { cookie });
  expect(within.status).toBe(status);
  expect(within).toEqual(outside);
});

test('who is not signed in, or with a cookie that is none of ours, is refused as over the network', async () => {
  for (const headers of [{}, { cookie: `${cookie}x` }]) {
    const [within, outside] = await bothWays('/api/v1/org-units', headers);
    expect(within.status).toBe(401);
    expect(within).toEqual(outside);
  }
});
