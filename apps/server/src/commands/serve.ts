import { trainingDayOf } from '@xueshi/domain';
import { describe, sentenceOf } from '@xueshi/formats';
import { rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildApp } from '../app.ts';
import { drawInstallationCode } from '../features/accounts/first-administrator.ts';
import { importCourses, type ImportSummary } from '../features/catalogue/import-courses.ts';
import { COMPACT_EVIDENCE } from '../features/archive/compact-evidence.job.ts';
import { sealLedger } from '../features/credit/service.ts';
import { watchRoom } from '../features/disk-room/service.ts';
import { INSPECT_EVIDENCE } from '../features/flags/inspect-evidence.job.ts';
import { deliverNextAfternoon } from '../features/deliveries/service.ts';
import { fillMissingPinyin } from '../features/org-tree/service.ts';
import { remindNextMorning } from '../features/planning/service.ts';
import { programmesNextMorning } from '../features/programmes/service.ts';
import { reportsNextMonth } from '../features/report-runs/service.ts';
import { closingsNextMorning } from '../features/year-closing/service.ts';
import { passDays } from '../features/standings/service.ts';
import { ensureSampleCounty, type SampleSignIn } from '../features/sample/service.ts';
import { prepareMissingTextbooks } from '../features/textbooks/service.ts';
import { SWEEP_UPLOADS } from '../features/uploads/service.ts';
import { openInstallation, type Installation } from '../installation.ts';
import type { Config } from '../platform/config.ts';
import type { App } from '../platform/endpoints.ts';
import { JOB_LANES } from '../job-handlers.ts';
import { enqueueJob, startJobs, type JobRunner } from '../platform/jobs.ts';
import { openLog } from '../platform/log.ts';
import { openSessions } from '../platform/sessions.ts';
import { keepPublicKey, signingKeyOf } from '../platform/signing.ts';
import { loadWebHandler } from '../platform/web-pages.ts';
import { collectAfterStart } from './collect-after-start.ts';
import { openControlSocket } from './control-socket.ts';

export interface ServeOptions {
  /** No sample county: the first-run page makes the first administrator. */
  readonly empty: boolean;
  readonly webHandlerFile: string;
  readonly version: string;
}

const ACTIVITY_MS = 60_000;

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the server and everything that runs beside it. Throws CannotOpen and WrongSetting. */
export async function serve(
  config: Config,
  options: ServeOptions,
  say: (line: string) => void,
): Promise<Server> {
  const log = openLog(config);
  const installation = await openInstallation(config, log);
  try {
    return await serveInstallation(installation, config, options, say);
  } catch (error) {
    await installation.close();
    throw error;
  }
}

async function serveInstallation(
  installation: Installation,
  config: Config,
  options: ServeOptions,
  say: (line: string) => void,
): Promise<Server> {
  const { platform, database } = installation;
  const signIns = options.empty ? null : await ensureSampleCounty(platform, say);
  const summary = await importCourses(platform);
  sayImports(summary, say);
  // Record files are signed by reading alone: their key must be known before.
  await platform.write((tx) => keepPublicKey(tx, signingKeyOf(platform), platform.clock.now()));
  await platform.write(async (tx) => {
    await remindNextMorning(tx, platform.clock.now());
    await deliverNextAfternoon(tx, platform.clock.now());
    await programmesNextMorning(tx, platform.clock.now());
    await reportsNextMonth(tx, platform.clock.now());
    await closingsNextMorning(tx, platform.clock.now());
    await fillMissingPinyin(tx, platform.clock.now());
  });
  await platform.write((tx) => passDays(tx, platform.clock.now()));
  await prepareMissingTextbooks(platform);
  const sessions = openSessions(platform);
  // Before the jobs: hundreds of files are read, each of which would wait for a turn of a long job.
  const web = await loadWebHandler(options.webHandlerFile);
  const jobs = await startJobs(platform, ...JOB_LANES);
  if (!web) say('The front end is not built: only the API is served. `npm start` builds it.');
  const app = await buildApp({ platform, sessions, jobs, version: options.version, web });
  const control = await openControlSocket(platform, database, jobs);
  await app.listen({ host: config.host, port: config.port });
  const url =
    config.publicUrl?.origin ?? listeningUrl(config, portOf(app.server.address()) ?? config.port);
  const runFile = join(config.dataFolder, 'running.json');
  await writeFile(runFile, `${JSON.stringify({ url, pid: process.pid })}\n`);
  const housekeeping = keepHouse(installation, jobs, sessions.saveActivity);
  await sayWelcome(platform, url, signIns, say);
  const collecting = collectAfterStart();
  return {
    url,
    async stop() {
      clearInterval(housekeeping);
      clearTimeout(collecting);
      await closeApp(app);
      await jobs.stop();
      await control.close();
      await sessions.saveActivity();
      await rm(runFile, { force: true });
      await installation.close();
    },
  };
}

