// The power goes while learners report: what the server asked of the disk is recorded call by call, and the files are
// rebuilt as a power cut at any moment may have left them. Each is opened as the product opens it.
import { openDatabase } from '@xueshi/database';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../e2e/server-process.ts';
import { tracingEnded, tracing, whyNoTracing } from './failing-calls.ts';
import {
  readRecording,
  RECORDING,
  recordedDisk,
  type Call,
  type DiskFile,
} from './recorded-disk.ts';
import {
  beginTheCourse,
  makeGround,
  watch,
  type Acknowledged,
  type Ground,
} from './reporting-learners.ts';
import { compareWithDatabase } from './stretches-on-disk.ts';

/** XUESHI_POWER_CUTS=10000 is the long run (CONTRIBUTING.md), of a longer recording. */
const CUTS = Number(process.env['XUESHI_POWER_CUTS'] ?? 60);
const IS_LONG = CUTS > 1_000;
const LEARNERS = IS_LONG ? 40 : 8;
/** Playbacks of each. */
const ROUNDS = IS_LONG ? 6 : 1;
const FILES = ['xueshi.db', 'xueshi.db-wal'] as const;

/** What is left is looked at once and needs no disk. */
const workFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const skipped = whyNoTracing();
let ground: Ground;
let start: Record<DiskFile, Buffer>;
let calls: Call[];
const acknowledged: Acknowledged[] = [];

const bytesIn = (file: DiskFile) =>
  readFile(join(ground.env.XUESHI_DATA, file)).catch(() => Buffer.alloc(0));

beforeAll(async () => {
  if (skipped !== null) return;
  ground = await makeGround(LEARNERS);
  const { env, cookies } = ground;
  const before = await startServer(env, ['--empty']);
  await beginTheCourse(before.url, cookies);
  await before.stop();
  start = {
    'xueshi.db': await bytesIn('xueshi.db'),
    'xueshi.db-wal': await bytesIn('xueshi.db-wal'),
  };
  const log = join(ground.path, 'calls');
  const options = tracing(env.XUESHI_DATA, log, RECORDING);
  const server = await startServer(env, ['--empty'], ['strace', '-D', '--seccomp-bpf', ...options]);
  await Promise.all(
    cookies.map((cookie) => {
      let rounds = 0;
      return watch(server.url, cookie, acknowledged, async () => (rounds += 1) === ROUNDS);
    }),
  );
  await server.stop();
  await tracingEnded(log);
  calls = await readRecording(log);
}, 600_000);
afterAll(() => ground?.remove());

/** Numbers from 0 to below 1, the same for the same seed. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Opens what is left; the file holds, and everything that was answered for by then is there, once. */
async function recover(left: Record<DiskFile, Buffer>, untilMs: number): Promise<void> {
  const folder = await mkdtemp(join(workFolder, 'xueshi-left-'));
  for (const file of FILES)
    if (left[file].length > 0) await writeFile(join(folder, file), left[file]);
  const database = await openDatabase(join(folder, 'xueshi.db'));
  const { rows } = await database.client.execute('PRAGMA integrity_check(1)');
  expect(rows[0]?.[0]).toBe('ok');
  await compareWithDatabase(
    database,
    acknowledged.filter(({ atMs }) => atMs < untilMs),
  );
  await database.close();
  await rm(folder, { recursive: true });
}

test.skipIf(skipped !== null)(
  `the power cut at any moment loses nothing that was answered for${skipped === null ? '' : ` (skipped: ${skipped})`}`,
  async () => {
    expect(acknowledged).toHaveLength(2 * LEARNERS * ROUNDS);
    const disk = recordedDisk(start);
    let taken = 0;
    for (let cut = 0; cut < CUTS; cut += 1) {
      // From before the first call to after the last; with more cuts than calls each moment at least once.
      const until = Math.round((cut * calls.length) / (CUTS - 1));
      for (const call of calls.slice(taken, until)) disk.take(call);
      taken = until;
      const untilMs = calls[until]?.atMs ?? Infinity;
      await recover(disk.left(chanceFrom(cut)), untilMs).catch((error: unknown) => {
        throw new Error(`cut ${cut} of ${CUTS}, before call ${until} of ${calls.length}`, {
          cause: error,
        });
      });
    }
    if (IS_LONG) {
      const syncs = calls.filter(({ change }) => change === null).length;
      process.stderr.write(
        `power loss: ${CUTS} states of ${calls.length} calls with ${syncs} syncs, ${acknowledged.length} answers: none lost, none counted twice, all files whole\n`,
      );
    }
  },
  14_400_000,
);
