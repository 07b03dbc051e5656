// A unit sets name, emblem, contact, presence checks and closing day for everything below it.
import type { Identity, LearningRecord, Me, UnitSettingView } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
  type Learner,
} from '../../testing/learners.ts';
import { addPaperLecture, openPlayer } from '../../testing/paper-lecture.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { useReportingClock } from '../../testing/reporting-clock.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { BEAT_MS, viewerOf } from '../../testing/viewer.ts';
import { compactEvidence } from '../archive/service.ts';
import { tellClosingDaysHandler } from '../year-closing/service.ts';

const MINUTE_MS = 60_000;
const LECTURE_MS = 40 * MINUTE_MS;
const place = { slug: 'forty-minutes' };

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
let countyId: string;
let townId: string;

useReportingClock();
beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, place.slug),
  });
  await addPaperLecture(here.installation.platform, place.slug, LECTURE_MS);
  countyId = await unitId('云岭县(示例)');
  townId = await unitId('清河镇');
});
afterAll(() => here.close());
/** Time goes by in these tests, and who is idle is signed out. */
async function comeIn(): Promise<void> {
  const as = async (name: string) =>
    (await signInWithoutPassword(here, await personOf(here, name))).visitor;
  county = await as('chenjianguo');
  town = await as('lifang');
}
beforeEach(async () => {
  await comeIn();
  const { platform } = here.installation;
  await platform.write((tx) => tx.delete(schema.unitSettings));
});

async function unitId(name: string): Promise<string> {
  const { db } = here.installation.platform;
  const [unit] = await db.select().from(schema.orgUnits).where(eq(schema.orgUnits.name, name));
  if (!unit) throw new Error(`no unit ${name}`);
  return unit.id;
}

interface Settings {
  items: UnitSettingView[];
  maySet: boolean;
  server: { name: string; value: string }[] | null;
}
const settingsOf = async (id: string, who = county) =>
  (await who.get<Settings>(`/api/v1/org-units/${id}/settings`)).body;
const viewOf = async (id: string, setting: UnitSettingView['setting'], who = county) => {
  const view = (await settingsOf(id, who)).items.find((item) => item.setting === setting);
  if (!view) throw new Error(`no setting ${setting}`);
  return view;
};

/** Sets a value as somebody who has just looked at the page. */
async function set(
  who: Visitor,
  id: string,
  setting: UnitSettingView['setting'],
  value: string | null,
) {
  const seen = (await viewOf(id, setting, who)).own?.setAt ?? null;
  return who.put<{ code: string }>(`/api/v1/org-units/${id}/settings/${setting}`, { value, seen });
}

/** A grey PNG of this size, as small as one can be told apart by its header. */
function png(width: number, height: number): Buffer {
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([header, size, Buffer.from('0800000000', 'hex'), Buffer.alloc(16)]);
}

const sendEmblem = (who: Visitor, id: string, bytes: Buffer) =>
  here.app.inject({
    method: 'POST',
    url: `/api/v1/org-units/${id}/emblem`,
    headers: { cookie: who.cookie(), origin: ORIGIN, 'content-type': 'application/octet-stream' },
    payload: bytes,
  });

const identityOf = async (who: Visitor) => (await who.get<Me>('/api/v1/session')).body.identity;