/** How often connections are looked for whose last request was answered, ms. */
const SWEEP_MS = 50;

/**
 * Answers what is under way and ends. A connection whose request was under way when closing began would be
 * kept open for the browser's next request, for more than a minute, and the stop would wait for it.
 */
async function closeApp(app: App): Promise<void> {
  const sweeping = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  await app.close();
  clearInterval(sweeping);
}

/**
 * What is done every minute: session activity is written down, and the disk is looked at. Once a day the ledger is
 * sealed, and the jobs over the evidence are set going.
 */
function keepHouse(
  { platform }: Installation,
  jobs: JobRunner,
  saveActivity: () => Promise<void>,
): NodeJS.Timeout {
  let sealedOn = '';
  async function round(): Promise<void> {
    await saveActivity();
    const now = platform.clock.now();
    const today = trainingDayOf(now);
    if (today === sealedOn) return;
    await platform.write(async (tx) => {
      await sealLedger(tx, now);
      for (const name of [INSPECT_EVIDENCE, COMPACT_EVIDENCE, SWEEP_UPLOADS])
        await enqueueJob(tx, { name, uniqueKey: name, payload: {}, now });
    });
    jobs.wake();
    sealedOn = today;
  }
  // One that fails keeps no other from its work.
  const duties = [round, watchRoom(platform)];
  const turn = () => {
    for (const duty of duties)
      duty().catch((error: unknown) => platform.log.error({ err: error }, 'housekeeping failed'));
  };
  turn();
  const timer = setInterval(turn, ACTIVITY_MS);
  timer.unref();
  return timer;
}

function listeningUrl(config: Config, port: number): string {
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere
    ? 'localhost'
    : config.host.includes(':')
      ? `[${config.host}]`
      : config.host;
  return `http://${host}:${port}`;
}

function sayImports(summary: ImportSummary, say: (line: string) => void): void {
  const { published, unchanged, refused } = summary;
  say(
    `Courses: ${published.length} published, ${unchanged.length} unchanged, ${refused.length} refused.`,
  );
  for (const { folder, errors } of refused) {
    say(`  ${folder} was not imported; what was published before stays:`);
    for (const error of errors.slice(0, 10)) {
      say(`    ${folder}/${describe(error, 'zh-CN')} / ${sentenceOf(error, 'en')}`);
    }
    if (errors.length > 10) say(`    … and ${errors.length - 10} more`);
  }
}

async function sayWelcome(
  platform: Installation['platform'],
  url: string,
  signIns: readonly SampleSignIn[] | null,
  say: (line: string) => void,
): Promise<void> {
  const code = await drawInstallationCode(platform);
  say('');
  say(`Xueshi 学时 is ready: ${url}`);
  if (code !== null) {
    say(
      `This installation has no administrator yet. Open ${url}/first-run and enter the one-time code ${code}`,
    );
    say(`本系统还没有管理员。请打开 ${url}/first-run ，输入一次性安装码 ${code}`);
  }
  if (signIns) {
    say('Sample county 示例县 · sign-in 账号 / password 密码:');
    for (const one of signIns) say(`  ${one.loginName.padEnd(14)} ${one.password}   ${one.role}`);
  }
}

function portOf(address: string | AddressInfo | null): number | undefined {
  return typeof address === 'object' ? address?.port : undefined;
}
