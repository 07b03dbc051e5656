/** A stretch played without a jump: media ms from, media ms to, playing rate. */
export type PlayedSpan = readonly [fromMs: number, toMs: number, rate: number];

/** Where the picture is and what the browser's monotonic clock says, in ms, at one moment. */
export interface Sample {
  readonly mediaMs: number;
  readonly monoMs: number;
  readonly rate: number;
}

export interface SpanCollectorOptions {
  /** The server's length of the lecture; what a player shows beyond it is not claimed. */
  readonly durationMs: number;
  /** Faster playing is not claimed: the server refuses it. */
  readonly maxRate: number;
}

export interface SpanCollector {
  /** The picture moves from here on. */
  start(sample: Sample): void;
  /** The picture still moves (or moved until now). */
  advance(sample: Sample): void;
  /** The picture stands still; going on from the same place continues the stretch. */
  stop(): void;
  /** Somewhere else was gone to: nothing between the two places was played. */
  jump(): void;
  /** Whether one report's worth of stretches is waiting. */
  isFull(): boolean;
  hasSpans(): boolean;
  /** Hands over what was played since the last time, at most one report's worth. */
  take(): PlayedSpan[];
}

/** Most stretches in one report (TRUST.md §2.2). */
export const MAX_SPANS = 16;

/** A player's position runs a little ahead of the clock and behind it again; more is a jump. */
const JITTER_MS = 500;

interface Run {
  startMs: number;
  endMs: number;
  monoMs: number;
  /** Media time that the clock allows beyond endMs. */
  tokensMs: number;
  readonly rate: number;
}

/** Joins a stretch to the last one where they touch. */
function append(spans: PlayedSpan[], next: PlayedSpan): void {
  const last = spans.at(-1);
  if (last && last[1] === next[0] && last[2] === next[2]) {
    spans[spans.length - 1] = [last[0], next[1], next[2]];
  } else {
    spans.push(next);
  }
}

/**
 * Turns what a media element reports into the stretches that were really played. Never claims more
 * media time than the monotonic clock × rate, never time that was jumped over (TRUST.md §2.2).
 */
export function createSpanCollector({ durationMs, maxRate }: SpanCollectorOptions): SpanCollector {
  let spans: PlayedSpan[] = [];
  let run: Run | null = null;
  /** Where the last stretch ended without a jump since. */
  let restMs: number | null = null;

  const clipped = (mediaMs: number) => Math.min(Math.max(0, Math.floor(mediaMs)), durationMs);

  function flush(): void {
    if (run && run.endMs > run.startMs) {
      append(spans, [run.startMs, run.endMs, run.rate]);
      run.startMs = run.endMs;
    }
  }

  function begin(sample: Sample): void {
    const mediaMs = clipped(sample.mediaMs);
    const isContinued = restMs !== null && Math.abs(mediaMs - restMs) <= JITTER_MS;
    const fromMs = isContinued && restMs !== null ? restMs : mediaMs;
    restMs = null;
    if (!(sample.rate > 0) || sample.rate > maxRate) return;
    run = { startMs: fromMs, endMs: fromMs, monoMs: sample.monoMs, tokensMs: 0, rate: sample.rate };
  }

  function stop(): void {
    flush();
    restMs = run?.endMs ?? restMs;
    run = null;
  }

  function jump(): void {
    flush();
    run = null;
    restMs = null;
  }

  function advance(sample: Sample): void {
    if (!run) return begin(sample);
    const elapsedMs = Math.max(0, sample.monoMs - run.monoMs);
    const allowedMs = run.tokensMs + elapsedMs * run.rate;
    const aheadMs = clipped(sample.mediaMs) - run.endMs;
    if (aheadMs < -JITTER_MS || aheadMs > allowedMs + JITTER_MS) {
      jump();
      return begin(sample);
    }
    const playedMs = Math.max(0, Math.floor(Math.min(aheadMs, allowedMs)));
    run.endMs += playedMs;
    run.monoMs = Math.max(run.monoMs, sample.monoMs);
    run.tokensMs = Math.min(JITTER_MS, allowedMs - playedMs);
    if (sample.rate !== run.rate) {
      stop();
      begin(sample);
    }
  }

  return {
    start: advance,
    advance,
    stop,
    jump,
    isFull: () => spans.length >= MAX_SPANS,
    hasSpans: () => spans.length > 0 || (run !== null && run.endMs > run.startMs),
    take() {
      flush();
      const taken = spans.slice(0, MAX_SPANS);
      spans = spans.slice(MAX_SPANS);
      return taken;
    },
  };
}
