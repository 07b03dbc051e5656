// Lets commands on a live data folder go through the server that holds it: a socket in the folder
// that only this user can open.
import { backUp, type Database } from '@xueshi/database';
import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { heartbeatCounts } from '../features/playback/service.ts';
import { importCourse } from '../features/course-versions/import-course.ts';
import { filesOfVersion } from '../features/course-versions/service.ts';
import type { JobRunner } from '../platform/jobs.ts';
import type { Platform } from '../platform/platform.ts';
import { readKeptHead } from '../features/audit/service.ts';
import { socketPath } from './ask-running-server.ts';
import { checkInstallation } from './check.ts';

export async function openControlSocket(
  platform: Platform,
  database: Database,
  jobs: Pick<JobRunner, 'wake'>,
): Promise<{ close(): Promise<void> }> {
  const path = socketPath(platform.config.dataFolder);
  // We hold the folder's lock, so a socket that is there was left by a process that died.
  await rm(path, { force: true });
  const commands: Record<string, (search: URLSearchParams) => Promise<unknown>> = {
    '/heartbeats': async () => ({ ...heartbeatCounts(platform) }),
    '/check': (search) =>
      checkInstallation(platform, database, readKeptHead(search.get('kept') ?? '')),
    '/import-course': async (search) => {
      const outcome = await importCourse(platform, search.get('path') ?? '');
      jobs.wake();
      return outcome;
    },
    // Told within an object: no answer at all means that no server is running.
    '/course-files': async (search) => {
      const revision = Number(search.get('revision')) || null;
      return { found: await filesOfVersion(platform, search.get('slug') ?? '', revision) };
    },
    '/backup': async () => ({
      file: await backUp(
        database.client,
        join(platform.config.dataFolder, 'backups'),
        platform.clock.now(),
      ),
    }),
  };
  const server = createServer((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://localhost');
    const command = commands[pathname];
    if (!command) return void outgoing.writeHead(404).end();
    command(searchParams).then(
      (answer) =>
        outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
      (error: unknown) => {
        platform.log.error({ err: error }, 'a command failed');
        outgoing.writeHead(500).end(error instanceof Error ? error.message : String(error));
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
