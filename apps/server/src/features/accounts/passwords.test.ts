import { m } from '@xueshi/messages';
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
  type Visitor,
} from '../../testing/test-installation.ts';

const NEW_PASSWORD = 'Shanhe-2027-fang';

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation();
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
});

type Problem = { code: string; title: string };
type OneTime = { personId: string; loginName: string; oneTimePassword: string };

const change = (who: Visitor, currentPassword: string, newPassword: string) =>
  who.put<Problem>('/api/v1/password', { currentPassword, newPassword });

const trySignIn = async (loginName: string, password: string) => {
  const visitor = here.visitor({ address: '10.2.0.1' });
  const answer = await visitor.post<{ mustChangePassword: boolean } & Problem>('/api/v1/session', {
    loginName,
    password,
  });
  return { visitor, answer };
};

const unitId = async (name: string) => {
  const rows = await here.installation.database.client.execute({
    sql: 'SELECT id FROM org_units WHERE name = ?',
    args: [name],
  });
  return String(rows.rows[0]?.['id']);
};

test('changing the password ends every other session and goes on in a new one', async () => {
  const phone = await here.signIn(learner.loginName);
  const desk = await here.signIn(learner.loginName);
  const before = desk.cookie();
  expect((await change(desk, TEST_PASSWORD, NEW_PASSWORD)).status).toBe(204);
  expect(desk.cookie()).not.toBe(before);
  expect((await desk.get('/api/v1/session')).status).toBe(200);
  for (const cookie of [phone.cookie(), before, learner.visitor.cookie()]) {
    expect((await here.visitor({ cookie }).get('/api/v1/session')).status).toBe(401);
  }
  expect((await trySignIn(learner.loginName, TEST_PASSWORD)).answer.status).toBe(401);
  expect((await trySignIn(learner.loginName, NEW_PASSWORD)).answer.status).toBe(200);
});

test('the present password is asked for, and guessing it makes a pause too', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    expect(await change(learner.visitor, 'a guess', NEW_PASSWORD)).toMatchObject({
      status: 400,
      body: { code: 'wrong-current-password' },
    });
  }
  expect((await change(learner.visitor, TEST_PASSWORD, NEW_PASSWORD)).status).toBe(429);
  expect((await trySignIn(learner.loginName, TEST_PASSWORD)).answer.status).toBe(200);
});

test.each([
  {
    password: 'Ab3-short',
    code: 'password-too-short',
    sentence: m.problem_password_too_short({ minimum: 10 }, { locale: 'zh-CN' }),
  },
  {
    password: '😀😀😀😀😀😀😀😀😀',
    code: 'password-too-short',
    sentence: m.problem_password_too_short({ minimum: 10 }, { locale: 'zh-CN' }),
  },
  {
    password: 'onlysmallletters',
    code: 'password-too-simple',
    sentence: m.problem_password_too_simple({ minimum: 3 }, { locale: 'zh-CN' }),
  },
  {
    password: 'small1234letters',
    code: 'password-too-simple',
    sentence: m.problem_password_too_simple({ minimum: 3 }, { locale: 'zh-CN' }),
  },
  {
    password: 'Aa-12345678',
    code: 'password-too-common',
    sentence: m.problem_password_too_common({}, { locale: 'zh-CN' }),
  },
  {
    password: TEST_PASSWORD,
    code: 'password-unchanged',
    sentence: m.problem_password_unchanged({}, { locale: 'zh-CN' }),
  },
])(
  'the new password $password is refused as $code, in words',
  async ({ password, code, sentence }) => {
    const answer = await change(learner.visitor, TEST_PASSWORD, password);
    expect(answer).toMatchObject({ status: 400, body: { code, title: sentence } });
    expect((await learner.visitor.get('/api/v1/session')).status).toBe(200);
  },
);

test.each([
  '信访-Work-条例-好',
  'aA1 '.repeat(30),
  '  Leading and trailing 1  ',
  'é-Ünïcödé-42',
  'Kq7m-x2Rd-9tGw',
])('the password %j is taken as it is and opens the account', async (password) => {
  expect((await change(learner.visitor, TEST_PASSWORD, password)).status).toBe(204);
  expect((await trySignIn(learner.loginName, password)).answer.status).toBe(200);
  expect((await trySignIn(learner.loginName, password.slice(0, -1))).answer.status).toBe(401);
});

