// Old heartbeats become one row a playback; nothing that counts is lost, and nobody else may remove them.
import { openDatabase, schema } from '@xueshi/database';
import { count, eq } from 'drizzle-orm';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInstallation, checkLines } from '../../commands/check.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { addPaperLecture, beatOf, openPlayer, type Spans } from '../../testing/paper-lecture.ts';
import { pass, useReportingClock } from '../../testing/reporting-clock.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { checkEvidence, compactEvidence } from './service.ts';

const { heartbeats, lessonProgress, enrolments, playbackSessions, watchArchives } = schema;

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'lecture-course'),
    env: { XUESHI_KEEP_HEARTBEATS_DAYS: '180' },
  });
  await addPaperLecture(here.installation.platform, 'lecture-course', 600_000);
});
afterAll(() => here.close());
useReportingClock();

const place = { slug: 'lecture-course' };
const platform = () => here.installation.platform;
const db = () => platform().db;
const sqlText = (sql: string) => here.installation.database.client.execute(sql);

async function enrolled(): Promise<Learner> {
  const learner = await addLearner(here);
  await learner.visitor.post(`/api/v1/courses/${place.slug}/enrolment`);
  return learner;
}

/** Plays these stretches in a playback of their own, a report each. */
async function watch(learner: Learner, stretches: Spans): Promise<string> {
  const player = await openPlayer(learner.visitor, place);
  let monoMs = 0;
  for (const [at, span] of stretches.entries()) {
    monoMs += span[1] - span[0];
    pass(here, span[1] - span[0]);
    await player.report(beatOf(at + 1, monoMs, [span]));
  }
  return player.session.sessionId;
}

async function progressOf(learner: Learner) {
  const [row] = await db()
    .select({ progress: lessonProgress })
    .from(enrolments)
    .innerJoin(lessonProgress, eq(lessonProgress.enrolmentNumber, enrolments.number))
    .where(eq(enrolments.personId, learner.personId));
  return row?.progress;
}

const archivesOf = (learner: Learner) =>
  db()
    .select({ archive: watchArchives })
    .from(watchArchives)
    .innerJoin(enrolments, eq(enrolments.number, watchArchives.enrolmentNumber))
    .where(eq(enrolments.personId, learner.personId));

const beatsLeft = async (sessionId: string) =>
  (
    await db().select({ rows: count() }).from(heartbeats).where(eq(heartbeats.sessionId, sessionId))
  )[0]?.rows;

const TWO_STRETCHES: Spans = [
  [0, 15_000, 1],
  [30_000, 45_000, 1],
  [40_000, 50_000, 1],
];

test('after the days that are kept, a playback is one row: what was played, the sums, the head of the chain', async () => {
  const learner = await enrolled();
  const sessionId = await watch(learner, TWO_STRETCHES);
  const [session] = await db()
    .select()
    .from(playbackSessions)
    .where(eq(playbackSessions.id, sessionId));
  here.clock.advance({ days: 179 });
  expect((await compactEvidence(platform())).sessions).toBe(0);
  here.clock.advance({ days: 2 });
  const before = await progressOf(learner);
  expect(await compactEvidence(platform())).toEqual({ sessions: 1, beats: 3, broken: 0 });
  const [kept] = await archivesOf(learner);
  expect(kept?.archive).toMatchObject({
    beats: 3,
    grantedMs: 35_000,
    withheldMs: 0,
    refusedMs: 5_000,
    played: [
      [0, 15_000],
      [30_000, 50_000],
    ],
    headHash: session?.headHash,
    epoch: session?.epoch,
  });
  expect(await beatsLeft(sessionId)).toBe(0);
  expect(await progressOf(learner)).toEqual(before);
  expect(await compactEvidence(platform())).toEqual({ sessions: 0, beats: 0, broken: 0 });
});

test('whoever comes back after a year goes on where they were', async () => {
  const learner = await enrolled();
  await watch(learner, [[0, 15_000, 1]]);
  here.clock.advance({ days: 200 });
  await compactEvidence(platform());
  const again = await addSession(learner);
  expect(again.session.watched).toEqual([[0, 15_000]]);
  pass(here, 15_000);
  expect((await again.report(beatOf(1, 15_000, [[15_000, 30_000, 1]]))).body.watched).toEqual([
    [0, 30_000],
  ]);
  expect((await checkEvidence(db())).problems).toEqual([]);
});

