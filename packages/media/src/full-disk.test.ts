import { execFile } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { packageLecture } from './package-lecture.ts';
import { ffmpegBuilds, sampleVideo, temporaryFolder } from './testing/sample-video.ts';

const run = promisify(execFile);
const builds = await ffmpegBuilds();
const folder = await temporaryFolder();
const disk = join(folder.path, 'disk');
await mkdir(disk);

/** Why a disk of a few hundred kilobytes cannot be mounted here; null when it was. */
const obstacle = await run('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', disk]).then(
  () => null,
  () => 'mounting is not permitted',
);
afterAll(async () => {
  if (obstacle === null) await run('umount', [disk]);
  await folder[Symbol.asyncDispose]();
});

describe.skipIf(obstacle !== null)(
  `on a full disk${obstacle ? ` (skipped: ${obstacle})` : ''}`,
  () => {
    test.each(builds)(
      '$build leaves no half package, and gives the space back',
      { timeout: 30_000 },
      async (build) => {
        const source = join(folder.path, 'lecture.mp4');
        await sampleVideo(build.path, source, { seconds: 10 });
        const target = join(disk, 'lecture');
        const refused = await packageLecture({
          ffmpeg: { path: build.path },
          source,
          target,
          limits: { reserveBytes: 0 },
        });
        expect(refused).toMatchObject({ ok: false, reason: 'disk-full' });
        expect(await readdir(disk)).toEqual(['lecture.partial']);
        expect(await readdir(`${target}.partial`)).toEqual(['.stages']);
        expect((await stat(source)).size).toBeGreaterThan(0);
      },
    );
  },
);
