// How many heartbeats share a transaction with 200 learners: as they arrive, and at saturation.
import { nonceFor } from '@xueshi/server/nonce';
import { request } from 'node:http';
import { join } from 'node:path';
import { benchFolder } from './bench-folder.ts';
import { beat, goOn, inTurn, type Playing } from './heartbeat.bench.ts';
import { makeCourse, makeLearners } from './learners.ts';
import { connect, load, loadOnce, send } from './load.ts';
import { percentile, report, tell } from './report.ts';

const CONCURRENT = 200;
/** So many take turns at saturation, since one may report twice in five seconds only. */
const LEARNERS = 40_000;
const EVERY_MS = 5_000;
const SECONDS = 20;

interface Counts {
  readonly commits: number;
  readonly reports: number;
}

/** What the server says of itself on its control socket. */
function countsOf(dataFolder: string): Promise<Counts> {
  return new Promise((done, failed) => {
    const asked = request(
      { socketPath: join(dataFolder, 'control.sock'), path: '/heartbeats' },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => done(JSON.parse(Buffer.concat(parts).toString()) as Counts));
      },
    );
    asked.on('error', failed);
    asked.end();
  });
}

/** Everybody reports every five seconds, whether or not others were answered, at moments of their own. */
async function asTheyArrive(url: string, learners: readonly Playing[]): Promise<Float64Array> {
  const pool = connect(url, CONCURRENT);
  const times: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  await Promise.all(
    learners.map(async (learner) => {
      await pause(Math.random() * EVERY_MS);
      while (performance.now() < end) {
        const at = performance.now();
        const heartbeat = beat(learner);
        goOn(await send(pool, heartbeat), heartbeat);
        const took = performance.now() - at;
        times.push(took);
        await pause(EVERY_MS - took);
      }
    }),
  );
  await pool.close();
  return Float64Array.from(times).sort();
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, Math.max(0, ms)));

export async function groupCommit(): Promise<void> {
  tell(`group-commit: filling ${LEARNERS} learners …`);
  const folder = await benchFolder();
  let learners: Playing[] = [];
  await folder.fill(async ({ database, platform }) => {
    await makeCourse(database, new Date());
    learners = (await makeLearners(database, LEARNERS, new Date())).map((one) => ({
      ...one,
      seq: 1,
      nonce: nonceFor(platform.secret, one.sessionId, 1, 1),
    }));
  });
  const server = await folder.start(['--empty']);
  const options = { connections: CONCURRENT, seconds: 5, rounds: 3, ...inTurn(learners) };
  await loadOnce(server.url, options, learners.length);
  const measured = async <T>(work: () => Promise<T>) => {
    const before = await countsOf(folder.dataFolder);
    const result = await work();
    const after = await countsOf(folder.dataFolder);
    return {
      result,
      perCommit: (after.reports - before.reports) / (after.commits - before.commits),
    };
  };
  const full = await measured(() => load(server.url, options));
  report({
    name: 'group-commit-saturated',
    figure: full.result.perSecond,
    unit: 'heartbeats/s',
    p50_ms: full.result.p50,
    p99_ms: full.result.p99,
    per_commit: full.perCommit,
  });
  await pause(EVERY_MS);
  const calm = await measured(() => asTheyArrive(server.url, learners.slice(0, CONCURRENT)));
  report({
    name: 'group-commit-arriving',
    figure: calm.result.length / SECONDS,
    unit: 'heartbeats/s',
    p50_ms: percentile(calm.result, 0.5),
    p99_ms: percentile(calm.result, 0.99),
    per_commit: calm.perCommit,
  });
  await server.stop();
  await folder.remove();
}
