import { nonceFor } from '@xueshi/server/nonce';
import { spawn } from 'node:child_process';
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'undici';
import { root } from '../e2e/server-process.ts';
import { benchFolder } from './bench-folder.ts';
import { ASSET_ID, makeCourse, makeLearners, type BenchLearner } from './learners.ts';
import { connect, send } from './load.ts';
import { median, report, tell } from './report.ts';
import { mebibytes } from './memory-of.ts';

const PLAYING = 200;
const PLAY_SECONDS = 40;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One learner at real pace: a segment every four seconds, a heartbeat every fifteen. */
async function play(
  pool: Pool,
  learner: BenchLearner,
  secret: KeyObject,
  until: number,
): Promise<void> {
  const cookie = `xueshi-session=${learner.secret}`;
  const opened = performance.now();
  let nonce = nonceFor(secret, learner.sessionId, 1, 1);
  let seq = 1;
  let reportedMs = 0;
  await pause(Math.random() * 4000);
  while (performance.now() < until) {
    await send(pool, { path: `/media/${ASSET_ID}/segment-00000.m4s`, headers: { cookie } }, false);
    const monoMs = Math.round(performance.now() - opened);
    if (monoMs - reportedMs >= 15_000) {
      const beat = {
        seq,
        monoMs,
        spans: [[reportedMs, monoMs, 1]],
        state: 'playing',
        visible: true,
        muted: false,
        sinceInputMs: 0,
      };
      const reply = await send(pool, {
        method: 'POST',
        path: `/api/v1/playback-sessions/${learner.sessionId}/beats`,
        headers: { 'content-type': 'application/json', cookie, 'sec-fetch-site': 'same-origin' },
        body: JSON.stringify({ epoch: 1, nonce, beats: [beat] }),
      });
      if (reply.status !== 200)
        throw new Error(`a heartbeat was answered ${reply.status}: ${reply.body.toString()}`);
      nonce = (JSON.parse(reply.body.toString()) as { nonce: string }).nonce;
      seq += 1;
      reportedMs = monoMs;
    }
    await pause(4000);
  }
}

/** Resident memory of the server after start, and with 200 learners playing. */
export async function memory(): Promise<void> {
  const folder = await benchFolder();
  let learners: BenchLearner[] = [];
  let secret: KeyObject = createSecretKey(randomBytes(32));
  await folder.fill(async ({ database, platform }) => {
    await makeCourse(database, new Date());
    learners = await makeLearners(database, PLAYING, new Date());
    secret = platform.secret;
  });
  await mkdir(join(folder.dataFolder, 'media', ASSET_ID), { recursive: true });
  await writeFile(
    join(folder.dataFolder, 'media', ASSET_ID, 'segment-00000.m4s'),
    randomBytes(300_000),
  );
  const server = await folder.start(['--empty']);
  await pause(2000);
  report({ name: 'memory', figure: await mebibytes(server.pid, 'VmRSS'), unit: 'MB' });
  const pool = connect(server.url, PLAYING);
  const until = performance.now() + PLAY_SECONDS * 1000;
  let peak = 0;
  const watch = setInterval(
    () => void mebibytes(server.pid, 'VmRSS').then((now) => (peak = Math.max(peak, now))),
    500,
  );
  await Promise.all(learners.map((learner) => play(pool, learner, secret, until)));
  clearInterval(watch);
  await pool.close();
  report({ name: 'memory-200-learners', figure: peak, unit: 'MB' });
  await server.stop();
  await folder.remove();
}

/** Seconds from `npm start` to the first answered page, everything being installed and built. */
export async function start(): Promise<void> {
  const folder = await benchFolder();
  const seconds: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const began = performance.now();
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const child = spawn(process.execPath, [join(root, 'scripts/bootstrap.cjs'), 'start'], {
      env: { ...process.env, ...folder.env, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    for (;;) {
      const answered = await fetch(`http://127.0.0.1:${port}/sign-in`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (answered) break;
      await pause(50);
    }
    const took = (performance.now() - began) / 1000;
    tell(`start: round ${round} ${took.toFixed(2)} s`);
    if (round > 0) seconds.push(took); // The first one makes the sample county.
    child.kill('SIGTERM');
    await new Promise((done) => child.on('exit', done));
  }
  await folder.remove();
  report({ name: 'start', figure: median(seconds), unit: 's' });
}
