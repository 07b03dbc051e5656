// A data folder as it is after the first start, made once for all tests and copied: migrating a file and hashing the
// passwords of a county takes longer than most tests.
import { temporaryFolder } from '@xueshi/testkit';
import { cp, mkdir, rename } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { importCourses } from '../features/catalogue/import-courses.ts';
import { ensureSampleCounty } from '../features/sample/service.ts';
import { openInstallation } from '../installation.ts';
import { JOB_LANES } from '../job-handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { startJobs } from '../platform/jobs.ts';
import { openLog } from '../platform/log.ts';

/** Set for a whole run by tests/data-templates.ts; without it every folder is made anew. */
const templates = process.env['XUESHI_TEST_TEMPLATES'];

/** Fills the data folder of `config`, with the sample county or empty, as it was after its first start at the time of `clock`. */
export async function fillDataFolder(
  config: Config,
  clock: Clock,
  isEmpty: boolean,
): Promise<void> {
  if (templates === undefined) return;
  const made = join(templates, isEmpty ? 'empty' : 'county');
  if (!existsSync(made)) await makeTemplate(made, config, clock, isEmpty);
  // Whose folder it is must not be copied with it.
  await cp(made, config.dataFolder, {
    recursive: true,
    filter: (from) => basename(from) !== 'lock.db',
  });
}

async function makeTemplate(
  made: string,
  config: Config,
  clock: Clock,
  isEmpty: boolean,
): Promise<void> {
  const folder = await temporaryFolder();
  const dataFolder = join(folder.path, 'data');
  const coursesFolder = join(folder.path, 'courses');
  await mkdir(coursesFolder);
  const banksFolder = join(folder.path, 'banks');
  const beginning = { ...config, dataFolder, coursesFolder, banksFolder };
  const { platform, close } = await openInstallation(beginning, openLog(config), clock);
  if (!isEmpty) await ensureSampleCounty(platform, () => {});
  await importCourses(platform);
  const jobs = await startJobs(platform, ...JOB_LANES);
  await jobs.idle();
  await jobs.stop();
  await close();
  // Of two workers that make it at once one is later, and needs none any more.
  await rename(dataFolder, made).catch((error: unknown) => {
    if (!existsSync(made)) throw error;
  });
  await folder.remove();
}
