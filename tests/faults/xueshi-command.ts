import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serverEnv } from '../../scripts/server-flags.ts';
import { root } from '../e2e/server-process.ts';

/** Runs a command of the command line and returns its exit code and what it said. */
export async function xueshi(
  command: string | readonly string[],
  env: Record<string, string>,
): Promise<{ code: number; said: string }> {
  const words = typeof command === 'string' ? [command] : command;
  const run = promisify(execFile)(process.execPath, [`${root}/apps/server/src/main.ts`, ...words], {
    env: {
      ...process.env,
      ...serverEnv(root),
      LOG_LEVEL: 'error',
      ...env,
    },
  });
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: `${error.stdout}${error.stderr}`,
    }),
  );
}
