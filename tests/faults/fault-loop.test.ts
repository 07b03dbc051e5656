// The disk refuses one call after the other of the real server: the first of a run, the second, until a run needs no
// more. Whatever was answered for before is there, once, and after a sync that failed nothing goes on.
import { openDatabase } from '@xueshi/database';
import { readConfig } from '@xueshi/server/config';
import { openInstallation } from '@xueshi/server/installation';
import { openLog } from '@xueshi/server/log';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInstallation } from '../../apps/server/src/commands/check.ts';
import { root, startServer } from '../e2e/server-process.ts';
import { startFailing, tracedCalls, whyNoTracing, type Fault } from './failing-calls.ts';
import {
  beginTheCourse,
  makeGround,
  watch,
  type Acknowledged,
  type Ground,
} from './reporting-learners.ts';
import { compareWithDisk } from './stretches-on-disk.ts';

/** Every call of a run and not a chosen few; the long run (CONTRIBUTING.md). */
const WHOLE = process.env['XUESHI_FAULTS'] === 'all';
const LEARNERS = 3;
/** No run has so many. */
const MOST_CALLS = 2_000;

const skipped = whyNoTracing();
let ground: Ground;
/** A course that is ready and learners who have begun it, at rest. */
let rested: string;

beforeAll(async () => {
  if (skipped !== null) return;
  ground = await makeGround(LEARNERS);
  const server = await startServer(ground.env, ['--empty']);
  await beginTheCourse(server.url, ground.cookies);
  await server.stop();
  rested = ground.env.XUESHI_DATA;
});
afterAll(() => ground?.remove());

interface Run {
  readonly acknowledged: readonly Acknowledged[];
  /** What requests were answered with otherwise, or why the server did not come up. */
  readonly refusals: readonly string[];
  readonly exitCode: number | null;
  /** The calls from the first that failed on. */
  readonly failed: readonly string[];
}

/** Starts, lets each learner watch a little, stops. */
async function run(dataFolder: string, fault: Fault): Promise<Run> {
  const env = { ...ground.env, XUESHI_DATA: dataFolder };
  const log = `${dataFolder}.calls`;
  const acknowledged: Acknowledged[] = [];
  const refusals: string[] = [];
  const exitCode = await startFailing(env, log, fault).then(
    async (server) => {
      for (const cookie of ground.cookies)
        await watch(server.url, cookie, acknowledged, async () => true).catch((error: unknown) =>
          refusals.push(String(error)),
        );
      return server.stop();
    },
    (error: unknown) => {
      refusals.push(String(error));
      return /ended with null/.test(String(error)) ? null : 1;
    },
  );
  const calls = await tracedCalls(log);
  const first = calls.findIndex((call) => call.includes('(INJECTED)'));
  return { acknowledged, refusals, exitCode, failed: first < 0 ? [] : calls.slice(first) };
}

/** The next start finds everything that was answered for, once, and a file that holds. */
async function recover(dataFolder: string, acknowledged: readonly Acknowledged[]): Promise<void> {
  const config = readConfig({ ...ground.env, XUESHI_DATA: dataFolder, LOG_LEVEL: 'silent' }, root);
  const installation = await openInstallation(config, openLog(config));
  const report = await checkInstallation(installation.platform, installation.database);
  await installation.close();
  expect(report).toMatchObject({ ok: true });
  await compareWithDisk(dataFolder, acknowledged);
}

/** In the long run half an hour passes, and a sign-in with it. */
async function stillSignedIn(dataFolder: string): Promise<void> {
  const database = await openDatabase(join(dataFolder, 'xueshi.db'));
  const now = Date.now();
  await database.client.execute({ sql: 'UPDATE sessions SET last_seen_at = ?', args: [now] });
  await database.close();
}

/** Whether there was such a call. */
async function survives(fault: Fault): Promise<boolean> {
  const dataFolder = `${rested}-${fault.error}-${fault.from}-${fault.when}`;
  await cp(rested, dataFolder, { recursive: true });
  await stillSignedIn(dataFolder);
  const result = await run(dataFolder, fault);
  const { acknowledged, refusals, exitCode, failed } = result;
  const what = JSON.stringify({ fault, refusals, exitCode, failed }, null, 1);
  for (const refusal of refusals)
    expect(refusal, what).toMatch(/: 5\d\d |fetch failed|the server ended with/);
  if (failed.length === 0) {
    expect({ refusals, exitCode, answers: acknowledged.length }, what).toEqual({
      refusals: [],
      exitCode: 0,
      answers: 2 * LEARNERS,
    });
  } else if (fault.calls.includes('sync')) {
    // It has ended, by itself, and synced nothing again.
    expect(exitCode, what).not.toBe(0);
    expect(failed, what).toHaveLength(1);
  }
  await recover(dataFolder, acknowledged);
  await rm(dataFolder, { recursive: true, force: true });
  return failed.length > 0;
}

interface Kind extends Pick<Fault, 'calls' | 'error'> {
  readonly what: string;
  readonly onwards?: '+';
  /** What every run of the tests tries. */
  readonly chosen: readonly (readonly [Fault['from'], number])[];
}

const KINDS: readonly Kind[] = [
  {
    what: 'a sync that fails ends the process, which syncs nothing again and is whole when it is back',
    calls: 'fsync,fdatasync',
    error: 'EIO',
    chosen: [
      ['start', 2],
      ['ready', 2],
    ],
  },
  {
    what: 'a write that fails costs its request',
    calls: 'pwrite64',
    error: 'EIO',
    chosen: [['ready', 9]],
  },
  {
    what: 'a disk that is full from some write on keeps what it has',
    calls: 'pwrite64',
    error: 'ENOSPC',
    onwards: '+',
    chosen: [['ready', 6]],
  },
  {
    what: 'a file that cannot be opened loses nothing',
    calls: 'openat',
    error: 'EMFILE',
    chosen: [['start', 6]],
  },
];

/** Tries one place after the other until a run has no such place; how many there were. */
async function loop({ calls, error, onwards }: Kind, from: Fault['from']): Promise<number> {
  for (let number = 1; number < MOST_CALLS; number += 1)
    if (!(await survives({ calls, error, from, when: `${number}${onwards ?? ''}` })))
      return number - 1;
  throw new Error(`${calls} failed in ${MOST_CALLS} places and more`);
}

for (const kind of KINDS)
  test.skipIf(skipped !== null)(
    `${kind.what}${skipped === null ? '' : ` (skipped: ${skipped})`}`,
    async () => {
      if (WHOLE)
        for (const from of ['start', 'ready'] as const) {
          const places = await loop(kind, from);
          process.stderr.write(`${kind.calls} ${kind.error} from ${from}: ${places} places\n`);
          expect(places).toBeGreaterThan(0);
        }
      const { calls, error, onwards, chosen } = kind;
      for (const [from, number] of chosen)
        expect(await survives({ calls, error, from, when: `${number}${onwards ?? ''}` })).toBe(
          true,
        );
    },
    14_400_000,
  );
