// The real server, killed while learners report: what it had answered for must be there, once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type ServerProcess } from '../e2e/server-process.ts';
import {
  beginTheCourse,
  makeGround,
  report,
  watch,
  type Acknowledged,
  type Ground,
} from './reporting-learners.ts';
import { compareWithDisk } from './stretches-on-disk.ts';
import { xueshi } from './xueshi-command.ts';

const LEARNERS = 300;
/** XUESHI_FAULTS=all is the long run (CONTRIBUTING.md). */
const KILLS = process.env['XUESHI_FAULTS'] === 'all' ? 100 : 10;
/** Answers between a start and its kill, at the least and at the most. */
const FEWEST = 20;
const MOST = 2 * LEARNERS;

let ground: Ground;
let server: ServerProcess | null = null;

beforeAll(async () => {
  ground = await makeGround(LEARNERS);
});
afterAll(async () => {
  await server?.stop('SIGKILL');
  await ground.remove();
});

/** Killed in the middle of the load: sooner or later, but somebody has been answered and everybody goes on. */
async function loadAndKill(running: ServerProcess, answers: number): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  let killed = false;
  const refusals: string[] = [];
  const learners = ground.cookies.map((cookie) =>
    watch(running.url, cookie, acknowledged, async () => killed).catch((error: unknown) => {
      // A link that broke is what is wanted; an answer that refuses is not.
      if (!killed) refusals.push(String(error));
    }),
  );
  await expect
    .poll(() => refusals.length > 0 || acknowledged.length >= answers, {
      timeout: 100_000,
      interval: 5,
    })
    .toBe(true);
  killed = true;
  await running.stop('SIGKILL');
  await Promise.all(learners);
  expect(refusals).toEqual([]);
  return acknowledged;
}

test(`killed ${KILLS} times under the load of ${LEARNERS} learners, the server loses nothing it answered for and counts nothing twice`, async () => {
  const all: Acknowledged[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const asked = performance.now();
    server = await startServer(ground.env, ['--empty']);
    const startedMs = performance.now() - asked;
    if (kill === 0) await beginTheCourse(server.url, ground.cookies);
    else {
      expect(startedMs).toBeLessThan(20_000);
      await resendTheLast(server.url, all);
    }
    // Spread over the range in leaps: every kill finds another moment.
    const answers = FEWEST + ((kill * 0.618) % 1) * (MOST - FEWEST);
    all.push(...(await loadAndKill(server, answers)));
  }
  // On a busy machine some learners' first answers are always just behind the kill.
  expect(new Set(all.map(({ cookie }) => cookie)).size).toBeGreaterThan(LEARNERS / 2);
  server = await startServer(ground.env, ['--empty']);
  const checked = await xueshi('check', ground.env);
  expect(checked.said).toContain('Everything holds.');
  expect(checked.code).toBe(0);
  expect(await server.stop()).toBe(0);
  server = null;
  expect(await xueshi('check', ground.env)).toMatchObject({ code: 0 });
  await compareWithDisk(ground.env.XUESHI_DATA, all);
}, 7_200_000);

/** Resent after the restart, a report that was answered is answered the same and counts nothing. */
async function resendTheLast(url: string, all: readonly Acknowledged[]): Promise<void> {
  const last = new Map(all.map((one) => [one.cookie, one]));
  await Promise.all([...last.values()].map((one) => resend(url, one)));
}

async function resend(url: string, one: Acknowledged): Promise<void> {
  const { grantedMs, withheldMs, ackSeq } = one.answer;
  const again = await report(url, one.cookie, one.sessionId, one.report).catch(
    (error: unknown) => error,
  );
  // The learner may have opened the next playback just before the end: then this one is superseded.
  if (again instanceof Error) {
    expect(again.message).toContain('playback-superseded');
    return;
  }
  expect(again).toMatchObject({ grantedMs, withheldMs, replayed: true });
  // A second report may have reached the disk whose answer did not get through any more.
  expect((again as Acknowledged['answer']).ackSeq).toBeGreaterThanOrEqual(ackSeq);
}
