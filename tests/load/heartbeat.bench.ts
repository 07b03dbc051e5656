import { nonceFor } from '@xueshi/server/nonce';
import type { InStatement } from '@libsql/client';
import type { Database } from '@xueshi/database';
import { benchFolder } from './bench-folder.ts';
import { makeCourse, makeLearners, type BenchLearner } from './learners.ts';
import { loadBeside, loadOnce, type Compared, type Reply, type Shot } from './load.ts';
import { report, tell } from './report.ts';

const CONNECTIONS = 32;
const LEARNERS = 40_000;
const BEAT_MS = 100;
const SECONDS = 3;
const ROUNDS = 7;

/** Rows as the server writes them, in groups of 32, one transaction each: no HTTP, no rules. */
function groupOf(learners: readonly BenchLearner[], seq: number, now: number): InStatement[] {
  const marks = (count: number, width: number) =>
    Array.from({ length: count }, () => `(${Array(width).fill('?').join(',')})`).join(',');
  const hash = `${now}-${seq}`.padEnd(43, 'x');
  const head = Buffer.from(hash, 'base64url');
  const body = `[${seq},${seq * BEAT_MS},[[0,${BEAT_MS},1]],"playing",true,false,0]`;
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
        BEAT_MS,
        BEAT_MS,
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
        seq * BEAT_MS,
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
        seq * BEAT_MS,
        seq * BEAT_MS,
        seq * BEAT_MS,
      ]),
    },
  ];
}

/** Such groups one after the other, a few seconds at a time; rows a second. */
function rawGroupCommit(
  { client }: Pick<Database, 'client'>,
  learners: readonly BenchLearner[],
): () => Promise<number> {
  let at = 0;
  let seq = 1;
  return async () => {
    let rows = 0;
    const started = performance.now();
    while (performance.now() - started < SECONDS * 1000) {
      if (at + CONNECTIONS > learners.length) {
        at = 0;
        seq += 1;
      }
      await client.batch(groupOf(learners.slice(at, at + CONNECTIONS), seq, Date.now()), 'write');
      at += CONNECTIONS;
      rows += CONNECTIONS;
    }
    return rows / ((performance.now() - started) / 1000);
  };
}

export interface Playing extends BenchLearner {
  seq: number;
  nonce: string;
}

export function beat(learner: Playing): Shot {
  const from = (learner.seq - 1) * BEAT_MS;
  return {
    method: 'POST',
    path: `/api/v1/playback-sessions/${learner.sessionId}/beats`,
    headers: {
      'content-type': 'application/json',
      cookie: `xueshi-session=${learner.secret}`,
      'sec-fetch-site': 'same-origin',
    },
    body: JSON.stringify({
      epoch: 1,
      nonce: learner.nonce,
      beats: [
        {
          seq: learner.seq,
          monoMs: learner.seq * BEAT_MS,
          spans: [[from, from + BEAT_MS, 1]],
          state: 'playing',
          visible: true,
          muted: false,
          sinceInputMs: 0,
        },
      ],
    }),
  };
}

/** Takes what a heartbeat was answered with; throws where it was not credited in full. */
export function goOn(learner: Playing | undefined, reply: Reply): void {
  const answer = JSON.parse(reply.body.toString()) as {
    ackSeq: number;
    nonce: string;
    grantedMs: number;
  };
  if (!learner || answer.ackSeq !== learner.seq || answer.grantedMs !== BEAT_MS)
    throw new Error(`a heartbeat was not credited: ${reply.body.toString()}`);
  learner.nonce = answer.nonce;
  learner.seq += 1;
}

/** The server under heartbeats, beside what `baseline` does a second. */
async function measured(baseline: () => Promise<number>): Promise<Compared> {
  const folder = await benchFolder();
  let learners: Playing[] = [];
  await folder.fill(async ({ database, platform }) => {
    await makeCourse(database, new Date());
    learners = (await makeLearners(database, LEARNERS, new Date())).map((one) => ({
      ...one,
      seq: 1,
      nonce: nonceFor(platform.secret, one.sessionId, 1, 1),
    }));
  });
  const server = await folder.start(['--empty']);
  let at = 0;
  const byPath = new Map(
    learners.map((one) => [`/api/v1/playback-sessions/${one.sessionId}/beats`, one]),
  );
  const options = {
    connections: CONNECTIONS,
    seconds: SECONDS,
    rounds: ROUNDS,
    keepBody: true,
    isLight: true,
    next(): Shot {
      const learner = learners[at++ % learners.length];
      if (!learner) throw new Error('no learners');
      return beat(learner);
    },
    onReply(reply: Reply, shot: Shot) {
      goOn(byPath.get(shot.path), reply);
    },
  };
  // The first heartbeat of each learner finds the server cold; an evening's viewing is not.
  await loadOnce(server.url, options, learners.length);
  const result = await loadBeside(server.url, options, baseline);
  await server.stop();
  await folder.remove();
  return result;
}

/** Durable, acknowledged heartbeats a second over HTTP, with every rule, at 32 connections. */
export async function heartbeat(): Promise<void> {
  const folder = await benchFolder();
  tell(`heartbeat: filling ${LEARNERS} learners twice …`);
  await folder.fill(async ({ database }) => {
    await makeCourse(database, new Date());
    const learners = await makeLearners(database, LEARNERS, new Date());
    const result = await measured(rawGroupCommit(database, learners));
    report({
      name: 'heartbeat',
      figure: result.perSecond,
      unit: 'heartbeats/s',
      baseline: result.baseline,
      ratio: result.ratio,
      p50_ms: result.p50,
      p99_ms: result.p99,
    });
  });
  await folder.remove();
}
