// The real server with one system call on its database's files failing: by strace, which is on most Linux machines and
// may be absent, or not allowed to trace.
import { spawn, spawnSync } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { startServer, type ServerProcess } from '../e2e/server-process.ts';

/** Why what needs it is skipped, or null. */
export function whyNoTracing(): string | null {
  const tried = spawnSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true']);
  if (tried.error) return 'strace is not installed';
  return tried.status === 0 ? null : 'strace may not trace here';
}

export interface Fault {
  /** System calls, by comma. */
  readonly calls: string;
  readonly error: 'EIO' | 'ENOSPC' | 'EMFILE';
  /** Which call of a thread fails, from 1; with a plus sign that one and all after it. */
  readonly when: string;
  /** Counted from the process's start, or from when it answers. */
  readonly from: 'start' | 'ready';
}

/** Only calls on the database's files, written to `log`. */
export function tracing(dataFolder: string, log: string, more: readonly string[]): string[] {
  const file = join(dataFolder, 'xueshi.db');
  return ['-f', '-o', log, '-P', file, '-P', `${file}-wal`, ...more];
}

/** Starts the server with the fault; rejects where it did not come up. */
export async function startFailing(
  env: Record<string, string> & { XUESHI_DATA: string },
  log: string,
  { calls, error, when, from }: Fault,
): Promise<ServerProcess> {
  const options = tracing(env.XUESHI_DATA, log, [
    ...['-e', `trace=${calls}`],
    ...['-e', `inject=${calls}:error=${error}:when=${when}`],
  ]);
  if (from === 'start')
    return startServer(env, ['--empty'], ['strace', '-D', '--seccomp-bpf', ...options]);
  const server = await startServer(env, ['--empty']);
  await attach(server.pid, options);
  return server;
}

/** It ends when the process ends. */
async function attach(pid: number, options: readonly string[]): Promise<void> {
  const child = spawn('strace', ['-p', String(pid), ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise<void>((done, failed) => {
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes('attached')) done();
    });
    child.on('exit', () => failed(new Error(`strace ended: ${said}`)));
  });
}

/** Resolves when the traced process, and with it the trace, has ended. */
export async function tracingEnded(log: string): Promise<void> {
  await vi.waitFor(
    async () => expect(await endOf(log)).toMatch(/\+\+\+ (?:exited|killed)[^\n]+\n$/),
    { timeout: 20_000, interval: 50 },
  );
}

const END_BYTES = 400;

async function endOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - END_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(END_BYTES), 0, END_BYTES, from);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await file.close();
  }
}

/** What was traced of a process that has ended, a call a line. */
export async function tracedCalls(log: string): Promise<string[]> {
  await tracingEnded(log);
  const lines = (await readFile(log, 'utf8')).split('\n');
  return lines.filter((line) => line.includes('(') && !/resumed|^\d+ +(?:\+\+\+|---)/.test(line));
}
