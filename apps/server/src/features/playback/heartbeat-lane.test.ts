import type { BeatsAnswer } from '@xueshi/contracts';
import { openDatabase, schema } from '@xueshi/database';
import { temporaryFolder } from '@xueshi/testkit';
import { asc, eq, sql } from 'drizzle-orm';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/new-id.ts';
import type { Actor } from '../../platform/sessions.ts';
import { addPaperLecture, beatOf } from '../../testing/paper-lecture.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  newRequestId,
  openTestInstallation,
  type TestInstallation,
} from '../../testing/test-installation.ts';
import { startCourse } from '../learning/service.ts';
import { nonceFor } from './nonce.ts';
import { openHeartbeatLane, openPlayback } from './service.ts';

let here: TestInstallation;
let kept: { path: string; remove(): Promise<void> };

beforeAll(async () => {
  kept = await temporaryFolder();
  here = await openTestInstallation({
    dataFolder: join(kept.path, 'data'),
    courses: (folder) => writeReadingCourse(folder, 'long-lecture'),
  });
  await addPaperLecture(here.installation.platform, 'long-lecture', 600_000);
});
afterAll(() => kept.remove());

/** People watching the lecture, each in a playback session of their own. */
async function seatLearners(count: number) {
  const { platform } = here.installation;
  const personIds = Array.from({ length: count }, newId);
  const now = here.clock.now();
  await platform.write((tx) =>
    tx.insert(schema.people).values(
      personIds.map((id) => ({
        id,
        name: id,
        namePinyin: id,
        nameInitials: 'x',
        createdAt: now,
      })),
    ),
  );
  const seats = [];
  for (const personId of personIds) {
    const actor = { personId, address: '127.0.0.1' } as Actor;
    await startCourse(platform, actor, 'long-lecture');
    const place = {
      requestId: newRequestId(),
      slug: 'long-lecture',
      lessonKey: 'lecture',
      clientInfo: '',
    };
    const { sessionId, epoch, nonce } = await openPlayback(platform, actor, place);
    const report = (from: number, to: number) => ({
      sessionId,
      epoch,
      nonce,
      beats: [beatOf(1, to - from, [[from, to, 1]])],
    });
    seats.push({ personId, sessionId, report });
  }
  return seats;
}

test('fifty learners who report at the same moment share a few writes to the disk, and each is answered', async () => {
  const seats = await seatLearners(50);
  here.clock.advance({ seconds: 15 });
  const lane = openHeartbeatLane(here.installation.platform);
  const answers = await Promise.all(
    seats.map((seat) => lane.report(seat.personId, seat.report(0, 15_000))),
  );
  expect(answers.every((answer) => answer.grantedMs === 15_000 && answer.ackSeq === 1)).toBe(true);
  expect(lane.counts().reports).toBe(50);
  expect(lane.counts().commits).toBeLessThanOrEqual(5);
});

test('one report that fails takes none of the others down', async () => {
  const seats = await seatLearners(12);
  const { platform } = here.installation;
  const [damaged, stranger, liar, ...sound] = seats;
  if (!damaged || !stranger || !liar) throw new Error('twelve seats');
  // Watched time that no program of ours can have written: the rules stop with an assertion.
  await here.installation.database.client.execute({
    sql: `UPDATE lesson_progress SET watched = '[[0,9000],[5000,7000]]' WHERE enrolment_number =
          (SELECT enrolment_number FROM playback_heads WHERE session_id = ?)`,
    args: [damaged.sessionId],
  });
  here.clock.advance({ seconds: 15 });
  const lane = openHeartbeatLane(platform);
  const outcomes = await Promise.allSettled([
    ...sound.map((seat) => lane.report(seat.personId, seat.report(0, 15_000))),
    lane.report(damaged.personId, damaged.report(0, 15_000)),
    lane.report(liar.personId, stranger.report(0, 15_000)),
    lane.report(liar.personId, liar.report(0, 60_000)),
  ]);
  const good = outcomes
    .slice(0, sound.length)
    .map((one) => (one.status === 'fulfilled' ? one.value.grantedMs : one.reason));
  expect(good).toEqual(sound.map(() => 15_000));
  const [failed, foreign, cut] = outcomes.slice(sound.length);
  expect(failed).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringContaining('watched time is an interval set') },
  });
  expect(foreign).toMatchObject({ status: 'rejected', reason: { code: 'not-found' } });
  expect(cut).toMatchObject({
    status: 'fulfilled',
    value: { grantedMs: 15_000, withheldMs: 45_000 },
  });
});

