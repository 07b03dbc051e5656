// The real server, killed while learners report: what it had answered for must be there, once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type ServerProcess } from '../e2e/server-process.ts';
import {
  allAnswered,
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
const KILLS = 5;

let ground: Ground;
let server: ServerProcess | null = null;

beforeAll(async () => {
  ground = await makeGround(LEARNERS);
});
afterAll(async () => {
  await server?.stop('SIGKILL');
  await ground.remove();
});

/** Killed in the middle of the load: everybody has been answered, and everybody goes on. */
async function loadAndKill(running: ServerProcess): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  let killed = false;
  const refusals: string[] = [];
  let goOn = () => {};
  // Whoever was quick waits, or those who come late would hardly get a turn beside them.
  const everybody = new Promise<void>((resolve) => (goOn = resolve));
  const learners = ground.cookies.map((cookie) =>
    watch(running.url, cookie, acknowledged, () => everybody.then(() => killed)).catch(
      (error: unknown) => {
        // A link that broke is what is wanted; an answer that refuses is not.
        if (!killed) refusals.push(String(error));
      },
    ),
  );
  await allAnswered(acknowledged, refusals, LEARNERS);
  const soFar = acknowledged.length;
  goOn();
  await expect
    .poll(() => acknowledged.length - soFar, { timeout: 60_000, interval: 5 })
    .toBeGreaterThanOrEqual(LEARNERS / 4);
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
    all.push(...(await loadAndKill(server)));
  }
  expect(all.length).toBeGreaterThanOrEqual(KILLS * LEARNERS);
  server = await startServer(ground.env, ['--empty']);
  const checked = await xueshi('check', ground.env);
  expect(checked.said).toContain('Everything holds.');
  expect(checked.code).toBe(0);
  expect(await server.stop()).toBe(0);
  server = null;
  expect(await xueshi('check', ground.env)).toMatchObject({ code: 0 });
  await compareWithDisk(ground.env.XUESHI_DATA, all);
}, 240_000);

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
