import type { BeatsAnswer, ProblemCode } from '@xueshi/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyQueue, enqueue, type nextBatch } from './beat-queue.ts';
import type { Answer } from '../api-client.ts';
import { createBeatSender, type Standing, type Transport } from './beat-sender.ts';

type Batch = ReturnType<typeof nextBatch>;
type Fault = 'none' | 'request lost' | 'answer lost' | 'busy' | 'restarted';

const refusal = (status: number, code: ProblemCode): Answer<never> => ({
  ok: false,
  status,
  problem: { type: '', title: code, status, code },
  retryAfterMs: null,
});
const noAnswer: Answer<never> = { ok: false, status: 0, problem: null, retryAfterMs: null };

/** A server that keeps TRUST.md §2.3, and a link that loses what the list of faults says. */
function modelServer(faults: Fault[], impossible: number[] = []) {
  const recorded: { seq: number; body: string; monoMs: number }[] = [];
  let key = 0;
  let state: Standing['state'] = 'open';
  const lastSeq = () => recorded.length;
  const nonceFor = (seq: number) => `${key}:${seq}`;
  const answer = (): Answer<BeatsAnswer> => ({
    ok: true,
    status: 200,
    data: {
      ackSeq: lastSeq(),
      nonce: nonceFor(lastSeq() + 1),
      grantedMs: 0,
      watched: [],
      watchedMs: 0,
      needMs: 0,
      withheldMs: 0,
      reason: null,
      check: null,
      reachedMs: null,
      takenBack: null,
      replayed: false,
      takenOver: false,
      news: null,
    },
  });

  function record(batch: Batch): Answer<BeatsAnswer> {
    if (state !== 'open') return refusal(410, 'playback-closed');
    const first = batch.beats[0];
    if (!first || batch.nonce !== nonceFor(first.seq)) return refusal(409, 'bad-nonce');
    if (batch.beats.some(({ spans }) => spans.some(([from]) => impossible.includes(from)))) {
      return refusal(422, 'bad-span');
    }
    for (const beat of batch.beats) {
      const known = recorded[beat.seq - 1];
      if (known && known.body !== JSON.stringify(beat)) return refusal(409, 'sequence-conflict');
      if (!known && beat.seq !== lastSeq() + 1) return refusal(409, 'sequence-gap');
      if (!known) recorded.push({ seq: beat.seq, body: JSON.stringify(beat), monoMs: beat.monoMs });
    }
    return answer();
  }

  const transport: Transport = {
    async report(_sessionId, batch) {
      const fault = faults.shift() ?? 'none';
      if (fault === 'request lost') return noAnswer;
      if (fault === 'busy') return refusal(503, 'busy');
      if (fault === 'restarted') key += 1;
      const outcome = record(batch);
      return fault === 'answer lost' ? noAnswer : outcome;
    },
    async stand() {
      if (faults.shift() === 'request lost') return noAnswer;
      const data = {
        lastSeq: lastSeq(),
        nonce: nonceFor(lastSeq() + 1),
        epoch: 1,
        state,
        leftMs: 0,
        supersededBy: null,
      };
      return { ok: true, status: 200, data };
    },
  };
  return { recorded, transport, close: () => (state = 'closed') };
}

/** A page whose clock runs only when the test says so. */
function page(server: ReturnType<typeof modelServer>) {
  let nowMs = 0;
  const timers: { at: number; run: () => void }[] = [];
  const seen = { ended: [] as string[], withdrawnMs: 0, waiting: 0 };
  const about = {
    sessionId: 's',
    personId: 'p',
    slug: 'c',
    lessonKey: 'l',
    epoch: 1,
    nonce: '0:1',
  };
  const sender = createBeatSender(
    emptyQueue(about),
    server.transport,
    {
      kept: () => undefined,
      answered: () => undefined,
      waiting: () => (seen.waiting += 1),
      withdrawn: (ms) => (seen.withdrawnMs += ms),
      ended: (why) => seen.ended.push(why),
    },
    {
      now: () => nowMs,
      chance: () => 0.5,
      later: (run, ms) => timers.push({ at: nowMs + ms, run }),
    },
  );
  async function pass(ms: number): Promise<void> {
    nowMs += ms;
    for (const timer of timers.splice(0)) {
      if (timer.at <= nowMs) timer.run();
      else timers.push(timer);
    }
    // The model answers at once: what it set off is over after a turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
  async function play(n: number): Promise<void> {
    const spans: [number, number, number][] = [[n * 15_000, n * 15_000 + 15_000, 1]];
    sender.update((queue) =>
      enqueue(queue, {
        monoMs: (n + 1) * 15_000,
        spans,
        state: 'playing',
        visible: true,
        muted: false,
        sinceInputMs: 0,
      }),
    );
    void sender.send();
    await pass(0);
    await pass(15_000);
  }
  return { sender, seen, pass, play };
}

test('whatever the link loses, every report arrives once and in order', async () => {
  const fault = fc.constantFrom<Fault>(
    'none',
    'none',
    'request lost',
    'answer lost',
    'busy',
    'restarted',
  );
  // A server that restarts between all of a page's tries is another matter: the page opens anew.
  const restarts = (faults: Fault[]) => faults.filter((one) => one === 'restarted').length;
  const faultList = fc.array(fault, { maxLength: 25 }).filter((faults) => restarts(faults) <= 3);
  await fc.assert(
    fc.asyncProperty(faultList, fc.integer({ min: 1, max: 12 }), async (faults, count) => {
      const server = modelServer([...faults]);
      const { sender, seen, play, pass } = page(server);
      for (let n = 0; n < count; n += 1) await play(n);
      for (let n = 0; n < 40 && sender.queue.beats.length > 0; n += 1) await pass(40_000);
      expect(seen.ended).toEqual([]);
      expect(sender.queue.beats).toEqual([]);
      expect(server.recorded.map(({ monoMs }) => monoMs / 15_000)).toEqual(
        Array.from({ length: count }, (_, n) => n + 1),
      );
      expect(seen.withdrawnMs).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test('one impossible report among many is left out, the others are saved', async () => {
  const server = modelServer(['busy', 'busy', 'busy'], [30_000]);
  const { sender, seen, play, pass } = page(server);
  for (let n = 0; n < 5; n += 1) await play(n);
  for (let n = 0; n < 10; n += 1) await pass(40_000);
  expect(sender.queue.beats).toEqual([]);
  expect(seen.withdrawnMs).toBe(15_000);
  expect(server.recorded).toHaveLength(5);
});

test('a closed session ends the delivery and keeps what was not delivered', async () => {
  const server = modelServer([]);
  const { sender, seen, play } = page(server);
  await play(0);
  server.close();
  await play(1);
  expect(seen.ended).toEqual(['closed']);
  expect(sender.queue.beats).toHaveLength(1);
});

test('while the server is away nothing is sent before the pause is over', async () => {
  const server = modelServer(['busy', 'busy']);
  const { sender, seen, play, pass } = page(server);
  await play(0);
  expect(server.recorded).toHaveLength(0);
  void sender.send();
  await pass(0);
  expect(seen.waiting).toBe(2);
  await pass(3_000);
  expect(server.recorded).toHaveLength(1);
});
