// The `xueshi` command line. No rules here: it parses, opens and calls. Each command loads what it needs: the
// whole server takes a second and more.
import './platform/known-modules.ts';
import { databaseTrouble } from '@xueshi/database/database-error';
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askRunningServer } from './commands/ask-running-server.ts';
import type { CheckReport } from './commands/check.ts';
import { CannotRun } from './platform/cannot-run.ts';
import { endAtOnce } from './platform/end-unsynced.ts';
import { readConfig, WrongSetting, type Config } from './platform/config.ts';
import { openLog } from './platform/log.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function runServer(options: { empty?: boolean }): Promise<void> {
  const config = readConfig(process.env, root);
  const { serve } = await import('./commands/serve.ts');
  const server = await serve(
    config,
    {
      empty: options.empty ?? false,
      webHandlerFile: join(root, 'apps/web/build/handler.js'),
      version,
    },
    say,
  );
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function openHere(config: Config) {
  const { openInstallation } = await import('./installation.ts');
  return openInstallation(config, openLog({ ...config, logLevel: 'warn' }));
}

async function runCheck(options: { auditHead?: string }): Promise<void> {
  const { checkInstallation, checkLines } = await import('./commands/check.ts');
  const { readKeptHead } = await import('./features/audit/service.ts');
  const { auditHead } = options;
  const kept = auditHead === undefined ? null : readKeptHead(auditHead);
  if (auditHead !== undefined && !kept)
    throw new CannotRun(
      '--audit-head is written as `xueshi check` prints it: a number, a colon and 64 hexadecimal digits.',
    );
  const config = readConfig(process.env, root);
  let report = (await askRunningServer(
    config.dataFolder,
    kept ? `/check?kept=${kept.sequence}:${kept.hash}` : '/check',
  )) as CheckReport | null;
  if (!report) {
    const installation = await openHere(config);
    report = await checkInstallation(installation.platform, installation.database, kept);
    await installation.close();
  }
  for (const line of checkLines(report)) say(line);
  process.exitCode = report.ok ? 0 : 1;
}

async function runDemo(options: { people: string; seed: string }): Promise<void> {
  const { FEWEST_PEOPLE, fillDemo, MOST_PEOPLE } = await import('./features/demo/service.ts');
  const { importCourses } = await import('./features/catalogue/import-courses.ts');
  const [people, seed] = [Number(options.people), Number(options.seed)];
  if (!Number.isInteger(people) || people < FEWEST_PEOPLE || people > MOST_PEOPLE)
    throw new CannotRun(`--people is a whole number from ${FEWEST_PEOPLE} to ${MOST_PEOPLE}.`);
  if (!Number.isInteger(seed)) throw new CannotRun('--seed is a whole number.');
  const config = readConfig(process.env, root);
  const installation = await openHere(config);
  try {
    // Programmes are made of the courses that ship with it.
    await importCourses(installation.platform);
    const filled = await fillDemo(installation.platform, { people, seed }, say);
    say(`${filled.units} units, ${filled.people} people, ${filled.entries} ledger entries.`);
    for (const { loginName, role } of filled.signIns)
      say(`${role}: ${loginName} / ${filled.password}`);
    say('Start it with: npm start -- --empty');
  } finally {
    await installation.close();
  }
}

async function runBackup(): Promise<void> {
  const config = readConfig(process.env, root);
  const answer = (await askRunningServer(config.dataFolder, '/backup')) as { file: string } | null;
  if (answer) return say(answer.file);
  const { backUp } = await import('@xueshi/database');
  const installation = await openHere(config);
  say(await backUp(installation.database.client, join(config.dataFolder, 'backups'), new Date()));
  await installation.close();
}