/** Sessions last half a day at most; the person signs in again. */
async function addSession(learner: Learner) {
  const visitor = await here.signIn(learner.loginName);
  return openPlayer(visitor, place);
}

test('what is younger, or waits, stays; where days are 0 everything stays', async () => {
  const learner = await enrolled();
  const young = await watch(learner, [[0, 15_000, 1]]);
  await compactEvidence(platform());
  expect(await beatsLeft(young)).toBe(1);
  here.clock.advance({ days: 400 });
  const forEver = { ...platform(), config: { ...platform().config, keepHeartbeatDays: 0 } };
  expect(await compactEvidence(forEver)).toEqual({ sessions: 0, beats: 0, broken: 0 });
  expect(await beatsLeft(young)).toBe(1);
});

test('nobody removes heartbeats, nor a playback, without an archive that fits; and no archive is forged', async () => {
  const learner = await enrolled();
  const sessionId = await watch(learner, TWO_STRETCHES);
  await expect(sqlText(`DELETE FROM heartbeats WHERE session_id = '${sessionId}'`)).rejects.toThrow(
    'append-only',
  );
  await expect(sqlText(`DELETE FROM playback_sessions WHERE id = '${sessionId}'`)).rejects.toThrow(
    'kept until it is compacted',
  );
  const forge = (granted: string, hash: string) =>
    sqlText(`INSERT INTO watch_archives
      SELECT enrolment_number, epoch, 1, 3, (SELECT min(received_at) / 1000 FROM heartbeats WHERE session_id = s.session_id),
        (SELECT max(received_at) / 1000 - min(received_at) / 1000 FROM heartbeats WHERE session_id = s.session_id), ${granted}, 0, 40000 - ${granted}, 0, ${hash}, 0, 0, 0
      FROM playback_heads AS s WHERE session_id = '${sessionId}'`);
  await expect(forge('40000', 'head')).rejects.toThrow('must fit');
  await expect(forge('35000', "'x'")).rejects.toThrow('must fit');
  expect(await beatsLeft(sessionId)).toBe(3);
  await expect(sqlText(`UPDATE watch_archives SET granted_ms = 1`)).rejects.toThrow('append-only');
  await expect(sqlText(`DELETE FROM watch_archives`)).rejects.toThrow('append-only');
});

test('a chain that was tampered with is not compacted, and the check names it', async () => {
  const learner = await enrolled();
  const sessionId = await watch(learner, TWO_STRETCHES);
  const sound = await checkInstallation(platform(), here.installation.database);
  const found = sound.evidence.problems.length;
  await sqlText('DROP TRIGGER heartbeats_no_update');
  await sqlText(
    `UPDATE heartbeats SET body = replace(body, '30000', '20000') WHERE session_id = '${sessionId}'`,
  );
  here.clock.advance({ days: 200 });
  expect(await compactEvidence(platform())).toMatchObject({ broken: 1 });
  expect(await beatsLeft(sessionId)).toBe(3);
  const report = await checkInstallation(platform(), here.installation.database);
  expect(report.ok).toBe(false);
  expect(report.evidence.problems.length).toBeGreaterThan(found);
  expect(checkLines(report).join('\n')).toContain(
    `${sessionId}: heartbeat 2 is not as it was written`,
  );
});

test('watched time that no report claimed is found, before and after compaction', async () => {
  const learner = await enrolled();
  await watch(learner, [[0, 15_000, 1]]);
  here.clock.advance({ days: 200 });
  await compactEvidence(platform());
  await sqlText(
    `UPDATE lesson_progress SET watched = '[[0,20000]]', watched_ms = 20000 WHERE enrolment_number IN (SELECT number FROM enrolments WHERE person_id = '${learner.personId}')`,
  );
  const { problems } = await checkEvidence(db());
  expect(problems.filter(({ personId }) => personId === learner.personId)).toEqual([
    { personId: learner.personId, detail: 'lesson lecture: 5000 ms count that no report claimed' },
  ]);
});

test('the database holds all of it by itself: a second reader sees the same', async () => {
  const file = join(here.dataFolder, 'xueshi.db');
  const other = await openDatabase(file);
  const [own] = await db().select({ rows: count() }).from(watchArchives);
  expect(await other.db.$count(watchArchives)).toBe(own?.rows);
  await other.close();
});
