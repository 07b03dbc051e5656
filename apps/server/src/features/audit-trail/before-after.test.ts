// The trail says what was before and after, also of many at once, and who carried a file out.
import type { AuditField, AuditRow, OrgUnitRef, ReportRun } from '@xueshi/contracts';
import { checkDigitOf } from '@xueshi/domain';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RosterDesk, workbookOf, type RosterRows } from '../../testing/rosters.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { checkAudit } from '../audit/service.ts';

let here: TestInstallation;
let desk: RosterDesk;
let county: Visitor;
let root: Visitor;
let countyId: string;

const HEADINGS = ['人员编码', '姓名', '单位编码', '干部类别', '职务', '身份证号', '任职日期'];
const OFFICE = '10.7.1.4';

beforeAll(async () => {
  here = await openTestInstallation();
  desk = new RosterDesk(here);
  await signInAgain();
  countyId =
    (await county.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';
});
afterAll(() => here.close());

async function signInAgain(): Promise<void> {
  county = await here.signInByPassword('chenjianguo', { address: OFFICE });
  root = await here.signInByPassword('hexiaoyan', { address: '10.9.0.1' });
}

async function importing(rows: RosterRows) {
  const { id } = await desk.upload(county, countyId, await workbookOf(HEADINGS, rows));
  await desk.check(county, id);
  return desk.apply(county, id);
}

const events = async (query: string, who = root) =>
  (await who.get<{ items: AuditRow[] }>(`/api/v1/audit/events?${query}`)).body.items;

interface Told {
  readonly row: AuditRow;
  /** name → [before, after] of what changed. */
  readonly changed: Readonly<Record<string, readonly [string | null, string | null]>>;
  readonly said: Readonly<Record<string, string | null>>;
}

async function told(row: AuditRow | undefined, who = root): Promise<Told> {
  if (!row) throw new Error('there is no such event');
  const { fields } = (await who.get<{ fields: AuditField[] }>(`/api/v1/audit/events/${row.id}`))
    .body;
  const pairs = fields.filter(({ isChange }) => isChange);
  return {
    row,
    changed: Object.fromEntries(pairs.map(({ name, before, after }) => [name, [before, after]])),
    said: Object.fromEntries(
      fields.filter(({ isChange }) => !isChange).map(({ name, after }) => [name, after]),
    ),
  };
}

const numberOf = (digits: string) => digits + checkDigitOf(digits);

const ofPerson = async (code: string) => {
  const [person] = await here.installation.platform.db.all<{ id: string }>(
    sql`SELECT subject AS id FROM audit_events WHERE action = 'person-created'
      AND json_extract(detail, '$.after.code') = ${code}`,
  );
  const id = person?.id.slice('person:'.length) ?? '';
  return { id, events: (await events('')).filter(({ subject }) => subject.id === id) };
};

test('a roster leaves an event for everybody it changes, with what was before and after, and for nobody else', async () => {
  await importing([
    ['B001', '孙八', 'YL08', '乡镇（街道）干部', '干事', null, null],
    ['B002', '周九', 'YL08', '乡镇（街道）干部', '干事', null, null],
  ]);
  const added = await told((await ofPerson('B001')).events[0]);
  expect(added.row.action).toBe('person-created');
  expect(added.changed).toMatchObject({
    name: [null, '孙八'],
    code: [null, 'B001'],
    post: [null, '干事'],
    orgUnitId: [null, '清河镇'],
  });
  here.clock.advance({ days: 2 });
  await signInAgain();
  const run = await importing([
    ['B001', '孙八八', 'YL09', null, '股长', null, null],
    ['B002', '周九', 'YL08', null, '干事', null, null],
    ['B003', '吴十', 'YL08', null, null, null, null],
  ]);
  const [newest] = (await ofPerson('B001')).events;
  const changed = await told(newest);
  expect(changed.row).toMatchObject({ action: 'person-changed', actor: { name: '陈建国' } });
  expect(changed.changed).toMatchObject({
    name: ['孙八', '孙八八'],
    post: ['干事', '股长'],
    orgUnitId: ['清河镇', '柳湾村'],
  });
  expect(changed.changed).not.toHaveProperty('code');
  expect(changed.said).toMatchObject({ importId: run.id, row: '2' });
  expect((await ofPerson('B002')).events).toHaveLength(1);

  const answer = await county.post(`/api/v1/roster-imports/${run.id}/undoing`);
  expect(answer.status).toBe(201);
  await here.jobs.idle();
  const undone = await told((await ofPerson('B001')).events[0]);
  expect(undone.changed).toMatchObject({ name: ['孙八八', '孙八'], post: ['股长', '干事'] });
  expect(undone.said).toMatchObject({ undone: 'true', importId: run.id });
  const gone = await ofPerson('B003');
  const removed = await told(gone.events[0]);
  expect(removed.changed).toMatchObject({ name: ['吴十', null], code: ['B003', null] });
  // Whoever answers for the place where they were reads of it, though they are nowhere any more.
  expect(
    (await events('action=person-changed', county)).map(({ subject }) => subject.id),
  ).toContain(gone.id);
  expect((await checkAudit(here.installation.platform.db)).problems).toEqual([]);
});

test('an identity number is in no event, only that there is one or another', async () => {
  await importing([['B004', '郑一', 'YL08', null, null, numberOf('11010119900307451'), null]]);
  await importing([['B004', '郑一', 'YL08', null, null, numberOf('33010219900307003'), null]]);
  const { events: own } = await ofPerson('B004');
  const [replaced, added] = [await told(own[0]), await told(own[1])];
  expect(added.changed['identityNumber']).toEqual([null, 'true']);
  expect(replaced.said).toMatchObject({ identityReplaced: 'true' });
  const [row] = await here.installation.platform.db.all<{ count: number }>(
    sql`SELECT count(*) AS count FROM audit_events WHERE instr(detail, '33010219900307003') + instr(detail, '11010119900307451') > 0`,
  );
  expect(row?.count).toBe(0);
});

test('a correction of hours says how many hours and days there were and are', async () => {
  const { db } = here.installation.platform;
  const [entry] = await db.all<{ id: string; personId: string; hundredths: number; half: number }>(
    sql`SELECT id, person_id AS personId, hundredths, half_days AS half FROM credit_entries
      WHERE kind = 'credit' AND hundredths > 0 AND person_id <> (SELECT id FROM people WHERE name = '陈建国') LIMIT 1`,
  );
  const answer = await county.post(
    `/api/v1/people/${entry?.personId}/credit-entries/${entry?.id}/reversal`,
    { reason: '材料核对有误，撤销这一条' },
  );
  expect(answer.status).toBeLessThan(300);
  const { changed } = await told((await events('action=credit-reversed'))[0]);
  expect(changed['hundredths']).toEqual([String(entry?.hundredths), '0']);
  if (entry?.half) expect(changed['halfDays']).toEqual([String(entry.half), '0']);
});

test('words of letters, before and after', async () => {
  const words = { subject: '{count} 条新通知', greeting: '{name}，你好：', closing: '请查看。' };
  expect((await root.put('/api/v1/letter-templates/zh-CN', words)).status).toBeLessThan(300);
  expect((await root.delete('/api/v1/letter-templates/zh-CN')).status).toBeLessThan(300);
  const [set] = await events('action=letter-template-set');
  const [reset] = await events('action=letter-template-reset');
  const [one, other] = [await told(set), await told(reset)];
  expect(one.changed['subject']?.[1]).toBe(words.subject);
  expect(one.changed['subject']?.[0]).not.toBeNull();
  expect(other.changed['subject']).toEqual([words.subject, one.changed['subject']?.[0]]);
});

test('events are found by what was done and by the network they came from', async () => {
  const signedIn = await events('action=sign-in');
  expect(signedIn.length).toBeGreaterThan(1);
  expect(new Set(signedIn.map(({ action }) => action))).toEqual(new Set(['sign-in']));
  expect(await events('action=sign-in&group=hours')).toEqual([]);
  const there = await events(`address=${OFFICE}`);
  expect(there.length).toBeGreaterThan(0);
  expect(new Set(there.map(({ address }) => address))).toEqual(new Set([OFFICE]));
  const network = await events('address=10.9.');
  expect(new Set(network.map(({ address }) => address))).toEqual(new Set(['10.9.0.1']));
  expect(await events('address=10.7.1')).toEqual([]);
  expect((await root.get('/api/v1/audit/events?address=%25')).status).toBe(400);
});

test('whoever fetches a report is written down, with which it was and how it was cut', async () => {
  const order = {
    kind: 'completion_list',
    filters: { state: 'behind' },
    columns: [],
    format: 'csv',
  };
  const { body } = await county.post<{ id: string }>(`/api/v1/org-units/${countyId}/report-runs`, {
    year: 2026,
    order,
  });
  here.jobs.wake();
  await here.jobs.idle();
  const run = (await county.get<ReportRun>(`/api/v1/report-runs/${body.id}`)).body;
  expect(await events('action=file-fetched')).toEqual([]);
  await here.app.inject({
    url: `/api/v1/report-runs/${body.id}/file`,
    headers: { cookie: county.cookie() },
    remoteAddress: OFFICE,
  });
  const [fetched] = await events('action=file-fetched');
  const { row, said } = await told(fetched, county);
  expect(row).toMatchObject({ actor: { name: '陈建国' }, address: OFFICE });
  expect(said).toMatchObject({
    kind: 'completion_list',
    state: 'behind',
    format: 'csv',
    sha256: run.sha256,
  });
});
