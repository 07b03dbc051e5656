// What people of an installation's own audience categories owe (DOMAIN A7, H2; ADR 0060).
import type {
  HourPolicyDraft,
  IssuedDocument,
  LearningRecord,
  RequirementExplanation,
  Verification,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import type { HourPolicy } from '@xueshi/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeYear } from '../../testing/closed-year.ts';
import { creditDirectly } from '../../testing/credits.ts';
import {
  adoptPolicyAt,
  basis,
  draftFrom,
  readPolicies,
  tryPolicy,
  unitNamed,
} from '../../testing/hour-policies.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

const COUNTY = '云岭县(示例)';
const FARM = 'state_farm';

let here: TestInstallation;
let system: Visitor;
let county: Visitor;
let town: Visitor;
let farmer: Learner;

beforeAll(async () => {
  here = await openTestInstallation();
  system = await here.signIn('hexiaoyan');
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  farmer = await addLearner(here);
  const names = { name: '国有农场干部', nameEn: 'Cadres of state farms' };
  await system.post('/api/v1/audience-categories', { code: FARM, ...names });
  const url = `/api/v1/people/${farmer.personId}/audience-category`;
  expect((await town.put(url, { category: FARM })).status).toBe(204);
});
afterAll(() => here.close());

type Clause = HourPolicyDraft['byCategory']['township'][number];

const asking = (hundredths: number, change: Partial<Clause> = {}): Clause => ({
  id: 'all-training',
  title: { 'zh-CN': '各类学习培训', en: 'Training of all kinds' },
  filter: {},
  hundredths,
  halfDays: null,
  periodYears: 1,
  ...change,
});

async function wishAt(unitName: string, change: Partial<HourPolicyDraft>) {
  const unit = await unitNamed(here, unitName);
  const draft = await draftFrom(county, unit, { basis });
  return { unit, wish: { policy: { ...draft, ...change }, fromYear: 2026 } };
}
async function tryAt(unitName: string, change: Partial<HourPolicyDraft>) {
  const { unit, wish } = await wishAt(unitName, change);
  return tryPolicy(county, unit, wish);
}
async function adopt(unitName: string, change: Partial<HourPolicyDraft>) {
  const { unit, wish } = await wishAt(unitName, change);
  return adoptPolicyAt(county, unit, wish);
}
async function owed() {
  const { body } = await farmer.visitor.get<LearningRecord>('/api/v1/me/record');
  const { category, clauses = [] } = body.requirement ?? {};
  return [category, ...clauses.map((one) => [one.targetHundredths, one.targetHalfDays])];
}
const explained = async () =>
  (await farmer.visitor.get<RequirementExplanation>('/api/v1/me/requirement')).body;

test('somebody of an own category owes 40 hours or 5 days like other cadres, and is told why', async () => {
  expect(await owed()).toEqual([FARM, [4_000, 10]]);
  const why = await explained();
  expect(why.rule?.asOthers).toBe(true);
  expect(why.posts.map(({ category }) => category)).toContain(FARM);
});

test('a policy from before is read as it was, and asks of them what it asked of the last of the six', async () => {
  const { platform } = here.installation;
  const { hourPolicies } = schema;
  const [kept] = await platform.db.select().from(hourPolicies);
  if (!kept) throw new Error('the sample county has a policy');
  const { others, ...before } = kept.policy as HourPolicy;
  const keep = (policy: HourPolicy) =>
    platform.write((tx) => tx.update(hourPolicies).set({ policy }));
  expect(others).toBeDefined();
  await keep(before);
  const { inForce } = await readPolicies(county, await unitNamed(here, COUNTY));
  const { byCategory, ...view } = inForce?.policy ?? {};
  const last = byCategory?.nonpublic_social_party_head;
  expect(view).toMatchObject({ version: before.version, others: last, byOwnCategory: {} });
  expect(await owed()).toEqual([FARM, [4_000, 10]]);
  const raised = { hundredths: 5_000, halfDays: null };
  const nonpublic_social_party_head = before.byCategory.nonpublic_social_party_head.map((one) => ({
    ...one,
    ...raised,
  }));
  await keep({ ...before, byCategory: { ...before.byCategory, nonpublic_social_party_head } });
  expect(await owed()).toEqual([FARM, [5_000, null]]);
  await keep({ ...before, ...(others && { others }) });
});

test('trying out and adopting a policy that names the category tells of it by its code', async () => {
  const named = { byOwnCategory: { [FARM]: [asking(6_000)] } };
  const { body } = await tryAt(COUNTY, named);
  expect(body).toMatchObject({ problems: [], loosenings: [] });
  expect(body.whatIf?.byCategory).toContainEqual(
    expect.objectContaining({
      category: FARM,
      people: 1,
      missingBefore: 4_000,
      missingAfter: 6_000,
    }),
  );
  // The sample county’s one case, and nobody of an own category.
  expect(body.whatIf?.withoutCategory).toBe(1);
  expect(await adopt(COUNTY, named)).toMatchObject({ status: 201 });
  expect(await owed()).toEqual([FARM, [6_000, null]]);
  expect((await explained()).rule?.asOthers).toBe(false);
  const removed = await system.delete<{ code: string }>(`/api/v1/audience-categories/${FARM}`);
  expect(removed.body.code).toBe('category-in-use');
});

test('a unit below asks no less of the category, by its name or by the row for others', async () => {
  const silent = await tryAt('清河镇', { byOwnCategory: {} });
  expect(silent.body.loosenings).toEqual([
    { what: 'clause', category: FARM, clauseId: 'all-training' },
  ]);
  const stricter = await tryAt('清河镇', { byOwnCategory: {}, others: [asking(7_000)] });
  expect(stricter.body.loosenings).toEqual([]);
  const looser = await tryAt('清河镇', { others: [asking(1_000)] });
  expect(looser.body.loosenings).toMatchObject([{ category: 'others' }]);
});

test('what is wrong in a list is told with its place', async () => {
  const { body } = await tryAt(COUNTY, { others: [], byOwnCategory: { [FARM]: [asking(0)] } });
  expect(body.problems).toEqual([
    { problem: 'no-clauses', category: 'others', clauseId: null },
    { problem: 'threshold-not-positive', category: FARM, clauseId: 'all-training' },
  ]);
});

test.each([
  ['that there is not', 'nobody_knows', 'category-unknown'],
  ['of the six, which have their places', 'township', 'category-unknown'],
  ['that is given to nobody any more', 'forest', 'category-retired'],
])('a policy names no category %s', async (_, code, problem) => {
  if (code === 'forest') {
    await system.post('/api/v1/audience-categories', { code, name: '林场干部', nameEn: null });
    await system.put(`/api/v1/audience-categories/${code}/state`, { state: 'retired' });
  }
  const { body } = await tryAt(COUNTY, { byOwnCategory: { [code]: [asking(5_000)] } });
  expect(body).toMatchObject({ code: problem });
});

test('one that retired stays in the policy that names it', async () => {
  await system.put(`/api/v1/audience-categories/${FARM}/state`, { state: 'retired' });
  expect((await tryAt(COUNTY, {})).body.problems).toEqual([]);
  expect(await owed()).toEqual([FARM, [6_000, null]]);
  await system.put(`/api/v1/audience-categories/${FARM}/state`, { state: 'active' });
});

test('a key group that only the row for others names is used', async () => {
  const group = { name: '农场场长', nameEn: null, categories: [], mostInUnit: null };
  await system.post('/api/v1/key-groups', { code: 'farm_head', ...group });
  const law = asking(1_000, { id: 'law', appliesTo: { keyGroups: ['farm_head'] } });
  expect((await adopt(COUNTY, { others: [asking(5_000), law] })).status).toBe(201);
  const removed = await system.delete<{ code: string }>('/api/v1/key-groups/farm_head');
  expect(removed.body.code).toBe('key-group-in-use');
});

test('a document says what the category was called when it was issued', async () => {
  await creditDirectly(here, farmer.personId);
  const issued = await farmer.visitor.post<IssuedDocument>('/api/v1/me/hours-statements', {
    year: 2026,
  });
  const renamed = { name: '农垦干部', nameEn: null };
  expect((await system.put(`/api/v1/audience-categories/${FARM}`, renamed)).status).toBe(204);
  const { body } = await here
    .visitor()
    .get<Verification>(`/api/v1/verification/${issued.body.code}`);
  expect(body.signatureHolds).toBe(true);
  expect(body.statement.person).toMatchObject({
    category: FARM,
    categoryName: { 'zh-CN': '国有农场干部', en: 'Cadres of state farms' },
  });
  const pdf = await farmer.visitor.get(`/api/v1/me/documents/${issued.body.id}/pdf`);
  expect(pdf.status).toBe(200);
});

test('a closed year keeps the category by its code, and what was owed in it', async () => {
  const { frozen } = await closeYear(here, county, farmer.personId);
  expect(frozen).toMatchObject({ category: FARM, targetHundredths: 6_000 });
});
