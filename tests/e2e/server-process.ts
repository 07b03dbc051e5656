import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER_FLAGS, serverEnv } from '../../scripts/server-flags.ts';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** All that the server has said on standard output so far. */
  said(): string;
  /** The same of standard error, where its log goes. */
  logged(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the real server as a process of its own, as `npm start` does, and waits for its address. */
export function startServer(
  env: Record<string, string>,
  args: readonly string[] = [],
  /** A program with its arguments that starts the server in its own place. */
  under: readonly string[] = [],
): Promise<ServerProcess> {
  const [program = process.execPath, ...before] = [...under, process.execPath];
  const child = spawn(
    program,
    [...before, ...SERVER_FLAGS, `${root}/apps/server/src/main.ts`, 'serve', ...args],
    {
      env: {
        ...process.env,
        ...serverEnv(root),
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let out = '';
  let log = '';
  const ended = new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
  child.stderr.on('data', (part: Buffer) => (log += part.toString()));
  return new Promise((done, failed) => {
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
      const url = /is ready: (http\S+)/.exec(out)?.[1];
      if (url && child.pid !== undefined) {
        done({
          url,
          pid: child.pid,
          said: () => out,
          logged: () => log,
          stop(signal = 'SIGTERM') {
            child.kill(signal);
            return ended;
          },
        });
      }
    });
    void ended.then((code) => failed(new Error(`the server ended with ${code}: ${out}${log}`)));
  });
}
