import type { Me } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { drawInstallationCode } from './first-administrator.ts';

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
});
afterAll(() => here.close());

const administrator = {
  organisationName: '平川县',
  name: '韩雪',
  loginName: 'hanxue',
  password: 'Pingchuan-2026-x',
};
const create = (code: string, address = '10.3.0.1', change = {}) =>
  here.visitor({ address }).post<Me & { code: string }>('/api/v1/installation/administrator', {
    code,
    ...administrator,
    ...change,
  });
const count = async (table: string) =>
  Number(
    (await here.installation.database.client.execute(`SELECT count(*) AS n FROM ${table}`))
      .rows[0]?.['n'],
  );

test('an empty installation has no account that anybody could know of', async () => {
  for (const table of ['accounts', 'people', 'role_grants', 'sessions'])
    expect(await count(table), table).toBe(0);
  for (const [loginName, password] of [
    ['admin', 'admin'],
    ['administrator', 'admin123'],
    ['root', 'root'],
    ['xueshi', 'xueshi'],
  ]) {
    expect((await here.visitor().post('/api/v1/session', { loginName, password })).status).toBe(
      401,
    );
  }
  expect((await here.visitor().get('/api/v1/installation')).body).toEqual({
    needsFirstAdministrator: true,
    sampleCounty: false,
    version: 'test',
    passwordRules: { minimumLength: 10, minimumClasses: 3 },
  });
});

test('without a code, with a wrong one and with one of an earlier start there is no administrator', async () => {
  expect(await create('1234-5678-9012')).toMatchObject({
    status: 403,
    body: { code: 'wrong-installation-code' },
  });
  const earlier = (await drawInstallationCode(here.installation.platform)) ?? '';
  const present = (await drawInstallationCode(here.installation.platform)) ?? '';
  expect(present).toMatch(/^\d{4}-\d{4}-\d{4}$/);
  expect(await create(earlier)).toMatchObject({ status: 403 });
  for (let turn = 0; turn < 3; turn += 1) await create('0000-0000-0000');
  expect(await create(present)).toMatchObject({ status: 429 });
  expect(await count('accounts')).toBe(0);
});

test('the code is kept as a hash only', async () => {
  const code = (await drawInstallationCode(here.installation.platform)) ?? '';
  const facts = JSON.stringify(
    (await here.installation.database.client.execute('SELECT * FROM installation_facts')).rows,
  );
  expect(facts).not.toContain(code);
  expect(facts).not.toContain(code.replaceAll('-', ''));
});

test('a weak password, an empty name and a missing field leave the code unused', async () => {
  const code = (await drawInstallationCode(here.installation.platform)) ?? '';
  expect(await create(code, '10.3.0.2', { password: 'short' })).toMatchObject({
    status: 400,
    body: { code: 'password-too-short' },
  });
  expect(await create(code, '10.3.0.2', { name: '   ' })).toMatchObject({
    status: 400,
    body: { code: 'invalid-request' },
  });
  expect(await create(code, '10.3.0.2', { organisationName: undefined })).toMatchObject({
    status: 400,
  });
  for (const table of ['accounts', 'people', 'org_units'])
    expect(await count(table), table).toBe(0);
});

test('the right code makes one administrator, even if it is sent twice at once, and then never again', async () => {
  const code = (await drawInstallationCode(here.installation.platform)) ?? '';
  const answers = await Promise.all([
    create(code, '10.3.0.3'),
    create(code.replaceAll('-', ' '), '10.3.0.4', { loginName: 'second' }),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
  const made = answers.find((answer) => answer.status === 201);
  expect(made?.body).toMatchObject({
    name: '韩雪',
    mustChangePassword: false,
    roles: [{ role: 'sys_admin', orgUnitId: null }],
  });
  expect(await create(code, '10.3.0.5', { loginName: 'third' })).toMatchObject({
    status: 409,
    body: { code: 'installation-already-set-up' },
  });
  expect(await drawInstallationCode(here.installation.platform)).toBeNull();
  expect(await count('accounts')).toBe(1);
  expect(await count('org_units')).toBe(1);
  expect(await count('installation_facts')).toBe(0);
});

test('the first administrator is signed in at once and answers for the whole organisation', async () => {
  const visitor = here.visitor();
  const loginName = String(
    (await here.installation.database.client.execute('SELECT login_name FROM accounts')).rows[0]?.[
      'login_name'
    ],
  );
  expect(
    (await visitor.post('/api/v1/session', { loginName, password: administrator.password })).status,
  ).toBe(200);
  const units = await visitor.get<{ items: { name: string }[] }>('/api/v1/org-units');
  expect(units.body.items.map((unit) => unit.name)).toEqual(['平川县']);
});
