import { readConfig } from '@xueshi/server/config';
import { openInstallation, type Installation } from '@xueshi/server/installation';
import { openLog } from '@xueshi/server/log';
import { temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root, startServer, type ServerProcess } from '../e2e/server-process.ts';

export interface BenchFolder {
  readonly dataFolder: string;
  readonly env: Record<string, string>;
  /** Opens the folder in this process, to fill it; close before starting the server. */
  fill(work: (installation: Installation) => Promise<void>): Promise<void>;
  start(args?: readonly string[]): Promise<ServerProcess>;
  remove(): Promise<void>;
}

export async function benchFolder(settings: Record<string, string> = {}): Promise<BenchFolder> {
  const folder = await temporaryFolder();
  return folderAt(join(folder.path, 'data'), join(folder.path, 'courses'), folder.remove, settings);
}

/** A data folder that stays after the benchmark, to be used again. */
export async function keptFolder(dataFolder: string): Promise<BenchFolder> {
  const courses = await temporaryFolder();
  return folderAt(dataFolder, join(courses.path, 'courses'), courses.remove);
}

async function folderAt(
  dataFolder: string,
  courses: string,
  remove: () => Promise<void>,
  settings: Record<string, string> = {},
): Promise<BenchFolder> {
  const env = {
    XUESHI_DATA: dataFolder,
    XUESHI_COURSES: courses,
    XUESHI_SAMPLE_PASSWORD: 'Qinghe-2026-ok',
    LOG_LEVEL: 'warn',
    ...settings,
  };
  await mkdir(env.XUESHI_COURSES);
  return {
    dataFolder: env.XUESHI_DATA,
    env,
    async fill(work) {
      const config = readConfig(env, root);
      const installation = await openInstallation(
        config,
        openLog({ logLevel: 'warn', prettyLog: false }),
      );
      await work(installation);
      await installation.close();
    },
    start: (args = []) => startServer(env, args),
    remove,
  };
}