describe('name, emblem and contact', () => {
  test('hold for the subtree until a unit below sets its own, and come back when it takes it away', async () => {
    const learner = await addLearner(here, '清河镇');
    await set(county, countyId, 'platform-name', ' 云岭干部学习网 ');
    await set(county, countyId, 'contact', '县委组织部 0000-1234');
    expect(await identityOf(learner.visitor)).toMatchObject({
      name: '云岭干部学习网',
      contact: '县委组织部 0000-1234',
    });
    expect((await set(town, townId, 'platform-name', '清河学堂')).status).toBe(204);
    expect(await identityOf(learner.visitor)).toMatchObject({ name: '清河学堂' });
    expect(await identityOf(county)).toMatchObject({ name: '云岭干部学习网' });
    const view = await viewOf(townId, 'platform-name', town);
    expect(view).toMatchObject({
      inForce: { value: '清河学堂', from: { id: townId } },
      above: { value: '云岭干部学习网', from: { id: countyId } },
      own: { value: '清河学堂', setBy: '李芳' },
    });
    await set(town, townId, 'platform-name', null);
    expect(await identityOf(learner.visitor)).toMatchObject({ name: '云岭干部学习网' });
  });

  test('whoever has not signed in sees the installation’s', async () => {
    await set(county, countyId, 'platform-name', '云岭干部学习网');
    const answer = await here.app.inject({ url: '/api/v1/identity' });
    expect(answer.json<Identity>()).toMatchObject({ name: '云岭干部学习网', emblemUrl: null });
  });

  test('an emblem is a small, nearly square picture; it is served under its hash, and forgotten with it', async () => {
    expect((await sendEmblem(county, countyId, png(200, 200))).statusCode).toBe(204);
    const { emblemUrl } = await identityOf(county);
    const served = await here.app.inject({ url: emblemUrl ?? '' });
    expect(served.statusCode).toBe(200);
    expect(served.headers['content-type']).toBe('image/png');
    expect(served.rawPayload.equals(png(200, 200))).toBe(true);
    expect((await set(county, countyId, 'emblem', null)).status).toBe(204);
    expect((await here.app.inject({ url: emblemUrl ?? '' })).statusCode).toBe(404);
  });

  test.each([
    ['words', Buffer.from('<svg onload="alert(1)"/>'), 400, 'emblem-unfit'],
    ['nothing', Buffer.alloc(0), 400, 'emblem-unfit'],
    ['a banner', png(900, 100), 400, 'emblem-unfit'],
    ['a poster', png(3_000, 3_000), 400, 'emblem-unfit'],
    [
      'too many bytes',
      Buffer.concat([png(200, 200), Buffer.alloc(300_000)]),
      413,
      'emblem-too-large',
    ],
  ])('%s cannot be an emblem', async (_, bytes, status, code) => {
    const answer = await sendEmblem(county, countyId, bytes);
    expect(answer.statusCode).toBe(status);
    expect(answer.json<{ code: string }>().code).toBe(code);
    expect((await viewOf(countyId, 'emblem')).own).toBeNull();
  });
});

describe('who may set what', () => {
  test('a unit below may only ask more often, and be earlier; what is made stricter above overrules', async () => {
    await set(county, countyId, 'presence', 'usual');
    expect((await set(town, townId, 'presence', 'seldom')).body.code).toBe(
      'setting-laxer-than-above',
    );
    await set(town, townId, 'presence', 'often');
    await set(county, countyId, 'closing-day', '02-28');
    expect((await set(town, townId, 'closing-day', '03-01')).status).toBe(409);
    expect((await set(town, townId, 'closing-day', '02-10')).status).toBe(204);
    await set(county, countyId, 'closing-day', '01-31');
    expect(await viewOf(townId, 'closing-day', town)).toMatchObject({
      inForce: { value: '01-31', from: { id: countyId } },
      own: { value: '02-10' },
    });
  });

  test('nobody sets anything for a unit above or beside theirs', async () => {
    const body = { value: '别处的名字', seen: null };
    const beside = await unitId('石桥乡');
    for (const id of [countyId, beside]) {
      const answer = await town.put(`/api/v1/org-units/${id}/settings/platform-name`, body);
      expect(answer.status).toBe(404);
      expect((await sendEmblem(town, id, png(200, 200))).statusCode).toBe(404);
    }
  });

  test('what somebody else changed meanwhile is not overwritten', async () => {
    const body = { value: '先到的名字', seen: null };
    const url = `/api/v1/org-units/${countyId}/settings/platform-name`;
    expect((await county.put(url, body)).status).toBe(204);
    const late = await county.put<{ code: string }>(url, { ...body, value: '后到的名字' });
    expect(late.body.code).toBe('setting-changed-elsewhere');
    expect(await identityOf(county)).toMatchObject({ name: '先到的名字' });
  });

  test('each change stands in the audit trail with what was before', async () => {
    await set(county, countyId, 'contact', '干部科');
    await set(county, countyId, 'contact', '教育科');
    const { db } = here.installation.platform;
    const rows = await db
      .select({ detail: schema.auditEvents.detail })
      .from(schema.auditEvents)
      .where(eq(schema.auditEvents.action, 'unit-setting-changed'));
    expect(rows.map(({ detail }) => detail)).toContainEqual({
      setting: 'contact',
      before: '干部科',
      after: '教育科',
    });
  });

  test('what is set on the server is shown to system administrators alone, secrets never', async () => {
    const system = await here.signIn('hexiaoyan');
    const { server } = await settingsOf(countyId, system);
    expect(server).toContainEqual({ name: 'XUESHI_SIGN_IN_POLICY', value: 'dengbao' });
    expect((await settingsOf(countyId, county)).server).toBeNull();
  });
});

