// What a day's evidence shows (TRUST.md §2.8), through the application: played, then looked through.
import type { FlagDetail } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { addPaperLecture, beatOf, openPlayer } from '../../testing/paper-lecture.ts';
import { pass, useReportingClock } from '../../testing/reporting-clock.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  newRequestId,
  openTestInstallation,
  type TestInstallation,
} from '../../testing/test-installation.ts';
import { inspectEvidence } from './service.ts';

const BEAT = 15_000;
const place = { slug: 'long', lessonKey: 'lecture' };

let here: TestInstallation;
let learner: Learner;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'long'),
    env: { XUESHI_FLAG_LIMITS: 'long-day=0.1,takeovers=3', XUESHI_DELIVERY_EVIDENCE: 'on' },
  });
  await addPaperLecture(here.installation.platform, 'long', 3_600_000);
});
afterAll(() => here.close());
useReportingClock();

beforeEach(async () => {
  // Noon of a new day, after all that was before is looked through.
  await nextDay();
  learner = await addLearner(here);
  await learner.visitor.post('/api/v1/courses/long/enrolment');
});

const platform = () => here.installation.platform;
const look = () => inspectEvidence(platform());

async function nextDay(): Promise<void> {
  here.clock.advance({ days: 1 });
  await look();
}

async function foundOf(who = learner) {
  const rows = await platform()
    .db.select()
    .from(schema.flags)
    .where(eq(schema.flags.personId, who.personId));
  return rows.map(({ rule }) => rule).sort();
}

/** Reports `count` stretches of 15 s, in time or with some delay each. */
async function play(count: number, delayOf: (at: number) => number, who = learner) {
  const player = await openPlayer(who.visitor, place);
  for (let at = 0; at < count; at += 1) {
    pass(here, BEAT + delayOf(at));
    const { status } = await player.report(
      beatOf(at + 1, (at + 1) * (BEAT + 1_000), [[at * BEAT, (at + 1) * BEAT, 1]]),
    );
    expect(status).toBe(200);
  }
  return player;
}

const human = (at: number) => (at * 7_919) % 250;

test('a machine’s rhythm and video never fetched are found the next day, once, and nothing is taken', async () => {
  await play(120, () => 0);
  await nextDay();
  expect(await foundOf()).toEqual(['steady-beats', 'undelivered']);
  here.clock.advance({ days: -1 });
  await platform().write((tx) =>
    tx
      .delete(schema.installationFacts)
      .where(eq(schema.installationFacts.key, 'evidence-inspected-until')),
  );
  await nextDay();
  expect(await foundOf()).toEqual(['steady-beats', 'undelivered']);
});

test('an honest learner is not found, and what counts is left alone in any case', async () => {
  await platform().write((tx) =>
    tx.insert(schema.mediaDeliveries).values({
      personId: learner.personId,
      mediaAssetId: 'none',
      delivered: [],
    }),
  );
  const player = await openPlayer(learner.visitor, place);
  await platform().write((tx) =>
    tx.insert(schema.mediaDeliveries).values({
      personId: learner.personId,
      mediaAssetId: player.session.mediaVersion,
      delivered: [[0, 3_700_000]],
    }),
  );
  await play(20, human);
  await nextDay();
  expect(await foundOf()).toEqual([]);
});

test('a day that counts more than allowed is found, with what each playback brought', async () => {
  const player = await openPlayer(learner.visitor, place);
  await platform().write((tx) =>
    tx.insert(schema.mediaDeliveries).values({
      personId: learner.personId,
      mediaAssetId: player.session.mediaVersion,
      delivered: [[0, 3_700_000]],
    }),
  );
  await play(30, human);
  await nextDay();
  expect(await foundOf()).toEqual(['long-day']);
  const [row] = await platform()
    .db.select()
    .from(schema.flags)
    .where(eq(schema.flags.personId, learner.personId));
  const admin = await here.signIn('lifang');
  const { body } = await admin.get<FlagDetail>(`/api/v1/flags/${row?.id ?? ''}`);
  expect(body.figures).toEqual({ countedMs: 450_000 });
  expect(body.evidence).toMatchObject([
    { lessonTitle: { 'zh-CN': '讲座' }, figures: { countedMs: 450_000 } },
  ]);
  expect(body.subjects).toMatchObject([{ consequence: 'discard' }]);
});

