import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockDataFolder } from './data-folder-lock.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueshi-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Another process that takes the lock, says so and lives until it is killed. */
async function otherHolder(): Promise<ChildProcess> {
  const module = JSON.stringify(new URL('./data-folder-lock.ts', import.meta.url).href);
  const script = `import { lockDataFolder } from ${module};
    const lock = await lockDataFolder(${JSON.stringify(folder)});
    process.stdout.write(lock.kind);
    setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('locked');
  return child;
}

test('a data folder belongs to one at a time, and is free again once it is let go', async () => {
  const first = await lockDataFolder(folder);
  expect(first.kind).toBe('locked');
  expect((await lockDataFolder(folder)).kind).toBe('in-use');
  if (first.kind === 'locked') first.release();
  const second = await lockDataFolder(folder);
  expect(second.kind).toBe('locked');
  if (second.kind === 'locked') second.release();
});

test('a process that is killed leaves no lock behind', async () => {
  const child = await otherHolder();
  expect((await lockDataFolder(folder)).kind).toBe('in-use');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = await lockDataFolder(folder);
  expect(lock.kind).toBe('locked');
  if (lock.kind === 'locked') lock.release();
});

test('a folder that is not there is an error, not a free folder', async () => {
  await expect(lockDataFolder(join(folder, 'missing'))).rejects.toThrow();
});
