// The real server, killed while learners report: what it had answered for must be there, once.
import type { BeatsAnswer, PlaybackSession } from '@xueshi/contracts';
import { openDatabase } from '@xueshi/database';
import { makeSampleCourse, temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner } from '../../apps/server/src/testing/learners.ts';
import { beatOf } from '../../apps/server/src/testing/paper-lecture.ts';
import {
  anyFfmpeg,
  newRequestId,
  openTestInstallation,
} from '../../apps/server/src/testing/test-installation.ts';
import { startServer, type ServerProcess } from '../e2e/server-process.ts';
import { xueshi } from './xueshi-command.ts';

const LEARNERS = 300;
const KILLS = 5;

interface Report {
  readonly epoch: number;
  readonly nonce: string;
  readonly beats: readonly unknown[];
}

/** What the outside knows: every report that was answered, with its answer. */
interface Acknowledged {
  readonly cookie: string;
  readonly sessionId: string;
  readonly report: Report;
  readonly answer: BeatsAnswer;
}

let folder: { path: string; remove(): Promise<void> };
let env: { XUESHI_DATA: string; XUESHI_COURSES: string; XUESHI_DELIVERY_EVIDENCE: string };
const cookies: string[] = [];
let server: ServerProcess | null = null;

beforeAll(async () => {
  folder = await temporaryFolder();
  env = {
    XUESHI_DATA: join(folder.path, 'data'),
    XUESHI_COURSES: join(folder.path, 'courses'),
    // These learners only report.
    XUESHI_DELIVERY_EVIDENCE: 'off',
  };
  await mkdir(env.XUESHI_COURSES);
  await makeSampleCourse(env.XUESHI_COURSES, {
    slug: 'trial',
    seconds: 6,
    ffmpeg: await anyFfmpeg(),
  });
  const before = await openTestInstallation({
    dataFolder: env.XUESHI_DATA,
    env: { ...env },
  });
  before.clock.set(new Date());
  for (let number = 0; number < LEARNERS; number += 1) {
    const { visitor } = await addLearner(before);
    await visitor.post('/api/v1/courses/trial/enrolment');
    cookies.push(visitor.cookie());
  }
  await before.close();
});
afterAll(async () => {
  await server?.stop('SIGKILL');
  await folder.remove();
});

async function post<T>(cookie: string, path: string, body: unknown): Promise<T> {
  const url = server?.url ?? '';
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** One learner: opens a playback, reports twice (more often is refused), opens the next, until the link breaks. */
async function watch(
  cookie: string,
  acknowledged: Acknowledged[],
  stopped: () => boolean,
): Promise<void> {
  while (!stopped()) {
    const place = {
      requestId: newRequestId(),
      slug: 'trial',
      lessonKey: 'lecture',
      clientInfo: 'load',
    };
    const session = await post<PlaybackSession>(cookie, '/playback-sessions', place);
    let { nonce } = session;
    for (const seq of [1, 2]) {
      const from = Math.floor(Math.random() * 5) * 1_000;
      const report = {
        epoch: session.epoch,
        nonce,
        beats: [beatOf(seq, seq * 15_000, [[from, from + 1_000, 1]])],
      };
      const answer = await post<BeatsAnswer>(
        cookie,
        `/playback-sessions/${session.sessionId}/beats`,
        report,
      );
      acknowledged.push({ cookie, sessionId: session.sessionId, report, answer });
      ({ nonce } = answer);
    }
  }
}

async function loadAndKill(): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  let killed = false;
  const refusals: string[] = [];
  const learners = cookies.map((cookie) =>
    watch(cookie, acknowledged, () => killed).catch((error: unknown) => {
      // A link that broke is what is wanted; an answer that refuses is not.
      if (!killed) refusals.push(String(error));
    }),
  );
  // Killed in the middle of the load: when everybody has been answered at least once.
  await expect
    .poll(() => new Set(acknowledged.map((one) => one.cookie)).size, {
      timeout: 60_000,
      interval: 50,
    })
    .toBe(LEARNERS);
  killed = true;
  await server?.stop('SIGKILL');
  await Promise.all(learners);
  expect(refusals).toEqual([]);
  return acknowledged;
}

test(`killed ${KILLS} times under the load of ${LEARNERS} learners, the server loses nothing it answered for and counts nothing twice`, async () => {
  const all: Acknowledged[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const started = performance.now();
    server = await startServer(env);
    expect(performance.now() - started).toBeLessThan(20_000);
    if (all.length > 0) await resendTheLast(all);
    all.push(...(await loadAndKill()));
  }
  expect(all.length).toBeGreaterThanOrEqual(KILLS * LEARNERS);
  server = await startServer(env);
  const checked = await xueshi('check', env);
  expect(checked.said).toContain('Everything holds.');
  expect(checked.code).toBe(0);
  expect(await server.stop()).toBe(0);
  server = null;
  expect(await xueshi('check', env)).toMatchObject({ code: 0 });
  await compareWithDisk(all);
}, 240_000);

/** Resent after the restart, a report that was answered is answered the same and counts nothing. */
async function resendTheLast(all: readonly Acknowledged[]): Promise<void> {
  const last = new Map(all.map((one) => [one.cookie, one]));
  for (const { cookie, sessionId, report, answer } of last.values()) {
    const path = `/playback-sessions/${sessionId}/beats`;
    const again = await post<BeatsAnswer>(cookie, path, report).catch((error: unknown) => error);
    // The learner may have opened the next playback just before the end: then this one is superseded.
    if (again instanceof Error) {
      expect(again.message).toContain('playback-superseded');
      continue;
    }
    const { grantedMs, withheldMs } = answer;
    expect(again).toMatchObject({ grantedMs, withheldMs, replayed: true });
    // A second report may have reached the disk whose answer did not get through any more.
    expect((again as BeatsAnswer).ackSeq).toBeGreaterThanOrEqual(answer.ackSeq);
  }
}

async function compareWithDisk(all: readonly Acknowledged[]): Promise<void> {
  const database = await openDatabase(join(env.XUESHI_DATA, 'xueshi.db'));
  const { rows } = await database.client.execute(
    'SELECT session_id, seq, granted_ms FROM heartbeats',
  );
  const onDisk = new Map(
    rows.map((row) => [
      `${String(row['session_id'])}/${String(row['seq'])}`,
      Number(row['granted_ms']),
    ]),
  );
  const missing = all.filter(
    (one) => onDisk.get(`${one.sessionId}/${one.answer.ackSeq}`) !== one.answer.grantedMs,
  );
  expect(missing).toEqual([]);
  const sums = await database.client.execute(`
    SELECT p.watched_ms AS watched, (SELECT sum(h.granted_ms) FROM heartbeats h JOIN playback_sessions s ON s.id = h.session_id
      WHERE s.enrolment_id = p.enrolment_id AND s.lesson_id = p.lesson_id) AS granted
    FROM lesson_progress p WHERE p.watched_ms > 0`);
  expect(sums.rows).toHaveLength(LEARNERS);
  expect(sums.rows.filter((row) => row['watched'] !== row['granted'])).toEqual([]);
  await database.close();
}
