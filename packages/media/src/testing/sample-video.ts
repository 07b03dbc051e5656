// Tiny videos for the tests of this package, made by ffmpeg itself.
import { execFile } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The two builds that everything must work with; the absent ones are left out of the list. */
export async function ffmpegBuilds(): Promise<{ build: string; path: string }[]> {
  const builds: { build: string; path: string }[] = [];
  const system = process.env['XUESHI_TEST_FFMPEG'] ?? '/usr/bin/ffmpeg';
  const present = await access(system).then(
    () => true,
    () => false,
  );
  if (present) builds.push({ build: 'system ffmpeg', path: system });
  try {
    const require = createRequire(import.meta.url);
    const path = require.resolve('@ffmpeg-installer/linux-x64/ffmpeg');
    builds.push({ build: 'npm ffmpeg', path });
  } catch {
    // Not this platform: the system's build alone is tested.
  }
  return builds;
}

/** A temporary folder that goes away with `await using`. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'xueshi-media-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface SampleVideo {
  readonly seconds?: number;
  readonly size?: string;
  readonly frameRate?: number;
  readonly sound?: boolean;
  readonly picture?: boolean;
  /** Further output options. */
  readonly extra?: readonly string[];
}

/** Writes moving test picture (H.264) and a tone (AAC); the file's name chooses the container. */
export async function sampleVideo(ffmpeg: string, path: string, sample: SampleVideo = {}) {
  const { seconds = 8, size = '640x360', frameRate = 10, sound = true, picture = true } = sample;
  const source = `testsrc2=size=${size}:rate=${frameRate}:duration=${seconds}`;
  await run(ffmpeg, [
    ...['-nostdin', '-v', 'error', '-y'],
    ...(picture ? ['-f', 'lavfi', '-i', source] : []),
    ...(sound ? ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`] : []),
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
    ...(sample.extra ?? []),
    path,
  ]);
}

/** Rewrites a video into another container or with other options, without encoding. */
export async function remux(ffmpeg: string, from: string, to: string, extra: string[] = []) {
  await run(ffmpeg, ['-nostdin', '-v', 'error', '-y', '-i', from, '-c', 'copy', ...extra, to]);
}
