// A role gives nothing before it begins and from its end on, also to who is signed in meanwhile.
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addLearner, personOf } from '../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../testing/test-installation.ts';

let here: TestInstallation;

beforeEach(async () => {
  here = await openTestInstallation();
});
afterEach(() => here.close());

async function grant(personId: string, role: string, period: { from: number; to: number }) {
  const [unit] = await here.installation.platform.db
    .select()
    .from(schema.orgUnits)
    .where(eq(schema.orgUnits.name, '清河镇'));
  const now = here.clock.now().getTime();
  await here.installation.platform.write((tx) =>
    tx.insert(schema.roleGrants).values({
      id: `grant-${personId}`,
      personId,
      role,
      orgUnitId: unit?.id ?? null,
      grantedAt: new Date(now),
      startsAt: new Date(now + period.from * 60_000),
      endsAt: new Date(now + period.to * 60_000),
      delegatedFromId: 'the-grant-of-another',
    }),
  );
}

test('nothing is written between, and yet the role begins and ends at its minute', async () => {
  const { personId, visitor } = await addLearner(here, '清河镇');
  await grant(personId, 'supervisor', { from: 5, to: 10 });
  const statuses: number[] = [];
  for (let minute = 0; minute < 12; minute += 1) {
    statuses.push((await visitor.get('/api/v1/org-units')).status);
    here.clock.advance({ minutes: 1 });
  }
  expect(statuses).toEqual([403, 403, 403, 403, 403, 200, 200, 200, 200, 200, 403, 403]);
});

test('who stands in for an administrator cannot take over the administrator’s account', async () => {
  const { personId, visitor } = await addLearner(here, '清河镇');
  await grant(personId, 'unit_admin', { from: 0, to: 10 });
  const lifang = await personOf(here, 'lifang');
  expect((await visitor.get(`/api/v1/people/${lifang}/record`)).status).toBe(200);
  expect((await visitor.post(`/api/v1/people/${lifang}/one-time-password`)).status).toBe(403);
});