function fail(error: unknown): never {
  const expected = error instanceof CannotRun || error instanceof WrongSetting;
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (expected) process.stderr.write(`xueshi: ${error.message}\n`);
  else if (databaseTrouble(error) === 'damaged')
    process.stderr.write(
      'xueshi: The database file is damaged: some of its pages cannot be read. Keep the data folder as it is and restore the last good backup (docs/operate.md).\n',
    );
  else if (databaseTrouble(error) === 'unsynced')
    process.stderr.write(
      'xueshi: The disk did not confirm a write to the database. Look at the disk, then start again (docs/operate.md, "A failing disk").\n',
    );
  else if (taken)
    process.stderr.write(
      'xueshi: The port is taken by another program. Set PORT to a free one, for instance PORT=8090 npm start.\n',
    );
  else
    process.stderr.write(
      `xueshi: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  if (databaseTrouble(error) === 'unsynced') endAtOnce();
  process.exit(1);
}

const program = new Command('xueshi')
  .description('Learning that counts towards the year’s hours')
  .version(version);
program
  .command('serve', { isDefault: true })
  .description('serve the API, the media and the pages')
  .option('--empty', 'without the sample county')
  .action(runServer);
program
  .command('check')
  .description('prove ledger, balances, database and media; exit code 1 where something is wrong')
  .option('--audit-head <number:hash>', 'a head of the audit trail that was kept elsewhere')
  .action(runCheck);
program
  .command('demo')
  .description('fill an empty data folder with an invented organisation and a year of its learning')
  .requiredOption('--people <number>', 'from 1,000 to 1,000,000')
  .option('--seed <number>', 'the same seed makes the same people', '1')
  .action(runDemo);
program
  .command('backup')
  .description('write a whole copy of the database into the backups folder')
  .action(runBackup);
program
  .command('verify-record')
  .argument('<file>', 'a signed record, as learners download it')
  .option('--key <key>', 'the issuer’s public key: a PEM file, or the base64 text')
  .description('say whether a signed record is genuine; needs no data folder and no network')
  .action(async (file: string, options: { key?: string }) => {
    const { verifyRecord } = await import('./commands/verify-record.ts');
    const { exitCode, lines } = verifyRecord(file, options.key);
    for (const line of lines) say(line);
    process.exitCode = exitCode;
  });
const course = program.command('course').description('courses as files');
const courses = () => import('./commands/course.ts');
const done = (isGood: boolean) => {
  process.exitCode = isGood ? 0 : 1;
};
course
  .command('check')
  .argument('<folder...>')
  .option('--no-media', 'do not ask for video, slides and subtitles')
  .description('read course folders as the import does and name every error by file and line')
  .action(async (folders: string[], options: { media: boolean }) => {
    const { checkCourses } = await courses();
    done(await checkCourses(readConfig(process.env, root), folders, options, say));
  });
course
  .command('import')
  .argument('<source>', 'a course folder or a course package (.zip)')
  .description('publish a course as its next version; with faults nothing is changed')
  .action(async (source: string) => {
    const { importCourseFrom } = await courses();
    done(await importCourseFrom(readConfig(process.env, root), source, say));
  });
course
  .command('export')
  .argument('<course>', 'the slug of a published course, or a course folder')
  .argument('<target>', 'a new file ….zip, or a folder to write the course’s folder into')
  .option('--revision <number>', 'which version; the current one where left out')
  .description('write a course as a package or as a folder')
  .action(async (from: string, target: string, options: { revision?: string }) => {
    const { exportCourse } = await courses();
    await exportCourse(readConfig(process.env, root), from, target, options);
  });
course
  .command('render')
  .argument('<folder>', 'a course folder')
  .argument('<target>', 'a new folder')
  .description('write a course as one page with all answers, to read without a server')
  .action(async (folder: string, target: string) => {
    const { renderCourseTo } = await courses();
    done(await renderCourseTo(readConfig(process.env, root), folder, target, say));
  });
course
  .command('from-cartridge')
  .argument(
    '<file>',
    'a Common Cartridge (.imscc, .zip), as other learning platforms export courses',
  )
  .argument('<folder>', 'a new course folder; its name is the slug')
  .option('--area <code>', 'the primary content area; asked for by `check` where left out')
  .description('write the pages and quizzes of a cartridge as a course folder to be completed')
  .action(async (file: string, folder: string, options: { area?: string }) => {
    const { courseFromCartridge } = await import('./commands/course-from-cartridge.ts');
    done(await courseFromCartridge(file, folder, options, say));
  });

program.parseAsync().catch(fail);
