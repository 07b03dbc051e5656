// Where a unit asks for two people, one proposes an adjustment and another decides; until then nothing changes.
import type {
  AuditField,
  AuditRow,
  Home,
  LearningRecord,
  Notice,
  RequirementExplanation,
  WaitingAdjustment,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
let learner: Learner;
let year: number;

beforeAll(async () => {
  here = await openTestInstallation();
  year = here.clock.now().getUTCFullYear();
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  expect((await set(county, 'two-people')).status).toBe(204);
});
afterAll(() => here.close());

beforeEach(async () => {
  learner = await addLearner(here);
});

const unitOf = async (who: Visitor) =>
  (await who.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';
const set = async (who: Visitor, value: string) =>
  who.put<{ code: string }>(`/api/v1/org-units/${await unitOf(who)}/settings/adjustment-approval`, {
    value,
    seen: null,
  });
const person = () => `/api/v1/people/${learner.personId}`;
const propose = (who: Visitor, change: object = {}, of = person()) =>
  who.post<{ id: string; waits: boolean; code: string }>(`${of}/requirement-adjustments`, {
    kind: 'reduced',
    fromYear: year,
    toYear: year,
    percent: 60,
    months: null,
    reason: '脱产参加驻村工作队',
    document: '青组通〔2026〕12号',
    ...change,
  });
const decide = (who: Visitor, id: string, approve: boolean, reason = '') =>
  who.post<{ code: string }>(`${person()}/adjustment-proposals/${id}/decision`, {
    approve,
    reason,
  });
const withdraw = (who: Visitor, id: string) =>
  who.delete<{ code: string }>(`${person()}/adjustment-proposals/${id}`);
const explained = async (who: Visitor = learner.visitor) =>
  (
    await who.get<RequirementExplanation>(
      who === learner.visitor ? '/api/v1/me/requirement' : `${person()}/requirement`,
    )
  ).body;
const target = async () =>
  (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body.requirement?.clauses[0]
    ?.targetHundredths;
const noticesOf = async (who: Visitor) =>
  (await who.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items;
const told = async (who: Visitor) =>
  (await noticesOf(who)).filter(({ link }) => link?.includes(learner.personId) ?? false);
const waiting = async (who: Visitor) =>
  (await who.get<{ items: WaitingAdjustment[] }>('/api/v1/adjustment-proposals')).body.items.filter(
    ({ personId }) => personId === learner.personId,
  );
const toDecide = async (who: Visitor) =>
  (await who.get<Home>('/api/v1/me/home')).body.waiting.adjustments;

async function trail() {
  const { items } = (
    await county.get<{ items: AuditRow[] }>(`/api/v1/audit/events?person=${learner.personId}`)
  ).body;
  const wanted = items.filter(({ action }) => /^requirement/.test(action));
  return Promise.all(
    wanted.map(async ({ id, action }) => {
      const event = await county.get<{ fields: AuditField[] }>(`/api/v1/audit/events/${id}`);
      const { fields } = event.body;
      const state = fields.find(({ name }) => name === 'state');
      return [action, state?.before ?? null, state?.after ?? null];
    }),
  );
}

test('a proposal changes nothing until somebody else approves it, and then names both', async () => {
  const before = await toDecide(county);
  const answer = await propose(town);
  expect(answer).toMatchObject({ status: 201, body: { waits: true } });
  const { id } = answer.body;
  expect(await target()).toBe(10_000);
  expect(await noticesOf(learner.visitor)).toEqual([]);
  expect(await explained()).toMatchObject({
    adjustments: [],
    proposals: [{ id, state: 'waiting', proposedBy: '李芳', isMine: false, decided: null }],
    adjustmentTakesTwo: true,
  });
  expect((await explained(town)).proposals).toMatchObject([{ isMine: true }]);
  here.clock.advance({ hours: 50 });
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  expect(await waiting(county)).toMatchObject([{ id, ageDays: 2, isMine: false }]);
  expect(await toDecide(county)).toBe(before + 1);

  expect((await decide(county, id, true, '情况属实')).status).toBe(204);
  learner = { ...learner, visitor: await here.signIn(learner.loginName) };
  expect(await target()).toBe(6_000);
  expect(await explained()).toMatchObject({
    adjustments: [
      { id, approvedBy: '陈建国', proposal: { by: '李芳', word: '情况属实' }, withdrawn: null },
    ],
    proposals: [],
  });
  expect((await noticesOf(learner.visitor)).map(({ kind }) => kind)).toEqual([
    'requirement-adjusted',
  ]);
  expect((await told(town)).map(({ kind }) => kind)).toEqual(['adjustment-approved']);
  expect(await waiting(county)).toEqual([]);
  expect(await trail()).toEqual([
    ['requirement-adjusted', 'waiting', 'approved'],
    ['requirement-adjustment-proposed', null, 'waiting'],
  ]);
});

test('one that is declined needs a reason, which its proposer and the person concerned read', async () => {
  const { id } = (await propose(town)).body;
  expect((await decide(county, id, false, '  ')).body.code).toBe('text-empty');
  expect((await decide(county, id, false, '没有批复文件')).status).toBe(204);
  expect(await target()).toBe(10_000);
  expect(await explained()).toMatchObject({
    adjustments: [],
    proposals: [{ state: 'declined', decided: { by: '陈建国', comment: '没有批复文件' } }],
  });
  const reason = '没有批复文件';
  expect(await noticesOf(learner.visitor)).toMatchObject([
    { kind: 'requirement-adjustment-declined', params: { reason } },
  ]);
  expect(await told(town)).toMatchObject([
    { kind: 'adjustment-declined', params: { reason, name: '陈建国' } },
  ]);
  expect(await trail()).toContainEqual(['requirement-adjustment-declined', 'waiting', 'declined']);
  expect((await decide(county, id, true)).status).toBe(404);
});

test('its proposer takes it back and nobody else does; then another may be proposed', async () => {
  const { id } = (await propose(town)).body;
  expect(await propose(county)).toMatchObject({
    status: 409,
    body: { code: 'adjustment-waiting' },
  });
  expect((await withdraw(county, id)).status).toBe(404);
  expect((await withdraw(town, id)).status).toBe(204);
  expect((await decide(county, id, true)).status).toBe(404);
  expect(await explained()).toMatchObject({ proposals: [{ state: 'withdrawn' }] });
  expect(await noticesOf(learner.visitor)).toEqual([]);
  expect(await trail()).toContainEqual(['requirement-proposal-withdrawn', 'waiting', 'withdrawn']);
  expect((await propose(county, { fromYear: year + 1, toYear: year + 1 })).body.waits).toBe(true);
});

test('nobody decides on their own proposal, nor on one about themselves, nor in another subtree', async () => {
  const { id } = (await propose(town)).body;
  expect(await decide(town, id, true)).toMatchObject({
    status: 403,
    body: { code: 'own-proposal' },
  });
  expect((await decide(learner.visitor, id, true)).status).toBe(403);
  const { db, write } = here.installation.platform;
  const [official] = await db.select().from(schema.people).where(eq(schema.people.name, '李芳'));
  const about = `/api/v1/people/${official?.id}`;
  const own = (await propose(county, {}, about)).body.id;
  const url = `${about}/adjustment-proposals/${own}/decision`;
  const wish = { approve: true, reason: '' };
  expect((await town.post<{ code: string }>(url, wish)).body.code).toBe('own-requirement');
  expect(
    (await town.get<{ items: WaitingAdjustment[] }>('/api/v1/adjustment-proposals')).body.items.map(
      (one) => one.id,
    ),
  ).not.toContain(own);
  // Neither does anybody by the back door of the database.
  const decided = { state: 'approved', decidedBy: official?.id ?? '', decidedAt: new Date() };
  const { adjustmentProposals } = schema;
  for (const proposal of [id, own])
    await expect(
      write((tx) =>
        tx.update(adjustmentProposals).set(decided).where(eq(adjustmentProposals.id, proposal)),
      ),
    ).rejects.toThrow();
  await expect(write((tx) => tx.delete(adjustmentProposals))).rejects.toThrow();
});

test('what no longer fits when it is decided is not approved: another adjustment, a closed year', async () => {
  const { id } = (await propose(town, { fromYear: year - 1, toYear: year })).body;
  const unit = await unitOf(county);
  const closing = await county.post(`/api/v1/org-units/${unit}/year-closings`, { year: year - 1 });
  expect(closing.status).toBe(201);
  expect(await decide(county, id, true)).toMatchObject({
    status: 409,
    body: { code: 'adjustment-year-closed' },
  });
  expect(await target()).toBe(10_000);
  expect((await decide(county, id, false, '年度已结账')).status).toBe(204);
  expect((await propose(town, { fromYear: year - 1, toYear: year - 1 })).body.code).toBe(
    'adjustment-year-closed',
  );
});

test('two people above are two people below; a unit may ask for two where one suffices above', async () => {
  expect((await set(town, 'one-person')).body.code).toBe('setting-laxer-than-above');
  const url = `/api/v1/org-units/${await unitOf(county)}/settings`;
  const { items } = (
    await county.get<{ items: { setting: string; own: { setAt: string } }[] }>(url)
  ).body;
  const seen = items.find(({ setting }) => setting === 'adjustment-approval')?.own.setAt;
  const cleared = await county.put(`${url}/adjustment-approval`, { value: null, seen });
  expect(cleared.status).toBe(204);
  expect((await propose(town)).body.waits).toBe(false);
  expect(await target()).toBe(6_000);
  expect((await set(town, 'two-people')).status).toBe(204);
  learner = await addLearner(here);
  expect((await propose(county)).body.waits).toBe(true);
});