describe('the days for which watching is kept in detail', () => {
  test('are the server’s until the topmost unit sets more; shorter, and elsewhere, is refused', async () => {
    expect((await viewOf(countyId, 'heartbeat-days')).inForce).toEqual({
      value: '180',
      from: null,
    });
    expect((await set(county, countyId, 'heartbeat-days', '90')).body.code).toBe(
      'setting-shorter-than-server',
    );
    expect((await set(county, countyId, 'heartbeat-days', 'some')).body.code).toBe('setting-unfit');
    const { items } = await settingsOf(townId, town);
    expect(items.map(({ setting }) => setting)).not.toContain('heartbeat-days');
    const inTown = `/api/v1/org-units/${townId}/settings/heartbeat-days`;
    const refused = await town.put<{ code: string }>(inTown, { value: '400', seen: null });
    expect(refused.body.code).toBe('setting-for-the-top');
    expect((await set(county, countyId, 'heartbeat-days', '400')).status).toBe(204);
    expect(await viewOf(countyId, 'heartbeat-days')).toMatchObject({
      inForce: { value: '400', from: { id: countyId } },
      above: { value: '180', from: null },
    });
  });

  test('decide when the reports of a playback become one row', async () => {
    const { platform } = here.installation;
    const learner = await addLearner(here, '清河镇');
    await learner.visitor.post(`/api/v1/courses/${place.slug}/enrolment`);
    await viewerOf(here, await openPlayer(learner.visitor, place)).playTo(BEAT_MS);
    await set(county, countyId, 'heartbeat-days', '400');
    here.clock.advance({ days: 399 });
    expect((await compactEvidence(platform)).sessions).toBe(0);
    here.clock.advance({ days: 2 });
    expect((await compactEvidence(platform)).sessions).toBeGreaterThan(0);
  });
});

describe('presence checks', () => {
  /** Whether somebody who plays the lecture on is asked before so many minutes have counted. */
  async function isAskedWithin(minutes: number): Promise<boolean> {
    return playedUntilAsked(await begun(), minutes);
  }

  async function begun(): Promise<Learner> {
    const learner = await addLearner(here, '清河镇');
    await learner.visitor.post(`/api/v1/courses/${place.slug}/enrolment`);
    return learner;
  }

  /** Looks after every report: a check that nobody answers is soon missed, and asked no more. */
  async function playedUntilAsked({ visitor }: Learner, minutes: number): Promise<boolean> {
    const playing = viewerOf(here, await openPlayer(visitor, place));
    for (let ms = BEAT_MS; ms <= minutes * MINUTE_MS; ms += BEAT_MS)
      if ((await playing.playTo(ms)).check) return true;
    return false;
  }

  test('come as often as the nearest unit asks', async () => {
    await set(county, countyId, 'presence', 'off');
    expect(await isAskedWithin(39)).toBe(false);
    await comeIn();
    await set(county, countyId, 'presence', 'seldom');
    expect(await isAskedWithin(14)).toBe(false);
    await comeIn();
    await set(town, townId, 'presence', 'often');
    expect(await isAskedWithin(8)).toBe(true);
  });

  test('a check that waits is still to be answered where nobody is asked any more', async () => {
    await set(county, countyId, 'presence', 'often');
    const learner = await begun();
    expect(await playedUntilAsked(learner, 9)).toBe(true);
    await set(county, countyId, 'presence', 'off');
    const again = await openPlayer(learner.visitor, place);
    expect(again.session.check).not.toBeNull();
  });
});

describe('the closing day', () => {
  async function roundOn(day: string) {
    here.clock.set(new Date(`${day}T01:10:00Z`));
    await tellClosingDaysHandler(here.installation.platform, { day }, {
      signal: new AbortController().signal,
    } as Parameters<typeof tellClosingDaysHandler>[2]);
    const { db } = here.installation.platform;
    const rows = await db
      .select()
      .from(schema.notices)
      .where(eq(schema.notices.personId, await personOf(here, 'chenjianguo')));
    return rows.map(({ kind }) => kind).filter((kind) => kind.startsWith('year-closing'));
  }

  test('is told to the administrator before and when it is there, once each, and to the learner in the record', async () => {
    const learner = await addLearner(here, '清河镇');
    await set(county, countyId, 'closing-day', '01-31');
    const year = here.clock.now().getUTCFullYear();
    const { body } = await learner.visitor.get<LearningRecord>('/api/v1/me/record');
    expect(body.closesOn).toBe(`${body.year + 1}-01-31`);
    const next = year + 1;
    expect(await roundOn(`${next}-01-10`)).toEqual([]);
    expect(await roundOn(`${next}-01-20`)).toEqual(['year-closing-soon']);
    expect(await roundOn(`${next}-01-21`)).toEqual(['year-closing-soon']);
    expect((await roundOn(`${next}-01-31`)).sort()).toEqual([
      'year-closing-due',
      'year-closing-soon',
    ]);
  });
});
