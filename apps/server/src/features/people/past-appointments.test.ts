// Appointments that were: entered afterwards, corrected, removed; and the days of key groups.
import type { AuditField, AuditRow, OrgUnitRef, Personnel, PersonRow } from '@xueshi/contracts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RosterDesk, workbookOf } from '../../testing/rosters.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
let countyId: string;
let townId: string;

beforeAll(async () => {
  here = await openTestInstallation();
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  countyId = await ownUnit(county);
  townId = await ownUnit(town);
});
afterAll(() => here.close());

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';
const personnel = async (id: string) =>
  (await county.get<Personnel>(`/api/v1/people/${id}/personnel`)).body;

let number = 0;
/** Somebody who joined on a day of this year. */
async function joined(day = '2026-03-01'): Promise<string> {
  number += 1;
  const answer = await county.post<{ personId: string }>(`/api/v1/org-units/${townId}/people`, {
    name: '老同志',
    loginName: `laotongzhi${number}`,
    post: '干事',
    category: 'township',
    joined: day,
  });
  expect(answer.status).toBe(201);
  return answer.body.personId;
}

const HELD = {
  unit: '柳湾村',
  category: 'village_community_principal',
  post: '村委会主任',
  positionLevel: null,
  rank: null,
  from: '2024-05-01',
  until: '2025-12-31',
  reason: '补录调入前的任职',
};
const add = (id: string, wish: object = {}, who = county) =>
  who.post<{ code: string }>(`/api/v1/people/${id}/past-appointments`, { ...HELD, ...wish });
const correct = (id: string, appointmentId: string, wish: object, who = county) => {
  const { unit: _, ...held } = HELD;
  return who.put<{ code: string }>(`/api/v1/people/${id}/appointments/${appointmentId}`, {
    ...held,
    ...wish,
  });
};
const remove = (id: string, appointmentId: string, who = county) =>
  who.post<{ code: string }>(`/api/v1/people/${id}/appointments/${appointmentId}/removal`, {
    reason: '录错了人',
  });

async function lastEvent(id: string, action: string) {
  const events = (
    await county.get<{ items: AuditRow[] }>(`/api/v1/audit/events?person=${id}&action=${action}`)
  ).body.items;
  const { fields } = (
    await county.get<{ fields: AuditField[] }>(`/api/v1/audit/events/${events[0]?.id}`)
  ).body;
  return Object.fromEntries(fields.map(({ name, before, after }) => [name, [before, after]]));
}

/** How a year stands for somebody, computed anew. */
async function standing(id: string, year: number) {
  await here.jobs.idle();
  const list = (
    await county.get<{ items: PersonRow[] }>(
      `/api/v1/org-units/${countyId}/people?year=${year}&query=${encodeURIComponent('老同志')}`,
    )
  ).body.items;
  return list.find(({ personId }) => personId === id);
}

test('a past appointment is entered with its days and stands before the present one', async () => {
  const id = await joined();
  expect((await add(id)).status).toBe(204);
  const { appointments } = await personnel(id);
  expect(appointments.map(({ post, unit }) => [unit.name, post])).toEqual([
    ['清河镇', '干事'],
    ['柳湾村', '村委会主任'],
  ]);
  // From the beginning of the first day until the end of the last, in China.
  expect(appointments[1]).toMatchObject({
    startsAt: '2024-04-30T16:00:00.000Z',
    endsAt: '2025-12-31T16:00:00.000Z',
  });
  expect(await lastEvent(id, 'appointment-added')).toMatchObject({
    from: [null, '2024-05-01'],
    until: [null, '2025-12-31'],
    orgUnitId: [null, '柳湾村'],
    reason: [null, '补录调入前的任职'],
  });
});

