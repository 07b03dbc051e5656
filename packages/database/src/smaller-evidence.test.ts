// What becomes of progress and archives of an older version: all of it is there, in fewer bytes, and as
// well guarded as before.
import { asc, eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, readMigrations } from './migrate.ts';
import { enrolments, lessonProgress, watchArchives } from './schema/index.ts';
import {
  NOW,
  openTemporaryDatabase,
  type TemporaryDatabase,
} from './temporary-database.fixture.ts';

let here: TemporaryDatabase;

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');
const at = (minute: number) => NOW.getTime() + minute * 60_000 + 789;

type Set = readonly (readonly [number, number])[];
/** One of each kind that may stand in an older database. */
const SETS: readonly Set[] = [
  [],
  [[0, 2_700_000]],
  [[1_350_000, 2_700_000]],
  [
    [0, 300_000],
    [400_000, 2_700_000],
  ],
];
const LEARNERS = 30;
const heads = Array.from({ length: LEARNERS }, (_, one) => hashOf(`head ${one}`));
const setOf = (one: number) => SETS[one % SETS.length] ?? [];
const lengthOf = (set: Set) => set.reduce((all, [from, to]) => all + to - from, 0);

const execute = (sql: string, args: (string | number | null | Uint8Array)[] = []) =>
  here.client.execute({ sql, args });

/** A playback of one report for each learner, archived for all but the last ten. */
async function insertOld(one: number): Promise<void> {
  const set = setOf(one);
  const ms = lengthOf(set);
  await execute(
    `INSERT INTO enrolments (id, person_id, course_id, course_version_id, cycle, value_hundredths, started_at, last_active_at)
     VALUES (?, ?, 'c', 'v', 'once', 0, 0, 0)`,
    [`e${one}`, `p${one}`],
  );
  await execute(
    `INSERT INTO lesson_progress (enrolment_id, lesson_id, started_at, completed_at, watched, watched_ms, unproven, resume_ms, best_percent)
     VALUES (?, 'l', ?, ?, ?, ?, ?, ?, ?)`,
    [
      `e${one}`,
      at(one),
      one % 2 ? at(one + 45) : null,
      JSON.stringify(set),
      ms,
      JSON.stringify(setOf(one + 1)),
      ms,
      one % 3 ? 80 : null,
    ],
  );
  await execute(
    `INSERT INTO playback_sessions (id, person_id, request_id, enrolment_id, lesson_id, media_asset_id, duration_ms, epoch, last_seq, last_mono_ms, head_hash, device, opened_at)
     VALUES (?, ?, 'r', ?, 'l', 'm', 2700000, ?, 1, 0, ?, '', 0)`,
    [`s${one}`, `p${one}`, `e${one}`, one + 5, heads[one] ?? ''],
  );
  await execute(
    `INSERT INTO heartbeats (session_id, seq, received_at, body_hash, body, claimed_ms, granted_ms, withheld_ms, hash)
     VALUES (?, 1, ?, '', '', ?, ?, 0, ?)`,
    [`s${one}`, at(one), ms + 1_000, ms, heads[one] ?? ''],
  );
  if (one >= LEARNERS - 10) return;
  await execute(
    `INSERT INTO watch_archives (enrolment_id, epoch, lesson_position, beats, first_at, last_at, claimed_ms, granted_ms, withheld_ms, played, head_hash, checks_asked, checks_missed, taken_back_ms)
     VALUES (?, ?, 3, 1, ?, ?, ?, ?, 0, ?, ?, 4, 1, 60000)`,
    [`e${one}`, one + 5, at(one), at(one), ms + 1_000, ms, JSON.stringify(set), heads[one] ?? ''],
  );
  if (one % 2) return;
  await execute('DELETE FROM heartbeats WHERE session_id = ?', [`s${one}`]);
  await execute('DELETE FROM playback_sessions WHERE id = ?', [`s${one}`]);
}

beforeAll(async () => {
  here = await openTemporaryDatabase({ migrated: false });
  const all = readMigrations();
  const first = all.findIndex(({ name }) => name.includes('smaller_evidence'));
  const run = (upTo?: number) =>
    migrate(here.client, {
      backups: join(here.folder, 'backups'),
      now: NOW,
      migrations: all.slice(0, upTo),
    });
  await run(first);
  await execute('PRAGMA foreign_keys = OFF');
  for (let one = 0; one < LEARNERS; one += 1) await insertOld(one);
  await run();
});
afterAll(() => here.remove());

const inSeconds = (ms: number) => new Date(Math.floor(ms / 1000) * 1000);

