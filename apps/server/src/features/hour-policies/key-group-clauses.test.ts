// What an hour policy asks of key groups alone (ADR 0062): tried out, adopted, explained, and never of
// reserve cadres.
import type {
  AffectedPerson,
  HourPolicyDraft,
  KeyGroupEntry,
  LearningRecord,
  RequirementExplanation,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  adoptPolicyAt,
  basis,
  draftFrom,
  tryPolicy,
  unitNamed,
} from '../../testing/hour-policies.ts';
import { subjectsThen } from '../requirements/service.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let [system, county, town]: Visitor[] = [];
let newLeader: Learner;
let colleague: Learner;

beforeEach(async () => {
  here = await openTestInstallation();
  system = await here.signIn('hexiaoyan');
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  [newLeader, colleague] = [await addLearner(here), await addLearner(here)];
  const group = { name: '新任领导干部', nameEn: 'New leaders', categories: [], mostInUnit: null };
  await by(system).post('/api/v1/key-groups', { code: 'new_leader', ...group });
});
afterEach(() => here.close());

function by(visitor: Visitor | undefined): Visitor {
  if (!visitor) throw new Error('somebody signs in before each test');
  return visitor;
}

type Clause = HourPolicyDraft['byCategory']['township'][number];

const groupOf = (who: Learner, group: string) =>
  `/api/v1/people/${who.personId}/key-groups/${group}`;
const enter = (who: Learner, group = 'new_leader', admin = town) =>
  by(admin).put(groupOf(who, group), { confirmed: true });

const law = (keyGroups: string[], change: Partial<Clause> = {}): Clause => ({
  id: 'law',
  title: { 'zh-CN': '法治学习', en: 'Law' },
  filter: { areas: ['law'] },
  hundredths: 2_000,
  halfDays: null,
  periodYears: 1,
  appliesTo: { keyGroups },
  ...change,
});

/** What a unit goes by, with more demands on townships. */
async function wishAt(unitName: string, ...more: readonly Clause[]) {
  const unit = await unitNamed(here, unitName);
  const draft = await draftFrom(by(county), unit, { basis });
  const township = [...draft.byCategory.township, ...more];
  const policy = { ...draft, byCategory: { ...draft.byCategory, township } };
  return { unit, wish: { policy, fromYear: 2026 } };
}

async function adopt(unitName: string, ...more: readonly Clause[]) {
  const { unit, wish } = await wishAt(unitName, ...more);
  return adoptPolicyAt(by(county), unit, wish);
}

async function tryOut(...more: readonly Clause[]) {
  const { unit, wish } = await wishAt('云岭县(示例)', ...more);
  return { unit, ...(await tryPolicy(by(county), unit, wish)) };
}

const owes = async ({ visitor }: Learner) =>
  (await visitor.get<LearningRecord>('/api/v1/me/record')).body.requirement?.clauses.map(
    ({ id }) => id,
  );
const explained = async ({ visitor }: Learner) =>
  (await visitor.get<RequirementExplanation>('/api/v1/me/requirement')).body;

test('whoever is in the key group owes more from the day a policy says so, and nobody else does', async () => {
  await enter(newLeader);
  const { unit, body } = await tryOut(law(['new_leader']));
  expect(body).toMatchObject({ problems: [], loosenings: [], whatIf: { owingMore: 1, losing: 0 } });
  const people = `/api/v1/units/${unit.id}/hour-policies/trials/${body.trial?.id}/people`;
  const { items } = (await by(county).get<{ items: AffectedPerson[] }>(people)).body;
  expect(items).toMatchObject([{ id: newLeader.personId, change: 'more', missingAfter: 12_000 }]);

  expect((await adopt('云岭县(示例)', law(['new_leader']))).status).toBe(201);
  expect(await owes(newLeader)).toEqual(['all-training', 'law']);
  expect(await owes(colleague)).toEqual(['all-training']);
  const why = await explained(newLeader);
  expect(why.clauses[1]).toMatchObject({ appliesTo: { keyGroups: ['new_leader'] } });
  expect(why.keyGroups).toEqual([
    {
      code: 'new_leader',
      name: { 'zh-CN': '新任领导干部', en: 'New leaders' },
      times: [{ from: here.clock.now().toISOString(), to: null }],
      decides: true,
    },
  ]);
  expect(why.posts.map(({ decides }) => decides)).toEqual([true]);
  expect((await explained(colleague)).keyGroups).toEqual([]);
});

test('lists and figures follow at once when somebody enters the key group or leaves it', async () => {
  await adopt('云岭县(示例)', law(['new_leader'], { insteadOf: 'all-training', filter: {} }));
  const target = async () => {
    const { personStandings } = schema;
    const [row] = await here.installation.platform.db
      .select()
      .from(personStandings)
      .where(and(eq(personStandings.personId, colleague.personId), eq(personStandings.year, 2026)));
    return row?.targetHundredths;
  };
  // The law's own 20 hours in the place of 100: less for them, as the topmost unit may decide.
  expect(await target()).toBe(10_000);
  await enter(colleague);
  expect(await target()).toBe(2_000);
  here.clock.advance({ minutes: 5 });
  expect((await by(town).delete(groupOf(colleague, 'new_leader'))).status).toBe(204);
  expect(await target()).toBe(10_000);
  // They are told that they were in it, and that it does not count any more.
  expect((await explained(colleague)).keyGroups).toMatchObject([
    { code: 'new_leader', decides: false, times: [{ to: here.clock.now().toISOString() }] },
  ]);
});

