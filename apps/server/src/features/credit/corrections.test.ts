// Corrections by people (DOMAIN 5.9): with a reason, by those entitled, seen by the learner, never an edit.
import type { Home, LearningRecord } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, personOf, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { checkLedger, postCredit } from './service.ts';

let here: TestInstallation;
let learner: Learner;
let county: Visitor;
let township: Visitor;
let entryId: string;

const REASON = '经核实由他人代学';

beforeAll(async () => {
  here = await openTestInstallation();
  county = await here.signIn('chenjianguo');
  township = await here.signIn('lifang');
});
afterAll(() => here.close());

beforeEach(async () => {
  learner = await addLearner(here);
  entryId = await credited(learner.personId);
});

async function credited(personId: string, postedBy = 'system'): Promise<string> {
  const { platform } = here.installation;
  const posting = await platform.write((tx) =>
    postCredit(platform, tx, {
      personId,
      hundredths: 250,
      halfDays: 1,
      mode: 'online',
      intensity: 'regular',
      area: 'law',
      sourceType: 'course',
      sourceKey: crypto.randomUUID(),
      snapshot: {
        title: { 'zh-CN': '课程', en: 'Course' },
        slug: null,
        revision: null,
        value: null,
      },
      evidence: {},
      earnedAt: here.clock.now(),
      postedBy,
    }),
  );
  return posting.entry.id;
}

const correct = (
  who: Visitor,
  deed: 'reversal' | 'reinstatement',
  reason = REASON,
  id = entryId,
  personId = learner.personId,
) =>
  who.post<{ code: string }>(`/api/v1/people/${personId}/credit-entries/${id}/${deed}`, { reason });