test('two appointments never share a day, whichever way one tries', async () => {
  const id = await joined();
  await add(id);
  expect(await add(id, { from: '2025-12-31', until: '2026-01-31' })).toMatchObject({
    status: 409,
    body: { code: 'appointment-overlaps' },
  });
  expect(await add(id, { from: '2026-02-01', until: '2026-03-01' })).toMatchObject({
    status: 409,
    body: { code: 'appointment-overlaps-present' },
  });
  expect((await add(id, { from: '2026-01-01', until: '2026-02-28' })).status).toBe(204);
  const [, second] = (await personnel(id)).appointments;
  expect(
    await correct(id, second?.id ?? '', { from: '2025-12-01', until: '2026-02-28' }),
  ).toMatchObject({ status: 409, body: { code: 'appointment-overlaps' } });
  expect(await add(id, { from: '2023-05-02', until: '2023-05-01' })).toMatchObject({
    status: 400,
    body: { code: 'days-reversed' },
  });
  expect(await add(id, { from: '2023-05-01', until: '2026-11-24' })).toMatchObject({
    status: 400,
    body: { code: 'last-day-not-over' },
  });
  expect((await personnel(id)).appointments).toHaveLength(3);
});

test('an appointment is corrected in place, and what the year requires follows', async () => {
  const id = await joined('2026-01-01');
  expect(await standing(id, 2026)).toMatchObject({ targetHundredths: 10_000 });
  const [present] = (await personnel(id)).appointments;
  const answer = await correct(id, present?.id ?? '', {
    category: 'village_community_principal',
    post: '干事',
    from: '2026-01-01',
    until: null,
    reason: '类别录错',
  });
  expect(answer.status).toBe(204);
  expect((await personnel(id)).appointments).toMatchObject([
    { id: present?.id, category: 'village_community_principal', startsAt: present?.startsAt },
  ]);
  expect(await standing(id, 2026)).toMatchObject({ targetHundredths: 4_000 });
  const told = await lastEvent(id, 'appointment-corrected');
  expect(told).toMatchObject({
    audienceCategory: ['township', 'village_community_principal'],
    reason: [null, '类别录错'],
  });
  expect(told).not.toHaveProperty('post');
  expect(await correct(id, present?.id ?? '', { from: '2026-01-01' })).toMatchObject({
    status: 400,
    body: { code: 'appointment-end' },
  });
});

test('one that never was is removed with a reason, the present one never', async () => {
  const id = await joined();
  await add(id);
  const [present, past] = (await personnel(id)).appointments;
  expect(await remove(id, present?.id ?? '')).toMatchObject({
    status: 409,
    body: { code: 'appointment-present' },
  });
  expect((await remove(id, past?.id ?? '')).status).toBe(204);
  expect((await personnel(id)).appointments).toHaveLength(1);
  expect(await lastEvent(id, 'appointment-removed')).toMatchObject({
    post: ['村委会主任', null],
    reason: [null, '录错了人'],
  });
  expect((await remove(id, past?.id ?? '')).status).toBe(404);
});

test('last year follows too while it is open, and stays as it was once it is frozen', async () => {
  const id = await joined();
  expect(await standing(id, 2025)).toBeUndefined();
  await add(id);
  expect(await standing(id, 2025)).toMatchObject({ targetHundredths: 4_000 });
  const closing = await county.post<{ id: string }>(`/api/v1/org-units/${countyId}/year-closings`, {
    year: 2025,
  });
  expect(closing.status).toBe(201);
  await here.jobs.idle();
  const frozen = () =>
    here.installation.platform.db.all(
      sql`SELECT * FROM closed_standings WHERE closing_id = ${closing.body.id} AND person_id = ${id}`,
    );
  const before = await frozen();
  expect(before).toHaveLength(1);
  const [, past] = (await personnel(id)).appointments;
  expect((await correct(id, past?.id ?? '', { category: 'township' })).status).toBe(204);
  await here.jobs.idle();
  expect(await frozen()).toEqual(before);
});

