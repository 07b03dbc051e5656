// A subtree only stricter, also when the policy above is adopted after the one below (ADR 0048).
import type { HourPolicyDraft, RequirementExplanation } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { inArray } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  adoptPolicyAt,
  basis,
  draftFrom,
  readPolicies,
  tryPolicy,
  unitNamed,
  withHours,
} from '../../testing/hour-policies.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
beforeEach(async () => {
  here = await openTestInstallation();
});
afterEach(() => here.close());

/** A county and one of its townships with their administrators, and what both start from. */
async function countyAndTown() {
  const [county, township] = [await here.signIn('chenjianguo'), await here.signIn('lifang')];
  const [top, town] = [await unitNamed(here, '云岭县(示例)'), await unitNamed(here, '清河镇')];
  const draft = await draftFrom(county, top, { basis });
  const asking = (hundredths: number): HourPolicyDraft => ({
    ...draft,
    byCategory: withHours(draft, hundredths),
  });
  return { county, township, top, town, asking };
}

async function explained({ visitor }: Learner, year = 2026) {
  const url = `/api/v1/me/requirement?year=${year}`;
  return (await visitor.get<RequirementExplanation>(url)).body;
}

const owedBy = async (learner: Learner, year = 2026) =>
  (await explained(learner, year)).clauses[0]?.targetHundredths;

test('when the county asks more than a township does, the county’s applies there, and everybody is told', async () => {
  const { county, township, top, town, asking } = await countyAndTown();
  const learner = await addLearner(here, '清河镇');
  const own = await adoptPolicyAt(township, town, { policy: asking(11_000), fromYear: 2026 });
  expect(own.status).toBe(201);
  expect(await owedBy(learner)).toBe(11_000);

  const wish = { policy: asking(12_000), fromYear: 2026 };
  const { whatIf } = (await tryPolicy(county, top, wish)).body;
  const [gives] = whatIf?.givingWay ?? [];
  expect(gives).toMatchObject({
    unitName: '清河镇',
    version: own.body.version,
    fromYear: 2026,
    otherUnitName: '云岭县(示例)',
    isDraft: false,
    loosenings: [{ what: 'clause', category: 'township' }],
  });
  expect(gives?.people).toBeGreaterThan(0);
  const { db } = here.installation.platform;
  const raised = await adoptPolicyAt(county, top, wish);
  expect(await owedBy(learner)).toBe(12_000);
  expect((await explained(learner)).others).toContainEqual(
    expect.objectContaining({ scopeUnitName: '清河镇', why: 'looser' }),
  );
  expect((await readPolicies(township, town)).adopted[0]).toMatchObject({
    toYear: null,
    givesWay: { fromYear: 2026, otherVersion: raised.body.version },
  });
  const inbox = () => township.get<{ items: { kind: string }[] }>('/api/v1/me/notices');
  const kinds = async () => (await inbox()).body.items.map(({ kind }) => kind);
  expect(await kinds()).toContain('hour-policy-gave-way');
  const actions = ['hour-policy-gave-way', 'hour-policy-applies-again'];
  const trail = async () =>
    (
      await db.select().from(schema.auditEvents).where(inArray(schema.auditEvents.action, actions))
    ).map(({ action, subject }) => [action, subject]);
  expect(await trail()).toEqual([['hour-policy-gave-way', `org-unit:${town.id}`]]);

  // The township's own was never taken away: once the county asks less again, it applies again.
  here.clock.advance({ seconds: 1 });
  const less = { policy: asking(10_500), fromYear: 2026 };
  const again = (await tryPolicy(county, top, less)).body.whatIf?.applyingAgain;
  expect(again).toMatchObject([{ unitName: '清河镇', version: own.body.version, fromYear: 2026 }]);
  await adoptPolicyAt(county, top, less);
  expect(await owedBy(learner)).toBe(11_000);
  expect(await kinds()).toContain('hour-policy-applies-again');
  expect(await trail()).toHaveLength(2);
});

test('a township sees that the county has adopted more for a later year, to which its own gives way then', async () => {
  const { county, township, top, town, asking } = await countyAndTown();
  const learner = await addLearner(here, '清河镇');
  await adoptPolicyAt(county, top, { policy: asking(12_000), fromYear: 2027 });
  const wish = { policy: asking(11_000), fromYear: 2026 };
  const { body } = await tryPolicy(township, town, wish);
  expect(body.loosenings).toEqual([]);
  expect(body.whatIf?.givingWay).toMatchObject([
    { isDraft: true, fromYear: 2027, otherUnitName: '云岭县(示例)' },
  ]);
  expect((await adoptPolicyAt(township, town, wish)).status).toBe(201);
  expect([await owedBy(learner), await owedBy(learner, 2027)]).toEqual([11_000, 12_000]);
});

test('a policy that asks more than the county’s new one is left as it is', async () => {
  const { county, township, top, town, asking } = await countyAndTown();
  await adoptPolicyAt(township, town, { policy: asking(13_000), fromYear: 2026 });
  const wish = { policy: asking(12_000), fromYear: 2026 };
  expect((await tryPolicy(county, top, wish)).body.whatIf?.givingWay).toEqual([]);
  await adoptPolicyAt(county, top, wish);
  const { inForce, adopted } = await readPolicies(township, town);
  expect([inForce?.scope.name, adopted[0]?.givesWay]).toEqual(['清河镇', null]);
});
