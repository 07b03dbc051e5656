// Rosters taken as files: by whom, of whom, with what, and for whom they are there.
import type { OrgUnitRef, RosterExport } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq, inArray } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { JOB_LANES } from '../../job-handlers.ts';
import { startJobs } from '../../platform/jobs.ts';
import { addLearner, signInWithoutPassword } from '../../testing/learners.ts';
import { RosterDesk } from '../../testing/rosters.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

const { auditEvents, keyGroupMemberships, memberships, people, roleGrants } = schema;

let here: TestInstallation;
let desk: RosterDesk;
let county: Visitor;
let town: Visitor;
let countyId: string;
let townId: string;

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

beforeAll(async () => {
  here = await openTestInstallation();
  desk = new RosterDesk(here);
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  countyId = await ownUnit(county);
  townId = await ownUnit(town);
});
afterAll(() => here.close());

const CSV = { format: 'csv', withIdentity: true } as const;
const read = async (who: Visitor, id: string) =>
  who.get<RosterExport>(`/api/v1/roster-exports/${id}`);

test('who takes whose data, and whether with identity numbers, is written down', async () => {
  const id = await desk.order(county, townId, { format: 'csv', withIdentity: false });
  const { body } = await read(county, id);
  expect(body).toMatchObject({ state: 'ready', format: 'csv', withIdentity: false });
  expect(body.rowsDone).toBe(body.rowsTotal);
  const file = await desk.fetch(county, id);
  expect(createHash('sha256').update(file.bytes).digest('hex')).toBe(body.sha256);
  const [heading = '', ...lines] = file.bytes.toString('utf8').trim().split('\r\n');
  expect(heading).toContain('人员状态');
  expect(heading).not.toContain('身份证号');
  expect(lines).toHaveLength(body.rowsWritten);
  const withNumbers = await desk.order(county, townId, CSV);
  expect((await desk.fetch(county, withNumbers)).bytes.toString('utf8')).toContain('身份证号');

  const { db } = here.installation.platform;
  const events = await db
    .select()
    .from(auditEvents)
    .where(inArray(auditEvents.action, ['roster-export-ordered', 'roster-exported']));
  const of = (runId: string) =>
    events
      .filter(({ detail }) => (detail as { runId: string }).runId === runId)
      .map(({ action, subject, detail }) => ({
        action,
        subject,
        numbers: (detail as { identityNumbers: string }).identityNumbers,
      }));
  const subject = `org-unit:${townId}`;
  for (const [runId, numbers] of [
    [id, 'none'],
    [withNumbers, 'masked'],
  ] as const)
    expect(of(runId)).toEqual([
      { action: 'roster-export-ordered', subject, numbers },
      { action: 'roster-exported', subject, numbers },
    ]);
});

test('a file is for whoever had it made, and for nobody else; not even who may look at the unit', async () => {
  const id = await desk.order(county, townId, CSV);
  for (const who of [town, await here.signIn('hexiaoyan')]) {
    expect((await read(who, id)).status).toBe(404);
    expect((await desk.fetch(who, id)).status).toBe(404);
    expect((await who.get(`/api/v1/report-runs/${id}`)).status).toBe(404);
    const listed = await who.get<{ items: RosterExport[] }>(
      `/api/v1/org-units/${townId}/roster-exports`,
    );
    expect(listed.body.items).toEqual([]);
    const reports = await who.get<{ items: { id: string }[] }>(
      `/api/v1/org-units/${townId}/report-runs`,
    );
    expect(reports.body.items.map((one) => one.id)).not.toContain(id);
  }
  expect((await desk.fetch(county, id)).status).toBe(200);
  const order = await town.post(`/api/v1/org-units/${countyId}/roster-exports`, CSV);
  expect(order.status).toBe(404);
  const learner = await here.signIn('wangxiulan');
  expect((await learner.post(`/api/v1/org-units/${townId}/roster-exports`, CSV)).status).toBe(403);
});

test('whoever loses a role does not get a file that was made with it', async () => {
  const { personId } = await addLearner(here, '清河镇');
  const give = (id: string, role: string, orgUnitId: string) =>
    here.installation.platform.write((tx) =>
      tx.insert(roleGrants).values({ id, personId, role, orgUnitId, grantedAt: here.clock.now() }),
    );
  await give('taken-admin', 'unit_admin', countyId);
  await give('kept-clerk', 'unit_clerk', countyId);
  const [tagged] = await here.installation.platform.db
    .select({ id: people.id })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .where(eq(memberships.orgUnitId, townId))
    .limit(1);
  await here.installation.platform.write((tx) =>
    tx.insert(keyGroupMemberships).values({
      id: 'tag',
      personId: tagged?.id ?? '',
      keyGroup: 'reserve',
      startsAt: here.clock.now(),
    }),
  );
  const acting = (await signInWithoutPassword(here, personId)).visitor;
  const id = await desk.order(acting, townId, CSV);
  expect((await desk.fetch(acting, id)).bytes.toString('utf8')).toContain('县乡后备干部');
  await county.put('/api/v1/role-grants/taken-admin/ending', { reason: '工作调整' });
  const clerk = (await signInWithoutPassword(here, personId)).visitor;
  expect((await desk.fetch(clerk, id)).status).toBe(404);
  const anew = await desk.exported(clerk, townId, CSV);
  expect(anew.status).toBe(200);
  expect(anew.bytes.toString('utf8')).not.toContain('后备');
});

test('a file is made after a restart, and goes after its month', async () => {
  const own = await openTestInstallation();
  const { platform } = own.installation;
  await own.jobs.stop();
  const who = await own.signIn('chenjianguo');
  const unit = await ownUnit(who);
  const url = `/api/v1/org-units/${unit}/roster-exports`;
  const { id } = (await who.post<{ id: string }>(url, CSV)).body;
  expect((await read(who, id)).body.state).toBe('waiting');
  // As a process that was killed half way leaves it.
  await platform.write((tx) =>
    tx
      .update(schema.reportRuns)
      .set({ state: 'running', rowsDone: 7 })
      .where(eq(schema.reportRuns.id, id)),
  );
  const next = await startJobs(platform, ...JOB_LANES);
  await next.idle();
  expect((await read(who, id)).body).toMatchObject({ state: 'ready' });
  const desks = new RosterDesk(own);
  expect((await desks.fetch(who, id)).status).toBe(200);
  own.clock.advance({ days: 31 });
  next.wake();
  await vi.waitFor(async () => {
    await next.idle();
    const again = await own.signIn('chenjianguo');
    expect((await read(again, id)).body.state).toBe('forgotten');
    expect((await desks.fetch(again, id)).status).toBe(404);
  });
  await next.stop();
  await own.close();
});
