import type { LearningRecord, Notice, PersonRow, RequirementExplanation } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
let learner: Visitor;
let personId: string;
let year: number;

beforeAll(async () => {
  here = await openTestInstallation();
  year = here.clock.now().getUTCFullYear();
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  learner = await here.signIn('wangxiulan');
  personId = await idOf('王秀兰');
});
afterAll(() => here.close());

/** What a test approves is taken back after it. */
beforeEach(async () => {
  for (const { id, withdrawn } of (await explained()).adjustments)
    if (withdrawn === null)
      await county.post(`/api/v1/people/${personId}/requirement-adjustments/${id}/withdrawal`, {
        reason: '下一项测试',
      });
});

async function idOf(name: string): Promise<string> {
  const [row] = await here.installation.platform.db
    .select()
    .from(schema.people)
    .where(eq(schema.people.name, name));
  return row?.id ?? '';
}
const explained = async (query = '') =>
  (await town.get<RequirementExplanation>(`/api/v1/people/${personId}/requirement${query}`)).body;
const wish = (change: Record<string, unknown> = {}) => ({
  kind: 'reduced',
  fromYear: year,
  toYear: year,
  percent: 60,
  months: null,
  reason: '脱产参加驻村工作队',
  document: '青组通〔2026〕12号',
  ...change,
});
const approve = (who: Visitor, change: Record<string, unknown> = {}, id = personId) =>
  who.post<{ id: string; code: string }>(
    `/api/v1/people/${id}/requirement-adjustments`,
    wish(change),
  );
async function standing() {
  const { db } = here.installation.platform;
  const rows = await db
    .select()
    .from(schema.personStandings)
    .where(eq(schema.personStandings.personId, personId));
  return rows.find((row) => row.year === year);
}

