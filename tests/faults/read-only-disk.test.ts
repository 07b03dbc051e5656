// A disk that the operator mounted for reading, or that the system did after an error.
import { temporaryFolder } from '@xueshi/testkit';
import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { startServer } from '../e2e/server-process.ts';

const run = promisify(execFile);
const folder = await temporaryFolder();
const disk = join(folder.path, 'disk');
await mkdir(disk);
/** Why none can be mounted here; null when one was. */
const obstacle = await run('mount', ['-t', 'tmpfs', '-o', 'size=1m,ro', 'tmpfs', disk]).then(
  () => null,
  () => 'mounting is not permitted',
);
afterAll(async () => {
  if (obstacle === null) await run('umount', [disk]);
  await folder.remove();
});

test.skipIf(obstacle !== null)(
  `on a disk that cannot be written a start is refused with what to do${obstacle ? ` (skipped: ${obstacle})` : ''}`,
  async () => {
    const starting = startServer({ XUESHI_DATA: disk, XUESHI_COURSES: folder.path });
    await expect(starting).rejects.toThrow(
      /ended with 1: .*cannot be written: .*set XUESHI_DATA to another folder/s,
    );
    expect(await readdir(disk)).toEqual([]);
  },
);
