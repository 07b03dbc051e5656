// Certificates and hours statements: who gets which, what they state, and when they hold no more.
import type { IssuedDocument, PublishedKeys, Verification } from '@xueshi/contracts';
import { readPublicKey } from '@xueshi/formats';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { creditDirectly, rename } from '../../testing/credits.ts';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
  type Learner,
} from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { checkDocuments } from './service.ts';

let here: TestInstallation;
let learner: Learner;
let township: Visitor;
let county: Visitor;
let entryId: string;

beforeAll(async () => {
  here = await openTestInstallation();
});
afterAll(() => here.close());
beforeEach(async () => {
  township = await signedIn('lifang');
  county = await signedIn('chenjianguo');
  learner = await addLearner(here);
  await rename(here, learner.personId, '王秀兰');
  entryId = await creditDirectly(here, learner.personId);
});

const signedIn = async (loginName: string) =>
  (await signInWithoutPassword(here, await personOf(here, loginName))).visitor;
const certify = (who: Visitor = learner.visitor, id = entryId) =>
  who.post<IssuedDocument & { code: string }>(`/api/v1/me/credit-entries/${id}/certificate`);
const state = (year = 2026) =>
  learner.visitor.post<IssuedDocument & { code: string }>('/api/v1/me/hours-statements', { year });
const listed = async () =>
  (await learner.visitor.get<{ documents: IssuedDocument[] }>('/api/v1/me/documents')).body
    .documents;
const verify = async (code: string) =>
  (await here.visitor().get<Verification>(`/api/v1/verification/${code}`)).body;
const reverse = async (id = entryId) => {
  const url = `/api/v1/people/${learner.personId}/credit-entries/${id}/reversal`;
  expect((await township.post(url, { reason: '经核实由他人代学' })).status).toBe(204);
};

