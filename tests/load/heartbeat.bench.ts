import { nonceFor } from '@xueshi/server/nonce';
import { benchFolder } from './bench-folder.ts';
import { makeCourse, makeLearners, type BenchLearner } from './learners.ts';
import {
  loadBeside,
  loadOnce,
  type Compared,
  type LoadOptions,
  type Reply,
  type Shot,
} from './load.ts';
import { openRawGroupCommit } from './raw-group-commit.ts';
import { report, tell } from './report.ts';

const CONNECTIONS = 32;
const LEARNERS = 40_000;
const BEAT_MS = 100;
/** Long beside what a change from one to the other costs whoever begins: half a second of cold caches. */
const SECONDS = 8;
const ROUNDS = 5;

const NONCE_LENGTH = 43;

export interface Playing extends BenchLearner {
  seq: number;
  nonce: string;
}

interface Heartbeat extends Shot {
  readonly learner: Playing;
}

export function beat(learner: Playing): Heartbeat {
  const from = (learner.seq - 1) * BEAT_MS;
  return {
    learner,
    method: 'POST',
    path: `/api/v1/playback-sessions/${learner.sessionId}/beats`,
    headers: {
      'content-type': 'application/json',
      cookie: `xueshi-session=${learner.secret}`,
      'sec-fetch-site': 'same-origin',
    },
    // Put together by hand, as the answer is read: what this costs is taken from the server.
    body:
      `{"epoch":1,"nonce":"${learner.nonce}","beats":[{"seq":${learner.seq},` +
      `"monoMs":${learner.seq * BEAT_MS},"spans":[[${from},${from + BEAT_MS},1]],` +
      `"state":"playing","visible":true,"muted":false,"sinceInputMs":0}]}`,
  };
}

/** Takes what a heartbeat was answered with; throws where it was not credited in full. */
export function goOn(reply: Reply, { learner }: Heartbeat): void {
  const { body } = reply;
  const before = `{"ackSeq":${learner.seq},"nonce":"`;
  const after = `","grantedMs":${BEAT_MS},`;
  const from = before.length;
  const to = from + NONCE_LENGTH;
  if (
    body.toString('latin1', 0, from) !== before ||
    body.toString('latin1', to, to + after.length) !== after
  )
    throw new Error(`a heartbeat was not credited: ${body.toString()}`);
  learner.nonce = body.toString('latin1', from, to);
  learner.seq += 1;
}

/** One heartbeat of each learner after the other, again and again. */
export function inTurn(
  learners: readonly Playing[],
): Pick<LoadOptions<Heartbeat>, 'next' | 'onReply' | 'keepBody'> {
  let at = 0;
  return {
    keepBody: true,
    next() {
      const learner = learners[at++ % learners.length];
      if (!learner) throw new Error('no learners');
      return beat(learner);
    },
    onReply: goOn,
  };
}

/** The server under heartbeats, beside what `baseline` does a second. */
async function measured(baseline: () => Promise<number>): Promise<Compared> {
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
  const options = {
    connections: CONNECTIONS,
    seconds: SECONDS,
    rounds: ROUNDS,
    isLight: true,
    ...inTurn(learners),
  };
  // The first heartbeat of each learner finds the server cold; an evening's viewing is not.
  await loadOnce(server.url, options, learners.length);
  const result = await loadBeside(server.url, options, baseline);
  await server.stop();
  await folder.remove();
  return result;
}

/** Durable, acknowledged heartbeats a second over HTTP, with every rule, at 32 connections. */
export async function heartbeat(): Promise<void> {
  tell(`heartbeat: filling ${LEARNERS} learners twice …`);
  const baseline = await openRawGroupCommit({
    learners: LEARNERS,
    rows: CONNECTIONS,
    seconds: SECONDS,
    beatMs: BEAT_MS,
  });
  const result = await measured(baseline.round);
  await baseline.close();
  report({
    name: 'heartbeat',
    figure: result.perSecond,
    unit: 'heartbeats/s',
    baseline: result.baseline,
    ratio: result.ratio,
    p50_ms: result.p50,
    p99_ms: result.p99,
  });
}
