// Corrections of many hours take two people (DOMAIN 5.9): one proposes, another confirms, and only then it counts.
import type {
  CorrectionProposal,
  EntryEvidence,
  Home,
  LearningRecord,
  Notice,
} from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adoptRules } from '../../testing/adopt-rules.ts';
import { creditDirectly } from '../../testing/credits.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { checkLedger } from './service.ts';

let here: TestInstallation;
let learner: Learner;
let county: Visitor;
let township: Visitor;
let entryId: string;

beforeAll(async () => {
  here = await openTestInstallation();
  await adoptRules(here, { dualControlAboveHundredths: 1_000 });
  county = await here.signIn('chenjianguo');
  township = await here.signIn('lifang');
});
afterAll(() => here.close());

beforeEach(async () => {
  learner = await addLearner(here);
  entryId = await creditDirectly(here, learner.personId, { hundredths: 1_200 });
});

const person = () => `/api/v1/people/${learner.personId}`;
const correct = (who: Visitor, deed: string, more: object = {}) =>
  who.post<{ code: string }>(`${person()}/credit-entries/${entryId}/${deed}`, {
    reason: '经核实由他人代学',
    ...more,
  });
const hours = async () =>
  (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body.totals.hundredths;
const proposals = async (who: Visitor) =>
  (await who.get<{ items: CorrectionProposal[] }>(`${person()}/correction-proposals`)).body.items;
const decide = async (who: Visitor, confirm: boolean, reason = '') => {
  const [waiting] = await proposals(county);
  const url = `${person()}/correction-proposals/${waiting?.id ?? 'none'}/decision`;
  return who.post<{ code: string }>(url, { confirm, reason });
};
const noticesOf = async (who: Visitor) =>
  (await who.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items;
const told = async (who: Visitor, kind: Notice['kind']) =>
  (await noticesOf(who)).filter(
    (notice) => notice.kind === kind && notice.link?.includes(learner.personId),
  );

test('a large correction changes nothing until somebody else confirms it, and then names both', async () => {
  expect((await correct(township, 'reversal')).status).toBe(204);
  expect(await hours()).toBe(1_200);
  expect(await noticesOf(learner.visitor)).toEqual([]);
  expect(await proposals(county)).toMatchObject([
    { entryId, deed: 'reversal', hundredths: 1_200, proposedBy: '李芳', isMine: false },
  ]);
  expect(await decide(township, true)).toMatchObject({
    status: 403,
    body: { code: 'own-proposal' },
  });
  expect((await decide(county, true)).status).toBe(204);
  expect(await hours()).toBe(0);
  const { entries } = (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body;
  const posted = entries.find(({ kind }) => kind === 'reversal')?.id ?? '';
  const evidence = await county.get<EntryEvidence>(`${person()}/credit-entries/${posted}`);
  expect(evidence.body).toMatchObject({ postedBy: '李芳', confirmedBy: '陈建国' });
  expect((await noticesOf(learner.visitor)).map(({ kind }) => kind)).toEqual(['credit-reversed']);
  expect(await told(township, 'correction-confirmed')).toHaveLength(1);
  expect((await checkLedger(here.installation.platform.db)).problems).toEqual([]);
  for (const who of [township, county])
    expect((await correct(who, 'reinstatement')).body.code).toBe('own-entry');
});

test('a correction within the limit is posted at once', async () => {
  const lesser = { hundredths: 200, halfDays: 0 };
  expect((await correct(township, 'reduction', lesser)).status).toBe(204);
  expect(await hours()).toBe(200);
  expect(await proposals(county)).toEqual([]);
});

test('of a reduction it is the difference that counts, and what was proposed is what is posted', async () => {
  await correct(township, 'reduction', { hundredths: 150, halfDays: 0 });
  expect(await proposals(county)).toMatchObject([{ deed: 'reduction', reducedTo: 150 }]);
  expect((await decide(county, true)).status).toBe(204);
  expect(await hours()).toBe(150);
});

test('while one waits the entry is not corrected otherwise; withdrawn, it may be', async () => {
  await correct(township, 'reversal');
  expect(await correct(county, 'reversal')).toMatchObject({
    status: 409,
    body: { code: 'correction-waiting' },
  });
  const [mine] = await proposals(township);
  const url = `${person()}/correction-proposals/${mine?.id ?? ''}`;
  expect((await county.delete(url)).status).toBe(404);
  expect((await township.delete(url)).status).toBe(204);
  expect(await proposals(county)).toEqual([]);
  expect((await correct(county, 'reversal')).status).toBe(204);
  expect(await proposals(township)).toMatchObject([{ isMine: false }]);
});

test('declined with a reason, nothing changes and its proposer is told', async () => {
  await correct(township, 'reversal');
  expect((await decide(county, false)).body.code).toBe('text-empty');
  expect((await decide(county, false, '证据不足')).status).toBe(204);
  expect(await hours()).toBe(1_200);
  expect(await told(township, 'correction-declined')).toMatchObject([
    { params: { name: '陈建国', reason: '证据不足' } },
  ]);
  expect((await decide(county, true)).status).toBe(404);
});

test('two who confirm at the same moment post it once', async () => {
  await correct(township, 'reversal');
  const both = await Promise.all([decide(county, true), decide(county, true)]);
  expect(both.map(({ status }) => status).sort()).toEqual([204, 404]);
  expect(await hours()).toBe(0);
});

test('the list shows what waits below the caller and nothing else', async () => {
  const list = async (who: Visitor) =>
    (await who.get<{ items: CorrectionProposal[] }>('/api/v1/correction-proposals')).body.items;
  await correct(county, 'reversal');
  const elsewhere = await addLearner(here, '县委组织部');
  const other = await creditDirectly(here, elsewhere.personId, { hundredths: 1_200 });
  const url = `/api/v1/people/${elsewhere.personId}/credit-entries/${other}/reversal`;
  expect((await county.post(url, { reason: '重复登记' })).status).toBe(204);
  const seen = async (who: Visitor) => (await list(who)).map(({ entryId: id }) => id);
  expect(await seen(county)).toEqual(expect.arrayContaining([entryId, other]));
  const corrections = async (who: Visitor) =>
    (await who.get<Home>('/api/v1/me/home')).body.waiting.corrections;
  // Whoever proposed them is not asked to confirm them.
  expect([await corrections(township), await corrections(county)]).toEqual([
    (await list(township)).filter(({ isMine }) => !isMine).length,
    (await list(county)).filter(({ isMine }) => !isMine).length,
  ]);
  expect(await corrections(learner.visitor)).toBe(0);
  expect(await seen(township)).toContain(entryId);
  expect(await seen(township)).not.toContain(other);
  expect((await learner.visitor.get('/api/v1/correction-proposals')).status).toBe(403);
});
