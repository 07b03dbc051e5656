import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { refuse, type Refusal } from './refusal.ts';

/** An ffmpeg that can make packages, and where it came from. */
export interface Ffmpeg {
  readonly ok: true;
  readonly path: string;
  /** As the program says it; snapshots have names such as `N-47683-g0e8eb07980-static`. */
  readonly version: string;
  readonly origin: 'option' | 'system' | 'npm';
}

export interface FindFfmpegOptions {
  /** The operator's choice (`FFMPEG_PATH`). If it does not work nothing else is tried. */
  readonly ffmpegPath?: string | undefined;
  /** Folders to look in, as in `PATH`, which is the default. */
  readonly searchPath?: string | undefined;
}

const OLDEST_SYSTEM_MAJOR = 5;
const NEEDED_ENCODERS = ['libx264', 'aac', 'mjpeg'];
const run = promisify(execFile);

/**
 * Finds ffmpeg: the operator's choice, else one of version 5 or later on the system, else the build from npm
 * (4.1 of 2018, Linux x64 only). Each candidate is run once and must have the encoders that packages need.
 */
export async function findFfmpeg(
  options: FindFfmpegOptions = {},
): Promise<Ffmpeg | Refusal<'no-ffmpeg'>> {
  if (options.ffmpegPath) {
    const version = await usableVersion(options.ffmpegPath);
    if (version) return { ok: true, path: options.ffmpegPath, version, origin: 'option' };
    return refuse('no-ffmpeg', `${options.ffmpegPath} is not an ffmpeg with x264 and AAC`);
  }
  for (const path of await onSearchPath(options.searchPath ?? process.env['PATH'] ?? '')) {
    const version = await usableVersion(path);
    if (version && majorOf(version) >= OLDEST_SYSTEM_MAJOR) {
      return { ok: true, path, version, origin: 'system' };
    }
  }
  const path = fromNpm();
  const version = path && (await usableVersion(path));
  if (path && version) return { ok: true, path, version, origin: 'npm' };
  return refuse('no-ffmpeg', 'no ffmpeg ≥ 5 on PATH and no npm build for this platform');
}

async function onSearchPath(searchPath: string): Promise<string[]> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const found: string[] = [];
  for (const folder of searchPath.split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    const executable = access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (await executable) found.push(path);
  }
  return found;
}

function fromNpm(): string | null {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  try {
    const require = createRequire(import.meta.url);
    return require.resolve(`@ffmpeg-installer/${process.platform}-${process.arch}/${name}`);
  } catch {
    return null; // An optional dependency: absent on most platforms.
  }
}

/** The version string, or null if the program does not run or lacks an encoder. */
async function usableVersion(path: string): Promise<string | null> {
  const options = { timeout: 20_000, maxBuffer: 4 * 1024 * 1024 };
  try {
    const { stdout } = await run(path, ['-nostdin', '-version'], options);
    const encoders = (await run(path, ['-nostdin', '-v', 'error', '-encoders'], options)).stdout;
    const complete = NEEDED_ENCODERS.every((name) => encoders.includes(` ${name} `));
    return (complete && /^ffmpeg version (\S+)/.exec(stdout)?.[1]) || null;
  } catch {
    return null;
  }
}

/** `5.1.9-0+deb12u1` and `n7.0` have a number; snapshots (`N-…`, dates) do not and count as old. */
function majorOf(version: string): number {
  return Number(/^n?(\d{1,2})\./.exec(version)?.[1] ?? 0);
}
