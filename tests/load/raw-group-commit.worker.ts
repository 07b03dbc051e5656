// The thread of raw-group-commit.ts: says 0 when its database is filled, then rows a second for each round.
import type { InStatement } from '@libsql/client';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { benchFolder } from './bench-folder.ts';
import { makeCourse, makeLearners, type BenchLearner } from './learners.ts';

export interface Asked {
  readonly learners: number;
  /** So many in a transaction. */
  readonly rows: number;
  readonly seconds: number;
  readonly beatMs: number;
}

/** Rows as the server writes them, a group in one transaction: no HTTP, no rules. */
function groupOf(
  learners: readonly BenchLearner[],
  { seq, beatMs }: { readonly seq: number; readonly beatMs: number },
  now: number,
): InStatement[] {
  const marks = (count: number, width: number) =>
    Array.from({ length: count }, () => `(${Array(width).fill('?').join(',')})`).join(',');
  const hash = `${now}-${seq}`.padEnd(43, 'x');
  const head = Buffer.from(hash, 'base64url');
  const body = `[${seq},${seq * beatMs},[[0,${beatMs},1]],"playing",true,false,0]`;
  const count = learners.length;
  return [
    {
      sql: `INSERT INTO heartbeats (session_id, seq, received_at, body_hash, body, claimed_ms, granted_ms, withheld_ms, hash) VALUES ${marks(count, 9)}`,
      args: learners.flatMap((one) => [
        one.sessionId,
        seq,
        now,
        hash,
        body,
        beatMs,
        beatMs,
        0,
        hash,
      ]),
    },
    {
      sql: `INSERT INTO playback_sessions (id, person_id, request_id, enrolment_id, lesson_id, media_asset_id, duration_ms, epoch, last_seq, last_mono_ms, head_hash, device, opened_at) VALUES ${marks(count, 13)} ON CONFLICT (id) DO UPDATE SET last_seq = excluded.last_seq, last_mono_ms = excluded.last_mono_ms, head_hash = excluded.head_hash`,
      args: learners.flatMap((one) => [
        one.sessionId,
        one.personId,
        one.sessionId,
        `enrolment-${one.personId}`,
        'bench-lecture',
        'a',
        1,
        1,
        seq,
        seq * beatMs,
        head,
        'bench',
        now,
      ]),
    },
    {
      sql: `INSERT INTO learner_playheads (person_id, epoch, tokens_ms, last_server_ms) VALUES ${marks(count, 4)} ON CONFLICT (person_id) DO UPDATE SET tokens_ms = excluded.tokens_ms, last_server_ms = excluded.last_server_ms`,
      args: learners.flatMap((one) => [one.personId, 1, seq, now]),
    },
    {
      sql: `INSERT INTO lesson_progress (enrolment_number, lesson_id, started_at, watched, watched_ms, resume_ms) VALUES ${marks(count, 6)} ON CONFLICT (enrolment_number, lesson_id) DO UPDATE SET watched = excluded.watched, watched_ms = excluded.watched_ms, resume_ms = excluded.resume_ms`,
      args: learners.flatMap((one) => [
        one.number,
        'bench-lecture',
        now,
        seq * beatMs,
        seq * beatMs,
        seq * beatMs,
      ]),
    },
  ];
}

assert(parentPort, 'started by raw-group-commit.ts');
const port = parentPort;
const asked = workerData as Asked;
const folder = await benchFolder();
await folder.fill(async ({ database }) => {
  await makeCourse(database, new Date());
  const learners = await makeLearners(database, asked.learners, new Date());
  let at = 0;
  let seq = 1;

  async function round(): Promise<number> {
    let rows = 0;
    const started = performance.now();
    while (performance.now() - started < asked.seconds * 1000) {
      if (at + asked.rows > learners.length) {
        at = 0;
        seq += 1;
      }
      const group = learners.slice(at, at + asked.rows);
      await database.client.batch(
        groupOf(group, { seq, beatMs: asked.beatMs }, Date.now()),
        'write',
      );
      at += asked.rows;
      rows += asked.rows;
      // The driver frees a group's statements when the event loop comes round: else all of it, half a second of work,
      // is left to the time of whoever is measured next.
      await setImmediate();
    }
    return rows / ((performance.now() - started) / 1000);
  }

  port.postMessage(0);
  for (;;) {
    const [said] = (await once(port, 'message')) as [string];
    if (said === 'close') break;
    port.postMessage(await round());
  }
});
await folder.remove();
port.close();
