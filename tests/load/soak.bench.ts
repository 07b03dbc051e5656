// A county's evening at real pace: ten thousand learners each report every fifteen seconds, fifty more fetch video, for
// as long as XUESHI_SOAK_MINUTES says (two by default; thirty before a release).
import type { BeatsAnswer } from '@xueshi/contracts';
import { nonceFor } from '@xueshi/server/nonce';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'undici';
import { benchFolder, type BenchFolder } from './bench-folder.ts';
import { ASSET_ID, LECTURE_MS, makeCourse, makeLearners, type BenchLearner } from './learners.ts';
import { connect, send } from './load.ts';
import { mebibytes } from './memory-of.ts';
import { percentile, report, tell } from './report.ts';

const MINUTES = Number(process.env['XUESHI_SOAK_MINUTES'] ?? 2);
const BEAT_MS = 15_000;
const LEARNERS = 10_005;
const STREAMS = 50;
const SEGMENT_MS = 4_000;
const SEGMENT_BYTES = 1_048_576;
/** Of so many reports one is sent again, as after an answer that did not come through. */
const ONE_REPEATED_OF = 100;
/** Of the time, until memory is compared with itself. */
const WARM_SHARE = 0.25;

interface Playing extends BenchLearner {
  nonce: string;
  seq: number;
  /** When the playback began, and how much of it has been reported, ms. */
  openedMs: number;
  reportedMs: number;
}

interface Tally {
  readonly timesMs: number[];
  readonly errors: string[];
  /** What honest watching is worth, and what was answered as granted, ms. */
  watchedMs: number;
  grantedMs: number;
  segments: number;
}

const pauseUntil = (atMs: number) =>
  new Promise((done) => setTimeout(done, Math.max(0, atMs - performance.now())));

async function reportOnce(pool: Pool, learner: Playing, tally: Tally): Promise<void> {
  const monoMs = Math.round(performance.now() - learner.openedMs);
  const { seq, nonce, reportedMs } = learner;
  const beat = { seq, monoMs, spans: [[reportedMs, monoMs, 1]] };
  const how = { state: 'playing', visible: true, muted: false, sinceInputMs: 0 };
  const shot = {
    method: 'POST' as const,
    path: `/api/v1/playback-sessions/${learner.sessionId}/beats`,
    headers: {
      'content-type': 'application/json',
      cookie: `xueshi-session=${learner.secret}`,
      'sec-fetch-site': 'same-origin',
    },
    body: JSON.stringify({ epoch: 1, nonce, beats: [{ ...beat, ...how }] }),
  };
  const answer = await answerTo(pool, shot, tally);
  tally.watchedMs += monoMs - reportedMs;
  tally.grantedMs += answer.grantedMs;
  Object.assign(learner, { nonce: answer.nonce, seq: seq + 1, reportedMs: monoMs });
  if (tally.timesMs.length % ONE_REPEATED_OF !== 0) return;
  const again = await answerTo(pool, shot, tally);
  if (!again.replayed) tally.errors.push(`a report was counted twice: ${JSON.stringify(again)}`);
}