test('what a learner reports while the last report is still written counts on top of it', async () => {
  const seats = await seatLearners(40);
  const { platform } = here.installation;
  here.clock.advance({ seconds: 30 });
  const lane = openHeartbeatLane(platform);
  const firsts = seats.map((seat) => lane.report(seat.personId, seat.report(0, 15_000)));
  const seconds = seats.map(async ({ personId, sessionId, report }) => {
    // In the same instant as others' first reports, and as its own; its nonce is what that will be answered with.
    const { epoch } = report(0, 15_000);
    return lane.report(personId, {
      sessionId,
      epoch,
      nonce: nonceFor(platform.secret, sessionId, epoch, 2),
      beats: [beatOf(2, 30_000, [[15_000, 30_000, 1]])],
    });
  });
  await Promise.all(firsts);
  const answers = await Promise.all(seconds);
  expect(answers.map((answer) => [answer.ackSeq, answer.watched])).toEqual(
    seats.map(() => [2, [[0, 30_000]]]),
  );
});

test('whoever wants to write is let in between the groups, however many reports wait', async () => {
  const seats = await seatLearners(160);
  const { platform } = here.installation;
  here.clock.advance({ seconds: 15 });
  const lane = openHeartbeatLane(platform);
  let hasWritten = false;
  /** As long as nobody else has written: the line is never empty. */
  const keepReporting = async () => {
    for (let seat = seats.pop(); seat && !hasWritten; seat = seats.pop())
      await lane.report(seat.personId, seat.report(0, 15_000));
  };
  const reporting = Array.from({ length: 24 }, keepReporting);
  await platform.write((tx) => tx.select().from(schema.people).limit(1));
  hasWritten = true;
  await Promise.all(reporting);
  expect(seats.length).toBeGreaterThan(0);
});

test('the same report twice in one moment counts once', async () => {
  const [seat] = await seatLearners(1);
  if (!seat) throw new Error('one seat');
  here.clock.advance({ seconds: 15 });
  const lane = openHeartbeatLane(here.installation.platform);
  const [first, again] = await Promise.all([
    lane.report(seat.personId, seat.report(0, 15_000)),
    lane.report(seat.personId, seat.report(0, 15_000)),
  ]);
  expect(again).toEqual({ ...first, replayed: true } satisfies BeatsAnswer);
  expect(first?.replayed).toBe(false);
});

test('nobody can change or remove what was reported, not even with the database in hand', async () => {
  const { client } = here.installation.database;
  const before = await client.execute(
    'SELECT count(*) AS n, sum(granted_ms) AS granted FROM heartbeats',
  );
  expect(Number(before.rows[0]?.['n'])).toBeGreaterThan(50);
  await expect(client.execute('UPDATE heartbeats SET granted_ms = 0')).rejects.toThrow(
    'append-only',
  );
  await expect(client.execute('DELETE FROM heartbeats')).rejects.toThrow('append-only');
  await expect(
    client.execute(
      'INSERT OR REPLACE INTO heartbeats SELECT session_id, seq, received_at, body_hash, body, claimed_ms, 1, withheld_ms, hash FROM heartbeats',
    ),
  ).rejects.toThrow('append-only');
  const after = await client.execute(
    'SELECT count(*) AS n, sum(granted_ms) AS granted FROM heartbeats',
  );
  expect(after.rows).toEqual(before.rows);
});

test('what was acknowledged is on the disk: in a copy taken without closing, and after closing and opening again', async () => {
  const [seat] = await seatLearners(1);
  if (!seat) throw new Error('one seat');
  here.clock.advance({ seconds: 15 });
  const lane = openHeartbeatLane(here.installation.platform);
  const acknowledged = await lane.report(seat.personId, seat.report(0, 15_000));
  // The files as they lie there when the process dies now.
  const crash = join(kept.path, 'crash');
  await cp(here.dataFolder, crash, { recursive: true });
  expect(await progressIn(crash, seat.sessionId)).toEqual({
    lastSeq: 1,
    watchedMs: 15_000,
    beats: 1,
  });
  await here.close();
  expect(await progressIn(here.dataFolder, seat.sessionId)).toEqual({
    lastSeq: 1,
    watchedMs: 15_000,
    beats: 1,
  });
  expect(acknowledged.ackSeq).toBe(1);
});

async function progressIn(folder: string, sessionId: string) {
  const database = await openDatabase(join(folder, 'xueshi.db'));
  const { enrolments, playbackSessions, lessonProgress, heartbeats } = schema;
  const [row] = await database.db
    .select({
      lastSeq: playbackSessions.lastSeq,
      watchedMs: lessonProgress.watchedMs,
      beats: sql<number>`count(${heartbeats.seq})`,
    })
    .from(playbackSessions)
    .innerJoin(enrolments, eq(enrolments.id, playbackSessions.enrolmentId))
    .innerJoin(lessonProgress, eq(lessonProgress.enrolmentNumber, enrolments.number))
    .leftJoin(heartbeats, eq(heartbeats.sessionId, playbackSessions.id))
    .where(eq(playbackSessions.id, sessionId))
    .groupBy(playbackSessions.id)
    .orderBy(asc(playbackSessions.id));
  await database.close();
  return row;
}
