import { expect, test } from 'vitest';
import {
  acknowledge,
  emptyQueue,
  enqueue,
  heldBack,
  MAX_QUEUED,
  nextBatch,
  resynchronise,
  retryDelayMs,
  stepAfter,
  withdrawFirst,
  type BeatQueue,
} from './beat-queue.ts';

const about = { sessionId: 's', personId: 'p', slug: 'c', lessonKey: 'l', epoch: 3, nonce: 'n1' };
const beat = (n: number) => ({
  monoMs: n * 15_000,
  spans: [[(n - 1) * 15_000, n * 15_000, 1]] as [number, number, number][],
  state: 'playing' as const,
  visible: true,
  muted: false,
  sinceInputMs: 0,
});
const queueOf = (count: number): BeatQueue =>
  Array.from({ length: count }, (_, n) => beat(n + 1)).reduce(enqueue, emptyQueue(about));
const seqs = (queue: BeatQueue) => queue.beats.map(({ seq }) => seq);

test('a batch that grew while unanswered begins with the same bytes', () => {
  const first = nextBatch(queueOf(2));
  const grown = nextBatch(enqueue(queueOf(2), beat(3)));
  expect(JSON.stringify(grown.beats.slice(0, 2))).toBe(JSON.stringify(first.beats));
  expect(grown.nonce).toBe(first.nonce);
});

test('a request never carries more than twenty reports', () => {
  expect(nextBatch(queueOf(30)).beats).toHaveLength(20);
});

test('an acknowledgement removes what it covers, and a late one changes nothing', () => {
  const after = acknowledge(queueOf(5), 3, 'n4');
  expect(seqs(after)).toEqual([4, 5]);
  expect(after.nonce).toBe('n4');
  expect(acknowledge(after, 2, 'n3')).toEqual(after);
});

test('going on from where the server stands leaves no gap in the numbers', () => {
  const partly = resynchronise(queueOf(5), { lastSeq: 2, nonce: 'n3', epoch: 3 });
  expect(seqs(partly)).toEqual([3, 4, 5]);
  const gap = resynchronise(acknowledge(queueOf(5), 3, 'n4'), {
    lastSeq: 1,
    nonce: 'n2',
    epoch: 3,
  });
  expect(seqs(gap)).toEqual([2, 3]);
  expect(gap.beats[0]?.monoMs).toBe(60_000);
  expect(seqs(enqueue(gap, beat(6)))).toEqual([2, 3, 4]);
});

test('a report that is refused loses its claim but keeps its place in line', () => {
  const after = withdrawFirst(queueOf(3));
  expect(seqs(after)).toEqual([1, 2, 3]);
  expect(heldBack(after)).toBe(2);
});

test('an empty report that is refused all the same leaves the line', () => {
  const after = withdrawFirst(withdrawFirst(queueOf(3)));
  expect(seqs(after)).toEqual([1, 2]);
  expect(after.nextSeq).toBe(3);
});

test('a queue does not grow without bound', () => {
  expect(queueOf(MAX_QUEUED + 50).beats).toHaveLength(MAX_QUEUED);
});

test.each([
  { promise: 'saved', status: 200, code: null, step: 'acknowledged' },
  { promise: 'taken over elsewhere', status: 409, code: 'playback-superseded', step: 'superseded' },
  { promise: 'a spent nonce', status: 409, code: 'bad-nonce', step: 'resynchronise' },
  { promise: 'a gap', status: 409, code: 'sequence-gap', step: 'resynchronise' },
  { promise: 'closed', status: 410, code: 'playback-closed', step: 'reopen' },
  { promise: 'session unknown', status: 404, code: 'not-found', step: 'reopen' },
  { promise: 'signed out', status: 401, code: 'session-ended', step: 'signed-out' },
  { promise: 'an impossible stretch', status: 422, code: 'bad-span', step: 'withdraw' },
  { promise: 'too often', status: 429, code: 'slow-down', step: 'retry' },
  { promise: 'server busy', status: 503, code: 'busy', step: 'retry' },
  { promise: 'disk full', status: 507, code: 'storage-full', step: 'retry' },
  { promise: 'no network', status: 0, code: null, step: 'retry' },
  { promise: 'no right', status: 403, code: 'forbidden', step: 'refused' },
])('$promise ($status) means: $step', ({ status, code, step }) => {
  expect(stepAfter(status, code)).toBe(step);
});

test('pauses between tries double up to half a minute, give or take a fifth', () => {
  expect([0, 1, 2, 3, 4, 5, 60].map((n) => retryDelayMs(n, 0.5))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
  expect(retryDelayMs(0, 0)).toBe(800);
  expect(retryDelayMs(0, 1)).toBe(1_200);
});
