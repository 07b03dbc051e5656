import type { Me } from '@xueshi/contracts';
import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
  type Learner,
} from '../../testing/learners.ts';
import {
  openTestInstallation,
  TEST_PASSWORD,
  type TestInstallation,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation();
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
});

type Problem = { code: string; title: string; params: Record<string, number> };

const tryPassword = (loginName: string, password: string, address = '10.0.0.1') =>
  here.visitor({ address }).post<Problem>('/api/v1/session', { loginName, password });

const read = (text: string, ...args: string[]) =>
  here.installation.database.client.execute({ sql: text, args });
const change = (statement: SQL) => here.installation.platform.write((tx) => tx.run(statement));

test('signing in gives a cookie that scripts cannot read and other sites do not send', async () => {
  const answer = await tryPassword(learner.loginName, TEST_PASSWORD);
  expect(answer).toMatchObject({
    status: 200,
    body: { loginName: learner.loginName, mustChangePassword: false, category: 'township' },
  });
  expect(answer.headers['set-cookie']).toMatch(
    /^xueshi-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  expect(answer.headers['cache-control']).toBe('no-store');
});

test('behind https the cookie is Secure, carries the __Host- prefix, and no other name is believed', async () => {
  const online = await openTestInstallation({ env: { PUBLIC_URL: 'https://study.example.cn' } });
  const signIn = await online.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { origin: 'https://study.example.cn', 'content-type': 'application/json' },
    payload: JSON.stringify({ loginName: 'wangxiulan', password: TEST_PASSWORD }),
  });
  const [cookie] = signIn.cookies;
  expect(cookie).toMatchObject({
    name: '__Host-xueshi-session',
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
  });
  expect(cookie).not.toHaveProperty('domain');
  const secret = cookie?.value ?? '';
  const withName = (name: string) =>
    online.visitor({ cookie: `${name}=${secret}` }).get('/api/v1/session');
  expect((await withName('__Host-xueshi-session')).status).toBe(200);
  expect((await withName('xueshi-session')).status).toBe(401);
  await online.close();
});