const record = async () => (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body;

test('a reversed credit counts no more, stays in the record, and the learner is told why', async () => {
  expect((await record()).totals).toEqual({ hundredths: 250, halfDays: 1 });
  expect((await correct(township, 'reversal')).status).toBe(204);
  const { totals, entries } = await record();
  expect(totals).toEqual({ hundredths: 0, halfDays: 0 });
  expect(entries).toMatchObject([
    { kind: 'reversal', hundredths: -250, halfDays: -1, reason: REASON, reversed: false },
    { kind: 'credit', hundredths: 250, halfDays: 1, reversed: true },
  ]);
  const home = (await learner.visitor.get<Home>('/api/v1/me/home')).body;
  expect(home.recent[0]).toMatchObject({ kind: 'reversal', hundredths: -250, reason: REASON });
  expect((await checkLedger(here.installation.platform.db)).problems).toEqual([]);
});

test('a reversal made by mistake is mended by somebody else, and the hours are there again', async () => {
  await correct(township, 'reversal');
  expect(await correct(township, 'reinstatement', '复核后属实')).toMatchObject({
    status: 403,
    body: { code: 'own-entry' },
  });
  expect((await correct(county, 'reinstatement', '复核后属实')).status).toBe(204);
  const { totals, entries } = await record();
  expect(totals).toEqual({ hundredths: 250, halfDays: 1 });
  expect(entries).toMatchObject([
    { kind: 'adjustment', reversed: false, reinstated: false },
    { kind: 'reversal', reversed: false, reinstated: false },
    { kind: 'credit', reversed: true, reinstated: true },
  ]);
  expect(await correct(county, 'reinstatement')).toMatchObject({
    status: 409,
    body: { code: 'entry-already-reinstated' },
  });
  expect((await checkLedger(here.installation.platform.db)).problems).toEqual([]);
});

test('two administrators who reverse at the same moment reverse once', async () => {
  const both = await Promise.all([correct(township, 'reversal'), correct(county, 'reversal')]);
  expect(both.map((one) => one.status).sort()).toEqual([204, 409]);
  expect((await record()).totals).toEqual({ hundredths: 0, halfDays: 0 });
});

test('a reversal cannot be reversed, and what was not reversed cannot be given again', async () => {
  expect((await correct(county, 'reinstatement')).body.code).toBe('entry-not-reversed');
  await correct(county, 'reversal');
  const [reversal] = (await record()).entries;
  expect((await correct(township, 'reversal', REASON, reversal?.id)).body.code).toBe(
    'entry-not-reversible',
  );
});

test('nobody corrects their own hours, nor an entry that they posted themselves', async () => {
  const own = await personOf(here, 'lifang');
  const theirs = await credited(own);
  expect((await correct(township, 'reversal', REASON, theirs, own)).body.code).toBe('own-record');
  const posted = await credited(learner.personId, own);
  expect((await correct(township, 'reversal', REASON, posted)).body.code).toBe('own-entry');
  expect((await correct(county, 'reversal', REASON, posted)).status).toBe(204);
});

test('only who administers the person may, with a reason, for an entry that is theirs', async () => {
  expect((await correct(learner.visitor, 'reversal')).status).toBe(403);
  const elsewhere = await addLearner(here, '县委组织部');
  const other = await credited(elsewhere.personId);
  expect((await correct(township, 'reversal', REASON, other, elsewhere.personId)).status).toBe(404);
  expect((await correct(township, 'reversal', REASON, other)).status).toBe(404);
  expect((await correct(township, 'reversal', '不')).status).toBe(400);
  expect((await record()).totals).toEqual({ hundredths: 250, halfDays: 1 });
});

test('each correction is in the audit trail with its reason', async () => {
  await correct(township, 'reversal');
  await correct(county, 'reinstatement', '复核后属实');
  const events = await here.installation.platform.db
    .select()
    .from(schema.auditEvents)
    .where(eq(schema.auditEvents.subject, `person:${learner.personId}`));
  expect(
    events.map(({ action, detail }) => ({ action, reason: (detail as { reason: string }).reason })),
  ).toEqual([
    { action: 'credit-reversed', reason: REASON },
    { action: 'credit-reinstated', reason: '复核后属实' },
  ]);
});

const reduce = (who: Visitor, to: { hundredths: number; halfDays: number }, id = entryId) =>
  who.post<{ code: string }>(`/api/v1/people/${learner.personId}/credit-entries/${id}/reduction`, {
    ...to,
    reason: '课件时长核错',
  });

test('a credit that was too high is corrected in one act, and counts as corrected', async () => {
  expect((await reduce(township, { hundredths: 150, halfDays: 1 })).status).toBe(204);
  const { totals, entries } = await record();
  expect(totals).toEqual({ hundredths: 150, halfDays: 1 });
  expect(entries).toMatchObject([
    { kind: 'adjustment', hundredths: 150, halfDays: 1, reason: '课件时长核错', reversed: false },
    { kind: 'reversal', hundredths: -250, halfDays: -1, reason: '课件时长核错' },
    { kind: 'credit', reversed: true, reducedTo: { hundredths: 150, halfDays: 1 } },
  ]);
  const { body } = await learner.visitor.get<{ items: object[] }>('/api/v1/me/notices');
  expect(body.items).toMatchObject([
    { kind: 'credit-reduced', params: { title: '课程', hours: 2.5, now: 1.5 } },
  ]);
  const checked = await checkLedger(here.installation.platform.db);
  expect(checked.problems).toEqual([]);
});

test('a corrected credit can be corrected further, and taken back; never raised or doubled', async () => {
  await reduce(township, { hundredths: 150, halfDays: 0 });
  expect((await reduce(county, { hundredths: 100, halfDays: 0 })).body.code).toBe(
    'entry-already-reversed',
  );
  const [corrected] = (await record()).entries;
  for (const to of [
    { hundredths: 150, halfDays: 0 },
    { hundredths: 200, halfDays: 0 },
    { hundredths: 100, halfDays: 1 },
    { hundredths: 0, halfDays: 0 },
  ])
    expect((await reduce(county, to, corrected?.id)).body.code).toBe('entry-not-less');
  // Whoever made the smaller entry leaves it to somebody else.
  expect((await reduce(township, { hundredths: 50, halfDays: 0 }, corrected?.id)).body.code).toBe(
    'own-entry',
  );
  expect((await reduce(county, { hundredths: 50, halfDays: 0 }, corrected?.id)).status).toBe(204);
  expect((await record()).totals).toEqual({ hundredths: 50, halfDays: 0 });
  expect((await correct(county, 'reinstatement')).body.code).toBe('entry-already-reinstated');
});