test('what was held in another subtree is corrected there, and a foreign unit cannot be named', async () => {
  const id = await joined();
  await add(id, { unit: '石桥乡' });
  const [, past] = (await personnel(id)).appointments;
  expect(await correct(id, past?.id ?? '', {}, town)).toMatchObject({
    status: 409,
    body: { code: 'appointment-elsewhere' },
  });
  expect(await remove(id, past?.id ?? '', town)).toMatchObject({
    body: { code: 'appointment-elsewhere' },
  });
  expect(
    await add(id, { unit: '石桥乡', from: '2020-01-01', until: '2020-12-31' }, town),
  ).toMatchObject({
    status: 404,
    body: { code: 'unit-unknown' },
  });
});

test('a key group has days: entered for the past, corrected, and never twice at once', async () => {
  const id = await joined();
  const group = (body: object) =>
    county.put<{ code: string }>(`/api/v1/people/${id}/key-groups/township_chief`, {
      confirmed: true,
      ...body,
    });
  expect((await group({ from: '2026-04-01', until: '2026-06-30' })).status).toBe(204);
  expect((await group({ from: '2026-08-01' })).status).toBe(204);
  const [now, past] = (await personnel(id)).keyGroups;
  expect([now?.startsAt, now?.endsAt]).toEqual(['2026-07-31T16:00:00.000Z', null]);
  expect([past?.startsAt, past?.endsAt]).toEqual([
    '2026-03-31T16:00:00.000Z',
    '2026-06-30T16:00:00.000Z',
  ]);
  const days = (recordId: string | undefined, from: string, until: string | null) =>
    county.put<{ code: string }>(`/api/v1/people/${id}/key-group-records/${recordId}`, {
      from,
      until,
      reason: '任职文件日期有误',
    });
  expect(await days(past?.id, '2026-04-01', '2026-08-01')).toMatchObject({
    status: 409,
    body: { code: 'key-group-overlaps' },
  });
  expect((await days(past?.id, '2026-04-15', '2026-07-31')).status).toBe(204);
  expect(await lastEvent(id, 'key-group-corrected')).toMatchObject({
    from: ['2026-04-01', '2026-04-15'],
    until: ['2026-06-30', '2026-07-31'],
    reason: [null, '任职文件日期有误'],
  });
  expect((await days(now?.id, '2026-08-01', '2026-09-30')).status).toBe(204);
  expect((await personnel(id)).keyGroups[0]?.endsAt).toBe('2026-09-30T16:00:00.000Z');
});

test('a roster never changes the past: something else from before the known day is a mistake of that row', async () => {
  const desk = new RosterDesk(here);
  const headings = ['人员编码', '姓名', '单位编码', '干部类别', '职务', '任职日期'];
  const send = async (post: string, from: string) => {
    const rows = [['P900', '许明', 'YL08', '乡镇（街道）干部', post, from]];
    const { id } = await desk.upload(county, countyId, await workbookOf(headings, rows));
    return { id, run: await desk.check(county, id) };
  };
  const first = await send('干事', '2026-03-01');
  await desk.apply(county, first.id);
  const early = await send('副镇长', '2026-02-01');
  expect(await desk.mistakes(county, early.id)).toMatchObject([
    { cell: 'F2', code: 'appointment-too-early' },
  ]);
  // The same thing from an earlier day changes nothing, and a later day is another appointment.
  expect((await send('干事', '2026-02-01')).run).toMatchObject({ rowsSame: 1, rowsUpdating: 0 });
  const later = await send('副镇长', '2026-06-01');
  await desk.apply(county, later.id);
  const person = await desk.personByCode('P900');
  expect((await personnel(person?.id ?? '')).appointments).toMatchObject([
    { post: '副镇长', startsAt: '2026-05-31T16:00:00.000Z' },
    { post: '干事', startsAt: '2026-02-28T16:00:00.000Z', endsAt: '2026-05-31T16:00:00.000Z' },
  ]);
});