test('nothing in the database opens a session: the cookie’s value is nowhere in it', async () => {
  const visitor = await here.signIn(learner.loginName);
  const secret = visitor.cookie().split('=')[1] ?? '';
  expect(secret).toHaveLength(43);
  const tables = await read(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'course_search%'`,
  );
  for (const { name } of tables.rows) {
    const rows = await read(`SELECT * FROM "${String(name)}"`);
    expect(JSON.stringify(rows.rows), String(name)).not.toContain(secret);
  }
  const kept = await read('SELECT id_hash FROM sessions WHERE person_id = ?', learner.personId);
  for (const { id_hash } of kept.rows) {
    expect(
      (await here.visitor({ cookie: `xueshi-session=${String(id_hash)}` }).get('/api/v1/session'))
        .status,
    ).toBe(401);
  }
});

test('signing in again begins a new session and ends the one before', async () => {
  const visitor = await here.signIn(learner.loginName);
  const before = visitor.cookie();
  await visitor.post('/api/v1/session', { loginName: learner.loginName, password: TEST_PASSWORD });
  expect(visitor.cookie()).not.toBe(before);
  expect((await here.visitor({ cookie: before }).get('/api/v1/session')).status).toBe(401);
});

test('a cookie that somebody planted is not taken up', async () => {
  const planted = here.visitor({ cookie: `xueshi-session=${'p'.repeat(43)}` });
  await planted.post('/api/v1/session', { loginName: learner.loginName, password: TEST_PASSWORD });
  expect(planted.cookie()).not.toContain('ppp');
  expect(
    (await here.visitor({ cookie: `xueshi-session=${'p'.repeat(43)}` }).get('/api/v1/session'))
      .status,
  ).toBe(401);
});

test('signing out ends the session on the server', async () => {
  const visitor = await here.signIn(learner.loginName);
  const cookie = visitor.cookie();
  expect((await visitor.delete('/api/v1/session')).status).toBe(204);
  expect(visitor.cookie()).toBe('');
  expect((await here.visitor({ cookie }).get('/api/v1/session')).status).toBe(401);
  expect(await learner.visitor.get('/api/v1/session')).toMatchObject({ status: 200 });
});

test('signing out everywhere ends every device, this one included', async () => {
  const phone = await here.signIn(learner.loginName);
  const desk = await here.signIn(learner.loginName);
  const devices = await desk.get<{ items: { current: boolean }[] }>('/api/v1/sessions');
  expect(devices.body.items.length).toBeGreaterThanOrEqual(2);
  expect(devices.body.items.filter((one) => one.current)).toHaveLength(1);
  const cookies = [phone.cookie(), desk.cookie(), learner.visitor.cookie()];
  expect((await phone.delete('/api/v1/sessions')).status).toBe(204);
  for (const cookie of cookies)
    expect((await here.visitor({ cookie }).get('/api/v1/session')).status).toBe(401);
});

test('a wrong password and an unknown name are answered exactly alike', async () => {
  const known = await tryPassword(learner.loginName, 'not the password', '10.0.1.1');
  const unknown = await tryPassword('nobody-of-that-name', 'not the password', '10.0.1.2');
  const { requestId: one, ...knownBody } = known.body as Problem & { requestId: string };
  const { requestId: other, ...unknownBody } = unknown.body as Problem & { requestId: string };
  expect(one).not.toBe(other);
  expect(known.status).toBe(401);
  expect(knownBody).toEqual(unknownBody);
  expect(Object.keys(known.headers)).toEqual(Object.keys(unknown.headers));
});

test('capitals, width and blanks around a name do not matter', async () => {
  const loginName = ` ${learner.loginName.toUpperCase().replace('L', 'Ｌ')} `;
  expect((await tryPassword(loginName, TEST_PASSWORD)).status).toBe(200);
});

test('five wrong passwords make a pause for this account from this address, and the clock ends it', async () => {
  const address = '10.0.2.1';
  for (let turn = 0; turn < 5; turn += 1)
    expect((await tryPassword(learner.loginName, 'guess', address)).status).toBe(401);
  const paused = await tryPassword(learner.loginName, TEST_PASSWORD, address);
  expect(paused).toMatchObject({
    status: 429,
    body: { code: 'too-many-sign-in-attempts', params: { minutes: 15 } },
  });
  expect(paused.body.title).toContain('15');
  expect((await tryPassword(learner.loginName, TEST_PASSWORD, '10.0.2.2')).status).toBe(200);
  expect((await tryPassword('zhaodeshui', TEST_PASSWORD, address)).status).toBe(200);
  here.clock.advance({ minutes: 14, seconds: 59 });
  expect((await tryPassword(learner.loginName, TEST_PASSWORD, address)).status).toBe(429);
  here.clock.advance({ seconds: 1 });
  expect((await tryPassword(learner.loginName, TEST_PASSWORD, address)).status).toBe(200);
});

test('a name nobody has is paused in the same way', async () => {
  for (let turn = 0; turn < 5; turn += 1)
    expect((await tryPassword('no-such-name', 'guess', '10.0.3.1')).status).toBe(401);
  expect((await tryPassword('no-such-name', 'guess', '10.0.3.1')).status).toBe(429);
});

test('the second pause is twice as long', async () => {
  const address = '10.0.4.1';
  for (let turn = 0; turn < 5; turn += 1) await tryPassword(learner.loginName, 'guess', address);
  here.clock.advance({ minutes: 15 });
  for (let turn = 0; turn < 5; turn += 1) await tryPassword(learner.loginName, 'guess', address);
  expect(
    (await tryPassword(learner.loginName, TEST_PASSWORD, address)).body.params['minutes'],
  ).toBe(30);
});

test('guesses sent at the same moment are no way round the pause', async () => {
  const guesses = Array.from({ length: 20 }, (_, at) =>
    tryPassword(learner.loginName, at === 19 ? TEST_PASSWORD : `guess ${at}`, '10.0.5.1'),
  );
  const statuses = (await Promise.all(guesses)).map((answer) => answer.status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  expect(statuses.filter((status) => status === 429)).toHaveLength(15);
});

test('a suspended account is let in nowhere, and its open sessions end at once', async () => {
  const visitor = await here.signIn(learner.loginName);
  await change(sql`UPDATE accounts SET state = 'suspended' WHERE person_id = ${learner.personId}`);
  expect((await visitor.get('/api/v1/session')).status).toBe(401);
  expect(await tryPassword(learner.loginName, TEST_PASSWORD)).toMatchObject({
    status: 403,
    body: { code: 'account-suspended' },
  });
  expect((await tryPassword(learner.loginName, 'wrong one', '10.0.6.1')).status).toBe(401);
});

test('half an hour without use ends a session; use keeps it', async () => {
  const { visitor } = await signInWithoutPassword(here, learner.personId);
  for (let turn = 0; turn < 3; turn += 1) {
    here.clock.advance({ minutes: 30 });
    expect((await visitor.get('/api/v1/session')).status).toBe(200);
  }
  here.clock.advance({ minutes: 30, ms: 1 });
  expect((await visitor.get('/api/v1/session')).status).toBe(401);
});

test('twelve hours end a session, however much it is used', async () => {
  const { visitor } = await signInWithoutPassword(here, learner.personId);
  for (let turn = 0; turn < 25; turn += 1) {
    here.clock.advance(
      turn < 23 ? { minutes: 30 } : turn === 23 ? { minutes: 29, seconds: 59 } : { seconds: 1 },
    );
    expect((await visitor.get('/api/v1/session')).status, `turn ${turn}`).toBe(
      turn < 24 ? 200 : 401,
    );
  }
});

test('limits go by the installation’s clock, whatever day the machine believes it is', async () => {
  const now = here.clock.now();
  for (const day of ['2020-01-15T08:00:00Z', '2035-01-15T08:00:00Z']) {
    here.clock.set(day);
    const { visitor } = await signInWithoutPassword(here, learner.personId);
    expect((await visitor.get('/api/v1/session')).status, day).toBe(200);
    here.clock.advance({ minutes: 31 });
    expect((await visitor.get('/api/v1/session')).status, day).toBe(401);
  }
  here.clock.set(now);
});

test('a role that is given or taken holds from the next request on', async () => {
  const { visitor } = await signInWithoutPassword(here, learner.personId);
  expect((await visitor.get('/api/v1/org-units')).status).toBe(403);
  await change(
    sql`INSERT INTO role_grants (id, person_id, role, org_unit_id, granted_at) SELECT 'grant', ${learner.personId}, 'unit_admin', id, 0 FROM org_units WHERE name = '清河镇'`,
  );
  expect((await visitor.get('/api/v1/org-units')).status).toBe(200);
  expect((await visitor.get<Me>('/api/v1/session')).body.roles).toMatchObject([
    { role: 'unit_admin', orgUnitName: '清河镇' },
  ]);
  await change(sql`UPDATE role_grants SET ended_at = 1 WHERE id = 'grant'`);
  expect((await visitor.get('/api/v1/org-units')).status).toBe(403);
});

test('each sign-in and each refusal is written down', async () => {
  await tryPassword('zhoumin', 'a guess', '10.0.7.1');
  await tryPassword('zhoumin', TEST_PASSWORD, '10.0.7.1');
  const events = await read(
    `SELECT action, subject, detail FROM audit_events WHERE address = '10.0.7.1' ORDER BY rowid`,
  );
  const subject = `person:${await personOf(here, 'zhoumin')}`;
  expect(events.rows).toMatchObject([
    { action: 'sign-in-refused', subject },
    { action: 'sign-in', subject },
  ]);
  expect(JSON.stringify(events.rows)).not.toContain('guess');
  await expect(read(`DELETE FROM audit_events`)).rejects.toThrow('append-only');
  await expect(read(`UPDATE audit_events SET action = 'nothing'`)).rejects.toThrow('append-only');
});
