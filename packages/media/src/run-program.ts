import { spawn, type ChildProcess } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile, readdir, stat, statfs } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';

/** One run of ffmpeg, or of another program that gets what strangers sent. Arguments are an array and no shell is involved. */
export interface ProgramRun {
  /** Its path. */
  readonly program: string;
  readonly args: readonly string[];
  /** Working folder: all output names are relative to it, and its size is what is limited. */
  readonly folder: string;
  /** Files sent to its standard input, one after another. */
  readonly input?: readonly string[];
  readonly wallClockMs: number;
  readonly outputBytes: number;
  readonly memoryBytes: number;
  readonly reserveBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** How much of the end of what it says is kept; 8,000 characters where left out. */
  readonly logCharacters?: number;
  /** Added to the little that a program is given of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The program starts others: all of them are measured, and ended with it. */
  readonly isGroup?: boolean;
  /** Called with the milliseconds of output made so far; never decreasing. */
  readonly onOutput?: (outputMs: number) => void;
  /** Called with every whole line of what the program writes to its standard output. */
  readonly onLine?: (line: string) => void;
  /** Called with every whole line of what it writes to its standard error. */
  readonly onErrorLine?: (line: string) => void;
  /** What it writes to its standard output is kept, up to so many bytes; with more it is ended. Left out: nothing is. */
  readonly keptBytes?: number;
  /** Called with what the program writes to its descriptor 3, as it comes. */
  readonly onBytes?: (bytes: Buffer) => void;
}

export type StopReason =
  | 'aborted'
  | 'too-slow'
  | 'too-much-memory'
  | 'output-too-large'
  | 'disk-full';

export type ProgramOutcome =
  /** `kept`: what it wrote to its standard output; empty where nothing was to be kept. */
  | { readonly kind: 'done'; readonly log: string; readonly kept: Buffer }
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly log: string }
  | { readonly kind: 'failed'; readonly log: string };

const LOG_CHARACTERS = 8_000;
const WATCH_EVERY_MS = 1_000;
/** After a program was killed its pipes are let go, even where something that left its group holds them still. */
const LET_GO_AFTER_MS = 2_000;
/** Below this the disk counts as full after a failure: a block or two may be left that nobody can use. */
const FULL_BELOW_BYTES = 64 * 1024;

/**
 * Runs a program at low priority until it ends by itself, is aborted or meets a limit (then it is killed).
 * Resolves after the process is gone. Exit 0 is not proof of a whole file: both builds of ffmpeg
 * that were tried (4.1, 5.1) exit 0 without a word when the disk is full, so callers check what was written.
 */
export async function runProgram(run: ProgramRun): Promise<ProgramOutcome> {
  if (run.signal?.aborted) return { kind: 'stopped', reason: 'aborted', log: '' };
  const child = spawn(run.program, [...run.args], {
    cwd: run.folder,
    env: { ...quietEnvironment(), ...run.environment },
    detached: run.isGroup ?? false,
    stdio: [
      run.input ? 'pipe' : 'ignore',
      'pipe',
      'pipe',
      ...(run.onBytes ? ['pipe' as const] : []),
    ],
  });
  lowerPriority(child);
  let stopped: StopReason | null = null;
  const stop = (reason: StopReason) => {
    if (!stopped) letGo(child);
    stopped ??= reason;
    kill(child, run.isGroup ?? false);
  };
  const log = collectLog(child, run.logCharacters ?? LOG_CHARACTERS);
  followProgress(child, run);
  if (run.onErrorLine) followLines(child.stderr, run.onErrorLine);
  const kept = keepOutput(child, run.keptBytes ?? 0, () => stop('output-too-large'));
  if (run.onBytes) child.stdio[3]?.on('data', run.onBytes);
  const end = watch(child, run, stop);
  if (run.input && child.stdin) void feed(run.input, child.stdin);
  const exitCode = await ended(child, log);
  end();
  // What it started may be there still.
  if (run.isGroup) kill(child, true);
  const text = log.join('');
  if (!stopped && exitCode === 0) return { kind: 'done', log: text, kept: kept() };
  if (
    !stopped &&
    (/no space left|quota exceeded/i.test(text) || (await isFull(run.folder, run.reserveBytes)))
  ) {
    stopped = 'disk-full';
  }
  return stopped ? { kind: 'stopped', reason: stopped, log: text } : { kind: 'failed', log: text };
}

function kill(child: ChildProcess, isGroup: boolean): void {
  if (!isGroup || child.pid === undefined || process.platform === 'win32') {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of them are gone.
  }
}

function letGo(child: ChildProcess): void {
  const timer = setTimeout(() => {
    for (const stream of child.stdio) stream?.destroy();
  }, LET_GO_AFTER_MS);
  child.once('close', () => clearTimeout(timer));
}

