import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../e2e/server-process.ts';

/** Runs a command of the command line and returns its exit code and what it said. */
export async function xueshi(
  command: string,
  env: Record<string, string>,
): Promise<{ code: number; said: string }> {
  const run = promisify(execFile)(process.execPath, [`${root}/apps/server/src/main.ts`, command], {
    env: { ...process.env, LOG_LEVEL: 'error', ...env },
  });
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: `${error.stdout}${error.stderr}`,
    }),
  );
}