async function answerTo(
  pool: Pool,
  shot: Parameters<typeof send>[1],
  tally: Tally,
): Promise<BeatsAnswer> {
  const asked = performance.now();
  const reply = await send(pool, shot);
  tally.timesMs.push(performance.now() - asked);
  if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.body.toString()}`);
  return JSON.parse(reply.body.toString()) as BeatsAnswer;
}

/** At its own beat from its place in the first fifteen seconds on, whatever becomes of the others. */
async function play(pool: Pool, learner: Playing, untilMs: number, tally: Tally): Promise<void> {
  for (let at = learner.openedMs + BEAT_MS; at < untilMs; at += BEAT_MS) {
    await pauseUntil(at);
    await reportOnce(pool, learner, tally).catch((error: unknown) =>
      tally.errors.push(String(error)),
    );
  }
}

async function stream(pool: Pool, learner: Playing, untilMs: number, tally: Tally): Promise<void> {
  const headers = { cookie: `xueshi-session=${learner.secret}` };
  for (let at = learner.openedMs; at < untilMs; at += SEGMENT_MS) {
    await pauseUntil(at);
    const path = `/media/${ASSET_ID}/segment-00000.m4s`;
    const { status } = await send(pool, { path, headers }, false);
    if (status === 200) tally.segments += 1;
    else tally.errors.push(`a segment was answered ${status}`);
  }
}

async function fill(folder: BenchFolder): Promise<Playing[]> {
  let learners: Playing[] = [];
  await folder.fill(async ({ database, platform }) => {
    await makeCourse(database, new Date());
    const made = await makeLearners(database, LEARNERS, new Date());
    // Nobody answers questions here.
    await database.client.execute({
      sql: 'UPDATE learner_playheads SET until_check_ms = ?',
      args: [10 * LECTURE_MS],
    });
    learners = made.map((one) => ({
      ...one,
      nonce: nonceFor(platform.secret, one.sessionId, 1, 1),
      seq: 1,
      openedMs: 0,
      reportedMs: 0,
    }));
  });
  const media = join(folder.dataFolder, 'media', ASSET_ID);
  await mkdir(media, { recursive: true });
  await writeFile(join(media, 'segment-00000.m4s'), randomBytes(SEGMENT_BYTES));
  return learners;
}

/** What is on disk as watched, of everybody, ms. */
async function watchedOnDisk(folder: BenchFolder): Promise<number> {
  let watchedMs = 0;
  await folder.fill(async ({ database }) => {
    const { rows } = await database.client.execute('SELECT sum(watched_ms) FROM lesson_progress');
    watchedMs = Number(rows[0]?.[0]);
  });
  return watchedMs;
}

/** Of a straight line through the samples (minutes, MiB), by least squares. */
function slopeOf(samples: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) => samples.reduce((sum, one) => sum + one[at], 0) / samples.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const spread = samples.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return samples.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

async function evening(url: string, pid: number, learners: readonly Playing[], tally: Tally) {
  const [reports, video] = [connect(url, 256), connect(url, STREAMS)];
  const beganMs = performance.now() + 500;
  const untilMs = beganMs + MINUTES * 60_000;
  for (const [at, learner] of learners.entries())
    learner.openedMs = beganMs + (at * BEAT_MS) / learners.length - BEAT_MS;
  const memory: [number, number][] = [];
  const watching = setInterval(() => {
    const atMs = performance.now();
    if (atMs < beganMs + (untilMs - beganMs) * WARM_SHARE) return;
    void mebibytes(pid, 'VmRSS').then((now) => memory.push([atMs / 60_000, now]));
  }, 1_000);
  await Promise.all([
    ...learners.map((one) => play(reports, one, untilMs, tally)),
    ...learners.slice(0, STREAMS).map((one) => stream(video, one, untilMs, tally)),
  ]);
  clearInterval(watching);
  await Promise.all([reports.close(), video.close()]);
  return { memory, seconds: (performance.now() - beganMs) / 1_000 };
}

/** Heartbeats of ten thousand learners and fifty streams at once, and whether what is credited is what was watched. */
export async function soak(): Promise<void> {
  const folder = await benchFolder();
  tell(`soak: ${MINUTES} minutes; XUESHI_SOAK_MINUTES sets another time`);
  const learners = await fill(folder);
  const server = await folder.start(['--empty']);
  const tally: Tally = { timesMs: [], errors: [], watchedMs: 0, grantedMs: 0, segments: 0 };
  const { memory, seconds } = await evening(server.url, server.pid, learners, tally);
  await server.stop();
  const onDiskMs = await watchedOnDisk(folder);
  await folder.remove();
  for (const error of tally.errors.slice(0, 5)) tell(`soak: ${error}`);
  const sorted = Float64Array.from(tally.timesMs).sort();
  report({
    name: 'soak',
    figure: tally.timesMs.length / seconds,
    unit: 'heartbeats/s',
    p50_ms: percentile(sorted, 0.5),
    p99_ms: percentile(sorted, 0.99),
    most_ms: sorted.at(-1) ?? NaN,
    minutes: seconds / 60,
    segments: tally.segments,
    errors: tally.errors.length,
    rss_mib: memory.at(-1)?.[1] ?? NaN,
    grew_mib_per_minute: slopeOf(memory),
    watched_ms: tally.watchedMs,
    granted_ms: tally.grantedMs,
    on_disk_ms: onDiskMs,
  });
  if (onDiskMs !== tally.watchedMs || tally.grantedMs !== tally.watchedMs)
    throw new Error('what is credited is not what was watched');
}