test('a changed report under a used number, and a made-up nonce, are found', async () => {
  const player = await play(2, human);
  pass(here, BEAT);
  const changed = { ...beatOf(2, 32_000, [[0, 15_000, 1]]) };
  expect((await player.send({ beats: [changed] })).body.code).toBe('sequence-conflict');
  pass(here, BEAT);
  const next = beatOf(3, 64_000, [[30_000, 45_000, 1]]);
  expect((await player.send({ nonce: 'made-up', beats: [next] })).body.code).toBe('bad-nonce');
  await nextDay();
  const rows = await platform()
    .db.select()
    .from(schema.flags)
    .where(eq(schema.flags.personId, learner.personId));
  expect(rows.find((row) => row.rule === 'protocol')?.figures).toEqual({
    conflicts: 1,
    badNonces: 1,
  });
});

test('an ordinary report writes nothing beside itself', async () => {
  const before = await platform().db.select().from(schema.playbackIncidents);
  await play(5, human);
  expect(await platform().db.select().from(schema.playbackIncidents)).toEqual(before);
});

const openWith = (who: Learner, browserMark: string) =>
  who.visitor.post('/api/v1/playback-sessions', {
    requestId: newRequestId(),
    clientInfo: 'test',
    browserMark,
    ...place,
  });

test('three people in one browser are found, each without a word of the others', async () => {
  const others = [learner, await addLearner(here), await addLearner(here, '县委组织部')];
  const mark = randomUUID();
  for (const who of others) {
    await who.visitor.post('/api/v1/courses/long/enrolment');
    expect((await openWith(who, mark)).status).toBe(201);
  }
  await nextDay();
  for (const who of others) expect(await foundOf(who)).toEqual(['shared-browser']);
  const [row] = await platform()
    .db.select()
    .from(schema.flags)
    .where(eq(schema.flags.personId, learner.personId));
  expect(JSON.stringify(row)).not.toContain(others[1]?.personId);
  expect(row?.figures).toEqual({ people: 3 });
});

test('two browsers that take over from each other are found', async () => {
  const marks = [randomUUID(), randomUUID()];
  for (let at = 0; at < 4; at += 1) await openWith(learner, marks[at % 2] ?? '');
  await nextDay();
  expect(await foundOf()).toEqual(['takeovers']);
});

/** Presence checks, all answered in 100 ms, and half an hour out of sight. */
async function answerLikeAMachine(who: Learner): Promise<void> {
  const player = await openPlayer(who.visitor, place);
  const now = here.clock.now().getTime();
  await platform().write((tx) =>
    tx.insert(schema.presenceChecks).values(
      Array.from({ length: 5 }, (_, at) => ({
        id: randomUUID(),
        personId: who.personId,
        sessionId: player.session.sessionId,
        lessonId: 'l',
        kind: 'word',
        options: [],
        answer: 0,
        askedAt: new Date(now + at * 60_000),
        deadlineAt: new Date(now + at * 60_000),
        outcome: 'passed',
        attempts: 0,
        settledAt: new Date(now + at * 60_000 + 100),
        takenBackMs: 0,
      })),
    ),
  );
}

test('answers no person gives are found; whoever is given more time is left in peace', async () => {
  const helped = await addLearner(here);
  await helped.visitor.post('/api/v1/courses/long/enrolment');
  const admin = await here.signIn('lifang');
  const time = { seconds: 300, reason: '视力不便' };
  expect((await admin.put(`/api/v1/people/${helped.personId}/check-time`, time)).status).toBe(204);
  await answerLikeAMachine(learner);
  await answerLikeAMachine(helped);
  await nextDay();
  expect(await foundOf()).toEqual(['instant-answers']);
  expect(await foundOf(helped)).toEqual([]);
});