test('a figure as of a past day knows the key groups of that day', async () => {
  await enter(colleague, 'reserve', county);
  const before = here.clock.now();
  here.clock.advance({ minutes: 5 });
  await enter(colleague);
  const within = here.clock.now();
  here.clock.advance({ minutes: 5 });
  await by(town).delete(groupOf(colleague, 'new_leader'));
  const { db } = here.installation.platform;
  const groupsThen = async (at: Date) =>
    (await subjectsThen(db, [colleague.personId], at, new Map()))[0]?.keyGroups;
  expect(await groupsThen(before)).toEqual([]);
  expect(await groupsThen(within)).toMatchObject([{ keyGroup: 'new_leader', to: null }]);
  expect(await groupsThen(here.clock.now())).toMatchObject([{ to: here.clock.now() }]);
});

test('nothing is asked of reserve cadres by a policy, and none shows who is one', async () => {
  await enter(newLeader, 'reserve', county);
  const { body } = await tryOut(law(['new_leader', 'reserve']));
  expect(body.trial).toBeNull();
  expect(body.problems).toEqual([
    { problem: 'reserve-named', category: 'township', clauseId: 'law' },
  ]);
  expect((await adopt('云岭县(示例)', law(['reserve']))).body.code).toBe('hour-policy-unsound');
  await adopt('云岭县(示例)', law(['new_leader']));
  const address = `/api/v1/people/${newLeader.personId}/requirement`;
  for (const visitor of [newLeader.visitor, by(town), by(county)]) {
    const own = visitor === newLeader.visitor;
    const { body: why } = await visitor.get(own ? '/api/v1/me/requirement' : address);
    expect(JSON.stringify(why)).not.toContain('reserve');
  }
});

test('a key group that there is not is refused by its name; a retired one only where it is named anew', async () => {
  const { unit, wish } = await wishAt('云岭县(示例)', law(['nobody_knows']));
  const unknown = await by(county).post<{ code: string; title: string }>(
    `/api/v1/units/${unit.id}/hour-policies/what-if`,
    wish,
  );
  expect(unknown.body.code).toBe('key-group-unknown');
  expect(unknown.body.title).toContain('nobody_knows');
  const retire = (state: string) =>
    by(system).put('/api/v1/key-groups/new_leader/state', { state });
  await retire('retired');
  expect((await adopt('云岭县(示例)', law(['new_leader']))).status).toBe(409);
  await retire('active');
  await adopt('云岭县(示例)', law(['new_leader']));
  await retire('retired');
  here.clock.advance({ seconds: 1 });
  expect((await adopt('云岭县(示例)')).status).toBe(201);
});

test('a key group that a policy names is used: it is not deleted, though nobody is in it', async () => {
  await adopt('云岭县(示例)', law(['new_leader']));
  const { items } = (await by(system).get<{ items: KeyGroupEntry[] }>('/api/v1/key-group-register'))
    .body;
  expect(items.find(({ code }) => code === 'new_leader')).toMatchObject({
    isUsed: true,
    people: 0,
  });
  const gone = await by(system).delete<{ code: string }>('/api/v1/key-groups/new_leader');
  expect(gone.body.code).toBe('key-group-in-use');
});

test('two in the place of the same demand are a tie, since somebody may be in both key groups', async () => {
  const instead = { insteadOf: 'all-training', filter: {}, hundredths: 12_000 };
  const { body } = await tryOut(
    law(['new_leader'], instead),
    law(['village_secretary'], { ...instead, id: 'secretary' }),
  );
  expect(body.problems).toEqual([
    { problem: 'clauses-tie', category: 'township', clauseId: 'secretary' },
  ]);
});

test('a township may ask more of a key group, and nothing less than its county does', async () => {
  await adopt('云岭县(示例)', law(['new_leader']));
  const { unit, wish } = await wishAt('清河镇');
  const asking = (hundredths: number): typeof wish => ({
    ...wish,
    policy: {
      ...wish.policy,
      byCategory: {
        ...wish.policy.byCategory,
        township: wish.policy.byCategory.township.map((one) =>
          one.id === 'law' ? { ...one, hundredths } : one,
        ),
      },
    },
  });
  const less = await tryPolicy(by(town), unit, asking(1_000));
  expect(less.body.loosenings).toEqual([{ what: 'clause', category: 'township', clauseId: 'law' }]);
  const more = await adoptPolicyAt(by(town), unit, asking(3_000));
  expect(more.status).toBe(201);
});
