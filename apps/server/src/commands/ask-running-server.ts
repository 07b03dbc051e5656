// The asking side of the control socket. It loads nothing of the server, so that a command that goes through
// one answers at once.
import { request } from 'node:http';
import { join } from 'node:path';
import { CannotRun } from '../platform/cannot-run.ts';

/** Where a running server listens for commands. */
export const socketPath = (dataFolder: string): string => join(dataFolder, 'control.sock');

/** Asks the running server to carry a command out; null where none is running. */
export function askRunningServer(
  dataFolder: string,
  command:
    | '/check'
    | `/check?kept=${string}`
    | '/backup'
    | '/heartbeats'
    | `/import-course?path=${string}`
    | `/course-files?${string}`,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: socketPath(dataFolder), path: command }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        if (answer.statusCode === 200) resolve(JSON.parse(text));
        else reject(new CannotRun(`The running server answered: ${text}`));
      });
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
      else reject(error);
    });
    asked.end();
  });
}