test('progress is what it was, to the millisecond', async () => {
  const rows = await here.db
    .select({ id: enrolments.id, progress: lessonProgress })
    .from(lessonProgress)
    .innerJoin(enrolments, eq(enrolments.number, lessonProgress.enrolmentNumber))
    .orderBy(asc(lessonProgress.startedAt));
  expect(rows).toHaveLength(LEARNERS);
  for (const [one, { id, progress }] of rows.entries()) {
    const { enrolmentNumber: _, ...rest } = progress;
    expect({ id, ...rest }).toEqual({
      id: `e${one}`,
      lessonId: 'l',
      startedAt: new Date(at(one)),
      completedAt: one % 2 ? new Date(at(one + 45)) : null,
      watched: setOf(one),
      watchedMs: lengthOf(setOf(one)),
      unproven: setOf(one + 1),
      resumeMs: lengthOf(setOf(one)),
      bestPercent: one % 3 ? 80 : null,
    });
  }
});

test('archives are what they were, with the head of each chain; their instants in seconds', async () => {
  const rows = await here.db
    .select({ id: enrolments.id, archive: watchArchives })
    .from(watchArchives)
    .innerJoin(enrolments, eq(enrolments.number, watchArchives.enrolmentNumber))
    .orderBy(asc(watchArchives.epoch));
  expect(rows).toHaveLength(LEARNERS - 10);
  for (const [one, { id, archive }] of rows.entries()) {
    const { enrolmentNumber: _, ...rest } = archive;
    const ms = lengthOf(setOf(one));
    expect({ id, ...rest }).toEqual({
      id: `e${one}`,
      epoch: one + 5,
      lessonPosition: 3,
      beats: 1,
      firstAt: inSeconds(at(one)),
      lastedSeconds: 0,
      grantedMs: ms,
      withheldMs: 0,
      refusedMs: 1_000,
      played: setOf(one),
      headHash: heads[one],
      checksAsked: 4,
      checksMissed: 1,
      takenBackMs: 60_000,
    });
  }
});

test('heartbeats go where the archive that came over fits, and nowhere else', async () => {
  const remove = (session: string) =>
    execute('DELETE FROM heartbeats WHERE session_id = ?', [session]);
  await expect(remove(`s${LEARNERS - 1}`)).rejects.toThrow('append-only');
  await execute("UPDATE playback_sessions SET head_hash = ? WHERE id = 's3'", [
    Buffer.from(hashOf('another'), 'base64url'),
  ]);
  await expect(remove('s3')).rejects.toThrow('append-only');
  await expect(execute("DELETE FROM playback_sessions WHERE id = 's3'")).rejects.toThrow(
    'kept until it is compacted',
  );
  expect((await remove('s1')).rowsAffected).toBe(1);
  expect((await execute("DELETE FROM playback_sessions WHERE id = 's1'")).rowsAffected).toBe(1);
});

test('an archive must fit its heartbeats, and none is changed, replaced or removed', async () => {
  const live = LEARNERS - 3;
  const ms = lengthOf(setOf(live));
  const archive = (change: Record<string, string> = {}) => {
    const given = {
      number: 'enrolment_number',
      epoch: 'epoch',
      beats: 'last_seq',
      first: String(Math.floor(at(live) / 1000)),
      lasted: '0',
      granted: String(ms),
      refused: '1000',
      head: 'head',
      ...change,
    };
    return execute(
      `INSERT OR REPLACE INTO watch_archives SELECT ${given.number}, ${given.epoch}, 1, ${given.beats}, ${given.first}, ${given.lasted}, ${given.granted}, 0, ${given.refused}, 0, ${given.head}, 0, 0, 0
       FROM playback_heads WHERE session_id = 's${live}'`,
    );
  };
  const lies = [
    { number: 'enrolment_number - 1' },
    { epoch: 'epoch + 1' },
    { beats: '2' },
    { first: '1' },
    { lasted: '1' },
    { granted: String(ms + 1), refused: '999' },
    { refused: '0' },
    { head: 'zeroblob(32)' },
    { head: `'${heads[live] ?? ''}'` },
  ];
  for (const lie of lies) await expect(archive(lie)).rejects.toThrow(/must fit|append-only/);
  await archive();
  await expect(archive()).rejects.toThrow('append-only');
  await expect(execute('UPDATE watch_archives SET played = 1')).rejects.toThrow('append-only');
  await expect(execute('DELETE FROM watch_archives')).rejects.toThrow('append-only');
});

test('enrolments are numbered on, each differently, and keep their numbers', async () => {
  const insert = `INSERT INTO enrolments (id, person_id, course_id, course_version_id, cycle, value_hundredths, started_at, last_active_at)
    VALUES ('n1', 'n1', 'c', 'v', 'once', 0, 0, 0), ('n2', 'n2', 'c', 'v', 'once', 0, 0, 0)`;
  await execute(insert);
  const numbers = (await here.db.select({ number: enrolments.number }).from(enrolments)).map(
    ({ number }) => number,
  );
  expect(numbers.sort((one, other) => one - other)).toEqual(
    Array.from({ length: LEARNERS + 2 }, (_, one) => one + 1),
  );
  await expect(execute("UPDATE enrolments SET number = 99 WHERE id = 'n1'")).rejects.toThrow(
    'stays',
  );
});