test('a person added by an administrator signs in once with the one-time password, must change it, and may do nothing else before', async () => {
  const admin = await here.signIn('lifang');
  const created = await admin.post<OneTime>(`/api/v1/org-units/${await unitId('柳湾村')}/people`, {
    name: '新同志',
    loginName: 'xintongzhi',
    post: null,
    category: 'village_community_principal',
  });
  expect(created.status).toBe(201);
  const { oneTimePassword } = created.body;
  expect(oneTimePassword).toMatch(/^[A-Za-z2-9]{4}-[A-Za-z2-9]{4}-[A-Za-z2-9]{4}$/);
  const { visitor, answer } = await trySignIn('xintongzhi', oneTimePassword);
  expect(answer.body.mustChangePassword).toBe(true);
  for (const [method, url] of [
    ['get', '/api/v1/me/home'],
    ['get', '/api/v1/courses'],
    ['get', '/api/v1/org-units'],
    ['post', '/api/v1/courses/none/enrolment'],
  ] as const) {
    expect(await visitor[method]<Problem>(url), url).toMatchObject({
      status: 403,
      body: { code: 'password-change-required' },
    });
  }
  expect((await visitor.get('/media/' + 'a'.repeat(40) + '/master.m3u8')).status).not.toBe(200);
  expect(await change(visitor, oneTimePassword, oneTimePassword)).toMatchObject({
    body: { code: 'password-unchanged' },
  });
  expect((await change(visitor, oneTimePassword, NEW_PASSWORD)).status).toBe(204);
  expect((await visitor.get('/api/v1/me/home')).status).toBe(200);
  expect((await trySignIn('xintongzhi', oneTimePassword)).answer.status).toBe(401);
  expect((await trySignIn('xintongzhi', NEW_PASSWORD)).answer.body.mustChangePassword).toBe(false);
});

test('the one-time password is kept nowhere but as a hash', async () => {
  const admin = await here.signIn('lifang');
  const reset = await admin.post<OneTime>(`/api/v1/people/${learner.personId}/one-time-password`);
  const tables = await here.installation.database.client.execute(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'course_search%'`,
  );
  for (const { name } of tables.rows) {
    const rows = await here.installation.database.client.execute(`SELECT * FROM "${String(name)}"`);
    expect(JSON.stringify(rows.rows)).not.toContain(reset.body.oneTimePassword);
  }
});

test('a reset by the administrator ends all sessions of the person and the old password', async () => {
  const phone = await here.signIn(learner.loginName);
  const admin = await here.signIn('lifang');
  const reset = await admin.post<OneTime>(`/api/v1/people/${learner.personId}/one-time-password`);
  expect(reset).toMatchObject({ status: 201, body: { loginName: learner.loginName } });
  for (const visitor of [phone, learner.visitor])
    expect((await visitor.get('/api/v1/session')).status).toBe(401);
  expect((await trySignIn(learner.loginName, TEST_PASSWORD)).answer.status).toBe(401);
  expect(
    (await trySignIn(learner.loginName, reset.body.oneTimePassword)).answer.body.mustChangePassword,
  ).toBe(true);
});

test('an administrator cannot take over somebody with greater authority by resetting their password', async () => {
  const county = await here.signIn('chenjianguo');
  const system = await personOf(here, 'hexiaoyan');
  expect(await county.post<Problem>(`/api/v1/people/${system}/one-time-password`)).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  });
  expect((await trySignIn('hexiaoyan', TEST_PASSWORD)).answer.status).toBe(200);
  // The county's administrator belongs to a department that has an administrator of its own.
  const own = await here.installation.database.client.execute(
    `SELECT id FROM org_units WHERE name = '县委组织部'`,
  );
  await here.installation.database.client.execute({
    sql: `INSERT INTO role_grants (id, person_id, role, org_unit_id, granted_at) VALUES ('department', ?, 'unit_admin', ?, 0)`,
    args: [learner.personId, String(own.rows[0]?.['id'])],
  });
  const department = (await signInWithoutPassword(here, learner.personId)).visitor;
  const countyAdmin = await personOf(here, 'chenjianguo');
  expect(
    await department.post<Problem>(`/api/v1/people/${countyAdmin}/one-time-password`),
  ).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  const systemAdmin = await here.signIn('hexiaoyan');
  expect((await systemAdmin.post(`/api/v1/people/${countyAdmin}/one-time-password`)).status).toBe(
    201,
  );
});

test('nobody resets their own password instead of changing it', async () => {
  const admin = await here.signIn('lifang');
  const own = await personOf(here, 'lifang');
  expect(await admin.post<Problem>(`/api/v1/people/${own}/one-time-password`)).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  });
  expect((await admin.get('/api/v1/session')).status).toBe(200);
});

test('a name that is taken is refused and adds nobody, however it is written', async () => {
  const admin = await here.signIn('lifang');
  const people = async () =>
    (await here.installation.database.client.execute('SELECT count(*) AS n FROM people')).rows[0]?.[
      'n'
    ];
  const before = await people();
  for (const loginName of ['wangxiulan', 'WangXiulan', 'ｗangxiulan']) {
    const answer = await admin.post<Problem>(`/api/v1/org-units/${await unitId('柳湾村')}/people`, {
      name: '某人',
      loginName,
      post: null,
      category: null,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'login-name-taken' } });
  }
  expect(await people()).toBe(before);
});

test('a name of nothing but blanks names nobody', async () => {
  const admin = await here.signIn('lifang');
  const liuwan = await unitId('柳湾村');
  const person = await admin.post(`/api/v1/org-units/${liuwan}/people`, {
    name: '   ',
    loginName: 'blank',
    post: null,
    category: null,
  });
  expect(person.status).toBe(400);
  expect(
    (
      await admin.post(`/api/v1/org-units/${await unitId('清河镇')}/units`, {
        name: '  ',
        level: 'village',
        kind: 'region',
      })
    ).status,
  ).toBe(400);
});
