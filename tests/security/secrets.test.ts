// What must be told to nobody is planted, the server is used, and everything it leaves behind is searched for it: what
// it logs, what it answers, its data folder and a backup (TRUST.md T39).
import { temporaryFolder } from '@xueshi/testkit';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type ServerProcess } from '../e2e/server-process.ts';
import { xueshi } from '../faults/xueshi-command.ts';

const SECRETS = {
  'the first password': 'Kanarie-2026-erst',
  'a password of one’s own': 'Kanarie-2026-eigen',
  'a wrong password': 'Kanarie-2026-falsch',
  'a password in a request that cannot be read': 'Kanarie-2026-kaputt',
  'a password that is refused': 'kanarievogel',
  'what stands behind a question mark': 'kanarie-anfrage-5512',
  'a cookie that opens nothing': 'kanarie-keks-7781',
  'the mail server’s password': 'kanarie-post-9031',
  'an identity number': '11010519491231002X',
};

let folder: { path: string; remove(): Promise<void> };
let env: Record<string, string>;
let server: ServerProcess;
/** All that was answered, heads and bodies; but for what sets the cookie. */
const answers: string[] = [];
const requestIds: string[] = [];
let sessionSecret = '';

async function ask(method: string, path: string, body?: unknown, cookie = ''): Promise<Response> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { origin: server.url, 'content-type': 'application/json', cookie },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  requestIds.push(answer.headers.get('x-request-id') ?? '');
  const head = [...answer.headers].filter(([name]) => name !== 'set-cookie');
  answers.push(`${JSON.stringify(head)}\n${await answer.clone().text()}`);
  return answer;
}

async function signIn(loginName: string, password: string): Promise<string> {
  const answer = await ask('POST', '/api/v1/session', { loginName, password });
  expect(answer.status).toBe(200);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function useIt(): Promise<void> {
  const wrong = { loginName: 'wangxiulan', password: SECRETS['a wrong password'] };
  expect((await ask('POST', '/api/v1/session', wrong)).status).toBe(401);
  const broken = `{"loginName": "wangxiulan", "password": "${SECRETS['a password in a request that cannot be read']}"`;
  expect((await ask('POST', '/api/v1/session', broken)).status).toBe(400);
  const currentPassword = SECRETS['the first password'];
  const cookie = await signIn('wangxiulan', currentPassword);
  const change = (newPassword: string) =>
    ask('PUT', '/api/v1/password', { currentPassword, newPassword }, cookie);
  expect((await change(SECRETS['a password that is refused'])).status).toBe(400);
  expect((await change(SECRETS['a password of one’s own'])).status).toBe(204);
  await signIn('wangxiulan', SECRETS['a password of one’s own']);
  await ask('GET', `/?token=${SECRETS['what stands behind a question mark']}`, undefined, cookie);
  const foreign = `xueshi-session=${SECRETS['a cookie that opens nothing']}`;
  expect((await ask('GET', '/api/v1/me/home', undefined, foreign)).status).toBe(401);
  await keepIdentityNumber();
}

async function keepIdentityNumber(): Promise<void> {
  const cookie = await signIn('chenjianguo', SECRETS['the first password']);
  sessionSecret = cookie.split('=')[1] ?? '';
  const { items } = (await (await ask('GET', '/api/v1/org-units', undefined, cookie)).json()) as {
    items: { id: string }[];
  };
  const people = await ask('GET', `/api/v1/org-units/${items[0]?.id}/people`, undefined, cookie);
  const [person] = ((await people.json()) as { items: { personId: string }[] }).items;
  const path = `/api/v1/people/${person?.personId}/identity-number`;
  const number = SECRETS['an identity number'];
  expect((await ask('PUT', path, { number }, cookie)).status).toBeLessThan(300);
  expect((await ask('PUT', path, { number: `${number}1` }, cookie)).status).toBe(400);
  await ask('GET', `/api/v1/people/${person?.personId}`, undefined, cookie);
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

beforeAll(async () => {
  folder = await temporaryFolder();
  env = {
    XUESHI_DATA: join(folder.path, 'data'),
    XUESHI_COURSES: join(folder.path, 'courses'),
    XUESHI_SAMPLE_PASSWORD: SECRETS['the first password'],
    SMTP_URL: `smtp://us:${SECRETS['the mail server’s password']}@127.0.0.1:9`,
    MAIL_FROM: 'study@example.cn',
    LOG_LEVEL: 'trace',
  };
  await mkdir(join(folder.path, 'courses'));
  server = await startServer(env);
  await useIt();
  expect((await xueshi('backup', env)).code).toBe(0);
  await server.stop();
}, 120_000);
afterAll(() => folder.remove());

/** It exists to tell the first passwords of the invented county, as does what the server says when it is ready. */
const meantToTell = (file: string) => file.endsWith('sample-sign-ins.json');

test.for(Object.entries(SECRETS))('%s is nowhere', async ([name, secret], { expect }) => {
  expect(server.logged()).toContain('"msg":"answered"');
  expect(server.logged()).not.toContain(secret);
  if (name !== 'the first password') expect(server.said()).not.toContain(secret);
  // A page may carry on the address that it was asked for.
  if (!name.startsWith('what stands behind')) expect(answers.join('\n')).not.toContain(secret);
  const files = await filesBelow(folder.path);
  expect(files.some((file) => /backup/.test(file))).toBe(true);
  const telling: string[] = [];
  for (const file of files) {
    if (meantToTell(file)) continue;
    if ((await readFile(file)).includes(secret)) telling.push(file);
  }
  expect(telling).toEqual([]);
});

test('what the log says of a request names it by the number that its answer had', () => {
  const lines = server
    .logged()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): { msg: string; reqId?: string } => JSON.parse(line));
  const idsOf = (msg: string) => lines.flatMap((line) => (line.msg === msg ? [line.reqId] : []));
  const answered = idsOf('answered');
  expect(new Set(answered).size).toBe(answered.length);
  expect(answered).toEqual(expect.arrayContaining(requestIds));
  const refused = idsOf('refused');
  expect(refused.length).toBeGreaterThan(0);
  expect(answered).toEqual(expect.arrayContaining(refused));
});

test('what the cookie holds is nowhere but in the cookie', async () => {
  expect(sessionSecret).toHaveLength(43);
  expect(server.said() + server.logged() + answers.join('\n')).not.toContain(sessionSecret);
  for (const file of await filesBelow(folder.path))
    expect((await readFile(file)).includes(sessionSecret), file).toBe(false);
});
