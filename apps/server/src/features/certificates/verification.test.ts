import type { IssuedDocument, PublishedKeys, Verification } from '@xueshi/contracts';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@xueshi/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { creditDirectly } from '../../testing/credits.ts';
import { addLearner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
let code: string;

beforeAll(async () => {
  here = await openTestInstallation();
  const learner = await addLearner(here);
  await creditDirectly(here, learner.personId);
  const issued = await learner.visitor.post<IssuedDocument>('/api/v1/me/hours-statements', {
    year: 2026,
  });
  ({ code } = issued.body);
});
afterAll(() => here.close());

const ask = (typed: string, address: string) =>
  here
    .visitor({ address })
    .get<Verification & { code: string }>(`/api/v1/verification/${encodeURIComponent(typed)}`);

test('the code is found however it was typed', async () => {
  const spaced = code.replace(/(.{4})(?=.)/g, '$1 ').toLowerCase();
  const dashed = code.replace(/(.{4})(?=.)/g, '$1－');
  for (const typed of [code, spaced, dashed]) {
    expect((await ask(typed, '10.0.0.1')).body.statement.code).toBe(code);
  }
});

test('a code that does not exist is told so in a sentence', async () => {
  const answer = await ask('0000-0000-0000-0000', '10.0.0.2');
  expect(answer).toMatchObject({ status: 404, body: { code: 'document-unknown' } });
  expect((answer.body as unknown as { title: string }).title).toContain('没有查到');
  expect((await ask('验证码', '10.0.0.2')).status).toBe(404);
});

test('guessing is stopped after twenty unknown codes, for that address and ten minutes', async () => {
  for (let guess = 0; guess < 20; guess += 1)
    expect((await ask(`ZZZZ-ZZZZ-ZZZZ-ZZ${10 + guess}`, '10.0.0.3')).status).toBe(404);
  const stopped = await ask(code, '10.0.0.3');
  expect(stopped).toMatchObject({ status: 429, body: { code: 'too-many-unknown-codes' } });
  expect(Number(stopped.headers['retry-after'])).toBe(600);
  expect((await ask(code, '10.0.0.4')).status).toBe(200);
  here.clock.advance({ seconds: 601 });
  expect((await ask(code, '10.0.0.3')).status).toBe(200);
});

test('all addresses of one IPv6 network guess together', async () => {
  for (let guess = 0; guess < 20; guess += 1)
    await ask(`ZZZZ-ZZZZ-ZZZZ-ZZ${10 + guess}`, `2001:db8:1:2::${guess + 1}`);
  expect((await ask(code, '2001:db8:1:2:ffff::9')).status).toBe(429);
  expect((await ask(code, '2001:db8:1:3::1')).status).toBe(200);
});

test('right codes may be asked for as often as one likes', async () => {
  for (let visit = 0; visit < 60; visit += 1)
    expect((await ask(code, '10.0.0.5')).status).toBe(200);
});

test('after the key was replaced, what the old one signed is still verified', async () => {
  const folder = await temporaryFolder();
  const dataFolder = join(folder.path, 'data');
  const first = await openTestInstallation({ dataFolder });
  const learner = await addLearner(first);
  await creditDirectly(first, learner.personId);
  const issue = (visitor: typeof learner.visitor) =>
    visitor.post<IssuedDocument>('/api/v1/me/hours-statements', { year: 2026 });
  const before = (await issue(learner.visitor)).body;
  const cookie = learner.visitor.cookie();
  await first.close();
  const kept = join(folder.path, 'kept');
  await mkdir(kept);
  await cp(join(dataFolder, 'signing.key'), join(kept, 'signing.key'));
  await rm(join(dataFolder, 'signing.key'));

  const second = await openTestInstallation({ dataFolder });
  await creditDirectly(second, learner.personId);
  const after = (await issue(second.visitor({ cookie }))).body;
  const keys = (await second.visitor().get<PublishedKeys>('/api/v1/public-keys')).body.keys;
  expect(keys.map(({ current }) => current)).toEqual([true, false]);
  for (const [at, one] of [after, before].entries()) {
    const { body } = await second.visitor().get<Verification>(`/api/v1/verification/${one.code}`);
    expect(body).toMatchObject({
      signatureHolds: true,
      fingerprint: keys[at]?.fingerprint,
      state: at === 0 ? 'valid' : 'superseded',
    });
  }
  await second.close();
  await folder.remove();
});