/** True when the disk under `folder` has nothing left beyond the reserve. */
export async function isFull(folder: string, reserveBytes: number): Promise<boolean> {
  return (await freeBytes(folder)) < Math.max(reserveBytes, FULL_BELOW_BYTES);
}

/** Bytes that an unprivileged program may still write under `folder`. */
async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Only what a program needs to start: variables such as FFREPORT would make ffmpeg write elsewhere. */
function quietEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'SystemRoot', 'FONTCONFIG_FILE'];
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C' };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, 10);
  } catch {
    // Gone already, or forbidden by the host: then it runs at normal priority.
  }
}

function collectLog(child: ChildProcess, characters: number): string[] {
  const log = [''];
  const decoder = new StringDecoder('utf8');
  child.stderr?.on('data', (bytes: Buffer) => {
    log[0] = `${log[0]}${decoder.write(bytes)}`.slice(-characters);
  });
  return log;
}

/** `-progress pipe:1` writes `out_time=00:01:02.345678` lines in every version. */
function followProgress(
  child: ChildProcess,
  { onOutput, onLine }: Pick<ProgramRun, 'onOutput' | 'onLine'>,
): void {
  let reached = 0;
  // Read even where nobody listens: a pipe that is full holds the program up.
  followLines(child.stdout, (line) => {
    onLine?.(line);
    const time = /^out_time=(\d+):(\d+):(\d+(?:\.\d+)?)/.exec(line);
    if (!time) return;
    const seconds = Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3]);
    if (seconds * 1000 > reached) onOutput?.((reached = Math.floor(seconds * 1000)));
  });
}

/** Of a line that goes on for ever only its end is seen. */
function followLines(stream: Readable | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.on('data', (bytes: Buffer) => {
    const lines = `${rest}${bytes.toString('latin1')}`.split('\n');
    rest = (lines.pop() ?? '').slice(-1_000);
    lines.forEach(onLine);
  });
}

/** Gives what was written so far. */
function keepOutput(child: ChildProcess, most: number, onMore: () => void): () => Buffer {
  const kept: Buffer[] = [];
  let size = 0;
  if (most > 0)
    child.stdout?.on('data', (bytes: Buffer) => {
      size += bytes.length;
      if (size > most) onMore();
      else kept.push(bytes);
    });
  return () => Buffer.concat(kept);
}

/** Wall clock, size of the output, free space and memory; returns what ends the watch. */
function watch(child: ChildProcess, run: ProgramRun, stop: (why: StopReason) => void): () => void {
  const abort = () => stop('aborted');
  run.signal?.addEventListener('abort', abort, { once: true });
  const clock = setTimeout(() => stop('too-slow'), run.wallClockMs);
  const look = async () => {
    if (await isFull(run.folder, run.reserveBytes)) stop('disk-full');
    if (await isLarger(run.folder, run.outputBytes)) stop('output-too-large');
    const measure = run.isGroup ? groupBytes : residentBytes;
    if ((await measure(child.pid)) > run.memoryBytes) stop('too-much-memory');
  };
  // A look that fails (the folder is just being removed) is no reason to stop.
  const timer = setInterval(() => void look().catch(() => undefined), WATCH_EVERY_MS);
  return () => {
    clearTimeout(clock);
    clearInterval(timer);
    run.signal?.removeEventListener('abort', abort);
  };
}

/** Where nothing is written, a folder that is everybody's is not counted. */
const isLarger = async (folder: string, bytes: number): Promise<boolean> =>
  bytes !== Number.POSITIVE_INFINITY && (await folderBytes(folder)) > bytes;

async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    bytes += await stat(join(entry.parentPath, entry.name)).then(
      (stats) => stats.size,
      () => 0, // Renamed from its temporary name between the two calls.
    );
  }
  return bytes;
}

async function residentBytes(pid: number | undefined): Promise<number> {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

/** All processes of a group together. */
async function groupBytes(group: number | undefined): Promise<number> {
  if (process.platform !== 'linux' || group === undefined) return 0;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // After the name, which may hold anything: state, parent, group.
      const [, , its] = line.slice(line.lastIndexOf(')') + 2).split(' ');
      return Number(its) === group ? residentBytes(Number(pid)) : 0;
    }),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** Sends the files in turn; the program may stop reading early, when it has what it wants. */
async function feed(paths: readonly string[], stdin: Writable): Promise<void> {
  const chunks = async function* () {
    for (const path of paths) yield* createReadStream(path);
  };
  await pipeline(chunks, stdin).catch(() => undefined);
}

function ended(child: ChildProcess, log: string[]): Promise<number | null> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      log.push(String(error));
      resolve(null);
    });
    child.on('close', (code) => resolve(code));
  });
}