test('a reduction shows at once in lists, record and explanation, and the person is told why', async () => {
  expect((await approve(town)).status).toBe(201);
  expect(await standing()).toMatchObject({
    targetHundredths: 6_000,
    targetHalfDays: 14,
    adjustment: 'reduced',
  });
  const record = (await learner.get<LearningRecord>('/api/v1/me/record')).body;
  expect(record.requirement?.clauses).toMatchObject([
    { targetHundredths: 6_000, fullHundredths: 10_000, targetHalfDays: 14, fullHalfDays: 24 },
  ]);
  expect(record.owing).toMatchObject({
    exempt: false,
    adjustment: { kind: 'reduced', percent: 60, reason: '脱产参加驻村工作队' },
  });
  const notices = (await learner.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items;
  expect(notices[0]).toMatchObject({
    kind: 'requirement-adjusted',
    params: { reason: '脱产参加驻村工作队', year },
  });
  const own = (await learner.get<RequirementExplanation>('/api/v1/me/requirement')).body;
  expect(own).toMatchObject({
    mayAdjust: false,
    monthsOwed: 12,
    clauses: [{ share: { numerator: 720, denominator: 1_200 } }],
    adjustments: [{ approvedBy: '李芳', withdrawn: null }, ...own.adjustments.slice(1)],
  });
});

test('who is exempt is in a column of their own, never among those who met the year', async () => {
  const [unit] = (await town.get<{ items: { id: string }[] }>('/api/v1/org-units')).body.items;
  const overview = async () =>
    (await town.get<{ total: Record<string, number> }>(`/api/v1/org-units/${unit?.id}/overview`))
      .body.total;
  const before = await overview();
  await approve(town, { kind: 'exempt', percent: null });
  const after = await overview();
  expect(after['exempt']).toBe((before['exempt'] ?? 0) + 1);
  expect(after['people']).toBe(before['people']);
  const listed = await town.get<{ items: PersonRow[] }>(
    `/api/v1/org-units/${unit?.id}/people?state=exempt`,
  );
  expect(listed.body.items.map((row) => [row.personId, row.adjustment])).toContainEqual([
    personId,
    'exempt',
  ]);
  const record = (await learner.get<LearningRecord>('/api/v1/me/record')).body;
  expect(record).toMatchObject({ requirement: null, owing: { exempt: true } });
  // The next year is owed as before.
  expect(await explained(`?year=${year + 1}`)).toMatchObject({ exempt: false });
});

test('a withdrawal needs a reason, is told, and lets the whole requirement hold again', async () => {
  const { id } = (await approve(town, { kind: 'prorata', percent: null, months: 6 })).body;
  expect(await standing()).toMatchObject({ targetHundredths: 5_000, adjustment: 'prorata' });
  const url = `/api/v1/people/${personId}/requirement-adjustments/${id}/withdrawal`;
  expect((await town.post(url, { reason: '错' })).status).toBe(400);
  expect((await town.post(url, { reason: '重复办理，撤回' })).status).toBe(204);
  expect(await standing()).toMatchObject({ targetHundredths: 10_000, adjustment: null });
  expect(await town.post(url, { reason: '重复办理，撤回' })).toMatchObject({
    status: 409,
    body: { code: 'adjustment-withdrawn' },
  });
  expect((await explained()).adjustments.find((one) => one.id === id)?.withdrawn).toMatchObject({
    by: '李芳',
    reason: '重复办理，撤回',
  });
  const { platform } = here.installation;
  await expect(platform.write((tx) => tx.delete(schema.requirementAdjustments))).rejects.toThrow();
});

test('a year has one adjustment, with figures that fit its kind, of years that are open', async () => {
  expect((await approve(town, { toYear: year + 1 })).status).toBe(201);
  const codeOf = async (change: Record<string, unknown>) => (await approve(town, change)).body.code;
  expect(await codeOf({ fromYear: year + 1, toYear: year + 2 })).toBe('adjustment-overlaps');
  expect(await codeOf({ kind: 'exempt', fromYear: year + 2, toYear: year + 2 })).toBe(
    'adjustment-unsound',
  );
  expect(await codeOf({ fromYear: year - 2, toYear: year - 2 })).toBe(
    'adjustment-year-out-of-range',
  );
});

test('nobody adjusts their own requirement, nor that of another subtree', async () => {
  const own = await idOf('李芳');
  expect(await approve(town, {}, own)).toMatchObject({
    status: 403,
    body: { code: 'own-requirement' },
  });
  const mine = await town.get<RequirementExplanation>(`/api/v1/people/${own}/requirement`);
  expect(mine.body.mayAdjust).toBe(false);
  expect((await approve(county, {}, own)).status).toBe(201);
  const foreign = await idOf('陈建国');
  expect((await approve(town, {}, foreign)).status).toBe(404);
  expect((await town.get(`/api/v1/people/${foreign}/requirement`)).status).toBe(404);
  expect((await learner.get(`/api/v1/people/${personId}/requirement`)).status).toBe(403);
  expect((await approve(learner)).status).toBe(403);
});

test('leave of whole months is owed by months, by itself, and the explanation says so', async () => {
  const leave = { status: 'leave', from: `${year}-01-10`, reason: '产假' };
  expect((await town.put(`/api/v1/people/${personId}/status`, leave)).status).toBe(204);
  // Leave that has no end yet goes on: nothing is owed of the months to come.
  expect(await standing()).toMatchObject({ state: 'exempt', adjustment: 'exempt' });
  const back = { status: 'active', from: `${year}-02-20`, reason: '返岗' };
  expect((await town.put(`/api/v1/people/${personId}/status`, back)).status).toBe(204);
  expect(await standing()).toMatchObject({
    targetHundredths: 8_300,
    targetHalfDays: 20,
    adjustment: 'prorata',
  });
  expect(await explained()).toMatchObject({
    monthsServed: 10,
    monthsOwed: 10,
    absences: [{ why: 'leave' }],
    clauses: [{ fullHundredths: 10_000, targetHundredths: 8_300 }],
  });
});
