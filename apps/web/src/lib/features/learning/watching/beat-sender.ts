import type { Beat, BeatsAnswer, Problem } from '@xueshi/contracts';
import type { Answer } from '../api-client.ts';
import {
  acknowledge,
  claimedMs,
  MAX_BATCH,
  nextBatch,
  resynchronise,
  retryDelayMs,
  stepAfter,
  withdrawFirst,
  type BeatQueue,
} from './beat-queue.ts';

export interface Standing {
  lastSeq: number;
  nonce: string;
  epoch: number;
  state: 'open' | 'closed' | 'superseded';
  /** Of a superseded session: what was played before that may still be told, ms. */
  leftMs: number;
  supersededBy: string | null;
}

export interface Transport {
  report(
    sessionId: string,
    batch: ReturnType<typeof nextBatch>,
    last: boolean,
  ): Promise<Answer<BeatsAnswer>>;
  stand(sessionId: string): Promise<Answer<Standing>>;
}

export interface SenderEvents {
  /** The queue changed and should be kept. */
  kept(queue: BeatQueue): void;
  answered(answer: BeatsAnswer, acknowledged: readonly Beat[]): void;
  /** No answer (status 0), or "later": it is tried again by itself. */
  waiting(status: number): void;
  /** A report was refused as impossible; this much claimed time is not counted. */
  withdrawn(ms: number): void;
  /** Nothing more can be delivered to this session. */
  ended(why: 'closed' | 'superseded' | 'signed-out' | 'refused', problem: Problem | null): void;
}

export interface Surroundings {
  now(): number;
  chance(): number;
  later(run: () => void, ms: number): void;
}

/** Delivers the reports of one session: one request at a time, the same bytes until they are acknowledged. */
export interface BeatSender {
  readonly queue: BeatQueue;
  /** Changes the queue, e.g. by a new report. */
  update(change: (queue: BeatQueue) => BeatQueue): void;
  /** Sends what waits, unless a request or a pause is under way; `last` when the page goes away. */
  send(last?: boolean): Promise<void>;
  /** For reports of an earlier visit: asks first where the session stands. */
  resume(): Promise<void>;
  /** The network is back: tries at once. */
  wake(): void;
  /** Called often (by the player's clock too, since timers of hidden pages sleep): sends when it is time. */
  tick(): void;
  stop(): void;
}

/** Whether what was played before another playback took over may still be told. */
const isStillHeard = ({ state, leftMs }: Standing) => state === 'superseded' && leftMs > 0;

type Refusal = Extract<Answer<unknown>, { ok: false }>;

/** Agreeing so often in a row without a report getting through is no misunderstanding any more. */
const MAX_RESYNCS = 5;

export function createBeatSender(
  start: BeatQueue,
  transport: Transport,
  events: SenderEvents,
  around: Surroundings,
): BeatSender {
  let queue = start;
  let underWay = 0;
  let isOver = false;
  let attempt = 0;
  let resyncs = 0;
  let batchLimit = MAX_BATCH;
  let retryAt: number | null = null;

  function set(next: BeatQueue): void {
    queue = next;
    events.kept(queue);
  }

  function wait({ status, retryAfterMs }: Refusal): void {
    const delayMs = Math.max(
      retryDelayMs(attempt, around.chance()),
      Math.min(retryAfterMs ?? 0, 60_000),
    );
    attempt += 1;
    retryAt = around.now() + delayMs;
    around.later(tick, delayMs);
    events.waiting(status);
  }

  function end(
    why: 'closed' | 'superseded' | 'signed-out' | 'refused',
    problem: Problem | null,
  ): void {
    isOver = true;
    events.ended(why, problem);
  }

  async function askStanding(): Promise<boolean> {
    const answer = await transport.stand(queue.sessionId);
    if (!answer.ok) return follow(answer);
    resyncs += 1;
    if (resyncs > MAX_RESYNCS) {
      end('closed', null);
      return false;
    }
    if (answer.data.state !== 'open' && !isStillHeard(answer.data)) {
      end(answer.data.state, null);
      return false;
    }
    set(resynchronise(queue, answer.data));
    return true;
  }

  /** A refused report is found by sending one at a time. */
  async function isolate(): Promise<boolean> {
    if (batchLimit > 1 && queue.beats.length > 1) {
      batchLimit = 1;
      return true;
    }
    const before = queue;
    set(withdrawFirst(queue));
    events.withdrawn(claimedMs(before.beats) - claimedMs(queue.beats));
    return true;
  }

  /** Does what a refusal asks for; true when the next request may go at once. */
  async function follow(answer: Refusal): Promise<boolean> {
    const step = stepAfter(answer.status, answer.problem?.code ?? null);
    if (step === 'resynchronise') return askStanding();
    if (step === 'withdraw') return isolate();
    if (step === 'retry' || step === 'acknowledged') wait(answer);
    else end(step === 'reopen' ? 'closed' : step, answer.problem);
    return false;
  }

  async function deliver(last: boolean): Promise<boolean> {
    const answer = await transport.report(queue.sessionId, nextBatch(queue, batchLimit), last);
    if (isOver) return false;
    if (!answer.ok) return follow(answer);
    attempt = 0;
    resyncs = 0;
    retryAt = null;
    const { ackSeq, nonce } = answer.data;
    const acknowledged = queue.beats.filter(({ seq }) => seq <= ackSeq);
    set(acknowledge(queue, ackSeq, nonce));
    if (queue.beats.length === 0) batchLimit = MAX_BATCH;
    events.answered(answer.data, acknowledged);
    return true;
  }

  async function send(last = false): Promise<void> {
    const isHeld = underWay > 0 || (retryAt !== null && around.now() < retryAt);
    if (isOver || queue.beats.length === 0 || (isHeld && !last)) return;
    underWay += 1;
    try {
      while (await deliver(last)) {
        // A page that goes away has time for one request.
        if (last || queue.beats.length === 0) break;
      }
    } finally {
      underWay -= 1;
    }
  }

  async function resume(): Promise<void> {
    if (await askStanding()) await send();
  }

  function wake(): void {
    retryAt = null;
    void send();
  }

  function tick(): void {
    if (retryAt !== null && around.now() >= retryAt) wake();
  }

  return {
    get queue() {
      return queue;
    },
    update: (change) => set(change(queue)),
    send,
    resume,
    wake,
    tick,
    stop() {
      isOver = true;
    },
  };
}
