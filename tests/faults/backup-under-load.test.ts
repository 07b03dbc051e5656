// A backup taken while learners report, restored into a second folder; and a server that is told to stop
// while they go on.
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type ServerProcess } from '../e2e/server-process.ts';
import {
  allAnswered,
  beginTheCourse,
  makeGround,
  watch,
  type Acknowledged,
  type Ground,
} from './reporting-learners.ts';
import { compareWithDisk } from './stretches-on-disk.ts';
import { xueshi } from './xueshi-command.ts';

const LEARNERS = 60;
/** A learner's browser asks again after this long at the most; the system stops what takes longer. */
const MOST_DRAIN_MS = 10_000;

let ground: Ground;
let server: ServerProcess | null = null;

beforeAll(async () => {
  ground = await makeGround(LEARNERS);
});
afterAll(async () => {
  await server?.stop('SIGKILL');
  await ground.remove();
});

/** As docs/operate.md says it: the backup as `xueshi.db`, and these beside it, as far as there are any. */
const BESIDE = ['media', 'slides', 'files', 'pictures', 'drafts', 'reports'];

async function restore(backup: string): Promise<string> {
  const folder = join(ground.path, 'restored');
  await mkdir(folder);
  await cp(backup, join(folder, 'xueshi.db'));
  for (const name of await readdir(ground.env.XUESHI_DATA))
    if (BESIDE.includes(name))
      await cp(join(ground.env.XUESHI_DATA, name), join(folder, name), { recursive: true });
  return folder;
}

test('what was answered for before a backup began is in it, and a server that is told to stop loses nothing', async () => {
  const running = await startServer(ground.env, ['--empty']);
  server = running;
  await beginTheCourse(running.url, ground.cookies);
  const acknowledged: Acknowledged[] = [];
  let toldToStop = false;
  const refusals: string[] = [];
  const learners = ground.cookies.map((cookie) =>
    watch(running.url, cookie, acknowledged, async () => false).catch((error: unknown) => {
      // Told to stop, it takes nothing new; what it answers is never an error of its own.
      if (!toldToStop || /: 5(?!03)\d\d /.test(String(error))) refusals.push(String(error));
    }),
  );
  await allAnswered(acknowledged, refusals, LEARNERS);

  const before = [...acknowledged];
  const backup = await xueshi('backup', ground.env);
  expect(backup.code).toBe(0);
  // They went on meanwhile.
  expect(acknowledged.length).toBeGreaterThan(before.length);

  toldToStop = true;
  const told = performance.now();
  expect(await running.stop()).toBe(0);
  expect(performance.now() - told).toBeLessThan(MOST_DRAIN_MS);
  server = null;
  await Promise.all(learners);
  expect(refusals).toEqual([]);
  await compareWithDisk(ground.env.XUESHI_DATA, acknowledged);

  const restored = await restore(backup.said.trim());
  const checked = await xueshi('check', { ...ground.env, XUESHI_DATA: restored });
  expect(checked.said).toContain('Everything holds.');
  await compareWithDisk(restored, before);
}, 240_000);