test('a certificate states the course, the hours and the person, and anybody can verify it', async () => {
  const { status, body } = await certify();
  expect(status).toBe(200);
  expect(body).toMatchObject({ kind: 'certificate', state: 'valid', entryId, year: 2026 });
  expect(body.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
  expect(await verify(body.code)).toMatchObject({
    state: 'valid',
    signatureHolds: true,
    revokedAt: null,
    statement: {
      kind: 'certificate',
      code: body.code,
      year: 2026,
      person: { name: '王*兰', unitName: '清河镇', post: null, category: 'township' },
      totals: { hundredths: 250, halfDays: 1 },
      entries: [{ title: { 'zh-CN': '信访工作条例' }, revision: 3, hundredths: 250 }],
    },
  });
});

test('every document stands up to `xueshi check`', async () => {
  await certify();
  const { documents, problems } = await checkDocuments(here.installation.platform.db);
  expect(documents).toBeGreaterThan(0);
  expect(problems).toEqual([]);
});

test('asked twice for the same, one gets the same; asked at the same moment too', async () => {
  const answers = await Promise.all([certify(), certify(), certify()]);
  expect(new Set(answers.map(({ body }) => body.code)).size).toBe(1);
  expect(await listed()).toHaveLength(1);
});

test('when the facts have changed, a new document supersedes the old one', async () => {
  const before = (await state()).body;
  expect((await state()).body.id).toBe(before.id);
  here.clock.advance({ seconds: 60 });
  await creditDirectly(here, learner.personId, { hundredths: 100, halfDays: 0 });
  const after = (await state()).body;
  expect(after).toMatchObject({ state: 'valid', totals: { hundredths: 350, halfDays: 1 } });
  expect(await verify(before.code)).toMatchObject({
    state: 'superseded',
    supersededAt: after.issuedAt,
    signatureHolds: true,
  });
  expect((await listed()).map((one) => one.state)).toEqual(['valid', 'superseded']);
});

test('a document keeps the name it was issued with; after a change of name there is a new one', async () => {
  const before = (await certify()).body;
  await rename(here, learner.personId, '王晓兰');
  const after = (await certify()).body;
  expect(after.id).not.toBe(before.id);
  expect((await verify(before.code)).state).toBe('superseded');
});

test('a reversal revokes every document that rests on the credit, from that day on', async () => {
  const certificate = (await certify()).body;
  const statement = (await state()).body;
  here.clock.advance({ seconds: 600 });
  const at = here.clock.now().toISOString();
  await reverse();
  for (const { code } of [certificate, statement]) {
    expect(await verify(code)).toMatchObject({
      state: 'revoked',
      revokedAt: at,
      signatureHolds: true,
    });
  }
  expect((await certify()).body).toMatchObject({ code: 'entry-without-certificate' });
  expect(await state()).toMatchObject({ status: 409, body: { code: 'nothing-to-state' } });
});

test('what was given again has a new certificate; the old one stays revoked', async () => {
  const before = (await certify()).body;
  await reverse();
  const url = `/api/v1/people/${learner.personId}/credit-entries/${entryId}/reinstatement`;
  await county.post(url, { reason: '复核后属实' });
  const record = await learner.visitor.get<{ entries: { id: string; kind: string }[] }>(
    '/api/v1/me/record',
  );
  const again = record.body.entries.find(({ kind }) => kind === 'adjustment');
  const after = (await certify(learner.visitor, again?.id)).body;
  expect((await verify(after.code)).state).toBe('valid');
  expect((await verify(before.code)).state).toBe('revoked');
});

test('administrators issue for their people; elsewhere there is nobody', async () => {
  const own = `/api/v1/people/${learner.personId}`;
  const issued = await township.post<IssuedDocument>(`${own}/hours-statements`, { year: 2026 });
  expect(issued.body).toMatchObject({ kind: 'hours_statement', state: 'valid' });
  expect((await listed()).map(({ id }) => id)).toEqual([issued.body.id]);
  const elsewhere = await addLearner(here, '石桥乡');
  const foreign = `/api/v1/people/${elsewhere.personId}`;
  expect((await township.post(`${foreign}/hours-statements`, { year: 2026 })).status).toBe(404);
  expect((await township.get(`${foreign}/documents`)).status).toBe(404);
  expect((await learner.visitor.get(`${own}/documents`)).status).toBe(403);
  const stranger = await addLearner(here);
  expect((await certify(stranger.visitor)).status).toBe(404);
  expect((await stranger.visitor.get(`/api/v1/me/documents/${issued.body.id}/pdf`)).status).toBe(
    404,
  );
});

test('nobody changes what was issued, not even past the program; a forged row is found out', async () => {
  const { code } = (await certify()).body;
  const { client } = here.installation.database;
  for (const sql of [
    `UPDATE issued_documents SET statement = replace(statement, '250', '990')`,
    'DELETE FROM issued_documents',
    'DELETE FROM signing_keys',
    `INSERT OR REPLACE INTO issued_documents SELECT * FROM issued_documents WHERE code = '${code}'`,
  ]) {
    await expect(client.execute(sql)).rejects.toThrow('append-only');
  }
  await client.execute('DROP TRIGGER issued_documents_no_update');
  await client.execute({
    sql: `UPDATE issued_documents SET statement = replace(statement, '"hundredths":250', '"hundredths":990') WHERE code = ?`,
    args: [code],
  });
  expect(await verify(code)).toMatchObject({ signatureHolds: false });
  expect((await checkDocuments(here.installation.platform.db)).problems).toEqual([
    { code, problem: 'the signature does not fit' },
  ]);
});

test('the key lies in the data folder for this user alone, and its public half is published', async () => {
  await certify();
  expect(statSync(join(here.dataFolder, 'signing.key')).mode & 0o777).toBe(0o600);
  const { keys } = (await here.visitor().get<PublishedKeys>('/api/v1/public-keys')).body;
  expect(keys).toMatchObject([{ algorithm: 'Ed25519', current: true }]);
  expect(readPublicKey(keys[0]?.publicKey ?? '')).toMatchObject({
    keyId: keys[0]?.keyId,
    fingerprint: keys[0]?.fingerprint,
  });
});
