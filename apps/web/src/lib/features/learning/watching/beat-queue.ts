import type { Beat } from '@xueshi/contracts';
import type { PlayedSpan } from './span-collector.ts';

/** Reports of one playback session that the server has not acknowledged yet. Plain data: it is stored. */
export interface BeatQueue {
  readonly sessionId: string;
  readonly personId: string;
  readonly slug: string;
  readonly lessonKey: string;
  readonly epoch: number;
  /** Given out with the last acknowledgement; good for a request that starts with the first beat here. */
  readonly nonce: string;
  /** In order, without a gap; a beat that was sent never changes. */
  readonly beats: readonly Beat[];
  readonly nextSeq: number;
  readonly savedAt: number;
}

/** Most reports in one request (TRUST.md §2.2). */
export const MAX_BATCH = 20;
/** An hour of reports: the server pays for two minutes of silence at most, so more is never needed. */
export const MAX_QUEUED = 240;

export function emptyQueue(
  about: Pick<BeatQueue, 'sessionId' | 'personId' | 'slug' | 'lessonKey' | 'epoch' | 'nonce'>,
): BeatQueue {
  return { ...about, beats: [], nextSeq: 1, savedAt: 0 };
}

/** Adds a report, or leaves the queue as it is when it is full. */
export function enqueue(queue: BeatQueue, beat: Omit<Beat, 'seq'>): BeatQueue {
  if (queue.beats.length >= MAX_QUEUED) return queue;
  const { nextSeq } = queue;
  return { ...queue, beats: [...queue.beats, { seq: nextSeq, ...beat }], nextSeq: nextSeq + 1 };
}

/** The next request: it grows while it is unanswered, behind the same nonce. */
export function nextBatch(queue: BeatQueue, limit = MAX_BATCH) {
  return { epoch: queue.epoch, nonce: queue.nonce, beats: queue.beats.slice(0, limit) };
}

export function acknowledge(queue: BeatQueue, ackSeq: number, nonce: string): BeatQueue {
  const knownSeq = queue.nextSeq - 1 - queue.beats.length;
  // The answer to an older request, come late: its nonce is spent.
  if (ackSeq <= knownSeq) return queue;
  return { ...queue, nonce, beats: queue.beats.filter(({ seq }) => seq > ackSeq) };
}

/** Goes on from where the server says the session stands. */
export function resynchronise(
  queue: BeatQueue,
  standing: { lastSeq: number; nonce: string; epoch: number },
): BeatQueue {
  const unsent = queue.beats.filter(({ seq }) => seq > standing.lastSeq);
  const beats = unsent.map((beat, n) => ({ ...beat, seq: standing.lastSeq + 1 + n }));
  const nextSeq = standing.lastSeq + 1 + beats.length;
  return { ...queue, epoch: standing.epoch, nonce: standing.nonce, beats, nextSeq };
}

/** Takes the claim out of the first report, which the server refuses; its place in line stays. */
export function withdrawFirst(queue: BeatQueue): BeatQueue {
  const [first, ...rest] = queue.beats;
  if (!first) return queue;
  if (first.spans.length > 0) return { ...queue, beats: [{ ...first, spans: [] }, ...rest] };
  // Refused although it claims nothing: there is no place to keep.
  return {
    ...queue,
    beats: rest.map((beat) => ({ ...beat, seq: beat.seq - 1 })),
    nextSeq: queue.nextSeq - 1,
  };
}

/** Media time that the reports claim, ms. */
export function claimedMs(beats: readonly { spans: readonly PlayedSpan[] }[]): number {
  return beats.flatMap(({ spans }) => spans).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** Reports that carry something played: what the learner would miss. */
export function heldBack(queue: BeatQueue | null): number {
  return queue?.beats.filter(({ spans }) => spans.length > 0).length ?? 0;
}

export type Step =
  | 'acknowledged'
  | 'retry'
  | 'resynchronise'
  | 'reopen'
  | 'superseded'
  | 'withdraw'
  | 'signed-out'
  | 'refused';

const BY_CODE: Partial<Record<string, Step>> = {
  'playback-superseded': 'superseded',
  'bad-nonce': 'resynchronise',
  'sequence-gap': 'resynchronise',
  'sequence-conflict': 'resynchronise',
  'playback-closed': 'reopen',
};

/** What an answer of the server means for the queue (TRUST.md §2.2–2.3). */
export function stepAfter(status: number, code: string | null): Step {
  if (status >= 200 && status < 300) return 'acknowledged';
  const known = code === null ? undefined : BY_CODE[code];
  if (known) return known;
  if (status === 401) return 'signed-out';
  if (status === 400 || status === 413 || status === 422) return 'withdraw';
  if (status === 404 || status === 410) return 'reopen';
  if (status === 429 || status >= 500 || status === 408 || status === 0) return 'retry';
  return 'refused';
}

/** Pause before try number n (from 0): 1, 2, 4 … 30 s, a fifth more or less by chance. */
export function retryDelayMs(attempt: number, chance: number): number {
  const plainMs = Math.min(30_000, 1_000 * 2 ** Math.min(attempt, 10));
  return Math.round(plainMs * (0.8 + 0.4 * chance));
}
